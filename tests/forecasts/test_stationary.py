"""The line with persistent errors."""

import numpy as np
import pytest

from gigascale.forecasts.continued import straight_line
from gigascale.forecasts.predictive import student_quantiles
from gigascale.forecasts.scores import score
from gigascale.forecasts.stationary import trend_ar
from gigascale.trends.dependence import ar1


def test_coverage_and_crps_are_those_of_the_known_truth() -> None:
    draws, rho, length = np.random.default_rng(2).normal(0, 0.3, (3000, 70)), 0.6, 60
    series = 0.1 * np.arange(70) + ar1(draws, rho)
    forecasts = student_quantiles(trend_ar(series[:, :length], [1.0, 8.0]))
    for place, step in enumerate((1, 8)):
        table = score(forecasts[:, place], series[:, length - 1 + step])
        sd = 0.3 * np.sqrt(1 - rho ** (2 * step))
        assert table["inside90"].mean() == pytest.approx(0.9, abs=0.025)
        assert (
            0.96 < table["crps"].mean() / (sd / np.sqrt(np.pi)) < 1.2
        )  # the line is uncertain too


def test_it_is_generalised_least_squares_with_that_autocorrelation() -> None:
    import statsmodels.api as sm
    from scipy.linalg import toeplitz

    from gigascale.trends.dependence import error_autocorrelation, residuals

    logs = 0.2 * np.arange(15.0) + np.sin(1.2 * np.arange(15.0))
    design = np.column_stack([np.ones(15), np.arange(15.0)])
    rho = error_autocorrelation(residuals(design, logs))
    fit = sm.GLS(logs, design, sigma=toeplitz(rho ** np.arange(15.0))).fit()
    last = logs[-1] - design[-1] @ fit.params
    expected = [fit.params @ [1.0, 14 + step] + rho**step * last for step in (1, 6)]
    np.testing.assert_allclose(trend_ar(logs, [1, 6]).centre, expected)
    assert 0.2 < rho < 0.97


def test_with_too_few_values_to_tell_it_is_the_straight_line() -> None:
    logs = np.random.default_rng(1).normal(size=(5, 8))
    ours, line = trend_ar(logs, [1, 3]), straight_line(logs, [1, 3])
    np.testing.assert_allclose(student_quantiles(ours), student_quantiles(line))


def test_within_a_step_it_starts_from_the_last_value() -> None:
    logs = 0.2 * np.arange(15.0) + np.sin(np.arange(15.0) / 2)
    near = trend_ar(logs, [1e-9, 0.5, 1.0])
    assert near.centre[0] == pytest.approx(logs[-1])
    assert near.scale[0] < 1e-3 < near.scale[1] < near.scale[2]
