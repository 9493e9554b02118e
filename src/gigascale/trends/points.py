"""Checked arrays of dates and values: what every trend function starts from."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError

Floats = npt.NDArray[np.float64]


class Points(NamedTuple):
    """Dates in decimal years and values, two arrays of shape (n,)."""

    years: Floats
    values: Floats


class DateMeans(NamedTuple):
    """The points of each date put together: dates in order, means and counts, shape (dates,)."""

    years: Floats
    means: Floats
    counts: Floats


def as_points(years: npt.ArrayLike, values: npt.ArrayLike) -> Points:
    """Two arrays of finite numbers of the same length.

    Parameters
    ----------
    years, values : array_like, shape (n,)
        Dates in decimal years and values, in any order.

    Returns
    -------
    Points
        In the order of the input.

    Raises
    ------
    InputError
        The shapes differ, or a number is missing, infinite or no number.

    Examples
    --------
    >>> as_points([2010, 2011], [1, np.nan])
    Traceback (most recent call last):
    gigascale.errors.InputError: values must be finite numbers; position 1 holds nan
    """
    dates, numbers = _floats("years", years), _floats("values", values)
    if dates.ndim != 1 or dates.shape != numbers.shape:
        raise InputError(
            "years and values must be one-dimensional and of the same length; "
            f"their shapes are {dates.shape} and {numbers.shape}"
        )
    for name, array in (("years", dates), ("values", numbers)):
        _require(name, "finite numbers", array, np.isfinite(array))
    return Points(dates, numbers)


def as_log_points(years: npt.ArrayLike, values: npt.ArrayLike) -> Points:
    """Points of a log-linear fit: sorted by date, values as their log10.

    Parameters
    ----------
    years, values : array_like, shape (n,)
        Dates in decimal years and positive values, in any order.

    Returns
    -------
    Points
        Its values are log10 of those handed in.

    Raises
    ------
    InputError
        As `as_points`; also when a value is not positive or there are fewer than 3 dates.

    Examples
    --------
    >>> as_log_points([2012, 2010, 2011], [1e3, 1e1, 1e2]).values.tolist()
    [1.0, 2.0, 3.0]
    >>> as_log_points([2010, 2010, 2011], [1, 2, 3])
    Traceback (most recent call last):
    gigascale.errors.InputError: a trend needs points on at least 3 dates; there are 2 (3 points)
    """
    points = as_points(years, values)
    _require("values", "above 0", points.values, points.values > 0)
    dates = np.unique(points.years).size
    if dates < 3:
        count = points.years.size
        raise InputError(
            f"a trend needs points on at least 3 dates; there are {dates} ({count} points)"
        )
    order = np.argsort(points.years, kind="stable")
    return Points(points.years[order], np.log10(points.values[order]))


def factors_in_order(years: npt.ArrayLike, error_factor: npt.ArrayLike) -> Floats:
    """Error factors of points, in the order in which `as_log_points` puts the points.

    Parameters
    ----------
    years, error_factor : array_like, shape (n,)
        Dates in decimal years, and factors above 1.

    Returns
    -------
    ndarray, shape (n,)

    Raises
    ------
    InputError
        The shapes differ, or a factor is missing or not above 1.

    Examples
    --------
    >>> factors_in_order([2012, 2010, 2011], [3, 10, 30]).tolist()
    [10.0, 30.0, 3.0]
    """
    dates, factors = np.asarray(years, dtype=float), _floats("error_factor", error_factor)
    if factors.shape != dates.shape:
        raise InputError(
            "error_factor must give one factor a point; its shape is "
            f"{factors.shape} and that of the points {dates.shape}"
        )
    _require("error_factor", "finite and above 1", factors, np.isfinite(factors) & (factors > 1))
    return factors[np.argsort(dates, kind="stable")]


def date_means(points: Points) -> DateMeans:
    """Mean and count of the points of each date.

    Least squares on the means, weighted by the counts, gives the line of least squares on the
    points, and the order of points that share a date no longer matters.

    Parameters
    ----------
    points : Points
        In any order.

    Returns
    -------
    DateMeans

    Examples
    --------
    >>> date_means(Points(np.array([2011.0, 2010.0, 2011.0]), np.array([1.0, 5.0, 2.0]))).means
    array([5. , 1.5])
    """
    years, position, counts = np.unique(points.years, return_inverse=True, return_counts=True)
    return DateMeans(years, np.bincount(position, points.values) / counts, counts.astype(float))


def weighted_dates(points: Points) -> tuple[Floats, Floats]:
    """Design and response of the line through the mean of each date, weighted by its count.

    Parameters
    ----------
    points : Points

    Returns
    -------
    design : ndarray, shape (dates, 2)
        Level and year, times the root of the count.
    response : ndarray, shape (dates,)

    Examples
    --------
    >>> design, response = weighted_dates(Points(np.array([1.0, 2, 2, 2, 2]), np.arange(5.0)))
    >>> design.tolist(), response.tolist()
    ([[1.0, 1.0], [2.0, 4.0]], [0.0, 5.0])
    """
    dates = date_means(points)
    weights = np.sqrt(dates.counts)
    return np.column_stack([weights, weights * dates.years]), weights * dates.means


def _floats(name: str, numbers: npt.ArrayLike) -> Floats:
    try:
        return np.asarray(numbers, dtype=float)
    except (TypeError, ValueError) as fault:
        raise InputError(f"{name} must be finite numbers; {fault}") from None


def _require(name: str, accepted: str, array: Floats, good: npt.NDArray[np.bool_]) -> None:
    if not good.all():
        position = int(np.argmin(good))
        raise InputError(f"{name} must be {accepted}; position {position} holds {array[position]}")
