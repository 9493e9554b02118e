"""`gigascale spec-curve`, and what `gigascale growth` takes beside the rule and the window."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

from gigascale.datasets import entry, names

Command = Callable[..., Result]
MODELS = ("growth", "notable_models", "--vintage", "2025-12-02", "--rule", "top10")
NARROW = ("spec-curve", "notable_models", "--vintage", "2024-05-26", "--rule", "top10")


def answered(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_excluded_rows_are_left_out_and_named(gigascale: Command) -> None:
    everything = answered(gigascale(*MODELS, "--json"))
    fewer = answered(
        gigascale(*MODELS, "--exclude", "fine-tunes", "--exclude", "country=China", "--json")
    )
    assert everything["exclude"] is None
    assert fewer["exclude"] == ["fine-tunes", "country=China"]
    assert fewer["growth_per_year"] != everything["growth_per_year"]


def test_the_datasets_errors_weigh_the_points(gigascale: Command) -> None:
    weighted = answered(gigascale(*MODELS, "--method", "errors-in-variables", "--json"))
    assert weighted["method"] == "errors-in-variables"
    assert weighted["growth_per_year"] != answered(gigascale(*MODELS, "--json"))["growth_per_year"]


def test_breaks_alone_searches_both_kinds_and_judges_by_prediction(gigascale: Command) -> None:
    said = answered(gigascale(*MODELS, "--from", "2010-01-01", "--breaks", "--json"))["breaks"]
    assert set(said) == {"kink", "jump", "held_out"}
    for kind in ("kink", "jump"):
        assert said[kind]["searched"]
        assert 2011 < said[kind]["break_year"] < 2025
        assert 0 < said[kind]["p_value"] <= 1
        assert said[kind]["before"]["growth_per_year"] > 1
    assert [one["horizon_years"] for one in said["held_out"]] == [1, 2]
    text = gigascale(*MODELS, "--from", "2010-01-01", "--breaks").stdout
    assert f"kink at {said['kink']['break_year']:.1f}" in text
    assert "predicted 1 y ahead" in text


def test_a_break_of_one_kind_or_at_a_date(gigascale: Command) -> None:
    jump = answered(gigascale(*MODELS, "--breaks", "jump", "--json"))["breaks"]
    assert set(jump) == {"jump"}
    for date, year in (("2018-01-01", 2018), ("2019", 2019)):
        at = answered(gigascale(*MODELS, "--breaks", date, "--json"))["breaks"]
        assert set(at) == {"kink"}
        assert at["kink"]["break_year"] == year
        assert not at["kink"]["searched"]
    assert "breaks" not in answered(gigascale(*MODELS, "--json"))


def test_breaks_that_cannot_be_judged_by_prediction_say_so(gigascale: Command) -> None:
    words = (*MODELS, "--from", "2023-06-01", "--breaks", "--json")
    judged = answered(gigascale(*words))["breaks"]["held_out"]
    assert all("reason" in one for one in judged)
    assert "kink at" in gigascale(*words[:-1]).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--exclude", "fine-tuned"), "accepted for notable_models: fine-tunes, alphago"),
        (("--exclude", "beauty=high"), "unknown"),
        (("--breaks", "bend"), "kink, jump or a date"),
        (("--breaks", "2018-13-01"), "kink, jump or a date"),
        (("--breaks", "1900"), "at least 10 dates"),
        (("--from", "2025-06-01", "--breaks"), "dates"),
        (("--method", "errors-in-variables", "--value", "hardware_quantity"), "stated error"),
    ],
)
def test_growth_refuses_in_one_line(words: tuple[str, ...], said: str, gigascale: Command) -> None:
    result = gigascale(*MODELS, *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("dataset", names())
def test_any_numeric_column_grows_or_says_in_one_line_why_not(
    dataset: str, gigascale: Command
) -> None:
    columns = [c.name for c in entry(dataset).columns.values() if c.type in ("number", "integer")]
    for column in columns:
        result = gigascale("growth", dataset, "--value", column, "--json")
        if result.exit_code:
            assert result.exit_code == 2
            assert len(result.stderr.splitlines()) == 1
            assert dataset in result.stderr or column in result.stderr or "dates" in result.stderr
        else:
            fit = json.loads(result.stdout)
            assert fit["value"] == column
            assert fit["growth_per_year"] > 0


def test_a_column_with_zeros_is_refused_with_the_way_out(gigascale: Command) -> None:
    words = ("growth", "data_center_timelines", "--value", "power_w")
    assert "above1" in gigascale(*words).stderr
    assert answered(gigascale(*words, "--rule", "above1", "--json"))["growth_per_year"] > 1


def test_every_specification_comes_with_its_parts_estimate_and_interval(
    gigascale: Command,
) -> None:
    result = gigascale(*NARROW, "--from", "2010", "--from", "2018", "--json")
    said = answered(result)
    assert not result.stderr
    assert said["n_specifications"] == len(said["specifications"]) == 2 * 4 * 4
    one = said["specifications"][0]
    assert {k: one[k] for k in ("vintage", "rule", "start", "method", "exclude", "end")} == {
        "vintage": "2024-05-26",
        "rule": "top10",
        "start": "2010",
        "method": "cosine",
        "exclude": [],
        "end": None,
    }
    assert one["growth_per_year_low"] < one["growth_per_year"] < one["growth_per_year_high"]
    assert one["reason"] is None
    assert said["specifications"][-1]["exclude"] == ["fine-tunes", "alphago"]
    assert {"start", "method", "fine-tunes", "alphago"} <= {e["choice"] for e in said["effects"]}
    assert [window["from"] for window in said["windows"]] == [None, "2010", "2018"]
    assert sum(window["n_fitted"] for window in said["windows"][1:]) == said["n_fitted"]
    published = {(row["from"], row["figure_id"]): row for row in said["published"]}
    assert {(None, "F01"), ("2010", "F02"), ("2018", "F09")} <= set(published)
    row = published["2010", "F02"]
    shares = [row[f"share_{where}"] for where in ("below", "containing", "above")]
    assert sum(shares) == pytest.approx(1)
    assert row["share_containing"] > 0.9


def test_options_take_the_place_of_the_defaults(gigascale: Command) -> None:
    words = ("--exclude", "country=China", "--method", "ols", "--from", "2015", "--json")
    said = answered(gigascale(*NARROW, *words))
    assert [one["exclude"] for one in said["specifications"]] == [[], ["country=China"]]
    assert said["effects"] == []
    none = answered(gigascale(*NARROW, "--exclude", "nothing", "--json"))["specifications"]
    assert {tuple(one["exclude"]) for one in none} == {()}


def test_a_specification_that_cannot_be_fitted_stays_with_its_reason(gigascale: Command) -> None:
    words = ("spec-curve", "notable_models", "--vintage", "2022-06-30", "--rule", "all", "--json")
    said = answered(gigascale(*words))
    empty = [one for one in said["specifications"] if one["growth_per_year"] is None]
    assert len(empty) == said["n_specifications"] - said["n_fitted"] > 0
    assert all(one["reason"] and one["n"] is None for one in empty)


def test_any_dataset_has_a_curve_and_people_can_read_it(gigascale: Command) -> None:
    result = gigascale("spec-curve", "gpu_clusters", "--value", "power_w", "--method", "cosine")
    assert result.exit_code == 0
    assert "Which choice moves the answer" in result.stdout
    assert "specifications of gpu_clusters, power_w" in result.stdout
    assert max(map(len, result.stdout.splitlines())) < 200


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "there are: notable_models"),
        (("notable_models", "--rule", "best"), "topN"),
        (("notable_models", "--vintage", "2020-01-01"), "2022-06-30"),
        (("notable_models", "--exclude", "beauty"), "fine-tunes, alphago, COLUMN=VALUE"),
        (("notable_models", "--fewest", "2"), "--fewest"),
        (("notable_models", "--from", "2100"), "fewer than 10"),
        (("notable_models", "--level", "2"), "between 0 and 1"),
        (("model_costs",), "no column of dates"),
    ],
)
def test_spec_curve_refuses_in_one_line(
    words: tuple[str, ...], said: str, gigascale: Command
) -> None:
    result = gigascale("spec-curve", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
