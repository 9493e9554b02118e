"""Methods that continue a regular series: history in, a distribution at each horizon out.

A history is an array of log10 values one step apart, oldest first, shape (..., n): many histories
of one length are forecast at once. Horizons count steps from the last value and need not be whole.
Each method gives a Student t distribution with centre and scale of shape (..., horizons).
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError
from gigascale.forecasts.predictive import Student
from gigascale.trends.points import Floats
from gigascale.trends.random_walk import MOVING_AVERAGE

DAMPING = 0.9
FEWEST = 4


def no_change(logs: Floats, horizons: npt.ArrayLike) -> Student:
    """The last value again: a random walk without drift. A naive peer.

    Variance K² τ, for the mean square K² of the m changes and horizon τ; m degrees of freedom.

    Parameters
    ----------
    logs : ndarray, shape (..., n)
        log10 values one step apart, oldest first; at least 4.
    horizons : array_like, shape (h,)
        Steps from the last value, above 0.

    Returns
    -------
    Student
        Of shape (..., h).

    Raises
    ------
    InputError
        Fewer than 4 values, a value that is not finite, or a horizon not above 0.

    Examples
    --------
    >>> ahead = no_change(np.array([0.0, 1.0, 0.0, 1.0, 2.0]), [1, 4])
    >>> ahead.centre.tolist(), ahead.scale.tolist(), ahead.degrees_of_freedom
    ([2.0, 2.0], [1.0, 2.0], 4)
    """
    logs, steps, changes = checked(logs, horizons)
    spread = np.sqrt((changes**2).mean(axis=-1, keepdims=True))
    return Student(logs[..., -1:] + 0 * steps, spread * np.sqrt(steps), changes.shape[-1])


def straight_line(logs: Floats, horizons: npt.ArrayLike) -> Student:
    """Least squares with independent errors and its prediction interval. A naive peer.

    Variance s² (1 + 1/n + (t − t̄)²/Σ(t − t̄)²) at time t, for residual variance s²; n − 2 degrees
    of freedom.

    Parameters
    ----------
    logs, horizons
        As `no_change`.

    Returns
    -------
    Student
        Of shape (..., h).

    Raises
    ------
    InputError
        As `no_change`.

    Examples
    --------
    >>> ahead = straight_line(np.array([0.0, 1.0, 2.0, 3.0]), [1, 2])
    >>> ahead.centre.round(6).tolist(), ahead.scale.round(6).tolist(), ahead.degrees_of_freedom
    ([4.0, 5.0], [0.0, 0.0], 2)
    """
    logs, steps, _ = checked(logs, horizons)
    n = logs.shape[-1]
    times = np.arange(n) - (n - 1) / 2
    squares = times @ times
    slope = (logs @ times / squares)[..., None]
    centre = logs.mean(axis=-1, keepdims=True)
    errors = logs - centre - slope * times
    ahead = times[-1] + steps
    variance = (errors**2).sum(axis=-1, keepdims=True) / (n - 2)
    scale = np.sqrt(variance * (1 + 1 / n + ahead**2 / squares))
    return Student(centre + slope * ahead, scale, n - 2)


def random_walk(
    logs: Floats,
    horizons: npt.ArrayLike,
    *,
    moving_average: float = MOVING_AVERAGE,
    damping: float = 1.0,
) -> Student:
    """Random walk with drift and moving-average noise (Farmer and Lafond 2016).

    Variance K² A/(1 + θ²), A = −2θ + (1 + 2(m − 1)θ/m + θ²)(τ + d²/m), for the standard deviation
    K of the m changes, horizon τ and d steps of drift; m − 1 degrees of freedom. Within the first
    step the variance rises in proportion from 0.

    Parameters
    ----------
    logs, horizons
        As `no_change`.
    moving_average : float
        θ.
    damping : float
        What is left of the drift after each step, φ, above 0 and at most 1; then
        d = φ(1 − φ^τ)/(1 − φ), and τ for φ = 1.

    Returns
    -------
    Student
        Of shape (..., h).

    Raises
    ------
    InputError
        As `no_change`; also for a damping that is not above 0 and at most 1.

    Examples
    --------
    >>> ahead = random_walk(np.array([0.0, 1.0, 3.0, 6.0]), [1.0, 2.0], moving_average=0.0)
    >>> ahead.centre.tolist(), (ahead.scale**2).round(6).tolist(), ahead.degrees_of_freedom
    ([8.0, 10.0], [1.333333, 3.333333], 2)
    """
    if not 0 < damping <= 1:
        raise InputError(f"a damping is above 0 and at most 1; it is {damping:g}")
    logs, steps, changes = checked(logs, horizons)
    theta, m = moving_average, changes.shape[-1]
    drift = changes.mean(axis=-1, keepdims=True)
    spread = changes.std(axis=-1, ddof=1, keepdims=True)
    whole = np.maximum(steps, 1.0)
    drifted = _drifted(whole, damping)
    noise = 1 + 2 * (m - 1) * theta / m + theta**2
    squared = (-2 * theta + noise * (whole + drifted**2 / m)) / (1 + theta**2)
    within = np.sqrt(np.minimum(steps, 1.0))
    centre = logs[..., -1:] + drift * _drifted(steps, damping)
    return Student(centre, spread * np.sqrt(squared) * within, m - 1)


def damped(logs: Floats, horizons: npt.ArrayLike, **options: Any) -> Student:
    """`random_walk` whose drift dies out: after each step 0.9 of it is left.

    Gardner and McKenzie (1985) damp a trend so; 0.9 is a usual value, a judgement.

    Parameters
    ----------
    logs, horizons
        As `no_change`.
    **options
        `moving_average` and `damping` of `random_walk`.

    Returns
    -------
    Student
        Of shape (..., h).

    Raises
    ------
    InputError
        As `random_walk`.

    Examples
    --------
    >>> damped(np.array([0.0, 1.0, 2.0, 3.0]), [1.0, 2.0]).centre.round(6).tolist()
    [3.9, 4.71]
    """
    return random_walk(logs, horizons, damping=options.pop("damping", DAMPING), **options)


def _drifted(steps: Floats, damping: float) -> Floats:
    if damping == 1.0:
        return steps
    return np.asarray(damping * (1 - damping**steps) / (1 - damping))


def checked(logs: Floats, horizons: npt.ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Values, steps and changes as arrays of numbers that a method can use.

    Raises
    ------
    InputError
        Fewer than 4 values, a value that is not finite, or a horizon not above 0.

    Examples
    --------
    >>> checked(np.array([0.0, 1.0, 3.0, 4.0]), [1])[2].tolist()
    [1.0, 2.0, 1.0]
    """
    logs, steps = np.asarray(logs, dtype=float), np.asarray(horizons, dtype=float)
    if logs.ndim < 1 or logs.shape[-1] < FEWEST:
        count = logs.shape[-1] if logs.ndim else 1
        raise InputError(f"a forecast needs at least {FEWEST} values; there are {count}")
    if not np.isfinite(logs).all():
        raise InputError("log10 values must be finite numbers, one a step")
    if steps.ndim != 1 or not (steps > 0).all() or not np.isfinite(steps).all():
        raise InputError("horizons must be a list of numbers of steps above 0")
    return logs, steps, np.diff(logs, axis=-1)
