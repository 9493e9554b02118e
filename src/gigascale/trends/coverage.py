"""Methods tried on series whose truth is known: coverage of intervals, power of the break test.

The series resemble the frontier of training compute: irregular dates over 14.4 years, and errors
around a straight line that follow an AR(1) process from one point to the next.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from gigascale.trends.breaks import fit_break
from gigascale.trends.dependence import ar1
from gigascale.trends.growth import fit_growth
from gigascale.trends.points import Floats
from gigascale.trends.rates import DEFAULT_LEVEL
from gigascale.trends.stated_errors import stated_sd

SPAN_YEARS = 14.4
GROWTH_PER_YEAR = 4.0


class Simulated(NamedTuple):
    """Simulated series: dates in decimal years and values, each of shape (simulations, n)."""

    years: Floats
    values: Floats


def simulate(
    n: int,
    simulations: int,
    rng: np.random.Generator,
    *,
    rho: float,
    independent_share: float = 0.0,
    spread_ratio: float = 1.0,
    error_sd: float = 0.5,
) -> Simulated:
    """Series that grow by `GROWTH_PER_YEAR`, with related errors, on irregular dates.

    Parameters
    ----------
    n, simulations : int
        Points a series, and series.
    rng : numpy.random.Generator
    rho : float
        Correlation of the AR(1) part of neighbouring errors, from −1 to 1.
    independent_share : float
        Share of the errors' variance that is independent of the neighbours, from 0 to 1.
    spread_ratio : float
        Standard deviation of the errors at the last date over that at the first.
    error_sd : float
        Standard deviation of the errors half way, in log10.

    Returns
    -------
    Simulated

    Examples
    --------
    >>> simulate(110, 500, np.random.default_rng(1), rho=0.6).values.shape
    (500, 110)
    """
    years = 2010 + np.sort(rng.uniform(0, SPAN_YEARS, (simulations, n)), axis=1)
    errors = ar1(rng.standard_normal((simulations, n)), rho)
    if independent_share > 0:
        noise = rng.standard_normal((simulations, n))
        errors = np.sqrt(1 - independent_share) * errors + np.sqrt(independent_share) * noise
    elapsed = (years - 2010) / SPAN_YEARS
    spread = (1 + (spread_ratio - 1) * elapsed) * 2 / (1 + spread_ratio)
    trend = np.log10(GROWTH_PER_YEAR) * (years - 2010)
    return Simulated(years, 10 ** (trend + error_sd * spread * errors))


def coverage_table(
    methods: Iterable[str],
    rho: Iterable[float],
    n: Iterable[int],
    simulations: int,
    rng: np.random.Generator,
    *,
    level: float = DEFAULT_LEVEL,
    independent_share: float = 0.0,
    spread_ratio: float = 1.0,
    stated_factors: Sequence[float] = (),
) -> pd.DataFrame:
    """Share of simulated series whose interval holds the growth they were made with.

    Parameters
    ----------
    methods : iterable of str
        Methods of `fit_growth`; each is tried on the same series.
    rho, n : iterables
        Autocorrelations and lengths to combine.
    simulations : int
        Series for each combination.
    rng : numpy.random.Generator
    level : float
        Probability that the intervals claim.
    independent_share, spread_ratio : float
        As in `simulate`.
    stated_factors : sequence of float
        Where given, every value has a further, independent error of a factor drawn from these and
        known to the methods that use it.

    Returns
    -------
    DataFrame
        One row a length, autocorrelation and method: `n`, `rho`, `method`, `coverage`, its
        Monte Carlo error `coverage_se`, and `relative_width`, the median width of the interval
        over that of the first method.

    Examples
    --------
    >>> table = coverage_table(["ols"], [0.0], [30], 40, np.random.default_rng(1))
    >>> table.columns.tolist()
    ['n', 'rho', 'method', 'coverage', 'coverage_se', 'relative_width']
    """
    methods, correlations = list(methods), list(rho)
    rows: list[dict[str, float | int | str]] = []
    for length in n:
        for correlation in correlations:
            series = simulate(
                length,
                simulations,
                rng,
                rho=correlation,
                independent_share=independent_share,
                spread_ratio=spread_ratio,
            )
            factors = None
            if stated_factors:
                factors = rng.choice(stated_factors, (simulations, length))
                noise = stated_sd(factors) * rng.standard_normal(factors.shape)
                series = series._replace(values=series[1] * 10**noise)
            reference = None
            for method in methods:
                held, width = _trial(series, factors, method, level)
                reference = reference or width
                rows.append(
                    {
                        "n": length,
                        "rho": correlation,
                        "method": method,
                        "coverage": held,
                        "coverage_se": float(np.sqrt(held * (1 - held) / simulations)),
                        "relative_width": width / reference,
                    }
                )
    return pd.DataFrame(rows)


def break_rejections(
    n: int,
    simulations: int,
    rng: np.random.Generator,
    *,
    rho: float,
    growth_before: float = 4.0,
    growth_after: float = 4.0,
    break_year: float = 2018.0,
    error_sd: float = 0.5,
    kind: str = "kink",
    draws: int = 199,
    significance: float = 0.05,
) -> float:
    """Share of simulated series in which the break test finds a break.

    With equal growth before and after it is the size of the test, otherwise its power.

    Parameters
    ----------
    n, simulations, rng, rho, error_sd
        As `simulate`.
    growth_before, growth_after : float
        Factors per year up to `break_year` and from then on.
    break_year : float
        Decimal year; the series run from 2010.
    kind, draws
        As `gigascale.trends.breaks.fit_break`.
    significance : float
        A break is found where the p-value is at most this.

    Returns
    -------
    float

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> break_rejections(40, 5, rng, rho=0.0, growth_after=0.01, error_sd=0.1, draws=39)
    1.0
    """
    years, values = simulate(n, simulations, rng, rho=rho, error_sd=error_sd)
    elapsed, beyond = years - 2010, np.maximum(years - break_year, 0)
    values *= (growth_before / GROWTH_PER_YEAR) ** elapsed
    values *= (growth_after / growth_before) ** beyond
    fits = [
        fit_break(years[series], values[series], kind=kind, draws=draws, rng=rng)
        for series in range(simulations)
    ]
    return float(np.mean([fit.p_value <= significance for fit in fits]))


def _trial(
    series: Simulated, factors: Floats | None, method: str, level: float
) -> tuple[float, float]:
    """Share of the intervals that hold the truth, and their median width in log10 per year."""
    stated = [None] * len(series.years) if factors is None else factors
    fits = [
        fit_growth(years, values, method=method, level=level, error_factor=factor)
        for years, values, factor in zip(*series, stated, strict=True)
    ]
    low = np.array([fit.orders_of_magnitude_per_year_low for fit in fits])
    high = np.array([fit.orders_of_magnitude_per_year_high for fit in fits])
    held = (low <= np.log10(GROWTH_PER_YEAR)) & (np.log10(GROWTH_PER_YEAR) <= high)
    return float(held.mean()), float(np.median(high - low))
