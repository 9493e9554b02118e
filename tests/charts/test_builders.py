"""What the chart builders draw, and what they refuse."""

import pandas as pd
import pytest

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
