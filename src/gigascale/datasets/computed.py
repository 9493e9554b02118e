"""Vintages of tables that the book itself computes: rows are appended, and none ever changes."""

import hashlib
from collections.abc import Sequence

import pandas as pd

from gigascale.datasets.catalog import entry
from gigascale.datasets.raw import read_raw
from gigascale.datasets.schema import typed
from gigascale.datasets.store import (
    as_csv,
    check_date,
    content_of,
    is_computed,
    load,
    vintage_path,
    write_together,
)
from gigascale.errors import InputError


def append(
    name: str, vintage: str, rows: pd.DataFrame, *, made_from: Sequence[str], written: str
) -> str:
    """Append rows to a vintage of a computed dataset, or start it; what stands there stays.

    Parameters
    ----------
    name
        A dataset of the catalogue without file and address.
    vintage
        ISO date.
    rows
        The new rows, with the columns that the catalogue declares.
    made_from
        Checksums of the vintages from which they were computed.
    written
        ISO date on which they were.

    Returns
    -------
    str
        The path of the file.

    Raises
    ------
    InputError
        If the dataset is not computed, the vintage is no date or lies in the future, the file was
        changed, or the rows break a rule of the catalogue, such as a key that is there already. All
        stays as it was.

    Examples
    --------
    >>> append("transistors", "2025-01-01", load("transistors"), made_from=[], written="2025-01-01")
    Traceback (most recent call last):
    gigascale.errors.InputError: dataset 'transistors' is not computed
    """
    dataset = entry(name)
    if not is_computed(dataset):
        raise InputError(f"dataset {name!r} is not computed")
    check_date(vintage)
    path, held, before = vintage_path(dataset, vintage), dataset.vintages.get(vintage), b""
    if held is not None:
        load(name, vintage)
        before = content_of(path)
    elif path.exists():
        raise InputError(f"{path}: the file is there and catalog.toml does not name it; remove it")
    header, _, body = as_csv(rows[list(dataset.columns)]).partition("\n")
    text = (before.decode() or f"{header}\n") + body
    raw = read_raw(text.encode(), str(path))
    whole = pd.DataFrame(raw.rows, columns=pd.Index(raw.header), dtype=str)
    typed(whole, dataset, file=str(path), vintage=vintage, rows=raw.numbers)
    row = {
        "retrieved": written,
        "rows": len(whole),
        "dropped": 0,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "raw_sha256": list(dict.fromkeys([*(held.raw_sha256 if held else ()), *made_from])),
    }
    write_together({path: text}, name, vintage, row)
    return str(path)
