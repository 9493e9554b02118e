"""Three ways to say how uncertain a least-squares line is; they differ in what errors they allow.

cosine (default)
    Errors may be related to their neighbours. Long-run variance by the projections of AR(1)
    filtered errors on a few cosines, Student t quantiles (Lazarus, Lewis, Stock and Watson 2018;
    Andrews and Monahan 1992); see `gigascale.trends.dependence`.
hac
    Newey and West (1987) errors of `statsmodels`, 4 (n/100)^(2/9) lags, small-sample correction.
ols
    Independent errors of equal spread, as in the published figures; `statsmodels`.

`cosine` is the default because, of the three, only its interval holds the growth of simulated
series nearly as often as it says: with errors independent or related, of equal spread or not, from
about 15 points on. Where errors are independent it is hardly wider than `ols`. `ols` and `hac` are
too narrow as soon as neighbours are related. `gigascale.trends.coverage` measures this, and where
`cosine` too falls short: few points with strongly related errors, and slow errors under much
independent noise. Generalised least squares with AR(1) errors is left out because it rests on the
errors being exactly AR(1) and moves the growth rate away from the line of least squares.

`cosine` and `hac` work on the mean of each date, weighted by its number of points: the line is the
same, points of one date may be related in any way, and their order does not matter.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gigascale.errors import InputError
from gigascale.trends.dependence import Uncertainty, robust_uncertainty
from gigascale.trends.points import Floats, Points, date_means

DEFAULT_METHOD = "cosine"


def line_uncertainty(centred: Points, method: str) -> Uncertainty:
    """Uncertainty of a least-squares line.

    Parameters
    ----------
    centred : Points
        Dates less their mean, and log10 values, in date order.
    method : str
        One of `METHODS`.

    Returns
    -------
    Uncertainty
        Of the level at the mean date and the slope.

    Raises
    ------
    InputError
        The method is unknown.

    Examples
    --------
    >>> points = Points(np.array([-1.0, 0.0, 1.0]), np.array([0.0, 0.3, 0.0]))
    >>> line_uncertainty(points, "cosine").covariance.round(6).tolist()
    [[0.02, 0.0], [0.0, 0.03]]
    """
    if method not in METHODS:
        raise InputError(f"method {method!r} is unknown; accepted: {', '.join(METHODS)}")
    return METHODS[method](centred)


def _cosine(centred: Points) -> Uncertainty:
    return robust_uncertainty(*weighted_dates(centred))


def _hac(centred: Points) -> Uncertainty:
    design, response = weighted_dates(centred)
    lags = int(4 * (response.size / 100) ** (2 / 9))
    options = {"maxlags": lags, "use_correction": True}
    fit = _least_squares(design, response, cov_type="HAC", cov_kwds=options, use_t=True)
    return Uncertainty(np.asarray(fit.cov_params()), float(fit.df_resid))


def _ols(centred: Points) -> Uncertainty:
    design = np.column_stack([np.ones_like(centred.years), centred.years])
    fit = _least_squares(design, centred.values)
    return Uncertainty(np.asarray(fit.cov_params()), float(fit.df_resid))


def _least_squares(design: Floats, response: Floats, **options: Any) -> Any:
    from statsmodels.regression.linear_model import (
        OLS,
    )  # slow to import, and the default needs none

    return OLS(response, design).fit(**options)


METHODS: dict[str, Callable[[Points], Uncertainty]] = {"cosine": _cosine, "hac": _hac, "ols": _ols}


def weighted_dates(points: Points) -> tuple[Floats, Floats]:
    """Design and response of the line through the mean of each date, weighted by its count.

    Parameters
    ----------
    points : Points

    Returns
    -------
    design : ndarray, shape (dates, 2)
        Level and year, times the root of the count.
    response : ndarray, shape (dates,)

    Examples
    --------
    >>> design, response = weighted_dates(Points(np.array([1.0, 2, 2, 2, 2]), np.arange(5.0)))
    >>> design.tolist(), response.tolist()
    ([[1.0, 1.0], [2.0, 4.0]], [0.0, 5.0])
    """
    dates = date_means(points)
    weights = np.sqrt(dates.counts)
    return np.column_stack([weights, weights * dates.years]), weights * dates.means
