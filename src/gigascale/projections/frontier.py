"""Paths of training compute from a fitted trend: where the largest run may go."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from gigascale.clusters.checks import require_positive
from gigascale.clusters.sampling import FloatArray
from gigascale.errors import InputError


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
    deviation = (high - low) / (2 * ndtri((1 + frontier.level) / 2))
    growth = slope + deviation * rng.standard_normal((draws, 1))
    start = frontier.scatter_oom * rng.standard_normal((draws, 1)) + np.log10(error_ratio)[:, None]
    elapsed = years - frontier.year
    steps = np.sqrt(np.diff(elapsed, prepend=0.0)) * rng.standard_normal((draws, years.size))
    walk = frontier.innovation_oom_per_sqrt_year * np.cumsum(steps, axis=1)
    path = math.log10(frontier.level_flop) + start + growth * elapsed + walk
    flop: FloatArray = 10 ** np.maximum.accumulate(path, axis=1)
    return flop
