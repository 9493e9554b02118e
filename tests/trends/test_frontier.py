"""Selection rules against their definitions, spelled out point by point."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigascale.errors import InputError
from gigascale.trends.frontier import above, parse_rule, record, top, trailing

HISTORIES = st.lists(
    st.tuples(st.integers(0, 30).map(lambda tenth: 2010 + tenth / 10), st.integers(1, 12)),
    max_size=40,
).map(lambda pairs: (np.array([p[0] for p in pairs]), np.array([float(p[1]) for p in pairs])))


@given(HISTORIES, st.integers(1, 6))
def test_top_counts_what_was_published_by_that_day(history, size):
    years, values = history
    expected = [
        (values[years <= year] > value).sum() < size
        for year, value in zip(years, values, strict=True)
    ]
    assert top(years, values, size).tolist() == expected


@given(HISTORIES, st.integers(1, 6))
def test_trailing_counts_the_year_that_ends_that_day(history, size):
    years, values = history
    expected = [
        (values[(years > year - 1 + 1e-6) & (years <= year)] > value).sum() < size
        for year, value in zip(years, values, strict=True)
    ]
    assert trailing(years, values, size).tolist() == expected


@given(HISTORIES)
def test_record_beats_all_before_and_all_of_its_day(history):
    years, values = history
    expected = [
        not (values[years < year] >= value).any() and not (values[years == year] > value).any()
        for year, value in zip(years, values, strict=True)
    ]
    assert record(years, values).tolist() == expected


@given(HISTORIES)
def test_top1_holds_every_record(history):
    assert not (record(*history) & ~top(*history, 1)).any()


def test_threshold_is_included():
    assert above([2010, 2011, 2012], [1.0, 2.0, 3.0], 2.0).tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all", [True, True, True, True]),
        ("record", [True, False, True, False]),
        ("top2", [True, True, True, True]),
        (" TOP1 ", [True, False, True, False]),
        ("trailing1", [True, True, True, True]),
        ("above6", [False, False, True, False]),
        ("above6.5e0", [False, False, True, False]),
    ],
)
def test_parsed_rules_select(text, expected):
    years, values = np.array([2010.0, 2012.0, 2014.0, 2016.0]), np.array([5.0, 1.0, 9.0, 6.0 - 1])
    rule = parse_rule(text)
    assert rule.select(years, values).tolist() == expected
    assert rule.name == text.strip().lower()


@pytest.mark.parametrize(
    "text",
    ["", "best5", "top", "top0", "top-3", "top1.5", "trailing", "above", "above0", "above1e999"],
)
def test_an_unknown_rule_names_the_accepted_forms(text):
    with pytest.raises(InputError, match=r"accepted: all, record, topN .*, trailingN .*, aboveX"):
        parse_rule(text)


def test_a_blank_value_is_refused():
    with pytest.raises(InputError, match=r"values must be finite numbers; position 1 holds nan"):
        top([2010, 2011], [1.0, np.nan], 10)
