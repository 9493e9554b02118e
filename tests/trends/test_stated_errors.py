"""Weighted lines: the weights, the common scatter, and what becomes of doubtful points."""

import numpy as np
import pytest
from statsmodels.regression.linear_model import WLS

from gigascale.trends import fit_growth
from gigascale.trends.coverage import simulate
from gigascale.trends.points import Points
from gigascale.trends.stated_errors import common_variance, stated_sd, weighted_line

RNG = np.random.default_rng(3)
YEARS = np.sort(RNG.integers(-12, 13, 31) / 2)  # dates that repeat
POINTS = Points(YEARS, 0.6 * YEARS + RNG.standard_t(3, 31))
FACTORS = RNG.choice([3.0, 10.0, 30.0], 31)


def test_weights_are_those_of_the_stated_and_the_common_error():
    sd = stated_sd(FACTORS)
    assert 10 ** (1.6448536 * sd) == pytest.approx(FACTORS, rel=1e-6)
    variance = common_variance(POINTS, sd)
    design = np.column_stack([np.ones(31), POINTS.years])
    theirs = WLS(POINTS.values, design, weights=1 / (sd**2 + variance)).fit()
    line = weighted_line(POINTS, FACTORS)
    assert variance > 0
    assert theirs.ssr == pytest.approx(31 - 2, rel=1e-6)
    assert [line.level, line.slope] == pytest.approx(theirs.params.tolist(), rel=1e-9)


def test_the_common_scatter_is_found_beside_the_stated_errors():
    rng = np.random.default_rng(8)
    years, factors = np.linspace(-7, 7, 4000), rng.choice([3.0, 10.0, 30.0], 4000)
    sd = stated_sd(factors)
    errors = 0.5 * rng.standard_normal(4000) + sd * rng.standard_normal(4000)
    assert common_variance(Points(years, errors), sd) == pytest.approx(0.25, rel=0.15)
    assert common_variance(Points(years, 0.1 * errors), sd) == 0.0


def test_equal_stated_errors_give_the_default():
    years, values = (series[0] for series in simulate(60, 1, np.random.default_rng(4), rho=0.5))
    weighted = fit_growth(years, values, method="errors-in-variables", error_factor=[4.0] * 60)
    default = fit_growth(years, values)
    assert weighted.growth_per_year_low == pytest.approx(default.growth_per_year_low, rel=1e-9)
    assert weighted.line(2030).high == pytest.approx(default.line(2030).high, rel=1e-9)


def test_points_of_larger_stated_error_weigh_less():
    years, values = np.arange(2010.0, 2020), 10 ** (0.5 * np.arange(10.0))
    values[-1] *= 100
    growth = [
        fit_growth(
            years, values, method="errors-in-variables", error_factor=[*[3.0] * 9, last]
        ).growth_per_year
        for last in (3.0, 30.0, 300.0)
    ]
    assert growth[0] > growth[1] > growth[2] > 10**0.5
