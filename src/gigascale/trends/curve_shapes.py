"""Curves that level off, their least squares with related errors, and the profile of the ceiling.

Every curve is ln K − gap(t) with a ceiling K. With τ counted from the newest date and w the gap
there, the gap of the logistic is ln(1 + (e^w − 1) e^(−rτ)) and that of Gompertz w e^(−rτ). As K
grows without end both become the exponential: an exponential is a curve whose ceiling is infinite.
The gap of Bass (1969) is −ln((1 − e^(−as))/(1 + c e^(−as))) at s years after the launch, with
a = p + q and c = q/p. For a given ceiling two positive numbers are left; they are fitted as
logarithms, which keeps the fit well behaved from the first years of a series to the last.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq, least_squares

from gigascale.trends.dependence import filtered
from gigascale.trends.growth import t_quantile
from gigascale.trends.points import Floats

LN10 = float(np.log(10))
_LARGEST_LOGARITHM = 100.0
_FIRST_CEILINGS = (0.02, 0.3, 1.0, 3.0)  # log10 over the newest value
_NO_GAIN = 1e-6  # a share of the squares
_FEWEST_DEGREES = 3.0


def logistic_gap(since_newest: Floats, log_rate: float, log_gap: float) -> Floats:
    """ln(K/f) of the logistic; r and w as logarithms.

    Examples
    --------
    >>> logistic_gap(np.array([0.0, 50.0]), 0.0, 1.0).round(6).tolist()
    [2.718282, 0.0]
    """
    gap = np.exp(log_gap)
    odds = gap + np.log(-np.expm1(-gap))
    return np.asarray(np.logaddexp(0, odds - np.exp(log_rate) * since_newest))


def gompertz_gap(since_newest: Floats, log_rate: float, log_gap: float) -> Floats:
    """ln(K/f) of the Gompertz curve; r and w as logarithms.

    Examples
    --------
    >>> gompertz_gap(np.array([0.0, 50.0]), 0.0, 1.0).round(6).tolist()
    [2.718282, 0.0]
    """
    log_gaps = log_gap - np.exp(log_rate) * since_newest
    return np.asarray(np.exp(np.minimum(log_gaps, _LARGEST_LOGARITHM)))


def bass_gap(since_launch: Floats, log_rate: float, log_ratio: float) -> Floats:
    """ln(K/f) of the Bass curve; a and c as logarithms.

    Examples
    --------
    >>> bass_gap(np.array([np.log(3.0)]), 0.0, 0.0).round(6).tolist()
    [0.693147]
    """
    run = np.exp(log_rate) * since_launch
    return np.asarray(np.logaddexp(0, log_ratio - run) - np.log(-np.expm1(-run)))


GAPS: dict[str, Callable[[Floats, float, float], Floats]] = {
    "logistic": logistic_gap,
    "gompertz": gompertz_gap,
    "bass": bass_gap,
}
_AS_GOOD_AS_ENDLESS = {"logistic": 9.0, "gompertz": 1e5, "bass": 9.0}


class BestCurve(NamedTuple):
    """The curve of least squares, and the least squares of one without end.

    `parameters` are level and slope of a straight line in log10, or log10 ceiling and the two
    logarithms of the gap.
    """

    squares: float
    squares_endless: float
    parameters: tuple[float, ...]

    @property
    def is_endless(self) -> bool:
        """Whether no ceiling fits better than none."""
        return self.squares >= self.squares_endless


@dataclass(frozen=True)
class CurveProblem:
    """Least squares of one curve through the mean log10 value of each date, errors AR(1).

    Attributes
    ----------
    curve : str
        `exponential`, or a name in `GAPS`.
    times : ndarray, shape (dates,)
        Years from the newest date; for Bass, from the launch.
    means, weights : ndarray, shape (dates,)
        Mean log10 value of each date, and root of its number of points.
    growth : float
        Of the straight line through the points, natural logarithm per year, above 0.
    rho : float
        Autocorrelation of the errors.
    """

    curve: str
    times: Floats
    means: Floats
    weights: Floats
    growth: float
    rho: float

    @property
    def reach(self) -> float:
        """log10 of a ceiling, over the newest value, that is as good as endless."""
        return _AS_GOOD_AS_ENDLESS[self.curve]

    def line(self, parameters: tuple[float, ...]) -> Floats:
        """Fitted log10 values at the dates."""
        return log10_line(self.curve, parameters, self.times)

    def best(self) -> BestCurve:
        """Curve of least squares; the straight line, or Bass's curve without end, if none gains."""
        ones = np.ones_like(self.times)
        design = self.weights[:, None] * np.column_stack([ones, self.times])
        response = filtered(self.weights * self.means, self.rho)
        design = filtered(design, self.rho)
        endless = np.linalg.lstsq(design, response)[0]
        squares_endless = float(((response - design @ endless) ** 2).sum())
        if self.curve == "exponential":
            return BestCurve(squares_endless, squares_endless, tuple(endless.tolist()))
        if self.curve == "bass":
            ceiling = float(self.means[-1]) + self.reach
            squares_endless, inner = self._at_ceiling(ceiling)
            endless = np.array([ceiling, *inner])
        squares, free = self._free()
        if squares >= squares_endless * (1 - _NO_GAIN):
            return BestCurve(squares_endless, squares_endless, tuple(endless.tolist()))
        return BestCurve(squares, squares_endless, tuple(free.tolist()))

    def ceiling_interval(self, best: BestCurve, level: float) -> tuple[float, float]:
        """Ends of the profile-likelihood interval of the log10 ceiling."""
        if self.curve == "exponential":
            return np.inf, np.inf
        n, newest = self.means.size, float(self.means[-1])
        quantile = t_quantile(level, max(n * (1 - self.rho) / (1 + self.rho), _FEWEST_DEGREES))
        most = best.squares * (1 + quantile**2 / (n - 3))

        def excess(log10_ceiling: float) -> float:
            return self._at_ceiling(log10_ceiling)[0] - most

        middle = newest + self.reach if best.is_endless else best.parameters[0]
        steps = np.geomspace(0.01, self.reach, 60)
        lower = [end for end in (*(newest + steps[::-1]), *(newest - steps)) if end < middle]
        low = _crossing(excess, middle, lower)
        if best.squares_endless <= most:
            return low, np.inf
        return low, _crossing(excess, middle, [end for end in newest + steps if end > middle])

    def _errors(self, log10_ceiling: float, log_rate: float, other: float) -> Floats:
        """Weighted errors in log10, their dependence on the error before taken out."""
        inner = np.clip([log_rate, other], -_LARGEST_LOGARITHM, _LARGEST_LOGARITHM)
        line = log10_line(self.curve, (log10_ceiling, *inner), self.times)
        return filtered(self.weights * (self.means - line), self.rho)

    def _at_ceiling(self, log10_ceiling: float) -> tuple[float, Floats]:
        """Least sum of squares below a given ceiling, and the two logarithms."""
        gap = max((log10_ceiling - self.means[-1]) * LN10, 0.02)
        rate = self.growth / gap if self.curve == "gompertz" else self.growth
        other = gap + rate * self.times[-1] if self.curve == "bass" else np.log(gap)
        start = np.array([np.log(rate), other])
        return _least(lambda inner: self._errors(log10_ceiling, *inner), start)

    def _free(self) -> tuple[float, Floats]:
        """Least sum of squares, and log10 ceiling with the two logarithms."""
        found = []
        for above in (*_FIRST_CEILINGS, self.reach):
            ceiling = float(self.means[-1]) + above
            squares, inner = self._at_ceiling(ceiling)
            found.append((squares, np.array([ceiling, *inner])))
        found.sort(key=_squares)
        ends = [_least(lambda all_three: self._errors(*all_three), at) for _, at in found[:2]]
        return min([*found, *ends], key=_squares)


def log10_line(curve: str, parameters: tuple[float, ...], times: Floats) -> Floats:
    """log10 of a curve at times counted as `CurveProblem` counts them.

    Examples
    --------
    >>> log10_line("exponential", (1.0, 0.5), np.array([0.0, 2.0])).tolist()
    [1.0, 2.0]
    """
    if len(parameters) == 2:
        return np.asarray(parameters[0] + parameters[1] * times)
    return np.asarray(parameters[0] - GAPS[curve](times, *parameters[1:]) / LN10)


def _least(errors: Callable[[Floats], Floats], start: Floats) -> tuple[float, Floats]:
    fit = least_squares(errors, start, method="lm", max_nfev=200)
    return 2 * float(fit.cost), fit.x


def _squares(found: tuple[float, Floats]) -> float:
    return found[0]


def _crossing(excess: Callable[[float], float], inside: float, ladder: list[float]) -> float:
    """Where the excess rises above 0 on the way up a ladder from a ceiling where it does not."""
    for step in ladder:
        if excess(step) > 0:
            return float(brentq(excess, inside, step, xtol=1e-4)) if excess(inside) < 0 else inside
        inside = step
    return inside
