import math

import numpy as np
import pytest

from gigascale.errors import InputError
from gigascale.trends.dependence import ar1
from gigascale.trends.saturation import CurveFit, fit_curve

YEARS = np.arange(1990.0, 2020.0)


def logistic(years: np.ndarray, midpoint: float) -> np.ndarray:
    return 100 / (1 + np.exp(-0.4 * (years - midpoint)))


def noisy(midpoint: float, rho: float, count: int, seed: int) -> list[CurveFit]:
    errors = 0.05 * ar1(np.random.default_rng(seed).normal(size=(count, YEARS.size)), rho)
    return [fit_curve(YEARS, logistic(YEARS, midpoint) * 10**error) for error in errors]


@pytest.mark.parametrize("midpoint", [2000.0, 2012.0, 2019.0])
@pytest.mark.parametrize("unit", [1.0, 1e12])
def test_logistic_without_noise_is_found_at_any_stage(midpoint: float, unit: float) -> None:
    fit = fit_curve(YEARS, unit * logistic(YEARS, midpoint))
    assert fit.ceiling == pytest.approx(100 * unit, rel=1e-3)
    assert (fit.midpoint_year, fit.rate_per_year) == pytest.approx((midpoint, 0.4), rel=1e-3)
    assert fit.line(2010.0) == pytest.approx(unit * logistic(np.array(2010.0), midpoint), rel=1e-3)


def test_gompertz_and_bass_without_noise_are_found() -> None:
    gompertz = fit_curve(YEARS, 50 * 0.5 ** np.exp(-0.2 * (YEARS - 2004)), curve="gompertz")
    assert (gompertz.ceiling, gompertz.midpoint_year) == pytest.approx((50, 2004), rel=1e-3)
    assert gompertz.rate_per_year == pytest.approx(0.2, rel=1e-3)
    p, q, run = 0.01, 0.4, np.exp(-0.41 * (YEARS - 1988))
    bass = fit_curve(YEARS, 7e6 * (1 - run) / (1 + q / p * run), curve="bass", launch=1988)
    assert (bass.ceiling, bass.innovation) == pytest.approx((7e6, p), rel=1e-3)
    assert bass.imitation == pytest.approx(q, rel=1e-3)
    assert bass.line(bass.midpoint_year) == pytest.approx(3.5e6, rel=1e-3)


@pytest.mark.parametrize("curve", ["logistic", "gompertz"])
def test_an_exponential_has_no_ceiling(curve: str) -> None:
    fit = fit_curve(YEARS, 1.3 ** (YEARS - 1990), curve=curve)
    assert fit.ceiling == fit.ceiling_high == fit.midpoint_year == math.inf
    assert fit.line([2030]) == pytest.approx(1.3**40)


def test_growth_that_quickens_has_no_ceiling() -> None:
    fit = fit_curve(YEARS, 10 ** (0.002 * (YEARS - 1985) ** 2))
    assert fit.ceiling == math.inf


def test_early_logistics_have_no_upper_end() -> None:
    fits = noisy(2026.0, 0.0, 40, seed=1)
    assert np.mean([fit.ceiling_high == math.inf for fit in fits]) > 0.8
    assert np.mean([fit.ceiling_low <= 100 for fit in fits]) > 0.9


@pytest.mark.parametrize(("rho", "least"), [(0.0, 0.82), (0.6, 0.78)])
def test_complete_logistics_have_their_ceiling_in_a_finite_interval(
    rho: float, least: float
) -> None:
    fits = noisy(2008.0, rho, 70, seed=2)
    assert all(math.isfinite(fit.ceiling_high) for fit in fits)
    inside = np.mean([fit.ceiling_low <= 100 <= fit.ceiling_high for fit in fits])
    assert least <= inside <= 0.99


def test_related_errors_widen_the_interval() -> None:
    errors = 0.05 * ar1(np.random.default_rng(3).normal(size=(1, YEARS.size)), 0.8)[0]
    values = logistic(YEARS, 2008.0) * 10**errors
    blind, aware = (fit_curve(YEARS, values, autocorrelation=rho) for rho in (0.0, None))
    assert aware.error_autocorrelation > 0.3
    assert aware.ceiling_high / aware.ceiling_low > blind.ceiling_high / blind.ceiling_low


def test_forecast_starts_at_the_newest_value_and_returns_to_the_line() -> None:
    values = logistic(YEARS, 2008.0)
    values[-1] *= 1.2
    fit = fit_curve(YEARS, values, autocorrelation=0.5)
    assert fit.forecast(2019.0) == pytest.approx(values[-1])
    assert fit.forecast(2020.0) / fit.line(2020.0) == pytest.approx(
        (values[-1] / fit.line(2019.0)) ** 0.5
    )
    assert fit.forecast(2060.0) == pytest.approx(float(fit.line(2060.0)), rel=1e-6)


def test_points_of_one_date_count_as_many_and_order_does_not_matter() -> None:
    doubled = np.concatenate([YEARS, YEARS])[::-1]
    once, twice = (
        fit_curve(YEARS, logistic(YEARS, 2008.0)),
        fit_curve(doubled, logistic(doubled, 2008.0)),
    )
    assert (twice.n, twice.n_dates, once.n) == (60, 30, 30)
    assert twice.ceiling == pytest.approx(once.ceiling, rel=1e-4)


@pytest.mark.parametrize(
    ("years", "values", "options", "message"),
    [
        (YEARS[:9], 2.0 ** np.arange(9), {}, "at least 10 dates; there are 9"),
        (YEARS, np.where(YEARS == 2000, 0, 1.0), {}, "above 0"),
        (YEARS, 2.0 ** -np.arange(30), {}, "series that grows"),
        (YEARS, 2.0 ** np.arange(30), {"curve": "richards"}, "accepted: exponential, logistic"),
        (YEARS, 2.0 ** np.arange(30), {"curve": "bass", "launch": 1990}, "before the first date"),
        (YEARS, 2.0 ** np.arange(30), {"level": 90}, "between 0 and 1"),
    ],
)
def test_bad_input_is_refused(
    years: np.ndarray, values: np.ndarray, options: dict, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        fit_curve(years, values, **options)
