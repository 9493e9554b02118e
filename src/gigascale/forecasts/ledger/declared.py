"""Forecasts of a declared target from a vintage: for which days, and the quantiles there."""

import datetime as dt

import numpy as np
import pandas as pd

from gigascale.errors import InputError
from gigascale.forecasts.history import History
from gigascale.forecasts.ledger.targets import Target, day_of, year_of
from gigascale.forecasts.methods import forecast
from gigascale.forecasts.predictive import NAMED, quantile
from gigascale.trends.points import Floats

HEADLINE = "combination"
"""The method of `gigascale forecast show`."""

YEARS_AHEAD = 5
MOST_YEARS_AHEAD = 100


def declared_dates(target: Target, vintage: str, to: str | None = None) -> pd.DatetimeIndex:
    """Return the days that forecasts from a vintage are for.

    Every 1 January and 1 July after the vintage for five years; of yearly values 1 January only,
    on which the value of the year before stands.

    Parameters
    ----------
    target : Target
    vintage : str
        ISO date.
    to : str, optional
        ISO date of the last day, instead of five years.

    Raises
    ------
    InputError
        `to` is no date or over 100 years ahead, or no declared day lies before it.

    Examples
    --------
    >>> from gigascale.forecasts.ledger.targets import target
    >>> dates = declared_dates(target("flop_per_w"), "2025-12-14", "2026-12-31")
    >>> dates.strftime("%Y-%m-%d").tolist()
    ['2026-01-01', '2026-07-01']
    """
    first = day_named(vintage, "vintage")
    last = first + pd.DateOffset(years=YEARS_AHEAD) if to is None else day_named(to, "--to")
    if last > first + pd.DateOffset(years=MOST_YEARS_AHEAD):
        raise InputError(f"--to {to!r} lies over {MOST_YEARS_AHEAD} years after {vintage}")
    every = pd.date_range(first + pd.Timedelta(days=1), last, freq="MS")
    dates = every[every.month.isin([1] if target.yearly else [1, 7])]
    dates = dates[dates > day_of(target.known_to(vintage))]
    if dates.empty:
        when = "1 January" if target.yearly else "1 January or 1 July"
        raise InputError(f"there is no {when} after the vintage {vintage} up to {last.date()}")
    return dates


def quantiles(
    target: Target, vintage: str, dates: pd.DatetimeIndex, method: str = HEADLINE
) -> pd.DataFrame:
    """Forecast a target from a vintage: one row a date, quantiles in the target's unit.

    Parameters
    ----------
    target : Target
    vintage : str
        ISO date of a vintage of the target's dataset; nothing newer is read.
    dates : DatetimeIndex
        After the vintage.
    method : str
        One of `gigascale.forecasts.METHODS`.

    Returns
    -------
    DataFrame
        `target_id`, `dataset`, `vintage`, `date`, `method`, `q05` to `q95`, `unit`, `known_to`.

    Raises
    ------
    InputError
        The dataset has no such vintage, the method is unknown, or the history too short for it.

    Examples
    --------
    >>> from gigascale.forecasts.ledger.targets import target
    >>> capacity = target("solar_capacity")
    >>> dates = declared_dates(capacity, "2024-12-31", "2026-01-01")
    >>> (quantiles(capacity, "2024-12-31", dates, "no-change")["q50"] / 1e12).round(2).tolist()
    [1.42, 1.42]
    """
    return forecast_lines(target, vintage, dates, [method], target.history(vintage))


def forecast_lines(
    target: Target, vintage: str, dates: pd.DatetimeIndex, methods: list[str], past: History
) -> pd.DataFrame:
    """Return the lines of several methods from one history, as `quantiles`."""
    years = np.array([year_of(str(day.date())) for day in dates])
    pieces = []
    for method in methods:
        levels = forecast(past, years - past.known_to, method)
        named = {name: _rounded(10 ** quantile(levels, at)) for name, at in NAMED.items()}
        pieces.append(pd.DataFrame({"date": dates, "method": method, **named}))
    return pd.concat(pieces, ignore_index=True).assign(
        target_id=target.target_id,
        dataset=target.dataset,
        vintage=pd.Timestamp(vintage),
        unit=target.unit,
        known_to=day_of(past.known_to),
    )[["target_id", "dataset", "vintage", "date", "method", *NAMED, "unit", "known_to"]]


def _rounded(values: Floats) -> Floats:
    return np.array([float(f"{value:.6g}") for value in values])


def day_named(text: str, what: str) -> pd.Timestamp:
    """Return an ISO date; `what` names it if it is none."""
    try:
        return pd.Timestamp(dt.date.fromisoformat(text))
    except ValueError:
        raise InputError(f"{what} {text!r} is not a date like 2027-01-01") from None
