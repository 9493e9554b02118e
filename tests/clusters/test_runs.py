"""A training run gives days or accelerators, energy and cost."""

import json
import math

import pandas as pd
import pytest

from gigascale.clusters import Chip, find_chip, size_run
from gigascale.clusters.quantities import inputs_for
from gigascale.errors import InputError


def test_llama_3_takes_its_published_time(h100: Chip, assumptions: pd.DataFrame) -> None:
    run = size_run(3.8e25, h100, assumptions, accelerators=16384)
    assert run.central["mfu_fraction"] == 0.41
    assert run.central["days"] == pytest.approx(54, rel=0.25)
    answer = run.to_dict()
    assert answer["days_q05"] < 54 < answer["days_q95"]
    assert 2e7 < run.central["it_power_w"] < 3e7
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer


def test_days_and_accelerators_are_inverse(h100: Chip, assumptions: pd.DataFrame) -> None:
    days = size_run(1e25, h100, assumptions, accelerators=5000).central["days"]
    back = size_run(1e25, h100, assumptions, days=days).central["accelerators"]
    assert back == pytest.approx(5000)


def test_a_given_mfu_replaces_the_assumed_one(h100: Chip, assumptions: pd.DataFrame) -> None:
    run = size_run(3.8e25, h100, assumptions, accelerators=16384, mfu_fraction=0.82).to_dict()
    assert run["mfu_fraction_q05"] == run["mfu_fraction_q95"] == 0.82
    assert run["days"] == run["days_q05"] == pytest.approx(33.09, abs=0.01)


def test_a_run_bears_its_days_of_the_yearly_cost(h100: Chip, assumptions: pd.DataFrame) -> None:
    run = size_run(3.8e25, h100, assumptions, accelerators=16384).central
    years = run["days"] / 365.25
    annual, cost = run["annualised_cost_usd_per_year"], run["cost_usd"]
    for part in ("hardware", "facility", "staff", "maintenance_and_other"):
        assert cost[part] == pytest.approx(annual[part] * years)
    assert cost["hardware"] > run["depreciation_usd_per_year"]["hardware"] * years
    hours = run["days"] * 24
    bill = run["it_power_w"] / 1000 * 0.75 * 1.14 * hours * 0.083
    assert cost["energy"] == pytest.approx(bill)
    assert run["rental_cost_usd"] == pytest.approx(
        16384 * hours * inputs_for(h100, assumptions)["rental_price_usd_per_chip_h"].central
    )


def test_the_idle_hours_make_the_cost_that_of_its_hours_and_of_its_flop(
    h100: Chip, assumptions: pd.DataFrame
) -> None:
    run = size_run(3.8e25, h100, assumptions, accelerators=16384).central
    total = run["cost_usd"]["total"]
    assert total == pytest.approx(run["accelerator_hours"] * run["cost_usd_per_accelerator_hour"])
    assert total == pytest.approx(3.8e25 * run["cost_usd_per_flop"])
    busy = size_run(
        3.8e25, h100, assumptions, accelerators=16384, overrides={"busy_hours_fraction": 1.0}
    ).central["cost_usd"]
    assert busy["idle_hours"] == 0
    assert busy["total"] == pytest.approx(total - run["cost_usd"]["idle_hours"])


def test_energy_is_billed_below_the_peak_that_sizes_the_site(
    h100: Chip, assumptions: pd.DataFrame
) -> None:
    run = size_run(3.8e25, h100, assumptions, accelerators=16384).central
    average_w = run["energy_kwh"] * 1000 / (run["days"] * 24)
    assert average_w < 0.75 * run["facility_power_w"]


def test_what_has_no_price_is_none(hardware: pd.DataFrame, assumptions: pd.DataFrame) -> None:
    run = size_run(1e25, find_chip("Trainium2", hardware), assumptions, days=90).to_dict()
    assert run["cost_usd"]["total"] is None
    assert run["cost_usd"]["hardware"] is run["cost_usd"]["idle_hours"] is None
    assert run["cost_usd"]["energy"]["q50"] > 0
    assert run["rental_cost_usd"] is run["rental_cost_usd_q50"] is None
    said = " ".join(run["not_known"])
    assert "the price of Amazon Trainium2" in said
    assert "the rent of Amazon Trainium2" in said


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({}, "exactly one"),
        ({"accelerators": 8, "days": 9}, "exactly one"),
        ({"accelerators": 0}, "accelerators must be"),
        ({"days": math.nan}, "days must be"),
        ({"days": 9, "mfu_fraction": 0}, "mfu_fraction must be a number above 0"),
        ({"days": 9, "mfu_fraction": 1.1}, "mfu_fraction must be at most 1"),
    ],
)
def test_faults_are_named(
    arguments: dict[str, float], complaint: str, h100: Chip, assumptions: pd.DataFrame
) -> None:
    with pytest.raises(InputError, match=complaint):
        size_run(1e25, h100, assumptions, **arguments)


def test_an_mfu_of_one_is_allowed(h100: Chip, assumptions: pd.DataFrame) -> None:
    run = size_run(3.8e25, h100, assumptions, accelerators=16384, mfu_fraction=1).to_dict()
    assert run["days_q95"] == pytest.approx(27.13, abs=0.01)


@pytest.mark.parametrize("flop", [0.0, -1.0, math.inf, math.nan])
def test_flop_must_be_a_number_above_zero(
    flop: float, h100: Chip, assumptions: pd.DataFrame
) -> None:
    with pytest.raises(InputError, match="training_flop must be"):
        size_run(flop, h100, assumptions, days=10)


def test_a_chip_without_a_16_bit_rate_is_refused(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    with pytest.raises(InputError, match="TPU v1 has no 'bf16' rate"):
        size_run(1e20, find_chip("TPU v1", hardware), assumptions, days=1)
