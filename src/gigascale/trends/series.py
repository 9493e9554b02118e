"""From a dataset to a fit: the points that a rule and a window choose, and their growth."""

import datetime as dt
import re
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.datasets import decimal_year
from gigascale.errors import InputError
from gigascale.trends.frontier import parse_rule
from gigascale.trends.growth import GrowthFit, fit_growth
from gigascale.trends.methods import DEFAULT_METHOD
from gigascale.trends.points import Floats
from gigascale.trends.rates import DEFAULT_LEVEL

Bound = str | dt.date | float | None


class Series(NamedTuple):
    """The points that enter a fit.

    Attributes
    ----------
    years, values : ndarray, shape (n,)
        Decimal years and values, in the order of the frame's rows.
    rows : ndarray of int, shape (n,)
        Positions of these points in the frame, for `frame.iloc`.
    n_missing : int
        Rows of the whole frame left out because their date or value is blank.
    """

    years: Floats
    values: Floats
    rows: npt.NDArray[np.intp]
    n_missing: int


def select(
    frame: pd.DataFrame,
    *,
    date: str,
    value: str,
    rule: str = "all",
    start: Bound = None,
    end: Bound = None,
) -> Series:
    """Choose the points of a trend: the rule first, on the whole history, then the window.

    Parameters
    ----------
    frame : DataFrame
        One row a point, in any order.
    date, value : str
        Columns: datetimes or decimal years, and numbers.
    rule : str
        A selection rule, see `gigascale.trends.frontier.parse_rule`.
    start, end : str, date or float, optional
        First and last date of the window, both included: ISO dates or decimal years.

    Returns
    -------
    Series

    Raises
    ------
    InputError
        A column is missing or not of its kind, a bound is no date, the rule is unknown, or a
        value in the window is not positive.

    Examples
    --------
    >>> frame = pd.DataFrame({"year": [2010.0, 2011.0, 2012.0], "flop": [4.0, 9.0, 2.0]})
    >>> select(frame, date="year", value="flop", rule="record", start=2010.5).values.tolist()
    [9.0]
    """
    years, numbers = _years(frame, date), _numbers(frame, value)
    present = np.flatnonzero(np.isfinite(years) & np.isfinite(numbers))
    chosen = present[parse_rule(rule).select(years[present], numbers[present])]
    first, last = _bound("start", start, -np.inf), _bound("end", end, np.inf)
    rows = chosen[(first <= years[chosen]) & (years[chosen] <= last)]
    if (numbers[rows] <= 0).any():
        row = rows[int(np.argmax(numbers[rows] <= 0))]
        raise InputError(
            f"column {value!r} must be above 0 to have a growth rate; at {years[row]:.2f} it is "
            f"{numbers[row]:g} (a rule such as above1 leaves such rows out)"
        )
    return Series(years[rows], numbers[rows], rows, len(frame) - present.size)


def growth_of(
    frame: pd.DataFrame,
    *,
    date: str,
    value: str,
    rule: str = "all",
    start: Bound = None,
    end: Bound = None,
    method: str = DEFAULT_METHOD,
    level: float = DEFAULT_LEVEL,
    error_factor: npt.ArrayLike | None = None,
) -> GrowthFit:
    """Growth per year of a column: `select`, then `gigascale.trends.growth.fit_growth`.

    Parameters
    ----------
    frame, date, value, rule, start, end
        As `select`.
    method, level
        As `fit_growth`.
    error_factor : array_like, shape (rows of the frame,), optional
        As `fit_growth`, one factor a row of the frame; only those of the chosen rows matter.

    Returns
    -------
    GrowthFit
        With `n_missing` filled in.

    Raises
    ------
    InputError
        As `select` and `fit_growth`.

    Examples
    --------
    >>> frame = pd.DataFrame({"year": [2010, 2011, 2012, 2013], "flop": [1, 2, 4, None]})
    >>> fit = growth_of(frame, date="year", value="flop")
    >>> round(fit.growth_per_year, 6), fit.n, fit.n_missing
    (2.0, 3, 1)
    """
    series = select(frame, date=date, value=value, rule=rule, start=start, end=end)
    factors = None if error_factor is None else _of_rows(error_factor, len(frame))[series.rows]
    fit = fit_growth(series.years, series.values, method=method, level=level, error_factor=factors)
    return replace(fit, n_missing=series.n_missing)


def _of_rows(error_factor: npt.ArrayLike, rows: int) -> npt.NDArray[np.generic]:
    factors = np.asarray(error_factor)
    if factors.shape != (rows,):
        raise InputError(
            f"error_factor must give one factor a row; there are {rows} rows and its shape is "
            f"{factors.shape}"
        )
    return factors


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame.columns:
        raise InputError(
            f"column {name!r} is not there; columns: {', '.join(map(str, frame.columns))}"
        )
    return frame[name]


def _years(frame: pd.DataFrame, name: str) -> Floats:
    column = _column(frame, name)
    if not (_is_number(column) or pd.api.types.is_datetime64_any_dtype(column)):
        raise InputError(f"column {name!r} must hold dates or decimal years, not {column.dtype}")
    return decimal_year(column)


def _numbers(frame: pd.DataFrame, name: str) -> Floats:
    column = _column(frame, name)
    if not _is_number(column):
        raise InputError(f"column {name!r} must hold numbers, not {column.dtype}")
    return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))


def _is_number(column: pd.Series) -> bool:
    kinds = pd.api.types
    return kinds.is_numeric_dtype(column) and not kinds.is_bool_dtype(column)


def _bound(name: str, bound: Bound, default: float) -> float:
    """A bound of the window as a decimal year."""
    if bound is None:
        return default
    if isinstance(bound, int | float):
        return float(bound)
    if isinstance(bound, str):
        if re.fullmatch(r"\d{4}", bound) and name == "end":
            bound = f"{bound}-12-31"
        if re.fullmatch(r"\d{4}(\.\d+)?", bound):
            return float(bound)
        try:
            bound = dt.date.fromisoformat(bound)
        except ValueError:
            raise InputError(f"{name} {bound!r} is no date; give it like 2018-01-01") from None
    return float(decimal_year(pd.Series([pd.Timestamp(bound)]))[0])
