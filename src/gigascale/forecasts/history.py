"""What was known of a quantity on a day, at regular steps back from that day."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError
from gigascale.trends.points import Floats, as_points

STATISTICS = ("largest", "tenth", "mean10", "value")
_RANKED = {"largest": (1, 1), "tenth": (10, 10), "mean10": (1, 10)}


class History(NamedTuple):
    """A quantity as it was known on a day.

    Attributes
    ----------
    known_to : float
        The day, a decimal year; the last value is of this day.
    step_years : float
        Between two values.
    logs : ndarray, shape (n,)
        log10 of the values, oldest first.
    record_years, record_logs : ndarray, shape (k,)
        When the quantity took a new value, and log10 of it; the dates as they were, irregular.
    """

    known_to: float
    step_years: float
    logs: Floats
    record_years: Floats
    record_logs: Floats


def standing(
    years: npt.ArrayLike, values: npt.ArrayLike, at: npt.ArrayLike, statistic: str
) -> Floats:
    """What a statistic of a series stood at on given days.

    Parameters
    ----------
    years, values : array_like, shape (n,)
        Decimal years and positive values, in any order.
    at : array_like, shape (k,)
        Decimal years.
    statistic : str
        `largest`, `tenth` largest, or geometric mean of the ten largest (`mean10`) of all points
        up to a day; `value`: the last value up to that day.

    Returns
    -------
    ndarray, shape (k,)
        log10 values; NaN where there are too few points.

    Raises
    ------
    InputError
        The statistic is unknown.

    Examples
    --------
    >>> standing([2010, 2012, 2011], [1, 10, 100], [2010.5, 2013], "largest").tolist()
    [0.0, 2.0]
    """
    if statistic not in STATISTICS:
        raise InputError(f"statistic {statistic!r} is unknown; accepted: {', '.join(STATISTICS)}")
    dates, sizes = as_points(years, values)
    order = np.argsort(dates, kind="stable")
    dates, logs = dates[order], np.log10(sizes[order])
    counts = np.searchsorted(dates, np.atleast_1d(at), side="right")
    return np.array([_statistic(logs[:count], statistic) for count in counts])


def _statistic(logs: Floats, statistic: str) -> float:
    if statistic == "value":
        return float(logs[-1]) if logs.size else np.nan
    first, last = _RANKED[statistic]
    return (
        float(np.sort(logs)[-last : logs.size - first + 1].mean()) if logs.size >= last else np.nan
    )


def history(
    years: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    statistic: str,
    known_to: float,
    step_years: float,
    since: float = -np.inf,
) -> History:
    """The history of a statistic: nothing dated after `known_to` enters.

    Parameters
    ----------
    years, values, statistic
        As `standing`.
    known_to : float
        Decimal year of the last value.
    step_years : float
    since : float
        No value before this year.

    Returns
    -------
    History

    Raises
    ------
    InputError
        As `standing`; also when fewer than 4 values are left.

    Examples
    --------
    >>> years, values = range(2000, 2011), 2.0 ** np.arange(11)
    >>> doubling = history(years, values, statistic="value", known_to=2009.5, step_years=1)
    >>> (10 ** doubling.logs[-2:]).round(6).tolist(), doubling.record_years[-1]
    ([256.0, 512.0], np.float64(2009.0))
    """
    dates, sizes = as_points(years, values)
    known = dates <= known_to
    dates, sizes = dates[known], sizes[known]
    first = max(since, float(dates.min(initial=np.inf)))
    steps = int(max((known_to - first) / step_years + 1e-6, 0))
    grid = known_to - step_years * np.arange(steps, -1, -1)
    logs = standing(dates, sizes, grid, statistic)
    logs = logs[np.isfinite(logs)]
    if logs.size < 4:
        raise InputError(f"a history needs at least 4 values; there are {logs.size}")
    moments = np.unique(dates)
    levels = standing(dates, sizes, moments, statistic)
    new = np.isfinite(levels) & (np.diff(levels, prepend=-np.inf) != 0) & (moments >= since)
    return History(known_to, step_years, logs, moments[new], levels[new])
