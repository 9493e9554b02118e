"""A test of θ = 0: does it matter in which order the yearly changes came?"""

from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from gigascale.forecasts.continued import random_walk
from gigascale.lines.technologies import FEWEST_CHANGES, Technology
from gigascale.trends.points import Floats
from gigascale.trends.rates import DEFAULT_LEVEL

_SEED = 20161


class Order(NamedTuple):
    """How forecasts with θ = 0 fare in the true order of the changes and in random ones.

    Attributes
    ----------
    missed : float
        Share of hindcasts outside their interval.
    missed_shuffled, missed_shuffled_low, missed_shuffled_high : float
        Median of that share over random orders, and what 90% of them lie between.
    p_value : float
        Share of orders, the true one among them, that miss at least as many.
    p_value_squares : float
        The same for the mean square of the standardised errors.
    """

    missed: float
    missed_shuffled: float
    missed_shuffled_low: float
    missed_shuffled_high: float
    p_value: float
    p_value_squares: float


def order_matters(
    curves: list[Technology],
    *,
    technologies_alike: bool = False,
    normal: bool = False,
    changes: int = FEWEST_CHANGES,
    horizons: int = 20,
    draws: int = 999,
    level: float = DEFAULT_LEVEL,
) -> Order:
    """Test θ = 0 by putting the yearly changes of each technology in random order.

    With θ = 0 and a constant drift and spread, the changes of a technology are exchangeable. A
    random order keeps their mean, spread and heavy tails, and loses what an early change says of
    later ones. One-sided: are intervals missed more often in the true order?

    Parameters
    ----------
    curves : list of Technology
        At least `changes` + 2 years each.
    technologies_alike : bool
        Each technology counts the same, instead of each hindcast.
    normal : bool
        Independent normal changes instead of a random order, as theory has them.
    changes, horizons : int
        As `gigascale.forecasts.technologies.curves.hindcasts`.
    draws : int
        Random orders. Each technology has its own, also within a family.
    level : float
        Probability of the intervals that are missed.

    Returns
    -------
    Order

    Examples
    --------
    >>> years, costs = np.arange(40.0), np.abs(np.arange(40.0) - 20)
    >>> kinked = Technology("Lamp", "lamp", years, costs + 0.1 * np.sin(years**2), years, 0)
    >>> order_matters([kinked], draws=99).p_value
    0.01
    """
    rng = np.random.default_rng(_SEED)
    beyond = float(stdtrit(changes - 1, (1 + level) / 2))
    missed, squares, total = np.zeros(draws + 1), np.zeros(draws + 1), 0.0
    for curve in curves:
        moved = np.diff(curve.log10_cost)
        orders = rng.permuted(np.tile(moved, (draws + 1, 1)), axis=1)
        if normal:
            orders = rng.normal(size=orders.shape)
        orders[0] = moved
        sizes, count = _standardised(orders, changes, horizons)
        weight = 1 / count if technologies_alike else 1.0
        missed += weight * (sizes > beyond).sum(axis=(1, 2))
        squares += weight * (np.where(np.isfinite(sizes), sizes, 0.0) ** 2).sum(axis=(1, 2))
        total += weight * count
    shares = missed / total
    low, middle, high = np.quantile(shares[1:], [0.05, 0.5, 0.95])
    p_values = [float((found >= found[0] * (1 - 1e-9)).mean()) for found in (shares, squares)]
    return Order(float(shares[0]), float(middle), float(low), float(high), *p_values)


def _standardised(orders: Floats, changes: int, horizons: int) -> tuple[Floats, int]:
    """Sizes of the standardised errors of θ = 0, 0 where nothing is known, and how many are."""
    logs = np.cumsum(np.pad(orders, ((0, 0), (1, 0))), axis=1)
    windows = np.lib.stride_tricks.sliding_window_view(logs, changes + 1, axis=1)[:, :-1]
    student = random_walk(windows, np.arange(1.0, horizons + 1), moving_average=0.0)
    last = logs.shape[1] - 1
    target = np.arange(changes, last)[:, None] + np.arange(1, horizons + 1)
    errors = np.abs(logs[:, np.minimum(target, last)] - student.centre)
    moving = student.scale > 1e-9
    sizes = np.divide(errors, student.scale, out=np.where(errors > 1e-9, np.inf, 0.0), where=moving)
    return np.where(target <= last, sizes, 0.0), int((target <= last).sum())
