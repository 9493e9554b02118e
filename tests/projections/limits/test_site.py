"""Limits of the leading site: units, order in time, and which of them binds."""

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.clusters import Chip
from gigascale.clusters.quantities import inputs_for
from gigascale.errors import InputError
from gigascale.projections import limits
from gigascale.projections.limits import BuildOut, build_out, site_power_limits_w, supply

YEARS = np.arange(2026.0, 2037.0)
SITES = BuildOut(2026.0, 1e9, np.array([2026.5, 2027.5]), np.array([2e9, 4e9]))
COST = np.array([[40.0]])

Inputs = dict[str, np.ndarray]


@pytest.fixture(scope="session")
def inputs(gb200: Chip, assumptions: pd.DataFrame) -> Inputs:
    """Central values, each of shape (1, 1)."""
    return {name: np.array([[row.central]]) for name, row in inputs_for(gb200, assumptions).items()}


def site(inputs: Inputs, years: np.ndarray = YEARS, **changes: float) -> Inputs:
    changed = inputs | {name: np.array([[value]]) for name, value in changes.items()}
    return site_power_limits_w(years, changed, SITES, COST)


def test_every_limit_has_the_shape_of_draws_and_years(inputs: Inputs) -> None:
    several = {name: np.repeat(value, 3, axis=0) for name, value in inputs.items()}
    found = site_power_limits_w(YEARS, several, SITES, COST)
    assert set(found) == set(limits.LIMITS)
    for values in found.values():
        assert np.broadcast_shapes(values.shape, (3, YEARS.size)) == (3, YEARS.size)


def test_years_may_differ_by_draw(inputs: Inputs) -> None:
    several = {name: np.repeat(value, 2, axis=0) for name, value in inputs.items()}
    later = np.stack([YEARS, YEARS + 1])
    found = site_power_limits_w(later, several, SITES, COST)
    for values in found.values():
        np.testing.assert_allclose(values[0, 1:], values[1, :-1])


def test_limits_never_fall_and_never_lie_below_what_stands(inputs: Inputs) -> None:
    for values in site(inputs, np.arange(2024.0, 2037.0, 0.25)).values():
        finite = np.minimum(values, 1e15)
        assert (np.diff(finite) >= 0).all()
        assert (values >= SITES.standing_w).all()


def test_nothing_is_added_before_the_start(inputs: Inputs) -> None:
    found = site(inputs, np.array([2025.0, 2026.0]))
    for name in ("power", "chips", "time"):
        np.testing.assert_allclose(found[name], SITES.standing_w)


@pytest.mark.parametrize(
    ("limit", "doubled"),
    [
        ("power", ("grid_power_added_w_per_year", "turbine_output_w_per_year")),
        ("power", ("one_site_fraction",)),
        ("power", ("leading_company_fraction",)),
        ("power", ("ai_power_fraction",)),
        ("chips", ("packaging_wafers_per_year", "memory_output_per_year")),
        ("chips", ("one_site_fraction",)),
        ("chips", ("leading_company_fraction",)),
    ],
)
def test_twice_the_supply_doubles_what_is_added(
    inputs: Inputs, limit: str, doubled: tuple[str, ...]
) -> None:
    before = site(inputs)[limit] - SITES.standing_w
    twice = {name: 2 * float(inputs[name][0, 0]) for name in doubled}
    after = site(inputs, **twice)[limit] - SITES.standing_w
    np.testing.assert_allclose(after, 2 * before)


def test_turbines_at_the_site_add_to_the_grid(inputs: Inputs) -> None:
    grid = site(inputs, turbines_to_data_centres_fraction=0.0)["power"]
    turbines = site(inputs, grid_power_added_w_per_year=0.0)["power"]
    both = site(inputs)["power"]
    assert (turbines[:, 1:] > SITES.standing_w).all()
    np.testing.assert_allclose(both, grid + turbines - SITES.standing_w)


def test_twice_the_wafers_package_twice_the_accelerators(inputs: Inputs) -> None:
    elapsed = np.array([0.5, 1.0, 4.0])
    more = inputs | {"packaging_wafers_per_year": 2 * inputs["packaging_wafers_per_year"]}
    np.testing.assert_allclose(
        supply.accelerators_packaged(elapsed, more),
        2 * supply.accelerators_packaged(elapsed, inputs),
    )


def test_the_scarcer_of_packaging_and_memory_counts(inputs: Inputs) -> None:
    plenty = site(inputs, memory_output_per_year=1e21)["chips"]
    assert (site(inputs, memory_output_per_year=1e16)["chips"][:, 1:] < plenty[:, 1:]).all()
    more_wafers = 2 * float(inputs["packaging_wafers_per_year"][0, 0])
    scarce = site(inputs, memory_output_per_year=1e16)["chips"]
    still = site(inputs, memory_output_per_year=1e16, packaging_wafers_per_year=more_wafers)
    np.testing.assert_allclose(still["chips"], scarce)


def test_twice_the_dollars_per_watt_halve_the_site_that_capital_allows(inputs: Inputs) -> None:
    far = np.array([2034.0])
    one = site_power_limits_w(far, inputs, SITES, COST)["capital"]
    two = site_power_limits_w(far, inputs, SITES, 2 * COST)["capital"]
    np.testing.assert_allclose(two, one / 2)


def test_capital_is_spent_over_the_years_of_a_build(inputs: Inputs) -> None:
    flat = inputs | {
        "company_cash_flow_growth_per_year": np.array([[1.0]]),
        "build_years": np.array([[2.0]]),
    }
    spent = supply.company_ai_capex_usd(5.0, flat)
    a_year = (
        flat["company_cash_flow_usd_per_year"]
        * flat["capex_to_cash_flow_ratio"]
        * flat["ai_capex_fraction"]
    )
    np.testing.assert_allclose(spent, 2 * a_year)


def test_a_later_start_adds_at_the_rates_of_then(inputs: Inputs) -> None:
    """What one start adds in three years, another adds in the first year and the two after it."""
    for name in ("power", "chips"):
        one = site(inputs, np.array([2027.0, 2029.0]))[name][0]
        late = BuildOut(2027.0, one[0], np.array([]), np.array([]))
        then = site_power_limits_w(np.array([2029.0]), inputs, late, COST)[name]
        np.testing.assert_allclose(then[0, 0], one[1])


def test_without_a_cost_there_is_no_limit_of_capital(inputs: Inputs) -> None:
    assert set(site_power_limits_w(YEARS, inputs, SITES)) == {"power", "chips", "time"}


def test_a_plan_counts_less_its_slippage_until_a_new_site_can_stand(inputs: Inputs) -> None:
    waits = {"build_years": 2.0, "grid_connection_years": 4.0, "planned_slippage_fraction": 0.4}
    at = np.array([2026.75, 2027.75, 2028.25])
    by_plant = site(inputs, at, onsite_power_years=2.1, **waits)["time"]
    np.testing.assert_allclose(by_plant[0, :2], [1e9 + 0.6 * 1e9, 1e9 + 0.6 * 3e9])
    assert np.isinf(by_plant[0, 2])
    by_grid = site(inputs, at, onsite_power_years=9.0, **waits)["time"]
    np.testing.assert_allclose(by_grid[0, 2], 1e9 + 0.6 * 3e9)


def test_a_smaller_plan_leaves_the_record() -> None:
    states = pd.DataFrame(
        {
            "date": pd.to_datetime(["2025-01-01", "2027-01-01", "2028-01-01"]),
            "power_w": [3e8, 5e8, 4e8],
        }
    )
    sites = build_out(states, "2026-01-01")
    assert sites.standing_w == 3e8
    assert sites.planned_w([2026.0, 2027.5, 2029.0]).tolist() == [3e8, 5e8, 5e8]


def test_no_site_yet_is_said() -> None:
    states = pd.DataFrame({"date": pd.to_datetime(["2027-01-01"]), "power_w": [5e8]})
    with pytest.raises(InputError, match="2026-01-01"):
        build_out(states, "2026-01-01")


def test_the_shares_of_one_site_agree_with_the_plans_listed(inputs: Inputs) -> None:
    """The judged share of a company's additions lies among those of the companies listed."""
    states = datasets.load("data_center_timelines")
    planned = states.groupby("data_center")["power_w"].max()
    owners = datasets.load("data_centers").set_index("data_center")["owner"]
    by_owner = planned.groupby(owners)
    shares = (by_owner.max() / by_owner.sum())[by_owner.size() > 1]
    assert shares.min() * 0.5 < inputs["one_site_fraction"][0, 0] < shares.max()


def test_packaging_of_2025_fits_the_chips_counted(inputs: Inputs) -> None:
    """Capacity at the end of 2025 makes more than was counted in 2025, and less than thrice."""
    totals = datasets.load("chip_count_totals")
    whole = totals[~totals["incomplete"]]
    counted = whole.pivot_table(index="end_date", columns="maker", values="power_w_median")
    complete = counted.dropna().sum(axis="columns")
    ends = [complete.asof(pd.Timestamp(f"{year}-12-31")) for year in (2024, 2025)]
    last_year = ends[1] - ends[0]
    rate = supply.accelerators_packaged(1e-6, inputs) / 1e-6 * inputs["chip_power_w"]
    assert last_year < rate[0, 0] < 3 * last_year
