"""What is read off draws: quantiles by year, and the year in which a level is first reached."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gigascale.clusters.sampling import FloatArray
from gigascale.datasets import calendar_date
from gigascale.projections.route import EVERY, Mask, Route
from gigascale.projections.scenarios import QUANTITIES

PROBABILITIES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
LABELS = tuple(f"q{100 * p:02.0f}" for p in PROBABILITIES)
BLOCK = 20_000


def log10_quantiles(route: Route, draws: slice | Mask = EVERY) -> dict[str, FloatArray]:
    """Return quantiles at ``PROBABILITIES`` of log10 of each quantity of a route, by year.

    Values are sorted in half the precision, less the first of them: exact to about 1e-6.

    Returns
    -------
    dict
        Arrays of shape (m, len(PROBABILITIES)); a cost that is not known is missing.

    Examples
    --------
    >>> route = Route(np.arange(101.0)[None], {}, np.zeros(1))
    >>> log10_quantiles(route)["facility_power_w"][0, [0, 3]].tolist()
    [5.0, 50.0]
    """
    per_w = {
        name: [None if part is None else _single(part[draws]) for part in parts]
        for name, parts in route.log10_per_facility_w.items()
    }
    found: dict[str, list[FloatArray]] = {name: [] for name in QUANTITIES if route.has(name)}
    for power, elapsed in zip(route.log10_facility_power_w, route.elapsed_years, strict=True):
        first, rest = _single(power[draws])
        values = np.empty_like(rest)
        for name, rows in found.items():
            start = first
            np.copyto(values, rest)
            for part, times in zip(per_w.get(name, ()), (1.0, elapsed), strict=False):
                if part is not None:
                    start += times * part[0]
                    values += part[1] if times == 1 else np.float32(times) * part[1]
            rows.append(start + _sorted_quantiles(values))
    return {name: np.array(rows) for name, rows in found.items()}


def _single(values: FloatArray) -> tuple[float, NDArray[np.float32]]:
    """The first value, and what the others have above it in half the precision."""
    first = float(values[0])
    return first, (values - first).astype(np.float32)


def _sorted_quantiles(values: NDArray[np.float32]) -> FloatArray:
    values.sort()
    places = np.array(PROBABILITIES) * (values.size - 1)
    below = places.astype(int)
    above = np.minimum(below + 1, values.size - 1)
    low, high = values[below].astype(np.float64), values[above].astype(np.float64)
    return np.asarray(low + (places - below) * (high - low))


def first_years(
    years: FloatArray, power: FloatArray, levels: Sequence[FloatArray]
) -> list[FloatArray]:
    """Return when power first reaches each level: minus infinite at once, infinite if never.

    Parameters
    ----------
    years : ndarray, shape (m,)
    power : ndarray, shape (m, n)
        Straight between the years.
    levels : list of ndarray, each of shape (n,)

    Examples
    --------
    >>> power = np.array([[0.0, 2.0, 0.0], [2.0, 3.0, 0.5]])
    >>> first_years(np.array([2026.0, 2027.0]), power, [np.ones(3)])[0].tolist()
    [2026.5, -inf, inf]
    """
    when = [np.empty(power.shape[1]) for _ in levels]
    for begin in range(0, power.shape[1], BLOCK):
        draws = slice(begin, begin + BLOCK)
        part = np.ascontiguousarray(power[:, draws])
        highest = part.copy()
        for before, row in pairwise(highest):
            np.maximum(before, row, out=row)
        for found, level in zip(when, levels, strict=True):
            found[draws] = _crossed(years, part, highest, level[draws])
    return when


def _crossed(
    years: FloatArray, power: FloatArray, highest: FloatArray, level: FloatArray
) -> FloatArray:
    """First crossings, from power and the highest power so far."""
    place = np.zeros(level.size, dtype=np.int8)
    for row in highest:
        place += row < level
    column = np.clip(place, 1, years.size - 1).astype(np.intp)
    flat = column * level.size + np.arange(level.size)
    high, low = power.ravel().take(flat), power.ravel().take(flat - level.size)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (level - low) / (high - low)
    reached = years.take(column - 1)
    reached += share * np.diff(years).take(column - 1)
    reached[place == 0] = -np.inf
    reached[place == years.size] = np.inf
    return np.asarray(reached)


def date_quantiles(years: FloatArray | None) -> dict[str, Any]:
    """Return quantiles of a date and how likely it lies outside, all ``None`` for no draws.

    Examples
    --------
    >>> found = date_quantiles(np.array([2026.5, 2027.0, np.inf]))
    >>> found["date_q50"], round(found["probability_not_by_horizon"], 2)
    ('2027-01-01', 0.33)
    """
    chances = ("probability_by_start", "probability_not_by_horizon")
    if years is None:
        return dict.fromkeys([*(f"date_{label}" for label in LABELS), *chances])
    ordered = np.sort(years)
    places = (np.ceil(np.array(PROBABILITIES) * years.size) - 1).astype(int)
    dates = {f"date_{k}": _iso_date(y) for k, y in zip(LABELS, ordered[places], strict=True)}
    shares = (np.isneginf(years).mean(), np.isposinf(years).mean())
    return dates | dict(zip(chances, map(float, shares), strict=True))


def _iso_date(year: float) -> str | None:
    """Return the ISO date of a decimal year, ``None`` for one outside the projection."""
    return None if math.isinf(year) else str(calendar_date(year)[0].date())
