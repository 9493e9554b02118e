"""Paths through an outlook: draws that meet its distribution at every year and move as one.

An outlook gives a distribution at each year, not how a year hangs together with the next. Here a
draw moves as a random walk whose drift was estimated from T years of it: the errors at
horizons t and u have covariance min(t, u) + t·u / T (Farmer and Lafond 2016). The walk is scaled
to a standard normal score at each horizon, which the quantile function turns into a value.
"""

import numpy as np
from scipy.special import ndtri

from gigascale.forecasts.predictive import LEVELS
from gigascale.trends.points import Floats

_REACH, _STEP = 8.0, 1 / 64


def walk(horizons_years: Floats, span_years: float, scores: Floats) -> Floats:
    """Return the standard normal score of each draw at each horizon, moving as a random walk.

    Parameters
    ----------
    horizons_years : ndarray, shape (m,)
        Increasing, from 0 on; at 0 the score is 0.
    span_years : float
        How long the past is that the drift was estimated from.
    scores : ndarray, shape (n, 1 + m)
        Independent standard normal numbers: one for the drift, one for each step.

    Returns
    -------
    ndarray, shape (m, n)

    Examples
    --------
    >>> walk(np.array([1.0, 4.0]), 1e12, np.array([[0.0, 1.0, 0.0]])).ravel().round(3).tolist()
    [1.0, 0.5]
    """
    steps = np.sqrt(np.diff(horizons_years, prepend=0.0))
    spread = np.sqrt(horizons_years + horizons_years**2 / span_years)
    drift, moves = scores.T[0], scores.T[1:]
    z = np.zeros(moves.shape)
    so_far = np.zeros(drift.size)
    for k in np.flatnonzero(spread):
        so_far += steps[k] * moves[k]
        np.multiply(drift, horizons_years[k] / np.sqrt(span_years), out=z[k])
        z[k] += so_far
        z[k] /= spread[k]
    return z


def quantile_table(quantiles: Floats) -> Floats:
    """Return a quantile function at evenly spaced standard normal scores, for `read_off`.

    Between the levels, and beyond the first and the last, it runs straight as a function of the
    score.

    Parameters
    ----------
    quantiles : ndarray, shape (levels,)
        At :data:`gigascale.forecasts.predictive.LEVELS`.
    """
    z, known = np.arange(-_REACH, _REACH + _STEP, _STEP), ndtri(LEVELS)
    below = (quantiles[1] - quantiles[0]) / (known[1] - known[0])
    above = (quantiles[-1] - quantiles[-2]) / (known[-1] - known[-2])
    beyond = below * np.minimum(z - known[0], 0.0) + above * np.maximum(z - known[-1], 0.0)
    return np.asarray(np.interp(z, known, quantiles) + beyond)


def read_off(z: Floats, table: Floats) -> Floats:
    """Turn standard normal scores into values, in place, and return them.

    Parameters
    ----------
    z : ndarray, shape (n,)
    table : ndarray
        Of `quantile_table`; straight between its entries.

    Examples
    --------
    >>> read_off(np.array([-9.0, 0.0, 2.0]), quantile_table(10 + ndtri(LEVELS))).round(3).tolist()
    [2.0, 10.0, 12.0]
    """
    z += _REACH
    z *= 1 / _STEP
    np.clip(z, 0, table.size - 2, out=z)
    place = z.astype(np.int32)
    z -= place
    z *= np.diff(table).take(place)
    z += table.take(place)
    return z


def site_time(years: Floats, path: Floats, lead_years: Floats) -> Floats:
    """Return a path's value when the site of each year's run must stand.

    Parameters
    ----------
    years : ndarray, shape (m,)
        Of publication.
    path : ndarray, shape (1 + m, n)
        At the year before the first of ``years``, then at each; straight in between.
    lead_years : ndarray, shape (n,)
        How long before publication the site must stand.

    Returns
    -------
    ndarray, shape (m, n)

    Examples
    --------
    >>> path = np.array([[0.0], [1.0], [3.0]])
    >>> site_time(np.array([2026.0, 2027.0]), path, np.array([0.5])).ravel().tolist()
    [0.5, 2.0]
    """
    grid = np.concatenate([[years[0] - 1], years])
    found = np.empty((years.size, lead_years.size))
    for k in range(years.size):
        _between(grid, path, k, years[k] - lead_years, found[k])
        for j in range(k - 1, -1, -1):
            when = years[k] - lead_years
            earlier = np.flatnonzero(when < grid[j + 1])
            if earlier.size == 0:
                break
            some = np.empty(earlier.size)
            _between(grid, path[:, earlier], j, when[earlier], some)
            found[k, earlier] = some
    return found


def _between(grid: Floats, path: Floats, j: int, when: Floats, out: Floats) -> None:
    """The path between the j-th year of the grid and the next."""
    np.subtract(when, grid[j], out=out)
    np.maximum(out, 0.0, out=out)
    out *= (path[j + 1] - path[j]) / (grid[j + 1] - grid[j])
    out += path[j]
