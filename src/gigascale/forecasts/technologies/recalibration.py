"""Forecasts whose levels are bent by how forecasts of other things came true."""

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from gigascale.forecasts.predictive import LEVELS, Student
from gigascale.trends.points import Floats


def calibration_levels(
    probabilities: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> Floats:
    """Levels at which a method's own quantiles would have been right.

    Parameters
    ----------
    probabilities : array_like, shape (n,)
        Probability integral transforms of past forecasts of that method.
    weights : array_like, shape (n,), optional

    Returns
    -------
    ndarray, shape (levels,)
        For each of `LEVELS` the probability below which that share of outcomes fell.

    Examples
    --------
    >>> shares = (np.arange(1000) + 0.5) / 1000
    >>> bool(np.abs(calibration_levels(shares) - LEVELS).max() < 1e-3)
    True
    """
    chances = np.asarray(probabilities, dtype=float)
    order = np.argsort(chances, kind="stable")
    weight = np.ones(chances.size) if weights is None else np.asarray(weights, dtype=float)
    running = np.cumsum(weight[order])
    middle = (running - weight[order] / 2) / running[-1]
    return np.asarray(np.interp(LEVELS, middle, chances[order]))


def recalibrated(student: Student, levels: Floats) -> Floats:
    """Quantiles at `LEVELS` of a forecast whose levels are bent by `calibration_levels`.

    Parameters
    ----------
    student : Student
        Of shape (...).
    levels : ndarray, shape (levels,)

    Returns
    -------
    ndarray, shape (..., levels)

    Examples
    --------
    >>> from gigascale.forecasts.predictive import student_quantiles
    >>> student = Student(np.zeros(2), np.ones(2), 4)
    >>> bool(np.allclose(recalibrated(student, LEVELS), student_quantiles(student)))
    True
    """
    freedom = np.asarray(student.degrees_of_freedom, dtype=float)[..., None]
    spread = stdtrit(np.minimum(freedom, 1e9), levels)
    return np.asarray(
        np.asarray(student.centre)[..., None] + np.asarray(student.scale)[..., None] * spread
    )
