"""Whether probabilities came true: reliability, and how far off chance alone puts it.

Hindcasts of one series overlap, so that a few years decide most of them at once. The chance that
is allowed for is therefore that of a random walk, forecast with its true spread at the very same
origins and horizons.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr

from gigascale.trends.points import Floats
from gigascale.trends.rates import DEFAULT_LEVEL, check_level

NOMINAL: Floats = np.arange(1, 20) / 20
_DRAWS = 1000
_SEED = 20160406


def reliability(
    scored: pd.DataFrame, nominal: npt.ArrayLike = NOMINAL, *, level: float = DEFAULT_LEVEL
) -> pd.DataFrame:
    """Share of outcomes inside central intervals, by series and method.

    Parameters
    ----------
    scored : DataFrame
        From `gigascale.forecasts.backtests.backtest.backtest`.
    nominal : array_like, shape (k,)
        Probabilities of the intervals.
    level : float
        Probability of the band of chance.

    Returns
    -------
    DataFrame
        A row for each series, method and nominal level: series, method, nominal, observed,
        observed_low, observed_high (where a share by chance would lie if the forecasts were
        calibrated), hindcasts.

    Examples
    --------
    >>> scored = pd.DataFrame({
    ...     "series": "a", "method": "m", "origin_year": [2000.0, 2001.0, 2002.0],
    ...     "horizon_years": 1.0, "pit": [0.5, 0.3, 0.99],
    ... })
    >>> reliability(scored, [0.5])[["observed", "observed_low", "observed_high"]].values.round(2)
    array([[0.67, 0.  , 1.  ]])
    """
    check_level(level)
    levels = np.asarray(nominal, dtype=float)
    tables = []
    for (series, method), rows in scored.groupby(["series", "method"], sort=False):
        observed = _inside(rows["pit"].to_numpy(), levels)
        drawn = _inside(_chance(rows), levels)
        low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
        table = {"series": series, "method": method, "nominal": levels, "observed": observed}
        bands = {"observed_low": low, "observed_high": high, "hindcasts": len(rows)}
        tables.append(pd.DataFrame(table | bands))
    return pd.concat(tables, ignore_index=True)


def uniformity(rows: pd.DataFrame) -> tuple[float, float]:
    """How far the probability integral transforms of one series and method are from uniform.

    Parameters
    ----------
    rows : DataFrame
        With the columns origin_year, horizon_years and pit.

    Returns
    -------
    distance : float
        The largest distance of their distribution function from the diagonal (Kolmogorov), 0 to 1.
    p_value : float
        Share of calibrated forecasts, with the same overlaps, that are at least as far off.

    Examples
    --------
    >>> rows = pd.DataFrame({"origin_year": np.arange(40.0), "horizon_years": 1.0, "pit": 0.9})
    >>> uniformity(rows)
    (0.9, 0.0)
    """
    distance = float(_kolmogorov(rows["pit"].to_numpy()))
    return distance, float((_kolmogorov(_chance(rows)) >= distance).mean())


def _inside(pits: Floats, levels: Floats) -> Floats:
    """Share of the last axis in each central interval, shape (..., levels)."""
    reached = np.sort(2 * np.abs(pits - 0.5), axis=-1)
    flat = reached.reshape(-1, reached.shape[-1])
    counts = [np.searchsorted(row, levels + 1e-9, side="right") for row in flat]
    shares = np.reshape(counts, (*reached.shape[:-1], levels.size)) / reached.shape[-1]
    return np.asarray(shares)


def _kolmogorov(pits: Floats) -> Floats:
    ordered = np.sort(pits, axis=-1)
    n = ordered.shape[-1]
    above, below = np.arange(1, n + 1) / n - ordered, ordered - np.arange(n) / n
    return np.asarray(np.maximum(above, below).max(axis=-1))


def _chance(rows: pd.DataFrame) -> Floats:
    return _walks(tuple(rows["origin_year"]), tuple(rows["horizon_years"]))


@lru_cache(maxsize=64)
def _walks(origins: tuple[float, ...], horizons: tuple[float, ...]) -> Floats:
    """Probability integral transforms of calibrated forecasts of random walks, (draws, n)."""
    starts, ahead = np.array(origins), np.array(horizons)
    times, place = np.unique(np.concatenate([starts, starts + ahead]), return_inverse=True)
    steps = np.sqrt(np.diff(times, prepend=times[0]))
    rng = np.random.default_rng(_SEED)
    walks = np.cumsum(steps * rng.standard_normal((_DRAWS, times.size)), axis=1)
    moved = walks[:, place[starts.size :]] - walks[:, place[: starts.size]]
    return np.asarray(ndtr(moved / np.sqrt(ahead)))
