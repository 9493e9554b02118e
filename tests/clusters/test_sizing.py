"""A power budget gives accelerators, FLOP/s and capex; faults in it are named."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from gigascale.clusters import Chip, Estimate, find_chip, size_cluster
from gigascale.errors import InputError

CHIPS = [
    "V100",
    "A100",
    "H100",
    "H200",
    "B200",
    "GB200",
    "GB300",
    "Rubin",
    "TPU v4",
    "TPU v5e",
    "TPU v5p",
    "TPU v6",
    "TPU v7",
    "MI300X",
    "MI355X",
    "Trainium2",
    "Trainium3",
]


@pytest.fixture(scope="module")
def gigawatt(gb200: Chip, assumptions: pd.DataFrame) -> Estimate:
    return size_cluster(1e9, "facility", gb200, assumptions)


def test_a_gigawatt_of_gb200_holds_what_is_reported(
    gigawatt: Estimate, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    site = gigawatt.to_dict()
    assert site["accelerators_q05"] < 400_000
    assert site["accelerators_q95"] > 340_000
    assert site["accelerators_q05"] < site["accelerators"] < site["accelerators_q95"]
    assert site["facility_power_w"] == site["facility_power_w_q95"] == 1e9
    assert 6e8 < site["it_power_w"] < 8e8
    by_it = size_cluster(1e9, "it", gb200, assumptions).to_dict()
    assert by_it["accelerators_q05"] > site["accelerators_q50"]
    assert by_it["it_power_w"] == 1e9 < by_it["facility_power_w_q05"]


def test_capex_of_a_gigawatt_lies_among_the_public_figures(gigawatt: Estimate) -> None:
    capex = gigawatt.to_dict()["capex_usd"]
    assert 2e10 < capex["total"]["q05"] < 3e10 < capex["total"]["q95"] < 4.5e10
    parts = [value["central"] for part, value in capex.items() if part != "total"]
    assert sum(parts) == pytest.approx(capex["total"]["central"])


def test_draws_are_added_not_percentiles(gigawatt: Estimate) -> None:
    capex = gigawatt.draws["capex_usd"]
    parts = [value for part, value in capex.items() if part != "total"]
    np.testing.assert_allclose(sum(parts), capex["total"])


def test_central_values_follow_the_stated_chain(h100: Chip, assumptions: pd.DataFrame) -> None:
    site = size_cluster(1e9, "facility", h100, assumptions).central
    assert site["accelerators"] == pytest.approx(1e9 / (700 * 1.82 * 1.14 * 1.4))
    assert sum(site["power_w"].values()) == pytest.approx(1e9)
    assert site["peak_flop_per_s"]["bf16"] == pytest.approx(site["accelerators"] * 989.4e12)


def test_doubling_power_doubles_every_quantity(gb200: Chip, assumptions: pd.DataFrame) -> None:
    one, two = (
        size_cluster(w, "facility", gb200, assumptions, np.random.default_rng(1), 500)
        for w in (1e8, 2e8)
    )
    for part, cost in one.draws["capex_usd"].items():
        np.testing.assert_allclose(two.draws["capex_usd"][part], 2 * cost)
    np.testing.assert_allclose(two.draws["accelerators"], 2 * one.draws["accelerators"])


def test_doubling_a_price_doubles_its_part_alone(gb200: Chip, assumptions: pd.DataFrame) -> None:
    name = "shell_mep_cost_usd_per_facility_w"
    plain, dear = (
        size_cluster(1e9, "facility", gb200, assumptions, overrides={name: price}).central
        for price in (10.0, 20.0)
    )
    assert dear["capex_usd"]["shell_and_mep"] == 2 * plain["capex_usd"]["shell_and_mep"]
    assert dear["capex_usd"]["network"] == plain["capex_usd"]["network"]


@pytest.mark.parametrize("name", CHIPS)
@pytest.mark.parametrize("basis", ["facility", "it"])
def test_every_chip_works_and_the_answer_is_plain_json(
    name: str, basis: str, hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    chip = find_chip(name, hardware)
    answer = size_cluster(1e8, basis, chip, assumptions, draws=200).to_dict()
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert answer["chip"] == chip.name
    assert answer["hardware_vintage"]
    assert answer["peak_flop_per_s"]["bf16"]["q05"] > 0


@pytest.mark.parametrize("name", ["Trainium2", "Trainium3"])
def test_a_chip_without_a_price_has_no_capex_and_not_a_free_one(
    name: str, hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    chip = find_chip(name, hardware)
    answer = size_cluster(1e9, "facility", chip, assumptions, draws=200).to_dict()
    for part in ("accelerators", "rest_of_server", "network", "total"):
        assert answer["capex_usd"][part] is None
    assert answer["capex_usd"]["shell_and_mep"]["q50"] > 1e9
    assert answer["dollar_year"]["accelerators"] is None
    assert answer["cost_usd_per_accelerator_hour_q50"] is None
    assert [said for said in answer["not_known"] if said.startswith(f"the price of {chip.name}:")]


def test_a_release_price_stands_in_for_a_paid_one(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    v100 = find_chip("V100", hardware)
    site = size_cluster(1e7, "facility", v100, assumptions, dollar_year="nominal")
    price = site.central["capex_usd"]["accelerators"] / site.central["accelerators"]
    assert v100.release_price_usd is not None
    assert price == pytest.approx(0.82 * v100.release_price_usd)
    assert site.settings["dollar_year"]["accelerators"] == 2018


@pytest.mark.parametrize("power_w", [0.0, -1.0, math.nan, math.inf, -math.inf])
def test_a_power_that_is_none_is_refused(
    power_w: float, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    with pytest.raises(InputError, match="power_w must be a number above 0"):
        size_cluster(power_w, "facility", gb200, assumptions)


def test_an_unknown_basis_is_refused(gb200: Chip, assumptions: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="'wall' is unknown; there are: facility, it"):
        size_cluster(1e9, "wall", gb200, assumptions)


def test_a_chip_of_unknown_power_is_refused(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    with pytest.raises(InputError, match="power of NVIDIA Rubin CPX is unknown"):
        size_cluster(1e9, "it", find_chip("Rubin CPX", hardware), assumptions)


def test_accelerators_in_place_of_power_give_the_same_cluster(
    gb200: Chip, assumptions: pd.DataFrame
) -> None:
    by_power = size_cluster(1e9, "facility", gb200, assumptions, draws=10).central
    count = by_power["accelerators"]
    given = size_cluster(None, "facility", gb200, assumptions, draws=10, accelerators=count)
    assert given.settings["given_accelerators"] == count
    assert given.central["facility_power_w"] == pytest.approx(1e9)
    assert given.central["capex_usd"]["total"] == pytest.approx(by_power["capex_usd"]["total"])
    assert np.ptp(given.draws["facility_power_w"]) > 1e8


@pytest.mark.parametrize(
    ("power_w", "accelerators", "said"),
    [(1e9, 8.0, "exactly one"), (None, None, "exactly one"), (None, -1.0, "accelerators must be")],
)
def test_power_and_accelerators_exclude_each_other(
    power_w: float | None,
    accelerators: float | None,
    said: str,
    gb200: Chip,
    assumptions: pd.DataFrame,
) -> None:
    with pytest.raises(InputError, match=said):
        size_cluster(power_w, "facility", gb200, assumptions, accelerators=accelerators)


def test_peak_and_average_draw_are_two_chains(h100: Chip, assumptions: pd.DataFrame) -> None:
    site = size_cluster(None, "it", h100, assumptions, accelerators=16384, draws=10).central
    average = site["it_power_w"] * 0.75 * 1.14
    assert site["average_facility_power_w"] == pytest.approx(average)
    assert site["energy_kwh_per_year"] == pytest.approx(average * 8.766)
    peakier = size_cluster(
        None, "it", h100, assumptions, accelerators=16384, draws=10,
        overrides={"facility_overhead_ratio": 1.5},
    ).central  # fmt: skip
    assert peakier["facility_power_w"] > site["facility_power_w"]
    assert peakier["average_facility_power_w"] == site["average_facility_power_w"]


def test_parts_of_the_power_add_up_in_every_draw_and_none_is_negative(gigawatt: Estimate) -> None:
    parts = gigawatt.draws["power_w"]
    assert [*parts][-2:] == ["cooling", "conversion"]
    np.testing.assert_allclose(sum(parts.values()), 1e9)
    assert min(part.min() for part in parts.values()) >= 0


def test_a_rack_of_72_draws_what_its_maker_says(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    for name, low, high in (
        ("GB200", 120e3, 140e3),
        ("GB300", 120e3, 142e3),
        ("Rubin", 190e3, 230e3),
    ):
        site = size_cluster(1e9, "it", find_chip(name, hardware), assumptions).to_dict()
        assert low < site["server_power_w_per_rack"] < high
        assert site["server_power_w_per_rack_q05"] > 0.85 * low
        assert site["racks"] == pytest.approx(site["accelerators"] / 72)


def test_a_missing_row_is_named_whatever_it_is(gb200: Chip, assumptions: pd.DataFrame) -> None:
    said = {}
    for name in sorted(set(assumptions["assumption"])):
        rest = assumptions[assumptions["assumption"] != name]
        try:
            size_cluster(1e9, "facility", gb200, rest, draws=2)
        except InputError as fault:
            said[name] = str(fault)
    assert len(said) > 30
    for name, words in said.items():
        assert words.startswith("assumptions.csv: ")
        assert repr(name) in words
