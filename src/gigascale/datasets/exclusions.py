"""Rows left out of a fit by name or by a value, and the errors that a publisher states."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.datasets.catalog import entry
from gigascale.errors import InputError


def without(table: pd.DataFrame, exclusions: Sequence[str]) -> pd.DataFrame:
    """Leave rows out of a loaded table, before any rule sees them.

    Parameters
    ----------
    table
        A whole table as `gigascale.datasets.load` gives it.
    exclusions
        Each a named set of the catalogue (``exclusions``) or ``COLUMN=VALUE``.

    Returns
    -------
    DataFrame
        The other rows, in order.

    Raises
    ------
    InputError
        If a name or column is unknown, or nothing would be left out: the vintage lacks the
        column, or no row has the value.

    Examples
    --------
    >>> from gigascale.datasets import load
    >>> models = load("notable_models", "2025-12-02")
    >>> int(models["base_model"].notna().sum()), len(models) - len(without(models, ["fine-tunes"]))
    (121, 121)
    >>> without(load("notable_models", "2022-06-30"), ["fine-tunes"])
    Traceback (most recent call last):
    gigascale.errors.InputError: notable_models of 2022-06-30 cannot leave out fine-tunes: its \
column 'base_model' is blank
    """
    left_out = np.zeros(len(table), dtype=np.bool_)
    for text in exclusions:
        left_out |= _rows(table, text)
    return table[~left_out]


def matching(table: pd.DataFrame, condition: str) -> npt.NDArray[np.bool_]:
    """Say which rows of a loaded table have the value of a condition ``COLUMN=VALUE``.

    Numbers match by value, dates as ``2025-01-31`` and flags as ``true`` or ``false``; a text
    matches whole, or as one of several that commas separate.

    Raises
    ------
    InputError
        If the condition is none, or the dataset has no such column.

    Examples
    --------
    >>> from gigascale.datasets import load
    >>> bool(matching(load("gpu_clusters"), "possible_duplicate=true").any())
    True
    >>> matching(load("transistors"), "year=1971").sum()
    np.int64(1)
    """
    name, equals, wanted = condition.partition("=")
    if not equals or name not in table.columns:
        known = ", ".join(table.columns)
        raise InputError(f"{condition!r} is no condition: give COLUMN=VALUE; columns: {known}")
    return _equal(table[name], wanted)


def error_factor(table: pd.DataFrame, value: str | None = None) -> npt.NDArray[np.float64] | None:
    """Return the error that the publisher states for each row's value, as a factor either way.

    Parameters
    ----------
    table
        Rows of a loaded table.
    value
        Column; the catalogue's choice by default.

    Returns
    -------
    ndarray or None
        Shape (rows,): 3 means that the 90% interval reaches from a third of the value to three
        times it. None if the dataset states no errors of this column, or no row states one.

    Examples
    --------
    >>> from gigascale.datasets import load
    >>> models = load("notable_models", "2025-12-02")
    >>> error_factor(models[models["model"] == "AlexNet"])
    array([3.])
    >>> error_factor(load("transistors")) is None
    True
    """
    about = entry(table.attrs["dataset"])
    stated = about.error_factors
    if stated is None or (value or about.value) not in stated.of:
        return None
    words = table[stated.column]
    if words.isna().all():
        return None
    return np.array([stated.factors.get(word, stated.otherwise) for word in words], dtype=float)


def _equal(column: pd.Series, wanted: str) -> npt.NDArray[np.bool_]:
    kinds = pd.api.types
    if kinds.is_bool_dtype(column):
        return np.asarray(column.map({True: "true", False: "false"}) == wanted.lower())
    if kinds.is_numeric_dtype(column):
        number = pd.to_numeric(wanted, errors="coerce")
        return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan) == number)
    texts = column.astype(str).where(column.notna(), "")
    listed = texts.map(lambda text: wanted in map(str.strip, text.split(",")))
    return np.asarray(column.notna() & ((texts == wanted) | listed))


def _rows(table: pd.DataFrame, text: str) -> npt.NDArray[np.bool_]:
    about = entry(table.attrs["dataset"])
    if rows := about.exclusions.get(text):
        name, column = rows.column, table[rows.column]
        some = [_equal(column, wanted) for wanted in rows.any_of]
        found = np.any(some, axis=0) if some else column.notna().to_numpy()
    elif (name := text.partition("=")[0]) in about.columns:
        found = matching(table, text)
    else:
        known = "".join(f"{accepted}, " for accepted in about.exclusions)
        raise InputError(
            f"exclusion {text!r} is unknown; accepted for {about.name}: {known}COLUMN=VALUE"
        )
    if not found.any():
        held = f"{about.name} of {date}" if (date := table.attrs["vintage"]) else about.name
        lacks = "is blank" if table[name].isna().all() else "has none of its values"
        raise InputError(f"{held} cannot leave out {text}: its column {name!r} {lacks}")
    return np.asarray(found)
