"""Paths of training compute from a fitted trend: where the largest run may go."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import nnls
from scipy.stats import norm

from gigascale.clusters.estimates import require_positive
from gigascale.clusters.sampling import FloatArray
from gigascale.errors import InputError

_MONTHS = 12
_HORIZONS = np.arange(1, 6)


@dataclass(frozen=True)
class Frontier:
    """A growth fit of the largest training runs, and how far runs stray from it.

    Attributes
    ----------
    year : float
        Decimal year of the level: the last date the data covers.
    level_flop : float
        Training FLOP of the largest run published by then.
    growth_per_year, growth_per_year_low, growth_per_year_high : float
        Factor per year and its interval.
    scatter_oom : float
        Standard deviation of the part of the forecast error that does not grow with time, orders
        of magnitude.
    innovation_oom_per_sqrt_year : float
        Standard deviation of the random walk around the trend after a year.
    level : float
        Probability that the growth interval covers.
    """

    year: float
    level_flop: float
    growth_per_year: float
    growth_per_year_low: float
    growth_per_year_high: float
    scatter_oom: float
    innovation_oom_per_sqrt_year: float
    level: float = 0.90

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises
        ------
        InputError
            If one is not finite, out of order or below its bound.
        """
        for name in ("year", "level_flop", "growth_per_year_low"):
            require_positive(name, getattr(self, name))
        if not self.growth_per_year_low <= self.growth_per_year <= self.growth_per_year_high:
            raise InputError("growth_per_year must lie between its low and high")
        require_positive("growth_per_year_high", self.growth_per_year_high)
        for name in ("scatter_oom", "innovation_oom_per_sqrt_year"):
            if not 0 <= getattr(self, name) < math.inf:
                raise InputError(f"{name} must be 0 or more and finite")
        if not 0 < self.level < 1:
            raise InputError(f"level must lie between 0 and 1, not {self.level:g}")


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
        raise InputError(f"a record series must span more than {needed:g} years")
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


def frontier_paths(
    frontier: Frontier,
    years: FloatArray,
    error_ratio: FloatArray,
    rng: np.random.Generator,
) -> FloatArray:
    """Return draws of the largest run to date, in FLOP, at increasing years.

    log10 FLOP = level + growth·t + scatter + estimation error + random walk, and a record stands
    until it is beaten. Growth is drawn once a path, normal in log10 with the fit's interval;
    scatter and estimation error once a path too, so they shift a path; the walk adds variance in
    proportion to time.

    Parameters
    ----------
    frontier : Frontier
        The fit.
    years : ndarray, shape (m,)
        Decimal years from ``frontier.year`` on, increasing.
    error_ratio : ndarray, shape (n,)
        Draws of true over estimated FLOP.
    rng : Generator
        The source of randomness.

    Returns
    -------
    ndarray, shape (n, m)

    Examples
    --------
    >>> flat = Frontier(2025.0, 1e26, 4.0, 4.0, 4.0, 0.0, 0.0)
    >>> paths = frontier_paths(flat, np.array([2025.0, 2026.0]), np.ones(1),
    ...                        np.random.default_rng(0))
    >>> [f"{flop:.0e}" for flop in paths[0]]
    ['1e+26', '4e+26']
    """
    draws = error_ratio.size
    slope, low, high = np.log10(
        [frontier.growth_per_year, frontier.growth_per_year_low, frontier.growth_per_year_high]
    )
    deviation = (high - low) / (2 * norm.ppf((1 + frontier.level) / 2))
    growth = slope + deviation * rng.standard_normal((draws, 1))
    start = frontier.scatter_oom * rng.standard_normal((draws, 1)) + np.log10(error_ratio)[:, None]
    elapsed = years - frontier.year
    steps = np.sqrt(np.diff(elapsed, prepend=0.0)) * rng.standard_normal((draws, years.size))
    walk = frontier.innovation_oom_per_sqrt_year * np.cumsum(steps, axis=1)
    path = math.log10(frontier.level_flop) + start + growth * elapsed + walk
    flop: FloatArray = 10 ** np.maximum.accumulate(path, axis=1)
    return flop
