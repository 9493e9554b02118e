"""What a vintage did not know of its own last months: rows added late, revised, removed."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from gigascale.datasets import decimal_year
from gigascale.forecasts.backtests.hindsight import RANKED, known_points, vintage_year
from gigascale.forecasts.history import standing
from gigascale.trends.drift import ADDED_LATE, REMOVED, REVISED, drift
from gigascale.trends.series import select


def start_errors(
    tables: Mapping[str, pd.DataFrame],
    *,
    key: Sequence[str],
    date: str,
    value: str,
    statistics: Sequence[str] = RANKED,
) -> pd.DataFrame:
    """What each vintage said of its own day, less what the newest says of it, and why.

    Parameters
    ----------
    tables, date, value, statistics
        As `gigascale.forecasts.backtests.hindsight.vintage_backtest`.
    key : sequence of str
        Columns that name a row.

    Returns
    -------
    DataFrame
        By `vintage` and `statistic`: `then` and `now` (log10), `start_error`, and what of it came
        of rows `late`, `revised` and `removed` (orders of magnitude; see
        `gigascale.trends.drift.drift`). The newest vintage is left out.

    Examples
    --------
    >>> old = pd.DataFrame({"model": ["A"], "year": [2010.0], "flop": [1.0]})
    >>> new = pd.DataFrame({"model": ["A", "B"], "year": [2010.0, 2011.0], "flop": [1.0, 100.0]})
    >>> start_errors(
    ...     {"2012-01-01": old, "2013-01-01": new}, key=["model"], date="year", value="flop",
    ...     statistics=["largest"],
    ... ).loc[0, ["start_error", "late", "revised"]].tolist()  # fmt: skip
    [-2.0, -2.0, 0.0]
    """
    *earlier, newest = sorted(tables)
    columns = [*key, date, value]
    rows = []
    for name in earlier:
        day = vintage_year(name)
        for statistic in statistics:
            found = drift(
                tables[name][columns],
                tables[newest][columns],
                partial(_stood, date=date, value=value, day=day, statistic=statistic),
                key=list(key),
                date=date,
                value=value,
                known_to=name,
            )
            parts = [0.0 - found.shares[part] for part in (ADDED_LATE, REVISED, REMOVED)]
            rows.append((name, statistic, found.old, found.new, found.old - found.new, *parts))
    names = ["vintage", "statistic", "then", "now", "start_error", "late", "revised", "removed"]
    return pd.DataFrame(rows, columns=names)


def completeness(
    tables: Mapping[str, pd.DataFrame],
    *,
    key: Sequence[str],
    date: str,
    value: str,
    rule: str = "top10",
    months: Sequence[int] = (6, 12),
) -> pd.DataFrame:
    """How many of today's frontier rows of its last months a vintage already had.

    Parameters
    ----------
    tables, key, date, value
        As `start_errors`.
    rule : str
        Frontier of the newest vintage, see `gigascale.trends.frontier.parse_rule`.
    months : sequence of int
        Up to the date of the vintage.

    Returns
    -------
    DataFrame
        By `vintage` and `months`: `rows` on the frontier that the newest vintage dates there, and
        how many of them the vintage `had` with a date and a value, under the same key or with the
        same date and value to 1%. The newest vintage is left out.

    Examples
    --------
    >>> old = pd.DataFrame({"model": ["A"], "year": [2011.5], "flop": [1.0]})
    >>> new = pd.DataFrame({"model": ["A", "B"], "year": [2011.5, 2011.8], "flop": [2.0, 9.0]})
    >>> completeness(
    ...     {"2012-01-01": old, "2013-01-01": new}, key=["model"], date="year", value="flop",
    ...     months=[12],
    ... ).values.tolist()  # fmt: skip
    [['2012-01-01', 12, 2, 1]]
    """
    *earlier, newest = sorted(tables)
    rows = select(tables[newest], date=date, value=value, rule=rule).rows
    frontier = tables[newest].iloc[rows]
    years = decimal_year(frontier[date])
    names = frontier[list(key)].apply(tuple, axis=1)
    found = []
    for name in earlier:
        then = tables[name].dropna(subset=[date, value])
        alike = frontier[[date, value]].merge(then[[date, value]], on=date, suffixes=("", "_then"))
        near = alike[np.isclose(alike[value], alike[f"{value}_then"], rtol=0.01, atol=0)]
        seen = set(near[[date, value]].itertuples(index=False, name=None))
        had = names.isin(set(then[list(key)].itertuples(index=False, name=None)))
        had |= frontier[[date, value]].apply(tuple, axis=1).isin(seen)
        for span in months:
            last = (years <= vintage_year(name)) & (years > vintage_year(name) - span / 12)
            found.append((name, span, int(last.sum()), int((had & last).sum())))
    return pd.DataFrame(found, columns=["vintage", "months", "rows", "had"])


def _stood(table: pd.DataFrame, date: str, value: str, day: float, statistic: str) -> float:
    return float(standing(*known_points(table, date, value), [day], statistic)[0])
