"""Straight line, kink and jump read at dates that they were not fitted to."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.errors import InputError
from gigascale.trends.break_search import FEWEST_DATES_A_SIDE, KINDS, is_searchable, prepare
from gigascale.trends.points import DateMeans, Floats, as_log_points, date_means

SCHEMES = ("forward", "blocks")
MODELS = ("straight", *KINDS)


class Fold(NamedTuple):
    """The dates that lines are fitted to and those that they are to predict, from an origin on."""

    origin: float
    fitted: npt.NDArray[np.bool_]
    ahead: npt.NDArray[np.bool_]


def predictions(
    years: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    horizon_years: float = 1.0,
    scheme: str = "forward",
    spacing_years: float = 0.5,
) -> pd.DataFrame:
    """What three lines say of points that they were not fitted to.

    Parameters
    ----------
    years : array_like, shape (n,)
        Dates in decimal years, in any order; points of one date are predicted by their mean.
    values : array_like, shape (n,)
        Positive values in any unit.
    horizon_years : float
        Points from an origin on and less than this after it are predicted.
    scheme : str
        `forward`: lines are fitted to the points before the origin. Origins are multiples of
        `spacing_years` from where a break can be searched before them (20 dates) to where the
        whole horizon has passed by the last point.
        `blocks`: they are fitted to the points before the origin and those after the horizon, and
        origins are a horizon apart.
    spacing_years : float
        From one origin to the next, for `forward`.

    Returns
    -------
    DataFrame
        One row an origin and predicted date, in order: `origin_year`, `year`, and in log10
        `observed`, `straight`, `kink` and `jump`.

    Raises
    ------
    InputError
        As `gigascale.trends.breaks.fit_break`; also for an unknown scheme, a horizon or spacing
        that is not above 0, or no origin with enough points before it and any after.

    Examples
    --------
    >>> years = np.arange(2000, 2024)
    >>> table = predictions(years, 2.0 ** (years - 2000), spacing_years=1)
    >>> table["origin_year"].tolist()
    [2020.0, 2021.0, 2022.0]
    >>> bool(np.allclose(table["straight"], table["observed"]))
    True
    """
    dates = date_means(as_log_points(years, values))
    tables = []
    for fold in folds(
        dates.years, horizon_years=horizon_years, scheme=scheme, spacing_years=spacing_years
    ):
        lines = lines_through(dates, fold, dates.means[:, None])
        read = {name: lines[name][:, 0] for name in MODELS}
        seen = {"year": dates.years[fold.ahead], "observed": dates.means[fold.ahead]}
        tables.append(pd.DataFrame({"origin_year": fold.origin} | seen | read))
    return pd.concat(tables, ignore_index=True)


def folds(years: Floats, *, horizon_years: float, scheme: str, spacing_years: float) -> list[Fold]:
    """Split dates by origin.

    Parameters
    ----------
    years : ndarray, shape (dates,)
        Decimal years in order, none twice.
    horizon_years, scheme, spacing_years
        As `predictions`.

    Returns
    -------
    list of Fold

    Raises
    ------
    InputError
        As `predictions`.

    Examples
    --------
    >>> years = np.arange(2000.0, 2023.0)
    >>> [fold.origin for fold in folds(years, horizon_years=2, scheme="forward", spacing_years=1)]
    [2020.0]
    >>> len(folds(years, horizon_years=2, scheme="blocks", spacing_years=1))
    12
    """
    if scheme not in SCHEMES:
        raise InputError(f"scheme {scheme!r} is unknown; accepted: {', '.join(SCHEMES)}")
    for name, span in (("horizon_years", horizon_years), ("spacing_years", spacing_years)):
        if not 0 < span < np.inf:
            raise InputError(f"{name} must be above 0; it is {span:g}")
    step = spacing_years if scheme == "forward" else horizon_years
    first, last = years[0], years[-1]
    found = []
    for origin in step * np.arange(np.floor(first / step), np.ceil(last / step) + 1):
        ahead = (years >= origin) & (years < origin + horizon_years)
        fitted = years < origin if scheme == "forward" else ~ahead
        passed = scheme == "blocks" or origin + horizon_years <= last
        if passed and ahead.any() and is_searchable(years[fitted]):
            found.append(Fold(float(origin), fitted, ahead))
    if not found:
        raise InputError(
            f"held-out prediction needs points on {2 * FEWEST_DATES_A_SIDE} dates before an origin "
            f"and {horizon_years:g} years of points after it; there are {years.size} dates from "
            f"{first:.1f} to {last:.1f}"
        )
    return found


def lines_through(dates: DateMeans, fold: Fold, series: Floats) -> dict[str, Floats]:
    """Fit each kind of line to many series and read it at the dates ahead.

    Parameters
    ----------
    dates : DateMeans
        Their years and counts are used.
    fold : Fold
    series : ndarray, shape (dates, series)
        Values in log10; those of the fold's fitted dates are used.

    Returns
    -------
    dict of ndarray
        By name of `MODELS`, each of shape (dates ahead, series).

    Examples
    --------
    >>> dates = DateMeans(np.arange(2000.0, 2023.0), np.zeros(23), np.ones(23))
    >>> fold = folds(dates.years, horizon_years=2, scheme="forward", spacing_years=1)[0]
    >>> lines_through(dates, fold, dates.years[:, None])["jump"].round(6).tolist()
    [[2020.0], [2021.0]]
    """
    years = dates.years[fold.fitted]
    centre = float(years.mean())
    weights = np.sqrt(dates.counts[fold.fitted])[:, None]
    design = weights * np.column_stack([np.ones_like(years), years - centre])
    responses = weights * series[fold.fitted]
    ahead = dates.years[fold.ahead][:, None]
    level, slope = np.linalg.lstsq(design, responses)[0]
    lines = {"straight": level + slope * (ahead - centre)}
    for kind in KINDS:
        found = prepare(design, kind, centre).run(responses)
        beyond = ahead - found.years
        after = found.jumps + found.after * beyond
        lines[kind] = found.levels + np.where(beyond < 0, found.before * beyond, after)
    return lines
