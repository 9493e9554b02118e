"""Predictive distributions: quantiles of log10 values at fixed levels.

Every forecast of the book is an array of shape (..., targets, levels): the quantiles of the log10
value at each target date, at `LEVELS`. Methods whose distribution is a Student t make them with
`student_quantiles`; a combination averages them level by level.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from gigascale.errors import InputError
from gigascale.trends.points import Floats

LEVELS: Floats = np.arange(1, 200) / 200
NAMED = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
COVERAGES = (0.5, 0.8, 0.9)


class Student(NamedTuple):
    """Location-scale Student t distributions of log10 values; arrays that broadcast.

    `degrees_of_freedom` may be infinite: a normal distribution.
    """

    centre: Floats
    scale: Floats
    degrees_of_freedom: npt.ArrayLike


def student_quantiles(student: Student) -> Floats:
    """Quantiles at `LEVELS`.

    Parameters
    ----------
    student : Student
        Of shape (...).

    Returns
    -------
    ndarray, shape (..., levels)

    Examples
    --------
    >>> quantiles = student_quantiles(Student(np.array([1.0]), np.array([0.5]), 4))
    >>> quantiles.shape, quantiles[0, 99].round(6), quantiles[0, 189].round(3)
    ((1, 199), np.float64(1.0), np.float64(2.066))
    """
    freedom = np.asarray(student.degrees_of_freedom, dtype=float)
    different, which = np.unique(freedom, return_inverse=True)
    spread = np.array([_standard(float(one)) for one in different])[which.reshape(freedom.shape)]
    return np.asarray(
        np.asarray(student.centre)[..., None] + np.asarray(student.scale)[..., None] * spread
    )


@lru_cache(maxsize=1024)
def _standard(degrees_of_freedom: float) -> Floats:
    return np.asarray(stdtrit(min(degrees_of_freedom, 1e9), LEVELS))


def quantile(quantiles: Floats, level: float) -> Floats:
    """One quantile of each distribution, interpolated between `LEVELS`.

    Parameters
    ----------
    quantiles : ndarray, shape (..., levels)
    level : float
        From the first of `LEVELS` to the last.

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    InputError
        The level lies outside `LEVELS`.

    Examples
    --------
    >>> normal = student_quantiles(Student(np.zeros(1), np.ones(1), np.inf))
    >>> quantile(normal, 0.95).round(3).tolist()
    [1.645]
    """
    if not LEVELS[0] <= level <= LEVELS[-1]:
        raise InputError(f"a level lies from {LEVELS[0]:g} to {LEVELS[-1]:g}; it is {level:g}")
    place = np.interp(level, LEVELS, np.arange(LEVELS.size))
    below, part = int(place), place - int(place)
    above = min(below + 1, LEVELS.size - 1)
    return np.asarray(quantiles[..., below] * (1 - part) + quantiles[..., above] * part)


def probability(quantiles: Floats, observed: npt.ArrayLike) -> Floats:
    """Probability integral transform: the probability of at most what was observed.

    Parameters
    ----------
    quantiles : ndarray, shape (..., levels)
    observed : array_like, shape (...)
        log10 values.

    Returns
    -------
    ndarray, shape (...)
        Uniform on 0 to 1 where forecasts are calibrated. Below the first level and above the
        last it takes half of what is left.

    Examples
    --------
    >>> forecast = student_quantiles(Student(np.zeros(1), np.ones(1), np.inf))
    >>> probability(forecast, [0.0]).round(3).tolist(), probability(forecast, [9.0]).tolist()
    ([0.5], [0.9975])
    """
    seen = np.asarray(observed, dtype=float)[..., None]
    below = (quantiles < seen).sum(axis=-1)
    at_most = (quantiles <= seen).sum(axis=-1)
    return np.asarray((below + at_most + 1) / 2 / (LEVELS.size + 1))
