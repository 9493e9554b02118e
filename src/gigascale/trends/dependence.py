"""How uncertain fitted coefficients are when each point's error is related to the next.

Records follow records, so the errors of a trend are not independent and ordinary intervals are
too narrow. Here an AR(1) filter first takes out most of the dependence (Andrews and Monahan 1992).
What is left is projected on a few slow cosines, taken orthogonal to the filtered regressors; the
mean square of the projections is the variance of the filtered errors where it matters for a trend
(Lazarus, Lewis, Stock and Watson 2018). AR(1) errors of that variance then give the covariance of
the least-squares coefficients. With independent normal errors and no filter, the t ratio has
exactly Student's distribution with as many degrees of freedom as there are cosines.
"""

from typing import NamedTuple

import numpy as np
from scipy.linalg import solve_banded

from gigascale.trends.points import Floats

_HIGHEST_AUTOCORRELATION = 0.97
_FEWEST_TO_FILTER = 9


class Uncertainty(NamedTuple):
    """Covariance of fitted coefficients, shape (k, k), and degrees of freedom of their t ratios."""

    covariance: Floats
    degrees_of_freedom: float


def robust_uncertainty(
    design: Floats, response: Floats, instruments: Floats | None = None
) -> Uncertainty:
    """Uncertainty of least-squares coefficients that allows for related errors.

    The number of cosines is 0.4 n^(2/3), as Lazarus, Lewis, Stock and Watson (2018) recommend.

    Parameters
    ----------
    design : ndarray, shape (n, k)
        Regressors X in date order, n > k.
    response : ndarray, shape (n,)
    instruments : ndarray, shape (n, k), optional
        Z where the coefficients solve Z'(y − X b) = 0; by default X, which is least squares.

    Returns
    -------
    Uncertainty

    Examples
    --------
    >>> covariance, degrees_of_freedom = robust_uncertainty(np.ones((5, 1)), np.arange(5.0))
    >>> covariance.round(6).tolist(), degrees_of_freedom
    ([[1.98387]], 1)
    """
    n, k = design.shape
    rho = error_autocorrelation(residuals(design, response))
    count = int(np.clip(round(0.4 * n ** (2 / 3)), 1, n - k))
    cosines = np.cos(np.pi * (np.arange(n)[:, None] + 0.5) / n * np.arange(1, count + 1))
    basis = np.linalg.qr(np.column_stack([filtered(design, rho), cosines]))[0][:, k:]
    projections = basis.T @ filtered(response, rho)
    weights = design if instruments is None else instruments
    inverse = np.linalg.inv(design.T @ weights)
    spread = _unfiltered(weights, rho) @ inverse
    return Uncertainty(float(projections @ projections) / count * (spread.T @ spread), count)


def residuals(design: Floats, response: Floats) -> Floats:
    """Residuals of least squares.

    Parameters
    ----------
    design : ndarray, shape (n, k)
    response : ndarray, shape (n,) or (n, series)

    Returns
    -------
    ndarray, shape of `response`

    Examples
    --------
    >>> residuals(np.ones((3, 1)), np.array([1.0, 2.0, 6.0])).round(12).tolist()
    [-2.0, -1.0, 3.0]
    """
    basis = np.linalg.qr(design)[0]
    return np.asarray(response - basis @ (basis.T @ response))


def first_autocorrelation(residual: Floats) -> float:
    """Correlation of each residual with the next; 0 where all residuals are 0.

    Examples
    --------
    >>> first_autocorrelation(np.array([1.0, -1.0, 1.0, -1.0]))
    -0.75
    """
    power = float(residual @ residual)
    return float(residual[1:] @ residual[:-1]) / power if power > 0 else 0.0


def durbin_watson(residual: Floats) -> float:
    """Durbin-Watson statistic: near 2 where residuals are independent, near 0 where they persist.

    Examples
    --------
    >>> durbin_watson(np.array([1.0, -1.0, 1.0, -1.0]))
    3.0
    """
    steps, power = np.diff(residual), float(residual @ residual)
    return float(steps @ steps) / power if power > 0 else 2.0


def error_autocorrelation(residual: Floats, coefficients: int = 2) -> float:
    """AR(1) coefficient of the errors behind the residuals of a fitted trend.

    Fitting a level and a slope lowers the first autocorrelation r of n residuals by about
    (2 + 4ρ)/n; solved for ρ, with k coefficients in place of 2, this gives (n r + k)/(n − 2 k).
    Kept within 0 and 0.97; 0 for fewer than 9 residuals, which cannot tell.

    Parameters
    ----------
    residual : ndarray, shape (n,)
        In date order.
    coefficients : int
        How many were fitted.

    Returns
    -------
    float

    Examples
    --------
    >>> error_autocorrelation(np.sin(np.arange(40.0) / 4))
    0.97
    """
    n, k = residual.size, coefficients
    if n < _FEWEST_TO_FILTER:
        return 0.0
    corrected = (n * first_autocorrelation(residual) + k) / (n - 2 * k)
    return float(np.clip(corrected, 0.0, _HIGHEST_AUTOCORRELATION))


def ar1(innovations: Floats, rho: float) -> Floats:
    """Stationary AR(1) series from independent draws, of the same variance as the draws.

    Parameters
    ----------
    innovations : ndarray, shape (series, n)
    rho : float
        Correlation of neighbours, between −1 and 1.

    Returns
    -------
    ndarray, shape (series, n)

    Examples
    --------
    >>> ar1(np.array([[1.0, 0.0, 0.0]]), 0.5).tolist()
    [[1.0, 0.5, 0.25]]
    """
    series = np.multiply(np.sqrt(1 - rho**2), innovations)
    series[:, 0] = innovations[:, 0]
    for point in range(1, series.shape[1]):
        series[:, point] += rho * series[:, point - 1]
    return series


def resampled_errors(residual: Floats, rho: float, draws: int, rng: np.random.Generator) -> Floats:
    """AR(1) bootstrap of a fit's errors: its innovations, drawn anew, run through the filter.

    Parameters
    ----------
    residual : ndarray, shape (n,)
        In date order.
    rho : float
        Autocorrelation of the errors.
    draws : int
        Series to draw.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, shape (n, draws)

    Examples
    --------
    >>> resampled_errors(np.array([1.0, -1.0, 1.0]), 0.0, 500, np.random.default_rng(1)).shape
    (3, 500)
    """
    innovations = filtered(residual, rho)[1:]
    innovations -= innovations.mean()
    drawn = rng.choice(innovations, (draws, residual.size))
    return ar1(drawn / np.sqrt(1 - rho**2), rho).T


def filtered(series: Floats, rho: float) -> Floats:
    """Innovations of AR(1) errors, the first scaled to the variance of the rest.

    Parameters
    ----------
    series : ndarray, shape (n,) or (n, k)
        In date order.
    rho : float
        Autocorrelation of the errors.

    Returns
    -------
    ndarray, shape of `series`

    Examples
    --------
    >>> filtered(np.array([0.0, 2.0, 1.0]), 0.5).tolist()
    [0.0, 2.0, 0.0]
    """
    innovations = np.array(series, dtype=float)
    innovations[1:] -= rho * series[:-1]
    innovations[0] *= np.sqrt(1 - rho**2)
    return innovations


def _unfiltered(design: Floats, rho: float) -> Floats:
    """Solution of F' z = design, F the filter: if the innovations have variance 1, the covariance
    of design' errors is z' z.
    """
    diagonals = np.ones((2, len(design)))
    diagonals[0] = -rho
    diagonals[1, 0] = np.sqrt(1 - rho**2)
    return np.asarray(solve_banded((0, 1), diagonals, design))
