import numpy as np
import pandas as pd
import pytest
from scipy.special import stdtr

from gigascale import datasets
from gigascale.forecasts.predictive import LEVELS, Student, probability
from gigascale.forecasts.technologies.curves import gap_free, hindcasts
from gigascale.forecasts.technologies.families import alike, coverage, family_ratio, skill
from gigascale.forecasts.technologies.folds import (
    CALIBRATED,
    LINE,
    PLAIN,
    PUBLISHED,
    RE_ESTIMATED,
    fold_of,
    out_of_sample,
    repeated,
)
from gigascale.forecasts.technologies.recalibration import calibration_levels, recalibrated
from gigascale.lines.technologies import Technology


def walks(count: int, n: int, seed: int) -> list[Technology]:
    logs = np.random.default_rng(seed).normal(size=(count, n)).cumsum(axis=1)
    years = np.arange(float(n))
    return [Technology(str(k), str(k // 2), years, logs[k], years, 0) for k in range(count)]


def test_families_stay_together_and_folds_are_even() -> None:
    families = pd.Series([str(k // 3) for k in range(60)])
    fold = fold_of(families, seed=3)
    assert len(set(zip(families, fold, strict=True))) == 20
    assert fold.value_counts().tolist() == [12] * 5
    assert not fold.equals(fold_of(families, seed=4))


def test_what_happens_to_a_fold_does_not_change_its_own_forecasts() -> None:
    curves = walks(20, 30, 1)
    scored = out_of_sample(curves, horizons=5)
    held = scored[scored["fold"] == 2]["technology"].unique()
    assert len(held) == 4
    spoilt = [
        # Later outcomes of the fold itself: they may change no forecast made before them.
        curve._replace(log10_cost=np.where(curve.years > 20, 50.0, curve.log10_cost))
        if curve.name in held
        else curve
        for curve in curves
    ]
    columns = ["method", "technology", "origin_year", "horizon", "q05", "q50", "q95"]
    before, after = (
        table[table["technology"].isin(held) & (table["origin_year"] <= 20)][columns].reset_index(
            drop=True
        )
        for table in (scored, out_of_sample(spoilt, horizons=5))
    )
    pd.testing.assert_frame_equal(before, after)


def test_rows_of_all_methods_are_in_the_same_order() -> None:
    scored = out_of_sample(walks(10, 20, 2), horizons=4)
    place = ["technology", "origin_year", "horizon", "observed"]
    tables = [rows[place].to_numpy() for _, rows in scored.groupby("method")]
    assert len(tables) == len(PLAIN) + 3
    assert all((table == tables[0]).all() for table in tables)


def test_calibrated_intervals_of_random_walks_hold_what_they_promise() -> None:
    scored = out_of_sample(walks(120, 40, 3), horizons=10)
    shares = coverage(scored, ["method"]).set_index("method")
    for name in (CALIBRATED, RE_ESTIMATED, "random walk, θ = 0"):
        assert shares.loc[name, ["inside50", "inside80", "inside90"]].tolist() == pytest.approx(
            [0.5, 0.8, 0.9], abs=0.03
        )
    assert shares.loc[PUBLISHED, "inside90"] > 0.92
    assert shares.loc[LINE, "inside90"] < 0.75


def test_repeats_begin_with_the_division_that_is_scored() -> None:
    curves = walks(20, 30, 4)
    shares = coverage(out_of_sample(curves), ["method"]).set_index("method")
    first = repeated(curves, repeats=1).set_index("method")
    names = [f"{kind}{level}" for kind in ("inside", "alike") for level in (50, 80, 90)]
    assert np.allclose(first[names], shares.loc[first.index, names], atol=2e-3)


def test_levels_of_a_forecast_that_is_too_narrow_are_spread() -> None:
    rng = np.random.default_rng(5)
    outcomes = 2 * rng.standard_t(4, 20_000)
    narrow = Student(np.zeros(outcomes.size), np.ones(outcomes.size), 4)
    levels = calibration_levels(stdtr(4, outcomes))
    assert levels[19] < 0.05
    assert levels[99] == pytest.approx(0.5, abs=0.02)
    again = probability(recalibrated(narrow, levels), 2 * rng.standard_t(4, 20_000))
    assert np.histogram(again, 10, (0, 1))[0] == pytest.approx(np.full(10, 2000), rel=0.1)


def test_weights_of_calibration_act_as_repeats() -> None:
    chances = np.array([0.1, 0.2, 0.7, 0.9])
    repeats = calibration_levels(np.repeat(chances, [1, 3, 1, 2]))
    weighted = calibration_levels(chances, [1, 3, 1, 2])
    middle = (LEVELS > 0.2) & (LEVELS < 0.9)
    assert np.abs(repeats - weighted)[middle].max() < 0.3
    assert weighted[[0, -1]].tolist() == [0.1, 0.9]


def test_interval_of_a_share_widens_with_kinship() -> None:
    held = np.random.default_rng(6).random(400) < 0.9
    lone = family_ratio(np.arange(400).astype(str), held, np.ones(400))
    kin = family_ratio(np.repeat(np.arange(4), 100).astype(str), np.sort(held), np.ones(400))
    assert lone.value == kin.value == held.mean()
    assert lone.high - lone.low == pytest.approx(2 * 1.645 * np.sqrt(0.09 / 400), rel=0.25)
    assert kin.high - kin.low > 3 * (lone.high - lone.low)


def test_skill_is_one_less_the_ratio_of_scores() -> None:
    scored = out_of_sample(walks(10, 20, 7), horizons=4)
    table = skill(scored, LINE, technologies_alike=False).set_index("method")
    means = scored.groupby("method")["crps"].mean()
    assert np.allclose(table["skill"], 1 - means[table.index] / means[LINE])
    assert (table["skill_low"] <= table["skill"] + 1e-12).all()
    alike_means = scored.groupby(["method", "technology"])["crps"].mean().groupby("method").mean()
    same = skill(scored, LINE, technologies_alike=True).set_index("method")["crps"]
    assert np.allclose(same, alike_means[same.index])


def test_pooled_coverage_of_the_shipped_curves_out_of_sample() -> None:
    curves = gap_free(datasets.load("experience_curves", "2023-12-31"))
    shares = repeated(curves, repeats=10)
    pooled = shares.groupby("method")["inside90"]
    assert (pooled.min() > 0.865).all()
    assert (pooled.max() < 0.935).all()
    by_technology = shares.groupby("method")[["alike50", "alike80", "alike90"]].mean()
    assert by_technology.loc[CALIBRATED].tolist() == pytest.approx([0.5, 0.8, 0.9], abs=0.02)
    table = hindcasts(curves, PLAIN[PUBLISHED])
    assert alike(table).sum() == pytest.approx(1)
