"""A yearly series as a random walk with drift, and what its past says about its future.

Farmer and Lafond (2016) model the yearly change of log cost as a drift plus noise v with a moving
average: change = drift + v_t + θ v_{t−1}. The drift is estimated from the past changes, so its
error adds to the variance with the square of the horizon, and a forecast widens much faster than
the interval of a fitted line. Their θ is fitted to hindcasts of the costs of 53 technologies; other
series may differ.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError
from gigascale.trends.growth import t_quantile
from gigascale.trends.points import Floats, as_log_points
from gigascale.trends.rates import DEFAULT_LEVEL, check_level

MOVING_AVERAGE = 0.63


class Forecast(NamedTuple):
    """Median of a forecast and the interval that holds the outcome with a stated probability."""

    median: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, kw_only=True)
class RandomWalk:
    """Drift and spread of the yearly changes of a series, and where it stood last.

    Attributes
    ----------
    mean_log_change, sd_log_change : float
        Mean and standard deviation of the changes of the natural logarithm from year to year.
    changes : int
        How many changes they come from.
    last_year, last_value : float
        Where forecasts start.
    """

    mean_log_change: float
    sd_log_change: float
    changes: int
    last_year: float
    last_value: float

    def log_sd(
        self, horizons_years: npt.ArrayLike, *, moving_average: float = MOVING_AVERAGE
    ) -> Floats:
        """Standard error of a forecast's natural logarithm.

        K √(A/(1 + θ²)) with A = −2θ + (1 + 2(m − 1)θ/m + θ²)(τ + τ²/m), for spread K of m changes
        and horizon τ (Farmer and Lafond 2016).

        Parameters
        ----------
        horizons_years : array_like
            Years after the last one, at least 1.
        moving_average : float
            θ.

        Returns
        -------
        ndarray, shape of `horizons_years`

        Raises
        ------
        InputError
            A horizon is shorter than a year.

        Examples
        --------
        >>> walk = RandomWalk(
        ...     mean_log_change=-0.1, sd_log_change=0.15, changes=33, last_year=2013, last_value=1
        ... )
        >>> walk.log_sd([1, 17]).round(2), walk.log_sd([1], moving_average=0).round(2)
        (array([0.15, 1.03]), array([0.15]))
        """
        horizon = np.asarray(horizons_years, dtype=float)
        if (horizon < 1).any():
            raise InputError(
                f"a forecast reaches at least 1 year beyond {self.last_year:g}; "
                f"asked for {horizon.min():g}"
            )
        theta, m = moving_average, self.changes
        noise = 1 + 2 * (m - 1) * theta / m + theta**2
        spread = -2 * theta + noise * (horizon + horizon**2 / m)
        return np.asarray(self.sd_log_change * np.sqrt(spread / (1 + theta**2)))

    def forecast(
        self,
        years: npt.ArrayLike,
        *,
        level: float = DEFAULT_LEVEL,
        moving_average: float = MOVING_AVERAGE,
    ) -> Forecast:
        """Continue the drift: median and interval, by Student's t with m − 1 degrees of freedom.

        Parameters
        ----------
        years : array_like
            At least 1 year after the last one.
        level : float
            Probability of the interval.
        moving_average : float
            θ.

        Returns
        -------
        Forecast
            Arrays of the shape of `years`, in the unit of the values.

        Raises
        ------
        InputError
            As `log_sd`; also for a level outside 0 to 1.

        Examples
        --------
        >>> walk = fit_random_walk([2010, 2011, 2012, 2013], [1, 2, 4, 8])
        >>> walk.forecast([2015]).median.round(6).tolist()
        [32.0]
        """
        check_level(level)
        horizon = np.asarray(years, dtype=float) - self.last_year
        middle = np.log(self.last_value) + self.mean_log_change * horizon
        sd = self.log_sd(horizon, moving_average=moving_average)
        margin = t_quantile(level, self.changes - 1) * sd
        return Forecast(np.exp(middle), np.exp(middle - margin), np.exp(middle + margin))


def fit_random_walk(years: npt.ArrayLike, values: npt.ArrayLike) -> RandomWalk:
    """Drift and spread of a yearly series without gaps.

    Parameters
    ----------
    years, values : array_like, shape (n,)
        Consecutive years, in any order, and positive values.

    Returns
    -------
    RandomWalk

    Raises
    ------
    InputError
        As `gigascale.trends.points.as_log_points`; also when the years have a gap or a repeat.

    Examples
    --------
    >>> walk = fit_random_walk([2010, 2011, 2012, 2013], [1, 2, 4, 8])
    >>> round(walk.mean_log_change, 3), walk.sd_log_change < 1e-12, walk.changes
    (0.693, True, 3)
    """
    points = as_log_points(years, values)
    steps = np.diff(points.years)
    if not np.allclose(steps, 1):
        year = points.years[int(np.argmin(np.isclose(steps, 1)))]
        raise InputError(f"a yearly series must have one value a year; look after {year:g}")
    logs = points.values * np.log(10)
    changes = np.diff(logs)
    return RandomWalk(
        mean_log_change=float(changes.mean()),
        sd_log_change=float(changes.std(ddof=1)),
        changes=changes.size,
        last_year=float(points.years[-1]),
        last_value=float(np.exp(logs[-1])),
    )
