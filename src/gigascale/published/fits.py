"""Points and lines behind the published figures: which rows count, and special fits.

What is common to all is in `gigascale.trends`; here is what single publications did.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from gigascale import datasets
from gigascale.lines.costs import dated_costs
from gigascale.lines.hardware import by_format
from gigascale.trends import DEFAULT_METHOD, Rate, fit_break, select
from gigascale.trends.dependence import robust_uncertainty
from gigascale.trends.experience import fit_learning
from gigascale.trends.growth import t_quantile
from gigascale.trends.random_walk import fit_random_walk

COMPUTE = {"date": "publication_date", "value": "training_compute_flop"}
BREAK_YEAR = 2018.0
LEARNING_YEARS, PRICE_YEARS = (1976, 2011), (1980, 2013)
DRAWS = 999
_SEED = 20240528


class Estimate(NamedTuple):
    """A figure as computed here, in the unit of the published row, and how many points it has."""

    value: float
    low: float
    high: float
    n: int


def stated(rate: Rate, n: int, *, doubling: bool = False) -> Estimate:
    """State a rate as growth per year, or as a doubling time in years.

    Examples
    --------
    >>> from gigascale.trends import fit_growth
    >>> stated(fit_growth([2010, 2011, 2012], [1, 2, 4]), 3).value
    2.0
    """
    if doubling:
        low, high = rate.doubling_time_years_low, rate.doubling_time_years_high
        return Estimate(rate.doubling_time_years, low, high, n)
    return Estimate(rate.growth_per_year, rate.growth_per_year_low, rate.growth_per_year_high, n)


def models(
    table: pd.DataFrame,
    *,
    start: str,
    end: str,
    rule: str = "all",
    domain: str = "",
    exclude: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Return the models that a rule chooses of the whole history, then of a window and a domain.

    Parameters
    ----------
    table : DataFrame
        A vintage of `notable_models`.
    start, end, rule : str
        As `gigascale.trends.select`.
    domain : str
        Text that the column `domain` holds; any by default.
    exclude : tuple of str
        Sets of models named in the catalogue, left out before the rule. A vintage that has none
        of them needs none left out.

    Examples
    --------
    >>> table = datasets.load("notable_models", "2024-05-26")
    >>> len(models(table, rule="top10", start="2010-01-01", end="2024-05-28"))
    93
    """
    sets = datasets.entry("notable_models").exclusions
    named = [model for name in exclude for model in sets[name].any_of]
    kept = table[~table["model"].isin(named)]
    chosen = kept.iloc[select(kept, **COMPUTE, rule=rule, start=start, end=end).rows]
    return chosen[chosen["domain"].str.contains(domain, na=False)] if domain else chosen


def kink_slope(rows: pd.DataFrame) -> float:
    """Return orders of magnitude a year after the break, for two segments that meet there.

    Examples
    --------
    >>> dates = pd.to_datetime(["2016-01-01", "2017-01-01", "2018-01-01", "2019-01-01"])
    >>> rows = {"publication_date": dates, "training_compute_flop": [1e20, 1e21, 1e22, 1e24]}
    >>> round(kink_slope(pd.DataFrame(rows)), 3)
    2.0
    """
    return _kink_slope(*select(rows, **COMPUTE)[:2])


def _kink_slope(years: Any, values: Any) -> float:
    ahead = years - BREAK_YEAR
    design = np.column_stack([np.ones_like(ahead), ahead, np.maximum(ahead, 0)])
    line = np.linalg.lstsq(design, np.log10(values))[0]
    return float(line[1] + line[2])


def after_kink(rows: pd.DataFrame, method: str, level: float) -> Estimate:
    """Return growth per year after the break, by the default method or by drawing rows anew.

    The default is `fit_break` with the break given; by any other name the interval is that of
    refits to rows drawn independently.

    Examples
    --------
    >>> table = datasets.load("notable_models", "2024-05-26")
    >>> rows = models(table, rule="top10", start="2010-01-01", end="2024-05-28")
    >>> found = after_kink(rows, "bootstrap", 0.9)
    >>> round(found.value, 2), found.n
    (3.34, 93)
    """
    years, values, *_ = select(rows, **COMPUTE)
    if method == DEFAULT_METHOD:
        return stated(fit_break(years, values, at=BREAK_YEAR, level=level).after, years.size)
    draws = np.random.default_rng(_SEED).integers(years.size, size=(DRAWS, years.size))
    slopes = [_kink_slope(years[chosen], values[chosen]) for chosen in draws]
    low, high = np.quantile(slopes, [0.5 - level / 2, 0.5 + level / 2])
    drawn = Rate(
        orders_of_magnitude_per_year=_kink_slope(years, values),
        orders_of_magnitude_per_year_low=float(low),
        orders_of_magnitude_per_year_high=float(high),
    )
    return stated(drawn, years.size)


def costs(table: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    """Return the costs of the models that were among the ten largest when published.

    Examples
    --------
    >>> table = datasets.load("notable_models", "2024-05-26")
    >>> len(costs(table, "2016-01-01", "2024-05-31"))
    47
    """
    rows = dated_costs(_costs(), table, rule="top10").rows
    return rows[rows["frontier"] & rows["publication_date"].between(start, end)]


@cache
def _costs() -> pd.DataFrame:
    return datasets.load("model_costs")


def chips(table: pd.DataFrame, *, start: str, end: str, filled: str = "chip") -> pd.DataFrame:
    """Return 32-bit peaks of chips other than CPUs, those of which a column is filled.

    Parameters
    ----------
    table : DataFrame
        A vintage of `chip_table` or `ml_hardware`.
    start, end : str
        First and last release date, ISO dates.
    filled : str
        The column that must not be blank.

    Examples
    --------
    >>> table = datasets.load("chip_table", "2024-05-26")
    >>> chips(table, start="2010-01-01", end="2023-11-09")["format"].unique().tolist()
    ['FP32']
    """
    rows = by_format(table, {"FP32": ("fp32_flop_per_s",)})
    used = (rows["kind"] != "CPU") & rows[filled].notna()
    return rows[used & rows["release_date"].between(start, end)]


def learning(table: pd.DataFrame, method: str, level: float) -> Estimate:  # noqa: ARG001
    """Return the learning rate of solar modules, by levels: 0.2 is a fifth less a doubling.

    Whatever the method, the interval is that of `gigascale.trends.experience.fit_learning`.

    Examples
    --------
    >>> round(learning(datasets.load("solar_cost_capacity", "2020-12-31"), "cosine", 0.9).value, 3)
    0.202
    """
    rows = table[table["year"].between(*LEARNING_YEARS)]
    fit = fit_learning(rows["cumulative_capacity_w"], rows["cost_usd_per_w"], level=level)
    return Estimate(fit.learning_rate, fit.learning_rate_low, fit.learning_rate_high, fit.n)


def price_change(table: pd.DataFrame, method: str, level: float) -> Estimate:  # noqa: ARG001
    """Return the mean yearly change of the natural log of the price.

    Whatever the method, the interval is that of `gigascale.trends.dependence.robust_uncertainty`,
    which allows for related changes.

    Examples
    --------
    >>> found = price_change(datasets.load("solar_cost_capacity", "2020-12-31"), "cosine", 0.9)
    >>> round(found.value, 3), found.n
    (-0.119, 33)
    """
    years, prices = _prices(table)
    walk, changes = fit_random_walk(years, prices), np.diff(np.log(prices))
    covariance, freedom = robust_uncertainty(np.ones((changes.size, 1)), changes)
    margin = t_quantile(level, freedom) * float(np.sqrt(covariance[0, 0]))
    mean = walk.mean_log_change
    return Estimate(mean, mean - margin, mean + margin, walk.changes)


def price_spread(table: pd.DataFrame, method: str, level: float) -> Estimate:  # noqa: ARG001
    """Return the standard deviation of these changes.

    Whatever the method, the interval takes them as independent and normal: (n − 1) s²/σ² has a
    chi-squared distribution with n − 1 degrees of freedom.

    Examples
    --------
    >>> found = price_spread(datasets.load("solar_cost_capacity", "2020-12-31"), "cosine", 0.9)
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3)
    (0.148, 0.123, 0.186)
    """
    from scipy.stats import chi2

    walk = fit_random_walk(*_prices(table))
    freedom = walk.changes - 1
    ends = np.sqrt(freedom / chi2.ppf([0.5 + level / 2, 0.5 - level / 2], freedom))
    low, high = (walk.sd_log_change * ends).tolist()
    return Estimate(walk.sd_log_change, low, high, walk.changes)


def _prices(table: pd.DataFrame) -> tuple[Any, Any]:
    rows = table[table["year"].between(*PRICE_YEARS)].sort_values("year")
    value = datasets.entry(table.attrs["dataset"]).value
    return rows["year"].to_numpy(float), rows[value].to_numpy(float)
