"""The chart of a specification curve."""

import re

import numpy as np
import pandas as pd
import pytest
import vl_convert

from gigascale.charts import specification_chart
from gigascale.charts.encode import MAX_ROWS
from gigascale.errors import InputError

SAID = "Estimates of growth in order, from one and a half to six a year."
RULES = ["all", "record", "top10"]


def made_up(n: int = 120) -> pd.DataFrame:
    """A curve in no order, with a row that has no estimate."""
    rng = np.random.default_rng(3)
    growth = rng.permutation(np.geomspace(1.5, 6, n))
    curve = pd.DataFrame(
        {
            "vintage": rng.choice(["2024-05-26", "2025-12-02"], n),
            "rule": np.where(growth < 2, RULES[0], np.where(growth < 4, RULES[1], RULES[2])),
            "start": "2010-01-01",
            "method": rng.choice(["cosine", "median"], n),
            "exclude": rng.choice(["nothing", "planned", "planned + model=A"], n),
            "n": rng.integers(10, 99, n),
            "growth_per_year": growth,
            "growth_per_year_low": growth / 1.5,
            "growth_per_year_high": growth * 1.5,
        }
    )
    return pd.concat([curve, curve.head(1).assign(growth_per_year=np.nan)], ignore_index=True)


def rows(chart: object) -> list[dict]:
    return [row for table in chart.to_dict()["datasets"].values() for row in table]


def svg(chart: object) -> str:
    return str(vl_convert.vegalite_to_svg(chart.to_dict()))


def test_estimates_are_drawn_in_order_with_their_choices() -> None:
    drawn = rows(specification_chart(made_up(), description=SAID))
    assert [row["rank"] for row in drawn] == list(range(1, 121))
    growth = [row["growth_per_year"] for row in drawn]
    assert growth == sorted(growth)
    assert set(drawn[0]) >= {"vintage", "rule", "start", "method", "exclude", "n"}


def test_intervals_without_an_end_are_drawn_to_the_edge() -> None:
    curve = made_up()
    curve.loc[:20, "growth_per_year_low"] = 0.0
    curve.loc[10:30, "growth_per_year_high"] = np.inf
    chart = specification_chart(curve, description=SAID)
    drawn = rows(chart)
    assert sum(row["growth_per_year_low"] is None for row in drawn) == 21
    assert sum(row["growth_per_year_high"] is None for row in drawn) == 21
    assert svg(chart).count("<line") == svg(specification_chart(made_up(), description=SAID)).count(
        "<line"
    )


def test_a_long_curve_is_thinned_evenly_over_its_ranks() -> None:
    drawn = rows(specification_chart(made_up(2 * MAX_ROWS + 1), description=SAID))
    ranks = np.array([row["rank"] for row in drawn])
    assert len(ranks) <= MAX_ROWS
    assert set(np.diff(ranks)) == {3}
    assert ranks[0] <= 3
    assert ranks[-1] > 2 * MAX_ROWS - 3


def test_every_setting_of_a_choice_that_varies_has_a_strip() -> None:
    text = svg(specification_chart(made_up(), description=SAID))
    labels = re.findall(r">([^<>]+)</text>", text)
    for label in (*RULES, "cosine", "median", "vintage 2024-05-26", "vintage 2025-12-02"):
        assert label in labels
    assert {"without planned", "without model=A"} <= set(labels)
    assert not [label for label in labels if "nothing" in label or label.startswith("from ")]
    shares = re.findall(r"title: without model=A; Its specifications here: ([\d.]+)%", text)
    assert sum(map(float, shares)) == pytest.approx(100, abs=0.05 * len(shares))


def test_the_choice_that_matters_most_gives_the_colours_or_the_one_asked_for() -> None:
    def legend(chart: object) -> list[str]:
        found = re.search(r'"domain": (\[[^\]]*"(?:top10|median)"[^\]]*\])', chart.to_json())
        return re.findall(r'"([^"]+)"', found[1]) if found else []

    assert set(legend(specification_chart(made_up(), description=SAID))) == set(RULES)
    by_method = specification_chart(made_up(), description=SAID, colour="method")
    assert set(legend(by_method)) == {"cosine", "median"}


def test_published_values_are_labelled_once_and_labels_do_not_meet() -> None:
    near = {"first": 2.0, "second": 2.02, "third": 5.0, "fourth": 5.05}
    text = svg(specification_chart(made_up(), published=near, description=SAID))
    places = {}
    for label, value in near.items():
        found = re.findall(rf"translate\([\d.]+,([\d.]+)\)[^>]*>{label}: {value:.3g}<", text)
        assert len(found) == 1
        places[label] = float(found[0])
    assert abs(places["first"] - places["second"]) >= 12
    assert abs(places["third"] - places["fourth"]) >= 12


def test_an_interval_without_end_does_not_stretch_the_axis() -> None:
    curve = made_up()
    curve.loc[0, ["growth_per_year_low", "growth_per_year_high"]] = [1e-9, np.inf]
    chart = specification_chart(curve, description=SAID)
    low, high = chart.to_dict()["layer"][0]["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert 0.9 < low < 1.5
    assert 6 < high < 10
    assert "NaN" not in svg(chart)


def test_a_published_value_beyond_the_curve_widens_the_axis() -> None:
    chart = specification_chart(made_up(), published={"high": 40.0}, description=SAID)
    assert chart.to_dict()["layer"][0]["layer"][0]["encoding"]["y"]["scale"]["domain"][1] == 40


def test_a_curve_without_choices_or_estimates() -> None:
    alone = made_up().query("rule == 'all' and method == 'median' and exclude == 'nothing'")
    alone = alone[alone["vintage"] == alone["vintage"].iloc[0]]
    assert "layer" in specification_chart(alone, description=SAID).to_dict()
    with pytest.raises(InputError, match="1 to 1000 rows, not 0"):
        specification_chart(made_up().tail(1), description=SAID)
