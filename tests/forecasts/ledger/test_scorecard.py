"""The scorecard: one row a forecast, and skill against the same forecasts by other methods."""

import pandas as pd
import pytest

from gigascale.forecasts.ledger.issued import ISSUED, record
from gigascale.forecasts.ledger.scorecard import (
    FORECAST,
    as_backtest,
    newest,
    scorecard,
    still_open,
)


@pytest.fixture(scope="module")
def scores() -> pd.DataFrame:
    return record()


def test_each_forecast_counts_once_on_the_newest_vintage(scores: pd.DataFrame) -> None:
    due = newest(scores)
    assert not due.duplicated(FORECAST).any()
    assert len(due) == len(scores[FORECAST].drop_duplicates())
    last = scores.groupby(FORECAST)["scored_on"].max()
    assert (due.set_index(FORECAST)["scored_on"].sort_index() == last.sort_index()).all()


def test_the_card_sums_up_what_the_scores_say(scores: pd.DataFrame) -> None:
    due = newest(scores)
    card = scorecard(due)
    assert card["n"].sum() == (due["method"] == "combination").sum()
    rows = due[
        (due["target_id"] == "training_compute_tenth") & due["horizon_years"].between(1.05, 2.04)
    ]
    crps = rows.groupby("method")["crps"].mean()
    line = card[card["target_id"].eq("training_compute_tenth") & card["horizon"].eq("1 to 2")]
    assert line["crps"].item() == pytest.approx(crps["combination"])
    for other in set(ISSUED) - {"combination"}:
        skill = 1 - crps["combination"] / crps[other]
        assert line[f"skill_{other}"].item() == pytest.approx(skill)
    order = card[card["target_id"] == "training_compute"]["horizon"].tolist()
    assert order == sorted(order)


def test_what_is_open_has_no_score(scores: pd.DataFrame) -> None:
    lines = still_open(scores)
    judged = set(map(tuple, scores[FORECAST].to_numpy().tolist()))
    assert not judged & set(map(tuple, lines[FORECAST].to_numpy().tolist()))
    assert not lines[["target_id", "vintage"]].drop_duplicates().duplicated("target_id").any()
    assert set(lines["method"]) == {"combination"}


def test_origins_are_the_last_values_known(scores: pd.DataFrame) -> None:
    rows = as_backtest(scores)
    assert rows["origin_year"].min() == pytest.approx(2022.493)
    assert (rows["target_year"] - rows["origin_year"]).between(0, 5.1).all()
