"""The reliability diagram."""

import json

import numpy as np
import pandas as pd
import pytest
import vl_convert

from gigascale.charts import GREY, reliability_chart
from gigascale.errors import InputError

SAID = "Observed against stated coverage of two methods on two series, both too narrow."
LEVELS = np.arange(1, 10) / 10


def made_up() -> pd.DataFrame:
    tables = [
        pd.DataFrame(
            {"series": series, "method": method, "nominal": LEVELS, "observed": LEVELS**power,
             "observed_low": LEVELS * 0.8, "observed_high": np.minimum(LEVELS * 1.2, 1),
             "hindcasts": count}
        )
        for series, count in (("solar capacity of the whole world", 60), ("price", 40))
        for method, power in (("line", 2.0), ("random-walk", 1.2), ("damped", 1.1))
    ]  # fmt: skip
    return pd.concat(tables, ignore_index=True)


def rows(chart: object) -> list[dict]:
    return [row for table in chart.to_dict()["datasets"].values() for row in table]


def test_it_draws_the_methods_asked_for_and_one_band_a_panel() -> None:
    chart = reliability_chart(made_up(), description=SAID, methods=["random-walk", "line"])
    drawn = pd.DataFrame(rows(chart))
    assert set(drawn["method"]) == {"random-walk", "line"}
    bands = drawn[drawn["band"]]
    assert bands.groupby("series")["nominal"].apply(list).tolist() == [LEVELS.round(4).tolist()] * 2
    spec = chart.to_dict()
    assert spec["description"] == SAID
    assert spec["facet"]["sort"] == ["solar capacity of the whole world", "price"]
    colour = next(layer["encoding"]["color"] for layer in spec["spec"]["layer"]
                  if "color" in layer.get("encoding", {}))  # fmt: skip
    assert colour["scale"]["domain"] == ["random-walk", "line"]


def test_a_phone_shows_two_panels_a_row() -> None:
    spec = reliability_chart(made_up(), description=SAID).to_dict()
    assert spec["usermeta"]["narrow"] == {"columns": 2}
    narrow = {**spec, **spec["usermeta"]["narrow"]}
    width = vl_convert.vegalite_to_svg(narrow).split('width="', 1)[1].split('"', 1)[0]
    assert float(width) <= 350


def test_names_above_panels_wrap_and_take_the_colour_of_the_page() -> None:
    svg = vl_convert.vegalite_to_svg(reliability_chart(made_up(), description=SAID).to_dict())
    assert ">solar capacity of<" in svg
    assert ">the whole world<" in svg
    text = json.dumps(reliability_chart(made_up(), description=SAID).to_dict())
    assert '"type": "text", "color"' not in text
    assert GREY in text


def test_missing_columns_and_descriptions_are_refused() -> None:
    with pytest.raises(InputError, match="no column 'observed_low'"):
        reliability_chart(made_up().drop(columns="observed_low"), description=SAID)
    with pytest.raises(InputError, match="describe in a sentence"):
        reliability_chart(made_up(), description="coverage")
