"""Cells of text made uniform: numbers in base units, dates as ISO, flags as true or false."""

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import Decimal

from gigascale.datasets.catalog import Column

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[+-]?inf(inity)?", re.ASCII | re.I)
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_UNKNOWN = {"na", "n/a", "nan", "none", "null", "-"}
_TRUE, _FALSE = {"true", "checked", "yes", "1"}, {"", "false", "no", "0"}


def number(text: str, scale: str = "1") -> str:
    """Return a number in base units as text, exact in decimal; blank for "not available".

    Raises
    ------
    ValueError
        If the text is not one finite number.

    Examples
    --------
    >>> number("$1,250.5"), number("0.1", "1e6"), number("N/A")
    ('1250.5', '100000', '')
    """
    bare = text.removeprefix("$")
    if bare.lower() in _UNKNOWN or not bare:
        return ""
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    if not _NUMBER.fullmatch(bare):
        raise ValueError("is not a number")
    try:
        value = float(Decimal(bare) * Decimal(scale))
    except ArithmeticError:
        value = math.inf
    if not math.isfinite(value):
        raise ValueError("is not a finite number")
    return f"{value:.15g}"


def date(text: str, formats: tuple[str, ...]) -> str:
    """Return a date as ISO text, read by the first of the formats that fits.

    Raises
    ------
    ValueError
        If no format fits.

    Examples
    --------
    >>> date("25/11/2019", ("%Y-%m-%d", "%d/%m/%Y"))
    '2019-11-25'
    """
    if not text:
        return ""
    for form in formats:
        try:
            return dt.datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    raise ValueError(f"is not a date of the form {' or '.join(formats)}")


def flag(text: str) -> str:
    """Return ``true`` or ``false``; blank is false, as publishers leave unticked boxes blank.

    Raises
    ------
    ValueError
        If the text is no known way to say yes or no.

    Examples
    --------
    >>> flag("checked"), flag("")
    ('true', 'false')
    """
    lowered = text.lower()
    if lowered not in _TRUE | _FALSE:
        raise ValueError("is neither true nor false")
    return "true" if lowered in _TRUE else "false"


def category(text: str, values: dict[str, str]) -> str:
    """Return the catalogue's word for a publisher's word.

    Raises
    ------
    ValueError
        If the publisher's word is not in the catalogue.

    Examples
    --------
    >>> category("Sus", {"sus": "sustainable_development"})
    'sustainable_development'
    """
    if text.lower() not in values:
        raise ValueError(f"is not one of: {', '.join(values)}")
    return values[text.lower()]


def converter(column: Column, formats: tuple[str, ...]) -> Callable[[str], str]:
    """Return the function that makes a column's cells uniform.

    Examples
    --------
    >>> converter(Column("power_w", "number", "site power", scale="1e6"), ())("150")
    '150000000'
    """
    if column.type == "date":
        return lambda text: date(text, formats)
    if column.type == "flag":
        return flag
    if column.values:
        return lambda text: category(text, dict(column.values))
    if column.type in ("number", "integer"):
        return lambda text: number(text, column.scale)
    return str
