"""Did growth change, and when: two straight segments through log10 values against one.

The break is searched on the first of every month with at least 10 dates on each side. Its test is
sup-F (Andrews 1993): the largest F over the search, which needs its own distribution because the
search would find something in any series. That distribution comes from a bootstrap without a
break whose errors keep the autocorrelation of the residuals. Intervals of the date and of both
growth rates come from a second bootstrap around the two segments that searches anew in every draw,
so they carry the uncertainty of the date, unlike intervals computed as if the date were known.
With the date given beforehand there is no search, and the test is of an ordinary F.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError
from gigascale.trends.break_search import Found, prepare
from gigascale.trends.dependence import error_autocorrelation, resampled_errors, residuals
from gigascale.trends.points import Floats, Points, as_log_points, weighted_dates
from gigascale.trends.rates import DEFAULT_LEVEL, Rate, check_level, json_value, power_of_ten

DEFAULT_DRAWS = 999
_SEED = 20180101


@dataclass(frozen=True, kw_only=True)
class BreakFit:
    """Two segments with their break, and how they compare with one straight line.

    Attributes
    ----------
    kind : str
        `kink`: the segments meet. `jump`: they need not.
    searched : bool
        Whether the data chose the date; if it was given, the interval is the date itself.
    break_year, break_year_low, break_year_high : float
        Date of the break, decimal year, and its interval.
    before, after : Rate
        Growth of the two segments.
    jump_factor : float
        Step at the break, as a factor; 1 for a kink.
    level : float
        Probability of the intervals.
    n : int
        Points fitted.
    sup_f, p_value : float
        Largest F statistic against no break, and how often a series without one exceeds it.
    bic_difference : float
        Bayesian information criterion without a break less that with one, a date that was
        searched counted as a coefficient; positive favours the break. It takes errors as
        independent.
    error_autocorrelation : float
        Of the bootstrap without a break.
    log10_at_break : float
        Fitted log10 value where the first segment ends.
    """

    kind: str
    searched: bool
    break_year: float
    break_year_low: float
    break_year_high: float
    before: Rate
    after: Rate
    jump_factor: float
    level: float
    n: int
    sup_f: float
    p_value: float
    bic_difference: float
    error_autocorrelation: float
    log10_at_break: float

    def line(self, years: npt.ArrayLike) -> Floats:
        """Fitted values at given dates, in the unit of the values.

        Parameters
        ----------
        years : array_like
            Decimal years.

        Returns
        -------
        ndarray, shape of `years`
        """
        ahead = np.asarray(years, dtype=float) - self.break_year
        before = self.before.orders_of_magnitude_per_year * ahead
        after = self.after.orders_of_magnitude_per_year * ahead + np.log10(self.jump_factor)
        return np.asarray(10 ** (self.log10_at_break + np.where(ahead < 0, before, after)))

    def to_dict(self) -> dict[str, Any]:
        """Every figure by name, ready for JSON; the growth rates under `before` and `after`."""
        figures = {name: json_value(value) for name, value in vars(self).items()}
        return figures | {"before": self.before.to_dict(), "after": self.after.to_dict()}


def fit_break(
    years: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    kind: str = "kink",
    at: float | None = None,
    level: float = DEFAULT_LEVEL,
    draws: int = DEFAULT_DRAWS,
    rng: np.random.Generator | None = None,
) -> BreakFit:
    """Find the date at which growth changed, and test whether it did.

    Parameters
    ----------
    years : array_like, shape (n,)
        Dates in decimal years, in any order; dates may repeat and then count as one each.
    values : array_like, shape (n,)
        Positive values in any unit.
    kind : str
        `kink` adds max(t − b, 0) to the line; `jump` adds the step 1[t ≥ b] as well.
    at : float, optional
        Decimal year of the break, with at least 10 dates before it and 10 from it on; searched
        by default.
    level : float
        Probability of the intervals.
    draws : int
        Series in each of the two bootstraps.
    rng : numpy.random.Generator, optional
        By default one of a fixed seed.

    Returns
    -------
    BreakFit

    Raises
    ------
    InputError
        As `fit_growth`; also for an unknown kind, fewer than 20 dates, or fewer than 10 on
        either side of `at`.

    Examples
    --------
    >>> years = 2010 + np.arange(120) / 8
    >>> noise = np.random.default_rng(1).normal(0, 0.1, 120)
    >>> values = 10 ** (0.8 * years - 0.2 * np.maximum(years - 2018, 0) - 1600 + noise)
    >>> fit = fit_break(years, values, draws=199)
    >>> round(fit.break_year), round(fit.before.growth_per_year, 1), fit.p_value
    (2018, 6.3, 0.005)
    >>> round(fit_break(years, values, at=2017, draws=199).before.growth_per_year, 1)
    6.5
    """
    check_level(level)
    if draws < 1:
        raise InputError(f"draws must be at least 1; it is {draws}")
    generator = np.random.default_rng(_SEED) if rng is None else rng
    points = as_log_points(years, values)
    centre_year, centre_log10 = float(points.years.mean()), float(points.values.mean())
    centred = Points(points.years - centre_year, points.values - centre_log10)
    design, response = weighted_dates(centred)
    search = prepare(design, kind, centre_year, at)
    observed = search.run(response[:, None])
    straight = residuals(design, response)
    bent = residuals(search.design(observed.positions[0]), response)
    rho = error_autocorrelation(straight)
    null = search.run(resampled_errors(straight, rho, draws, generator))
    added = search.added + (at is None)
    coefficients = 2 + added
    errors = resampled_errors(bent, error_autocorrelation(bent, coefficients), draws, generator)
    inflation = np.sqrt(response.size / (response.size - coefficients))
    around = search.run((response - bent)[:, None] + inflation * errors)
    tails = [0.5 - level / 2, 0.5 + level / 2]
    low, high = np.quantile(around.years, tails)
    within_dates = max(float(centred.values @ centred.values - response @ response), 0.0)
    return BreakFit(
        kind=kind,
        searched=at is None,
        break_year=float(observed.years[0]),
        break_year_low=float(low),
        break_year_high=float(high),
        before=_rate(observed.before, around.before, tails),
        after=_rate(observed.after, around.after, tails),
        jump_factor=power_of_ten(float(observed.jumps[0])),
        level=level,
        n=points.years.size,
        sup_f=float(observed.f_ratios[0]),
        p_value=(1 + int((null.f_ratios >= observed.f_ratios[0]).sum())) / (draws + 1),
        bic_difference=_bic_difference(observed, within_dates, points.years.size, added),
        error_autocorrelation=rho,
        log10_at_break=centre_log10 + float(observed.levels[0]),
    )


def _rate(estimate: Floats, draws: Floats, tails: list[float]) -> Rate:
    low, high = np.quantile(draws, tails)
    return Rate(
        orders_of_magnitude_per_year=float(estimate[0]),
        orders_of_magnitude_per_year_low=float(low),
        orders_of_magnitude_per_year_high=float(high),
    )


def _bic_difference(observed: Found, within_dates: float, n: int, added: int) -> float:
    """Criterion of the straight line less that of the two segments, over all n points."""
    straight = float(observed.squares_straight[0]) + within_dates
    bent = float(observed.squares_bent[0]) + within_dates
    return n * math.log(straight / bent) - added * math.log(n) if bent > 0 else 0.0
