"""What the outlooks continue: the largest run, the largest site standing, chips made."""

from typing import NamedTuple

import pandas as pd

from gigascale.datasets import decimal_year, load
from gigascale.forecasts.history import History, history
from gigascale.forecasts.ledger.targets import target, year_of
from gigascale.trends.points import Floats

QUARTER = 0.25


class Stock(NamedTuple):
    """What has been made by the end of each quarter, in W, and by when."""

    years: Floats
    power_w: Floats


def training_runs(vintage: str | None = None) -> tuple[History, str]:
    """Return the largest training run year by year, and the vintage: an issued target.

    Examples
    --------
    >>> training_runs("2025-02-24")[0].step_years
    1.0
    """
    about = target("training_compute")
    day = str(load(about.dataset, vintage).attrs["vintage"])
    return about.history(day), day


def largest_site(vintage: str | None = None) -> tuple[History, str]:
    """Return the largest data centre standing year by year, in facility W, and the vintage.

    States dated after the vintage are plans and left out.

    Examples
    --------
    >>> largest_site()[0].logs[-1] > 8.5
    np.True_
    """
    states = load("data_center_timelines", vintage)
    day = str(states.attrs["vintage"])
    stood = states[(states["power_w"] > 0) & (states["date"] <= pd.Timestamp(day))]
    years = decimal_year(stood["date"])
    past = history(
        years, stood["power_w"], statistic="largest", known_to=year_of(day), step_years=1.0
    )
    return past, day


def chips_made(vintage: str | None = None) -> tuple[Stock, History, str]:
    """Return the design power of all chips made, what each quarter added per year, the vintage.

    The makers' medians are added where every maker has one, complete quarters only. The stock
    counts from zero, so that its growth falls towards that of the additions whatever they do; the
    additions are what a method can continue.

    Examples
    --------
    >>> stock, additions, _ = chips_made()
    >>> bool(10 ** additions.logs[-1] * QUARTER < stock.power_w[-1])
    True
    """
    totals = load("chip_count_totals", vintage)
    whole = totals[~totals["incomplete"]]
    wide = whole.pivot_table(index="end_date", columns="maker", values="power_w_median").dropna()
    stock = wide.sum(axis="columns")
    years = decimal_year(pd.Series(stock.index) + pd.Timedelta(days=1))
    past = history(
        years[1:],
        stock.diff().iloc[1:] / QUARTER,
        statistic="value",
        known_to=float(years[-1]),
        step_years=QUARTER,
    )
    return Stock(years, stock.to_numpy(dtype=float)), past, str(totals.attrs["vintage"])
