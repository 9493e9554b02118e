"""Why a published figure and ours differ, in sentences made from computed comparisons."""

from collections.abc import Mapping

from gigascale.published.fits import Estimate
from gigascale.trends.drift import ADDED_LATE, PUBLISHED_SINCE, REMOVED, REVISED, Drift

_SMALLEST_ORDERS = 0.002
_WORDS = {
    PUBLISHED_SINCE: "rows published since",
    REVISED: "revised rows",
    ADDED_LATE: "rows added late",
    REMOVED: "rows removed",
}


def said(estimate: Estimate) -> str:
    """Write an estimate with its interval, to three digits.

    Examples
    --------
    >>> said(Estimate(4.1476, 3.587, 4.8, 356)), said(Estimate(5.11, 2.46, float("inf"), 25))
    ('4.15 (3.59 to 4.80)', '5.11 (2.46 or more)')
    """
    low, high = _short(estimate.low), _short(estimate.high)
    ends = f"{low} or more" if high == "inf" else f"{low} to {high}"
    return f"{_short(estimate.value)} ({ends})"


def outside(published: float, estimate: Estimate) -> str:
    """Say on which side of our interval the published value lies, if outside.

    Examples
    --------
    >>> outside(5.3, Estimate(4.794, 4.444, 5.171, 110))
    'The published value lies above our interval.'
    """
    if estimate.low <= published <= estimate.high:
        return ""
    side = "above" if published > estimate.high else "below"
    return f"The published value lies {side} our interval."


def points(published: float | None, ours: int) -> str:
    """Compare the number of points, where the publication says it.

    Examples
    --------
    >>> points(470.0, 275), points(None, 93)
    ('Points: 275 here, 470 there.', '')
    """
    if published is None or published == ours:
        return ""
    return f"Points: {ours} here, {published:.0f} there."


def method(name: str, level: float, theirs: Estimate | None) -> str:
    """Say what the published method gives, which takes errors as unrelated.

    Examples
    --------
    >>> method("ols", 0.95, Estimate(3.79, 3.34, 4.39, 275))
    'By their method (ols, 95%): 3.79 (3.34 to 4.39).'
    """
    return f"By their method ({name}, {level:.0%}): {said(theirs)}." if theirs else ""


def changes(then: str, at_the_time: bool, estimate: Estimate, moved: Drift | None) -> str:
    """Say what the vintage of the time gives, and which changes of the data moved the rate since.

    Parameters
    ----------
    then : str
        The newest vintage at publication, or the oldest there is.
    at_the_time : bool
        Whether it is not younger than the publication.
    estimate : Estimate
        On that vintage.
    moved : Drift or None
        From there to the vintage at hand; None where they are one.

    Examples
    --------
    >>> shares = {PUBLISHED_SINCE: 0.0, REVISED: 0.01, ADDED_LATE: -0.055, REMOVED: 0.0}
    >>> moved = Drift(old=0.7265, new=0.6815, shares=shares, rows={}, renamed=0)
    >>> changes("2024-05-26", True, Estimate(5.33, 4.44, 6.39, 93), moved)
    'On 2024-05-26, the newest vintage at publication: 5.33 (4.44 to 6.39); growth a year since: \
rows added late × 0.881, revised rows × 1.02.'
    """
    if moved is None:
        return "This vintage was the newest at publication." if at_the_time else ""
    which = "the newest vintage at publication" if at_the_time else "the oldest vintage here"
    factors = [
        f"{_WORDS[name]} × {_short(10**share)}"
        for name, share in sorted(moved.shares.items(), key=lambda pair: -abs(pair[1]))
        if abs(share) >= _SMALLEST_ORDERS
    ]
    since = ", ".join(factors) or "no change"
    return f"On {then}, {which}: {said(estimate)}; growth a year since: {since}."


def elsewhere(others: Mapping[str, Estimate]) -> str:
    """Say what other tables give.

    Examples
    --------
    >>> elsewhere({"processors 2022-02-22": Estimate(1.995, 1.922, 2.074, 99)})
    'On processors 2022-02-22: 2.00 (1.92 to 2.07).'
    """
    return " ".join(f"On {name}: {said(estimate)}." for name, estimate in others.items())


def _short(value: float) -> str:
    return f"{value:#.3g}".rstrip(".")
