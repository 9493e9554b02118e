"""Robust lines: against brute force, and with a point that least squares cannot take."""

from itertools import combinations

import numpy as np
import pytest
from scipy.stats import theilslopes

from gigascale.trends import fit_growth
from gigascale.trends.coverage import simulate
from gigascale.trends.points import Points
from gigascale.trends.robust_lines import median_line, theil_sen

RNG = np.random.default_rng(3)
YEARS = np.sort(RNG.integers(-12, 13, 31) / 2)  # dates that repeat
POINTS = Points(YEARS, 0.6 * YEARS + RNG.standard_t(3, 31))


def test_theil_sen_is_scipys_slope_and_the_median_of_pair_means():
    line = theil_sen(POINTS)
    assert line.slope == theilslopes(POINTS.values, POINTS.years).slope
    errors = POINTS.values - line.slope * POINTS.years
    pairs = [(one + other) / 2 for one, other in combinations(errors, 2)]
    assert line.level == pytest.approx(np.median([*pairs, *errors]))


def test_values_on_a_line_to_rounding_have_a_median_line_of_no_width():
    years = np.sort(np.random.default_rng(28).uniform(1950, 2030, 19)).round(2)
    fit = fit_growth(years, 10 ** (0.3 * (years - 2000)), method="median")
    ends = fit.growth_per_year_low, fit.growth_per_year_high
    assert ends == pytest.approx([10**0.3] * 2, rel=1e-9)


def test_no_line_through_two_points_has_smaller_absolute_errors_than_the_median_line():
    def absolute(level, slope):
        return np.abs(POINTS.values - level - slope * POINTS.years).sum()

    best = np.inf
    for (x, y), (u, v) in combinations(zip(*POINTS, strict=True), 2):
        if x != u:
            slope = (v - y) / (u - x)
            best = min(best, absolute(y - slope * x, slope))
    line = median_line(POINTS)
    assert absolute(line.level, line.slope) == pytest.approx(best, rel=1e-9)


@pytest.mark.parametrize("method", ["theil-sen", "median"])
def test_one_wild_point_hardly_moves_them(method):
    years, values = (series[0] for series in simulate(60, 1, np.random.default_rng(4), rho=0.0))
    wild = values.copy()
    wild[-2] *= 1e12
    moved = [
        abs(
            fit_growth(years, wild, method=name).orders_of_magnitude_per_year
            - fit_growth(years, values, method=name).orders_of_magnitude_per_year
        )
        for name in (method, "ols")
    ]
    assert moved[0] < 0.1 * moved[1]


@pytest.mark.parametrize("seed", range(8))
def test_where_many_median_lines_do_equally_well_the_order_of_rows_does_not_choose(seed):
    rng = np.random.default_rng(seed)
    years, values = 2010.0 + rng.integers(0, 5, 14), 10.0 ** rng.integers(0, 4, 14)
    orders = [rng.permutation(14) for _ in range(6)]
    fits = [fit_growth(years[rows], values[rows], method="median") for rows in orders]
    assert len({(round(fit.growth_per_year, 9), fit.slope_variance.hex()) for fit in fits}) == 1
