"""Prices of several years in dollars of one."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.clusters import Chip, find_chip, size_run
from gigascale.clusters.assumptions import assumptions_for
from gigascale.clusters.dollars import (
    default_year,
    in_dollars_of,
    load_index,
    price_year,
    restated,
)
from gigascale.clusters.economics import chip_price_usd, dollar_years
from gigascale.clusters.quantities import inputs_for
from gigascale.errors import InputError

INDEX = {2020: 100.0, 2024: 120.0, 2025: 125.0}


def test_an_amount_goes_there_and_back() -> None:
    there = in_dollars_of(10.0, 2020, 2025, INDEX)
    assert there == pytest.approx(12.5)
    assert in_dollars_of(there, 2025, 2020, INDEX) == pytest.approx(10.0)
    by_steps = in_dollars_of(in_dollars_of(10.0, 2020, 2024, INDEX), 2024, 2025, INDEX)
    assert by_steps == pytest.approx(there)
    amounts = in_dollars_of(np.array([1.0, 2.0]), 2020, 2025, INDEX)
    np.testing.assert_allclose(amounts, [1.25, 2.5])


@pytest.mark.parametrize("years", [(2019, 2025), (2020, 2035)])
def test_a_year_without_an_index_names_the_file(years: tuple[int, int]) -> None:
    with pytest.raises(InputError, match=r"price_index\.csv, which has 2020 to 2025"):
        in_dollars_of(1.0, *years, INDEX)


def test_the_index_is_plausible_and_its_estimates_are_marked() -> None:
    table = datasets.load("price_index").set_index("year")
    index = load_index()
    years = sorted(index)
    assert years == list(range(years[0], years[-1] + 1))
    growth = [index[year] / index[year - 1] for year in years[1:]]
    assert min(growth) > 0.99
    assert max(growth) < 1.09
    judged = set(table.index[table["source"] == "judgement"])
    assert all(year > default_year() for year in judged)
    assert default_year() == max(set(years) - judged)


def test_prices_move_and_nothing_else_does(h100: Chip, assumptions: pd.DataFrame) -> None:
    plain = assumptions_for(h100, assumptions)
    moved = restated(h100, plain, 2020, load_index())
    for name, row in plain.items():
        year = price_year(row.unit)
        factor = 1.0 if year is None else load_index()[2020] / load_index()[year]
        for end in ("low", "central", "high"):
            assert getattr(moved[name], end) == pytest.approx(getattr(row, end) * factor)
        assert price_year(moved[name].unit) == (None if year is None else 2020)


def test_dollar_years_are_true_either_way(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    for name in ("V100", "A100", "GB200", "TPU v4"):
        chip = find_chip(name, hardware)
        assert set(dollar_years(inputs_for(chip, assumptions)).values()) == {default_year()}
        nominal = inputs_for(chip, assumptions, dollar_year="nominal")
        years = dollar_years(nominal)
        assert years["land"] == 2024
        stated = inputs_for(chip, assumptions, dollar_year=2020)
        assert set(dollar_years(stated).values()) == {2020}
        for part, row in (
            ("land", "land_price_usd_per_m2"),
            ("energy", "electricity_price_usd_per_kwh"),
        ):
            back = in_dollars_of(stated[row].central, 2020, int(years[part] or 0), load_index())
            assert back == pytest.approx(nominal[row].central)


def test_a_price_at_release_moves_too(hardware: pd.DataFrame, assumptions: pd.DataFrame) -> None:
    chip = find_chip("V100", hardware)
    assert chip.release_date is not None
    year = chip.release_date.year
    prices = {}
    for dollars in ("nominal", 2025):
        rows = inputs_for(chip, assumptions, dollar_year=dollars)
        prices[dollars] = chip_price_usd(chip, {k: row.central for k, row in rows.items()})
    ratio = load_index()[2025] / load_index()[year]
    assert prices[2025] == pytest.approx(prices["nominal"] * ratio)
    assert ratio > 1.2


def test_what_the_reader_sets_is_in_the_stated_dollars(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    chip = find_chip("Trainium2", hardware)
    given = {"chip_price_usd": 5000.0, "land_price_usd_per_m2": 10.0}
    rows = inputs_for(chip, assumptions, given, dollar_year=2020)
    assert rows["chip_price_usd"].central == 5000.0
    assert rows["land_price_usd_per_m2"].central == 10.0
    assert set(dollar_years(rows).values()) == {2020}


def test_a_run_costs_as_much_in_any_dollars(h100: Chip, assumptions: pd.DataFrame) -> None:
    runs = {
        year: size_run(1e25, h100, assumptions, days=90, draws=200, dollar_year=year).to_dict()
        for year in (2020, 2025)
    }
    ratio = load_index()[2025] / load_index()[2020]
    for end in ("central", "q05", "q95"):
        now, then = (runs[year]["cost_usd"]["total"][end] for year in (2025, 2020))
        assert now == pytest.approx(then * ratio)
    assert json.loads(json.dumps(runs[2020]["dollar_year"]))["accelerators"] == 2020


@pytest.mark.parametrize("wanted", [1850, 2050])
def test_dollars_of_a_year_that_is_not_known_are_refused(
    wanted: int, h100: Chip, assumptions: pd.DataFrame
) -> None:
    plain = assumptions_for(h100, assumptions)
    with pytest.raises(InputError, match=f"no price index for {wanted} in data/price_index.csv"):
        restated(h100, plain, wanted)
    late = {"x": replace(plain["land_price_usd_per_m2"], unit="USD(2050)/m2")}
    with pytest.raises(InputError, match="no price index for 2050"):
        restated(h100, late, 2025)
    with pytest.raises(InputError, match="'real': give a year"):
        restated(h100, plain, "real")
