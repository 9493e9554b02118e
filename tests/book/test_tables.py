"""Tables as HTML."""

import re

import pandas as pd
import pytest

from gigascale.book import number, table
from gigascale.errors import InputError

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">&amp;'


def test_markup_in_data_stays_text_everywhere() -> None:
    data = pd.DataFrame({HOSTILE: [HOSTILE], "note": [HOSTILE], "source": [HOSTILE]})
    html = table(data, HOSTILE, {"note": str}, {"note": HOSTILE}, cite=["source"]).html
    tags = set(re.findall(r"<([a-z]+)", html))
    assert tags == {"div", "table", "caption", "span", "thead", "tr", "th", "tbody", "td", "a"}
    assert 'onerror="' not in html


def test_missing_values_are_empty_and_judgement_is_no_link() -> None:
    data = pd.DataFrame({"chip": ["a", "b"], "w": [1.0, None], "source": ["judgement", "x; y"]})
    html = table(data, "Power by chip", {"w": number}, cite=["source"]).html
    assert '<td class="number"></td>' in html
    assert html.count("data-cite") == 2
    assert ">judgement<" in html


def test_each_column_says_what_shape_its_cells_have() -> None:
    data = pd.DataFrame({"name": ["n"], "day": ["2024-05-28"], "text": ["long " * 20]})
    html = table(data, "Columns by shape")
    assert re.findall(r"<t[hd][^>]*class=\"(\w+)\"", html.html) == [
        *("short", "short", "long"),
        *("short", "short", "long"),
    ]


def test_one_long_cell_does_not_make_its_column_wide() -> None:
    data = pd.DataFrame({"found": ["8.4 kW (6.1 to 12)"] * 9 + ["long " * 20]})
    assert 'class="long"' not in table(data, "Columns by shape").html


def test_a_table_takes_the_room_beside_the_text_only_where_it_needs_it() -> None:
    data = pd.DataFrame({"id": ["J01"], "claim": ["long " * 20], "found": ["long " * 20]})
    assert "full-width" not in table(data, "Three columns").html
    data = data.assign(basis=["long " * 20], source=["a medium text of a source"])
    assert "full-width" in table(data, "Five columns").html


def test_dates_do_not_break() -> None:
    data = pd.DataFrame({"note": ["from 2024-05-28 on"]})
    html = table(data, "Dates", headings={"note": "on 2025-12"}).html
    assert 'from <span class="date">2024-05-28</span> on' in html
    assert 'on <span class="date">2025-12</span>' in html


def test_unknown_columns_are_named() -> None:
    with pytest.raises(InputError, match="no column 'watt'; it has: w"):
        table(pd.DataFrame({"w": [1]}), "Power", {"watt": number})
