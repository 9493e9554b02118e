"""Medians over time in their bands."""

import pandas as pd
import pytest
import vl_convert

from gigascale.charts.fan import BANDS, fan_chart
from gigascale.errors import InputError

SAID = "Power of two routes from 2026 to 2028 with bands, and one site as a dot."
ENDS = {"q05": 1.0, "q10": 2.0, "q25": 3.0, "q50": 4.0, "q75": 5.0, "q90": 6.0, "q95": 7.0}


def made_up() -> pd.DataFrame:
    fans = [
        {"year": year, "route": route, **{f"power_w_{q}": k * v * 1e9 for q, v in ENDS.items()}}
        for route, k in (("demand", 1), ("supply", 2))
        for year in (2026.0, 2027.0, 2028.0)
    ]
    site = {"year": 2026.5, "route": "sites", "name": "Somewhere", "power_w_q50": 2e9}
    return pd.DataFrame([*fans, site])


def chart(data: pd.DataFrame, **how: object) -> dict:
    how = {"dots": ["sites"], "dot_name": "name", "unit": "W", "log": True} | how
    return fan_chart(
        data, x="year", value="power_w", series="route", description=SAID, **how
    ).to_dict()


def test_each_band_is_drawn_between_its_own_quantiles_and_the_widest_first() -> None:
    areas = [layer for layer in chart(made_up())["layer"] if layer["mark"]["type"] == "area"]
    drawn = [(a["encoding"]["y"]["field"], a["encoding"]["y2"]["field"]) for a in areas]
    assert drawn == [(f"power_w_{low}", f"power_w_{high}") for low, high in BANDS.values()]
    assert drawn[0] == ("power_w_q05", "power_w_q95")


def test_dots_are_no_line_and_carry_their_name() -> None:
    layers = chart(made_up())["layer"]
    kept = {layer["mark"]["type"]: layer["transform"][0]["filter"]["oneOf"] for layer in layers}
    assert kept["line"] == ["demand", "supply"]
    assert kept["point"] == ["sites"]
    assert layers[-1]["encoding"]["tooltip"][0]["field"] == "name"


def test_it_renders_with_a_reference_and_keeps_its_description() -> None:
    spec = chart(made_up(), reference=5e9, reference_title="5 GW")
    assert spec["description"] == SAID
    assert ">5 GW<" in vl_convert.vegalite_to_svg(spec)


def test_a_missing_quantile_is_named() -> None:
    with pytest.raises(InputError, match="power_w_q25"):
        chart(made_up().drop(columns="power_w_q25"))
