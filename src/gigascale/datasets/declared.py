"""What a catalogue entry may say: every field of its type, every column that it names declared."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from functools import cache
from pathlib import PurePath
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from gigascale.datasets.catalog import Column, Dataset

_EXCLUDE = {"reason", "vintage", "column", "row", "whole_row", "below", "own"}
_DOUBT = {"reason", "vintage", "column"}
_KEYS = ("name", "date")  # fields that a declaration has from the name of its table


def built(hint: Any, value: Any, what: str) -> Any:
    """Return what TOML holds as an annotation says: dataclasses, tuples, mappings, plain values.

    Raises
    ------
    ValueError
        If a field is unknown, missing or of another type; ``what`` names the value.

    Examples
    --------
    >>> from gigascale.datasets.choices import RowSet
    >>> built(RowSet, {"column": 3, "meaning": "before 2010"}, "models.exclusions.old")
    Traceback (most recent call last):
    ValueError: models.exclusions.old.column cannot be 3
    """
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any:
        return tuple(value) if isinstance(value, list) else value
    if origin is UnionType:
        tables = [one for one in inner if is_dataclass(one)]
        if tables:
            return built(tables[0], value, what)
        fits = any(_fits(one, value) for one in inner)
    elif is_dataclass(hint) and isinstance(value, Mapping):
        return _declaration(hint, value, what)
    elif origin is tuple and isinstance(value, list):
        each = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        fits = len(value) == len(each)
        if fits:
            return tuple(built(one, v, what) for one, v in zip(each, value, strict=True))
    elif origin is Mapping and isinstance(value, Mapping):
        return {
            key: built(inner[1], _named(inner[1], key, one), f"{what}.{key}")
            for key, one in value.items()
        }
    else:
        fits = _fits(hint, value)
    if not fits:
        raise ValueError(f"{what} cannot be {value!r}")
    return value


def _named(kind: Any, key: str, value: Any) -> Any:
    """Give a column or vintage the name of its table."""
    first = fields(kind)[0].name if is_dataclass(kind) else ""
    return {**value, first: key} if first in _KEYS and isinstance(value, Mapping) else value


def _declaration(kind: Any, table: Mapping[str, Any], what: str) -> Any:
    hints = _hints(kind)
    if unknown := table.keys() - hints.keys():
        known = ", ".join(hints)
        raise ValueError(f"{what} has the unknown field {min(unknown)!r}; there are: {known}")
    for one in fields(kind):
        needed = one.default is MISSING and one.default_factory is MISSING
        if needed and one.name not in table:
            raise ValueError(f"{what}.{one.name} is missing")
    return kind(**{n: built(hints[n], value, f"{what}.{n}") for n, value in table.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _fits(hint: Any, value: Any) -> bool:
    if get_origin(hint) is Literal:
        return value in get_args(hint)
    if isinstance(value, bool) or not isinstance(hint, type):
        return hint is bool
    return isinstance(value, (int, float) if hint is float else hint)


def check(dataset: "Dataset") -> None:
    """Refuse a column that is named and not declared, and what no column or rule can be.

    Raises
    ------
    ValueError
        Naming the dataset and what is wrong.
    """
    name, columns = dataset.name, dataset.columns
    if not name.isidentifier() or PurePath(dataset.file).name != dataset.file:
        raise ValueError(f"{dataset.file or name!r} is no plain name")
    if len(dataset.separator) != 1:
        raise ValueError(f"{name}.separator is not one character")
    for date in dataset.vintages:
        dt.date.fromisoformat(date)
    if unknown := _named_columns(dataset) - {"", *columns}:
        raise ValueError(f"{name} names the column {min(unknown)!r} and declares none")
    stated = dataset.error_factors
    for factor in (*stated.factors.values(), stated.otherwise) if stated else ():
        if not factor >= 1:
            raise ValueError(f"{name}.error_factors: a factor is 1 or more, not {factor:g}")
    for rule in dataset.exclude:
        _check_rule(rule, f"{name}.exclude", _EXCLUDE, columns)
    for rule in dataset.doubts:
        _check_rule(rule, f"{name}.doubts", _DOUBT, columns)
    for column in columns.values():
        _check_column(column, dataset)


def _named_columns(dataset: "Dataset") -> set[str]:
    named = {*dataset.key, *dataset.keep_if_filled, *dataset.where, dataset.date, dataset.value}
    named |= {rows.column for rows in dataset.exclusions.values()}
    named |= {other for column in dataset.columns.values() for other in column.ratio_to}
    if stated := dataset.error_factors:
        named |= {stated.column, *stated.of}
    return named


def _check_rule(
    rule: Mapping[str, Any], what: str, words: set[str], columns: "Mapping[str, Column]"
) -> None:
    """Refuse a rule that gives no reason, names no rows, or speaks of what is not there."""
    if unknown := rule.keys() - words - columns.keys():
        raise ValueError(f"{what} names the column {min(unknown)!r} and declares none")
    if not isinstance(rule.get("reason"), str):
        raise ValueError(f"{what} has a rule without a reason")
    if not rule.keys() & {"row", "column", *columns}:
        raise ValueError(f"{what} has a rule that names neither rows nor a column")
    if (column := rule.get("column")) is not None and column not in columns:
        raise ValueError(f"{what} names the column {column!r} and declares none")
    if "below" in rule and not (column and _fits(float, rule["below"])):
        raise ValueError(f"{what} has a rule below {rule['below']!r} of the column {column!r}")


def _check_column(column: "Column", dataset: "Dataset") -> None:
    what = f"{dataset.name}.{column.name}"
    numeric = [c.name for c in dataset.columns.values() if c.type in ("number", "integer")]
    compared = column.never_falls or column.largest_step is not None
    bounded = column.ratio_to or column.above is not None or compared
    if bounded and not {column.name, *column.ratio_to} <= {*numeric}:
        raise ValueError(f"{what} has bounds that only numbers can have")
    if compared and not dataset.date:
        raise ValueError(f"{what} is compared with the row before and {dataset.name} has no date")
    if column.largest_step is not None and not column.largest_step >= 1:
        raise ValueError(f"{what}.largest_step is 1 or more, not {column.largest_step:g}")
    for low, high in column.ratio_to.values():
        if not low <= high:
            raise ValueError(f"{what}.ratio_to reaches from {low:g} to {high:g}")
    for bound in (column.minimum, column.maximum):
        accepted = column.type == "date" and bound == "vintage"
        if not (
            bound is None or accepted or _fits(dt.date if column.type == "date" else float, bound)
        ):
            raise ValueError(f"{what} has the bound {bound!r}")
    if column.values and column.type != "text":
        raise ValueError(f"{what} has words as values and is no text")
    try:
        Decimal(column.scale)
    except ArithmeticError:
        raise ValueError(f"{what} has the scale {column.scale!r}") from None
