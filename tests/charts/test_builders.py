"""What the chart builders draw, and what they refuse."""

import re

import pandas as pd
import pytest
import vl_convert

from gigascale.charts import bar_chart, frontier_chart, interval_chart, series_chart
from gigascale.errors import InputError

SAID = "Two values over two years, the later one ten times the earlier."


@pytest.fixture
def values() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "date": pd.to_datetime(["2020-01-01", "2021-01-01"]),
            "flop": [1e23, 1e24],
            "flop_low": [5e22, 5e23],
            "flop_high": [2e23, 2e24],
            "series": ["all", "some"],
            "top": [True, False],
        }
    )


def rows(chart: object) -> list[dict]:
    return [row for table in chart.to_dict()["datasets"].values() for row in table]


def test_a_chart_carries_exactly_the_rows_it_draws(values: pd.DataFrame) -> None:
    chart = frontier_chart(
        values, date="date", value="flop", frontier="top", fit=values, description=SAID
    )
    carried = rows(chart)
    assert len(carried) == 2 * len(values)
    assert {row["series"] for row in carried} == {"Frontier", "Other models", "Fit"}
    assert set(carried[0]) == {"date", "flop", "flop_low", "flop_high", "series"}


def test_series_are_lines_dots_or_projections(values: pd.DataFrame) -> None:
    options = {"x": "date", "value": "flop", "series": "series", "description": SAID}
    marks = [
        [
            layer["mark"]["type"]
            for layer in series_chart(values, **options, **how).to_dict()["layer"]
        ]
        for how in ({}, {"dots": ["all"]}, {"projections": ["some"]})
    ]
    assert marks == [
        ["area", "rule", "line"],
        ["area", "rule", "point", "line"],
        ["line", "area", "rule", "line"],
    ]


def test_rows_keep_their_order(values: pd.DataFrame) -> None:
    backwards = values.iloc[::-1]
    for chart in (
        interval_chart(backwards, label="series", value="flop", description=SAID),
        bar_chart(backwards, label="series", value="flop", description=SAID),
    ):
        assert [row["series"] for row in rows(chart)] == ["some", "all"]
        assert '"sort": null' in chart.to_json()


def test_groups_of_a_label_lie_below_each_other(values: pd.DataFrame) -> None:
    twice = pd.concat([values.assign(by="us"), values.assign(by="them")])
    chart = interval_chart(twice, label="series", value="flop", group="by", description=SAID)
    assert all("yOffset" in layer["encoding"] for layer in chart.to_dict()["layer"])


def labels(chart: object) -> list[str]:
    spec = chart if isinstance(chart, dict) else chart.to_dict()
    return re.findall(r">([^<>]+)</t(?:ext|span)>", vl_convert.vegalite_to_svg(spec))


@pytest.mark.parametrize("log", [False, True])
def test_a_reference_is_drawn_once_and_labelled(values: pd.DataFrame, log: bool) -> None:
    options = {"value": "flop", "unit": "W", "log": log, "description": SAID}
    for reference, title, said in ((3e23, "", "300 ZW"), (1e25, "as planned", "as planned")):
        how = {**options, "reference": reference, "reference_title": title}
        for chart in (
            interval_chart(values, label="series", **how),
            series_chart(values, x="date", series="series", **how),
        ):
            assert labels(chart).count(said) == 1
            assert len(rows(chart)) == len(values)


def test_labels_of_rows_wrap_in_taller_rows_on_a_narrow_page(values: pd.DataFrame) -> None:
    names = ["short", "the price paid for an accelerator, in dollars"]
    for chart in (
        interval_chart(values.assign(series=names), label="series", value="flop", description=SAID),
        bar_chart(values.assign(series=names), label="series", value="flop", description=SAID),
    ):
        spec = chart.to_dict()
        narrow = {**spec, **spec["usermeta"]["narrow"]}
        assert narrow["height"] > spec["height"]
        assert names[1] in labels(chart)
        assert "the price paid for an" in labels(narrow)


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        ("", 404_718.2, "405,000 (202,000 to 809,000)"),
        ("", 1016.0, "1,016 (508 to 2,032)"),
        ("W", 1.2e9, "1.2 GW (600 MW to 2.4 GW)"),
        ("$", 3.74e10, "$37.4 billion ($18.7 billion to $74.8 billion)"),
        ("$", 29_500.0, "$29,500 ($14,800 to $59,000)"),
        ("%", 0.384, "38.4% (19.2% to 76.8%)"),
        ("FLOP", 7.08e18, "7.08 × 10¹⁸ FLOP (3.54 × 10¹⁸ FLOP to 1.42 × 10¹⁹ FLOP)"),
        ("FLOP", 4e9, "4 × 10⁹ FLOP (2 × 10⁹ FLOP to 8 × 10⁹ FLOP)"),
    ],
)
def test_a_tooltip_tells_value_and_interval_with_their_unit(
    unit: str, value: float, said: str
) -> None:
    table = pd.DataFrame({"a_label": ["one"], "v": value, "v_low": value / 2, "v_high": 2 * value})
    titled = {"value_title": f"Size ({unit})"} if unit else {}
    chart = interval_chart(table, label="a_label", value="v", unit=unit, description=SAID, **titled)
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    assert f"title: one; {'Size' if unit else 'V'}: {said}" in svg


def test_values_without_any_interval_are_dots_alone() -> None:
    bare = pd.DataFrame({"series": ["a", "b"], "flop": [1.0, 2.0]})
    chart = interval_chart(bare, label="series", value="flop", description=SAID)
    assert [layer.mark.type for layer in chart.layer] == ["point"]


def test_a_value_without_interval_tells_none(values: pd.DataFrame) -> None:
    one_sided = values.assign(flop_low=[1e22, 1e23], flop_high=[1e24, None])
    chart = interval_chart(one_sided, label="series", value="flop", unit="W", description=SAID)
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    assert "Flop: 100 ZW (10 ZW to 1 YW)" in svg
    assert 'Flop: 1 YW"' in svg


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"description": "A chart."}, "describe in a sentence"),
        ({"value": "watts"}, "no column 'watts'; it has: date"),
        ({"data": pd.DataFrame({"date": [], "flop": [], "series": []})}, "1 to 1000 rows, not 0"),
        ({"log": True, "data": {"flop": [0.0, 1.0]}}, "a log axis needs positive values, not"),
        ({"data": {"series": list("abcdefgh"), "flop": 1.0}}, "tells apart 6 series, not 8"),
        ({"data": {"series": "a", "flop": [1.0] * 1001}}, "1 to 1000 rows, not 1001"),
    ],
)
def test_a_chart_that_would_mislead_is_refused(
    values: pd.DataFrame, change: dict, message: str
) -> None:
    data = change.pop("data", values)
    if isinstance(data, dict):
        data = pd.DataFrame({"date": pd.Timestamp("2020-01-01"), "series": "a", **data})
    options = {"x": "date", "value": "flop", "series": "series", "description": SAID, **change}
    with pytest.raises(InputError, match=message):
        series_chart(data, **options)
