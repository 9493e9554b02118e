"""Backtests with a rolling origin: each forecast sees only what was dated up to its origin.

The file is today's, so revisions and rows added late are hindsight; see `hindsight` for that.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.datasets import decimal_year
from gigascale.errors import InputError
from gigascale.forecasts.history import history, standing
from gigascale.forecasts.methods import METHODS, forecast
from gigascale.forecasts.scores import score
from gigascale.lines import Line, lines
from gigascale.trends.points import Floats, as_points
from gigascale.trends.series import select

HORIZONS = (1.0, 2.0, 3.0, 5.0, 10.0)
FEWEST_VALUES = 6
FEWEST_STRETCHES = 2.0
_SLACK = 1e-6


def backtest(
    series: str,
    years: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    statistic: str,
    step_years: float,
    horizons_years: Sequence[float] = HORIZONS,
    origins: npt.ArrayLike | None = None,
    methods: Sequence[str] | None = None,
    since: float = -np.inf,
    fewest: int = FEWEST_VALUES,
) -> pd.DataFrame:
    """Forecast a series from each of its past days and score what is known by now.

    Parameters
    ----------
    series : str
        Its name in the table.
    years, values : array_like, shape (n,)
        Decimal years and positive values, in any order.
    statistic : str
        What is forecast, see `gigascale.forecasts.history.standing`. The outcome is what it stands
        at in the whole series, up to the last date.
    step_years : float
        Between two values of a history.
    horizons_years : sequence of float
    origins : array_like, optional
        Decimal years; by default every multiple of the step that has a past and a future. Those
        with fewer than `fewest` values, or nothing to compare with, are left out.
    methods : sequence of str, optional
        Names of `gigascale.forecasts.METHODS`; by default all.
    since : float
        No history goes back before this year.
    fewest : int
        Values that a history needs, at least 4.

    Returns
    -------
    DataFrame
        A row for each series, method, origin_year and horizon_years, with target_year and the
        columns of `gigascale.forecasts.scores.score`. Where a history is too short for a method,
        its rows are missing.

    Raises
    ------
    InputError
        A method or the statistic is unknown, or no origin can be scored.

    Examples
    --------
    >>> years = np.arange(2000, 2021)
    >>> scored = backtest(
    ...     "doubling", years, 2.0 ** (years - 2000), statistic="value", step_years=1,
    ...     horizons_years=[1, 5], methods=["no-change", "random-walk"], origins=[2010, 2015, 2020],
    ... )
    >>> scored[["method", "origin_year", "horizon_years", "error"]].round(2).values.tolist()[:3]
    [['no-change', 2010.0, 1.0, -0.3], ['no-change', 2010.0, 5.0, -1.51], \
['no-change', 2015.0, 1.0, -0.3]]
    """
    names = _checked(methods)
    dates, sizes = as_points(years, values)
    horizons = np.asarray(horizons_years, dtype=float)
    first, last = max(since, float(dates.min(initial=np.inf))), float(dates.max(initial=-np.inf))
    starts = _multiples(first, last, step_years) if origins is None else np.asarray(origins, float)
    keys: list[tuple[str, float, float]] = []
    quantiles: list[Floats] = []
    for origin in starts:
        ahead = horizons[origin + horizons <= last + _SLACK]
        try:
            known = history(
                dates,
                sizes,
                statistic=statistic,
                known_to=origin,
                step_years=step_years,
                since=since,
            )
        except InputError:
            standing(dates, sizes, [origin], statistic)  # an unknown statistic is no short history
            continue
        if known.logs.size < fewest or not ahead.size:
            continue
        for name in names:
            try:
                quantiles.append(forecast(known, ahead, name))
            except InputError:  # too short for this method
                continue
            keys += [(name, float(origin), float(h)) for h in ahead]
    if not keys:
        raise InputError(f"series {series!r} has no origin with {fewest} values and an outcome")
    table = pd.DataFrame(keys, columns=["method", "origin_year", "horizon_years"])
    table.insert(0, "series", series)
    table["target_year"] = table["origin_year"] + table["horizon_years"]
    targets, place = np.unique(table["target_year"].to_numpy(), return_inverse=True)
    outcomes = standing(dates, sizes, targets, statistic)[place]
    scored = pd.concat([table, score(np.concatenate(quantiles), outcomes)], axis=1)
    order = pd.Categorical(scored["method"], names, ordered=True)
    return (
        scored.assign(order=order)
        .sort_values(["order", "origin_year", "horizon_years"], ignore_index=True)
        .drop(columns="order")
    )


def _checked(methods: Sequence[str] | None) -> list[str]:
    names = list(METHODS if methods is None else methods)
    unknown = [name for name in names if name not in METHODS]
    if unknown or not names:
        given = f"method {unknown[0]!r} is unknown" if unknown else "there is no method"
        raise InputError(f"{given}; accepted: {', '.join(METHODS)}")
    return names


def _multiples(first: float, last: float, step: float) -> Floats:
    """Multiples of the step from `first` to `last`: for half a year, each January and July."""
    return np.arange(np.ceil(first / step - _SLACK), np.floor(last / step + _SLACK) + 1) * step


def line_statistic(followed: Line, vintage: str | None = None) -> tuple[str, float]:
    """What is forecast of a line, and the years between two values of its history.

    By its usual rule: of the ten largest to date, their geometric mean each half year; of all rows,
    the value of each year where every year has one row, else the largest to date each half year.

    Parameters
    ----------
    followed : Line
        From `gigascale.lines.line`.
    vintage : str, optional
        Date of a vintage, the latest by default.

    Returns
    -------
    statistic : str
        See `gigascale.forecasts.history.standing`.
    step_years : float

    Examples
    --------
    >>> from gigascale.lines import line
    >>> [line_statistic(line(name)) for name in ("cluster_power", "chip_memory", "solar_price")]
    [('mean10', 0.5), ('largest', 0.5), ('value', 1.0)]
    """
    if followed.rules[0] == "top10":
        return "mean10", 0.5
    years = followed.points(vintage, "all").years
    yearly = bool((years % 1 == 0).all()) and np.unique(years).size == years.size
    return ("value", 1.0) if yearly else ("largest", 0.5)


def backtest_lines(
    followed: Sequence[Line] | None = None,
    *,
    horizons_years: Sequence[float] = HORIZONS,
    methods: Sequence[str] | None = None,
    fewest: int = FEWEST_VALUES,
    fewest_stretches: float = FEWEST_STRETCHES,
) -> pd.DataFrame:
    """`backtest` every line of the book, by `line_statistic`, on the newest vintage.

    A horizon counts where first origin and last target lie at least `fewest_stretches` times as far
    apart: with less than two, all its hindcasts overlap, and are one trial.

    Parameters
    ----------
    followed : sequence of Line, optional
        By default those of `gigascale.lines.lines`.
    horizons_years, methods, fewest
        As `backtest`.
    fewest_stretches : float
        0 keeps every horizon.

    Returns
    -------
    DataFrame
        As `backtest`; `series` holds the identifiers of the lines. A line without an origin to
        score is not in it.

    Raises
    ------
    InputError
        A method is unknown, or no line can be scored.

    Examples
    --------
    >>> from gigascale.lines import line
    >>> scored = backtest_lines([line("solar_price")], methods=["damped"])
    >>> scored["horizon_years"].unique().tolist(), scored["origin_year"].min()
    ([1.0, 2.0, 3.0, 5.0, 10.0], np.float64(1980.0))
    """
    _checked(methods)
    tables: list[pd.DataFrame] = []
    for one in lines() if followed is None else followed:
        rows = one.rows
        points = select(one.table(), date=rows.date, value=rows.value)
        start = -np.inf if one.start is None else decimal_year(pd.Series([one.start]))[0]
        statistic, step = line_statistic(one)
        try:
            table = backtest(
                one.line_id,
                points.years,
                points.values,
                statistic=statistic,
                step_years=step,
                horizons_years=horizons_years,
                methods=methods,
                since=start,
                fewest=fewest,
            )
        except InputError:  # too young a line
            continue
        span = table["target_year"].max() - table["origin_year"].min()
        tables.append(table[table["horizon_years"] * fewest_stretches <= span])
    if not tables:
        raise InputError(f"no line has an origin with {fewest} values and an outcome")
    return pd.concat(tables, ignore_index=True)
