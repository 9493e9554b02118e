"""From a publisher's files to a tidy table of facts; what is left out is named with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from gigascale.datasets.catalog import Dataset, Melt
from gigascale.datasets.cells import converter, number
from gigascale.datasets.raw import RawTable, read_raw
from gigascale.datasets.schema import typed
from gigascale.errors import CellError, InputError, RowError

DROPPED = ["row", "name", "what", "column", "value", "reason"]


@dataclass(frozen=True)
class Tidy:
    """A tidy table, what was left out (columns `DROPPED`), the columns not found.

    Of what was left out, ``what`` is ``row`` or ``cell``; ``value`` is the cell at fault as the
    publisher writes it, blank where the whole row is.
    """

    table: pd.DataFrame
    dropped: pd.DataFrame
    absent: list[str]


def ingest(
    dataset: Dataset,
    contents: Sequence[tuple[str, bytes]],
    vintage: str,
    *,
    leave_out_faulty: bool = False,
) -> Tidy:
    """Make the tidy table of one vintage from the publisher's files.

    Parameters
    ----------
    dataset
        The catalogue entry.
    contents
        Name and bytes of each file, in the order of the entry's parts.
    vintage
        ISO date; it selects date formats, exclusions, and the latest date a row may bear.
    leave_out_faulty
        Leave a row with a faulty cell out, and list it, instead of refusing the file.

    Raises
    ------
    InputError
        If a file is not the table it should be, naming file, row and column.

    Examples
    --------
    >>> from gigascale.datasets.catalog import entry
    >>> raw = b"Entity;Code;Year;Solar PV module cost\\nWorld;OWID_WRL;1975;128.3\\n"
    >>> ingest(entry("solar_prices"), [("prices.csv", raw)], "2025-01-01").table.iloc[0, 1]
    np.float64(128.3)
    """
    expected = len(dataset.parts) or 1
    if len(contents) != expected:
        order = ", ".join(part.name for part in dataset.parts) or "one file"
        raise InputError(
            f"dataset {dataset.name!r} is made from {order}: "
            f"give {expected} and not {len(contents)}"
        )
    pieces = [
        _piece_without_faults(dataset, index, *content, vintage, rows_too=leave_out_faulty)
        for index, content in enumerate(contents)
    ]
    table = pd.concat([p.table for p in pieces], ignore_index=True)
    if len(pieces) > 1 and dataset.key:
        _check_key_across(table, dataset)
    if by := [c for c in dict.fromkeys((dataset.date, *dataset.key)) if c]:
        table = table.sort_values(by, kind="stable", ignore_index=True)
    dropped = pd.concat([p.dropped for p in pieces], ignore_index=True)
    absent = [c for c in dataset.columns if all(c in p.absent for p in pieces)]
    return Tidy(table, dropped, absent)


def _check_key_across(table: pd.DataFrame, dataset: Dataset) -> None:
    if (again := table.duplicated(list(dataset.key))).any():
        key = ", ".join(str(v) for v in table.loc[again, list(dataset.key)].iloc[0])
        raise InputError(f"dataset {dataset.name!r}: {key!r} stands in two of the files")


def _piece(dataset: Dataset, index: int, file: str, content: bytes, vintage: str) -> Tidy:
    header = dataset.parts[index].header if dataset.parts else ()
    raw = read_raw(
        content,
        file,
        separator=dataset.separator,
        header=header,
        ends_with_newline=dataset.ends_with_newline,
    )
    frame, labels, absent = _renamed(dataset, raw)
    rows = pd.Series(raw.numbers * (len(frame) // max(len(raw.numbers), 1)), index=frame.index)
    name = frame[dataset.key[0]] if dataset.key else pd.Series("", index=frame.index)
    known = pd.DataFrame({"row": rows, "name": name})
    dropped, cells = _left_out(dataset, frame, known, vintage)
    for row, fields in raw.short.items():
        if row not in dropped["row"].to_numpy():
            raise InputError(
                f"{file}: row {row} has {fields} of {len(raw.header)} columns; "
                "is the file truncated?"
            )
    for column in dataset.keep_if_filled:
        blank = known[frame[column].eq("") & ~frame.index.isin(dropped.index)]
        blank = blank.assign(what="row", column=column, value="", reason=f"{column} is blank")
        dropped = pd.concat([dropped, blank])
    kept = ~frame.index.isin(dropped.index)
    text = _uniform(dataset, frame[kept], rows[kept], file, labels, vintage)
    table = typed(
        text, dataset, file=file, vintage=vintage, rows=rows[kept].tolist(), labels=labels
    )
    cells = cells[~cells.index.isin(dropped.index)]
    left_out = pd.concat([dropped.sort_index(), cells.sort_index(kind="stable")])
    return Tidy(table, left_out.reset_index(drop=True), absent)


def _piece_without_faults(
    dataset: Dataset, index: int, file: str, content: bytes, vintage: str, *, rows_too: bool
) -> Tidy:
    """Read one file without the cells that cannot be right beside others, and list them.

    A row with any other fault stops the file, unless rows are to be left out too.
    """
    while True:
        try:
            return _piece(dataset, index, file, content, vintage)
        except RowError as fault:
            rule: dict[str, Any] = {"row": fault.row, "reason": fault.reason}
            if isinstance(fault, CellError):
                rule["column"] = fault.column
            elif not rows_too:
                raise
            dataset = replace(dataset, exclude=(*dataset.exclude, rule))


def _renamed(dataset: Dataset, raw: RawTable) -> tuple[pd.DataFrame, dict[str, str], list[str]]:
    wide = pd.DataFrame(raw.rows, columns=pd.Index(raw.header), dtype=str)
    twice = set(wide.columns[wide.columns.duplicated()])
    wide = wide.loc[:, ~wide.columns.duplicated()]
    if dataset.melt:
        wide = _melted(dataset.melt, wide, raw.file)
    found = {name.casefold(): name for name in wide.columns}
    labels: dict[str, str] = {}
    absent: list[str] = []
    for column in dataset.columns.values():
        match = [found[r.casefold()] for r in column.raw or (column.name,) if r.casefold() in found]
        if match and match[0] in twice:
            raise InputError(f"{raw.file}: row 1: column {match[0]!r} stands twice")
        if match:
            labels[column.name] = match[0]
        elif column.required:
            wanted = " or ".join(repr(r) for r in column.raw or (column.name,))
            raise InputError(f"{raw.file}: row 1: column {wanted} is missing")
        else:
            absent.append(column.name)
    blank = pd.Series("", index=wide.index, dtype=str)
    return (
        pd.DataFrame({c: wide[labels[c]] if c in labels else blank for c in dataset.columns}),
        labels,
        absent,
    )


def _melted(melt: Melt, wide: pd.DataFrame, file: str) -> pd.DataFrame:
    """One row for each cell of the melted columns."""
    for name in (*melt.keep, *melt.columns):
        if name not in wide.columns:
            raise InputError(f"{file}: row 1: column {name!r} is missing")
    return wide.melt(melt.keep, melt.columns, var_name=melt.names, value_name=melt.cells)


def _hit(
    rule: Mapping[str, Any], dataset: Dataset, frame: pd.DataFrame, rows: pd.Series, vintage: str
) -> pd.Series:
    """Which rows an exclusion of the catalogue speaks of."""
    hit = pd.Series(vintage in _listed(rule.get("vintage", vintage)), index=frame.index)
    if "row" in rule:
        hit &= rows.astype(str).isin(_listed(rule["row"]))
    for field in dataset.columns.keys() & rule.keys():
        hit &= frame[field].isin(_listed(rule[field]))
    if "column" in rule:
        hit &= frame[rule["column"]].ne("")
    if "below" in rule:
        scale = dataset.columns[rule["column"]].scale
        hit &= frame[rule["column"]].map(lambda text: _below(text, scale, rule["below"]))
    return hit


def _listed(value: object) -> list[str]:
    """One value of a rule or several, as text."""
    return [str(v) for v in value] if isinstance(value, list | tuple) else [str(value)]


def _below(text: str, scale: str, bound: float) -> bool:
    try:
        return float(number(text, scale) or "nan") < bound
    except ValueError:
        return False


def _left_out(
    dataset: Dataset, frame: pd.DataFrame, known: pd.DataFrame, vintage: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows and cells that the catalogue excludes, the first rule counting; blank the cells."""
    found: dict[str, list[pd.DataFrame]] = {"row": [], "cell": []}
    gone = pd.Series(False, index=frame.index)
    for rule in dataset.exclude:
        column = rule.get("column", "")
        what = "cell" if column and not rule.get("whole_row") else "row"
        hit = _hit(rule, dataset, frame, known["row"], vintage) & ~gone
        value = frame.loc[hit, column] if column else ""
        line = known[hit].assign(what=what, column=column, value=value, reason=rule["reason"])
        found[what].append(line[DROPPED])
        if what == "row":
            gone |= hit
        else:
            frame.loc[hit, column] = ""
    nothing = [pd.DataFrame(columns=DROPPED)]
    return pd.concat(found["row"] or nothing), pd.concat(found["cell"] or nothing)


def _uniform(
    dataset: Dataset,
    frame: pd.DataFrame,
    rows: pd.Series,
    file: str,
    labels: dict[str, str],
    vintage: str,
) -> pd.DataFrame:
    columns = {}
    for column in dataset.columns.values():
        convert = converter(column, dataset.formats(vintage))
        cells = []
        for row, cell in zip(rows, frame[column.name], strict=True):
            try:
                cells.append(convert(cell))
            except ValueError as fault:
                label = labels.get(column.name, column.name)
                raise RowError(file, row, label, f"{cell!r} {fault}") from None
        columns[column.name] = pd.Series(cells, dtype=str)
    text = pd.DataFrame(columns)
    for anonymous in dataset.anonymous:
        key = dataset.key[0]
        same = text[key].eq(anonymous)
        text.loc[same, key] = [f"{anonymous} {i}" for i in range(1, int(same.sum()) + 1)]
    return text
