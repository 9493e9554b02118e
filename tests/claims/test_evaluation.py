"""Findings and verdicts on the claims: the rule for all, the value for some."""

import json
import math
from dataclasses import replace

import pandas as pd
import pytest

from gigascale import datasets, trends
from gigascale.book import measure
from gigascale.claims import Evaluation, Finding, combine, evaluate, evaluate_all, judge, table
from gigascale.claims.evaluation import EVALUATORS
from gigascale.claims.evidence import Evidence, estimate_error_factor
from gigascale.claims.registry import evaluates
from gigascale.claims.verdicts import VERDICTS
from gigascale.errors import InputError

from .test_tables import KEYS

IDS = [f"J{number:02d}" for number in range(1, 84)]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence()


@pytest.fixture(scope="module")
def all_claims() -> pd.DataFrame:
    return evaluate_all()


def found(claim_id: str, evidence: Evidence, part: int = 0) -> Finding:
    finding = evaluate(claim_id, evidence).findings[part]
    assert finding is not None
    return finding


@pytest.mark.parametrize("claim_id", IDS)
def test_the_verdict_follows_the_rule(claim_id: str, evidence: Evidence) -> None:
    done = evaluate(claim_id, evidence)
    if done.claim.status != "computed":
        assert done.verdict.word == done.claim.status
        assert not any(done.findings)
        return
    assert any(done.findings)
    for part, finding, verdict in zip(done.claim.parts, done.findings, done.verdicts, strict=True):
        if finding is None:
            assert verdict.word == "uncheckable"
            continue
        assert verdict == judge(part.claimed, finding.span, part.unit)
        assert finding.unit == part.unit
        assert math.isfinite(finding.value)
        assert finding.basis.endswith(".")
        assert set(finding.sources) <= KEYS | set(datasets.names())
        assert (finding.level is None) or (finding.low is not None)
    assert done.verdict == combine(done.verdicts)


def test_the_table_has_a_row_a_claim_in_order(all_claims: pd.DataFrame) -> None:
    assert all_claims["claim_id"].tolist() == IDS
    assert set(all_claims["verdict"]) <= set(VERDICTS)
    assert all_claims["basis"].str.len().min() > 0
    counted = all_claims["verdict"].isin(["open", "uncheckable"])
    assert (all_claims["found"].eq("") == counted).all()
    off = all_claims["verdict"].isin(["too high", "too low"])
    assert (all_claims["factor"].notna() == off).all()
    assert (all_claims.loc[off, "factor"] > 1).all()


def test_the_table_agrees_with_the_single_claim(all_claims: pd.DataFrame) -> None:
    row = all_claims.set_index("claim_id").loc["J66"]
    one = evaluate("j66 ").to_dict()["parts"][0]
    assert row["found_value"] == one["found_value"]
    assert (row["found_low"], row["found_high"]) == (one["found_low"], one["found_high"])
    assert row["found"] == "40,770 W (33,430 to 42,550)"
    assert row["claimed"] == "50,000 W"


def test_a_page_can_write_the_numbers_its_own_way() -> None:
    rows = evaluate_all(lambda value, unit: f"<{value:.3g} {unit}>").set_index("claim_id")
    assert rows.loc["J64", "found"] == "<700 W>"
    assert rows.loc["J78", "claimed"] == "<2.5e+10 to <3.5e+10 W>"
    assert rows.loc["J14", "found"] == "2023-03-15"


def test_units_read_as_english() -> None:
    rows = evaluate_all(measure).set_index("claim_id")
    assert rows.loc["J07", "found"].startswith("1 machine; time: 4.29 weeks")
    assert rows.loc["J31", "found"] == "$60 per million tokens"
    assert rows.loc["J79", "claimed"] == "rank 2"
    assert rows.loc["J17", "found"].startswith("112 minutes (")
    assert rows.loc["J80", "found"].endswith("million to 3.1 million)")  # sizes are not shared out
    assert "157 miles" in rows.loc["J67", "found"]


def test_parts_that_differ_are_named(all_claims: pd.DataFrame) -> None:
    found = all_claims.set_index("claim_id")["found"]
    assert (
        found["J43"]
        == "The Pile: 885,800,000,000 byte, too low; FineWeb: 44,000,000,000,000 byte, too high"
    )
    assert found["J23"].endswith("; crypto: uncheckable")
    assert "holds" not in found["J36"]


def test_sources_are_split_into_datasets_and_keys(all_claims: pd.DataFrame) -> None:
    row = all_claims.set_index("claim_id").loc["J55"]
    assert (row["datasets"], row["found_from"]) == ("ml_hardware", "rajbhandari2020zero")
    assert set("; ".join(all_claims["found_from"]).split("; ")) - {""} <= KEYS


def test_an_evaluation_is_plain_data() -> None:
    whole = evaluate("J23").to_dict()
    assert whole["parts"][0]["part"] == "Meta's metaverse"
    assert whole["parts"][0]["claimed_high"] is None
    assert whole["parts"][3]["verdict"] == "uncheckable"
    assert whole["parts"][3]["found_value"] is None


def test_every_evaluation_is_valid_json(evidence: Evidence) -> None:
    for claim_id in IDS:
        json.dumps(evaluate(claim_id, evidence).to_dict(), allow_nan=False)


@pytest.mark.parametrize("claim_id", ["J84", "", "J4", "04", "JJJ"])
def test_an_unknown_claim_is_refused(claim_id: str) -> None:
    with pytest.raises(InputError, match="there are J01 to J83"):
        evaluate(claim_id)


def test_a_claim_has_one_evaluator_only() -> None:
    with pytest.raises(InputError, match="'J01' has an evaluator already"):
        evaluates("J01")(EVALUATORS["J02"])


def test_parts_and_units_that_do_not_match_are_refused(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = found("J64", evidence)
    monkeypatch.setitem(EVALUATORS, "J64", lambda _: replace(right, unit="kW"))
    with pytest.raises(InputError, match="found in 'kW', claimed in 'W'"):
        evaluate("J64", evidence)
    monkeypatch.setitem(EVALUATORS, "J64", lambda _: {"half": right})
    with pytest.raises(InputError, match="J64"):
        evaluate("J64", evidence)


def test_growth_is_that_of_the_trend_functions(evidence: Evidence) -> None:
    fit = trends.growth_of(
        datasets.load("notable_models"),
        date="publication_date",
        value="training_compute_flop",
        rule="top10",
        start="2018-01-01",
        end="2024-05-28",
    )
    assert found("J15", evidence).value == fit.growth_per_year
    assert "2024-05-26, gives 4.2 (" in found("J15", evidence).basis  # as published
    assert found("J34", evidence).value == pytest.approx(23.8, abs=0.1)


def test_the_doubling_time_of_2018_is_that_of_the_newest_vintage(evidence: Evidence) -> None:
    fit = trends.growth_of(
        datasets.load("notable_models"),
        date="publication_date",
        value="training_compute_flop",
        rule="top10",
        start="2012-09-01",
        end="2018-05-16",
    )
    assert found("J33", evidence).value == pytest.approx(12 * fit.doubling_time_years)
    assert found("J33", evidence).high == pytest.approx(12 * fit.doubling_time_years_high)
    basis = evaluate("J33", evidence).basis
    assert "would be 11.5" in basis
    assert "day, 2024-05-26, gives 3.0 months, and 3.5 with" in basis


@pytest.mark.parametrize(
    ("claim_id", "part", "value"),
    [
        ("J17", 0, 60 * 750_000 / (4 * 100_000)),
        ("J26", 0, 250 / 60 * 1.33),
        ("J28", 0, 8 * 3.35e12 / 2e12),
        ("J29", 0, 2e12 * 20 / (8 * 989.4e12)),
        ("J30", 0, 8 * 80e9 / 2),
        ("J51", 0, 10_000 * 32e9),
        ("J53", 1, 127 * 8),
        ("J55", 0, 1016 * 80e9 / 2),
        ("J62", 0, 0.19 / 0.81),
        ("J65", 0, 8 * 700 * 1.82),
        ("J66", 0, 32 * 700 * 1.82),
        ("J67", 0, 32 * 700 * 1.82 / (80_500 / 310)),
        ("J67", 1, 8 * 700 * 1.82 / (80_500 / 310)),
        ("J68", 0, 1024 * 700 * 1.82 * 1.14),
        ("J69", 0, 150.5e9 / (57_636 + (150.5e9 - 1_547_592 * 57_636) / 2.86e6)),
        ("J72", 0, 1600 * 24 * 1.1 * 0.082),
        ("J73", 0, 365 * 1600 * 24 * 1.1 * 0.082),
        ("J78", 0, 30e9),
        ("J79", 0, 2),
        ("J83", 0, 419 / 54 * 10_000 / 16_384),
    ],
)
def test_values_by_hand(claim_id: str, part: int, value: float, evidence: Evidence) -> None:
    assert found(claim_id, evidence, part).value == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize(
    ("claim_id", "word"),
    [
        ("J08", "open"),  # the table is as long as the claim
        ("J10", "too high"),  # on the day
        ("J13", "too early"),  # the paper is of May 2020
        ("J25", "too high"),
        ("J28", "holds"),
        ("J43", "too high"),
        ("J46", "too high"),
        ("J21", "open"),
        ("J22", "holds in part"),  # of the runs before the claim only the dearest is in the range
        ("J47", "too low"),
        ("J55", "holds"),
        ("J66", "too high"),
        ("J67", "too high"),
        ("J72", "too high"),
        ("J78", "holds"),
        ("J80", "holds in part"),  # two million H100, but not GB200
        ("J83", "holds"),
    ],
)
def test_verdicts_that_hand_calculation_gives(claim_id: str, word: str, evidence: Evidence) -> None:
    assert evaluate(claim_id, evidence).verdict.word == word


def test_ratios_of_models_are_those_of_the_table(evidence: Evidence) -> None:
    models = datasets.load("notable_models").set_index("model")
    flop, size = models["training_compute_flop"], models["parameters"]
    gpt_3 = "GPT-3 175B (davinci)"
    assert found("J20", evidence).value == flop["GPT-4"] / flop[gpt_3]
    assert found("J39", evidence).value == size[gpt_3] / size["AlexNet"]
    by_then = flop[models["publication_date"] <= "2024-08-26"].max()
    assert found("J09", evidence).value == pytest.approx(math.log10(by_then / flop["AlexNet"]))


def test_the_claim_on_electricity_forgets_its_own_pue(evidence: Evidence) -> None:
    basis = evaluate("J72", evidence).basis
    assert "$15,360 without" in basis
    assert "$16,896 with" in basis


def test_server_prices_are_of_the_year_around_the_claim(evidence: Evidence) -> None:
    day = pd.Timestamp(evidence.said_on("J60"))
    quotes = evidence.table("hardware_prices")
    dates = quotes["price_date"]
    near = quotes[
        quotes["chip"].eq("NVIDIA H100 SXM5 80GB")
        & quotes["quoted_chips"].eq(8)
        & dates.between(day - pd.Timedelta(days=365), day + pd.Timedelta(days=365))
    ]["purchase_price_usd"].dropna()
    assert len(near) >= 5
    assert found("J60", evidence).value == 8 * near.median()
    assert found("J61", evidence).value == 127 * 8 * near.median()


def test_estimates_of_compute_are_known_within_a_factor() -> None:
    assert estimate_error_factor("Confident") == pytest.approx(3)
    assert estimate_error_factor("Likely", "Likely") == pytest.approx(10 ** math.sqrt(2))
    assert estimate_error_factor("Unknown") == pytest.approx(30)


def test_a_table_is_loaded_once(evidence: Evidence) -> None:
    assert evidence.table("transistors") is evidence.table("transistors")
    assert evidence.table("notable_models") is evidence.table(
        "notable_models", evidence.vintage("notable_models")
    )


def test_the_package_offers_its_parts_by_name() -> None:
    assert isinstance(evaluate("J01"), Evaluation)
    assert table.evaluate_all is evaluate_all
