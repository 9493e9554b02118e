"""What of a dataset a trend is read from: columns, rows, stated errors."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.datasets import Dataset, entry, error_factor, load, matching, without
from gigascale.errors import InputError

WEIGHTED = "errors-in-variables"


class Rows(NamedTuple):
    """Which rows of a dataset are read: its columns of dates and values, and their conditions.

    The value may be a ratio of two columns, written ``A/B``.
    """

    date: str
    value: str
    where: Mapping[str, str]

    def unit(self, about: Dataset) -> str:
        """Return the unit of the values."""
        return " / ".join(about.columns[name].unit for name in self.value.split("/"))

    def of(self, table: pd.DataFrame, exclude: Sequence[str] = ()) -> pd.DataFrame:
        """Return the rows of a loaded table that meet every condition and are not left out.

        Rows dated after the vintage are plans and are left out too. A ratio becomes a column of
        its own.

        Raises
        ------
        InputError
            If an exclusion is unknown or leaves nothing out, or no row is left.
        """
        kept = without(table, exclude)
        for column, wanted in self.where.items():
            kept = kept[matching(kept, f"{column}={wanted}")]
        if kept.empty:
            said = " and ".join(f"{column} is {wanted!r}" for column, wanted in self.where.items())
            where = f" where {said}" if said else ""
            raise InputError(f"dataset {table.attrs['dataset']!r} has no row{where}")
        kept = kept[~_planned(kept, self.date)]
        above, slash, below = self.value.partition("/")
        return kept.assign(**{self.value: kept[above] / kept[below]}) if slash else kept


def rows_read(
    about: Dataset, value: str | None = None, date: str | None = None, where: Sequence[str] = ()
) -> Rows:
    """Settle which columns and rows of a dataset a trend is read from.

    Parameters
    ----------
    about : Dataset
        The catalogue entry.
    value, date : str, optional
        Columns; the catalogue's choice by default. A value may be a ratio, ``COLUMN/COLUMN``.
    where : sequence of str
        Conditions ``COLUMN=VALUE``; they take the place of the catalogue's for the same column.

    Returns
    -------
    Rows

    Raises
    ------
    InputError
        A column is not there or not of its kind, has no default, or a condition is none.

    Examples
    --------
    >>> from gigascale.datasets import entry
    >>> rows_read(entry("solar_capacity"), where=["entity=Germany"])
    Rows(date='year', value='capacity_w', where={'entity': 'Germany'})
    """
    held = about.columns.values()
    dates = [c.name for c in held if c.type == "date" or c.unit == "year"]
    numbers = [c.name for c in held if c.type in ("number", "integer") and c.name not in dates]
    if not dates:
        raise InputError(f"dataset {about.name!r} has no column of dates, so no growth per year")
    date = _one("date", about.date if date is None else date, dates, about)
    value = about.value if value is None else value
    if value.endswith("/") or value.startswith("/"):
        raise InputError(f"--value {value!r}: a ratio needs two columns, COLUMN/COLUMN")
    for name in value.split("/", 1):
        _one("value", name, numbers, about)
    conditions = dict(about.where)
    for place, text in enumerate(where):
        column, equals, wanted = text.partition("=")
        if not equals or column not in about.columns:
            known = ", ".join(about.columns)
            raise InputError(f"--where {text!r}: give COLUMN=VALUE; columns: {known}")
        if any(before.startswith(f"{column}=") for before in where[:place]):
            raise InputError(
                f"--where {text!r}: {column!r} has a condition already; give one a column"
            )
        conditions[column] = wanted
    return Rows(date, value, conditions)


def declared_rows(table: str) -> Iterator[tuple[dict[str, Any], Rows]]:
    """Read a table kept by hand whose rows each name a dataset, a value and perhaps a condition.

    Parameters
    ----------
    table : str
        Its name in the catalogue; columns `dataset`, `value` and `where`, the first its key.

    Yields
    ------
    tuple
        The row, a blank cell as an empty text, and what it says to read.

    Raises
    ------
    InputError
        A row names a dataset or column that is not there.

    Examples
    --------
    >>> row, rows = next(declared_rows("lines"))
    >>> row["line_id"], rows.value
    ('training_compute', 'training_compute_flop')
    """
    about = entry(table)
    declared = load(table).astype(object)
    for row in declared.where(declared.notna(), "").to_dict("records"):
        conditions = [row["where"]] if row["where"] else []
        try:
            rows = rows_read(entry(row["dataset"]), row["value"], where=conditions)
        except InputError as fault:
            raise InputError(f"{about.file}: {row[about.key[0]]!r}: {fault}") from None
        yield {str(name): cell for name, cell in row.items()}, rows


def _planned(table: pd.DataFrame, date: str) -> "pd.Series[bool]":
    """Rows dated after the vintage, in a column of dates that may hold plans."""
    declared = entry(table.attrs["dataset"]).columns[date]
    if declared.type != "date" or declared.maximum == "vintage":
        return pd.Series(data=False, index=table.index)
    return table[date] > pd.Timestamp(table.attrs["vintage"])


def _one(option: str, name: str, accepted: Sequence[str], about: Dataset) -> str:
    if name not in accepted:
        kind = "dates" if option == "date" else "numbers"
        what = f"{name!r} is no column of {kind}" if name else f"no default for --{option}"
        raise InputError(f"dataset {about.name!r}: {what}; there are: {', '.join(accepted)}")
    return name


def stated_errors(table: pd.DataFrame, value: str, method: str) -> npt.NDArray[np.float64] | None:
    """Error factors of a table's rows if a method needs them, else None.

    Raises
    ------
    InputError
        The method needs them and the table states none.

    Examples
    --------
    >>> stated_errors(load("transistors"), "transistors", "errors-in-variables")
    Traceback (most recent call last):
    gigascale.errors.InputError: method 'errors-in-variables' needs a stated error of each row; \
transistors of 2022-12-31 has none of 'transistors'
    """
    if method != WEIGHTED:
        return None
    factors = error_factor(table, value)
    if factors is None:
        held = " of ".join(filter(None, (table.attrs["dataset"], table.attrs["vintage"])))
        raise InputError(
            f"method {method!r} needs a stated error of each row; {held} has none of {value!r}"
        )
    return factors
