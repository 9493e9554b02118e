"""Several methods in one forecast, each with the weight that its past forecasts have earned.

At earlier origins within the history every candidate forecasts what the history already knows.
A candidate's loss is its CRPS over these origins, relative to the mean CRPS of the regular
candidates at the same origins; its earned weight is the inverse square of loss + 0.05, as Bates and
Granger (1969) weigh by inverse squared errors; the 0.05 keeps a flawless past from taking all. Few
past scores say little, and long forecasts from neighbouring origins err together: s origins at
horizon τ hold about s/τ separate scores, and the earned weights count s/τ against 5 for equal
weights. The quantiles are averaged level by level. These numbers, the fewest values before an
origin and the number of origins are judgements, not fitted to any series.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.errors import InputError
from gigascale.forecasts.continued import damped, no_change, random_walk, straight_line
from gigascale.forecasts.history import History
from gigascale.forecasts.predictive import LEVELS, Student, student_quantiles
from gigascale.forecasts.records import FEWEST_RECORDS, records
from gigascale.forecasts.scores import crps
from gigascale.forecasts.stationary import trend_ar
from gigascale.trends.points import Floats

CONTINUED = {
    "no-change": no_change,
    "line": straight_line,
    "random-walk": random_walk,
    "damped": damped,
    "trend-ar": trend_ar,
}
FEWEST_BEFORE = 5
MOST_ORIGINS = 12
POWER = 2.0
EQUAL = 5.0
LEAST_LOSS = 0.05
_RECORD_DRAWS = 200


def combined(history: History, horizons_years: npt.ArrayLike) -> Floats:
    """Quantiles of the candidates, averaged with `weights`.

    The candidates are the methods of `CONTINUED`, and `records` where the statistic has only risen
    and has at least 6 records. A forecast at one horizon does not depend on the others asked for.

    Parameters
    ----------
    history : History
    horizons_years : array_like, shape (h,)
        Years from `history.known_to`, above 0.

    Returns
    -------
    ndarray, shape (h, levels)
        Quantiles of log10 values at `gigascale.forecasts.predictive.LEVELS`.

    Raises
    ------
    InputError
        The history has fewer than 4 values, or a horizon is not above 0.

    Examples
    --------
    >>> rise = np.arange(12.0)
    >>> steady = History(2020.0, 1.0, rise, np.arange(2009.0, 2021.0), rise)
    >>> combined(steady, [1.0])[:, 99].round(1).tolist()
    [11.9]
    """
    horizons = np.asarray(horizons_years, dtype=float)
    shares = weights(history, horizons).to_numpy()
    quantiles = _continued(history.logs, horizons / history.step_years)
    if shares.shape[1] > len(CONTINUED):
        quantiles = np.concatenate([quantiles, records(history, horizons)[None]])
    return np.asarray(np.einsum("hm,mhl->hl", shares, quantiles))


def weights(history: History, horizons_years: npt.ArrayLike) -> pd.DataFrame:
    """Weight of each candidate at each horizon, from its scores within the history.

    A horizon counts as the next whole number of steps; where fewer than 5 origins would have an
    outcome so far ahead, as the longest that leaves 5, or as 1. Of the origins with 5 values or
    more, the last 12 with an outcome are scored.

    Parameters
    ----------
    history, horizons_years
        As `combined`.

    Returns
    -------
    DataFrame
        One row a horizon, indexed by `horizon_years`; one column a candidate; rows sum to 1.

    Raises
    ------
    InputError
        As `combined`.

    Examples
    --------
    >>> rise = np.arange(12.0)
    >>> steady = History(2020.0, 1.0, rise, np.arange(2009.0, 2021.0), rise)
    >>> weights(steady, [1.0]).round(2).loc[1.0, ["no-change", "random-walk"]].tolist()
    [0.07, 0.22]
    """
    horizons = np.asarray(horizons_years, dtype=float)
    if horizons.ndim != 1 or not (horizons > 0).all() or not np.isfinite(horizons).all():
        raise InputError("horizons must be a list of years above 0")
    names = list(CONTINUED)
    if _rising(history):
        names.append("records")
    n = history.logs.size
    longest = max(n - FEWEST_BEFORE - 4, 1)
    steps = np.minimum(np.ceil(horizons / history.step_years - 1e-9).astype(int), longest)
    different = tuple(int(step) for step in np.unique(steps))
    table = {step: _shares(history, step, different, names) for step in different}
    rows = np.array([table[int(step)] for step in steps]).reshape(-1, len(names))
    return pd.DataFrame(rows, index=pd.Index(horizons, name="horizon_years"), columns=names)


def _shares(history: History, step: int, steps: tuple[int, ...], names: list[str]) -> Floats:
    """Weights of the candidates at a whole number of steps."""
    n, equal = history.logs.size, np.full(len(names), 1 / len(names))
    counts = np.arange(FEWEST_BEFORE, n - step + 1)[-MOST_ORIGINS:]
    if not counts.size:
        return equal
    outcomes = history.logs[counts - 1 + step]
    reach = max(16, 1 << (step - 1).bit_length())
    parts = [_students(history.logs[:count].tobytes(), reach)[..., step - 1] for count in counts]
    centre, scale, freedom = np.moveaxis(np.array(parts), 1, 0)
    quantiles = student_quantiles(Student(centre, scale, freedom))
    losses = crps(quantiles, np.broadcast_to(outcomes[:, None], centre.shape))
    others = losses.mean(axis=1)
    if len(names) > len(CONTINUED):
        place = steps.index(step)
        own = [_record_quantiles(history, int(count), steps)[place] for count in counts]
        losses = np.column_stack([losses, crps(np.array(own), outcomes)])
    return _earned(losses, others, step)


def _earned(losses: Floats, others: Floats, step: int) -> Floats:
    """Weights from CRPS of shape (origins, candidates); NaN where a candidate could not run."""
    count = losses.shape[1]
    equal, ran = np.full(count, 1 / count), np.isfinite(losses)
    base = (ran * others[:, None]).sum(axis=0)
    if not others.sum() > 0:
        return equal
    loss = np.where(ran, losses, 0.0).sum(axis=0) / np.where(base > 0, base, 1.0)
    earned = np.where(base > 0, (loss + LEAST_LOSS) ** -POWER, 0.0)
    separate = len(losses) / step
    return np.asarray((separate * earned / earned.sum() + EQUAL * equal) / (separate + EQUAL))


def _continued(logs: Floats, steps: Floats) -> Floats:
    """Quantiles of every regular candidate, shape (methods, h, levels)."""
    students = [method(logs, steps) for method in CONTINUED.values()]
    return np.stack([student_quantiles(student) for student in students])


@lru_cache(maxsize=4096)
def _students(logs: bytes, reach: int) -> Floats:
    """Centre, scale and degrees of freedom of the regular candidates, shape (3, methods, reach).

    By content: backtests from one origin after the other score the same past again and again.
    """
    past, ahead = np.frombuffer(logs), np.arange(1.0, reach + 1)
    students = [method(past, ahead) for method in CONTINUED.values()]
    return np.array([np.broadcast_arrays(*student) for student in students]).swapaxes(0, 1)


def _rising(history: History) -> bool:
    jumps = np.diff(history.record_logs)
    return jumps.size + 1 >= FEWEST_RECORDS and bool((jumps > 0).all())


def _record_quantiles(history: History, count: int, steps: tuple[int, ...]) -> Floats:
    """Quantiles of `records` as of the day of the `count`-th value; NaN where it could not run."""
    day = history.known_to - history.step_years * (history.logs.size - count)
    known = history.record_years <= day + 1e-9
    if known.sum() < FEWEST_RECORDS:
        return np.full((len(steps), LEVELS.size), np.nan)
    years, logs = history.record_years[known], history.record_logs[known]
    ahead = tuple(step * history.step_years for step in steps)
    return _records(day, years.tobytes(), logs.tobytes(), ahead)


@lru_cache(maxsize=4096)
def _records(day: float, years: bytes, logs: bytes, ahead: tuple[float, ...]) -> Floats:
    record_logs = np.frombuffer(logs)
    past = History(day, 1.0, record_logs, np.frombuffer(years), record_logs)
    return records(past, ahead, draws=_RECORD_DRAWS)
