"""AI chips by maker over time, with the uncertainty that their publisher states.

The publisher gives three percentiles of each maker's cumulative count. Percentiles cannot be added
over makers; draws can. A draw of a maker at a date is the two-piece log-normal value at a standard
normal z, which passes through all three percentiles:

    median · exp(z · s),  s = log(median / q05) / 1.645 for z < 0, log(q95 / median) / 1.645 above

How the z of different makers and dates hang together is not published. Over time a maker has one z
by default: the counts are cumulative, so that two dates share what came before the earlier one,
and the publisher draws the prices behind them once for all quarters. Between makers the
correlation is 0 by default and 1 at most, and the truth, with some inputs in common, lies between.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from gigascale.datasets import decimal_year
from gigascale.errors import InputError
from gigascale.trends.growth import fit_growth
from gigascale.trends.methods import DEFAULT_METHOD
from gigascale.trends.points import Floats
from gigascale.trends.rates import DEFAULT_LEVEL, Rate, check_level

DEFAULT_DRAWS = 2000
_ENDS = ("q05", "median", "q95")
_Z95 = float(ndtri(0.95))
_SEED = 20260422


class Counts(NamedTuple):
    """Draws of a cumulative quantity, at the dates for which every maker has one.

    Attributes
    ----------
    makers : tuple of str
        In the order of the first axis.
    dates : DatetimeIndex
        In the order of the second axis.
    draws : ndarray, shape (makers, dates, draws)
        In the unit of the quantity.
    """

    makers: tuple[str, ...]
    dates: pd.DatetimeIndex
    draws: Floats

    def total(self) -> Floats:
        """Sum over the makers, shape (dates, draws)."""
        return np.asarray(self.draws.sum(axis=0))

    def added(self) -> Floats:
        """What came between a date and the one before, shape (makers, dates − 1, draws)."""
        return np.diff(self.draws, axis=1)

    def shares(self) -> Floats:
        """Each maker's part of the total, shape (makers, dates, draws)."""
        return self.draws / self.total()


def draw_counts(
    totals: pd.DataFrame,
    quantity: str,
    *,
    makers: tuple[str, ...] | None = None,
    correlation: float = 0.0,
    time_correlation: float = 1.0,
    draws: int = DEFAULT_DRAWS,
    rng: np.random.Generator | None = None,
) -> Counts:
    """Draw each maker's cumulative count at the dates that all makers have.

    Parameters
    ----------
    totals : DataFrame
        `maker`, `end_date` and the columns `<quantity>_q05`, `_median` and `_q95`, such as dataset
        `chip_count_totals`.
    quantity : str
        `chips`, `h100_equivalents` or `power_w`.
    makers : tuple of str, optional
        All of the table by default; fewer makers may have more dates in common.
    correlation, time_correlation : float
        Of the normal values behind the draws, between makers at one date and between dates of one
        maker, 0 to 1.
    draws : int
    rng : numpy.random.Generator, optional
        By default one of a fixed seed.

    Returns
    -------
    Counts

    Raises
    ------
    InputError
        A column or maker is not there, the makers share no date, percentiles are not positive and
        in order, or a correlation is outside 0 to 1.

    Examples
    --------
    >>> totals = pd.DataFrame(
    ...     {
    ...         "maker": ["A", "A", "B"],
    ...         "end_date": pd.to_datetime(["2024-03-31", "2024-06-30", "2024-06-30"]),
    ...         "chips_q05": [8.0, 16.0, 50.0],
    ...         "chips_median": [10.0, 20.0, 100.0],
    ...         "chips_q95": [13.0, 24.0, 180.0],
    ...     }
    ... )
    >>> counts = draw_counts(totals, "chips")
    >>> counts.makers, counts.dates.strftime("%Y-%m-%d").tolist(), counts.draws.shape
    (('A', 'B'), ['2024-06-30'], (2, 1, 2000))
    """
    for name, value in (("correlation", correlation), ("time_correlation", time_correlation)):
        if not 0 <= value <= 1:
            raise InputError(f"{name} must lie between 0 and 1; it is {value}")
    generator = np.random.default_rng(_SEED) if rng is None else rng
    named, dates, percentiles = _common(totals, quantity, makers)
    shape = (len(named), len(dates), draws)
    over_time = _alike(generator, (shape[0], 1, draws), correlation)
    once = _alike(generator, shape, correlation)
    z = np.sqrt(time_correlation) * over_time + np.sqrt(1 - time_correlation) * once
    below, above = np.diff(np.log(percentiles), axis=2).transpose(2, 0, 1)[..., None] / _Z95
    middle = percentiles[..., 1, None]
    return Counts(named, dates, middle * np.exp(np.where(z < 0, below, above) * z))


def growth_with_uncertainty(
    dates: pd.DatetimeIndex,
    draws: npt.ArrayLike,
    *,
    method: str = DEFAULT_METHOD,
    level: float = DEFAULT_LEVEL,
    rng: np.random.Generator | None = None,
) -> Rate:
    """Growth per year of an uncertain series: the uncertainty of its values and of the fit.

    A line is fitted to every draw and moved by a draw of Student's t times the standard error of
    its slope, as for multiply imputed data (Rubin 1987); the interval is that of all of these.

    Parameters
    ----------
    dates : DatetimeIndex, shape (n,)
    draws : array_like, shape (n, draws)
        Positive values.
    method, level
        As `gigascale.trends.growth.fit_growth`.
    rng : numpy.random.Generator, optional
        By default one of a fixed seed.

    Returns
    -------
    Rate
        Its estimate is the median over the draws.

    Raises
    ------
    InputError
        As `fit_growth`.

    Examples
    --------
    >>> dates = pd.DatetimeIndex(["2023-01-01", "2024-01-01", "2025-01-01"])
    >>> growth = growth_with_uncertainty(dates, np.array([[1.0, 2.0], [2.0, 4.0], [4.0, 8.0]]))
    >>> round(growth.growth_per_year, 6), round(growth.growth_per_year_high, 6)
    (2.0, 2.0)
    """
    check_level(level)
    generator = np.random.default_rng(_SEED) if rng is None else rng
    years = decimal_year(pd.Series(dates))
    fits = [fit_growth(years, draw, method=method) for draw in np.asarray(draws, dtype=float).T]
    slopes = np.array([fit.orders_of_magnitude_per_year for fit in fits])
    errors = np.sqrt([fit.slope_variance for fit in fits])
    moved = slopes + errors * generator.standard_t([fit.degrees_of_freedom for fit in fits])
    low, high = np.quantile(moved, [0.5 - level / 2, 0.5 + level / 2])
    return Rate(
        orders_of_magnitude_per_year=float(np.median(slopes)),
        orders_of_magnitude_per_year_low=float(low),
        orders_of_magnitude_per_year_high=float(high),
    )


def _common(
    totals: pd.DataFrame, quantity: str, makers: tuple[str, ...] | None
) -> tuple[tuple[str, ...], pd.DatetimeIndex, Floats]:
    """Makers, the dates that all have, and percentiles of shape (makers, dates, 3)."""
    columns = [f"{quantity}_{end}" for end in _ENDS]
    for column in ("maker", "end_date", *columns):
        if column not in totals.columns:
            raise InputError(
                f"column {column!r} is not there; columns: {', '.join(totals.columns)}"
            )
    named = tuple(sorted(totals["maker"].unique())) if makers is None else makers
    if unknown := [maker for maker in named if not (totals["maker"] == maker).any()]:
        there = ", ".join(sorted(totals["maker"].unique()))
        raise InputError(f"maker {unknown[0]!r} is not there; makers: {there}")
    chosen = totals[totals["maker"].isin(named)].dropna(subset=columns)
    if (twice := chosen.duplicated(["maker", "end_date"])).any():
        raise InputError(
            f"maker {chosen['maker'][twice].iloc[0]!r} has two rows of one end date; give one start"
        )
    wide = chosen.pivot_table(index="end_date", columns="maker", values=columns).dropna()
    if wide.empty:
        raise InputError(f"no date has {quantity} of every maker: {', '.join(named)}")
    by_end = [wide[column][list(named)].to_numpy(dtype=float).T for column in columns]
    percentiles = np.stack(by_end, axis=2)
    if (percentiles[..., 0] <= 0).any() or (np.diff(percentiles, axis=2) < 0).any():
        raise InputError(f"percentiles of {quantity} must be positive and in order")
    return named, pd.DatetimeIndex(wide.index), percentiles


def _alike(rng: np.random.Generator, shape: tuple[int, int, int], correlation: float) -> Floats:
    """Standard normal values whose first axis has one correlation throughout."""
    shared = rng.standard_normal((1, *shape[1:]))
    own = rng.standard_normal(shape)
    return np.asarray(np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own)
