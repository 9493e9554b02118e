"""Published figures: what the recipes give on named vintages, and a verdict on each."""

import json
import math
from dataclasses import replace

import pandas as pd
import pytest

from gigascale import datasets
from gigascale.claims import judge
from gigascale.claims.verdicts import VERDICTS, claimed_span, found_span
from gigascale.cli.output import plain
from gigascale.errors import InputError
from gigascale.published import Reproduction, figures_table, places, reproduce
from gigascale.published.evidence import FEWEST_POINTS, drift_between, estimate_on
from gigascale.published.recipes import RECIPES

PUBLISHED = datasets.load("published_figures").set_index("figure_id")
THEN, NOW = ("notable_models", "2024-05-26"), ("notable_models", "2025-12-02")
# figure, dataset, vintage: value, low, high by the default method at 90%, points
PINNED = {
    ("F01", *THEN): (4.155, 3.594, 4.804, 355),
    ("F02", *THEN): (5.327, 4.442, 6.388, 93),
    ("F03", *THEN): (4.177, 3.466, 4.988, 98),
    ("F04", *THEN): (7.013, 5.032, 9.773, 55),
    ("F05", *THEN): (9.843, 6.217, 15.584, 40),
    ("F06", *THEN): (4.207, 3.670, 4.824, 53),
    ("F07", *THEN): (0.252, 0.222, 0.292, 32),
    ("F08", *THEN): (9.516, 7.395, 12.245, 180),
    ("F09", *THEN): (4.811, 4.010, 5.772, 32),
    ("F10", *THEN): (2.212, 1.689, 2.896, 47),
    ("F01", *NOW): (3.785, 3.283, 4.364, 386),
    ("F02", *NOW): (4.794, 4.444, 5.171, 110),
    ("F03", *NOW): (4.235, 3.725, 4.833, 110),
    ("F04", *NOW): (5.335, 4.660, 6.107, 64),
    ("F05", *NOW): (5.863, 4.778, 7.195, 46),
    ("F06", *NOW): (4.454, 3.950, 5.023, 70),
    ("F07", *NOW): (0.392, 0.322, 0.501, 36),
    ("F08", *NOW): (8.329, 6.601, 10.510, 194),
    ("F09", *NOW): (4.563, 3.242, 6.422, 41),
    ("F10", *NOW): (2.485, 2.026, 3.048, 55),
    ("F11", "chip_table", "2024-05-26"): (4.133, 3.310, 5.498, 272),
    ("F12", "chip_table", "2024-05-26"): (2.567, 2.043, 3.455, 27),
    ("F13", "chip_table", "2024-05-26"): (3.330, 2.916, 3.881, 46),
    ("F13", "ml_hardware", "2025-12-14"): (3.173, 2.564, 4.160, 89),
    ("F14", "transistors", "2022-12-31"): (1.984, 1.897, 2.078, 39),
    ("F14", "processors", "2022-02-22"): (1.995, 1.922, 2.074, 99),
    ("F15", "solar_cost_capacity", "2020-12-31"): (0.202, 0.155, 0.246, 36),
    ("F16", "solar_prices", "2024-12-31"): (-0.1137, -0.2269, -0.0004, 33),
    ("F16K", "solar_prices", "2024-12-31"): (0.134, 0.112, 0.169, 33),
    ("F16K", "solar_cost_capacity", "2020-12-31"): (0.148, 0.123, 0.186, 33),
}


@pytest.fixture(scope="module")
def newest() -> list[Reproduction]:
    return [reproduce(name) for name in RECIPES]


@pytest.mark.parametrize("where", PINNED, ids=" ".join)
def test_ours_is_pinned_to_the_vintage(where: tuple[str, str, str]) -> None:
    assert estimate_on(where[0], where[1:]) == pytest.approx(PINNED[where], abs=6e-4)


@pytest.mark.parametrize(
    ("name", "value", "interval"),
    [("F01", 0.06, 0.05), ("F02", 0.05, 0.1), ("F03", 0.05, 0.06), ("F04", 0.12, 0.2),
     ("F08", 0.05, 0.3)],
)  # fmt: skip
def test_the_published_interval_comes_out_by_their_method_on_the_vintage_of_the_month(
    name: str, value: float, interval: float
) -> None:
    theirs, row = reproduce(name, THEN).theirs, PUBLISHED.loc[name]
    assert theirs is not None
    assert theirs.value == pytest.approx(row["value"], abs=value)
    assert (theirs.low, theirs.high) == pytest.approx((row["low"], row["high"]), abs=interval)


def test_each_figure_has_a_verdict_by_the_rule_and_a_reason(newest: list[Reproduction]) -> None:
    assert {f"F{number:02d}" for number in range(1, 17)} <= set(RECIPES)
    for found in newest:
        row = found.published
        claimed = claimed_span(row["low"], row["value"], row["high"])
        assert found.verdict == judge(claimed, found_span(*found.estimate[:3]))
        assert found.verdict.word in VERDICTS[:4]
        assert found.reason.endswith(".")
        assert ("our interval" in found.reason) == (
            not found.estimate.low <= row["value"] <= found.estimate.high
        )
        assert found.estimate.n >= FEWEST_POINTS
        low, middle, high = found.estimate.low, found.estimate.value, found.estimate.high
        assert low < middle < high


def test_the_default_is_the_newest_vintage_of_the_nearest_table(newest: list[Reproduction]) -> None:
    for found in newest:
        dataset, vintage = found.place
        assert dataset == RECIPES[found.published["figure_id"]].datasets[0]
        assert vintage == datasets.vintages(dataset)[-1]


def test_a_vintage_with_few_points_cannot() -> None:
    held = [vintage for _, vintage in places("F08")]
    assert "2022-06-30" not in held
    assert held == sorted(held, reverse=True)
    with pytest.raises(InputError, match="F08 cannot be computed on notable_models 2022-06-30; it"):
        reproduce("F08", ("notable_models", "2022-06-30"))


def test_the_drift_is_that_from_the_vintage_of_the_time() -> None:
    found = reproduce("F02", NOW)
    assert found.drift is not None
    assert found.drift_from == "2024-05-26"
    then = estimate_on("F02", THEN).value
    assert math.prod(10**share for share in found.drift.shares.values()) * then == pytest.approx(
        found.estimate.value
    )
    assert f"rows added late × {10 ** found.drift.shares['added late']:.3f}" in found.reason


def test_rows_about_old_models_and_revisions_made_the_frontier_of_2010_to_2020_slower() -> None:
    moved = reproduce("F04", NOW).drift
    assert moved is not None
    assert moved.shares["added late"] < moved.shares["revised"] < 0
    assert moved.shares["published since"] == 0


def test_a_vintage_before_the_publication_is_compared_with_none() -> None:
    found = reproduce("F02", ("notable_models", "2023-12-20"))
    assert found.drift is None
    assert "2024-05-26" not in found.reason
    assert "was the newest at publication" in reproduce("F02", THEN).reason


def test_the_table_has_a_row_a_figure_or_a_row_a_vintage() -> None:
    assert figures_table(["f16k", "F14"])["figure_id"].tolist() == ["F16K", "F14"]
    whole = figures_table(["F13"], vintage="all")
    assert list(zip(whole["dataset"], whole["vintage"], strict=True)) == places("F13")
    of_day = figures_table(vintage="2022-12-31")
    assert of_day["figure_id"].tolist() == ["F14"]
    json.dumps(plain(whole), allow_nan=False)


def test_every_number_of_the_table_is_that_of_the_reproduction() -> None:
    row = figures_table(["F12"]).iloc[0]
    found = reproduce("F12")
    assert (row["value"], row["value_low"], row["n"]) == (
        found.estimate.value, found.estimate.low, found.estimate.n,
    )  # fmt: skip
    assert found.theirs is not None
    assert row["published_method_low"] == found.theirs.low
    assert row["published"] == PUBLISHED.loc["F12", "value"]
    assert pd.isna(row["factor"]) == (found.verdict.factor is None)


@pytest.mark.parametrize(
    ("ids", "vintage", "said"),
    [
        (["F99"], None, "figure 'F99' is unknown; there are: F01"),
        (["F14"], "2024-05-26", "F14 has no vintage '2024-05-26'; there are: 2022-12-31"),
        ([], "1999-01-01", "no figure has a vintage '1999-01-01'"),
    ],
)
def test_what_does_not_exist_is_refused(ids: list[str], vintage: str | None, said: str) -> None:
    with pytest.raises(InputError, match=said):
        figures_table(ids, vintage=vintage)


def test_figures_of_a_column_name_one_that_exists() -> None:
    named = PUBLISHED.dropna(subset=["dataset"])
    assert {f"F{number:02d}" for number in range(1, 11)} <= set(named.index)
    for row in named.itertuples():
        assert row.column in datasets.entry(row.dataset).columns
        assert row.unit in ("per year", "year")


def test_without_a_rate_no_later_vintage_is_called_the_newest_at_publication(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(RECIPES, "F02", replace(RECIPES["F02"], slope=None))
    drift_between.cache_clear()
    later, then = reproduce("F02", NOW), reproduce("F02", THEN)
    drift_between.cache_clear()
    assert later.drift is None
    assert "newest at publication" not in later.reason
    assert "newest at publication" in then.reason
