"""Arithmetic with quantities nobody knows: what hangs on one is ``None``, never 0."""

from collections.abc import Callable, Mapping
from typing import Any


def applied(formula: Callable[..., Any], *values: Any) -> Any:
    """Return a formula's answer, ``None`` if one of its values is.

    Examples
    --------
    >>> applied(max, 1, 2), applied(max, 1, None)
    (2, None)
    """
    return None if any(value is None for value in values) else formula(*values)


def added(values: Mapping[str, Any]) -> Any:
    """Return the sum of parts, ``None`` if one of them is.

    Examples
    --------
    >>> added({"land": 1, "shell": 2}), added({"land": 1, "chips": None})
    (3, None)
    """
    return applied(lambda *parts: sum(parts), *values.values())


def with_total(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return parts and their total.

    Examples
    --------
    >>> with_total({"land": 1, "chips": None})
    {'land': 1, 'chips': None, 'total': None}
    """
    return dict(parts) | {"total": added(parts)}
