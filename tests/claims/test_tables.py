"""The hand-kept tables of claims, their numbers and the facts that test them."""

import re
from pathlib import Path

import pandas as pd
import pytest

from gigascale import datasets
from gigascale.claims import read_claims
from gigascale.claims.evidence import Evidence, largest
from gigascale.claims.registry import EVALUATORS

BIBLIOGRAPHY = Path(__file__).parents[2] / "book" / "references.bib"
KEYS = set(re.findall(r"^@\w+\{([^,]+),", BIBLIOGRAPHY.read_text(encoding="utf-8"), re.MULTILINE))
SOURCES = {
    "servethehome2024keynote",
    "cai2024predictable",
    "semianalysis2023gpt4",
    "osinto2024scale",
    "digest2024infrastructure",
}


@pytest.fixture(scope="module")
def claims() -> pd.DataFrame:
    return datasets.load("claims")


def test_every_claim_stands_once(claims: pd.DataFrame) -> None:
    assert claims["claim_id"].tolist() == [f"J{number:02d}" for number in range(1, 84)]
    assert set(claims["source"]) == SOURCES


def test_claims_are_single_plain_sentences(claims: pd.DataFrame) -> None:
    assert claims["claim"].str.fullmatch(r"[A-Z].*[a-z0-9A-Z%]\.").all()
    assert not claims["claim"].str.contains(r"[a-z]\. [A-Z]").any()
    assert claims["claim"].is_unique


def test_a_claim_has_an_evaluator_or_a_reason(claims: pd.DataFrame) -> None:
    computed = claims["status"] == "computed"
    assert set(claims.loc[computed, "claim_id"]) == set(EVALUATORS)
    assert claims.loc[~computed, "reason"].notna().all()
    assert claims.loc[computed, "reason"].isna().all()
    assert computed.sum() >= 55


def test_chapters_are_pages_of_the_book(claims: pd.DataFrame) -> None:
    contents = (BIBLIOGRAPHY.parents[1] / "_toc.yml").read_text(encoding="utf-8")
    named = claims["chapter"].dropna().unique()
    assert len(named) > 0
    assert set(named) <= set(re.findall(r"file: (\S+)", contents))


def test_only_a_prediction_waits_for_time(claims: pd.DataFrame) -> None:
    prediction = claims["kind"] == "prediction"
    assert (claims.loc[prediction, "status"] == "open").all()
    dated = claims["unit"] == "decimal year"
    assert (claims.loc[dated, "kind"] == "date").all()
    assert not (claims.loc[~dated, "kind"] == "date").any()


def test_parts_belong_to_claims_without_a_number_of_their_own(claims: pd.DataFrame) -> None:
    parts = datasets.load("claim_parts")
    single = claims.set_index("claim_id")["unit"].notna()
    assert not single[parts["claim_id"].unique()].any()
    assert parts.groupby("claim_id").size().min() >= 2
    several = [claim for claim in read_claims().values() if len(claim.parts) != 1]
    assert all(claim.claimed_text for claim in several)


def test_facts_are_in_order_and_used() -> None:
    facts = datasets.load("claim_facts")
    assert (facts["low"].fillna(facts["value"]) <= facts["value"]).all()
    assert (facts["value"] <= facts["high"].fillna(facts["value"])).all()
    package = Path(datasets.__file__).parents[1] / "claims"
    code = "".join(path.read_text(encoding="utf-8") for path in package.glob("*.py"))
    stems = facts["fact"].str.replace(r"rank_\d_", "rank_{rank}_", regex=True)
    stems = stems.str.replace(r"^(grand_coulee|second_power_station)_power$", r"\1", regex=True)
    unused = [name for name in stems if name not in code]
    assert not unused


def test_sources_are_in_the_bibliography(claims: pd.DataFrame) -> None:
    cited = {*claims["source"], *datasets.load("claim_facts")["source"]}
    assert not cited - KEYS


def test_dates_of_facts_do_not_lie_in_the_future() -> None:
    assert (datasets.load("claim_facts")["date"] <= pd.Timestamp.now()).all()


def test_what_is_looked_up_by_name_is_there() -> None:
    evidence = Evidence()
    assert evidence.fact("llama3_interruptions").value == 419
    assert evidence.fact("model_3_range").low is None
    assert evidence.model("GPT-4")["vintage"] == max(datasets.vintages("notable_models"))
    with pytest.raises(ValueError, match="claim_facts has no fact 'nothing'"):
        evidence.fact("nothing")
    with pytest.raises(ValueError, match="notable_models has no model 'GPT-40'"):
        evidence.model("GPT-40")


def test_a_renamed_model_is_found_in_an_older_vintage() -> None:
    gone = set(datasets.load("notable_models", "2023-12-20")["model"])
    gone -= set(datasets.load("notable_models")["model"])
    name = min(gone)
    assert Evidence().model(name)["vintage"] < max(datasets.vintages("notable_models"))
    with pytest.raises(ValueError, match="no model 'GPT-5' with training_time_h"):
        Evidence().model("GPT-5", "training_time_h")


def test_there_is_no_largest_of_nothing() -> None:
    rows = pd.DataFrame({"chips": [None, None]}, dtype="float64")
    with pytest.raises(ValueError, match="column 'chips' is blank in each of 2 rows"):
        largest(rows, "chips")
