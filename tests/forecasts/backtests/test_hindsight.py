"""True and pseudo backtests on vintages: no later data, known errors, and the real vintages."""

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.forecasts.backtests.hindsight import (
    hindsight,
    vintage_backtest,
    vintage_year,
)
from gigascale.forecasts.backtests.late_rows import start_errors
from gigascale.forecasts.methods import METHODS

NAMES = {"date": "year", "value": "flop"}
DAYS = ["2016-01-01", "2017-01-01", "2018-01-01", "2019-01-01"]
PEERS = ["no-change", "line", "random-walk"]


def rows(last: float, seed: int = 0) -> pd.DataFrame:
    """A model a month from 2008 on, ever larger on the whole."""
    years = np.arange(2008, 2019.01, 1 / 12)
    noise = np.random.default_rng(seed).normal(0, 0.3, years.size)
    table = pd.DataFrame({"year": years, "flop": 10 ** (0.5 * (years - 2008) + noise)})
    table["model"] = [f"M{i}" for i in range(len(table))]
    return table[table["year"] <= last]


def vintages() -> dict[str, pd.DataFrame]:
    return {day: rows(vintage_year(day)) for day in DAYS}


def forecasts(table: pd.DataFrame, data: str, vintage: str) -> np.ndarray:
    part = table[(table["data"] == data) & (table["vintage"] == vintage)]
    return part[["q05", "q25", "q50", "q75", "q95"]].to_numpy()


def corrupted(table: pd.DataFrame, after: float) -> pd.DataFrame:
    wrong = table.copy()
    wrong.loc[wrong["year"] > after, "flop"] *= 1e6
    future = pd.DataFrame({"year": [after + 0.01], "flop": [1e30], "model": ["future"]})
    return pd.concat([wrong, future], ignore_index=True)


def test_later_vintages_and_later_rows_change_no_forecast() -> None:
    clean = vintages()
    day, year = DAYS[1], vintage_year(DAYS[1])
    wrong = {name: t if name <= day else corrupted(t, year) for name, t in clean.items()}
    wrong[day] = corrupted(wrong[day], year)  # rows that a vintage dates after its own day
    before, after = (vintage_backtest(tables, **NAMES) for tables in (clean, wrong))
    assert set(before["method"]) == set(METHODS)
    for data in ("true", "pseudo"):
        assert (forecasts(before, data, day) == forecasts(after, data, day)).all()
    assert not (before["observed"].to_numpy() == after["observed"].to_numpy()).all()


def test_a_true_forecast_ignores_even_the_past_of_later_vintages() -> None:
    clean = vintages()
    wrong = {
        name: t if name == DAYS[0] else t.assign(flop=t["flop"] * 7) for name, t in clean.items()
    }
    before, after = (vintage_backtest(tables, **NAMES) for tables in (clean, wrong))
    assert (forecasts(before, "true", DAYS[0]) == forecasts(after, "true", DAYS[0])).all()
    moved = forecasts(after, "pseudo", DAYS[0]) - forecasts(before, "pseudo", DAYS[0])
    assert np.median(moved) == pytest.approx(np.log10(7))


def test_without_late_rows_and_revisions_both_backtests_are_one() -> None:
    table = vintage_backtest(vintages(), **NAMES)
    keys = ["statistic", "method", "vintage", "target_year", "truth"]
    both = table.pivot_table("crps", keys, "data", aggfunc="first")
    assert np.allclose(both["true"], both["pseudo"])
    assert (table[["start_error", "revision"]] == 0).all(axis=None)
    found = hindsight(table[table["truth"] == "newest"])
    assert np.allclose(found[["flattery", "skill_line_lost"]], 0)


def test_a_level_wrong_at_first_is_an_error_of_the_start_and_of_the_first_truth() -> None:
    tables = vintages()
    tables = {n: t if n == DAYS[-1] else t.assign(flop=t["flop"] / 100) for n, t in tables.items()}
    table = vintage_backtest(tables, **NAMES)
    true, pseudo = (table[table["data"] == data] for data in ("true", "pseudo"))
    assert np.allclose(true["start_error"], -2)
    assert np.allclose(pseudo["start_error"], 0)
    assert np.allclose(true["growth_error"], pseudo["growth_error"])
    parts = table[["start_error", "growth_error", "revision"]].sum(axis=1)
    assert np.allclose(parts, table["error"])
    first = table[(table["truth"] == "first") & (table["target_year"] <= vintage_year(DAYS[2]))]
    assert np.allclose(first["revision"], 2)
    causes = start_errors(tables, key=["model"], **NAMES)
    assert np.allclose(causes[["start_error", "revised"]], -2)
    assert np.allclose(causes[["late", "removed"]], 0)


def test_targets_are_half_years_and_later_vintages_up_to_the_newest() -> None:
    tables = vintages() | {"2018-05-02": rows(2018.33)}
    table = vintage_backtest(tables, **NAMES, statistics=["tenth"], methods=["no-change"])
    one = table[(table["data"] == "true") & (table["truth"] == "newest")]
    targets = one.groupby("vintage")["target_year"].apply(lambda t: t.round(2).tolist())
    assert targets["2017-01-01"] == [2017.5, 2018.0, 2018.33, 2018.5, 2019.0]
    assert targets["2018-05-02"] == [2018.83, 2019.0]
    assert DAYS[-1] not in targets.index


def test_hindsight_agrees_with_means_taken_by_hand() -> None:
    tables = vintages()
    tables = {
        n: t if n == DAYS[-1] else t.iloc[: -6 - i] for i, (n, t) in enumerate(tables.items())
    }
    table = vintage_backtest(tables, **NAMES, statistics=["mean10"], methods=PEERS)
    newest = table[table["truth"] == "newest"]
    found = hindsight(newest).set_index("method").loc["random-walk"]
    mean = newest.groupby(["method", "data"])["crps"].mean()
    assert found["crps_true"] == pytest.approx(mean["random-walk", "true"])
    assert found["flattery"] == pytest.approx(
        1 - mean["random-walk", "pseudo"] / mean["random-walk", "true"]
    )
    skill = 1 - mean["random-walk"] / mean["line"]
    assert found["skill_line_lost"] == pytest.approx(skill["pseudo"] - skill["true"])
    without = [
        newest[newest["vintage"] != day].groupby(["method", "data"])["crps"].mean()
        for day in DAYS[:3]
    ]
    left = [m["random-walk", "true"] for m in without]
    assert (found["crps_true_least"], found["crps_true_most"]) == pytest.approx(
        (min(left), max(left))
    )
    assert found["crps_true_low"] <= found["crps_true"] <= found["crps_true_high"]
    assert hindsight(newest).equals(hindsight(newest))


def test_what_cannot_be_compared_is_refused() -> None:
    tables = vintages()
    with pytest.raises(InputError, match="two vintages"):
        vintage_backtest({DAYS[0]: tables[DAYS[0]]}, **NAMES)
    table = vintage_backtest(tables, **NAMES, statistics=["mean10"], methods=PEERS)
    with pytest.raises(InputError, match="one truth"):
        hindsight(table)
    newest = table[table["truth"] == "newest"]
    with pytest.raises(InputError, match="'line'"):
        hindsight(newest[newest["method"] != "line"])
    with pytest.raises(InputError, match="at least 3"):
        hindsight(newest[newest["vintage"] < DAYS[2]])


@pytest.mark.parametrize("name", ["notable_models", "all_models"])
def test_the_shipped_vintages_are_forecast_to_the_newest(name: str) -> None:
    tables = {vintage: datasets.load(name, vintage) for vintage in datasets.vintages(name)}
    names = {"date": "publication_date", "value": "training_compute_flop"}
    table = vintage_backtest(tables, **names, statistics=["mean10"], methods=PEERS)
    assert np.isfinite(table[["crps", "start_error", "growth_error"]]).all(axis=None)
    assert table["target_year"].max() == vintage_year(max(tables))
    assert table["horizon_years"].min() >= 0.5
    assert not table.duplicated(["vintage", "data", "truth", "method", "target_year"]).any()
