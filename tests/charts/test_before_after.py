"""The chart of figures before and after conversion."""

import numpy as np
import pandas as pd
import pytest
import vl_convert

from gigascale.charts import GREY, before_after_chart
from gigascale.errors import InputError

SAID = "Two published values, 40 and 20, that become 30 and 25 when converted to one measure."


def made_up() -> pd.DataFrame:
    figures = {"a bank": (40.0, 27.0, 30.0, 33.0), "a maker of chips": (20.0, 20.0, 25.0, 31.0)}
    rows = []
    for who, (quoted, low, after, high) in figures.items():
        ends = (38.0, 42.0) if who == "a bank" else (np.nan, np.nan)
        rows.append((who, "quoted", quoted, *ends))
        rows.append((who, "converted", after, low, high))
        rows.append((who, "model", 31.0, 25.0, 39.0))
    return pd.DataFrame(rows, columns=["who", "series", "usd", "usd_low", "usd_high"])


def draw(data: pd.DataFrame, **options: object):
    said = {"description": SAID} | options
    return before_after_chart(data, label="who", value="usd", series="series", unit="$", **said)


def test_it_draws_each_series_in_its_own_way() -> None:
    spec = draw(made_up(), log=True).to_dict()
    marks = [layer["mark"] for layer in spec["layer"]]
    assert [mark["type"] for mark in marks] == ["rule", "rule", "point", "rule", "point"]
    assert marks[0]["opacity"] < 1
    assert marks[2]["filled"] is False
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    assert scale["domain"] == ["quoted", "converted", "model"]
    assert scale["range"][2] == GREY


def test_rows_keep_their_order_and_it_renders_with_missing_ends() -> None:
    spec = draw(made_up()).to_dict()
    assert spec["layer"][0]["encoding"]["y"]["sort"] is None
    assert spec["usermeta"]["narrow"]["height"] >= spec["height"] > 0
    svg = vl_convert.vegalite_to_svg(spec)
    assert "a maker of chips" in svg


def test_it_draws_without_a_model() -> None:
    data = made_up()
    assert len(draw(data[data["series"] != "model"]).layer) == 4


def test_quotes_without_any_range_get_no_line() -> None:
    data = made_up()
    data.loc[data["series"] == "quoted", ["usd_low", "usd_high"]] = np.nan
    marks = [layer["mark"]["type"] for layer in draw(data).to_dict()["layer"]]
    assert marks == ["rule", "point", "rule", "point"]


def test_it_wants_a_description_and_the_interval() -> None:
    with pytest.raises(InputError, match="describe"):
        draw(made_up(), description="a chart")
    with pytest.raises(InputError, match="usd_low"):
        draw(made_up().drop(columns="usd_low"))
