"""Each method against an answer found in another way."""

import math

import numpy as np
import pytest
from scipy.stats import norm
from statsmodels.regression.linear_model import GLSAR, OLS

from gigascale.trends import METHODS, fit_growth
from gigascale.trends.coverage import simulate

YEARS, VALUES = (series[0] for series in simulate(60, 1, np.random.default_rng(4), rho=0.5))
DESIGN = np.column_stack([np.ones_like(YEARS), YEARS - YEARS.mean()])
LEAST_SQUARES = ("cosine", "hac", "ols", "bootstrap", "blocks")


def half_width(fit):
    return fit.orders_of_magnitude_per_year_high - fit.orders_of_magnitude_per_year


def test_gls_agrees_with_statsmodels():
    fit = fit_growth(YEARS, VALUES, method="gls")
    theirs = GLSAR(np.log10(VALUES), DESIGN, rho=1).iterative_fit(maxiter=50)
    interval = [fit.orders_of_magnitude_per_year_low, fit.orders_of_magnitude_per_year_high]
    assert fit.orders_of_magnitude_per_year == pytest.approx(theirs.params[1], rel=1e-6)
    assert fit.centre_log10 == pytest.approx(theirs.params[0], rel=1e-6)
    assert interval == pytest.approx(theirs.conf_int(0.1)[1].tolist(), rel=1e-6)


def test_drawing_rows_gives_the_errors_that_allow_for_unequal_spread():
    years, values = (series[0] for series in simulate(400, 1, np.random.default_rng(1), rho=0.0))
    fit = fit_growth(years, values, method="bootstrap")
    design = np.column_stack([np.ones_like(years), years - years.mean()])
    theirs = OLS(np.log10(values), design).fit(cov_type="HC0")
    assert half_width(fit) == pytest.approx(norm.ppf(0.95) * theirs.bse[1], rel=0.1)
    assert math.sqrt(fit.centre_variance) == pytest.approx(theirs.bse[0], rel=0.1)


def test_blocks_see_dependence_that_single_rows_do_not():
    widths = {
        method: half_width(fit_growth(YEARS, VALUES, method=method))
        for method in ("bootstrap", "blocks")
    }
    assert widths["blocks"] > 1.15 * widths["bootstrap"]


@pytest.mark.parametrize("method", METHODS)
def test_the_same_call_gives_the_same_interval_to_the_last_bit(method):
    fits = [fit_growth(YEARS, VALUES, method=method, error_factor=[3.0] * 60) for _ in range(2)]
    assert fits[0] == fits[1]


def test_only_the_other_methods_leave_the_line_of_least_squares():
    slopes = {
        method: fit_growth(
            YEARS, VALUES, method=method, error_factor=np.linspace(2, 30, 60)
        ).orders_of_magnitude_per_year
        for method in METHODS
    }
    assert {slopes[method] for method in LEAST_SQUARES} == {slopes["ols"]}
    assert len(set(slopes.values())) == len(METHODS) - len(LEAST_SQUARES) + 1


@pytest.mark.parametrize("method", METHODS)
def test_a_series_without_change_has_no_growth_and_no_error(method):
    fit = fit_growth(
        np.arange(2010.0, 2020), np.full(10, 5.0), method=method, error_factor=[3] * 10
    )
    assert fit.growth_per_year_low == pytest.approx(1, abs=1e-12)
    assert fit.growth_per_year_high == pytest.approx(1, abs=1e-12)
    assert fit.line([2030]).values == pytest.approx(5)


@pytest.mark.parametrize("method", ["cosine", "theil-sen", "median", "errors-in-variables"])
def test_the_band_holds_the_line_at_its_start(method):
    series = simulate(40, 300, np.random.default_rng(12), rho=0.3)
    bands = [
        fit_growth(years, values, method=method, error_factor=[3.0] * 40).line(2010.0)
        for years, values in zip(*series, strict=True)
    ]
    assert 0.83 <= np.mean([band.low <= 1 <= band.high for band in bands]) <= 0.95
