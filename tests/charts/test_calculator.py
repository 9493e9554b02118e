"""The calculator without a browser: its dataflow in Vega against the formulas in Python."""

import json
import math
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
import vl_convert

from gigascale.charts.calculator import CONTROLS, Calculator, Model, build_model, capex_chart
from gigascale.charts.calculator.dataflow import dataflow
from gigascale.charts.calculator.draws import scores, spread, value_at
from gigascale.charts.calculator.model import limits
from gigascale.clusters import find_chip, size_cluster
from gigascale.clusters.assumptions import Assumption
from gigascale.clusters.sampling import transform
from gigascale.errors import InputError
from tests.charts.settings import random_settings, worst_difference

WRITE = "datum.quantity + '=' + datum.probability + '=' + datum.value"


@pytest.fixture(scope="module")
def model(hardware: pd.DataFrame, assumptions: pd.DataFrame) -> Model:
    names = ("GB200", "V100", "TPU v5p", "Trainium3")
    return build_model({name: find_chip(name, hardware) for name in names}, assumptions)


def in_vega(model: Model, given: dict[str, Any]) -> dict[str, list[float | None]]:
    """Evaluate the page's dataflow with Vega itself."""
    spec = dataflow(model, "GB200")
    spec["signals"][0]["value"] = given
    text = {"text": {"signal": WRITE}, "y": {"signal": "datum.value"}}
    mark = {"type": "text", "from": {"data": "answers"}, "encode": {"enter": text}}
    svg = vl_convert.vega_to_svg({**spec, "width": 9, "height": 9, "marks": [mark]})
    found: dict[str, list[float | None]] = {}
    for name, _, value in re.findall(r">(\w+)=([\d.]+)=([^<]*)<", svg):
        number = None if value in ("undefined", "null", "NaN") else float(value)
        found.setdefault(name, []).append(number)
    return found


def test_vega_gives_what_python_gives(model: Model) -> None:
    for given in [*random_settings(model, 6), model.start("Trainium3")]:
        answers = model.answers(given)
        assert worst_difference(answers, in_vega(model, given)) < 1e-9


def test_a_price_that_nobody_knows_is_no_number_until_it_is_set(model: Model) -> None:
    given = model.start("Trainium3")
    assert given["chip_price_usd"] is None
    answers = model.answers(given)
    assert math.isnan(answers["capex_usd_total"][1])
    assert math.isnan(answers["cost_usd_per_accelerator_hour"][1])
    assert answers["capex_usd_shell_and_mep"][1] > 0
    low, middle, high = model.answers(given | {"chip_price_usd": 5000.0})["capex_usd_total"]
    assert 0 < low < middle < high


def test_start_values_give_the_interval_of_the_cluster_model(
    model: Model, hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    site = size_cluster(1e9, "facility", find_chip("GB200", hardware), assumptions, draws=40_000)
    answers = model.answers(model.start("GB200"))
    for name, drawn in {
        "accelerators": site.draws["accelerators"],
        "capex_usd_total": site.draws["capex_usd"]["total"],
        "energy_kwh_per_year": site.draws["energy_kwh_per_year"],
        "cost_usd_per_accelerator_hour": site.draws["cost_usd_per_accelerator_hour"],
    }.items():
        assert answers[name] == pytest.approx(np.quantile(drawn, (0.05, 0.5, 0.95)), rel=0.03)


def test_draws_around_the_central_value_are_those_of_the_model(model: Model) -> None:
    z95 = 1.6448536269514722
    drawn = np.linspace(-1.5, 1.5, 7)
    for rows in model.chips.values():
        for name in set(model.names) & rows.keys():
            row = rows[name]
            values = value_at(*spread(row), drawn, **limits(name, row.scale == "logit"))
            assert values == pytest.approx(transform(row, drawn * z95), rel=1e-12)


def test_a_value_that_is_moved_stays_the_median_and_a_share_stays_a_share(model: Model) -> None:
    given = model.start("GB200") | {"mfu_fraction": 0.8, "server_overhead_ratio": 1.01}
    drawn = model.inputs(given)
    assert np.median(drawn["mfu_fraction"]) == pytest.approx(0.8, rel=0.01)
    assert drawn["mfu_fraction"].max() < 1
    assert drawn["server_overhead_ratio"].min() == 1


def test_parts_of_a_group_move_together(model: Model) -> None:
    def correlation(one: str, other: str) -> float:
        pair = (model.scores[model.column("GB200", name)] for name in (one, other))
        return float(np.corrcoef(*pair)[0, 1])

    assert correlation("shell_mep_cost_usd_per_facility_w", "land_price_usd_per_m2") > 0.3
    assert correlation("chip_price_usd", "server_cost_ratio") < -0.15
    assert abs(correlation("chip_price_usd", "mfu_fraction")) < 0.1


def test_draws_are_the_same_each_time(model: Model) -> None:
    rows = [Assumption("x", "any", 1, 2, 4, "", "log", "judgement", "", "")]
    assert np.array_equal(scores(rows)["score_x"], scores(rows)["score_x"])


def test_sliders_hold_every_start_value(hardware: pd.DataFrame, assumptions: pd.DataFrame) -> None:
    names = ("V100", "A100", "H100", "H200", "B200", "GB200", "GB300", "Rubin", "TPU v4")
    names += ("TPU v5p", "TPU v6", "TPU v7", "MI300X", "MI355X", "Trainium2", "Trainium3")
    every = build_model({name: find_chip(name, hardware) for name in names}, assumptions)
    for chip in every.chips:
        start = every.start(chip)
        for control in CONTROLS:
            value = start[control.name]
            assert value is None or control.low <= value <= control.high, (chip, control.name)
            assert control.name in ("power_w", "days") or control.name in every.names


def test_names_of_chips_never_become_markup(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    hostile = "</script><script>alert(1)</script>"
    held = build_model({hostile: find_chip("H100", hardware)}, assumptions)
    html = Calculator(held, hostile)._repr_html_()
    assert html.count("<script") == html.count("</script>") == 1
    assert "alert(1)" in html


def test_each_field_has_a_label_and_a_unit(model: Model) -> None:
    html = Calculator(model, "GB200")._repr_html_()
    for control in CONTROLS:
        assert f'<label for="calculator-{control.name}">' in html
        assert f'id="calculator-{control.name}-unit">{control.unit}<' in html


def test_the_chart_holds_the_parts_at_start(model: Model) -> None:
    words = "Capital cost of one gigawatt by part with its interval."
    chart = capex_chart(model, "GB200", description=words, title="", value_title="$")
    (rows,) = json.loads(chart.to_json())["datasets"].values()
    assert rows[0]["capex_usd"] == model.answers(model.start("GB200"))["capex_usd_accelerators"][1]
    unknown = capex_chart(model, "Trainium3", description=words, title="", value_title="$")
    (rows,) = json.loads(unknown.to_json())["datasets"].values()
    assert "Accelerators" not in [row["part"] for row in rows]


def test_faults_are_named(model: Model, assumptions: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="at least one chip"):
        build_model({}, assumptions)
    with pytest.raises(InputError, match="'H900' is unknown; there are: GB200"):
        Calculator(model, "H900")
