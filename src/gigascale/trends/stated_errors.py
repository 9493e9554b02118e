"""A line through values that are known within a stated factor each."""

import numpy as np
from scipy.special import ndtri

from gigascale.trends.dependence import robust_uncertainty
from gigascale.trends.points import Floats, Points
from gigascale.trends.robust_lines import Line

STATED_LEVEL = 0.9


def weighted_line(points: Points, error_factor: Floats) -> Line:
    """Least squares where each value has a stated error besides the scatter common to all.

    A value known within a factor g has a standard deviation of log10(g)/1.645 in log10, the
    factor taken as the ends of a 90% interval; its weight is the inverse of that squared plus the
    `common_variance`. This is the model of a meta-analysis: the error is in the value, as dates
    are known, so it costs precision but does not flatten the line. What it cannot mend: points
    chosen for being the largest by a value with an error, which are too large on average, the
    more so the larger their error; and an error that many points share.

    Parameters
    ----------
    points : Points
        Dates less their mean, and log10 values, in date order.
    error_factor : ndarray, shape (n,)
        Above 1.

    Returns
    -------
    Line

    Examples
    --------
    >>> points = Points(np.array([-1.5, -0.5, 0.5, 1.5]), np.array([0.0, 1.0, 2.0, 8.0]))
    >>> round(weighted_line(points, np.array([1.1, 1.1, 1.1, 1e6])).slope, 3)
    1.0
    """
    sd = stated_sd(error_factor)
    weights = 1 / (sd**2 + common_variance(points, sd))
    centre = float(weights @ points.years / weights.sum())
    ahead = weights * (points.years - centre)
    slope = float(ahead @ points.values / (ahead @ points.years))
    level = float(weights @ points.values / weights.sum()) - slope * centre
    dates, position = np.unique(points.years, return_inverse=True)
    sums = np.bincount(position, weights)
    roots = np.sqrt(sums)
    response = np.bincount(position, weights * points.values) / roots
    design = np.column_stack([roots, roots * dates])
    return Line(level, slope, *robust_uncertainty(design, response))


def stated_sd(error_factor: Floats) -> Floats:
    """Standard deviation of log10 values known within a factor either way at 90%.

    Examples
    --------
    >>> stated_sd(np.array([3.0, 10.0])).round(3).tolist()
    [0.29, 0.608]
    """
    return np.asarray(np.log10(error_factor) / ndtri(0.5 + STATED_LEVEL / 2))


def common_variance(points: Points, sd: Floats) -> float:
    """Variance around a line that the stated errors do not explain (Paule and Mandel 1982).

    With it the weighted squared errors of the n points add up to n − 2; 0 where the stated errors
    alone explain more than all of the scatter.

    Parameters
    ----------
    points : Points
    sd : ndarray, shape (n,)
        Stated standard deviations, above 0.

    Returns
    -------
    float
        In squared units of the values.

    Examples
    --------
    >>> points = Points(np.arange(4.0), np.array([1.0, -1.0, 1.0, -1.0]))
    >>> round(common_variance(points, np.full(4, 1.0)), 6)
    0.6
    """
    from scipy.optimize import brentq

    line = np.column_stack([np.ones_like(points.years), points.years])

    def excess(variance: float) -> float:
        roots = 1 / np.sqrt(sd**2 + variance)
        response = roots * points.values
        explained: Floats = np.linalg.qr(roots[:, None] * line)[0].T @ response
        return float(response @ response - explained @ explained) - (sd.size - 2)

    if excess(0.0) <= 0:
        return 0.0
    return float(brentq(excess, 0.0, float(points.values @ points.values)))
