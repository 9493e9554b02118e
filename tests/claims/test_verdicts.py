"""The rule between a claim and a finding."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigascale.claims.verdicts import (
    DATED_UNIT,
    VERDICTS,
    Span,
    Verdict,
    claimed_span,
    combine,
    found_span,
    judge,
)
from gigascale.errors import InputError


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [(3.4, 3.35, 3.45), (90.0, 85, 95), (0.9, 0.85, 0.95), (14_400.0, 14_350, 14_450)],
)
def test_a_number_stands_for_all_that_rounds_to_it(value: float, low: float, high: float) -> None:
    span = claimed_span(None, value, None)
    assert (span.low, span.high) == pytest.approx((low, high))


def test_stated_ends_count_and_one_end_is_a_bound() -> None:
    assert claimed_span(6, 6.5, 7) == Span(6, 6.5, 7)
    assert claimed_span(8, None, None) == Span(8, None, math.inf)
    assert claimed_span(None, None, 0.05) == Span(-math.inf, None, 0.05)


@pytest.mark.parametrize("numbers", [(None, None, None), (3, 2, 4), (4, None, 3)])
def test_claims_without_a_number_or_out_of_order_are_refused(
    numbers: tuple[float | None, float | None, float | None],
) -> None:
    with pytest.raises(InputError):
        claimed_span(*numbers)


@pytest.mark.parametrize(
    ("claimed", "found", "word"),
    [
        (claimed_span(None, 4.0, None), found_span(4.4), "holds"),  # within the rounding
        (claimed_span(None, 4.0, None), found_span(4.6, 3.9, 5.3), "holds"),  # 4 in the interval
        (claimed_span(None, 4.0, None), found_span(4.9, 4.2, 5.6), "holds in part"),  # edges only
        (claimed_span(None, 4.0, None), found_span(5.0, 4.6, 5.4), "too low"),
        (Span(3, None, 4), found_span(1.0, 0.8, 6.0), "holds"),  # the whole range in the interval
        (Span(3, None, 4), found_span(1.0, 0.8, 3.5), "holds in part"),
        (Span(3, None, 4), found_span(1.0, 0.8, 2.9), "too high"),
        (Span(8, None, math.inf), found_span(8.1, 6.0, 9.0), "holds"),
        (Span(8, None, math.inf), found_span(7.9, 6.0, 9.0), "holds in part"),
        (Span(-math.inf, None, 0.05), found_span(0.06), "too low"),
        (Span(1, None, 2), found_span(2.0), "holds"),  # ends belong to a range
    ],
)
def test_each_case_of_the_rule(claimed: Span, found: Span, word: str) -> None:
    assert judge(claimed, found).word == word


def test_the_factor_compares_the_centres() -> None:
    assert judge(Span(200, None, 300), found_span(50.0)) == Verdict("too high", 5.0)
    assert judge(Span(1e12, None, math.inf), found_span(2.5e11)) == Verdict("too high", 4.0)
    assert judge(claimed_span(None, 2.0, None), found_span(8.0)) == Verdict("too low", 4.0)


def test_dates_are_early_or_late_without_a_factor() -> None:
    march = Span(2020.163, None, 2020.249)
    assert judge(march, found_span(2020.4), DATED_UNIT) == Verdict("too early")
    assert judge(march, found_span(2019.9), DATED_UNIT) == Verdict("too late")


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        (("holds", "holds"), "holds"),
        (("holds", "too high"), "holds in part"),
        (("holds", "uncheckable"), "holds in part"),
        (("holds in part", "holds"), "holds in part"),
        (("too high", "uncheckable"), "too high"),
        (("uncheckable", "uncheckable"), "uncheckable"),
    ],
)
def test_several_numbers_give_one_verdict(words: tuple[str, str], whole: str) -> None:
    parts = [Verdict(word, 2.0 if word.startswith("too") else None) for word in words]
    assert combine(parts).word == whole


def test_the_number_that_is_furthest_off_decides_where_none_holds() -> None:
    assert combine([Verdict("too low", 1.1), Verdict("too high", 1.7)]).word == "too high"
    with pytest.raises(InputError):
        combine([])


numbers = st.floats(0.001, 1e15)


@given(numbers, numbers, numbers, numbers)
def test_the_verdict_says_on_which_side_the_claim_lies(
    claimed: float, value: float, below: float, above: float
) -> None:
    span = claimed_span(None, claimed, None)
    found = Span(min(value, below), value, max(value, above))
    verdict = judge(span, found)
    assert verdict.word in VERDICTS
    assert (verdict.word == "too high") == (span.low > found.high)
    assert (verdict.word == "too low") == (span.high < found.low)
    assert (verdict.factor is None) == verdict.word.startswith("holds")
    assert verdict.factor is None or verdict.factor > 1
