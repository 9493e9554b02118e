"""The record of the ledger in one table: by target and horizon, against the other methods."""

import numpy as np
import pandas as pd

from gigascale.datasets import decimal_year, load, vintages
from gigascale.forecasts.ledger.declared import HEADLINE
from gigascale.forecasts.ledger.issued import ISSUED, LEDGER

FORECAST = ["target_id", "method", "vintage", "date"]
"""Columns that name a line of the ledger."""

_BOUNDS = (0.0, 1.0, 2.0, 3.0, 4.0, np.inf)
_HORIZONS = ("0 to 1", "1 to 2", "2 to 3", "3 to 4", "over 4")


def newest(scores: pd.DataFrame) -> pd.DataFrame:
    """Return one row a forecast: its score on the newest vintage that has one.

    Parameters
    ----------
    scores : DataFrame
        From `gigascale.forecasts.ledger.issued.record`.
    """
    last = scores.sort_values("scored_on", kind="stable").groupby(FORECAST, sort=False).tail(1)
    return last.reset_index(drop=True)


def scorecard(scores: pd.DataFrame, method: str = HEADLINE) -> pd.DataFrame:
    """Sum up the forecasts of a method by target and horizon.

    Parameters
    ----------
    scores : DataFrame
        One row a forecast, from `newest`.
    method : str

    Returns
    -------
    DataFrame
        `target_id`, `horizon` (years ahead, in words), `n`; median `error` and mean
        `crps` (orders of magnitude), shares `inside50` and `inside90`; and for every other method
        of the ledger `skill_` with its name: 1 − CRPS/CRPS of the same forecasts by that method.

    Examples
    --------
    >>> scores = pd.DataFrame({
    ...     "target_id": "a", "method": ["combination", "no-change"], "vintage": "2025-01-01",
    ...     "date": "2026-01-01", "horizon_years": 1.0, "error": [0.1, -0.4], "crps": [0.1, 0.4],
    ...     "inside50": True, "inside90": True,
    ... })
    >>> scorecard(scores)[["horizon", "n", "crps", "skill_no-change"]].values.tolist()
    [['0 to 1', 1, 0.1, 0.75]]
    """
    bins = pd.cut(
        scores["horizon_years"].round(1), _BOUNDS, labels=list(_HORIZONS), include_lowest=True
    )
    binned = scores.assign(horizon=bins)
    groups = binned.groupby(["target_id", "method", "horizon"], sort=False, observed=True)
    every = groups.agg(
        n=("error", "size"),
        error=("error", "median"),
        inside50=("inside50", "mean"),
        inside90=("inside90", "mean"),
        crps=("crps", "mean"),
    ).reset_index()
    table = every[every["method"] == method].drop(columns="method")
    by = ["target_id", "horizon"]
    for other in ISSUED:
        if other != method:
            theirs = every[every["method"] == other].set_index(by)["crps"]
            their_crps = theirs.reindex(pd.MultiIndex.from_frame(table[by])).to_numpy()
            table[f"skill_{other}"] = 1 - table["crps"].to_numpy() / their_crps
    order = pd.Categorical(table["horizon"], list(_HORIZONS), ordered=True).codes
    place = table["target_id"].map({name: k for k, name in enumerate(table["target_id"].unique())})
    table = table.iloc[np.lexsort((order, place))].astype({"horizon": str})
    return table.reset_index(drop=True)


def as_backtest(scores: pd.DataFrame) -> pd.DataFrame:
    """Return scores with the columns of a backtest, for `backtests.summary.summary`."""
    ends = decimal_year(scores["date"])
    return scores.assign(
        series=scores["target_id"],
        target_year=ends,
        origin_year=(ends - scores["horizon_years"]).round(3),
    )


def still_open(scores: pd.DataFrame, method: str = HEADLINE) -> pd.DataFrame:
    """Return the newest forecasts of each target that nothing has scored yet.

    Parameters
    ----------
    scores : DataFrame
        From `gigascale.forecasts.ledger.issued.record`.
    method : str

    Returns
    -------
    DataFrame
        Lines of the ledger.
    """
    lines = pd.concat([load(LEDGER, date) for date in vintages(LEDGER)], ignore_index=True)
    lines = lines[lines["method"] == method]
    lines = lines[lines["vintage"] == lines.groupby("target_id")["vintage"].transform("max")]
    judged = pd.MultiIndex.from_frame(scores[FORECAST])
    waits = ~pd.MultiIndex.from_frame(lines[FORECAST]).isin(judged)
    return lines[waits].reset_index(drop=True)
