"""Specification curves: a growth rate under every combination of defensible choices.

A growth rate rests on choices that nobody can justify alone: which vintage of the data, which rows
count, from when on, which line, which rows to leave out. Simonsohn, Simmons and Nelson (2020)
estimate all combinations and show them sorted. Here a choice that a vintage cannot serve stays in
the table with the reason. `gigascale.trends.choice_effects` sums a curve up.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Any

import pandas as pd

from gigascale.datasets import entry, load, without
from gigascale.errors import InputError
from gigascale.trends.growth import GrowthFit, fit_growth
from gigascale.trends.methods import METHODS
from gigascale.trends.rates import DEFAULT_LEVEL, check_level
from gigascale.trends.reading import Rows, rows_read, stated_errors
from gigascale.trends.series import Bound, Series, select

CHOICES = ("vintage", "rule", "start", "method", "exclude")
NOTHING, JOINED = "nothing", " + "
SPECIFICATION_METHODS = ("cosine", "theil-sen", "median", "errors-in-variables")
_ESTIMATES = ("growth_per_year", "growth_per_year_low", "growth_per_year_high")


def specification_curve(
    dataset: str,
    *,
    value: str | None = None,
    date: str | None = None,
    where: Sequence[str] = (),
    vintages: Sequence[str] | None = None,
    rules: Sequence[str] | None = None,
    starts: Sequence[str | None] | None = None,
    end: Bound = None,
    methods: Sequence[str] = SPECIFICATION_METHODS,
    exclusions: Sequence[str] | None = None,
    fewest: int = 10,
    level: float = DEFAULT_LEVEL,
    progress: Callable[[list[Any]], Iterable[Any]] = iter,
) -> pd.DataFrame:
    """Growth per year of a column under every combination of choices.

    Parameters
    ----------
    dataset : str
        A name of the catalogue.
    value, date, where
        As `rows_read`.
    vintages, rules, starts : sequence, optional
        By default every vintage, and the rules and starts of the window that the catalogue names
        under ``specifications``. A start is an ISO date or a year; None is the whole series.
    end : str, date or float, optional
        Last date of every window.
    methods : sequence of str
        Names of `gigascale.trends.METHODS`.
    exclusions : sequence of str, optional
        Each is left out in half of the specifications; by default the catalogue's named sets.
        Else as `gigascale.datasets.without`.
    fewest : int
        Points that a specification needs; with fewer, it has a reason in place of an estimate.
    level : float
        Probability of the intervals.
    progress : callable
        Goes through a list and may say how far it is, such as `tqdm.tqdm`.

    Returns
    -------
    DataFrame
        One row a specification: `vintage`, `rule`, `start`, `end`, `method`, `exclude` (names
        joined by `` + ``, or `nothing`), `n` points, `growth_per_year` with `_low` and `_high`,
        and `reason`, filled where there is no estimate.

    Raises
    ------
    InputError
        A name among the choices is unknown to the dataset or to every vintage.

    Examples
    --------
    >>> curve = specification_curve("transistors", rules=["all", "record"], methods=["cosine"])
    >>> curve[["rule", "n", "growth_per_year"]].round(2).to_dict("list")
    {'rule': ['all', 'record'], 'n': [39, 27], 'growth_per_year': [1.42, 1.41]}
    """
    check_level(level)
    about = entry(dataset)
    read = rows_read(about, value, date, where)
    dates: Sequence[str | None] = (vintages or list(about.vintages)) or [None]
    tables = [load(dataset, vintage) for vintage in dates]
    allowed = about.specifications
    windows = list(product(allowed.rules if rules is None else rules, starts or allowed.starts))
    left_out = tuple(about.exclusions) if exclusions is None else tuple(exclusions)
    _check(tables, windows, end, methods, exclusions or ())
    sets = [names for size in range(len(left_out) + 1) for names in combinations(left_out, size)]
    rows = [
        {"vintage": table.attrs["vintage"], "exclude": JOINED.join(names) or NOTHING, **row}
        for table, names in progress(list(product(tables, sets)))
        for row in _block(table, read, names, windows, end, methods, fewest, level)
    ]
    curve = pd.DataFrame(rows)[[*CHOICES, "end", "n", *_ESTIMATES, "reason"]]
    if curve["growth_per_year"].isna().all():
        raise InputError(f"no specification can be fitted: {curve['reason'].iloc[0]}")
    curve.attrs.update(dataset=dataset, date=read.date, value=read.value, level=level)
    return curve.astype({"n": "Int64"})


def _check(
    tables: Sequence[pd.DataFrame],
    windows: Sequence[tuple[str, Bound]],
    end: Bound,
    methods: Sequence[str],
    exclusions: Sequence[str],
) -> None:
    """Refuse a choice that no vintage can serve."""
    empty = pd.DataFrame({"year": [], "value": []}, dtype=float)
    for rule, start in windows:
        select(empty, date="year", value="value", rule=rule, start=start, end=end)
    for method in methods:
        if method not in METHODS:
            raise InputError(f"method {method!r} is unknown; accepted: {', '.join(METHODS)}")
    for name in exclusions:
        tried = [_tried(without, table, [name]) for table in tables]
        if all(isinstance(result, InputError) for result in tried):
            raise tried[-1]


def _block(
    table: pd.DataFrame,
    read: Rows,
    exclude: Sequence[str],
    windows: Sequence[tuple[str, Bound]],
    end: Bound,
    methods: Sequence[str],
    fewest: int,
    level: float,
) -> Iterator[dict[str, Any]]:
    """The specifications of one vintage and one set of exclusions."""

    def points(rows: pd.DataFrame, rule: str, start: Bound) -> Series:
        found = select(rows, date=read.date, value=read.value, rule=rule, start=start, end=end)
        if len(found.rows) < fewest:
            raise InputError(f"{len(found.rows)} points are fewer than {fewest}")
        return found

    def fit(rows: pd.DataFrame, series: Series, method: str) -> GrowthFit:
        factors = stated_errors(rows, read.value, method)
        chosen = None if factors is None else factors[series.rows]
        return fit_growth(
            series.years, series.values, method=method, level=level, error_factor=chosen
        )

    rows = _tried(read.of, table, exclude)
    for rule, start in windows:
        series = _tried(points, rows, rule, start)
        for method in methods:
            found = _tried(fit, rows, series, method)
            choice = {"rule": rule, "start": start, "end": end, "method": method}
            if isinstance(found, InputError):
                yield {**choice, "n": None, **dict.fromkeys(_ESTIMATES), "reason": str(found)}
            else:
                estimates = {name: getattr(found, name) for name in _ESTIMATES}
                yield {**choice, "n": found.n, **estimates, "reason": ""}


def _tried(function: Callable[..., Any], *inputs: Any) -> Any:
    """What a function gives, or the fault of input that stops it or that one of its inputs is."""
    for given in inputs:
        if isinstance(given, InputError):
            return given
    try:
        return function(*inputs)
    except InputError as fault:
        return fault
