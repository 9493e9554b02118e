"""Straight lines on a log chart, drawn at past dates and compared with what came.

Each line sees only the points dated before it was drawn. The file itself is today's, so revisions
and points added late are hindsight that a line drawn then would not have had.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.errors import InputError
from gigascale.trends.growth import fit_growth
from gigascale.trends.points import as_points
from gigascale.trends.rates import DEFAULT_LEVEL


def extrapolate(
    years: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    origins: npt.ArrayLike,
    targets: npt.ArrayLike,
    history_years: float = np.inf,
    within_years: float = 0.5,
    level: float = DEFAULT_LEVEL,
) -> pd.DataFrame:
    """Draw a line at each origin and read it at its target.

    Parameters
    ----------
    years, values : array_like, shape (n,)
        Decimal years and positive values, in any order.
    origins, targets : array_like, shape (k,) or scalar
        Decimal years; a line at origin t is fitted to t − history ≤ year < t.
    history_years : float
        How far back a line looks.
    within_years : float
        The outcome is the geometric mean of the points within this distance of the target, those
        that the line was fitted to excepted.
    level : float
        Probability of the interval of the line.

    Returns
    -------
    DataFrame
        Columns origin_year, target_year, line, line_low, line_high, observed (the unit of the
        values), ratio, ratio_low, ratio_high (line over observed), points (fitted) and outcomes
        (averaged). The interval is that of the line, not of a single new point.

    Raises
    ------
    InputError
        As `gigascale.trends.growth.fit_growth`; also when a target is not after its origin or has
        no points near it.

    Examples
    --------
    >>> years = np.arange(2000, 2021)
    >>> drawn = extrapolate(years, 2.0 ** (years - 2000), origins=[2005, 2010], targets=2020)
    >>> drawn["ratio"].round(6).tolist(), drawn["points"].tolist()
    ([1.0, 1.0], [5, 10])
    """
    dates, sizes = as_points(years, values)
    starts, ends = np.broadcast_arrays(np.atleast_1d(origins), np.atleast_1d(targets))
    rows = []
    for origin, target in zip(starts.astype(float), ends.astype(float), strict=True):
        if target <= origin:
            raise InputError(f"target {target:g} must be after the origin {origin:g}")
        seen = (dates >= origin - history_years) & (dates < origin)
        near = (np.abs(dates - target) <= within_years) & (dates >= origin)
        if not near.any():
            raise InputError(f"no points within {within_years:g} years of the target {target:g}")
        fit = fit_growth(dates[seen], sizes[seen], level=level)
        line, low, high = (float(end[0]) for end in fit.line([target]))
        observed = float(np.exp(np.log(sizes[near]).mean()))
        ratios = line / observed, low / observed, high / observed
        rows.append((origin, target, line, low, high, observed, *ratios, fit.n, int(near.sum())))
    names = ["origin_year", "target_year", "line", "line_low", "line_high", "observed"]
    names += ["ratio", "ratio_low", "ratio_high", "points", "outcomes"]
    return pd.DataFrame(rows, columns=names)
