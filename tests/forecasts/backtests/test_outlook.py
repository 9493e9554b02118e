"""The Outlook's scenarios: what is read from them, what ours may know, and what comes out."""

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.forecasts.backtests.outlook import (
    GOAL,
    LOWER,
    OURS,
    Solar,
    issued,
    load_solar,
    place_in_ours,
    scenario_paths,
    scored,
)
from gigascale.forecasts.backtests.revisions import gain, revisions, sign_test
from gigascale.forecasts.predictive import quantile
from gigascale.trends.random_walk import fit_random_walk

SOLAR = load_solar()
SCORES = scored(SOLAR)
OF_2020 = SCORES[SCORES["printed"] & (SCORES["target_year"] == 2020)]


def test_doubtful_values_do_not_enter() -> None:
    given = SOLAR.projections.set_index("edition_year")["target_year"].sort_index()
    assert 2025 not in SOLAR.generation.index
    assert not given.loc[2014:2018].isin([2035]).any()
    assert given.loc[2009] == 2020
    assert 2023 not in given.index


def test_a_path_starts_at_what_was_known_and_adds_the_same_every_year() -> None:
    path = scenario_paths(SOLAR).query("edition_year == 2016 and scenario == @LOWER")
    to_2020 = path.set_index("target_year")["generation_wh"].loc[:2020]
    assert to_2020.loc[2020] == pytest.approx(533e12)
    steps = np.diff([SOLAR.generation.loc[2015], *to_2020])
    assert steps == pytest.approx(steps[0])
    assert path.loc[path["printed"], "target_year"].tolist() == [2020, 2030]


@pytest.mark.parametrize("method", OURS)
def test_nothing_after_the_year_before_an_edition_changes_ours(method: str) -> None:
    generation = SOLAR.generation.copy()
    generation.loc[2012:] = generation.loc[2012:] * 1e3 ** np.arange(1, 14)
    spoilt = SOLAR._replace(generation=generation)
    args = 2012, [2013, 2020], method
    assert (issued(SOLAR, *args) == issued(spoilt, *args)).all()
    assert (issued(SOLAR, *args, lag_years=2) != issued(SOLAR, *args)).any()


def test_ours_continue_the_growth_that_the_random_walk_of_the_book_continues() -> None:
    past = SOLAR.generation.loc[1991:2014]
    by_hand = fit_random_walk(past.index, past).forecast([2020])
    told = issued(SOLAR, 2015, [2020], "random-walk")
    for level, end in zip((0.5, 0.05, 0.95), by_hand, strict=True):
        assert 10 ** quantile(told, level) == pytest.approx(end)


def test_scores_of_a_made_up_case_are_those_worked_out_by_hand() -> None:
    years = np.arange(1991, 2013)
    generation = pd.Series(2.0 ** (years - 1991), index=years)
    rows = {"edition_year": [2010, 2010], "scenario": [LOWER, GOAL], "target_year": [2012, 2012]}
    half = generation.loc[2012] / 2
    solar = Solar(generation, pd.DataFrame({**rows, "generation_wh": [half, 2 * half]}))
    scores = scored(solar, methods=["random-walk"])
    end = scores[scores["target_year"] == 2012].set_index("forecaster")
    assert end.loc[LOWER, "error"] == pytest.approx(np.log10(0.5))
    assert end.loc[LOWER, "crps"] == pytest.approx(np.log10(2))
    assert end.loc[[GOAL, "random-walk"], "crps"].to_numpy() == pytest.approx(0, abs=1e-9)
    assert (end["horizon_years"] == 3).all()
    assert scores.groupby("target_year")["printed"].first().tolist() == [False, False, True]
    place = place_in_ours(solar, methods=["no-change"]).set_index("scenario")["below"]
    assert place[LOWER] < place[GOAL]


def test_every_projection_for_2020_was_low_in_either_kind_of_scenario() -> None:
    scenarios = OF_2020[OF_2020["forecaster"].isin([LOWER, GOAL])]
    assert len(scenarios) == 15
    assert (scenarios["error"] < 0).all()


def test_ours_beat_the_scenario_for_2020_except_no_change() -> None:
    crps = OF_2020.groupby("forecaster")["crps"].mean()
    assert (crps[[m for m in OURS if m != "no-change"]] < crps[LOWER]).all()
    assert crps["no-change"] > crps[LOWER]
    assert crps["combination"] < 0.6 * crps[LOWER]


@pytest.mark.parametrize("choice", [{"since": 1977}, {"lag_years": 2}])
def test_the_random_walk_does_so_with_other_histories_too(choice: dict[str, int]) -> None:
    other = scored(SOLAR, methods=["random-walk"], **choice)
    crps = other[other["printed"]].groupby("forecaster")["crps"].mean()
    assert crps["random-walk"] < 0.5 * crps[LOWER]


def test_near_at_hand_the_scenario_was_no_worse_than_the_combination() -> None:
    near = SCORES[SCORES["horizon_years"] <= 2].groupby("forecaster")["crps"].mean()
    far = SCORES[SCORES["horizon_years"] >= 6].groupby("forecaster")["crps"].mean()
    assert near[LOWER] < near["combination"]
    assert far[LOWER] > 1.5 * far["combination"]


def test_every_revision_for_2030_was_upward() -> None:
    figures = SOLAR.projections.query("scenario == @LOWER and target_year == 2030")
    steps = revisions(figures.set_index("edition_year")["generation_wh"])
    assert len(steps) == 12
    assert (steps > 0).all()
    assert sign_test(steps) < 0.001


def test_the_gain_of_the_combination_is_clear_over_all_editions() -> None:
    of = SCORES.set_index("edition_year").groupby("forecaster")["crps"]
    pairs = pd.DataFrame({name: of.get_group(name).to_numpy() for name in ("combination", LOWER)})
    pairs.index = of.get_group(LOWER).index
    skill, (low, high) = gain(pairs, np.random.default_rng(1))
    assert 0 < low < skill < high


def test_column_2035_looks_like_2040_in_the_editions_that_reach_2040() -> None:
    table = datasets.load("weo_projections", "2026-02-25").astype({"generation_wh": float})
    keys = ["scenario", "edition_year"]
    projected = table.pivot_table("generation_wh", keys, "target_year", aggfunc="first")
    before = ((projected[2030] / projected[2020]) ** 0.1).fillna(
        (projected[2030] / projected[2025]) ** 0.2
    )
    faster = ((projected[2035] / projected[2030]) ** 0.2 > before)[before.notna()]
    edition = faster.index.get_level_values("edition_year")
    assert faster[edition >= 2014].all()
    assert not faster[(edition > 2009) & (edition < 2014)].any()
