"""The projection widens, honours what it is given, and dates a gigawatt."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from gigascale.clusters import Chip, find_chip
from gigascale.errors import InputError
from gigascale.projections import Frontier, project
from gigascale.projections.frontier import frontier_paths

CERTAIN = Frontier(2026.0, 5e26, 4.0, 4.0, 4.0, 0.0, 0.0)
FIT = Frontier(2026.0, 5e26, 4.5, 4.0, 5.0, 0.3, 0.3)


def width(frontier: Frontier, years: list[float]) -> list[float]:
    paths = frontier_paths(frontier, np.array(years), np.ones(20_000), np.random.default_rng(5))
    return list(np.std(np.log10(paths), axis=0))


def test_each_part_of_the_uncertainty_has_its_size() -> None:
    horizon = [2027.0, 2030.0]
    growth = Frontier(2026.0, 1e26, 4.0, 3.0, 16 / 3, 0.0, 0.0)
    slope = math.log10(4 / 3) / 1.6449
    assert width(growth, horizon) == pytest.approx([slope, 4 * slope], rel=0.03)
    scatter = Frontier(2026.0, 1e26, 4.0, 4.0, 4.0, 0.3, 0.0)
    assert width(scatter, horizon) == pytest.approx([0.3, 0.3], rel=0.03)
    walk = Frontier(2026.0, 1e26, 100.0, 100.0, 100.0, 0.0, 0.3)
    assert width(walk, horizon) == pytest.approx([0.3, 0.6], rel=0.03)


def test_a_record_stands_until_it_is_beaten() -> None:
    wild = Frontier(2026.0, 1e26, 1.1, 1.1, 1.1, 0.0, 2.0)
    years = np.arange(2026, 2030, 0.25)
    paths = frontier_paths(wild, years, np.ones(50), np.random.default_rng(1))
    assert (np.diff(paths, axis=1) >= 0).all()


def test_a_certain_trend_is_the_chain_of_formulas(gb200: Chip, assumptions: pd.DataFrame) -> None:
    given = {
        "run_length_days": 100.0,
        "release_lag_days": 82.625,  # half a year with the run
        "chip_adoption_lag_years": 1.0,
        "chip_efficiency_growth_per_year": 1.25,
        "training_compute_error_ratio": 1.0,
        "mfu_fraction": 0.4,
        "server_overhead_ratio": 1.5,
        "network_overhead_ratio": 1.1,
        "facility_overhead_ratio": 1.4,
    }
    future = project(CERTAIN, gb200, assumptions, last_year=2027, draws=10, overrides=given)
    last = future.by_year()[-1]
    released = 2025 + 45 / 365
    assert last["year"] == 2027
    assert last["training_flop_q05"] == pytest.approx(5e26 * 4**2) == last["training_flop_q95"]
    efficiency = 2.5e15 / 1200 * 1.25 ** (2027.5 - released - 1)
    chips_w = 5e26 * 16 / (100 * 86400 * 0.4 * efficiency)
    assert last["accelerators_q50"] == pytest.approx(chips_w / 1200, rel=1e-9)
    assert last["facility_power_w_q50"] == pytest.approx(chips_w * 1.5 * 1.1 * 1.4, rel=1e-9)


def test_the_interval_widens_with_the_horizon(gb200: Chip, assumptions: pd.DataFrame) -> None:
    rows = project(FIT, gb200, assumptions, last_year=2030).by_year()
    ratios = [row["facility_power_w_q95"] / row["facility_power_w_q05"] for row in rows]
    assert [row["year"] for row in rows] == [2025, 2026, 2027, 2028, 2029, 2030]
    assert ratios == sorted(ratios)
    assert ratios[0] > 5


@pytest.mark.parametrize("last_year", [1999, 2051, 9999])
def test_a_horizon_that_no_trend_reaches_is_refused(
    last_year: int, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    with pytest.raises(InputError, match="last_year"):
        project(FIT, gb200, assumptions, last_year=last_year)


def test_a_date_is_read_from_the_paths(gb200: Chip, assumptions: pd.DataFrame) -> None:
    future = project(FIT, gb200, assumptions, last_year=2030)
    now, small, large, never = (future.date_of_power(w) for w in (1e6, 4e9, 1e11, 1e16))
    assert small["date_q05"] < small["date_q50"] < small["date_q95"] < "2031"
    assert now["probability_by_start"] > 0.95
    assert now["date_q05"] is now["date_q50"] is None
    assert small["probability_not_by_horizon"] < large["probability_not_by_horizon"] < 1
    assert never["probability_not_by_horizon"] == 1
    assert never["date_q05"] is never["date_q95"] is None
    years = future.year_of_power(1e9)
    finite = years[np.isfinite(years)]
    assert finite.max() <= 2031 - future.site_lead_years.min()


def test_the_answer_is_plain_json_and_repeats(gb200: Chip, assumptions: pd.DataFrame) -> None:
    first, second = (
        project(FIT, gb200, assumptions, draws=300).to_dict([1e9, 5e9]) for _ in range(2)
    )
    assert json.loads(json.dumps(first, allow_nan=False)) == first == second
    assert [date["power_w"] for date in first["dates"]] == [1e9, 5e9]
    assert first["by_year"][-1]["year"] == 2030


def test_a_chip_without_a_price_projects_power_but_no_capex(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    rows = project(FIT, find_chip("TPU v7", hardware), assumptions, draws=50).by_year()
    assert rows[-1]["capex_usd_q50"] is None
    assert rows[-1]["facility_power_w_q50"] > 0


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"level_flop": -1.0}, "level_flop"),
        ({"growth_per_year": 6.0}, "between its low and high"),
        ({"growth_per_year_low": math.nan}, "growth_per_year_low"),
        ({"growth_per_year_high": math.inf}, "growth_per_year_high"),
        ({"scatter_oom": -0.1}, "scatter_oom"),
        ({"innovation_oom_per_sqrt_year": math.nan}, "innovation"),
        ({"level": 90.0}, "level must lie between 0 and 1"),
        ({"year": math.nan}, "year"),
    ],
)
def test_a_faulty_fit_is_refused(change: dict[str, float], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        Frontier(**({**vars(FIT)} | change))


def test_a_horizon_in_the_past_and_an_undated_chip_are_refused(
    gb200: Chip, hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    with pytest.raises(InputError, match="last_year must not lie before 2026"):
        project(FIT, gb200, assumptions, last_year=2025)
    with pytest.raises(InputError, match="Rubin CPX has no release date"):
        project(FIT, find_chip("Rubin CPX", hardware), assumptions)
    with pytest.raises(InputError, match="power_w must be"):
        project(FIT, gb200, assumptions, draws=5).date_of_power(0.0)
