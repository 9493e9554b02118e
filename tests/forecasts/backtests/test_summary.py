import numpy as np
import pandas as pd
import pytest

from gigascale.errors import InputError
from gigascale.forecasts.backtests.backtest import backtest
from gigascale.forecasts.backtests.summary import pooled, summary

RNG = np.random.default_rng(11)
PEERS = ["no-change", "line"]


def walk(n: int = 40, drift: float = 0.2, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    changes = np.random.default_rng(seed).normal(drift, 0.3, n)
    return np.arange(1980.0, 1980 + n), 10 ** np.cumsum(changes)


def table(seed: int = 0, methods: tuple[str, ...] = ("random-walk",), n: int = 40) -> pd.DataFrame:
    return backtest(
        f"s{seed}", *walk(n, seed=seed), statistic="value", step_years=1,
        horizons_years=[1, 2, 3, 5], methods=[*PEERS, *methods],
    )  # fmt: skip


def test_means_and_skill_are_those_of_the_hindcasts() -> None:
    scored = table()
    row = summary(scored).set_index("method").loc["random-walk"]
    own, other = (scored[scored["method"] == name] for name in ("random-walk", "line"))
    assert row["hindcasts"] == len(own) == len(other)
    assert row["origins"] == 34
    assert row["stretches"] == pytest.approx(34 / 5)
    assert row["crps"] == pytest.approx(own["crps"].mean())
    assert row["bias"] == pytest.approx((own["q50"] - own["observed"]).mean())
    assert row["coverage80"] == pytest.approx(own["inside80"].mean())
    assert row["skill_line"] == pytest.approx(1 - own["crps"].sum() / other["crps"].sum())
    assert row["skill_line_low"] < row["skill_line"] < row["skill_line_high"] < 1
    assert summary(scored).set_index("method").loc["line", "skill_line":].isna().all()


def test_skill_compares_only_hindcasts_that_both_made() -> None:
    scored = table()
    late = scored[(scored["method"] != "random-walk") | (scored["origin_year"] > 2000)]
    both = scored[scored["origin_year"] > 2000]
    skills = [
        summary(data).set_index("method").loc["random-walk", "skill_line"] for data in (late, both)
    ]
    assert skills[0] == pytest.approx(skills[1])


def test_overlapping_hindcasts_count_for_little() -> None:
    scored = table()
    thrice = pd.concat(
        scored.assign(origin_year=scored["origin_year"] + shift) for shift in (0, 1 / 3, 2 / 3)
    )
    width = [
        row["skill_line_high"] - row["skill_line_low"]
        for data in (scored, thrice)
        for _, row in summary(data).query("method == 'random-walk'").iterrows()
    ]
    assert width[1] == pytest.approx(width[0], rel=0.15)


def test_too_few_origins_give_no_interval() -> None:
    young = summary(table(n=13)).set_index("method").loc["random-walk"]
    assert young["stretches"] < 2
    assert np.isfinite(young["skill_line"])
    assert np.isnan(young["skill_line_low"])


def test_intervals_hold_the_true_skill_about_as_often_as_they_say() -> None:
    scored = [table(seed) for seed in range(80)]
    every = pd.concat(scored)
    sums = every.groupby("method")["crps"].sum()
    true = 1 - sums["random-walk"] / sums["line"]
    rows = pd.concat(map(summary, scored)).query("method == 'random-walk'")
    held = (rows["skill_line_low"] <= true) & (true <= rows["skill_line_high"])
    assert 0.65 < held.mean() < 0.97


def test_pooled_counts_and_averages_series() -> None:
    scored = pd.concat(table(seed) for seed in range(6))
    each = summary(scored).set_index("method").loc["random-walk"]
    row = pooled(scored).set_index("method").loc["random-walk"]
    skills = each[["skill_no_change", "skill_line"]].to_numpy()
    assert row["series"] == row["families"] == 6
    assert row["beats_line"] == (skills[:, 1] > 0).sum()
    assert row["beats_both"] == (skills > 0).all(axis=1).sum()
    assert row["skill_line"] == pytest.approx(1 - np.exp(np.log(1 - skills[:, 1]).mean()))
    means = scored.groupby(["series", "method"])["crps"].mean().unstack()  # noqa: PD010
    difference = means["random-walk"] - means["line"]
    assert row["difference_line"] == pytest.approx(difference.mean())
    # t = 2.015 with 5 degrees of freedom times the standard error of the mean
    reach = 2.015 * difference.std() / np.sqrt(6)
    assert row["difference_line_high"] - difference.mean() == pytest.approx(reach, rel=0.06)


def test_series_of_one_family_are_no_separate_evidence() -> None:
    scored = pd.concat(table(seed) for seed in range(5))
    copies = pd.concat(
        scored.assign(series=scored["series"] + end) for end in ("", " again", " and again")
    )
    families = {name: name.split()[0] for name in copies["series"].unique()}
    alone, together = (
        pooled(data, families).set_index("method").loc["random-walk"] for data in (scored, copies)
    )
    assert (alone["families"], together["series"], together["families"]) == (5, 15, 5)
    ends = ["difference_line_low", "difference_line_high", "skill_line_low", "skill_line_high"]
    assert together[ends].tolist() == pytest.approx(alone[ends].tolist())


def test_one_family_gives_no_interval_and_missing_peers_are_named() -> None:
    row = pooled(table()).set_index("method").loc["random-walk"]
    assert np.isnan(row["difference_line_low"])
    with pytest.raises(InputError, match="no forecasts of the peer 'line'"):
        pooled(table().query("method != 'line'"))
