"""The command `published`: figures as a user asks for them."""

import json
from collections.abc import Callable

from click.testing import Result

from gigascale.published import reproduce

Command = Callable[..., Result]


def test_a_figure_in_json(gigascale: Command) -> None:
    result = gigascale("published", "f02", "--vintage", "2024-05-26", "--json")
    assert result.exit_code == 0, result.stderr
    (row,) = json.loads(result.stdout)
    assert row["value"] == reproduce("F02", ("notable_models", "2024-05-26")).estimate.value
    assert (row["figure_id"], row["verdict"], row["unit"]) == ("F02", "holds", "per year")
    assert row["factor"] is None


def test_a_figure_on_every_vintage(gigascale: Command) -> None:
    rows = json.loads(gigascale("published", "F13", "--vintage", "all", "--json").stdout)
    assert len({(row["dataset"], row["vintage"]) for row in rows}) == len(rows) > 2


def test_figures_in_text(gigascale: Command) -> None:
    said = gigascale("published", "F14", "F11").stdout
    assert said.index("F14 doubling time") < said.index("F11 doubling time")
    assert "published 2; ours 1.98 (1.9 to 2.08) from 39 points of transistors 2022-12-31" in said
    assert "too low by a factor of" in said


def test_an_unknown_figure_is_one_line_and_exit_code_2(gigascale: Command) -> None:
    result = gigascale("published", "F99")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "there are: F01, F02" in result.stderr
