"""How each published figure is computed anew: the tables, the cut, the line.

A recipe follows the publication as far as the tables here allow. What it cannot follow is said in
its `difference`, in words; every number of a comparison is computed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from gigascale.published import fits
from gigascale.published.fits import Estimate
from gigascale.trends import growth_of
from gigascale.trends.rates import DEFAULT_LEVEL


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a figure is computed on a table.

    Attributes
    ----------
    datasets : tuple of str
        Tables that can give it; the first is the nearest to the published data.
    estimate : callable
        From a table, a method and a level to an `Estimate`.
    slope : callable or None
        From a table to orders of magnitude a year, where the figure is such a rate.
    published_method, published_level : str, float
        Method and level of the published interval; the method is blank where none was published.
    difference : str
        What differs from the publication, in words; blank where nothing is known to.
    """

    datasets: tuple[str, ...]
    estimate: Callable[[pd.DataFrame, str, float], Estimate] = field(repr=False)
    slope: Callable[[pd.DataFrame], float] | None = field(default=None, repr=False)
    published_method: str = ""
    published_level: float = DEFAULT_LEVEL
    difference: str = ""


def _growth(
    *names: str,
    rows: Callable[[pd.DataFrame], pd.DataFrame],
    date: str,
    value: str,
    doubling: bool = False,
    **about: Any,
) -> Recipe:
    """A straight line through the log10 values of the chosen rows."""

    def estimate(table: pd.DataFrame, method: str, level: float) -> Estimate:
        fit = growth_of(rows(table), date=date, value=value, method=method, level=level)
        return fits.stated(fit, fit.n, doubling=doubling)

    def slope(table: pd.DataFrame) -> float:
        fit = growth_of(rows(table), date=date, value=value)
        return fit.orders_of_magnitude_per_year

    return Recipe(datasets=names, estimate=estimate, slope=slope, **about)


def _after_kink(rows: Callable[[pd.DataFrame], pd.DataFrame], **about: Any) -> Recipe:
    """The second of two segments that meet."""
    return Recipe(
        datasets=("notable_models",),
        estimate=lambda table, method, level: fits.after_kink(rows(table), method, level),
        slope=lambda table: fits.kink_slope(rows(table)),
        **about,
    )


def _models(
    *, doubling: bool = False, difference: str = "", method: str = "", **cut: Any
) -> Recipe:
    """Training compute of the models of a cut."""
    return _growth(
        "notable_models",
        rows=partial(fits.models, **cut),
        date="publication_date",
        value="training_compute_flop",
        doubling=doubling,
        difference=difference,
        published_method=method,
    )


def _chips(*names: str, value: str, difference: str, method: str = "", **cut: Any) -> Recipe:
    """Doubling time of a ratio of the chips of a cut."""
    return _growth(
        *names,
        rows=partial(fits.chips, **cut),
        date="release_date",
        value=value,
        doubling=True,
        difference=difference,
        published_method=method,
        published_level=0.95,
    )


_KEYNOTE = "The keynote gave no definition; ours is the running top 10."
_LIST = (
    "Which chips the publication counted is not public; ours are those whose {} the table gives."
)
_SINCE_2010: dict[str, Any] = {"start": "2010-01-01", "end": "2024-05-28", "method": "bootstrap"}
_TO_2021 = {"start": "2006-01-01", "end": "2021-12-31", "method": "ols"}

RECIPES: dict[str, Recipe] = {
    "F01": _models(**_SINCE_2010),
    "F02": _models(rule="top10", **_SINCE_2010),
    "F03": _after_kink(
        partial(
            fits.models, rule="top10", start="2010-01-01", end="2024-05-28", exclude=("alphago",)
        ),
        published_method="bootstrap",
    ),
    "F04": _models(rule="top10", start="2010-01-01", end="2020-06-01", method="bootstrap"),
    "F05": _models(rule="top10", start="2010-01-01", end="2018-01-01", difference=_KEYNOTE),
    "F06": _models(rule="top10", start="2018-01-01", end="2024-08-26", difference=_KEYNOTE),
    "F07": _models(
        rule="top10",
        start="2012-09-01",
        end="2018-05-16",
        doubling=True,
        difference="Their runs were chosen by hand; ours are the running top 10 of those years.",
    ),
    "F08": _models(start="2017-06-01", end="2024-05-28", domain="Language", method="bootstrap"),
    "F09": _models(
        rule="top10", start="2020-06-01", end="2024-05-28", domain="Language", method="bootstrap"
    ),
    "F10": _growth(
        "notable_models",
        rows=partial(fits.costs, start="2016-01-01", end="2024-05-31"),
        date="publication_date",
        value="amortized_cost_usd",
        published_method="ols",
        published_level=0.95,
        difference="Costs are of one later vintage; models, dates and ranks are of this one.",
    ),
    "F11": _chips(
        "chip_table",
        value="flop_per_s_per_usd",
        difference="Prices here are those of the release day, and most of the published list is "
        "not public.",
        **_TO_2021,
    ),
    "F12": _chips(
        "chip_table",
        "ml_hardware",
        value="flop_per_s_per_usd",
        filled="memory_bandwidth_byte_per_s",
        difference=_LIST.format("memory bandwidth"),
        **_TO_2021,
    ),
    "F13": _chips(
        "ml_hardware",
        "chip_table",
        value="flop_per_s_per_w",
        start="2010-01-01",
        end="2023-11-09",
        filled="memory_byte",
        difference=_LIST.format("memory"),
    ),
    "F14": _growth(
        "transistors",
        "processors",
        rows=lambda table: table,
        date="year",
        value="transistors",
        doubling=True,
        difference="The figure is a statement, not a fit.",
    ),
    "F15": Recipe(
        datasets=("solar_cost_capacity",),
        estimate=fits.learning,
        difference="Cost against cumulative capacity to 2011.",
    ),
    "F16": Recipe(datasets=("solar_prices", "solar_cost_capacity"), estimate=fits.price_change),
    "F16K": Recipe(datasets=("solar_prices", "solar_cost_capacity"), estimate=fits.price_spread),
}
