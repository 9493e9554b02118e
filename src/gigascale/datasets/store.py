"""Loading a vintage and adding a new one; an old one is never touched."""

import datetime as dt
import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import tomlkit

from gigascale.datasets.catalog import Dataset, entry, resolve_vintage
from gigascale.datasets.ingest import DROPPED, ingest
from gigascale.datasets.paths import data_folder
from gigascale.datasets.raw import read_raw
from gigascale.datasets.schema import typed
from gigascale.errors import InputError, RowError

FEWEST_ROWS_FRACTION = 0.8


def load(name: str, vintage: str | None = None) -> pd.DataFrame:
    """Load a dataset as a typed table, checked against the catalogue and its checksum.

    Parameters
    ----------
    name
        A name of the catalogue; ``gigascale data list`` shows them.
    vintage
        ISO date of a vintage; the latest by default. Tables kept by hand have none.

    Returns
    -------
    DataFrame
        One row a fact; columns end in their unit. ``attrs`` holds ``dataset`` and ``vintage``.

    Raises
    ------
    InputError
        If the dataset or vintage is unknown, or the file does not match its checksum or schema.

    Examples
    --------
    >>> load("transistors").columns.tolist()
    ['year', 'transistors']
    >>> load("notable_models", vintage="2024-05-26").attrs["vintage"]
    '2024-05-26'
    """
    dataset = entry(name)
    if dataset.kept_by_hand:
        if vintage is not None:
            resolve_vintage(dataset, vintage)
        path, date = data_folder() / dataset.file, ""
        content = content_of(path)
    else:
        held = resolve_vintage(dataset, vintage)
        path, date = vintage_path(dataset, held.date), held.date
        content = content_of(path)
        if hashlib.sha256(content).hexdigest() != held.sha256:
            raise InputError(
                f"{path}: the checksum differs from the one in catalog.toml; restore the file, or "
                "add it as a new vintage"
            )
    raw = read_raw(content, str(path))
    for row, fields in raw.short.items():
        what = f"the row has {fields} of {len(raw.header)} fields; quote a text that has a comma"
        raise RowError(str(path), row, raw.header[-1], what)
    text = pd.DataFrame(raw.rows, columns=pd.Index(raw.header), dtype=str)
    table = typed(text, dataset, file=str(path), vintage=date, rows=raw.numbers)
    table.attrs.update(dataset=name, vintage=date)
    return table


def load_dropped(name: str, vintage: str | None = None) -> pd.DataFrame:
    """Load what was left out of a vintage at ingest.

    Returns
    -------
    DataFrame
        ``row`` of the publisher's file, ``name`` there, ``what`` was left out (``row`` or
        ``cell``), and where a cell is at fault its ``column`` and its ``value`` as the publisher
        writes it; ``reason``.

    Examples
    --------
    >>> load_dropped("solar_pv_costs")[["row", "what", "column"]].values.tolist()
    [[47, 'row', 'production_wh']]
    """
    dataset = entry(name)
    held = resolve_vintage(dataset, vintage)
    if not held.dropped:
        return pd.DataFrame(columns=DROPPED)
    raw = read_raw(content_of(path := dropped_path(dataset, held.date)), str(path))
    if len(raw.rows) != held.dropped or raw.short:
        raise InputError(f"{path}: {held.dropped} rows are expected; restore the file")
    return pd.DataFrame(raw.rows, columns=pd.Index(raw.header)).astype({"row": int})


def vintage_path(dataset: Dataset, vintage: str) -> Path:
    """Return where a vintage's table lies."""
    return data_folder() / dataset.name / f"{vintage}.csv"


def dropped_path(dataset: Dataset, vintage: str) -> Path:
    """Return where the list of a vintage's left-out rows lies; there is none if nothing was."""
    return data_folder() / dataset.name / f"{vintage}.dropped.csv"


def content_of(path: Path) -> bytes:
    """Return what a file holds."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise InputError(f"{path}: cannot be read: {fault.strerror}") from fault


@dataclass(frozen=True)
class Added:
    """What adding a vintage did; ``dropped`` lists what was left out, as `load_dropped`."""

    dataset: str
    vintage: str
    rows: int
    dropped: pd.DataFrame
    absent_columns: list[str]
    file: str
    sha256: str


def add(
    name: str,
    contents: Sequence[tuple[str, bytes]],
    vintage: str,
    *,
    retrieved: str | None = None,
    allow_fewer_rows: bool = False,
    leave_out_faulty: bool = False,
) -> Added:
    """Add a vintage from the publisher's files; on any fault everything stays as it was.

    ``leave_out_faulty`` leaves rows with a faulty cell out, and lists them, instead of refusing.

    Raises
    ------
    InputError
        If the vintage is no date, lies in the future or exists, a file is faulty, or the table has
        no row, or fewer than four fifths of those of the vintage before (``allow_fewer_rows``
        accepts it).

    Examples
    --------
    >>> add("solar_prices", [("page.html", b"<!doctype html>")], "2026-01-31")
    Traceback (most recent call last):
    gigascale.errors.InputError: page.html: row 1 is HTML or XML, not a table of comma-separated \
values
    """
    dataset = entry(name)
    if dataset.kept_by_hand:
        raise InputError(f"dataset {name!r} is kept by hand: edit data/{dataset.file}")
    if is_computed(dataset):
        raise InputError(f"dataset {name!r} is computed, not added from a file")
    check_date(vintage)
    if vintage in dataset.vintages or vintage_path(dataset, vintage).exists():
        raise InputError(
            f"dataset {name!r} has the vintage {vintage!r} already; a vintage is never rewritten"
        )
    tidy = ingest(dataset, contents, vintage, leave_out_faulty=leave_out_faulty)
    if tidy.table.empty:
        reasons = ", ".join(dict.fromkeys(tidy.dropped["reason"]))
        raise InputError(f"{contents[0][0]}: no row is left; left out: {reasons}")
    before = [date for date in dataset.vintages if date < vintage]
    if before and not allow_fewer_rows:
        fewest = FEWEST_ROWS_FRACTION * dataset.vintages[before[-1]].rows
        if len(tidy.table) < fewest:
            raise InputError(
                f"{contents[0][0]}: row {len(tidy.table) + 1} is the last, where the vintage of "
                f"{before[-1]} has {dataset.vintages[before[-1]].rows} rows; truncated? "
                "(--allow-fewer-rows accepts it)"
            )
    table = as_csv(tidy.table)
    sha256 = hashlib.sha256(table.encode()).hexdigest()
    files = {vintage_path(dataset, vintage): table}
    if len(tidy.dropped):
        files[dropped_path(dataset, vintage)] = tidy.dropped.to_csv(
            index=False, lineterminator="\n"
        )
    row = {
        "retrieved": retrieved or dt.date.today().isoformat(),
        "rows": len(tidy.table),
        "dropped": len(tidy.dropped),
        "sha256": sha256,
        "raw_sha256": [hashlib.sha256(content).hexdigest() for _, content in contents],
    }
    write_together(files, name, vintage, row)
    path = str(vintage_path(dataset, vintage))
    return Added(name, vintage, len(tidy.table), tidy.dropped, tidy.absent, path, sha256)


def as_csv(table: pd.DataFrame) -> str:
    """Return a table as the files hold it."""
    flags = table.select_dtypes("bool").columns
    worded = table.assign(**{c: table[c].map({True: "true", False: "false"}) for c in flags})
    return str(
        worded.to_csv(
            index=False, lineterminator="\n", float_format="%.15g", date_format="%Y-%m-%d"
        )
    )


def is_computed(dataset: Dataset) -> bool:
    """Whether the book itself computes the table: it has neither file nor address."""
    return not (dataset.file or dataset.address or dataset.parts)


def check_date(vintage: str) -> None:
    """Refuse what is no date, or lies in the future."""
    try:
        date = dt.date.fromisoformat(vintage if len(vintage) == len("2025-12-02") else "")
    except ValueError:
        date = None
    if date is None or date.isoformat() != vintage:
        raise InputError(f"vintage {vintage!r} is not a date like 2025-12-02")
    if date > dt.date.today():
        raise InputError(f"vintage {vintage!r} lies in the future")


def write_together(files: dict[Path, str], name: str, vintage: str, row: dict[str, object]) -> None:
    """Write the files, then the catalogue that names them; all or nothing."""
    catalog = data_folder() / "catalog.toml"
    document = tomlkit.parse(catalog.read_text(encoding="utf-8"))
    table = document[name]
    if "vintages" not in table:
        table["vintages"] = tomlkit.table()
    line = tomlkit.inline_table()
    line.update(row)
    table["vintages"][vintage] = line
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    try:
        for path, text in files.items():
            path.parent.mkdir(exist_ok=True)
            _replace(path, text)
        text = re.sub(r"(?<!\n)\n(?=\[\w+\]\n)", "\n\n", tomlkit.dumps(document))
        _replace(catalog, text)
    except OSError as fault:
        for path, content in before.items():
            path.unlink(missing_ok=True) if content is None else path.write_bytes(content)
        raise InputError(f"{fault.filename}: cannot be written: {fault.strerror}") from fault


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_text(text, encoding="utf-8", newline="\n")
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
