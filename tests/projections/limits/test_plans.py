"""Need beside plan, and shares of United States power."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.clusters import Chip
from gigascale.clusters.quantities import inputs_for
from gigascale.errors import InputError
from gigascale.projections.limits import BuildOut, plans, world
from gigascale.projections.limits import facts as facts_of

YEARS = np.arange(2026.0, 2032.0)
DRAWS = 200

Inputs = dict[str, np.ndarray]


@pytest.fixture(scope="module")
def inputs(gb200: Chip, assumptions: pd.DataFrame) -> Inputs:
    rows = inputs_for(gb200, assumptions)
    return {name: np.full((DRAWS, 1), row.central) for name, row in rows.items()}


@pytest.fixture(scope="module")
def facts() -> pd.DataFrame:
    return datasets.load("buildout_facts")


def compared(chips: np.ndarray, inputs: Inputs, facts: pd.DataFrame) -> pd.DataFrame:
    need = plans.world_need_w(YEARS, chips, inputs)
    return plans.need_and_plan(YEARS, need, inputs, facts, np.random.default_rng(3))


def test_twice_the_chips_need_twice_of_everything(inputs: Inputs, facts: pd.DataFrame) -> None:
    chips = np.full((DRAWS, 1), 1e10) * 2 ** (YEARS - YEARS[0])
    one, two = (compared(scale * chips, inputs, facts) for scale in (1, 2))
    trend = one["reading"] == "trend"
    np.testing.assert_allclose(two[trend]["ratio"], 2 * one[trend]["ratio"])
    assert (two["probability"] >= one["probability"]).all()


def test_energy_is_that_of_the_middle_of_the_year(inputs: Inputs, facts: pd.DataFrame) -> None:
    chips = np.full((DRAWS, 1), 1e10) * 4 ** (YEARS - YEARS[0])
    found = compared(chips, inputs, facts)
    need = found[found["reading"] == "trend"].set_index("what")["need"]
    at_end = need["data centres"].to_numpy()
    one = {name: values[0, 0] for name, values in inputs.items()}
    middle = world.average_draw_w(at_end / 2, one)
    np.testing.assert_allclose(need["energy"], middle * world.HOURS_PER_YEAR)


def test_planned_chips_are_added_to_those_that_stand(inputs: Inputs, facts: pd.DataFrame) -> None:
    need = plans.world_need_w(YEARS, np.full((DRAWS, YEARS.size), 1e10), inputs)
    np.testing.assert_allclose(need["planned chips"][:, 0], need["trend"][:, 0])
    assert (np.diff(need["planned chips"], axis=1) > 0).all()


def test_a_world_that_stands_still_needs_no_fabs(inputs: Inputs, facts: pd.DataFrame) -> None:
    found = compared(np.full((DRAWS, YEARS.size), 1e10), inputs, facts)
    fabs = found[found["what"] == "fab capacity"]
    assert fabs["year"].tolist() == [2026, 2027]
    assert (fabs["need"] == 0).all()
    assert (fabs["probability"] == 0).all()


def test_the_plan_ends_at_the_published_value(inputs: Inputs, facts: pd.DataFrame) -> None:
    found = compared(np.full((DRAWS, YEARS.size), 1e10), inputs, facts)
    last = found[(found["year"] == 2030) & (found["reading"] == "trend")].set_index("what")["plan"]
    known = facts.set_index("fact")["central"]
    assert last["data centres"] == pytest.approx(known["ai_capacity_2030"], rel=0.1)
    assert last["energy"] == pytest.approx(known["ai_energy_2030"], rel=0.1)


def test_years_after_every_plan_are_refused(inputs: Inputs, facts: pd.DataFrame) -> None:
    need = {"trend": np.ones((DRAWS, 3))}
    rng = np.random.default_rng(3)
    with pytest.raises(InputError, match="2031"):
        plans.need_and_plan(np.arange(2031.0, 2034.0), need, inputs, facts, rng)


def test_a_later_start_leaves_out_the_year_begun_and_moves_no_plan(
    inputs: Inputs, facts: pd.DataFrame
) -> None:
    later = np.array([2026.25, 2027.0, 2028.0, 2029.0, 2030.0, 2031.0])
    chips = np.full((DRAWS, later.size), 1e10)
    whole = compared(chips, inputs, facts)
    need = plans.world_need_w(later, chips, inputs)
    found = plans.need_and_plan(later, need, inputs, facts, np.random.default_rng(3))
    assert found["year"].min() == 2027
    kept = whole[whole["year"] > 2026].reset_index(drop=True)
    np.testing.assert_allclose(found["plan"], kept["plan"])


def test_the_largest_site_is_held_against_plans_less_slippage(inputs: Inputs) -> None:
    sites = BuildOut(2026.0, 1e9, np.array([2026.5, 2029.0]), np.array([3e9, 5e9]))
    years = np.array([2026.0, 2027.0, 2028.0, 2030.0])
    stands = np.tile(years - 0.4, (DRAWS, 1))
    needed = np.full((DRAWS, 4), 2e9)
    changed = inputs | {"planned_slippage_fraction": np.full((DRAWS, 1), 0.5)}
    found = plans.site_need_and_plan(years, stands, needed, changed, sites)
    assert found["year"].tolist() == [2026, 2027]
    np.testing.assert_allclose(found["plan"], 2e9)


def test_a_fact_without_a_range_is_refused(facts: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="us_generation_2025"):
        facts_of.fact_draws(facts, "us_generation_2025", np.zeros(2))


def test_all_of_the_generation_is_a_share_of_one(inputs: Inputs, facts: pd.DataFrame) -> None:
    generation = world.us_generation_w(YEARS, facts)
    per_watt = world.average_draw_w(1.0, inputs)
    share = world.us_power_share(generation / per_watt, inputs, YEARS, facts)
    np.testing.assert_allclose(share, 1.0)


def test_every_fact_is_ordered_dated_and_sourced(facts: pd.DataFrame) -> None:
    for row in facts.itertuples():
        values = [value for value in (row.low, row.central, row.high) if pd.notna(value)]
        assert values, row.fact
        assert values == sorted(values), row.fact
    money = facts[facts["unit"].str.startswith("USD")]
    years = money["unit"].str.extract(r"USD\((\d{4})\)")[0].astype(int)
    assert (years == money["date"].dt.year).all()


def test_sources_of_the_facts_are_in_the_bibliography(facts: pd.DataFrame) -> None:
    bibliography = (Path(__file__).parents[3] / "book" / "references.bib").read_text("utf-8")
    assert all(f"{{{key}," in bibliography for key in facts["source"])
