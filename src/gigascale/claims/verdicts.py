"""The rule by which a claim holds or not; no verdict is ever typed in."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gigascale.errors import InputError

HOLDS, IN_PART = "holds", "holds in part"
TOO_HIGH, TOO_LOW, TOO_LATE, TOO_EARLY = "too high", "too low", "too late", "too early"
OPEN, UNCHECKABLE = "open", "uncheckable"
VERDICTS = (HOLDS, IN_PART, TOO_HIGH, TOO_LOW, TOO_LATE, TOO_EARLY, OPEN, UNCHECKABLE)
DATED_UNIT = "decimal year"


@dataclass(frozen=True)
class Span:
    """A number and the range it stands for.

    Attributes
    ----------
    low, high : float
        Ends of the range, infinite where it has none.
    value : float or None
        The number itself; ``None`` where only a range is given.

    Raises
    ------
    InputError
        The value is outside the range, or the range is empty.
    """

    low: float
    value: float | None
    high: float

    def __post_init__(self) -> None:
        """Check the order."""
        middle = self.low if self.value is None else self.value
        if not self.low <= middle <= self.high:
            raise InputError(f"a span runs from low over value to high, not {self}")

    @property
    def centre(self) -> float:
        """The value, else the middle of the range, else its one finite end."""
        if self.value is not None:
            return self.value
        if math.isfinite(self.low) and math.isfinite(self.high):
            return (self.low + self.high) / 2
        return self.low if math.isfinite(self.low) else self.high

    def holds(self, number: float) -> bool:
        """Whether a number lies in the range, ends included."""
        return self.low <= number <= self.high


@dataclass(frozen=True)
class Verdict:
    """A word of ``VERDICTS``, and how many times too high or too low (``None`` for the rest)."""

    word: str
    factor: float | None = None


def claimed_span(low: float | None, value: float | None, high: float | None) -> Span:
    """Return the range that a claim covers.

    Stated ends count. A value alone stands for all that rounds to it: half a unit of its last
    digit either way, trailing zeros not counting as digits (3.4 is 3.35 to 3.45; 90 is 85 to 95).
    One end alone means at least, or at most, this.

    Raises
    ------
    InputError
        Nothing is given, or the three are out of order.

    Examples
    --------
    >>> claimed_span(None, 3.5, None)
    Span(low=3.45, value=3.5, high=3.55)
    >>> claimed_span(None, 300.0, None).low, claimed_span(8.0, None, None).high
    (250.0, inf)
    """
    if low is None and high is None:
        if value is None:
            raise InputError("a claim needs a value, a low or a high")
        exact = Decimal(repr(value)).normalize()
        half = Decimal((0, (5,), int(exact.as_tuple().exponent) - 1))
        return Span(float(exact - half), value, float(exact + half))
    return Span(-math.inf if low is None else low, value, math.inf if high is None else high)


def found_span(value: float, low: float | None = None, high: float | None = None) -> Span:
    """Return the range of what was found: its interval, or the point where there is none.

    Examples
    --------
    >>> found_span(4.4, 3.9, 5.0), found_span(700.0).high
    (Span(low=3.9, value=4.4, high=5.0), 700.0)
    """
    return Span(value if low is None else low, value, value if high is None else high)


def judge(claimed: Span, found: Span, unit: str = "") -> Verdict:
    """Return whether a claimed number agrees with what was found.

    - **holds**: what was found lies in the claimed range, or the claimed number (or the whole of
      a claimed range) lies in the interval of what was found.
    - **holds in part**: the two overlap, but only at their edges.
    - **too high**, **too low**: they do not overlap; ``factor`` says how many times. Dates are
      **too late** or **too early**, without a factor.

    Parameters
    ----------
    claimed, found : Span
    unit : str
        ``decimal year`` for dates.

    Examples
    --------
    >>> judge(claimed_span(None, 4.0, None), found_span(4.4, 3.9, 5.0)).word
    'holds'
    >>> judge(Span(30.0, None, 40.0), found_span(26.0, 23.0, 31.0)).word
    'holds in part'
    >>> judge(Span(30.0, None, 40.0), found_span(17.5))
    Verdict(word='too high', factor=2.0)
    """
    measured = found.centre
    stated = (claimed.low, claimed.high) if claimed.value is None else (claimed.value,)
    if claimed.holds(measured) or all(found.holds(number) for number in stated):
        return Verdict(HOLDS)
    if claimed.low <= found.high and found.low <= claimed.high:
        return Verdict(IN_PART)
    above = claimed.low > found.high
    if unit == DATED_UNIT:
        return Verdict(TOO_LATE if above else TOO_EARLY)
    ratio = claimed.centre / measured
    return Verdict(TOO_HIGH, ratio) if above else Verdict(TOO_LOW, 1 / ratio)


def combine(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict on a claim of several numbers.

    It holds if all hold. If some hold, wholly or in part, it holds in part, also where others
    cannot be checked. If none holds, the one that is furthest off decides.

    Raises
    ------
    InputError
        There is none to combine.

    Examples
    --------
    >>> combine([Verdict("holds"), Verdict("too high", 8.0)]).word
    'holds in part'
    >>> combine([Verdict("too low", 1.1), Verdict("too high", 1.7)])
    Verdict(word='too high', factor=1.7)
    """
    if not verdicts:
        raise InputError("a claim needs at least one number")
    if len({verdict.word for verdict in verdicts}) == 1 and verdicts[0].word == HOLDS:
        return verdicts[0]
    if any(verdict.word in (HOLDS, IN_PART) for verdict in verdicts):
        return Verdict(IN_PART)
    return max(verdicts, key=lambda verdict: verdict.factor or 0.0)
