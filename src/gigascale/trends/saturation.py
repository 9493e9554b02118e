"""Where a growing series levels off, and how little of that its early years can say.

Three curves with a ceiling (logistic, Gompertz, Bass) and the exponential, which has none, are
fitted to log10 values. The interval of the ceiling is a profile likelihood: all ceilings whose
best curve fits almost as well as the best of all. The errors may be AR(1): the coefficient,
estimated from the residuals and corrected for the fit, is taken out of them first, and the
threshold is a Student quantile with n(1 − ρ)/(1 + ρ) degrees of freedom, at least 3. Where a curve
without end fits almost as well, the interval has no upper end: the data know of no ceiling.

On simulated logistics of 30 to 60 dates a 90% interval holds the ceiling in 85 to 95% of series
for ρ up to 0.6, and in 70 to 90% for 0.85. That supposes the right curve, which data seldom tell.
"""

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError
from gigascale.trends.curve_shapes import GAPS, LN10, BestCurve, CurveProblem, log10_line
from gigascale.trends.dependence import error_autocorrelation
from gigascale.trends.points import Floats, as_log_points, date_means
from gigascale.trends.rates import DEFAULT_LEVEL, check_level, json_value, power_of_ten

CURVES = ("exponential", *GAPS)
FEWEST_DATES = 10


@dataclass(frozen=True, kw_only=True)
class CurveFit:
    """A curve through log10 values, with the interval of its ceiling.

    Attributes
    ----------
    curve : str
        One of `CURVES`.
    ceiling, ceiling_low, ceiling_high : float
        Highest value that the curve approaches, in the unit of the values, and its interval;
        infinite where there is none.
    level : float
        Probability of the interval.
    midpoint_year : float
        Decimal year at which the curve is at half its ceiling; infinite without one.
    rate_per_year : float
        Logistic: growth (natural logarithm) far below the ceiling, which is that of the
        exponential too. Gompertz: rate at which growth declines, 0 without a ceiling. Bass: p + q.
    innovation, imitation : float
        p and q of Bass, per year; nan for the others.
    n, n_dates : int
        Points, and different dates among them.
    residual_sd_orders_of_magnitude : float
        Spread of the means of dates around the curve, in log10, weighted by points.
    error_autocorrelation : float
        Of the errors, as taken out in the fit.
    squares : float
        Sum of squared errors that the fit made least.
    parameters : tuple of float
        Level and slope of a straight line in log10, or log10 ceiling and the two logarithms that
        a function of `gigascale.trends.curve_shapes.GAPS` takes.
    zero_year, newest_year, newest_error, years_a_date : float
        Year from which `parameters` count; newest date, its error in log10, mean step of dates.
    """

    curve: str
    ceiling: float
    ceiling_low: float
    ceiling_high: float
    level: float
    midpoint_year: float
    rate_per_year: float
    innovation: float
    imitation: float
    n: int
    n_dates: int
    residual_sd_orders_of_magnitude: float
    error_autocorrelation: float
    squares: float = field(repr=False)
    parameters: tuple[float, ...] = field(repr=False)
    zero_year: float = field(repr=False)
    newest_year: float = field(repr=False)
    newest_error: float = field(repr=False)
    years_a_date: float = field(repr=False)

    def line(self, years: npt.ArrayLike) -> Floats:
        """Fitted values at given dates, in the unit of the values.

        Examples
        --------
        >>> years = np.arange(2000, 2020)
        >>> fit = fit_curve(years, 100 / (1 + np.exp(-0.5 * (years - 2010))))
        >>> fit.line([2010, 2100]).round(3).tolist()
        [50.0, 100.0]
        """
        times = np.asarray(years, dtype=float) - self.zero_year
        return np.asarray(10 ** log10_line(self.curve, self.parameters, times))

    def forecast(self, years: npt.ArrayLike) -> Floats:
        """The line after the newest date, whose own error fades by the autocorrelation a date."""
        ahead = (np.asarray(years, dtype=float) - self.newest_year) / self.years_a_date
        fading = self.newest_error * self.error_autocorrelation**ahead
        return np.asarray(self.line(years) * 10**fading)

    def to_dict(self) -> dict[str, Any]:
        """Every figure that has a repr, by name, ready for JSON; None where it is not finite."""
        shown = [name for name, entry in self.__dataclass_fields__.items() if entry.repr]
        return {name: json_value(getattr(self, name)) for name in shown}


def fit_curve(
    years: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    curve: str = "logistic",
    launch: float | None = None,
    autocorrelation: float | None = None,
    level: float = DEFAULT_LEVEL,
) -> CurveFit:
    """Fit a curve that may level off.

    Parameters
    ----------
    years, values : array_like, shape (n,)
        Decimal years, in any order, and positive values.
    curve : str
        One of `CURVES`.
    launch : float, optional
        Decimal year before which Bass has no adopters; by default one mean step of the dates
        before the first. The other curves do not use it.
    autocorrelation : float, optional
        Of the errors, from 0 to below 1; by default estimated from the residuals.
    level : float
        Probability of the interval of the ceiling.

    Returns
    -------
    CurveFit

    Raises
    ------
    InputError
        As `gigascale.trends.points.as_log_points`; also for an unknown curve, fewer than 10 dates,
        a series that does not grow, or a launch that is not before the first date.

    Examples
    --------
    >>> years = np.arange(2000, 2020)
    >>> fit = fit_curve(years, 100 / (1 + np.exp(-0.5 * (years - 2010))))
    >>> round(fit.ceiling), round(fit.midpoint_year), round(fit.rate_per_year, 3)
    (100, 2010, 0.5)
    """
    check_level(level)
    if curve not in CURVES:
        raise InputError(f"curve {curve!r} is unknown; accepted: {', '.join(CURVES)}")
    points = as_log_points(years, values)
    dates = date_means(points)
    first, newest, count = float(dates.years[0]), float(dates.years[-1]), dates.years.size
    if count < FEWEST_DATES:
        raise InputError(
            f"a curve needs points on at least {FEWEST_DATES} dates; there are {count}"
        )
    step = (newest - first) / (count - 1)
    launch = first - step if launch is None else launch
    if launch >= first:
        raise InputError(f"the launch {launch:g} must be before the first date, {first:g}")
    zero, weights = launch if curve == "bass" else newest, np.sqrt(dates.counts)
    growth = LN10 * float(np.polyfit(dates.years - newest, dates.means, 1, w=weights)[0])
    if growth <= 0:
        raise InputError("a curve that levels off needs a series that grows; this one does not")
    problem = CurveProblem(curve, dates.years - zero, dates.means, weights, growth, 0.0)
    coefficients = 2 if curve == "exponential" else 3
    if autocorrelation is None:
        errors = weights * (dates.means - problem.line(problem.best().parameters))
        autocorrelation = error_autocorrelation(errors, coefficients)
    problem = replace(problem, rho=autocorrelation)
    best = problem.best()
    low, high = problem.ceiling_interval(best, level)
    errors = dates.means - problem.line(best.parameters)
    mean_square = (
        float(np.average(errors**2, weights=dates.counts)) * count / (count - coefficients)
    )
    return CurveFit(
        curve=curve,
        ceiling=math.inf if best.is_endless else power_of_ten(best.parameters[0]),
        ceiling_low=power_of_ten(low),
        ceiling_high=power_of_ten(high),
        level=level,
        **_meaning(curve, best, zero),
        n=points.years.size,
        n_dates=count,
        residual_sd_orders_of_magnitude=math.sqrt(mean_square),
        error_autocorrelation=autocorrelation,
        squares=best.squares,
        parameters=best.parameters,
        zero_year=zero,
        newest_year=newest,
        newest_error=float(errors[-1]),
        years_a_date=step,
    )


def _meaning(curve: str, best: BestCurve, zero_year: float) -> dict[str, float]:
    """Midpoint and rates of a fitted curve."""
    figures = {"midpoint_year": math.inf, "innovation": math.nan, "imitation": math.nan}
    if len(best.parameters) == 2:
        growth = best.parameters[1] * LN10
        return figures | {"rate_per_year": 0.0 if curve == "gompertz" else growth}
    _, log_rate, other = best.parameters
    rate, size = math.exp(log_rate), math.exp(other)
    if curve == "logistic":
        half = (size + math.log(-math.expm1(-size))) / rate
    elif curve == "gompertz":
        half = (other - math.log(math.log(2))) / rate
    else:
        half = float(np.logaddexp(math.log(2), other)) / rate
        figures |= {"innovation": rate / (1 + size), "imitation": rate * size / (1 + size)}
    midpoint = math.inf if best.is_endless else zero_year + half
    return figures | {"midpoint_year": midpoint, "rate_per_year": rate}
