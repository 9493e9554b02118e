"""From a frame to the points of a fit."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from gigascale.errors import InputError
from gigascale.trends import fit_growth, growth_of, select

FRAME = pd.DataFrame(
    {
        "published": pd.to_datetime(
            ["2012-01-01", "2010-01-01", None, "2011-01-01", "2013-01-01", "2014-01-01"]
        ),
        "flop": [100.0, 1000.0, 5.0, 1.0, np.nan, 1e4],
        "flops_known": [True] * 6,
        "lab": list("abcdef"),
    }
)
COLUMNS = {"date": "published", "value": "flop"}


def test_the_rule_sees_the_history_before_the_window():
    series = select(FRAME, **COLUMNS, rule="top1", start="2011-01-01")
    assert series.years.tolist() == [2014.0]
    assert series.rows.tolist() == [5]
    assert select(FRAME, **COLUMNS, rule="all", start="2011-01-01").rows.tolist() == [0, 3, 5]


def test_rows_without_date_or_value_are_left_out_and_counted():
    assert select(FRAME, **COLUMNS).n_missing == 2
    assert growth_of(FRAME, **COLUMNS).n_missing == 2


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2011-01-01", "2012-01-01"),
        (dt.date(2011, 1, 1), pd.Timestamp("2012-01-01")),
        (2011, 2012.0),
        ("2011", "2012.0"),
    ],
)
def test_both_ends_of_the_window_are_included(start, end):
    assert select(FRAME, **COLUMNS, start=start, end=end).years.tolist() == [2012.0, 2011.0]


def test_decimal_years_and_dates_give_the_same_growth():
    frame = FRAME.assign(year=FRAME["published"].dt.year.astype("Float64"))
    by_date, by_year = growth_of(frame, **COLUMNS), growth_of(frame, date="year", value="flop")
    assert by_year == by_date


def test_integers_with_blanks_are_numbers():
    frame = FRAME.assign(flop=FRAME["flop"].astype("Int64"))
    _, values, _, _ = select(frame, **COLUMNS)
    assert values.tolist() == [100, 1000, 1, 1e4]


def test_error_factors_go_with_their_rows():
    factors = [3, 30, np.nan, 10, np.nan, 3]
    ours = growth_of(FRAME, **COLUMNS, method="errors-in-variables", error_factor=factors)
    theirs = fit_growth(
        [2010, 2011, 2012, 2014],
        [1e3, 1, 100, 1e4],
        method="errors-in-variables",
        error_factor=[30, 10, 3, 3],
    )
    assert ours.growth_per_year == pytest.approx(theirs.growth_per_year, rel=1e-12)
    plain = growth_of(FRAME, **COLUMNS)
    assert abs(ours.growth_per_year - plain.growth_per_year) > 0.05
    with pytest.raises(InputError, match=r"one factor a row; there are 6 rows .* \(4,\)"):
        growth_of(FRAME, **COLUMNS, error_factor=[3, 3, 3, 3])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"date": "day"}, "column 'day' is not there; columns: published, flop"),
        ({"date": "lab"}, "column 'lab' must hold dates or decimal years"),
        ({"value": "lab"}, "column 'lab' must hold numbers"),
        ({"value": "flops_known"}, "column 'flops_known' must hold numbers"),
        ({"start": "banana"}, "start 'banana' is no date"),
        ({"end": "2018-13-01"}, "end '2018-13-01' is no date"),
        ({"rule": "best"}, "rule 'best' is unknown"),
    ],
)
def test_bad_input_is_named(options, message):
    with pytest.raises(InputError, match=message):
        growth_of(FRAME, **(COLUMNS | options))


def test_a_value_without_logarithm_names_its_column_and_row():
    frame = FRAME.assign(flop=[100.0, -3.0, 5.0, 1.0, np.nan, 1e4])
    with pytest.raises(InputError, match=r"column 'flop' must be above 0 .*; at 2010.00 it is -3"):
        growth_of(frame, **COLUMNS)
    assert growth_of(frame.drop(index=1), **COLUMNS).n == 3
    with pytest.raises(InputError, match="at least 3 dates; there are 2"):
        growth_of(frame, **COLUMNS, start="2010-06-01", end="2013-01-01")
