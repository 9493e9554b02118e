"""Why a rate differs between two vintages of the same dataset.

The rows of the newer vintage differ from those of the older one in four ways: some are dated after
the older vintage, some were revised, some were added late, some were removed. Each is a component
that can be taken over or left out, which gives tables between the two vintages; the rate is
computed on each of them, selection rule and all. A component's share is its Shapley value (Shapley
1953): the change that it makes, averaged over every order in which the components can be taken
over. Shares add up to the whole change, and depend on no order.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, zip_longest
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from gigascale.datasets import decimal_year
from gigascale.errors import InputError

PUBLISHED_SINCE, REVISED = "published since", "revised"
ADDED_LATE, REMOVED = "added late", "removed"
COMPONENTS = (PUBLISHED_SINCE, REVISED, ADDED_LATE, REMOVED)
_SAME_VALUE = 0.01
Rate = Callable[[pd.DataFrame], float]


@dataclass(frozen=True, kw_only=True)
class Drift:
    """A change of a rate from one vintage to another, and what it came from.

    Attributes
    ----------
    old, new : float
        The rate on either vintage, in the unit of the rate function.
    shares : dict
        By component of `COMPONENTS`, its share of `new` less `old`.
    rows : dict
        By component, how many rows differ in that way, whether or not the rate counts them;
        revised are those whose date or value differs, while their share holds every column.
    renamed : int
        Rows taken for the same under another key: of the same date, and of the same value to 1%.
        One that was renamed and revised at once counts as removed and added late.
    """

    old: float
    new: float
    shares: dict[str, float]
    rows: dict[str, int]
    renamed: int


class _Parts(NamedTuple):
    """Both tables in one, and by component the positions in it of the rows of either."""

    pool: pd.DataFrame
    before: dict[str, list[int]]
    after: dict[str, list[int]]
    renamed: int

    def table(self, taken: frozenset[str]) -> pd.DataFrame:
        """The table in which these components are as in the newer vintage."""
        sides = ((self.after if name in taken else self.before)[name] for name in COMPONENTS)
        return self.pool.iloc[[row for side in sides for row in side]]


def drift(
    old: pd.DataFrame,
    new: pd.DataFrame,
    rate: Rate,
    *,
    key: list[str],
    date: str,
    value: str,
    known_to: str,
) -> Drift:
    """Split the change of a rate between two vintages into its components.

    Parameters
    ----------
    old, new : DataFrame
        Whole vintages. Rows without a date or a value are taken as absent, so an estimate that
        was filled in counts as a row added late, one that was taken back as a row removed.
    rate : callable
        From a table to a number whose changes can be added, such as the slope of log10 values.
    key : list of str
        Columns that name a row.
    date, value : str
        Columns of the date (datetimes or decimal years) and of the quantity.
    known_to : str
        ISO date of the older vintage: later rows count as published since.

    Returns
    -------
    Drift

    Raises
    ------
    InputError
        A column is missing, two rows of a vintage have the same key, or the rate cannot be
        computed on one of the tables.

    Examples
    --------
    >>> old = pd.DataFrame({"model": ["A", "B"], "year": [2010.0, 2012.0], "flop": [1.0, 2.0]})
    >>> new = pd.DataFrame({"model": ["A", "C"], "year": [2010.0, 2011.0], "flop": [4.0, 8.0]})
    >>> found = drift(
    ...     old, new, lambda table: table["flop"].sum(),
    ...     key=["model"], date="year", value="flop", known_to="2012-12-31",
    ... )  # fmt: skip
    >>> found.shares
    {'published since': 0.0, 'revised': 3.0, 'added late': 8.0, 'removed': -2.0}
    """
    parts = _parts(old, new, key, date, value, known_to)
    present = [name for name in COMPONENTS if parts.before[name] or parts.after[name]]
    count = len(present)
    rates = {
        frozenset(taken): float(rate(parts.table(frozenset(taken))))
        for size in range(count + 1)
        for taken in combinations(present, size)
    }
    shares = dict.fromkeys(COMPONENTS, 0.0)
    for name in present:
        for taken, without in rates.items():
            if name not in taken:
                weight = 1 / (count * math.comb(count - 1, len(taken)))
                shares[name] += weight * (rates[taken | {name}] - without)
    rows = {name: len(parts.before[name]) + len(parts.after[name]) for name in COMPONENTS}
    then, now = (
        parts.pool.iloc[side[REVISED]][[date, value]] for side in (parts.before, parts.after)
    )
    rows[REVISED] = int((then.to_numpy() != now.to_numpy()).any(axis=1).sum())
    return Drift(
        old=rates[frozenset()],
        new=rates[frozenset(present)],
        shares=shares,
        rows=rows,
        renamed=parts.renamed,
    )


def row_effects(
    old: pd.DataFrame,
    new: pd.DataFrame,
    rate: Rate,
    *,
    key: list[str],
    date: str,
    value: str,
    known_to: str,
) -> pd.DataFrame:
    """Say for every row that differs what it does to the rate of the newer vintage.

    Parameters
    ----------
    old, new, rate, key, date, value, known_to
        As `drift`.

    Returns
    -------
    DataFrame
        The key columns, `component`, the `date`, the value in the older and the newer vintage
        (`old`, `new`; blank where a vintage lacks the row), and `effect`: the rate of the newer
        vintage less the rate with this one row as in the older. Largest effect first; rows
        without any are left out. Effects do not add up, as rows push each other over the rule.

    Raises
    ------
    InputError
        As `drift`.

    Examples
    --------
    >>> old = pd.DataFrame({"model": ["A", "B"], "year": [2010.0, 2012.0], "flop": [1.0, 2.0]})
    >>> new = pd.DataFrame({"model": ["A", "B"], "year": [2010.0, 2012.0], "flop": [4.0, 2.0]})
    >>> row_effects(
    ...     old, new, lambda table: table["flop"].sum(),
    ...     key=["model"], date="year", value="flop", known_to="2012-12-31",
    ... ).values.tolist()  # fmt: skip
    [['A', 'revised', 2010.0, 1.0, 4.0, 3.0]]
    """
    parts = _parts(old, new, key, date, value, known_to)
    positions = np.array([row for name in COMPONENTS for row in parts.after[name]], dtype=int)
    reached = float(rate(parts.pool.iloc[positions]))
    found = []
    for name in COMPONENTS:
        for then, now in zip_longest(parts.before[name], parts.after[name]):
            rows = positions[positions != now] if now is not None else positions
            rows = np.append(rows, then) if then is not None else rows
            effect = reached - float(rate(parts.pool.iloc[rows]))
            if effect:
                shown = parts.pool.iloc[then if now is None else now]
                values = [math.nan if r is None else parts.pool[value].iloc[r] for r in (then, now)]
                found.append([*shown[key], name, shown[date], *values, effect])
    table = pd.DataFrame(found, columns=[*key, "component", date, "old", "new", "effect"])
    return table.sort_values("effect", key=abs, ascending=False, ignore_index=True)


def _parts(
    old: pd.DataFrame, new: pd.DataFrame, key: list[str], date: str, value: str, known_to: str
) -> _Parts:
    for table in (old, new):
        if missing := [name for name in (*key, date, value) if name not in table.columns]:
            raise InputError(f"column {missing[0]!r} is not there; columns: {list(table.columns)}")
    before, after = (table.dropna(subset=[date, value]) for table in (old, new))
    pool = pd.concat([before, after], ignore_index=True)
    pool.attrs = new.attrs
    for side in (before, after):
        if (twice := side.duplicated(key)).any():
            named = ", ".join(map(str, side.loc[twice, key].iloc[0]))
            raise InputError(f"two rows of a vintage have the key {named}; a key names one row")
    names = list(pool[key].itertuples(index=False, name=None))
    then = {name: row for row, name in enumerate(names[: len(before)])}
    now = {name: row for row, name in enumerate(names[len(before) :], start=len(before))}
    pairs = {row: now.pop(name) for name, row in then.items() if name in now}
    renamed = _renamed(pool, [row for row in then.values() if row not in pairs], now, date, value)
    pairs |= renamed
    known = float(decimal_year(pd.Series([pd.Timestamp(known_to)]))[0])
    late = decimal_year(pool[date]) <= known
    came = [row for row in now.values() if row not in renamed.values()]
    return _Parts(
        pool,
        {
            PUBLISHED_SINCE: [],
            REVISED: list(pairs),
            ADDED_LATE: [],
            REMOVED: [row for row in then.values() if row not in pairs],
        },
        {
            PUBLISHED_SINCE: [row for row in came if not late[row]],
            REVISED: list(pairs.values()),
            ADDED_LATE: [row for row in came if late[row]],
            REMOVED: [],
        },
        len(renamed),
    )


def _renamed(
    pool: pd.DataFrame, gone: list[int], came: dict[Any, int], date: str, value: str
) -> dict[int, int]:
    """Rows that went and came on one date with one value, nearest values first, each once."""
    went, arrived = (
        pool.loc[rows, [date, value]].rename_axis("row").reset_index()
        for rows in (gone, list(came.values()))
    )
    both = went.merge(arrived, on=date, suffixes=("_old", "_new"))
    both["gap"] = (both[f"{value}_new"] / both[f"{value}_old"] - 1).abs()
    near = both[both["gap"] < _SAME_VALUE].sort_values("gap", kind="stable")
    pairs: dict[int, int] = {}
    for a, b in zip(near["row_old"], near["row_new"], strict=True):
        if a not in pairs and b not in pairs.values():
            pairs[a] = b
    return pairs
