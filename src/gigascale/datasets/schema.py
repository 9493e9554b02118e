"""From uniform text to a typed table, every column checked against the catalogue."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from gigascale.datasets.catalog import Column, Dataset
from gigascale.errors import CellError, InputError, RowError

if TYPE_CHECKING:
    import pandera.pandas as pa


def typed(
    text: pd.DataFrame,
    dataset: Dataset,
    *,
    file: str,
    vintage: str = "",
    rows: Sequence[int] | None = None,
    labels: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Turn a table of text into a typed one and check types, ranges, blanks and the key.

    ``rows`` are the row numbers to name in an error (by default the file's own, the header being
    row 1) and ``labels`` the names that columns have in that file.

    Raises
    ------
    InputError
        At the first cell at fault, naming file, row and column.

    Examples
    --------
    >>> from gigascale.datasets.catalog import entry
    >>> table = pd.DataFrame({"year": ["1975"], "price_usd2024_per_w": ["-1"]})
    >>> typed(table, entry("solar_prices"), file="prices.csv")
    Traceback (most recent call last):
    gigascale.errors.RowError: prices.csv: row 2, column 'price_usd2024_per_w': -1.0 is not ...
    """
    numbers = list(rows) if rows is not None else list(range(2, len(text) + 2))
    naming = _Naming(file, numbers, labels or {})
    names = list(dataset.columns)
    if missing := [name for name in names if name not in text.columns]:
        raise InputError(f"{file}: row 1: column {missing[0]!r} is missing")
    if extra := [name for name in text.columns if name not in names]:
        raise InputError(f"{file}: row 1: column {extra[0]!r} is not in the catalogue")
    table = pd.DataFrame(
        {name: _convert(text[name], dataset.columns[name], naming) for name in names}
    )
    _check(table, dataset, vintage, naming)
    _check_key(table, dataset, naming)
    _check_ratios(table, dataset, naming)
    _check_steps(table, dataset, naming)
    return table


DATED_AHEAD = pd.Timedelta(days=31)
_ROUNDED = 1e-6
_LARGEST = 2.0**53  # beyond it a float does not tell whole numbers apart


class _Naming:
    """Says where a fault lies."""

    def __init__(self, file: str, rows: list[int], labels: Mapping[str, str]) -> None:
        self.file, self.rows, self.labels = file, rows, labels

    def fault(self, position: int, column: str, what: str) -> RowError:
        return RowError(self.file, self.rows[position], self.labels.get(column, column), what)

    def cell_fault(self, position: int, column: str, what: str) -> CellError:
        label = self.labels.get(column, column)
        return CellError(self.file, self.rows[position], label, column, what)


def _convert(cells: pd.Series, column: Column, naming: _Naming) -> pd.Series:
    text = cells.reset_index(drop=True)
    filled = text.ne("")
    if column.type == "text":
        known = set(dict(column.values).values())
        if known and (unknown := filled & ~text.isin(known)).any():
            first = int(unknown.to_numpy().argmax())
            said = f"{text[first]!r} is not one of: {', '.join(sorted(known))}"
            raise naming.fault(first, column.name, said)
        return text.where(filled).astype("str")
    if column.type == "flag":
        return text.eq("true")
    values: pd.Series
    if column.type == "date":
        values = pd.to_datetime(text.where(filled), format="%Y-%m-%d", errors="coerce")
    else:
        values = pd.to_numeric(text.where(filled), errors="coerce").astype("float64")
    if (wrong := filled & values.isna()).any():
        first = int(wrong.to_numpy().argmax())
        raise naming.fault(first, column.name, f"{text[first]!r} is not a {column.type}")
    if column.type == "integer":
        whole = values.isna() | (values.mod(1).eq(0) & values.between(-_LARGEST, _LARGEST))
        if not whole.all():
            first = int((~whole).to_numpy().argmax())
            raise naming.fault(first, column.name, f"{text[first]!r} is not a whole number")
        return values.astype("Int64")
    return values


def _bound(value: object, vintage: str) -> object:
    if value == "vintage":
        return pd.Timestamp(vintage) + DATED_AHEAD if vintage else pd.Timestamp.max
    return pd.Timestamp(value) if isinstance(value, dt.date) else value


def _checks(column: Column, vintage: str) -> "list[pa.Check]":
    import pandera.pandas as pa

    checks = []
    if column.above is not None:
        checks.append(pa.Check.gt(column.above, error=f"is not greater than {column.above:g}"))
    if column.minimum is not None:
        low = _bound(column.minimum, vintage)
        checks.append(pa.Check.ge(low, error=f"is below {_say(low)}"))
    if column.maximum is not None:
        high = _bound(column.maximum, vintage)
        checks.append(pa.Check.le(high, error=f"is above {_say(high)}"))
    return checks


def _say(value: object) -> str:
    return str(value.date()) if isinstance(value, pd.Timestamp) else f"{value:g}"


def _check(table: pd.DataFrame, dataset: Dataset, vintage: str, naming: _Naming) -> None:
    import pandera.pandas as pa

    columns = {
        c.name: pa.Column(nullable=c.nullable, checks=_checks(c, vintage))
        for c in dataset.columns.values()
    }
    try:
        pa.DataFrameSchema(columns).validate(table, lazy=True)
    except pa.errors.SchemaErrors as faults:
        first = faults.failure_cases.sort_values("index", kind="stable").iloc[0]
        blank = first["check"] == "not_nullable"
        value = first["failure_case"]
        shown = str(value.date()) if isinstance(value, pd.Timestamp) else str(value)
        what = "is blank" if blank else f"{shown} {first['check']}"
        raise naming.fault(int(first["index"]), str(first["column"]), what) from None


def _check_ratios(table: pd.DataFrame, dataset: Dataset, naming: _Naming) -> None:
    """Refuse a value that does not fit another one of its row."""
    for column in dataset.columns.values():
        for other, (low, high) in column.ratio_to.items():
            ratio = table[column.name] / table[other].where(table[other] > 0)
            wrong = (ratio < low * (1 - _ROUNDED)) | (ratio > high * (1 + _ROUNDED))
            if wrong.any():
                row = int(wrong.to_numpy().argmax())
                allowed = f"at least {low:g}" if high == math.inf else f"{low:g} to {high:g}"
                what = f"{table[column.name][row]:g} is {ratio[row]:.3g} times {other}"
                fault = naming.fault if column.required else naming.cell_fault
                raise fault(row, column.name, f"{what}; accepted: {allowed}")


def _check_steps(table: pd.DataFrame, dataset: Dataset, naming: _Naming) -> None:
    """Refuse a value that falls, or leaps, from the row before of the same key."""
    series = [name for name in dataset.key if name != dataset.date]
    for column in dataset.columns.values():
        if not (column.never_falls or column.largest_step):
            continue
        low = (1 - _ROUNDED) if column.never_falls else 0
        high = (column.largest_step or math.inf) * (1 + _ROUNDED)
        filled = table.dropna(subset=[column.name]).sort_values([*series, dataset.date])
        values = filled[column.name]
        before = (filled.groupby(series)[column.name] if series else values).shift()
        wrong = (values < low * before) | (values > high * before)
        if wrong.any():
            row = int(values[wrong].index[0])
            verb = "falls" if values[row] < before[row] else "leaps"
            said = f"{verb} from {before[row]:g} to {values[row]:g} since the row before by date"
            raise naming.fault(row, column.name, said)


def _check_key(table: pd.DataFrame, dataset: Dataset, naming: _Naming) -> None:
    if not dataset.key:
        return
    key = list(dataset.key)
    again = table.duplicated(key)
    if again.any():
        second = int(again.to_numpy().argmax())
        same = (table[key] == table.loc[second, key]).all(axis=1)
        first = int(same.to_numpy().argmax())
        value = ", ".join(str(v) for v in table.loc[second, key])
        raise naming.fault(second, key[0], f"{value!r} stands already in row {naming.rows[first]}")
