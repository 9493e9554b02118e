"""The ledger: forecasts written down with their date, never rewritten, scored on what came."""

import datetime as dt
from collections.abc import Callable, Iterable
from importlib.metadata import version as version_of
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from gigascale.datasets import decimal_year, entry, load, vintages
from gigascale.datasets.computed import append
from gigascale.errors import InputError
from gigascale.forecasts.ledger.declared import HEADLINE, day_named, declared_dates, forecast_lines
from gigascale.forecasts.ledger.targets import Target, targets
from gigascale.forecasts.methods import PEERS
from gigascale.forecasts.predictive import LEVELS, NAMED
from gigascale.forecasts.scores import score as scores_of
from gigascale.trends.points import Floats

LEDGER = "forecasts"
METHOD_VERSION = 1
"""Raise it when a method of the ledger gives other quantiles than before."""

ISSUED = tuple(dict.fromkeys((HEADLINE, "random-walk", *PEERS)))
_SAME = ["target_id", "method"]
_SCORED = ["target_id", "method", "dataset", "vintage", "issued_on", "date", "unit", *NAMED]


class Issue(NamedTuple):
    """What issuing did: the new lines, their file, and why a target has none."""

    lines: pd.DataFrame
    file: str
    left_out: dict[str, str]


def issue(
    vintage: str,
    *,
    issued_on: str | None = None,
    watched: Callable[[list[Target]], Iterable[Target]] = iter,
) -> Issue:
    """Write forecasts of every target whose dataset has a vintage of that date to the ledger.

    Lines that stand there stay as they are; those of other targets and methods follow them.

    Parameters
    ----------
    vintage : str
        ISO date.
    issued_on : str, optional
        ISO date, today by default.
    watched : callable
        Wraps the list of targets, for a progress bar.

    Raises
    ------
    InputError
        No target has a vintage of that date, a file of one is faulty, all is issued already, or
        `issued_on` lies before the vintage or in the future. The ledger is as it was.
    """
    due = _due(vintage)
    today = dt.date.today().isoformat()
    day = today if issued_on is None else str(day_named(issued_on, "--issued-on").date())
    if not vintage <= day <= today:
        raise InputError(f"--issued-on {day!r} lies before the vintage {vintage} or in the future")
    for one in due:
        load(one.dataset, vintage)  # a faulty file stops all; only too short a history is left out
    standing: set[tuple[str, str]] = set()
    if vintage in vintages(LEDGER):
        standing = set(load(LEDGER, vintage)[_SAME].itertuples(index=False, name=None))
    pieces, left_out = [], {}
    for one in watched(due):
        missing = [m for m in ISSUED if (one.target_id, m) not in standing]
        try:
            if missing:
                past, dates = one.history(vintage), declared_dates(one, vintage)
                pieces.append(forecast_lines(one, vintage, dates, missing, past))
        except InputError as fault:  # too short a history yet
            left_out[one.target_id] = str(fault)
    if not pieces:
        why = "; ".join(f"{name}: {said}" for name, said in left_out.items())
        raise InputError(why or f"forecasts from {vintage} are issued already; none is rewritten")
    version = f"{version_of('gigascale')}+{METHOD_VERSION}"
    lines = pd.concat(pieces, ignore_index=True)
    lines = lines.assign(version=version, issued_on=pd.Timestamp(day))
    held = {entry(one.dataset).vintages[vintage].sha256: None for one in due}
    file = append(LEDGER, vintage, lines, made_from=list(held), written=day)
    return Issue(lines, file, left_out)


def score(vintage: str) -> pd.DataFrame:
    """Score all earlier issues on the vintages of a date.

    What came is the target's standing at a forecast's date as the newer vintage tells it; dates
    beyond it are not scored yet.

    Parameters
    ----------
    vintage : str
        ISO date of a vintage of at least one target's dataset.

    Returns
    -------
    DataFrame
        One row a forecast: `target_id`, `method`, `dataset`, `vintage`, `issued_on`, `date`,
        `unit`, `q05` to `q95` and `observed` in the unit; `scored_on`; `horizon_years` from the
        last value known; and in orders of magnitude or probability `error`, `pit`, `crps`,
        `inside50`, `inside80`, `inside90`. `pit` and `crps` are of the distribution through the
        five quantiles.

    Raises
    ------
    InputError
        No target has such a vintage, or one is read from another dataset or in another unit than
        when it was issued.

    Examples
    --------
    >>> score("2022-06-30").empty
    True
    """
    due = {one.target_id: one for one in _due(vintage)}
    earlier = [load(LEDGER, date) for date in vintages(LEDGER) if date < vintage]
    lines = pd.concat(earlier, ignore_index=True) if earlier else _empty()
    lines = lines[lines["target_id"].isin(list(due))]
    years = {name: decimal_year(pd.to_datetime(lines[name])) for name in ("date", "known_to")}
    seen = np.full(len(lines), np.nan)
    for name in lines["target_id"].unique():
        rows = (lines["target_id"] == name).to_numpy()
        same = (due[name].dataset, due[name].unit)
        for issued in lines.loc[rows, ["dataset", "unit"]].itertuples(index=False, name=None):
            if issued != same:
                raise InputError(
                    f"forecast_targets.csv: {name!r} is {' in '.join(same)}, and was issued as "
                    f"{' in '.join(issued)}; give what is new a new target_id"
                )
        seen[rows] = due[name].standing(vintage, years["date"][rows])
    came = np.isfinite(seen)
    lines, seen = lines[came].reset_index(drop=True), seen[came]
    judged = scores_of(through(np.log10(lines[list(NAMED)].to_numpy(dtype=float))), seen)
    table: pd.DataFrame = lines[_SCORED].assign(
        observed=10**seen,
        scored_on=pd.Timestamp(vintage),
        horizon_years=(years["date"] - years["known_to"])[came],
    )
    return pd.concat([table, judged.drop(columns=[*NAMED, "observed"])], axis="columns")


def record() -> pd.DataFrame:
    """Return `score` on every vintage of every target, in one table."""
    scores = [score(date) for date in scorable()]
    return pd.concat([one for one in scores if len(one)] or scores[:1], ignore_index=True)


def through(named: npt.ArrayLike) -> Floats:
    """Quantiles at `LEVELS` of the distribution through five quantiles.

    Between two of them it is normal, and beyond the outer ones it goes on as between the last two.

    Parameters
    ----------
    named : array_like, shape (n, 5)
        log10 values at the levels of `NAMED`.

    Returns
    -------
    ndarray, shape (n, levels)

    Examples
    --------
    >>> normal = through(ndtri([[0.05, 0.25, 0.5, 0.75, 0.95]]))
    >>> bool(np.allclose(normal, ndtri(LEVELS)))
    True
    """
    values = np.asarray(named, dtype=float)
    knots, at = ndtri(list(NAMED.values())), ndtri(LEVELS)
    part = np.clip(np.searchsorted(knots, at) - 1, 0, knots.size - 2)
    share = (at - knots[part]) / np.diff(knots)[part]
    return np.asarray(values[:, part] * (1 - share) + values[:, part + 1] * share)


def scorable() -> list[str]:
    """Return the dates of the vintages of all targets, oldest first."""
    return sorted({date for one in targets() for date in vintages(one.dataset)})


def _due(vintage: str) -> list[Target]:
    """Targets whose dataset has a vintage of that date."""
    due = [one for one in targets() if vintage in vintages(one.dataset)]
    if not due:
        raise InputError(f"no target has a vintage {vintage!r}; there are: {', '.join(scorable())}")
    return due


def _empty() -> pd.DataFrame:
    return pd.DataFrame(columns=list(entry(LEDGER).columns))
