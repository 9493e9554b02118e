"""``gigascale project``: what it answers, what it leaves out, and what it refuses."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from gigascale.projections.scenarios import QUANTITIES, ROUTES, SCENARIOS


def test_every_scenario_route_and_year(gigascale: Callable[..., Result]) -> None:
    found = json.loads(gigascale("project", "--to", 2035, "--draws", 200, "--json").stdout)
    asked = {(s, r, y) for s in SCENARIOS for r in ROUTES for y in range(2026, 2036)}
    rows = {(row["scenario"], row["route"], row["year"]): row for row in found["by_year"]}
    assert asked <= set(rows)
    for row in rows.values():
        for name in QUANTITIES:
            low, middle, high = (row[f"{name}_{q}"] for q in ("q05", "q50", "q95"))
            assert 0 < low <= middle <= high
    dated = [row.get("power_w", row.get("capex_usd")) for row in found["dates"]]
    assert dated == [1e9, 5e9, 1e10, 1e11] * len(SCENARIOS) * len(ROUTES)
    assert {"vintages", "method", "chip", "draws", "dollar_year"} <= set(found)


def test_a_date_for_what_is_asked(gigascale: Callable[..., Result]) -> None:
    words = ["project", "--when", "5GW", "--when", "$100bn", "--scenario", "trend", "--draws", 500]
    found = json.loads(gigascale(*words, "--route", "supply", "--json").stdout)
    assert {row["route"] for row in found["by_year"]} == {"supply"}
    assert {row["route"] for row in found["supply_parts"]} == {"supply by sites", "supply by chips"}
    power, cost = found["dates"]
    assert (power["power_w"], cost["capex_usd"]) == (5e9, 1e11)
    assert "2026" < power["date_q25"] < power["date_q50"]
    text = gigascale(*words).stdout
    assert "5 GW" in text
    assert "100 B USD" in text


def test_dates_that_no_known_site_allows_are_left_out(gigascale: Callable[..., Result]) -> None:
    words = ("--when", "1GW", "--when", "$100bn", "--scenario", "trend", "--draws", "4000")
    power, cost, *_ = json.loads(gigascale("project", *words, "--json").stdout)["dates"]
    assert 0.3 < power["fraction_given_sites"] < 0.95
    assert power["date_q50_given_sites"] > power["date_q50"]
    assert "date_q50_given_sites" not in cost


def test_an_older_vintage_of_the_models_moves_demand_alone(
    gigascale: Callable[..., Result],
) -> None:
    words = ("project", "--scenario", "trend", "--draws", "500", "--to", "2028", "--json")
    now = json.loads(gigascale(*words).stdout)
    then = json.loads(gigascale(*words, "--vintage", "2024-05-26").stdout)
    assert then["vintages"] == now["vintages"] | {"training_flop": "2024-05-26"}
    for row, old in zip(now["by_year"], then["by_year"], strict=True):
        same = row["facility_power_w_q50"] == old["facility_power_w_q50"]
        assert same == (row["route"] == "supply")


def test_dollars_of_another_year_change_the_cost_alone(gigascale: Callable[..., Result]) -> None:
    words = ("project", "--scenario", "trend", "--draws", "500", "--json")
    now, then = (
        json.loads(gigascale(*words, *year).stdout) for year in ((), ("--dollars", "2020"))
    )
    assert set(then["dollar_year"].values()) == {2020}
    ratio = [
        row["capex_usd_q50"] / old["capex_usd_q50"]
        for row, old in zip(now["by_year"], then["by_year"], strict=True)
    ]
    assert min(ratio) == pytest.approx(max(ratio))
    assert min(ratio) > 1.1
    assert now["by_year"][0]["training_flop_q50"] == then["by_year"][0]["training_flop_q50"]


def test_another_method_gives_another_answer(gigascale: Callable[..., Result]) -> None:
    words = ["project", "--scenario", "trend", "--draws", 300, "--json", "--method"]
    line, drift = (json.loads(gigascale(*words, name).stdout) for name in ("line", "random-walk"))
    assert line["method"] == "line"
    assert line["by_year"] != drift["by_year"]


def test_a_chip_without_a_price_has_power_and_no_cost(gigascale: Callable[..., Result]) -> None:
    words = ["project", "--chip", "Trainium2", "--draws", 100]
    found = json.loads(gigascale(*words, "--json").stdout)
    assert list(found["not_projected"]) == ["capital-limited"]
    assert {row["capex_usd_q50"] for row in found["by_year"]} == {None}
    assert min(row["facility_power_w_q05"] for row in found["by_year"]) > 0
    assert "not known" in gigascale(*words).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--when", "5"), "give a number above 0 and a unit"),
        (("--when", "$many"), "such as $100bn"),
        (("--when", "$0"), "above 0"),
        (("--route", "back"), "demand, supply"),
        (("--method", "guess"), "combination"),
        (("--draws", "0"), "from 1 to"),
        (("--chip", "Trainium2", "--scenario", "capital-limited"), "no known price"),
    ],
)
def test_bad_input_gets_one_line_and_code_2(
    words: tuple[str, ...], said: str, gigascale: Callable[..., Result]
) -> None:
    done = gigascale("project", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
