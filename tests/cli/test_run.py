"""``gigascale run`` in dollars of one year, of another, and nominal."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from gigascale.cli.app import app

LLAMA = ["run", "--flop", "3.8e25", "--accelerators", "16384", "--json"]


def run(*options: str) -> dict[str, Any]:
    answer = CliRunner().invoke(app, [*LLAMA, *options])
    assert answer.exit_code == 0, answer.output
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def test_all_amounts_are_in_dollars_of_one_year_unless_asked_otherwise() -> None:
    plain = run("--chip", "A100")
    assert len(set(plain["dollar_year"].values())) == 1
    stated = run("--chip", "A100", "--dollars", "2018")
    assert set(stated["dollar_year"].values()) == {2018}
    assert stated["cost_usd"]["total"]["q50"] < 0.85 * plain["cost_usd"]["total"]["q50"]
    nominal = run("--chip", "A100", "--nominal")
    assert nominal["dollar_year"]["accelerators"] == 2023
    assert nominal["dollar_year"]["land"] == 2024


def test_a_run_says_what_it_costs_by_part_and_by_flop() -> None:
    found = run("--chip", "H100")
    cost = {part: value["central"] for part, value in found["cost_usd"].items()}
    total = cost.pop("total")
    assert total == pytest.approx(sum(cost.values()))
    assert found["cost_usd_per_flop"] == pytest.approx(total / 3.8e25)
    assert found["cost_usd_per_flop_q05"] < found["cost_usd_per_flop_q95"]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--dollars", "2050"], "data/price_index.csv"),
        (["--dollars", "2020", "--nominal"], "one of --dollars and --nominal"),
    ],
)
def test_dollars_that_cannot_be_had_are_refused(options: list[str], complaint: str) -> None:
    answer = CliRunner().invoke(app, [*LLAMA, "--chip", "H100", *options])
    assert answer.exit_code == 2
    assert complaint in answer.stderr
