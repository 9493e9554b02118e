"""Hindcasts of the experience curves: thousands of forecasts whose outcome is known.

Every run of `changes` yearly changes of every technology makes a forecast of each of the years
after it. All runs are one array of sliding windows, so a method is called once for all of them.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from gigascale.errors import InputError
from gigascale.forecasts.predictive import Student
from gigascale.lines.technologies import FEWEST_CHANGES, Technology, technologies
from gigascale.trends.points import Floats

Continued = Callable[[Floats, Floats], Student]


def gap_free(curves: pd.DataFrame, *, changes: int = FEWEST_CHANGES) -> list[Technology]:
    """Technologies with a row for each year, and one year more than a forecast looks back on.

    Parameters
    ----------
    curves : DataFrame
        As `gigascale.lines.technologies.technologies`.
    changes : int
        Yearly changes that a forecast looks back on.

    Returns
    -------
    list of Technology

    Examples
    --------
    >>> curves = pd.DataFrame({
    ...     "technology": ["Lamp"] * 7 + ["Gappy"] * 7, "unit_cost": 1.0,
    ...     "year": [*range(2000, 2007), *range(1990, 1996), 2000], "cumulative_production": 1.0,
    ... })
    >>> [lamp.name for lamp in gap_free(curves)]
    ['Lamp']
    """
    found = technologies(curves)
    return [curve for curve in found if not curve.n_dropped and curve.years.size >= changes + 2]


def hindcasts(
    curves: list[Technology],
    method: Continued,
    *,
    changes: int = FEWEST_CHANGES,
    horizons: int = 20,
) -> pd.DataFrame:
    """Forecast each technology from each of its past years, and compare with what came.

    Parameters
    ----------
    curves : list of Technology
        Those without `changes` + 2 years give nothing.
    method : function
        Of `gigascale.forecasts.continued`: log10 values (n, changes + 1) and steps (h,) in,
        Student t distributions (n, h) out.
    changes : int
        Yearly changes that a forecast looks back on.
    horizons : int
        Most years ahead.

    Returns
    -------
    DataFrame
        One row for each technology, origin and horizon whose outcome is known: technology,
        family, origin_year, horizon, observed, centre, scale (log10), degrees_of_freedom, error
        (observed less centre) and standardised (error over scale).

    Raises
    ------
    InputError
        No technology is long enough.

    Examples
    --------
    >>> from gigascale.forecasts.continued import no_change
    >>> years = np.arange(2000.0, 2008.0)
    >>> lamp = Technology("Lamp", "lamp", years, -0.1 * (years - 2000), years, 0)
    >>> table = hindcasts([lamp], no_change)
    >>> table[["origin_year", "horizon", "error"]].round(6).to_numpy().tolist()
    [[2005.0, 1.0, -0.1], [2005.0, 2.0, -0.2], [2006.0, 1.0, -0.1]]
    """
    long_enough = [curve for curve in curves if curve.years.size >= changes + 2]
    if not long_enough:
        raise InputError(f"no technology has {changes + 2} years, which a hindcast needs")
    past, future = np.split(_windows(long_enough, changes, horizons), [changes + 1], axis=1)
    steps = np.arange(1.0, horizons + 1)
    student = method(past, steps)
    row, step = np.nonzero(np.isfinite(future))
    origins = np.concatenate([curve.years[changes:-1] for curve in long_enough])
    origin_counts = [curve.years.size - changes - 1 for curve in long_enough]
    curve = np.repeat(np.arange(len(long_enough)), origin_counts)[row]
    place = {
        "technology": pd.Index([technology.name for technology in long_enough]).take(curve),
        "family": pd.Index([technology.family for technology in long_enough]).take(curve),
        "origin_year": origins[row],
    }
    centre, scale = (np.broadcast_to(part, future.shape)[row, step] for part in student[:2])
    error = future[row, step] - centre
    with np.errstate(divide="ignore", invalid="ignore"):
        standardised = error / scale
    forecast = {"observed": future[row, step], "centre": centre, "scale": scale}
    forecast |= {"degrees_of_freedom": np.broadcast_to(student.degrees_of_freedom, row.shape)}
    result = {"horizon": (step + 1).astype(int), **forecast, "error": error}
    return pd.DataFrame({**place, **result, "standardised": standardised})


def _windows(curves: list[Technology], changes: int, horizons: int) -> Floats:
    """Past and future of each origin, side by side; NaN beyond the end of the series."""
    gap = np.full(horizons, np.nan)
    logs = np.concatenate([part for curve in curves for part in (curve.log10_cost, gap)])
    views = np.lib.stride_tricks.sliding_window_view(logs, changes + 1 + horizons)
    ends = np.cumsum([curve.years.size + horizons for curve in curves])
    starts = [
        np.arange(end - horizons - curve.years.size, end - horizons - changes - 1)
        for curve, end in zip(curves, ends, strict=True)
    ]
    return np.asarray(views[np.concatenate(starts)])
