"""Owning and running a cluster: annuities, opex by part, cost per hour and per FLOP."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from gigascale.clusters import Chip, capex, costs, economics, find_chip, sample
from gigascale.clusters.quantities import cluster_quantities, inputs_for
from gigascale.clusters.unknown import applied, with_total

ANNUAL = "annualised_cost_usd_per_year"


def central(chip: Chip, assumptions: pd.DataFrame, **overrides: float) -> dict[str, Any]:
    rows = inputs_for(chip, assumptions, overrides)
    return {name: row.central for name, row in rows.items()}


def money(chip: Chip, assumptions: pd.DataFrame, **overrides: float) -> dict[str, Any]:
    inputs = central(chip, assumptions, **overrides)
    return cluster_quantities(chip, 100_000.0, inputs)


def test_capital_recovery_tends_to_one_over_the_life() -> None:
    for years in (3.0, 5.0, 14.0):
        assert costs.capital_recovery_fraction_per_year(1e-7, years) == pytest.approx(1 / years)


@pytest.mark.parametrize("rate", [0.01, 0.07, 0.3])
@pytest.mark.parametrize("years", [1, 5, 14])
def test_the_annuity_pays_back_what_was_spent_and_no_more(rate: float, years: int) -> None:
    payment = costs.annuity_usd_per_year(1e9, rate, float(years))
    discounted = sum(payment / (1 + rate) ** year for year in range(1, years + 1))
    assert discounted == pytest.approx(1e9)


def test_capital_costs_more_than_its_depreciation(gb200: Chip, assumptions: pd.DataFrame) -> None:
    found = money(
        gb200, assumptions, cost_of_capital_fraction_per_year=0.07, facility_lifetime_years=14
    )
    for part in ("hardware", "facility"):
        assert found[ANNUAL][part] > found["depreciation_usd_per_year"][part]
    interest = found["interest_during_construction_usd"]
    facility = sum(found["capex_usd"][part] for part in capex.SITE_PARTS)
    factor = costs.capital_recovery_fraction_per_year(0.07, 14.0)
    assert found[ANNUAL]["facility"] == pytest.approx((facility + interest) * factor)
    nearly_free = money(gb200, assumptions, cost_of_capital_fraction_per_year=1e-6)
    for part in ("hardware", "facility"):
        written_off = nearly_free["depreciation_usd_per_year"][part]
        assert nearly_free[ANNUAL][part] == pytest.approx(written_off, rel=1e-4)
    assert nearly_free["interest_during_construction_usd"] < 1e5


def test_interest_during_construction_is_that_of_half_the_time() -> None:
    assert costs.interest_during_construction_usd(100.0, 0.21, 2.0) == pytest.approx(21.0)
    assert costs.interest_during_construction_usd(100.0, 0.21, 1.0) == pytest.approx(10.0)


def test_the_bill_is_of_the_average_draw_and_the_annual_pue(
    gb200: Chip, assumptions: pd.DataFrame
) -> None:
    found = money(gb200, assumptions)
    inputs = central(gb200, assumptions)
    kwh = found["it_power_w"] / 1000 * 0.75 * 1.14 * 8766
    bill = found["opex_usd_per_year"]["energy"]
    assert bill == pytest.approx(kwh * inputs["electricity_price_usd_per_kwh"])
    larger = money(gb200, assumptions, facility_overhead_ratio=2.8)
    assert larger["opex_usd_per_year"]["energy"] == bill
    assert larger["capex_usd"]["shell_and_mep"] > 1.9 * found["capex_usd"]["shell_and_mep"]


@pytest.mark.parametrize(
    ("name", "where", "part"),
    [
        ("chip_price_usd", "capex_usd", "accelerators"),
        ("storage_cost_ratio", "capex_usd", "storage"),
        ("land_price_usd_per_m2", "capex_usd", "land"),
        ("substation_cost_usd_per_facility_w", "capex_usd", "substation"),
        ("electricity_price_usd_per_kwh", "opex_usd_per_year", "energy"),
        ("staff_cost_usd_per_job_per_year", "opex_usd_per_year", "staff"),
        ("maintenance_fraction_per_year", "opex_usd_per_year", "maintenance_and_other"),
    ],
)
def test_doubling_a_price_doubles_its_part(
    name: str, where: str, part: str, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    price = central(gb200, assumptions)[name]
    plain = money(gb200, assumptions)[where]
    dear = money(gb200, assumptions, **{name: 2 * price})[where]
    assert dear[part] == pytest.approx(2 * plain[part])
    same = {"shell_and_mep", "energy"} - {part}
    assert all(dear[other] == pytest.approx(plain[other]) for other in same & set(plain))


def test_parts_add_up(gb200: Chip, assumptions: pd.DataFrame) -> None:
    found = money(gb200, assumptions)
    for name in ("capex_usd", "opex_usd_per_year", "depreciation_usd_per_year", ANNUAL):
        parts = dict(found[name])
        assert parts.pop("total") == pytest.approx(sum(parts.values()))
    opex = {"energy", "staff", "maintenance_and_other"}
    assert {p: v for p, v in found[ANNUAL].items() if p in opex} == {
        p: v for p, v in found["opex_usd_per_year"].items() if p in opex
    }


def test_network_is_a_share_of_machines_and_storage_comes_on_top() -> None:
    parts = capex.hardware_cost_by_part_usd(1, 60.0, 1.25, 0.25, 0.1)
    servers = parts["accelerators"] + parts["rest_of_server"]
    assert parts["network"] == pytest.approx(0.25 * (servers + parts["network"]))
    assert parts["storage"] == pytest.approx(0.1 * (servers + parts["network"]))


def test_cost_per_hour_and_per_flop_are_of_busy_hours(
    h100: Chip, assumptions: pd.DataFrame
) -> None:
    found = money(h100, assumptions, busy_hours_fraction=0.5)
    hour = found["cost_usd_per_accelerator_hour"]
    assert hour * 100_000 * 8766 * 0.5 == pytest.approx(found[ANNUAL]["total"])
    mfu = central(h100, assumptions)["mfu_fraction"]
    assert found["cost_usd_per_flop"] * h100.peak("bf16") * mfu * 3600 == pytest.approx(hour)
    always = money(h100, assumptions, busy_hours_fraction=1.0)
    assert always["cost_usd_per_accelerator_hour"] == pytest.approx(hour / 2)


def test_what_hangs_on_an_unknown_price_is_none(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    found = money(find_chip("Trainium2", hardware), assumptions)
    unknown = {
        "capex_usd": {"accelerators", "rest_of_server", "network", "storage", "total"},
        "opex_usd_per_year": {"maintenance_and_other", "total"},
        "depreciation_usd_per_year": {"hardware", "total"},
        ANNUAL: {"hardware", "maintenance_and_other", "total"},
    }
    for name, parts in unknown.items():
        assert {part for part, value in found[name].items() if value is None} == parts
    assert found["cost_usd_per_accelerator_hour"] is found["cost_usd_per_flop"] is None
    assert found["interest_during_construction_usd"] > 0


def test_none_is_not_zero() -> None:
    assert applied(lambda a, b: a * b, 0.0, None) is None
    assert applied(lambda a, b: a * b, 0.0, 3.0) == 0.0
    assert with_total({"a": 0.0})["total"] == 0.0


def test_arrays_of_two_dimensions_pass_through(gb200: Chip, assumptions: pd.DataFrame) -> None:
    inputs = {name: np.full((4, 1), value) for name, value in central(gb200, assumptions).items()}
    site = {
        "accelerators": np.full((4, 3), 1e5),
        "energy_kwh_per_year": np.full((4, 3), 1.5e9),
        "facility_power_w": np.full((4, 3), 3e8),
    }
    found = economics.money_quantities(gb200, site, inputs)
    assert found["capex_usd"]["total"].shape == found["cost_usd_per_flop"].shape == (4, 3)


def test_a_gigawatt_of_it_costs_what_epoch_says_within_its_interval(
    gb200: Chip, assumptions: pd.DataFrame
) -> None:
    inputs = central(gb200, assumptions)
    chain = inputs["server_overhead_ratio"] * inputs["network_overhead_ratio"]
    accelerators = 1e9 / (chain * inputs["chip_power_w"])
    found = cluster_quantities(gb200, accelerators, inputs)
    assert 7e9 < found[ANNUAL]["total"] < 12e9
    assert 0.4e9 < found["opex_usd_per_year"]["energy"] < 0.8e9


def test_a_dear_chip_goes_with_a_small_share_for_the_rest(
    gb200: Chip, assumptions: pd.DataFrame
) -> None:
    drawn = sample(inputs_for(gb200, assumptions), np.random.default_rng(1), 20_000)
    names = ("chip_price_usd", "server_cost_ratio", "network_cost_fraction")
    found = np.corrcoef([np.log(drawn[name]) for name in names])
    assert max(found[0, 1], found[0, 2]) < -0.2
    assert found[1, 2] > 0.2
