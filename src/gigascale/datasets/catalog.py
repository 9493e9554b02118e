"""The catalogue: what each dataset is, what its columns mean, which vintages of it are held."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from gigascale.datasets.choices import ErrorFactors, RowSet, Specifications
from gigascale.datasets.declared import built, check
from gigascale.datasets.paths import data_folder
from gigascale.errors import InputError

Kind = Literal["text", "number", "integer", "date", "flag"]


@dataclass(frozen=True)
class Column:
    """One column of a tidy table and how it is read from the publisher's file.

    ``raw`` lists the names the publisher has given it over time; the first one present counts.
    ``scale`` turns the publisher's unit into ``unit``. ``maximum`` may be the word ``vintage``: a
    date at most a month after the vintage, as some rows are dated ahead. ``ratio_to`` bounds the
    column divided by others. ``never_falls`` and ``largest_step`` bound it against the row before,
    by date, among rows of the same key.
    """

    name: str
    type: Kind
    meaning: str
    unit: str = ""
    raw: tuple[str, ...] = ()
    required: bool = False
    nullable: bool = True
    scale: str = "1"
    minimum: float | dt.date | None = None
    maximum: float | dt.date | str | None = None
    above: float | None = None
    ratio_to: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    never_falls: bool = False
    largest_step: float | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One of the publisher's files that together make a vintage."""

    name: str
    address: str
    header: tuple[str, ...] = ()


@dataclass(frozen=True)
class Melt:
    """Columns of the publisher's file that become rows, beside the columns to ``keep``.

    ``names`` and ``cells`` are the columns that hold their names and their cells.
    """

    keep: tuple[str, ...]
    columns: tuple[str, ...]
    names: str
    cells: str


@dataclass(frozen=True)
class Vintage:
    """What one dated file holds, and the checksums of it and of the files it came from."""

    date: str
    retrieved: str
    rows: int
    dropped: int
    sha256: str
    raw_sha256: tuple[str, ...]


@dataclass(frozen=True)
class Dataset:
    """A catalogue entry; see ``data/catalog.toml`` for what each field means."""

    name: str
    title: str
    publisher: str
    licence: str
    citation: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    address: str = ""
    file: str = ""
    separator: str = ","
    parts: tuple[Part, ...] = ()
    date: str = ""
    value: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    ends_with_newline: bool = False
    keep_if_filled: tuple[str, ...] = ()
    anonymous: tuple[str, ...] = ()
    melt: Melt | None = None
    date_formats: tuple[str, ...] = ("%Y-%m-%d",)
    date_formats_by_vintage: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: tuple[Mapping[str, Any], ...] = ()
    doubts: tuple[Mapping[str, Any], ...] = ()
    exclusions: Mapping[str, RowSet] = field(default_factory=dict)
    error_factors: ErrorFactors | None = None
    specifications: Specifications = field(default_factory=Specifications)
    vintages: Mapping[str, Vintage] = field(default_factory=dict)

    @property
    def kept_by_hand(self) -> bool:
        """Whether the table is one file kept by hand instead of dated vintages."""
        return bool(self.file)

    def formats(self, vintage: str) -> tuple[str, ...]:
        """Return the date formats that the publisher used in a vintage."""
        return self.date_formats_by_vintage.get(vintage, self.date_formats)


_SHARED = ("columns", "exclusions", "error_factors", "specifications")


def _dataset(name: str, everything: Mapping[str, Any]) -> Dataset:
    table: Mapping[str, Any] = everything[name]
    model = everything.get(table["like"]) if "like" in table else {}
    if model is None:
        raise ValueError(f"{name}.like names the unknown dataset {table['like']!r}")
    shared = {field: model[field] for field in _SHARED if field in model}
    rules = {
        kind: [rule for rule in model.get(kind, []) if not rule.get("own")] + table.get(kind, [])
        for kind in ("exclude", "doubts")
        if kind in model
    }
    own = {field: value for field, value in table.items() if field != "like"}
    dataset: Dataset = built(Dataset, {**shared, **own, **rules, "name": name}, name)
    check(dataset)
    return replace(dataset, vintages=dict(sorted(dataset.vintages.items())))


@lru_cache(maxsize=4)
def _read(path: Path, _changed_ns: int) -> dict[str, Dataset]:
    try:
        everything = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _dataset(name, everything) for name in everything}
    except (OSError, ValueError, TypeError, AttributeError) as fault:
        raise InputError(f"{path}: the catalogue cannot be read: {fault}") from fault


def catalogue() -> dict[str, Dataset]:
    """Return every catalogue entry by name.

    Raises
    ------
    InputError
        If ``catalog.toml`` is missing or malformed.

    Examples
    --------
    >>> catalogue()["solar_prices"].columns["price_usd2024_per_w"].unit
    'USD(2024)/W'
    """
    path = data_folder() / "catalog.toml"
    try:
        changed_ns = path.stat().st_mtime_ns
    except OSError as fault:
        raise InputError(f"{path}: there is no catalogue: {fault.strerror}") from fault
    return _read(path, changed_ns)


def names() -> list[str]:
    """Return the names of all datasets, in the catalogue's order.

    Examples
    --------
    >>> "notable_models" in names()
    True
    """
    return list(catalogue())


def entry(name: str) -> Dataset:
    """Return one catalogue entry.

    Raises
    ------
    InputError
        If there is no such dataset; the message lists those there are.

    Examples
    --------
    >>> entry("transistors").value
    'transistors'
    """
    known = catalogue()
    if name not in known:
        raise InputError(f"dataset {name!r} is unknown; there are: {', '.join(known)}")
    return known[name]


def vintages(name: str) -> list[str]:
    """Return the dates of a dataset's vintages, oldest first; none for a table kept by hand.

    Examples
    --------
    >>> vintages("notable_models")[0]
    '2022-06-30'
    """
    return list(entry(name).vintages)


def resolve_vintage(dataset: Dataset, vintage: str | None) -> Vintage:
    """Return a vintage by date, the latest for ``None``.

    Raises
    ------
    InputError
        If the dataset has no such vintage; the message lists those it has.

    Examples
    --------
    >>> resolve_vintage(entry("notable_models"), "2024-05-26").rows > 500
    True
    """
    held = dataset.vintages
    if dataset.kept_by_hand:
        raise InputError(f"dataset {dataset.name!r} is kept by hand and has no vintages")
    if not held:
        raise InputError(f"dataset {dataset.name!r} has no vintage yet")
    if vintage is None:
        return held[max(held)]
    if vintage not in held:
        raise InputError(
            f"dataset {dataset.name!r} has no vintage {vintage!r}; there are: {', '.join(held)}"
        )
    return held[vintage]
