"""A slip in a table of the cluster model is named by file, row and column, with exit code 2."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import Result

from gigascale.clusters.dollars import default_year, load_index
from gigascale.clusters.tables import OF_SOME_CHIPS, load_assumptions
from gigascale.datasets.catalog import entry
from gigascale.projections.scenarios import SCENARIOS

SLIPS = {
    "an unknown chip": ("assumptions", "chip_price_usd,GB200,", "chip_price_usd,GB2000,"),
    "a group without correlation": ("assumptions", "-vendor_quote,epoch", "-vendor_quot,epoch"),
    "an unknown scenario": ("assumptions", "chip_price_usd,GB200,any", "chip_price_usd,GB200,all"),
    "a misspelt name": ("assumptions", "chip_price_usd,GB200,", "chip_prise_usd,GB200,"),
    "money without a year": ("assumptions", "36742,45000,USD(2025)", "36742,45000,USD"),
    "a year without an index": ("assumptions", "36742,45000,USD(2025)", "36742,45000,USD(1950)"),
    "low above central": ("assumptions", ",30000,36742,", ",50000,36742,"),
    "a share above one": ("assumptions", ",0.07,0.19,0.24,", ",0.07,0.19,1.24,"),
    "a blank filled for no chip": ("announced_chips", "NVIDIA H200 SXM,", "NVIDIA H2000,"),
    "an unknown kind": ("announced_chips", ",GPU,", ",XPU,"),
    "a year twice": ("price_index", "2007,207", "2006,207"),
    "an index in words": ("price_index", "2025,321.943", "2025,much"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named(name: str, own_data: Path, gigascale: Callable[..., Result]) -> None:
    table, old, new = SLIPS[name]
    path = own_data / f"{table}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    row = next(number for number, line in enumerate(lines) if old in line)
    lines[row] = lines[row].replace(old, new)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = gigascale("cluster", "--power", "1GW", "--chip", "GB200")
    assert result.exit_code == 2, result.output
    assert re.search(rf"{table}\.csv: row {row + 1}\b.*column '", result.stderr), result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_price_index_of_judgements_alone_is_refused(
    own_data: Path, gigascale: Callable[..., Result]
) -> None:
    path = own_data / "price_index.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("bls2026cpi", "judgement"))
    result = gigascale("run", "--flop", "1e25", "--chip", "H100", "--days", "100")
    assert result.exit_code == 2
    assert "price_index.csv: column 'source'" in result.stderr


def test_the_price_index_is_that_of_the_data_folder(own_data: Path) -> None:
    path = own_data / "price_index.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2025,321.943", "2025,400"))
    assert load_index()[default_year()] == 400


def test_the_table_is_whole(assumptions: pd.DataFrame, hardware: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(load_assumptions(hardware), assumptions)
    for_some = assumptions.groupby("assumption")["applies_to"].agg(lambda to: "any" not in set(to))
    assert set(for_some.index[for_some]) <= set(OF_SOME_CHIPS)
    scenario = vars(entry("assumptions").columns["scenario"])
    assert set(scenario["values"]) == {"any", *SCENARIOS}
