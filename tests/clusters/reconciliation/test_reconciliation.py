"""Published figures per watt come to one measure, each step as stated."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.clusters import dollars, find_chip
from gigascale.clusters.reconciliation import (
    Reconciliation,
    before_and_after,
    contradictions,
    reconcile,
    spread_by_step,
)
from gigascale.errors import InputError

ROOT = Path(__file__).parents[3]
FIGURES = datasets.load("gigawatt_figures")


def figures(*changes: dict[str, object]) -> pd.DataFrame:
    """Figures that need no conversion, but for what is changed."""
    plain = {
        "publisher": "a bank",
        "measure": "capital cost",
        "value": 40.0,
        "low": np.nan,
        "high": np.nan,
        "unit": "USD/W",
        "denominator": "facility",
        "counts": "everything",
        "energy_fraction": np.nan,
        "price_basis": "paid",
        "chip": "GB200",
        "dies_per_accelerator": np.nan,
        "dollar_year": dollars.default_year(),
        "family": "banks",
        "relies_on": None,
        "source": "x",
        "year": 2025,
    }
    return pd.DataFrame([plain | {"figure_id": f"X{i}"} | row for i, row in enumerate(changes)])


@pytest.fixture
def convert(hardware: pd.DataFrame, assumptions: pd.DataFrame):
    def found(*changes: dict[str, object], measure: str = "capital cost", **overrides: float):
        return reconcile(
            figures(*changes), hardware, assumptions, measure, draws=2000, overrides=overrides
        )

    return found


def test_a_figure_of_the_measure_itself_stays_as_it_is(convert) -> None:
    found = convert({})
    assert (found.converted == 40.0).all()
    assert found.table["done"].tolist() == ["nothing"]


@pytest.mark.parametrize("denominator", ["IT", "critical load"])
def test_it_watts_are_divided_by_the_facility_ratio(convert, denominator: str) -> None:
    found = convert({"denominator": denominator}, facility_overhead_ratio=1.4)
    assert found.converted == pytest.approx(40.0 / 1.4)


def test_accelerators_and_dies_are_divided_too(convert) -> None:
    count = {"measure": "accelerators", "counts": "accelerators", "price_basis": "none"}
    rows = (
        count | {"unit": "accelerators/W", "value": 5e-4, "denominator": "IT"},
        count | {"unit": "dies/W", "value": 1e-3, "dies_per_accelerator": 2},
    )
    found = convert(*rows, measure="accelerators", facility_overhead_ratio=1.4)
    assert found.converted[:, 0] == pytest.approx([5e-4 / 1.4, 5e-4])
    assert found.table["done"].tolist() == ["IT to facility watts", "dies to accelerators"]


def test_twice_the_price_index_then_means_half_the_dollars_now(convert, monkeypatch) -> None:
    before = convert({"dollar_year": 2024}).converted
    index = dict(dollars.load_index())
    monkeypatch.setattr(dollars, "load_index", lambda: index | {2024: 2 * index[2024]})
    assert convert({"dollar_year": 2024}).converted == pytest.approx(before / 2)


def test_a_denominator_that_is_not_stated_widens_the_interval(convert) -> None:
    table = convert(
        {"denominator": "facility"}, {"denominator": "IT"}, {"denominator": "not stated"}
    ).table
    facility, it, unknown = (table["converted_high"] - table["converted_low"]).tolist()
    assert facility == 0 < it < unknown
    assert table["converted_high"][2] == 40.0
    assert table["converted_low"][2] < table["converted_high"][1]


def test_figures_of_one_family_mean_the_same_watts(convert) -> None:
    unknown = {"denominator": "not stated"}
    alike = convert(unknown, unknown | {"value": 20.0}).converted
    assert alike[0] / alike[1] == pytest.approx(2.0)
    apart = convert(unknown, unknown | {"value": 20.0, "family": "maker"}).converted
    assert len(np.unique((apart[0] / apart[1]).round(6))) > 2


def test_list_prices_lower_the_machines_alone(convert) -> None:
    rows = ({"price_basis": "list"}, {"price_basis": "list", "counts": "IT hardware"})
    found = convert(*rows, paid_to_list_price_ratio=0.5)
    paid = found.steps["prices paid"]
    assert (paid[1] == 20.0).all()
    assert (paid[0] > 20.0).all()
    assert (paid[0] < 40.0).all()
    unsaid = convert(
        {"price_basis": "not stated", "counts": "IT hardware"}, paid_to_list_price_ratio=0.5
    )
    assert set(unsaid.steps["prices paid"][0]) == {20.0, 40.0}


def test_what_is_left_out_is_added_from_the_model(convert) -> None:
    next_to_nothing = {"value": 1e-9}
    found = convert(
        next_to_nothing | {"counts": "IT hardware"},
        next_to_nothing | {"counts": "accelerators"},
        next_to_nothing | {"counts": "facility", "price_basis": "none"},
    )
    site, all_but_accelerators, machines = found.converted
    assert site + machines == pytest.approx(found.model[0])
    assert (site < all_but_accelerators).all()
    assert (all_but_accelerators < found.model[1]).all()
    assert found.table["added_fraction"].round(6).tolist() == [1, 1, 1]


def test_energy_supply_beyond_the_site_is_taken_off(convert) -> None:
    row = {"counts": "everything and energy", "energy_fraction": 0.25}
    assert convert(row, energy_outside_site_fraction=0.5).converted == pytest.approx(35.0)


def test_without_a_price_nothing_is_converted_and_nothing_is_zero(convert, hardware) -> None:
    chip = "Trainium2"
    assert find_chip(chip, hardware).release_price_usd is None
    found = convert({"counts": "facility", "price_basis": "none", "chip": chip, "value": 5.0})
    row = found.table.iloc[0]
    assert np.isnan(row["converted"])
    assert row["model_inside"] is None


def test_the_published_range_is_kept_as_an_interval(convert) -> None:
    row = convert({"value": 55.0, "low": 50.0, "high": 60.0}).table.iloc[0]
    assert row[["converted_low", "converted", "converted_high"]].tolist() == pytest.approx(
        [50, 55, 60], rel=0.01
    )


def test_the_model_is_inside_where_the_figure_may_be_it(convert) -> None:
    model = convert({}).table["model"].iloc[0]
    table = convert({"value": model}, {"value": 4 * model}).table
    assert table["model_inside"].tolist() == [True, False]


def test_an_unknown_measure_is_refused(hardware, assumptions) -> None:
    with pytest.raises(InputError, match="capital cost, accelerators"):
        reconcile(FIGURES, hardware, assumptions, "watts")


def test_the_spread_falls_where_only_denominators_differ(convert) -> None:
    rows = ({"denominator": "IT", "value": 42.0}, {"value": 30.0}, {"value": 30.0})
    found = convert(*rows, facility_overhead_ratio=1.4)
    spread = spread_by_step(found.steps, np.full(3, True)).set_index("step")
    assert spread["ratio"].iloc[0] == pytest.approx(1.4)
    assert spread["ratio"].iloc[-1] == pytest.approx(1.0)
    assert spread["removed_fraction"].iloc[-1] == pytest.approx(1.0)
    with pytest.raises(InputError, match="two figures"):
        spread_by_step(found.steps, np.array([True, False, False]))


def test_only_figures_of_one_chip_and_two_families_contradict(convert) -> None:
    far = {"value": 90.0}
    found = convert({}, far, far | {"family": "maker"}, far | {"family": "lab", "chip": "H100"})
    pairs = contradictions(found, np.full(4, True))
    assert pairs[["higher", "lower"]].to_numpy().tolist() == [["X2", "X0"]]
    assert pairs["ratio"][0] == pytest.approx(90 / 40)
    near = convert({}, {"value": 43.0, "family": "maker"})
    assert contradictions(near, np.full(2, True)).empty
    assert len(contradictions(near, np.full(2, True), within=1.05)) == 1


def test_the_table_names_what_there_is(hardware, assumptions) -> None:
    ids = set(FIGURES["figure_id"])
    assert {f"G{i:02d}" for i in range(1, 15)} <= ids
    assert FIGURES["measure"].value_counts().min() >= 10
    assert not FIGURES.duplicated(["publisher", "measure"]).any()
    keys = set(re.findall(r"^@\w+\{(\w+),", (ROOT / "book/references.bib").read_text(), re.M))
    assert set(FIGURES["source"]) <= keys
    named = {name for cell in FIGURES["relies_on"].dropna() for name in cell.split(";")}
    assert named <= ids | set(assumptions["assumption"])
    for chip in FIGURES["chip"].dropna().unique():
        find_chip(chip, hardware)


def test_every_figure_says_what_its_kind_needs() -> None:
    within = (FIGURES["low"].isna() | (FIGURES["low"] <= FIGURES["value"])) & (
        FIGURES["high"].isna() | (FIGURES["high"] >= FIGURES["value"])
    )
    assert within.all()
    cost = FIGURES["measure"].eq("capital cost")
    assert (FIGURES["dollar_year"].notna() == cost).all()
    assert (FIGURES["energy_fraction"].notna() == FIGURES["counts"].str.contains("energy")).all()
    assert (FIGURES["dies_per_accelerator"].notna() == FIGURES["unit"].eq("dies/W")).all()
    machines = cost & FIGURES["counts"].ne("facility")
    assert (FIGURES["price_basis"].ne("none") == machines).all()


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("chip", {"chip": "Abacus 9"}),
        ("dollar_year", {"dollar_year": np.nan}),
        ("energy_fraction", {"counts": "everything and energy"}),
    ],
)
def test_a_row_that_cannot_be_converted_is_named(convert, column, change) -> None:
    with pytest.raises(InputError, match=rf"^gigawatt_figures.csv: row 3, column '{column}'"):
        convert({}, change)


@pytest.mark.parametrize("measure", ["capital cost", "accelerators"])
def test_the_figures_convert_and_chart_the_same_each_time(
    measure: str, hardware, assumptions
) -> None:
    found = [reconcile(FIGURES, hardware, assumptions, measure, draws=500) for _ in range(2)]
    pd.testing.assert_frame_equal(found[0].table, found[1].table)
    assert isinstance(found[0], Reconciliation)
    table = found[0].table
    known = table["converted"].notna()
    assert known.sum() >= len(table) - 1
    assert (table["converted_low"] <= table["converted_high"])[known].all()
    drawn = before_and_after(table)
    assert drawn.groupby("figure").size().eq(3).all()
