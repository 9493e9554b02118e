"""Rows of fits for charts and tables."""

import numpy as np
import pandas as pd
import pytest

from gigascale.book import break_rows, growth_rows, table, times
from gigascale.errors import InputError
from gigascale.trends import BreakFit, Rate, fit_break, fit_growth

YEARS = np.linspace(2010, 2020, 30)
NOISE = 10 ** (0.2 * np.random.default_rng(3).standard_normal(30))


def broken(at: float | None = None) -> BreakFit:
    bend = 10 ** (0.4 * (YEARS - 2010) - 0.2 * np.maximum(YEARS - 2015, 0))
    return fit_break(YEARS, bend * NOISE, at=at, draws=19)


def test_growth_rows_take_the_names_apart_and_keep_the_order() -> None:
    slow, fast = (fit_growth(YEARS, NOISE * rate ** (YEARS - 2010)) for rate in (2, 5))
    rows = growth_rows({("z", "late"): slow, ("a", "early"): fast}, ["choice", "window"], "models")
    assert list(rows.columns) == [
        *("choice", "window", "growth", "growth_low", "growth_high", "models"),
    ]
    assert rows["choice"].tolist() == ["z", "a"]
    assert rows["window"].tolist() == ["late", "early"]
    assert rows["growth"].tolist() == [slow.growth_per_year, fast.growth_per_year]
    assert rows["growth_low"].tolist() == [slow.growth_per_year_low, fast.growth_per_year_low]
    assert rows["growth_high"].tolist() == [slow.growth_per_year_high, fast.growth_per_year_high]
    assert rows["models"].tolist() == [30, 30]


def test_a_rate_without_points_has_no_count() -> None:
    rate = Rate(
        orders_of_magnitude_per_year=0.6,
        orders_of_magnitude_per_year_low=0.5,
        orders_of_magnitude_per_year_high=0.7,
    )
    rows = growth_rows({"one": rate}, ["series"])
    assert list(rows.columns) == ["series", "growth", "growth_low", "growth_high"]


def test_break_rows_state_numbers_as_numbers_and_the_rest_as_text() -> None:
    found = broken()
    rows = break_rows({("power", "all"): found}, ["quantity", "rule"], digits=3)
    assert list(rows.columns) == [
        *("quantity", "rule", "points", "p_value", "break", "before", "after"),
    ]
    assert pd.api.types.is_numeric_dtype(rows["p_value"])
    row = rows.iloc[0]
    assert (row["quantity"], row["rule"], row["points"]) == ("power", "all", 30)
    assert row["p_value"] == found.p_value
    assert row["break"] == (
        f"{found.break_year:.1f} ({found.break_year_low:.1f} to {found.break_year_high:.1f})"
    )
    assert (row["before"], row["after"]) == (times(found.before, 3), times(found.after, 3))
    assert row["before"] != row["after"]


def test_a_date_that_was_not_searched_is_given() -> None:
    assert break_rows({"power": broken(at=2015)}, ["quantity"])["break"].tolist() == ["given"]


def test_no_breaks_still_have_columns_for_a_table() -> None:
    assert table(break_rows({}, ["quantity"]), "None", {"p_value": str}).html


@pytest.mark.parametrize("key", ["power", ("power",), ("power", "all", "2018")])
def test_a_key_must_name_every_column(key: str | tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="each of the columns quantity, rule"):
        break_rows({key: broken()}, ["quantity", "rule"])
    with pytest.raises(InputError, match="each of the columns quantity, rule"):
        growth_rows({key: fit_growth(YEARS, NOISE)}, ["quantity", "rule"])
