"""Cells that we hold doubtful and keep, with the reason; the catalogue names them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.datasets.catalog import entry
from gigascale.datasets.exclusions import matching
from gigascale.datasets.store import load

_SEVERAL = 6
_COLUMNS = ["name", "column", "value", "reason"]


def load_doubts(name: str, vintage: str | None = None) -> pd.DataFrame:
    """Load what is doubtful in a vintage and kept all the same.

    Parameters
    ----------
    name
        A dataset of the catalogue.
    vintage
        ISO date of a vintage; the latest by default.

    Returns
    -------
    DataFrame
        One row a cell: ``name`` of the row, ``column``, ``value`` as text, ``reason``. Where a
        reason holds for more than six cells of a name they share a row. A doubt about a whole
        column has neither name nor value, one about a whole row neither column nor value.

    Raises
    ------
    InputError
        As `gigascale.datasets.load`.

    Examples
    --------
    >>> load_doubts("solar_generation")["name"].tolist()
    ['2025']
    """
    table, dataset = load(name, vintage), entry(name)
    known_by = [c for c in dataset.key if dataset.columns[c].type in ("integer", "number")]
    known_by = [*dict.fromkeys([*dataset.key[:1], *known_by])] or list(table.columns[:1])
    found = []
    for rule in dataset.doubts:
        if table.attrs["vintage"] not in _listed(rule.get("vintage", table.attrs["vintage"])):
            continue
        column, fields = rule.get("column", ""), {c: rule[c] for c in dataset.columns if c in rule}
        if not fields:
            found.append(("", column, "", rule["reason"]))
            continue
        cells = table[_rows(table, fields)].dropna(subset=[column] if column else None, how="all")
        for group, rows in cells.groupby(known_by[0], sort=False):
            if len(rows) > _SEVERAL:
                found.append((str(group), column, f"{len(rows)} cells", rule["reason"]))
                continue
            for _, row in rows.iterrows():
                label = ", ".join(_text(row[c]) for c in known_by)
                found.append((label, column, _text(row[column]) if column else "", rule["reason"]))
    return pd.DataFrame(found, columns=pd.Index(_COLUMNS))


def _listed(values: object) -> list[object]:
    return list(values) if isinstance(values, list | tuple) else [values]


def _rows(table: pd.DataFrame, fields: Mapping[str, Any]) -> npt.NDArray[np.bool_]:
    """Rows that hold in each field one of the values that a doubt names."""
    hit = np.ones(len(table), dtype=np.bool_)
    for column, values in fields.items():
        hit &= np.any([matching(table, f"{column}={value}") for value in _listed(values)], axis=0)
    return hit


def _text(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return f"{value:.6g}" if isinstance(value, float) else str(value)
