"""Records at their own irregular times: how long the next takes, how far it jumps.

A frontier stands still between records. Here its future is drawn as more of its past: waiting
times between records and jumps of the logarithm come again, in any order and independently (a
renewal process with rewards). Each draw first draws anew the waits and jumps themselves, so that
what few records leave unknown about their rate and size is in the forecast.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError
from gigascale.forecasts.history import History
from gigascale.forecasts.predictive import LEVELS
from gigascale.trends.points import Floats

FEWEST_RECORDS = 6
DRAWS = 2000
_SEED = 20160125
_MOST_RECORDS = 1000


def records(history: History, horizons_years: npt.ArrayLike, *, draws: int = DRAWS) -> Floats:
    """Forecast of a statistic that only rises, from the times and sizes of its records.

    Of k waits and k jumps, each draw takes k − 1 with replacement (a bootstrap whose variance of
    the mean is unbiased; Rao and Wu 1988), and rescales them so that their mean lies as far above
    the mean of the k, as a ratio, as it fell below: what sampling made too small may have been too
    large. The future is made of these. The wait under way, of age a since the last record, is one
    of the drawn waits above a; where none is, it lasts a further wait of exponential law and their
    mean. If no past wait was as long as a, one of a and the mean wait joins them. Where no record
    falls before a horizon, the statistic stays: low quantiles then repeat the last record.

    Parameters
    ----------
    history : History
        With at least 6 records, each above the one before.
    horizons_years : array_like, shape (h,)
        Years from `history.known_to`, above 0.
    draws : int
        Futures drawn; the seed is fixed.

    Returns
    -------
    ndarray, shape (h, levels)
        Quantiles of log10 values at `gigascale.forecasts.predictive.LEVELS`.

    Raises
    ------
    InputError
        Too few records, a record below the one before, or a horizon not above 0.

    Examples
    --------
    >>> years = np.arange(2010.0, 2020.0)
    >>> steady = History(2019.5, 0.5, np.arange(20.0) // 2, years, years - 2010)
    >>> records(steady, [0.25, 1.0, 5.0])[:, 99].tolist()
    [9.0, 10.0, 14.0]
    """
    horizons = np.asarray(horizons_years, dtype=float)
    if horizons.ndim != 1 or not (horizons > 0).all() or not np.isfinite(horizons).all():
        raise InputError("horizons must be a list of years above 0")
    waits, jumps = np.diff(history.record_years), np.diff(history.record_logs)
    if waits.size + 1 < FEWEST_RECORDS:
        raise InputError(
            f"records need at least {FEWEST_RECORDS} of them; there are {waits.size + 1}"
        )
    if not (jumps > 0).all():
        raise InputError("records must each be above the one before; the statistic can fall")
    age = max(history.known_to - float(history.record_years[-1]), 0.0)
    jumps_drawn, arrivals = _futures(waits, jumps, age, float(horizons.max(initial=0.0)), draws)
    climbed = np.concatenate([np.zeros((draws, 1)), np.cumsum(jumps_drawn, axis=1)], axis=1)
    counts = [(arrivals <= horizon + 1e-9).sum(axis=1) for horizon in horizons]
    ends = np.take_along_axis(climbed, np.stack(counts, axis=1), axis=1)
    ends.sort(axis=0)
    return np.asarray(history.logs[-1] + _quantiles(ends))


def _futures(
    waits: Floats, jumps: Floats, age: float, ahead: float, draws: int
) -> tuple[Floats, Floats]:
    """Jumps and times of the records to come, shape (draws, records)."""
    if age > waits.max():
        waits = np.append(waits, age + waits.mean())
    most = int(min(_MOST_RECORDS, 10 + 4 * ahead / waits.mean()))
    blocks = 16 * np.ceil(np.array([most, waits.size, jumps.size]) / 16).astype(int)
    kept_waits = _uniform(0, draws, blocks[1])[:, : waits.size - 1]
    kept_jumps = _uniform(1, draws, blocks[2])[:, : jumps.size - 1]
    some_waits = waits[(kept_waits * waits.size).astype(int)]
    some_jumps = jumps[(kept_jumps * jumps.size).astype(int)]
    some_waits *= (waits.mean() / some_waits.mean(axis=1, keepdims=True)) ** 2
    some_jumps *= (jumps.mean() / some_jumps.mean(axis=1, keepdims=True)) ** 2
    longer = some_waits > age
    first = _uniform(2, draws, blocks[1])[:, : waits.size - 1]
    chosen = np.where(longer, first, -1.0).argmax(axis=1)[:, None]
    lasting = -np.log1p(-_uniform(3, draws, 1)[:, 0]) * some_waits.mean(axis=1)
    under_way = np.take_along_axis(some_waits, chosen, axis=1)[:, 0] - age
    next_waits = _uniform(4, draws, blocks[0])[:, :most] * (waits.size - 1)
    next_jumps = _uniform(5, draws, blocks[0])[:, :most] * (jumps.size - 1)
    arrivals = np.take_along_axis(some_waits, next_waits.astype(int), axis=1)
    arrivals[:, 0] = np.where(longer.any(axis=1), under_way, lasting)
    sizes = np.take_along_axis(some_jumps, next_jumps.astype(int), axis=1)
    return sizes, np.cumsum(arrivals, axis=1)


@lru_cache(maxsize=64)
def _uniform(part: int, draws: int, count: int) -> Floats:
    """Draws between 0 and 1, record after record: asking for more leaves the first as they are."""
    return np.random.default_rng([_SEED, part]).random((count, draws)).T.copy()


def _quantiles(sorted_ends: Floats) -> Floats:
    """Quantiles at LEVELS of draws sorted along the first axis, shape (h, levels)."""
    place = LEVELS * (len(sorted_ends) - 1)
    below = place.astype(int)
    part = (place - below)[:, None]
    above = np.minimum(below + 1, len(sorted_ends) - 1)
    return np.asarray((sorted_ends[below] * (1 - part) + sorted_ends[above] * part).T)
