"""Quantities typed on a command line, such as «1 GW», in base units."""

import math
import re

from gigascale.errors import InputError

LARGEST = 1e40
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_WATTS = {"w": 1.0, "kw": 1e3, "mw": 1e6, "gw": 1e9, "tw": 1e12}
_USD = {"": 1.0, "m": 1e6, "b": 1e9, "t": 1e12}


def power_w(text: str) -> float:
    """Return a power in watts.

    Raises
    ------
    InputError
        If the text is no number with a unit of power, or not above 0 and finite.

    Examples
    --------
    >>> power_w("1GW"), power_w("2.5e8 W")
    (1000000000.0, 250000000.0)
    >>> power_w("1 banana")
    Traceback (most recent call last):
    gigascale.errors.InputError: power '1 banana': give a number above 0 and a unit: W, kW, MW, ...
    """
    match = re.fullmatch(rf"\s*({_NUMBER})\s*([kKMGT]?W|[kmgt]?w)\s*", text, re.ASCII)
    value = float(match[1]) * _WATTS[match[2].lower()] if match else math.nan
    if not 0 < value <= LARGEST:
        raise InputError(
            f"power {text!r}: give a number above 0 and a unit: W, kW, MW, GW or TW, such as 1GW"
        )
    return value


def power_or_usd(text: str) -> tuple[str, float]:
    """Return the unit, ``W`` or ``USD``, and the value of a power or a sum of money.

    Raises
    ------
    InputError
        If the text is neither, or not above 0 and finite.

    Examples
    --------
    >>> power_or_usd("5GW"), power_or_usd("$100bn")
    (('W', 5000000000.0), ('USD', 100000000000.0))
    >>> power_or_usd("$lots")
    Traceback (most recent call last):
    gigascale.errors.InputError: sum '$lots': give a number above 0 after $, such as $100bn or $5e10
    """
    if not text.strip().startswith("$"):
        return "W", power_w(text)
    match = re.fullmatch(rf"\s*\$({_NUMBER})\s*(|m|mn|bn|b|tn|t)\s*", text.lower(), re.ASCII)
    value = float(match[1]) * _USD[match[2][:1]] if match else math.nan
    if not 0 < value <= LARGEST:
        raise InputError(f"sum {text!r}: give a number above 0 after $, such as $100bn or $5e10")
    return "USD", value


def positive(name: str, text: str, example: str = "3.8e25", least: float = 0.0) -> float:
    """Return a number above 0 and at least ``least``.

    Raises
    ------
    InputError
        If the text is no number, or out of range; ``example`` is one that is not.

    Examples
    --------
    >>> positive("flop", "3.8e25")
    3.8e+25
    """
    value = float(text) if re.fullmatch(_NUMBER, text.strip(), re.ASCII) else math.nan
    if not (0 < value <= LARGEST and value >= least):
        bound = f"of {least:g} or more" if least else "above 0"
        raise InputError(f"--{name} {text!r}: give a number {bound}, such as {example}")
    return value
