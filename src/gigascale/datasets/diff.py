"""What changed between two vintages: rows that came, went and were revised, and by how much."""

from dataclasses import dataclass

import pandas as pd

from gigascale.datasets.catalog import entry, resolve_vintage
from gigascale.datasets.store import load
from gigascale.errors import InputError


@dataclass(frozen=True)
class Diff:
    """Differences from an older to a newer vintage.

    ``added`` and ``removed`` hold key columns and the default value column; ``revised`` has one
    row a changed cell: key columns, ``column``, ``old``, ``new``, and ``factor`` (new over old) for
    numbers.
    """

    dataset: str
    old: str
    new: str
    added: pd.DataFrame
    removed: pd.DataFrame
    revised: pd.DataFrame


def diff(name: str, old: str, new: str) -> Diff:
    """Compare two vintages of a dataset by its key.

    Raises
    ------
    InputError
        If the dataset, a vintage, or the key that rows are compared by does not exist.

    Examples
    --------
    >>> changes = diff("notable_models", "2025-02-24", "2025-12-02")
    >>> changes.revised.columns.tolist()
    ['model', 'column', 'old', 'new', 'factor']
    """
    dataset = entry(name)
    resolve_vintage(dataset, old)
    resolve_vintage(dataset, new)
    if not dataset.key:
        raise InputError(f"dataset {name!r} has no key to compare its rows by")
    key = list(dataset.key)
    before, after = (load(name, vintage).set_index(key).sort_index() for vintage in (old, new))
    both = before.index.intersection(after.index)
    shown = [c for c in (dataset.date, dataset.value) if c and c not in key]
    pieces = [
        _revised(before.loc[both, column], after.loc[both, column]) for column in before.columns
    ]
    revised = pd.concat([p for p in pieces if len(p)] or [_EMPTY.rename_axis(key)]).reset_index()
    return Diff(
        name,
        old,
        new,
        added=after.loc[after.index.difference(before.index), shown].reset_index(),
        removed=before.loc[before.index.difference(after.index), shown].reset_index(),
        revised=revised.sort_values(["column", *key], ignore_index=True),
    )


_EMPTY = pd.DataFrame(columns=["column", "old", "new", "factor"])


def _revised(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """The cells of one column that differ."""
    changed = before.ne(after) & ~(before.isna() & after.isna())
    old, new = before[changed], after[changed]
    numeric = pd.api.types.is_numeric_dtype(before) and before.dtype != bool
    factor = new / old.where(old != 0) if numeric else pd.Series(float("nan"), index=old.index)
    return pd.DataFrame(
        {
            "column": before.name,
            "old": _text(old),
            "new": _text(new),
            "factor": factor.astype("float64"),
        }
    )


def _text(values: pd.Series) -> pd.Series:
    dates = pd.api.types.is_datetime64_any_dtype(values)
    text: pd.Series = values.dt.strftime("%Y-%m-%d") if dates else values
    return text.astype("object").where(values.notna(), None)
