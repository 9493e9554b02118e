"""Predicted against reported power and cost: by hand, by basis, and on the book's reports."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.clusters.chips import load_hardware
from gigascale.clusters.validation import (
    all_reports,
    counted,
    formula_pue,
    from_gpu_clusters,
    generation,
    score,
    score_by,
    validate,
)
from gigascale.errors import InputError

ROOT = Path(__file__).parents[3]
HARDWARE = load_hardware()


def cluster(**changes: object) -> pd.DataFrame:
    plain: dict[str, object] = {
        "cluster": "one",
        "chip": "H100",
        "accelerators": 1000.0,
        "reported_power_w": 1e6,
        "power_basis": "it",
    }
    return pd.DataFrame([plain | changes])


def settled(assumptions: pd.DataFrame) -> pd.DataFrame:
    """The assumptions without their ranges, so that a prediction can be worked out by hand."""
    return assumptions.assign(low=assumptions["central"], high=assumptions["central"])


def predicted(assumptions: pd.DataFrame, **changes: object) -> pd.Series:
    return validate(cluster(**changes), HARDWARE, assumptions, draws=2000).iloc[0]


def central(assumptions: pd.DataFrame, name: str, chip: str = "any") -> float:
    rows = assumptions[assumptions["assumption"].eq(name)].set_index("applies_to")
    found = [words for words in rows.index if chip in words.split(" or ")]
    return float(rows.loc[found[0], "central"])


@pytest.fixture(scope="module")
def checked(assumptions: pd.DataFrame) -> pd.DataFrame:
    found = validate(all_reports(), HARDWARE, assumptions, draws=2000)
    return found.assign(generation=found["chip"].map(generation))


def test_each_basis_is_predicted_by_its_own_chain(assumptions: pd.DataFrame) -> None:
    fixed = settled(assumptions)
    server = central(assumptions, "server_overhead_ratio", "H100")
    it = 1000 * 700 * server * central(assumptions, "network_overhead_ratio")
    facility = it * central(assumptions, "facility_overhead_ratio")
    linpack = it * central(assumptions, "linpack_draw_fraction")
    other = central(assumptions, "other_nodes_power_ratio")
    wanted = {"it": it, "facility": facility, "formula": facility, "linpack": linpack * other}
    for basis, watts in wanted.items():
        found = predicted(fixed, power_basis=basis)
        assert found["predicted_power_w"] == pytest.approx(watts, rel=1e-9)
        assert found["power_ratio"] == pytest.approx(watts / 1e6, rel=1e-9)
    public = predicted(fixed, sector="Public")
    assert public["predicted_power_w"] == pytest.approx(it * other, rel=1e-9)


def test_a_basis_that_is_not_stated_spans_both(assumptions: pd.DataFrame) -> None:
    fixed = settled(assumptions)
    it, facility = (predicted(fixed, power_basis=basis) for basis in ("it", "facility"))
    for basis in ("not stated", None):
        found = predicted(fixed, power_basis=basis)
        assert found["predicted_power_w_low"] == pytest.approx(it["predicted_power_w"])
        assert found["predicted_power_w_high"] == pytest.approx(facility["predicted_power_w"])
    bare = cluster().drop(columns=["power_basis", "cluster"])
    assert validate(bare, HARDWARE, fixed)["power_basis"].tolist() == ["not stated"]


def test_a_second_chip_adds_its_power(assumptions: pd.DataFrame) -> None:
    fixed = settled(assumptions)
    alone = predicted(fixed)["predicted_power_w"]
    both = predicted(fixed, second_chip="H200", second_accelerators=500)["predicted_power_w"]
    assert both == pytest.approx(1.5 * alone)


def test_cost_counts_what_it_says(assumptions: pd.DataFrame) -> None:
    def usd(counts: str) -> float:
        found = predicted(assumptions, cost_counts=counts, reported_cost_usd=3e7)
        return float(found["predicted_cost_usd"])

    assert 15e6 < usd("chips") < usd("hardware") < usd("all") < 120e6


def test_a_cost_is_brought_to_the_dollars_of_the_book(assumptions: pd.DataFrame) -> None:
    now = predicted(assumptions, cost_counts="all", reported_cost_usd=3e7, dollar_year=2025)
    old = predicted(assumptions, cost_counts="all", reported_cost_usd=3e7, dollar_year=2015)
    assert 1.2 < now["cost_ratio"] / old["cost_ratio"] < 1.6


def test_what_is_not_known_is_missing_with_a_reason(assumptions: pd.DataFrame) -> None:
    unknown = predicted(assumptions, chip="Abacus 9")
    assert "unknown" in unknown["reason"]
    assert "power_ratio" not in unknown or pd.isna(unknown["power_ratio"])
    unpriced = predicted(assumptions, chip="Trainium3", cost_counts="all", reported_cost_usd=1e8)
    assert unpriced["predicted_power_w"] > 0
    assert "cost_ratio" not in unpriced or pd.isna(unpriced["cost_ratio"])


def test_any_table_of_chips_numbers_and_powers_will_do(assumptions: pd.DataFrame) -> None:
    rows = [("H100", 1e3, 1.7e6), ("Abacus 9", 1e3, 1e6), (None, 5, 1e6), ("TPU v4", None, 1e6)]
    rows += [("A100", "many", 1e6), ("A100", -4, 1e6), ("NVIDIA", 4, 1e4), ("H100", 9, "lots")]
    given = pd.DataFrame(rows, columns=["chip", "accelerators", "reported_power_w"])
    found = validate(given, HARDWARE, assumptions, draws=200)
    assert found["power_ratio"].notna().tolist() == [True] + [False] * 7
    assert found["reason"].notna().tolist() == [False] + [True] * 6 + [False]
    assert all("\n" not in said and len(said) < 500 for said in found["reason"].dropna())
    assert score(counted(found)).n == 1
    assert validate(given.iloc[:0], HARDWARE, assumptions).columns.tolist() == [*found.columns]


def test_a_second_chip_without_a_number_leaves_no_prediction(assumptions: pd.DataFrame) -> None:
    found = predicted(assumptions, second_chip="H200", second_accelerators=np.nan)
    assert found["reason"] == "the number of chips is not known"


@pytest.mark.parametrize(
    ("change", "said"),
    [({"power_basis": "guess"}, "'guess' is unknown"), ({"cost_counts": "some"}, "'some'")],
)
def test_words_that_mean_nothing_are_refused(
    assumptions: pd.DataFrame, change: dict[str, str], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        predicted(assumptions, **change)
    with pytest.raises(InputError, match="'accelerators' is missing"):
        validate(cluster().drop(columns="accelerators"), HARDWARE, assumptions)


def test_top500_powers_are_what_the_list_says() -> None:
    table = datasets.load("gpu_clusters")
    tables = [datasets.load(name) for name in ("cluster_reports", "top500_conversion")]
    found = from_gpu_clusters(table, *tables).set_index("cluster")
    listed = {"Oak Ridge NL Titan": 8.209e6, "EuroHPC LUMI": 7.107e6, "Eni HPC5": 2.252e6}
    for name, watts in listed.items():
        assert found.loc[name, "reported_power_w"] == pytest.approx(watts, rel=2e-3)
        assert found.loc[name, "power_basis"] == "linpack"
    assert found.loc["Oak Ridge NL Summit", "reported_power_w"] == 13e6
    planned = table.loc[table["status"].eq("Planned"), "cluster"]
    chosen = set(tables[0].loc[tables[0]["independent"].eq("yes"), "cluster"])
    yes = set(found.index[found["independent"].eq("yes")])
    assert yes & set(planned) <= chosen
    assert set(tables[0]["cluster"]) <= set(table["cluster"])
    unlisted = from_gpu_clusters(table, tables[0].iloc[:0], tables[1]).set_index("cluster")
    assert set(unlisted.index[unlisted["independent"].eq("yes")]).isdisjoint(planned)
    raw = from_gpu_clusters(table, *tables, as_published=True).set_index("cluster")
    assert raw.loc["Oak Ridge NL Titan", "power_basis"] == "facility"
    assert raw.loc["Oak Ridge NL Titan", "reported_power_w"] > 15e6


def test_the_conversion_is_near_the_publishers_own_pue() -> None:
    tables = (datasets.load("gpu_clusters"), datasets.load("ml_hardware"))
    by_year = formula_pue(*tables).set_index("year")["pue_ratio"]
    known = datasets.load("top500_conversion").set_index("year")["pue_ratio"]
    shared = known.index.intersection(by_year.index)
    assert len(shared) >= 6
    assert (by_year[shared] / known[shared] - 1).abs().max() < 0.04
    assert known.is_monotonic_decreasing


def test_hand_kept_clusters_have_sources_and_chips(checked: pd.DataFrame) -> None:
    bibliography = (ROOT / "book" / "references.bib").read_text(encoding="utf-8")
    known = set(re.findall(r"^@\w+\{([^,\s]+),", bibliography, re.MULTILINE))
    own = datasets.load("clusters")
    assert set(own["source"]) <= known
    assert not (set(own["cluster"]) & set(datasets.load("gpu_clusters")["cluster"]))
    assert checked.loc[: len(own) - 1, "reason"].isna().all()
    assert own.loc[own["power_basis"].eq("formula"), "independent"].eq("no").all()


def test_the_model_meets_what_was_demanded(checked: pd.DataFrame) -> None:
    found = score(counted(checked))
    assert found.n > 70
    assert 0.8 <= found.median_ratio <= 1.25
    assert found.coverage >= 0.8
    assert found.median_ratio_low <= found.median_ratio <= found.median_ratio_high
    assert found.coverage_low < found.coverage < found.coverage_high


def test_results_repeat_and_do_not_hang_on_their_neighbours(assumptions: pd.DataFrame) -> None:
    one, other = cluster(), cluster(chip="GB200")
    both = validate(pd.concat([other, one]), HARDWARE, assumptions, draws=500)
    alone = validate(one, HARDWARE, assumptions, draws=500)
    assert both["power_ratio_low"].iloc[1] == alone["power_ratio_low"].iloc[0]


def test_scores_by_hand() -> None:
    rows = pd.DataFrame(
        {
            "independent": ["yes"] * 4 + ["no"],
            "power_ratio": [0.5, 1.0, 1.2, np.nan, 9.0],
            "power_inside": [False, True, True, None, False],
            "owner": ["a", "a", None, "b", "b"],
        }
    )
    found = score(counted(rows))
    assert (found.n, found.inside, found.groups, found.median_ratio) == (3, 2, 2, 1.0)
    assert found.coverage_low == pytest.approx(0.1354, abs=1e-3)
    assert found.coverage_high == pytest.approx(0.9830, abs=1e-3)
    with pytest.raises(InputError, match="no independent report"):
        score(rows.iloc[:0])


def test_one_score_a_generation(checked: pd.DataFrame) -> None:
    tests = counted(checked)
    table = score_by(tests, "generation")
    assert table["n"].sum() == len(tests)
    assert table["n"].is_monotonic_decreasing
    assert {"V100", "A100", "H100 and H200", "superchips", "Blackwell"} <= set(table["generation"])
    assert generation("NVIDIA GH200") == "superchips"
    assert generation("AMD Instinct MI300X") == "AMD Instinct"
