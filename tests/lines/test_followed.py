"""The lines that the book follows: declared in one table, read from the datasets."""

from pathlib import Path

import numpy as np
import pytest

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.lines import line, lines
from gigascale.trends.series import select

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("one", lines(), ids=lambda one: one.line_id)
def test_every_line_has_points_of_every_rule_and_a_chapter(one):
    assert (ROOT / "book" / f"{one.chapter}.md").is_file()
    dates = [np.unique(one.points(rule=rule).years).size for rule in one.rules]
    assert dates[0] >= 20
    assert min(dates) >= 3


def test_a_line_is_its_column_by_its_rule_in_its_window():
    table = datasets.load("notable_models", "2024-05-26")
    names = {"date": "publication_date", "value": "training_compute_flop"}
    expected = select(table, **names, rule="top10", start="2010-01-01", end="2024-05-26")
    points = line("training_compute").points("2024-05-26")
    assert points.values.tolist() == expected.values.tolist()


def test_a_line_may_be_a_ratio_and_may_take_some_rows_only():
    dear = line("fp32_per_dollar")
    chips = dear.table()
    ratio = chips["fp32_flop_per_s"] / chips["release_price_usd"]
    assert chips[dear.rows.value].dropna().tolist() == ratio.dropna().tolist()
    assert set(line("solar_capacity").table()["entity"]) == {"World"}


def test_an_unknown_line_is_named():
    with pytest.raises(InputError, match="'fusion' is unknown; there are: training_compute"):
        line("fusion")


def test_a_column_that_is_not_there_is_named(own_data):
    path = own_data / "lines.csv"
    path.write_text(path.read_text().replace(",power_w,,", ",power_kw,,", 1))
    with pytest.raises(InputError, match=r"lines.csv.*'power_kw'"):
        lines()
