"""How much wider than a plain random walk forecasts must be: θ, pooled over technologies.

The variance of a random-walk forecast grows with θ (`widening`). Farmer and Lafond (2016)
choose the θ at which the errors of all hindcasts, over the spread of the changes that each was
made from, are as large as theory says: their mean square, over the widening, is the variance of
Student's t with m − 1 degrees of freedom. `recalibration` is the alternative that assumes no shape.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.errors import InputError
from gigascale.forecasts.continued import random_walk
from gigascale.forecasts.technologies.families import alike
from gigascale.trends.points import Floats
from gigascale.trends.random_walk import MOVING_AVERAGE
from gigascale.trends.rates import DEFAULT_LEVEL, check_level

GRID: Floats = np.linspace(-1, 1, 401)
_DRAWS = 2000
_SEED = 20161


class Squares(NamedTuple):
    """Squared errors over the widening, summed by family, for each θ of `GRID`.

    Attributes
    ----------
    families : ndarray of str, shape (families,)
    sums : ndarray, shape (families, thetas)
    weights : ndarray, shape (families,)
        Of the hindcasts summed.
    expected : float
        The variance of Student's t, which the mean square should be.
    """

    families: npt.NDArray[np.object_]
    sums: Floats
    weights: Floats
    expected: float


class ThetaFit(NamedTuple):
    """θ at which the mean square of the standardised errors matches theory.

    Attributes
    ----------
    theta, theta_low, theta_high : float
        From −1 to 1; at an end no θ is enough. The interval draws families again.
    share_not_positive : float
        Of the draws of families, those with θ of 0 or less.
    mean_square, mean_square_at_zero, expected : float
        Of the standardised errors with this θ, with 0, and in theory.
    """

    theta: float
    theta_low: float
    theta_high: float
    share_not_positive: float
    mean_square: float
    mean_square_at_zero: float
    expected: float


def squares(
    walks: pd.DataFrame,
    *,
    moving_average: float = MOVING_AVERAGE,
    technologies_alike: bool = False,
) -> Squares:
    """Sum the squared errors of random walks by family, as each θ would standardise them.

    Parameters
    ----------
    walks : DataFrame
        `curves.hindcasts` of `random_walk`; those with a spread of 0 are left out.
    moving_average : float
        The θ that they were made with.
    technologies_alike : bool
        Each technology counts the same, instead of each hindcast.

    Returns
    -------
    Squares

    Raises
    ------
    InputError
        Fewer than 4 changes a forecast: the variance of their t is infinite.

    Examples
    --------
    >>> walks = pd.DataFrame({
    ...     "technology": "Lamp", "family": "lamp", "horizon": [1, 2], "scale": 1.0,
    ...     "degrees_of_freedom": 4, "standardised": [1.0, 2.0],
    ... })
    >>> squares(walks, moving_average=0.0).sums[0, 200].round(6)
    np.float64(5.0)
    """
    freedom = int(walks["degrees_of_freedom"].iloc[0])
    if freedom < 3:
        raise InputError(f"forecasts from {freedom + 1} changes have no finite variance; use 4")
    walks = walks[walks["scale"] > 0]
    weights = alike(walks) if technologies_alike else np.ones(len(walks))
    made_with = widening(walks["horizon"].to_numpy(dtype=float), freedom + 1, moving_average)
    sizes = walks["standardised"].to_numpy() ** 2 * made_with * weights
    table = walks[["family", "horizon"]].assign(sizes=sizes, weights=weights)
    by_horizon = table.pivot_table("sizes", "family", "horizon", aggfunc="sum", fill_value=0.0)
    steps = by_horizon.columns.to_numpy(dtype=float)
    shrinking = np.array([1 / widening(steps, freedom + 1, theta) for theta in GRID]).T
    weight = table.groupby("family")["weights"].sum().to_numpy()
    families = by_horizon.index.to_numpy(dtype=object)
    return Squares(families, by_horizon.to_numpy() @ shrinking, weight, freedom / (freedom - 2))


def theta_of(summed: Squares, counts: npt.ArrayLike) -> Floats:
    """θ at which the mean square is nearest to theory, for families counted so many times.

    Parameters
    ----------
    summed : Squares
    counts : array_like, shape (..., families)

    Returns
    -------
    ndarray, shape (...)
        On `GRID`.

    Examples
    --------
    >>> summed = Squares(np.array(["lamp"], object), 4 - 2 * GRID[None], np.ones(1), 3.0)
    >>> theta_of(summed, [1.0]).round(3)
    np.float64(0.5)
    """
    times = np.asarray(counts, dtype=float)
    means = times @ summed.sums / (times @ summed.weights)[..., None]
    return np.asarray(GRID[np.abs(means - summed.expected).argmin(axis=-1)])


def fit_theta(summed: Squares, *, level: float = DEFAULT_LEVEL) -> ThetaFit:
    """Choose θ so that the mean square of the standardised errors is the variance of Student's t.

    It is a width and no estimate of the moving average: the spread of a few changes that go
    together is too small, and the θ that makes up for it is larger than theirs.

    Parameters
    ----------
    summed : Squares
        From `squares`.
    level : float
        Probability of the interval.

    Returns
    -------
    ThetaFit

    Raises
    ------
    InputError
        The level is outside 0 to 1.

    Examples
    --------
    >>> from gigascale.forecasts.technologies.curves import hindcasts
    >>> from gigascale.lines.technologies import Technology
    >>> logs = np.random.default_rng(1).normal(size=(100, 60)).cumsum(axis=1)
    >>> years = np.arange(60.0)
    >>> lamps = [Technology(str(k), str(k), years, logs[k], years, 0) for k in range(100)]
    >>> fit = fit_theta(squares(hindcasts(lamps, random_walk)))
    >>> fit.theta_low < 0 < fit.theta_high, abs(fit.mean_square - fit.expected) < 0.02
    (True, True)
    """
    check_level(level)
    count = summed.weights.size
    rng = np.random.default_rng(_SEED)
    drawn = theta_of(summed, rng.multinomial(count, np.full(count, 1 / count), _DRAWS))
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    theta = float(theta_of(summed, np.ones(count)))
    means = summed.sums.sum(axis=0) / summed.weights.sum()
    at_theta, at_zero = np.interp([theta, 0.0], GRID, means)
    share = float((drawn < 1e-9).mean())
    ends = float(low), float(high), share, float(at_theta), float(at_zero)
    return ThetaFit(theta, *ends, summed.expected)


def widening(steps: Floats, changes: int, moving_average: float) -> Floats:
    """Variance of a `random_walk` forecast over that of the changes it is made from.

    Parameters
    ----------
    steps : ndarray, shape (h,)
        Horizons.
    changes : int
    moving_average : float
        θ.

    Returns
    -------
    ndarray, shape (h,)

    Examples
    --------
    >>> steps = np.array([1.0, 10.0])
    >>> widening(steps, 5, 0.0).round(3).tolist(), widening(steps, 5, 1.0).round(3).tolist()
    ([1.2, 30.0], [1.16, 53.0])
    """
    moves = np.arange(changes) - (changes - 1) / 2
    unit = np.append(0.0, np.cumsum(moves / moves.std(ddof=1)))
    return np.asarray(random_walk(unit, steps, moving_average=moving_average).scale ** 2)
