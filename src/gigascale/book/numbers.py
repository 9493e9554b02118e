"""Numbers as text."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from numbers import Integral
from typing import Protocol

from gigascale.datasets import calendar_date
from gigascale.errors import InputError

_PREFIXES = {
    -3: "n",
    -2: "µ",
    -1: "m",
    0: "",
    1: "k",
    2: "M",
    3: "G",
    4: "T",
    5: "P",
    6: "E",
    7: "Z",
    8: "Y",
}
_WORDS = {0: "", 2: " million", 3: " billion", 4: " trillion"}
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Growth(Protocol):
    """What `times` reads of a fit: a growth factor per year and its interval."""

    @property
    def growth_per_year(self) -> float: ...
    @property
    def growth_per_year_low(self) -> float: ...
    @property
    def growth_per_year_high(self) -> float: ...
    @property
    def doubling_time_years(self) -> float: ...
    @property
    def doubling_time_years_low(self) -> float: ...
    @property
    def doubling_time_years_high(self) -> float: ...


def _rounded(value: float, digits: int) -> float:
    if not math.isfinite(value):
        raise InputError(f"a number in prose must be finite, not {value}")
    return float(f"{value:.{digits - 1}e}")


def number(value: float, digits: int = 3) -> str:
    """Format a number to significant digits, thousands separated, with no exponent.

    An integer is a count and is given in full.

    Raises
    ------
    InputError
        If the value is not finite; this holds for every format below.

    Examples
    --------
    >>> number(404_718.2), number(4.0), number(0.0123456), number(5_767)
    ('405,000', '4.00', '0.0123', '5,767')
    """
    if isinstance(value, Integral):
        return f"{value:,}".replace("-", "−")
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
    text, name = _scaled(value, digits, _WORDS)
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
    >>> from gigascale.trends import fit_growth
    >>> times(fit_growth([2010, 2011, 2012, 2013], [1, 4, 16, 64]))
    '4.0 (4.0 to 4.0)'
    """
    return interval(
        fit.growth_per_year,
        fit.growth_per_year_low,
        fit.growth_per_year_high,
        lambda value: number(value, digits),
    )


def doubling_time(fit: Growth, unit: str = "years", digits: int = 2) -> str:
    """Format the doubling time of a fit with its interval, in years or months.

    Examples
    --------
    >>> from gigascale.trends import fit_growth
    >>> doubling_time(fit_growth([2010, 2011, 2012, 2013], [1, 2, 4, 8]), "months")
    '12 (12 to 12)'
    """
    scale = {"years": 1.0, "months": 12.0}[unit]
    times_years = (
        fit.doubling_time_years,
        fit.doubling_time_years_low,
        fit.doubling_time_years_high,
    )
    central, low, high = (scale * years for years in times_years)
    return interval(central, low, high, lambda value: number(value, digits))


def month(year: float, first: float = -math.inf, last: float = math.inf) -> str:
    """Format a decimal year as a month; one outside the span that was looked at says so.

    Examples
    --------
    >>> month(2026.3), month(-math.inf, first=2026.0), month(2031.5, last=2031.0)
    ('April 2026', 'January 2026 or before', 'some month after January 2031')
    """
    if year < first:
        return f"{calendar_date(first)[0]:%B %Y} or before"
    if year > last:
        return f"some month after {calendar_date(last)[0]:%B %Y}"
    return f"{calendar_date(year)[0]:%B %Y}"


def measure(value: float, unit: str, digits: int = 3) -> str:
    """Format a number with a unit as the data tables write it.

    Examples
    --------
    >>> measure(2.2e9, "W"), measure(38.1e6, "USD"), measure(0.864, "fraction")
    ('2.2 GW', '$38.1 million', '86.4%')
    >>> measure(15_000.0, "USD per day"), measure(0.4, "USD per kWh"), measure(4.0, "per year")
    ('$15,000 per day', '$0.40 per kWh', '×4 a year')
    >>> measure(1016.0, "chips"), measure(1.0, "machines"), measure(4.06e13, "parameters")
    ('1,016 chips', '1 machine', '40.6 trillion parameters')
    >>> measure(2018.45, "decimal year"), measure(3.0, "rank"), measure(6.37, "ratio")
    ('June 2018', 'rank 3', '6.37')
    """
    if unit == "decimal year":
        return month(value)
    if unit == "fraction":
        return _short(percent(value, digits))
    if unit == "per year":
        return f"×{_short(number(value, digits))} a year"
    if unit.startswith("USD"):
        return _cents(_short(dollars(value, digits))) + unit.removeprefix("USD")
    if unit in ("W", "Wh", "FLOP/s", "byte"):
        return _short(quantity(value, "B" if unit == "byte" else unit, digits))
    if float(value).is_integer() and abs(value) < 1e5:
        text, name = number(int(value)), ""
    else:
        text, name = _scaled(value, digits, _WORDS)
    if unit == "rank":
        return f"rank {text}"
    counted = _singular(unit) if text + name == "1" else unit
    return f"{_short(text)}{name} {counted}".removesuffix(" ratio")


def _short(text: str) -> str:
    """Drop the zeros that end a decimal fraction."""
    return re.sub(r"(\.\d*?)0+(?=\D|$)", lambda m: m[1].rstrip("."), text, count=1)


def _cents(text: str) -> str:
    """Write tenths of a dollar as cents: $0.4 as $0.40."""
    return re.sub(r"^(−?\$[\d,]+\.\d)$", r"\g<1>0", text)


def _singular(unit: str) -> str:
    """Name one of what a unit counts, which is its first word: machines, orders of magnitude."""
    first, *rest = unit.split(" ")
    one = re.sub("ies$", "y", first) if first.endswith("ies") else first.removesuffix("s")
    return " ".join([one, *rest])
