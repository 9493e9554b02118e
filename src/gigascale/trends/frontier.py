"""Selection rules: which points of a published series enter a trend.

A rule is applied to the whole history first; the window is cut afterwards, so that a point's
standing never depends on where the window begins. The running top N is the rule of Sevilla and
Roldán (2024). Dates are decimal years.
"""

import heapq
import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError
from gigascale.trends.points import Floats, as_points

Mask = npt.NDArray[np.bool_]

ACCEPTED_RULES = (
    "all, record, topN such as top10, trailingN such as trailing10, aboveX such as above1e23"
)
_SAME_DAY_YEARS = 1e-6


class Rule(NamedTuple):
    """A parsed selection rule: its name and its function of dates and values.

    Attributes
    ----------
    name : str
        The text it was parsed from, in lower case.
    select : callable
        `select(years, values)` gives a boolean mask in the order of the input.
    """

    name: str
    select: Callable[[Floats, Floats], Mask]


def parse_rule(text: str) -> Rule:
    """Parse the name of a selection rule.

    Parameters
    ----------
    text : str
        `all`; `record` (record setters); `topN` (running top N); `trailingN` (top N of the last
        365.25 days); `aboveX` (values of at least X, such as `above1e23`).

    Returns
    -------
    Rule

    Raises
    ------
    InputError
        The rule is none of these, or N or X is not positive.

    Examples
    --------
    >>> years, values = np.array([2010.0, 2011.0, 2012.0]), np.array([5.0, 1.0, 9.0])
    >>> parse_rule("top1").select(years, values).tolist()
    [True, False, True]
    >>> parse_rule("best5")
    Traceback (most recent call last):
    gigascale.errors.InputError: rule 'best5' is unknown; accepted: all, record, topN such as \
top10, trailingN such as trailing10, aboveX such as above1e23
    """
    name = text.strip().lower()
    if name == "all":
        return Rule(name, lambda years, values: above(years, values, -np.inf))
    if name == "record":
        return Rule(name, record)
    if match := re.fullmatch(r"(top|trailing)(\d{1,9})", name):
        ranked, size = (top if match[1] == "top" else trailing), int(match[2])
        if size > 0:
            return Rule(name, lambda years, values: ranked(years, values, size))
    if match := re.fullmatch(r"above(\d+(?:\.\d*)?(?:e[+-]?\d+)?)", name):
        threshold = float(match[1])
        if 0 < threshold < np.inf:
            return Rule(name, lambda years, values: above(years, values, threshold))
    raise InputError(f"rule {text!r} is unknown; accepted: {ACCEPTED_RULES}")


def top(years: npt.ArrayLike, values: npt.ArrayLike, size: int) -> Mask:
    """Points that were among the `size` largest of everything published by their own date.

    Points of the same date count for one another; a value equal to the smallest of the top is in.

    Parameters
    ----------
    years, values : array_like, shape (n,)
        Dates in decimal years and values, in any order.
    size : int
        How many are in the top.

    Returns
    -------
    ndarray of bool, shape (n,)

    Examples
    --------
    >>> top([2010, 2011, 2012, 2013], [3, 1, 2, 2], 2).tolist()
    [True, True, True, True]
    >>> top([2010, 2010, 2010], [3, 1, 2], 2).tolist()
    [True, False, True]
    """
    dates, numbers = as_points(years, values)
    mask = np.zeros(dates.size, dtype=np.bool_)
    largest: list[float] = []
    for group in _by_date(dates):
        for value in numbers[group]:
            heapq.heappush(largest, value)
            if len(largest) > size:
                heapq.heappop(largest)
        mask[group] = numbers[group] >= largest[0]
    return mask


def record(years: npt.ArrayLike, values: npt.ArrayLike) -> Mask:
    """Points larger than everything published before their date and unbeaten on it.

    Parameters
    ----------
    years, values : array_like, shape (n,)
        Dates in decimal years and values, in any order.

    Returns
    -------
    ndarray of bool, shape (n,)

    Examples
    --------
    >>> record([2010, 2011, 2011, 2012], [3, 4, 5, 5]).tolist()
    [True, False, True, False]
    """
    dates, numbers = as_points(years, values)
    mask = np.zeros(dates.size, dtype=np.bool_)
    highest = -np.inf
    for group in _by_date(dates):
        best = numbers[group].max()
        mask[group] = (numbers[group] == best) & (best > highest)
        highest = max(highest, best)
    return mask


def trailing(years: npt.ArrayLike, values: npt.ArrayLike, size: int) -> Mask:
    """Points among the `size` largest of the year (365.25 days) that ends on their date.

    The year holds its last day and not the same day a year before.

    Parameters
    ----------
    years, values : array_like, shape (n,)
        Dates in decimal years and values, in any order.
    size : int
        How many are in the top.

    Returns
    -------
    ndarray of bool, shape (n,)

    Examples
    --------
    >>> trailing([2010.0, 2010.5, 2011.2, 2011.6], [9, 3, 5, 4], 1).tolist()
    [True, False, True, False]
    """
    dates, numbers = as_points(years, values)
    mask = np.zeros(dates.size, dtype=np.bool_)
    order = np.argsort(dates, kind="stable")
    in_year: list[float] = []
    oldest = 0
    for group in _by_date(dates):
        for value in numbers[group]:
            insort(in_year, value)
        start = dates[group[0]] - 1.0 + _SAME_DAY_YEARS
        while dates[order[oldest]] < start:
            del in_year[bisect_left(in_year, numbers[order[oldest]])]
            oldest += 1
        mask[group] = numbers[group] >= in_year[-min(size, len(in_year))]
    return mask


def above(years: npt.ArrayLike, values: npt.ArrayLike, threshold: float) -> Mask:
    """Points of at least a threshold.

    Parameters
    ----------
    years, values : array_like, shape (n,)
        Dates in decimal years and values, in any order.
    threshold : float
        In the unit of the values.

    Returns
    -------
    ndarray of bool, shape (n,)

    Examples
    --------
    >>> above([2010, 2011], [1e22, 1e23], 1e23).tolist()
    [False, True]
    """
    _, numbers = as_points(years, values)
    return numbers >= threshold


def _by_date(dates: Floats) -> Iterator[npt.NDArray[np.intp]]:
    """Positions of the points of each date, oldest date first."""
    if dates.size == 0:
        return
    order = np.argsort(dates, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(dates[order])) + 1)
