"""How much cheaper each doubling of cumulative production: the experience curve of Wright (1936).

Cost = a · production^(−b); the learning rate is the share by which cost falls with each doubling,
1 − 2^(−b). Production and cost both move steadily over the years, so their levels line up even
where one does not drive the other, and the errors around the line persist. Lafond et al. (2018)
therefore fit yearly changes; both ways are here.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError
from gigascale.trends.dependence import first_autocorrelation, residuals, robust_uncertainty
from gigascale.trends.growth import t_quantile
from gigascale.trends.points import as_log_points
from gigascale.trends.rates import DEFAULT_LEVEL, check_level

KINDS = ("levels", "changes")


@dataclass(frozen=True, kw_only=True)
class LearningFit:
    """A learning rate and its interval.

    Attributes
    ----------
    learning_rate, learning_rate_low, learning_rate_high : float
        Share by which cost falls with each doubling of cumulative production: 0.2 is a fifth.
    level : float
        Probability of the interval.
    kind : str
        `levels` or `changes`, what was fitted.
    n : int
        Points, or changes.
    doublings : float
        Doublings of cumulative production from first to last.
    residual_autocorrelation : float
        Correlation of each error with the next.
    """

    learning_rate: float
    learning_rate_low: float
    learning_rate_high: float
    level: float
    kind: str
    n: int
    doublings: float
    residual_autocorrelation: float


def fit_learning(
    cumulative_production: npt.ArrayLike,
    unit_cost: npt.ArrayLike,
    *,
    kind: str = "levels",
    level: float = DEFAULT_LEVEL,
) -> LearningFit:
    """Fit an experience curve; the interval allows for related errors.

    Parameters
    ----------
    cumulative_production, unit_cost : array_like, shape (n,)
        Positive numbers in any unit; production rises from point to point in time.
    kind : str
        `levels`: line through log cost against log production. `changes`: the changes of log cost
        against those of log production, through the origin.
    level : float
        Probability of the interval, by `gigascale.trends.dependence.robust_uncertainty`.

    Returns
    -------
    LearningFit

    Raises
    ------
    InputError
        The kind is unknown, the level is outside 0 to 1, a number is not positive, or production
        takes fewer than 4 different values.

    Examples
    --------
    >>> fit = fit_learning([1, 2, 4, 8, 16], [10, 8, 6.4, 5.12, 4.096])
    >>> round(fit.learning_rate, 6), round(fit.doublings, 6)
    (0.2, 4.0)
    """
    check_level(level)
    if kind not in KINDS:
        raise InputError(f"kind of experience curve {kind!r} is unknown; accepted: {KINDS}")
    production = np.asarray(cumulative_production, dtype=float)
    if not (np.isfinite(production).all() and (production > 0).all()):
        raise InputError("cumulative production must be positive, finite numbers")
    points = as_log_points(np.log2(production), unit_cost)
    doublings, response = points.years, points.values / np.log10(2)
    if np.unique(doublings).size < 4:
        raise InputError("an experience curve needs at least 4 different cumulative productions")
    design = np.column_stack([doublings - doublings.mean(), np.ones_like(doublings)])
    if kind == "changes":
        design, response = np.diff(doublings)[:, None], np.diff(response)
    slope = float(np.linalg.lstsq(design, response)[0][0])
    covariance, degrees_of_freedom = robust_uncertainty(design, response)
    margin = t_quantile(level, degrees_of_freedom) * float(np.sqrt(covariance[0, 0]))
    return LearningFit(
        learning_rate=1 - 2**slope,
        learning_rate_low=1 - 2 ** (slope + margin),
        learning_rate_high=1 - 2 ** (slope - margin),
        level=level,
        kind=kind,
        n=response.size,
        doublings=float(doublings[-1] - doublings[0]),
        residual_autocorrelation=first_autocorrelation(residuals(design, response)),
    )
