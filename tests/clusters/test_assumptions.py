"""The table of assumptions is complete, sourced and used; the right row counts for a chip."""

import ast
import re
from pathlib import Path

import pandas as pd
import pytest

import gigascale
from gigascale.clusters import Assumption, assumptions_for, find_chip
from gigascale.clusters.chips import Chip, tokens
from gigascale.errors import InputError

ROOT = Path(__file__).parents[2]
PACKAGES = [Path(gigascale.__file__).parent / name for name in ("clusters", "projections")]


def row(**changes: object) -> dict[str, object]:
    plain = {
        "assumption": "mfu_fraction",
        "applies_to": "any",
        "low": 0.3,
        "central": 0.4,
        "high": 0.5,
        "unit": "",
        "scale": "logit",
        "source": "judgement",
        "date": "2025-01-01",
        "note": "",
        "scenario": "any",
        "moves_with": "",
    }
    return plain | changes


def nodes() -> list[ast.AST]:
    paths = [path for package in PACKAGES for path in package.rglob("*.py")]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    return [node for tree in trees for node in ast.walk(tree)]


def test_every_assumption_is_used_by_the_model(assumptions: pd.DataFrame) -> None:
    words = {node.value for node in nodes() if isinstance(node, ast.Constant)}
    groups = {
        f"{group.removeprefix('-')}_correlation_fraction"
        for group in assumptions["moves_with"].dropna()
    }
    assert set(assumptions["assumption"]) <= words | groups


def test_every_input_the_model_reads_is_an_assumption(assumptions: pd.DataFrame) -> None:
    read = {
        node.slice.value
        for node in nodes()
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id == "inputs"
        and isinstance(node.slice, ast.Constant)
    }
    assert len(read) > 20
    assert read <= set(assumptions["assumption"])


def test_every_source_is_in_the_bibliography(assumptions: pd.DataFrame) -> None:
    bibliography = (ROOT / "book" / "references.bib").read_text(encoding="utf-8")
    known = set(re.findall(r"^@\w+\{([^,\s]+),", bibliography, re.MULTILINE))
    assert known
    assert set(assumptions["source"]) - {"judgement"} <= known


def test_names_end_in_their_unit(assumptions: pd.DataFrame) -> None:
    ending = r"_(?:ratio|fraction|w|m2|kwh|usd|days|years|h|per_(?:year|rack|switch|accelerator))$"
    assert assumptions["assumption"].str.contains(ending, regex=True).all()
    assert assumptions["unit"].str.contains(r" / |/|^factor|^days|^years|^correlation").all()


def test_money_names_its_dollar_year(assumptions: pd.DataFrame) -> None:
    money = assumptions[assumptions["assumption"].str.contains("usd|price|cost")]
    amounts = money[~money["assumption"].str.contains(r"_ratio$|_fraction")]
    years = amounts["unit"].str.extract(r"USD\((\d{4})\)")[0]
    assert years.notna().all()
    assert (years.astype(int) == pd.to_datetime(amounts["date"]).dt.year).all()


def test_every_row_for_some_chips_names_chips_of_the_hardware_table(
    assumptions: pd.DataFrame, hardware: pd.DataFrame
) -> None:
    words = [tokens(chip) for chip in hardware["chip"]]
    for applies_to in set(assumptions["applies_to"]) - {"any"}:
        for part in applies_to.split(" or "):
            assert any(tokens(part) <= chip for chip in words), part


def test_rows_can_be_read_for_every_chip_of_the_hardware_table(
    assumptions: pd.DataFrame, hardware: pd.DataFrame
) -> None:
    for name in hardware["chip"]:
        assert "mfu_fraction" in assumptions_for(find_chip(name, hardware), assumptions)


def test_the_most_telling_row_counts(hardware: pd.DataFrame) -> None:
    table = pd.DataFrame(
        [
            row(),
            row(applies_to="TPU", central=0.41),
            row(applies_to="H100 or TPU v5p", central=0.42),
        ]
    )
    central = {
        name: assumptions_for(find_chip(name, hardware), table)["mfu_fraction"].central
        for name in ("A100", "TPU v4", "TPU v5p", "H100")
    }
    assert central == {"A100": 0.4, "TPU v4": 0.41, "TPU v5p": 0.42, "H100": 0.42}


def test_two_rows_that_fit_alike_are_refused(h100: Chip) -> None:
    table = pd.DataFrame([row(applies_to="H100"), row(applies_to="NVIDIA")])
    with pytest.raises(InputError, match=r"mfu_fraction.*H100.*NVIDIA"):
        assumptions_for(h100, table)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"low": 0.45}, "order"),
        ({"high": 0.35}, "order"),
        ({"high": 1.0}, "below 1"),
        ({"low": 0.0}, "above 0"),
        ({"scale": "cubic"}, "none of linear"),
        ({"central": float("nan")}, "order"),
    ],
)
def test_a_faulty_row_is_named(changes: dict[str, object], complaint: str, h100: Chip) -> None:
    with pytest.raises(InputError, match=f"mfu_fraction.*{complaint}"):
        assumptions_for(h100, pd.DataFrame([row(**changes)]))


def test_an_override_fixes_a_value_and_an_unknown_one_is_refused(
    assumptions: pd.DataFrame, h100: Chip
) -> None:
    given = assumptions_for(h100, assumptions, {"mfu_fraction": 0.5, "chip_power_w": 650.0})
    assert isinstance(given["mfu_fraction"], Assumption)
    assert given["mfu_fraction"].low == given["mfu_fraction"].high == 0.5
    assert given["chip_power_w"].central == 650.0
    with pytest.raises(InputError, match=r"'mfu' is unknown; there are: .*mfu_fraction"):
        assumptions_for(h100, assumptions, {"mfu": 0.5})
    with pytest.raises(InputError, match="mfu_fraction must be a number above 0"):
        assumptions_for(h100, assumptions, {"mfu_fraction": float("nan")})
