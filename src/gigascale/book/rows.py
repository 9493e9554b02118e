"""Rows for the charts and tables of fits that several chapters show."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from gigascale.book.numbers import interval, times
from gigascale.errors import InputError
from gigascale.trends import BreakFit, Rate


def growth_rows(
    fits: Mapping[Any, Rate], names: Sequence[str], counted: str = "points"
) -> pd.DataFrame:
    """Rows for a chart of growth rates: each fit's growth per year with its interval.

    Parameters
    ----------
    fits
        Fits by name, or by a tuple with a name for each of `names`.
    names
        Columns that take the names apart.
    counted
        Column of the number of points fitted; left out for rates that do not state it.

    Returns
    -------
    DataFrame
        A row for each fit in the order given: `names`, ``growth``, ``growth_low`` and
        ``growth_high`` (factors per year), `counted`.

    Raises
    ------
    InputError
        If a key does not have a name for each of `names`.

    Examples
    --------
    >>> from gigascale.trends import fit_growth
    >>> fits = {("chips", "all"): fit_growth([2010, 2011, 2012, 2013], [1, 4, 16, 64])}
    >>> growth_rows(fits, ["series", "rule"], "models").round(3)
      series rule  growth  growth_low  growth_high  models
    0  chips  all     4.0         4.0          4.0       4
    """
    return pd.DataFrame(
        _named(key, names)
        | {
            "growth": fit.growth_per_year,
            "growth_low": fit.growth_per_year_low,
            "growth_high": fit.growth_per_year_high,
        }
        | ({counted: fit.n} if hasattr(fit, "n") else {})
        for key, fit in fits.items()
    )


def break_rows(
    breaks: Mapping[Any, BreakFit], names: Sequence[str], digits: int = 2
) -> pd.DataFrame:
    """Rows for a table of breaks: when each came, its test, and growth on either side.

    Parameters
    ----------
    breaks
        Breaks by name, or by a tuple with a name for each of `names`.
    names
        Columns that take the names apart.
    digits
        Significant digits of the growth factors.

    Returns
    -------
    DataFrame
        A row for each break in the order given: `names`, ``points`` and ``p_value`` as numbers,
        ``break`` (decimal year, or ``given`` if it was not searched), ``before`` and ``after``
        (factors per year) as text with their intervals.

    Raises
    ------
    InputError
        If a key does not have a name for each of `names`.

    Examples
    --------
    >>> from gigascale.trends import fit_break
    >>> years = [2000 + month / 12 for month in range(60)]
    >>> values = [10 ** (month / 24 + max(0, month - 30) / 24) for month in range(60)]
    >>> bent = fit_break(years, values, draws=19)
    >>> break_rows({"power": bent}, ["quantity"])[["quantity", "points", "break", "after"]]
      quantity  points                      break          after
    0    power      60  2002.5 (2002.5 to 2002.5)  10 (10 to 10)
    """
    rows = [
        _named(key, names)
        | {
            "points": b.n,
            "p_value": b.p_value,
            "break": interval(b.break_year, b.break_year_low, b.break_year_high, "{:.1f}".format)
            if b.searched
            else "given",
            "before": times(b.before, digits),
            "after": times(b.after, digits),
        }
        for key, b in breaks.items()
    ]
    return pd.DataFrame(rows, columns=[*names, "points", "p_value", "break", "before", "after"])


def _named(key: str | tuple[str, ...], names: Sequence[str]) -> dict[str, Any]:
    parts = key if isinstance(key, tuple) else (key,)
    if len(parts) != len(names):
        raise InputError(f"{key!r} must have a name for each of the columns {', '.join(names)}")
    return dict(zip(names, parts, strict=True))
