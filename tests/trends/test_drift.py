"""Components of a rate's drift: known answers, additivity, and the real vintages."""

import math

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.trends import growth_of
from gigascale.trends.drift import (
    ADDED_LATE,
    COMPONENTS,
    PUBLISHED_SINCE,
    REMOVED,
    REVISED,
    drift,
    row_effects,
)

NAMES = {"key": ["model"], "date": "year", "value": "flop", "known_to": "2012-12-31"}
KEPT = [("A", 2010.0, 1.0), ("B", 2011.0, 10.0), ("C", 2012.0, 100.0), ("D", 2012.5, 300.0)]


def table(*rows: tuple[str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["model", "year", "flop"])


def total(rows: pd.DataFrame) -> float:
    return float(rows["flop"].sum())


def slope(rows: pd.DataFrame) -> float:
    return growth_of(rows, date="year", value="flop").orders_of_magnitude_per_year


@pytest.mark.parametrize(
    ("component", "changed"),
    [
        (PUBLISHED_SINCE, [*KEPT, ("E", 2013.5, 5.0)]),
        (REVISED, [*KEPT[:3], ("D", 2012.5, 9.0)]),
        (REVISED, [*KEPT[:3], ("D", 2014.5, 300.0)]),
        (ADDED_LATE, [*KEPT, ("E", 2010.5, 5.0)]),
        (ADDED_LATE, [*KEPT, ("E", 2012.997, 5.0)]),
        (REMOVED, KEPT[:3]),
    ],
)
def test_one_change_is_all_of_the_drift(
    component: str, changed: list[tuple[str, float, float]]
) -> None:
    found = drift(table(*KEPT), table(*changed), slope, **NAMES)
    assert found.shares[component] == found.new - found.old != 0
    assert found.new == slope(table(*changed))
    assert [found.shares[name] for name in COMPONENTS if name != component] == [0, 0, 0]
    assert found.rows == {name: int(name == component) for name in COMPONENTS}


def test_a_rate_that_adds_rows_up_gives_each_component_its_own_sum() -> None:
    new = table(("A", 2010.0, 4.0), *KEPT[1:3], ("E", 2014.0, 50.0), ("F", 2009.0, 7.0))
    found = drift(table(*KEPT), new, total, **NAMES)
    assert found.shares == pytest.approx(
        {PUBLISHED_SINCE: 50.0, REVISED: 3.0, ADDED_LATE: 7.0, REMOVED: -300.0}
    )


def test_components_that_only_act_together_share_alike() -> None:
    def both(rows: pd.DataFrame) -> float:
        return float({"E", "F"} <= set(rows["model"]))

    new = table(*KEPT, ("E", 2014.0, 5.0), ("F", 2009.0, 7.0))
    found = drift(table(*KEPT), new, both, **NAMES)
    assert found.shares == {PUBLISHED_SINCE: 0.5, REVISED: 0, ADDED_LATE: 0.5, REMOVED: 0}


def test_an_estimate_filled_in_is_a_late_row_and_one_taken_back_a_removed_row() -> None:
    old = table(*KEPT[:3], ("D", 2012.5, math.nan))
    assert drift(old, table(*KEPT), total, **NAMES).rows[ADDED_LATE] == 1
    assert drift(table(*KEPT), old, total, **NAMES).rows[REMOVED] == 1


def test_a_renamed_row_is_the_same_row() -> None:
    new = table(*KEPT[:3], ("D (large)", 2012.5, 301.0))
    found = drift(table(*KEPT), new, total, **NAMES)
    assert (found.renamed, found.rows[REVISED], found.shares[REVISED]) == (1, 1, 1.0)
    other = drift(table(*KEPT), table(*KEPT[:3], ("D (large)", 2012.5, 320.0)), total, **NAMES)
    assert (other.renamed, other.rows[ADDED_LATE], other.rows[REMOVED]) == (0, 1, 1)


def test_each_row_takes_one_new_name_at_most() -> None:
    new = table(*KEPT[:3], ("X", 2012.5, 300.0), ("Y", 2012.5, 300.0))
    found = drift(table(*KEPT), new, total, **NAMES)
    assert (found.renamed, found.rows[ADDED_LATE], found.rows[REMOVED]) == (1, 1, 0)


def test_tables_that_share_dates_but_no_value_have_no_renamed_row() -> None:
    new = table(*KEPT[:3], ("X", 2012.5, 1e9))
    assert drift(table(*KEPT), new, total, **NAMES).renamed == 0


def test_a_row_dated_on_the_day_of_the_older_vintage_was_known_to_exist() -> None:
    day = datasets.decimal_year(pd.Series([pd.Timestamp("2012-12-31")]))[0]
    found = drift(table(*KEPT), table(*KEPT, ("E", day, 5.0)), total, **NAMES)
    assert (found.rows[ADDED_LATE], found.rows[PUBLISHED_SINCE]) == (1, 0)


def test_vintages_that_are_equal_have_no_drift() -> None:
    found = drift(table(*KEPT), table(*KEPT), slope, **NAMES)
    assert found.old == found.new
    assert set(found.shares.values()) | set(found.rows.values()) == {0}


def test_the_effect_of_a_row_is_what_it_alone_does() -> None:
    new = table(("A", 2010.0, 4.0), *KEPT[1:3], ("F", 2009.0, 7.0))
    effects = row_effects(table(*KEPT), new, total, **NAMES).set_index("model")
    assert effects["effect"].to_dict() == {"D": -300.0, "F": 7.0, "A": 3.0}
    assert effects["component"].to_dict() == {"D": REMOVED, "F": ADDED_LATE, "A": REVISED}
    assert np.isnan(effects.loc["D", "new"])
    assert np.isnan(effects.loc["F", "old"])


def test_a_table_without_the_column_is_refused() -> None:
    with pytest.raises(InputError, match="'flop' is not there"):
        drift(table(*KEPT), table(*KEPT).drop(columns="flop"), total, **NAMES)


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("notable_models", "training_compute_flop", "top10"),
        ("all_models", "training_compute_flop", "record"),
        ("chip_table", "fp32_flop_per_s", "all"),
    ],
)
def test_shares_add_up_on_any_dataset_with_a_key(name: str, value: str, rule: str) -> None:
    about = datasets.entry(name)
    old, new = datasets.vintages(name)[-2:]
    tables = [datasets.load(name, vintage) for vintage in (old, new)]
    names = {"date": about.date, "value": value}

    def rate(rows: pd.DataFrame) -> float:
        return growth_of(rows, **names, rule=rule, start="2010").orders_of_magnitude_per_year

    found = drift(*tables, rate, key=list(about.key), **names, known_to=old)
    assert (found.old, found.new) == pytest.approx(tuple(map(rate, tables)), abs=1e-12)
    assert sum(found.shares.values()) == pytest.approx(found.new - found.old, abs=1e-12)
    assert found.old != found.new


def test_a_key_that_names_two_rows_is_refused() -> None:
    twice = table(*KEPT, ("B", 2011.5, 20.0))
    for vintages in ((twice, table(*KEPT)), (table(*KEPT), twice)):
        with pytest.raises(InputError, match="two rows of a vintage have the key B"):
            drift(*vintages, slope, **NAMES)
