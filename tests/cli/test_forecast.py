"""The command `forecast`, also on a vintage that the project has never seen."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from gigascale.forecasts.ledger.targets import target
from gigascale.forecasts.predictive import NAMED
from tests.conftest import notable_csv

Command = Callable[..., Result]
RUN = ("forecast", "show", "training_compute", "--vintage", "2025-02-24")
UNSEEN = "2026-07-23"


def test_a_forecast_in_json(gigascale: Command) -> None:
    result = gigascale(*RUN, "--to", "2027-01-01", "--json")
    assert result.exit_code == 0, result.stderr
    rows = json.loads(result.stdout)
    dates = [row["date"] for row in rows]
    assert dates == ["2025-07-01", "2026-01-01", "2026-07-01", "2027-01-01"]
    for row in rows:
        values = [row[name] for name in NAMED]
        assert values == sorted(values)
        assert (row["method"], row["vintage"], row["unit"]) == (
            "combination",
            "2025-02-24",
            "FLOP",
        )
    widths = [row["q95"] / row["q05"] for row in rows]
    assert widths == sorted(widths)
    assert result.stderr == ""


def test_a_forecast_in_text_by_another_method(gigascale: Command) -> None:
    said = gigascale(
        "forecast", "show", "solar_price", "--to", "2028-06-01", "--method", "line"
    ).stdout
    assert said.startswith("price of solar modules (USD(2024)/W), solar_prices of ")
    assert "2028-01-01" in said
    assert "-07-01" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "compute"), "target 'compute' is unknown; there are: training_compute,"),
        (("show", "solar_price", "--vintage", "2020-01-01"), "no vintage '2020-01-01'; there are"),
        ((*RUN[1:], "--to", "2025-01-01"), "no 1 January or 1 July after the vintage"),
        ((*RUN[1:], "--to", "2027"), "--to '2027' is not a date"),
        ((*RUN[1:], "--to", "9999-12-31"), "over 100 years after 2025-02-24"),
        (("score", "--vintage", ""), "no target has a vintage ''"),
        ((*RUN[1:], "--method", "hope"), "method 'hope' is unknown; accepted: "),
        (("issue", "--vintage", "2020-01-01"), "no target has a vintage '2020-01-01'"),
        (("issue",), "--vintage"),
        (("score", "--vintage", "2020-01-01"), "no target has a vintage '2020-01-01'"),
    ],
)
def test_what_cannot_be_is_one_line_and_exit_code_2(
    words: tuple[str, ...], said: str, gigascale: Command
) -> None:
    result = gigascale("forecast", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_a_vintage_nobody_has_seen_is_forecast_issued_and_scored(
    own_data: Path, tmp_path: Path, gigascale: Command
) -> None:
    """Adding a vintage is all it takes, to score what was issued and to issue anew."""
    raw = tmp_path / "raw.csv"
    leader = "Gemini 9,Google,2026-06-01,Language,1e12,3e27,Significant use,Likely,x"
    raw.write_bytes(notable_csv(leader))
    if not (own_data / "forecasts/2025-12-02.csv").exists():
        assert gigascale("forecast", "issue", "--vintage", "2025-12-02").exit_code == 0
    assert gigascale("data", "add", "notable_models", raw, "--vintage", UNSEEN).exit_code == 0

    scored = gigascale("forecast", "score", "--vintage", UNSEEN, "--json")
    assert scored.exit_code == 0, scored.stderr
    rows = [row for row in json.loads(scored.stdout) if row["target_id"] == "training_compute"]
    last = [row for row in rows if row["date"] == "2026-07-01" and row["method"] == "combination"]
    assert last
    assert [row["observed"] for row in last] == pytest.approx([3e27] * len(last))
    assert {row["scored_on"] for row in rows} == {UNSEEN}

    issued = gigascale("forecast", "issue", "--vintage", UNSEEN, "--json")
    assert issued.exit_code == 0, issued.stderr
    said = json.loads(issued.stdout)
    assert said["targets"] == [
        "training_compute",
        "training_compute_tenth",
        "training_compute_top10",
    ]
    assert (own_data / f"forecasts/{UNSEEN}.csv").is_file()
    shown = json.loads(gigascale("forecast", "show", "training_compute", "--json").stdout)
    assert shown[0]["vintage"] == UNSEEN
    assert target("training_compute").known_to(UNSEEN) > 2026.5
    again = gigascale("forecast", "issue", "--vintage", UNSEEN)
    assert again.exit_code == 2
    assert again.stderr.count("\n") == 1
    assert "issued already" in again.stderr


def test_scores_in_text(own_data: Path, gigascale: Command) -> None:
    if not (own_data / "forecasts/2024-05-26.csv").exists():
        assert gigascale("forecast", "issue", "--vintage", "2024-05-26").exit_code == 0
    said = gigascale("forecast", "score", "--vintage", "2025-12-02").stdout
    columns = ["target_id", "method", "n", "error", "inside50", "inside90", "crps"]
    assert said.split()[:7] == columns
    assert "training_compute_top10   no-change" in said
    assert "no earlier forecast" in gigascale("forecast", "score", "--vintage", "2022-06-30").stdout


def test_the_ledger_takes_no_file(own_data: Path, tmp_path: Path, gigascale: Command) -> None:
    raw = tmp_path / "raw.csv"
    raw.write_text("target_id\nx\n")
    result = gigascale("data", "add", "forecasts", raw, "--vintage", UNSEEN)
    assert result.exit_code == 2
    assert "is computed" in result.stderr
