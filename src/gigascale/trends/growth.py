"""Growth per year of a series: a straight line through log10 of its values.

`gigascale.trends.methods` says how the line and its interval are found, and why the default is
least squares with the interval `cosine`; `gigascale.trends.coverage` measures it.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from gigascale.trends.dependence import durbin_watson, first_autocorrelation, residuals
from gigascale.trends.methods import DEFAULT_METHOD, fit_line
from gigascale.trends.points import Floats, Points, as_log_points, factors_in_order, weighted_dates
from gigascale.trends.rates import DEFAULT_LEVEL, Rate, check_level


class FittedLine(NamedTuple):
    """Fitted values at some dates and the interval of the line there, not of a new point."""

    values: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, kw_only=True)
class GrowthFit(Rate):
    """A straight line through log10 values against decimal years; a `Rate` with its evidence.

    Attributes
    ----------
    level : float
        Probability of every interval, such as 0.9.
    method : str
        One of `gigascale.trends.methods.METHODS`.
    n, n_dates : int
        Points fitted, and different dates among them.
    first_year, last_year, centre_year : float
        Oldest, newest and mean date of the points, decimal years.
    centre_log10 : float
        Fitted log10 value at the mean date.
    centre_variance, centre_slope_covariance, slope_variance : float
        Covariance matrix of `centre_log10` and the slope.
    degrees_of_freedom : float
        Of the Student t quantiles used.
    residual_sd_orders_of_magnitude : float
        Standard deviation of the points around the line, in log10.
    residual_autocorrelation, durbin_watson : float
        Of the least-squares residuals of neighbouring dates: near 0 and 2 where they are
        independent.
    n_missing : int
        Rows of the dataset that had no date or no value.
    """

    level: float
    method: str
    n: int
    n_dates: int
    first_year: float
    last_year: float
    centre_year: float
    centre_log10: float
    centre_variance: float = field(repr=False)
    centre_slope_covariance: float = field(repr=False)
    slope_variance: float = field(repr=False)
    degrees_of_freedom: float
    residual_sd_orders_of_magnitude: float
    residual_autocorrelation: float
    durbin_watson: float
    n_missing: int = 0

    def line(self, years: npt.ArrayLike) -> FittedLine:
        """Fitted values at given dates, with the interval of the line there.

        Parameters
        ----------
        years : array_like
            Decimal years.

        Returns
        -------
        FittedLine
            Arrays of the shape of `years`, in the unit of the values. Single points scatter more
            widely than this band.

        Examples
        --------
        >>> fit_growth([2010, 2011, 2012, 2013], [1, 10, 100, 1000]).line([2014]).values.round(3)
        array([10000.])
        """
        ahead = np.asarray(years, dtype=float) - self.centre_year
        middle = self.centre_log10 + self.orders_of_magnitude_per_year * ahead
        variance = (
            self.centre_variance
            + 2 * self.centre_slope_covariance * ahead
            + self.slope_variance * ahead**2
        )
        margin = t_quantile(self.level, self.degrees_of_freedom) * np.sqrt(variance)
        with np.errstate(over="ignore"):
            return FittedLine(10**middle, 10 ** (middle - margin), 10 ** (middle + margin))


def fit_growth(
    years: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    method: str = DEFAULT_METHOD,
    level: float = DEFAULT_LEVEL,
    error_factor: npt.ArrayLike | None = None,
) -> GrowthFit:
    """Fit a constant growth rate to a series: a straight line through its log10 values.

    Parameters
    ----------
    years : array_like, shape (n,)
        Dates in decimal years, in any order; dates may repeat.
    values : array_like, shape (n,)
        Positive values in any unit.
    method : str
        How the line and its interval are found: one of `gigascale.trends.methods.METHODS`.
    level : float
        Probability of the intervals, between 0 and 1.
    error_factor : array_like, shape (n,), optional
        Stated error of each value, above 1: 3 means that the 90% interval reaches from a third of
        the value to three times the value. Needed and used by `errors-in-variables` alone.

    Returns
    -------
    GrowthFit

    Raises
    ------
    InputError
        Shapes differ, a number is not finite, a value is not positive, there are fewer than 3
        dates, the method is unknown, its error factors are missing or not above 1, or the level
        is outside 0 to 1.

    Examples
    --------
    >>> fit = fit_growth([2010, 2011, 2012, 2013], [1, 2, 4, 8])
    >>> round(fit.growth_per_year, 6), round(fit.doubling_time_years, 6)
    (2.0, 1.0)
    """
    check_level(level)
    points = as_log_points(years, values)
    centre_year, centre_log10 = float(points.years.mean()), float(points.values.mean())
    centred = Points(points.years - centre_year, points.values - centre_log10)
    factors = None if error_factor is None else factors_in_order(years, error_factor)
    centre_level, slope, covariance, degrees_of_freedom = fit_line(centred, method, factors)
    margin = t_quantile(level, degrees_of_freedom) * float(np.sqrt(covariance[1, 1]))
    errors = centred.values - centre_level - slope * centred.years
    errors_by_date = residuals(*weighted_dates(centred))
    return GrowthFit(
        orders_of_magnitude_per_year=slope,
        orders_of_magnitude_per_year_low=slope - margin,
        orders_of_magnitude_per_year_high=slope + margin,
        level=level,
        method=method,
        n=points.years.size,
        n_dates=errors_by_date.size,
        first_year=float(points.years[0]),
        last_year=float(points.years[-1]),
        centre_year=centre_year,
        centre_log10=centre_log10 + centre_level,
        centre_variance=float(covariance[0, 0]),
        centre_slope_covariance=float(covariance[0, 1]),
        slope_variance=float(covariance[1, 1]),
        degrees_of_freedom=degrees_of_freedom,
        residual_sd_orders_of_magnitude=float(np.sqrt(errors @ errors / (errors.size - 2))),
        residual_autocorrelation=first_autocorrelation(errors_by_date),
        durbin_watson=durbin_watson(errors_by_date),
    )


def t_quantile(level: float, degrees_of_freedom: float) -> float:
    """Half width, in standard errors, of a two-sided Student t interval.

    Parameters
    ----------
    level : float
        Probability of the interval, between 0 and 1.
    degrees_of_freedom : float

    Returns
    -------
    float

    Examples
    --------
    >>> round(t_quantile(0.9, 9), 3)
    1.833
    """
    return float(stdtrit(degrees_of_freedom, 0.5 + level / 2))
