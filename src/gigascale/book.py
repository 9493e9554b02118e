"""What a chapter needs to put computed numbers into prose and tables.

A chapter formats a number with one of the functions here and glues the text under a name; the
prose then says ``{glue:text}`name` ``. Nothing in prose is typed by hand.
"""

import math
from collections.abc import Callable, Collection, Mapping
from datetime import date
from html import escape
from typing import Any, Protocol

import pandas as pd

from gigascale.errors import InputError

_PREFIXES = {-3: "n", -2: "µ", -1: "m", 0: "", 1: "k", 2: "M", 3: "G", 4: "T", 5: "P", 6: "E"}
_MONEY = {0: "", 2: " million", 3: " billion", 4: " trillion"}
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Growth(Protocol):
    """What `times` reads of a fit: a growth factor per year and its interval."""

    @property
    def growth_per_year(self) -> float: ...
    @property
    def growth_per_year_low(self) -> float: ...
    @property
    def growth_per_year_high(self) -> float: ...


def _rounded(value: float, digits: int) -> float:
    if not math.isfinite(value):
        raise InputError(f"a number in prose must be finite, not {value}")
    return float(f"{value:.{digits - 1}e}")


def number(value: float, digits: int = 3) -> str:
    """Format a number to significant digits, thousands separated, with no exponent.

    Raises
    ------
    InputError
        If the value is not finite; this holds for every format below.

    Examples
    --------
    >>> number(404_718.2), number(4.0), number(0.0123456), number(127)
    ('405,000', '4.00', '0.0123', '127')
    """
    rounded = _rounded(value, digits)
    exponent = math.floor(math.log10(abs(rounded))) if rounded else 0
    return f"{rounded:,.{max(0, digits - 1 - exponent)}f}".replace("-", "−")


def scientific(value: float, digits: int = 2) -> str:
    """Format a number as a power of ten.

    Examples
    --------
    >>> scientific(3.8e25), scientific(1e26, digits=1)
    ('3.8 × 10²⁵', '10²⁶')
    """
    mantissa, exponent = f"{_rounded(value, digits):.{digits - 1}e}".split("e")
    power = "10" + str(int(exponent)).translate(_SUPERSCRIPTS)
    return power if mantissa == "1" else f"{mantissa} × {power}".replace("-", "−")


def _scaled(value: float, digits: int, names: Mapping[int, str]) -> tuple[str, str]:
    rounded = _rounded(value, digits)
    thousands = math.floor(math.log10(abs(rounded)) / 3 + 1e-12) if rounded else 0
    step = max((k for k in names if k <= thousands), default=min(names))
    return number(rounded / 1000.0**step, digits), names[step]


def quantity(value: float, unit: str, digits: int = 3) -> str:
    """Format a quantity in base units with the SI prefix that suits its size.

    Examples
    --------
    >>> quantity(1.21e9, "W"), quantity(989.4e12, "FLOP/s"), quantity(700, "W", digits=1)
    ('1.21 GW', '989 TFLOP/s', '700 W')
    """
    text, prefix = _scaled(value, digits, _PREFIXES)
    return f"{text} {prefix}{unit}"


def dollars(value: float, digits: int = 2) -> str:
    """Format an amount of US dollars.

    Examples
    --------
    >>> dollars(37.4e9), dollars(29_500, digits=3), dollars(2_300_000)
    ('$37 billion', '$29,500', '$2.3 million')
    """
    text, name = _scaled(value, digits, _MONEY)
    return f"${text}{name}" if value >= 0 else f"−${text.removeprefix('−')}{name}"


def percent(fraction: float, digits: int = 2) -> str:
    """Format a fraction as a percentage.

    Examples
    --------
    >>> percent(0.384), percent(1.0, digits=3)
    ('38%', '100%')
    """
    return number(100 * fraction, digits) + "%"


def day(when: date) -> str:
    """Format a date.

    Examples
    --------
    >>> day(date(2024, 5, 8))
    '8 May 2024'
    """
    return f"{when.day} {when:%B %Y}"


def interval(central: float, low: float, high: float, form: Callable[[float], str] = number) -> str:
    """Format a central value and its interval alike.

    Examples
    --------
    >>> interval(4.93, 4.51, 5.38, lambda x: number(x, 2))
    '4.9 (4.5 to 5.4)'
    >>> interval(37.4e9, 30e9, 46e9, dollars)
    '$37 billion ($30 billion to $46 billion)'
    """
    return f"{form(central)} ({form(low)} to {form(high)})"


def times(fit: Growth, digits: int = 2) -> str:
    """Format the growth factor per year of a fit with its interval.

    Examples
    --------
    >>> from types import SimpleNamespace as Fit
    >>> fit = Fit(growth_per_year=4.93, growth_per_year_low=4.51, growth_per_year_high=5.38)
    >>> times(fit)
    '4.9 (4.5 to 5.4)'
    """
    return interval(
        fit.growth_per_year,
        fit.growth_per_year_low,
        fit.growth_per_year_high,
        lambda value: number(value, digits),
    )


class _Plain:
    """Text that a notebook shows as it is, without quotes or escapes."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def glue(**texts: str) -> None:
    """Make formatted texts known to the prose: ``{glue:text}`name` ``.

    Raises
    ------
    InputError
        If a value is not text: format it first.

    Examples
    --------
    >>> glue(growth=4.93)
    Traceback (most recent call last):
    gigascale.errors.InputError: glue growth: format the float as text first
    """
    from myst_nb import glue as store

    for name, text in texts.items():
        if not isinstance(text, str):
            raise InputError(f"glue {name}: format the {type(text).__name__} as text first")
        store(name, _Plain(text), display=False)


class Table:
    """A table as HTML, for a notebook to show; every cell is escaped text."""

    def __init__(self, html: str) -> None:
        self.html = html

    def _repr_html_(self) -> str:
        return self.html


def _sources(keys: str) -> str:
    names = [escape(key.strip()) for key in keys.split(";")]
    return "; ".join(
        name if name == "judgement" else f'<a data-cite="{name}">{name}</a>' for name in names
    )


def table(
    data: pd.DataFrame,
    caption: str,
    form: Mapping[str, Callable[[Any], str]] | None = None,
    headings: Mapping[str, str] | None = None,
    cite: Collection[str] = (),
) -> Table:
    """Show a DataFrame as an accessible table; its first column heads the rows.

    Parameters
    ----------
    caption
        What the table shows, one phrase; also its name for a screen reader.
    form
        How to format the values of a column, by column; a missing value shows as an empty cell.
    headings
        The heading of a column, by column; else its name with spaces for underscores.
    cite
        Columns of bibliography keys, several separated by ``;``: the site links each to the
        list of references. The word ``judgement`` is no key.

    Raises
    ------
    InputError
        If `form`, `headings` or `cite` names a column that the data does not have.

    Examples
    --------
    >>> chips = pd.DataFrame({"chip": ["<b>H100</b>"], "tdp_w": [700.0]})
    >>> shown = table(chips, "Power by chip", {"tdp_w": number}, {"tdp_w": "TDP (W)"})
    >>> "&lt;b&gt;H100" in shown.html, "<td class=\\"number\\">700</td>" in shown.html
    (True, True)
    """
    form, headings = form or {}, headings or {}
    for name in [*form, *headings, *cite]:
        if name not in data.columns:
            raise InputError(f"the table has no column {name!r}; it has: {', '.join(data.columns)}")

    def cell(position: int, name: str, value: Any) -> str:
        if pd.isna(value):
            text = ""
        elif name in cite:
            text = _sources(str(value))
        else:
            text = escape(form.get(name, str)(value))
        if position == 0:
            return f'<th scope="row">{text}</th>'
        numeric = pd.api.types.is_numeric_dtype(data[name])
        return f'<td class="number">{text}</td>' if numeric else f"<td>{text}</td>"

    columns = [str(name) for name in data.columns]
    head = "".join(
        f'<th scope="col">{escape(headings.get(name, name.replace("_", " ")))}</th>'
        for name in columns
    )
    body = "\n".join(
        "<tr>" + "".join(cell(i, columns[i], value) for i, value in enumerate(row)) + "</tr>"
        for row in data.itertuples(index=False)
    )
    name = escape(caption, quote=True)
    return Table(
        f'<div class="table-scroll" role="region" aria-label="{name}" tabindex="0">\n'
        f"<table>\n<caption>{escape(caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )
