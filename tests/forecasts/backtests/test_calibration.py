import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr

from gigascale.forecasts.backtests.calibration import reliability, uniformity

RNG = np.random.default_rng(3)


def hindcasts(pits: np.ndarray, horizon: float = 1.0) -> pd.DataFrame:
    return pd.DataFrame(
        {"series": "s", "method": "m", "origin_year": np.arange(2000.0, 2000 + pits.size),
         "horizon_years": horizon, "pit": pits}
    )  # fmt: skip


def test_observed_shares_count_outcomes_in_central_intervals() -> None:
    table = reliability(hindcasts(np.array([0.02, 0.3, 0.5, 0.7, 0.96])), [0.5, 0.9, 0.95])
    assert table["observed"].tolist() == pytest.approx([0.6, 0.6, 0.8])
    assert table["hindcasts"].tolist() == [5, 5, 5]


def test_independent_hindcasts_have_the_band_of_a_binomial() -> None:
    table = reliability(hindcasts(RNG.uniform(size=100)), [0.5])
    reach = 1.645 * np.sqrt(0.25 / 100)
    assert table["observed_high"][0] == pytest.approx(0.5 + reach, abs=0.02)
    assert table["observed_low"][0] == pytest.approx(0.5 - reach, abs=0.02)


def test_overlap_widens_the_band() -> None:
    widths = [
        np.ptp(reliability(hindcasts(RNG.uniform(size=60), h), [0.9]).iloc[0, 4:6].astype(float))
        for h in (1.0, 5.0, 15.0)
    ]
    assert widths[0] < widths[1] < widths[2]


def test_uniform_pits_pass_and_biased_ones_do_not() -> None:
    distance, p_value = uniformity(hindcasts(np.arange(0.005, 1, 0.01)))
    assert distance == pytest.approx(0.005)
    assert p_value == 1
    distance, p_value = uniformity(hindcasts(np.arange(0.005, 1, 0.01) ** 3))
    assert distance > 0.3
    assert p_value < 0.01


def test_the_p_value_is_uniform_for_calibrated_overlapping_forecasts() -> None:
    p_values = []
    for seed in range(100):
        steps = np.random.default_rng(seed).standard_normal(45)
        moved = np.convolve(steps, np.ones(5), "valid") / np.sqrt(5)
        p_values.append(uniformity(hindcasts(ndtr(moved), 5.0))[1])
    assert np.mean(np.array(p_values) < 0.1) == pytest.approx(0.1, abs=0.08)
    assert np.mean(p_values) == pytest.approx(0.5, abs=0.1)
