"""The record series of training compute: where it stands and how it strays from its trend."""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import nnls

from gigascale.clusters.sampling import FloatArray
from gigascale.errors import InputError
from gigascale.projections.frontier import Frontier
from gigascale.trends.growth import GrowthFit

_MONTHS = 12
_HORIZONS = np.arange(1, 6)


def leading_run(
    fit: GrowthFit,
    years: ArrayLike,
    training_flop: ArrayLike,
    as_of_year: float,
    *,
    since_year: float = 2010.0,
) -> Frontier:
    """Return the frontier to project: a fit's growth from the largest run known.

    Parameters
    ----------
    fit : GrowthFit
        Growth per year and its interval.
    years, training_flop : array_like, shape (n,)
        All dated runs: decimal years, and FLOP above 0.
    as_of_year : float
        The last date the data covers, such as that of its vintage.
    since_year : float
        Start of the record whose noise is measured by :func:`record_noise`.

    Raises
    ------
    InputError
        If the record is too short.

    Examples
    --------
    >>> from gigascale.trends.growth import fit_growth
    >>> years = np.arange(2010, 2026, 1 / 12)
    >>> flop = 10 ** (18 + 0.5 * (years - 2010))
    >>> frontier = leading_run(fit_growth(years, flop), years, flop, 2026.0)
    >>> frontier.year, round(frontier.growth_per_year, 2), f"{frontier.level_flop:.0e}"
    (2026.0, 3.16, '9e+25')
    """
    when = np.asarray(years, dtype=np.float64)
    flop = np.asarray(training_flop, dtype=np.float64)
    recent = (when >= since_year) & (when <= as_of_year)
    scatter, innovation = record_noise(when[recent], flop[recent])
    return Frontier(
        year=as_of_year,
        level_flop=float(flop[when <= as_of_year].max()),
        growth_per_year=fit.growth_per_year,
        growth_per_year_low=fit.growth_per_year_low,
        growth_per_year_high=fit.growth_per_year_high,
        scatter_oom=scatter,
        innovation_oom_per_sqrt_year=innovation,
        level=fit.level,
    )


def record_noise(
    years: ArrayLike, training_flop: ArrayLike, *, warm_up_years: float = 8.0
) -> tuple[float, float]:
    """Return how far the record strayed from its own straight-line forecasts.

    Every month once ``warm_up_years`` have passed, the log10 record to date is carried forward
    along the least-squares line through its past and compared with the record 1 to 5 years later.
    The mean squared errors are read as s² + w²·k over k years (least squares, neither below 0): s
    is an error that does not grow with time, w a random walk. A straight line's slope error is
    among them, so w is on the high side where the growth interval is added; origins overlap, so
    both are rough.

    Parameters
    ----------
    years : array_like, shape (n,)
        Decimal years of publication.
    training_flop : array_like, shape (n,)
        FLOP, above 0.
    warm_up_years : float
        How much past the first forecast has.

    Returns
    -------
    tuple of float
        s (orders of magnitude) and w (orders of magnitude per square root of a year).

    Raises
    ------
    InputError
        If the series is shorter than the warm-up and the longest horizon together.

    Examples
    --------
    >>> years = np.arange(2010, 2026, 1 / 12)
    >>> [round(x, 3) for x in record_noise(years, 10 ** (18 + 0.5 * (years - 2010)))]
    [0.0, 0.0]
    """
    when, record = record_series(years, training_flop)
    longest = _MONTHS * int(_HORIZONS[-1])
    first = round(_MONTHS * warm_up_years)
    if when.size <= first + longest:
        needed = warm_up_years + float(_HORIZONS[-1])
        raise InputError(
            f"the record of training compute must span more than {needed:g} years to measure how "
            f"it strays from its trend; it ends in {when[-1]:.1f}: take a newer vintage"
        )
    errors = np.array(
        [
            record[end + _MONTHS * _HORIZONS] - record[end] - _slope(when, record, end) * _HORIZONS
            for end in range(first, when.size - longest)
        ]
    )
    design = np.column_stack([np.ones(_HORIZONS.size), _HORIZONS])
    variances, _ = nnls(design, np.mean(errors**2, axis=0))
    return math.sqrt(variances[0]), math.sqrt(variances[1])


def record_series(years: ArrayLike, training_flop: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return the largest run to date month by month: decimal years and log10 FLOP.

    Examples
    --------
    >>> when, record = record_series([2020.0, 2020.5, 2020.9], [1e20, 1e22, 1e21])
    >>> when.size, float(record[0]), float(record[-1])
    (11, 20.0, 22.0)
    """
    order = np.argsort(np.asarray(years, dtype=np.float64), kind="stable")
    published = np.asarray(years, dtype=np.float64)[order]
    record = np.maximum.accumulate(np.log10(np.asarray(training_flop, dtype=np.float64)[order]))
    if published.size == 0:
        raise InputError("a record series needs at least one run")
    when = np.arange(published[0], published[-1], 1 / _MONTHS)
    return when, record[np.searchsorted(published, when, side="right") - 1]


def _slope(when: FloatArray, record: FloatArray, end: int) -> float:
    past = when[: end + 1] - when[: end + 1].mean()
    return float(past @ record[: end + 1] / (past @ past))
