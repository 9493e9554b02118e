"""How much of a backtest is hindsight: the file of the day against today's file cut at that day.

A backtest on today's file that leaves out what is dated after an origin is only a pseudo one: rows
added late and values revised are in it. A true one reads the vintage of the origin. Both are scored
against what a later vintage shows at the target.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from gigascale.datasets import decimal_year
from gigascale.errors import InputError
from gigascale.forecasts.history import History, history, standing
from gigascale.forecasts.methods import METHODS, PEERS, forecast
from gigascale.forecasts.scores import score
from gigascale.trends.points import Floats

RANKED = ("largest", "tenth", "mean10")
TRUE, PSEUDO = "true", "pseudo"
NEWEST, FIRST = "newest", "first"
SHORTEST_YEARS = 0.5


def vintage_year(vintage: str) -> float:
    """The date of a vintage as a decimal year.

    Examples
    --------
    >>> vintage_year("2020-07-02")
    2020.5
    """
    return float(decimal_year(pd.Series([pd.Timestamp(vintage)]))[0])


def vintage_backtest(
    tables: Mapping[str, pd.DataFrame],
    *,
    date: str,
    value: str,
    statistics: Sequence[str] = RANKED,
    methods: Iterable[str] | None = None,
    since: float = 2010.0,
    step_years: float = 0.5,
) -> pd.DataFrame:
    """Forecast from every vintage but the newest, and from the newest cut at the same days.

    Targets are the half-years after a vintage and the dates of later vintages, from half a year
    ahead to the newest vintage.

    Parameters
    ----------
    tables : mapping
        From the ISO date of a vintage to its table.
    date, value : str
        Columns of the date (datetimes or decimal years) and of the quantity; rows that lack either
        are taken as absent.
    statistics : sequence of str
        See `gigascale.forecasts.history.standing`.
    methods : iterable of str, optional
        Names of `METHODS`, all by default; one that does not apply to either history is left out.
    since, step_years : float
        First year and step of the histories.

    Returns
    -------
    DataFrame
        One row a `statistic`, `method`, `vintage`, `target_year`, `horizon_years`, `data` ("true":
        the vintage's own table; "pseudo": the newest, cut) and `truth` (the value at the target as
        the "newest" vintage has it, or the "first" vintage not before the target), with the columns
        of `gigascale.forecasts.scores.score`. The error is `start_error` (the history's last value
        less the newest vintage's for that day) plus `growth_error` (median growth from there less
        that of the newest vintage) plus `revision` (the newest vintage's outcome less the one
        scored against; 0 for "newest").

    Raises
    ------
    InputError
        There are fewer than two vintages, or none is followed by another half a year later; a
        method is unknown or a history too short.

    Examples
    --------
    >>> table = pd.DataFrame({"year": np.arange(2010, 2020), "flop": 10.0 ** np.arange(10)})
    >>> tried = vintage_backtest(
    ...     {"2018-01-01": table[:8], "2019-01-01": table}, date="year", value="flop",
    ...     statistics=["largest"], methods=["no-change"],
    ... )  # fmt: skip
    >>> tried.loc[tried["truth"] == "newest", ["data", "horizon_years", "error"]].values.tolist()
    [['true', 0.5, -1.0], ['true', 1.0, -2.0], ['pseudo', 0.5, 0.0], ['pseudo', 1.0, -1.0]]
    """
    points = {name: known_points(table, date, value) for name, table in sorted(tables.items())}
    names, days = list(points), [vintage_year(name) for name in points]
    known = list(METHODS) if methods is None else list(methods)
    if unknown := [method for method in known if method not in METHODS]:
        raise InputError(f"method {unknown[0]!r} is unknown; accepted: {', '.join(METHODS)}")
    grid = {"step_years": step_years, "since": since}
    parts = []
    for name, origin in zip(names, days, strict=True):
        targets = _targets(origin, days)
        if not targets.size:
            continue
        later = [next(n for n, d in zip(names, days, strict=True) if d >= t) for t in targets]
        for statistic in statistics:
            end = standing(*points[names[-1]], [origin, *targets], statistic)
            first = [
                standing(*points[n], [t], statistic)[0] for n, t in zip(later, targets, strict=True)
            ]
            pasts = [
                history(*points[n], statistic=statistic, known_to=origin, **grid)
                for n in (name, names[-1])
            ]
            for method in known:
                try:
                    made = [forecast(past, targets - origin, method) for past in pasts]
                except InputError:
                    continue
                labels = {"statistic": statistic, "method": method, "vintage": name}
                for data, past, quantiles in zip((TRUE, PSEUDO), pasts, made, strict=True):
                    part = _scored(past, targets, quantiles, end, np.array(first))
                    parts.append(part.assign(**labels, data=data))
    if not parts:
        raise InputError("a backtest on vintages needs two vintages half a year apart")
    table = pd.concat(parts, ignore_index=True)
    keys = ["statistic", "method", "vintage", "data", "truth", "target_year", "horizon_years"]
    return table[[*keys, *table.columns.difference(keys, sort=False)]]


def hindsight(
    backtest: pd.DataFrame, *, level: float = 0.9, draws: int = 2000, seed: int = 4
) -> pd.DataFrame:
    """Compare the scores of true and pseudo backtest, by statistic and method.

    Whole vintages are drawn with replacement, as the forecasts of one share their history. They
    are few and overlap, so the intervals are too narrow; the range shows what hangs on one.

    Parameters
    ----------
    backtest : DataFrame
        From `vintage_backtest`, of one `truth`, with the methods of `PEERS` among the methods.
    level : float
        Probability of the intervals.
    draws, seed : int
        Of the bootstrap.

    Returns
    -------
    DataFrame
        By `statistic` and `method` with forecasts from every vintage: `vintages` and `forecasts`
        counted; mean `crps_true`, `crps_pseudo` (orders of magnitude); `flattery`, the share of
        the true CRPS that the pseudo backtest hides (1 − pseudo/true); the skill against either
        peer, such as `skill_no_change_true`, and pseudo less true of it, `skill_no_change_lost`.
        Each with `_low`, `_high` (bootstrap) and `_least`, `_most` (one vintage left out).

    Raises
    ------
    InputError
        The table has both truths, lacks a peer, or has fewer than three vintages.
    """
    if len(set(backtest["truth"])) != 1:
        raise InputError("scores are compared for one truth; choose newest or first")
    if missing := set(PEERS) - set(backtest["method"]):
        raise InputError(f"the backtest lacks the peer {min(missing)!r}")
    names = sorted(set(backtest["vintage"]))
    if (count := len(names)) < 3:
        raise InputError(f"vintages are drawn from at least 3; there are {count}")
    picked = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), draws)
    weights = np.vstack([np.ones(count), 1 - np.eye(count), picked])
    rows = []
    for statistic, part in backtest.groupby("statistic", sort=False):
        sums, sizes = (
            part.pivot_table(
                index=["method", "data"], columns="vintage", values="crps", aggfunc=how
            ).reindex(columns=names)
            for how in ("sum", "count")
        )
        means = {
            key: weights @ sums.loc[key].to_numpy() / (weights @ sizes.loc[key].to_numpy())
            for key in sums.index
        }
        complete = sizes.notna().groupby("method").all().all(axis=1)
        for method in [name for name in part["method"].unique() if complete[name]]:
            row = {"statistic": statistic, "method": method, "vintages": count}
            row["forecasts"] = int(sizes.loc[(method, TRUE)].sum())
            for name, values in _compared(means, method).items():
                row |= _summary(name, values, count, level)
            rows.append(row)
    return pd.DataFrame(rows)


def known_points(table: pd.DataFrame, date: str, value: str) -> tuple[Floats, Floats]:
    """Decimal years and values of the rows that have both."""
    held = table.dropna(subset=[date, value])
    return decimal_year(held[date]), held[value].to_numpy(dtype=float)


def _targets(origin: float, days: list[float]) -> Floats:
    """Half-years after a vintage and dates of later vintages, up to the newest."""
    later = np.array([day for day in days if day >= origin + SHORTEST_YEARS])
    halves = origin + SHORTEST_YEARS * np.arange(1, int(2 * (days[-1] - origin)) + 1)
    apart = np.abs(halves[:, None] - later).min(axis=1, initial=np.inf) > 1e-6
    return np.sort(np.concatenate([halves[apart], later]))


def _scored(
    past: History, targets: Floats, quantiles: Floats, end: Floats, first: Floats
) -> pd.DataFrame:
    """Forecasts of one history against either truth."""
    start = past.logs[-1]
    parts = []
    for truth, outcome in ((NEWEST, end[1:]), (FIRST, first)):
        part = score(quantiles, outcome)
        part["truth"], part["target_year"] = truth, targets
        part["horizon_years"] = targets - past.known_to
        part["start_error"] = start - end[0]
        part["growth_error"] = (part["q50"] - start) - (end[1:] - end[0])
        part["revision"] = end[1:] - outcome
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _compared(means: Mapping[tuple[str, str], Floats], method: str) -> dict[str, Floats]:
    true, pseudo = means[method, TRUE], means[method, PSEUDO]
    found = {"crps_true": true, "crps_pseudo": pseudo, "flattery": 1 - pseudo / true}
    for peer in PEERS:
        skill = {data: 1 - means[method, data] / means[peer, data] for data in (TRUE, PSEUDO)}
        name = f"skill_{peer.replace('-', '_')}"
        found |= {f"{name}_{data}": values for data, values in skill.items()}
        found[f"{name}_lost"] = skill[PSEUDO] - skill[TRUE]
    return found


def _summary(name: str, values: Floats, count: int, level: float) -> dict[str, float]:
    """The estimate, its bootstrap interval, and its range with one vintage left out."""
    low, high = np.quantile(values[1 + count :], [0.5 - level / 2, 0.5 + level / 2])
    without = values[1 : 1 + count]
    ends = {"low": low, "high": high, "least": without.min(), "most": without.max()}
    return {name: float(values[0])} | {f"{name}_{end}": float(v) for end, v in ends.items()}
