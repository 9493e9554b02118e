"""One growth rate with its interval, in the four ways that people state it."""

import math
from dataclasses import dataclass, fields
from typing import Any

from gigascale.errors import InputError

DEFAULT_LEVEL = 0.9
_LOG10_2 = math.log10(2.0)
_FORMS = (
    "growth_per_year",
    "orders_of_magnitude_per_year",
    "doubling_time_years",
    "halving_time_years",
)


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A rate of exponential growth and its interval.

    The doubling time is infinite where the series does not grow, the halving time where it does
    not decline; so an interval that includes a constant series has an infinite longest time.

    Attributes
    ----------
    orders_of_magnitude_per_year, ..._low, ..._high : float
        Slope of log10 of the series, and its interval.

    Examples
    --------
    >>> rate = Rate(
    ...     orders_of_magnitude_per_year=0.6,
    ...     orders_of_magnitude_per_year_low=0.5,
    ...     orders_of_magnitude_per_year_high=0.7,
    ... )
    >>> round(rate.growth_per_year, 2), round(rate.doubling_time_years_high, 2)
    (3.98, 0.6)
    >>> rate.to_dict()["halving_time_years"] is None
    True
    """

    orders_of_magnitude_per_year: float
    orders_of_magnitude_per_year_low: float
    orders_of_magnitude_per_year_high: float

    @property
    def growth_per_year(self) -> float:
        """Factor per year: 4.2 means 4.2 times as much after a year."""
        return power_of_ten(self.orders_of_magnitude_per_year)

    @property
    def growth_per_year_low(self) -> float:
        """Lower end of the interval of the factor per year."""
        return power_of_ten(self.orders_of_magnitude_per_year_low)

    @property
    def growth_per_year_high(self) -> float:
        """Upper end of the interval of the factor per year."""
        return power_of_ten(self.orders_of_magnitude_per_year_high)

    @property
    def doubling_time_years(self) -> float:
        """Years to double: log10(2) over the slope."""
        return doubling_time_years(self.orders_of_magnitude_per_year)

    @property
    def doubling_time_years_low(self) -> float:
        """Shortest doubling time, that of the fastest growth in the interval."""
        return doubling_time_years(self.orders_of_magnitude_per_year_high)

    @property
    def doubling_time_years_high(self) -> float:
        """Longest doubling time, that of the slowest growth in the interval."""
        return doubling_time_years(self.orders_of_magnitude_per_year_low)

    @property
    def halving_time_years(self) -> float:
        """Years to halve: log10(2) over the slope's opposite."""
        return doubling_time_years(-self.orders_of_magnitude_per_year)

    @property
    def halving_time_years_low(self) -> float:
        """Shortest halving time, that of the fastest decline in the interval."""
        return doubling_time_years(-self.orders_of_magnitude_per_year_low)

    @property
    def halving_time_years_high(self) -> float:
        """Longest halving time, that of the slowest decline in the interval."""
        return doubling_time_years(-self.orders_of_magnitude_per_year_high)

    def to_dict(self) -> dict[str, Any]:
        """Every figure that has a repr, by name, ready for JSON; None if it is not finite."""
        names = [f"{form}{end}" for form in _FORMS for end in ("", "_low", "_high")]
        names += [field.name for field in fields(self) if field.repr and field.name not in names]
        return {name: json_value(getattr(self, name)) for name in names}


def check_level(level: float) -> None:
    """Raise InputError unless the probability of an interval lies between 0 and 1.

    Examples
    --------
    >>> check_level(90)
    Traceback (most recent call last):
    gigascale.errors.InputError: level must lie between 0 and 1, such as 0.9; it is 90
    """
    if not 0 < level < 1:
        raise InputError(f"level must lie between 0 and 1, such as 0.9; it is {level}")


def power_of_ten(exponent: float) -> float:
    """10 to a power, infinite where a float cannot hold it.

    Examples
    --------
    >>> power_of_ten(2.0), power_of_ten(400.0)
    (100.0, inf)
    """
    return 10.0**exponent if exponent < 308 else math.inf


def doubling_time_years(orders_of_magnitude_per_year: float) -> float:
    """Years to double at a constant growth rate; infinite at none or at a decline.

    Examples
    --------
    >>> round(doubling_time_years(0.5), 3), doubling_time_years(-0.5)
    (0.602, inf)
    """
    slope = orders_of_magnitude_per_year
    return _LOG10_2 / slope if slope > 0 else math.inf


def json_value(value: Any) -> Any:
    """The value as JSON can hold it: None for a number that is not finite.

    Examples
    --------
    >>> json_value(math.inf), json_value(2.5), json_value("ols")
    (None, 2.5, 'ols')
    """
    return None if isinstance(value, float) and not math.isfinite(value) else value


def slowdown(before: Rate, after: Rate) -> tuple[float, float, float]:
    """Ratio of two growth rates, earlier over later, with its interval.

    The errors of the two are taken as independent and their half widths in orders of magnitude
    as added in squares; both rates must have intervals of the same level, which the ratio's has
    too. A ratio whose interval holds 1 is no evidence of a change.

    Parameters
    ----------
    before, after : Rate
        Growth of two stretches that share no points.

    Returns
    -------
    tuple of float
        Ratio of the factors per year, low, high.

    Examples
    --------
    >>> steep = Rate(
    ...     orders_of_magnitude_per_year=0.8,
    ...     orders_of_magnitude_per_year_low=0.7,
    ...     orders_of_magnitude_per_year_high=0.9,
    ... )
    >>> [round(end, 2) for end in slowdown(steep, steep)]
    [1.0, 0.72, 1.38]
    """
    change = before.orders_of_magnitude_per_year - after.orders_of_magnitude_per_year
    half = math.hypot(
        *(
            (rate.orders_of_magnitude_per_year_high - rate.orders_of_magnitude_per_year_low) / 2
            for rate in (before, after)
        )
    )
    return power_of_ten(change), power_of_ten(change - half), power_of_ten(change + half)
