"""Lines that outliers move less than they move least squares: by ranks and by signs.

Their intervals allow for related errors as `cosine` does: to first order, the error of such a line
is that of a line of least squares (with an instrument, for Theil-Sen) through pseudo errors, the
influence of each point on the line. The long-run variance of these is estimated by
`gigascale.trends.dependence.robust_uncertainty`.
"""

from typing import NamedTuple

import numpy as np

from gigascale.trends.dependence import Uncertainty, robust_uncertainty
from gigascale.trends.points import Floats, Points, weighted_dates


class Line(NamedTuple):
    """A line through log10 values.

    Attributes
    ----------
    level, slope : float
        Fitted value at year 0, and change per year.
    covariance : ndarray, shape (2, 2)
        Of the two.
    degrees_of_freedom : float
        Of their t ratios.
    """

    level: float
    slope: float
    covariance: Floats
    degrees_of_freedom: float


def theil_sen(points: Points) -> Line:
    """Median slope of all pairs of points (Theil 1950, Sen 1968); `scipy.stats.theilslopes`.

    The level is the median of all pair means of the errors (Hodges and Lehmann 1963), so both
    coefficients have the pseudo errors (F(e) − 1/2)/∫f², with the share F of errors below e, their
    density f, and the ranks of the dates as the slope's instrument (Sen 1968).

    Parameters
    ----------
    points : Points
        Dates less their mean, and log10 values, in date order.

    Returns
    -------
    Line

    Examples
    --------
    >>> line = theil_sen(Points(np.arange(-3.0, 4), np.array([0, 1, 2, 3, 4, 5, 60.0])))
    >>> line.level, line.slope
    (3.0, 1.0)
    """
    from scipy.stats import rankdata, theilslopes

    n = points.years.size
    slope = float(theilslopes(points.values, points.years).slope)
    errors = points.values - slope * points.years
    level = float(np.median(np.add.outer(errors, errors)[np.triu_indices(n)])) / 2
    shares = (rankdata(errors) - (n + 1) / 2) / n
    spread = _inverse_density(np.subtract.outer(errors, errors).ravel(), _bandwidth(errors))
    ranks = rankdata(points.years) - (n + 1) / 2
    return Line(level, slope, *_uncertainty(points, shares * spread, ranks))


def median_line(points: Points) -> Line:
    """Line of least absolute errors: half of the points lie above it (Koenker and Bassett 1978).

    An exact solution of the linear program; where several lines do equally well, one of them,
    whatever the order of rows.
    The pseudo errors are sign(e)/(2 f(0)), with the density f(0) of the errors at the line and
    the dual variables less 1/2 for sign(e)/2, as points on the line have no sign.

    Parameters
    ----------
    points : Points
        Dates less their mean, and log10 values, in date order.

    Returns
    -------
    Line

    Examples
    --------
    >>> line = median_line(Points(np.arange(-3.0, 4), np.array([0, 1, 2, 3, 4, 5, 60.0])))
    >>> round(line.level, 9), round(line.slope, 9)
    (3.0, 1.0)
    """
    from scipy.optimize import linprog

    order = np.lexsort((points.values, points.years))  # points of one date, in any order
    points = Points(points.years[order], points.values[order])
    design = np.column_stack([np.ones_like(points.years), points.years])
    dual = linprog(-points.values, A_eq=design.T, b_eq=design.sum(axis=0) / 2, bounds=(0, 1))
    level, slope = (-dual.eqlin.marginals).tolist()
    errors = points.values - level - slope * points.years
    pseudo = (dual.x - 0.5) * _inverse_density(errors, _bandwidth(errors))
    return Line(level, slope, *_uncertainty(points, pseudo))


def _uncertainty(points: Points, pseudo: Floats, ranks: Floats | None = None) -> Uncertainty:
    design, response = weighted_dates(Points(points.years, pseudo))
    if ranks is None:
        return robust_uncertainty(design, response)
    instrument = weighted_dates(Points(points.years, ranks))[1]
    return robust_uncertainty(design, response, np.column_stack([design[:, 0], instrument]))


def _bandwidth(errors: Floats) -> float:
    """Bandwidth of a normal kernel by the rule for normal errors (Silverman 1986)."""
    sd = float(errors.std())
    quartiles = float(np.subtract(*np.quantile(errors, [0.75, 0.25]))) / 1.349
    return float(1.06 * (min(sd, quartiles) or sd) * errors.size**-0.2)


def _inverse_density(errors: Floats, bandwidth: float) -> float:
    """One over the density of the errors at 0; 0 where they are no more than rounding."""
    if bandwidth == 0:
        return 0.0
    kernel = float(np.exp(-0.5 * (errors / bandwidth) ** 2).mean())
    return float(np.sqrt(2 * np.pi) * bandwidth / kernel) if kernel > 0 else 0.0
