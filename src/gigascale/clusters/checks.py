"""Checks of single numbers."""

import math

from gigascale.errors import InputError


def require_positive(name: str, value: float) -> float:
    """Return a number that must be above 0 and finite.

    Raises
    ------
    InputError
        If it is not.

    Examples
    --------
    >>> require_positive("power_w", 1e9)
    1000000000.0
    >>> require_positive("power_w", float("nan"))
    Traceback (most recent call last):
    gigascale.errors.InputError: power_w must be a number above 0 and finite, not nan
    """
    if not (math.isfinite(value) and value > 0):
        raise InputError(f"{name} must be a number above 0 and finite, not {value:g}")
    return value
