"""The Altair theme and notebook output of the book."""

from typing import Any

import altair as alt

GREY = "#808890"
COLOURS = ["#2a7fc4", "#d55e00", "#009e73", "#b565a7", "#a58a00", "#808890"]
"""Distinct for colour-blind readers, and at least 3 to 1 against a white and a black page."""


def theme() -> dict[str, Any]:
    """Return the look of every chart: transparent, readable on light and on dark pages."""
    return {
        "width": 680,  # in a notebook; a page of the site fills its column instead
        "height": 300,
        "background": "transparent",
        "config": {
            "font": "sans-serif",
            "view": {"stroke": None},
            "range": {"category": COLOURS},
            "title": {"anchor": "start", "color": GREY, "fontSize": 15},
            "axis": {
                "labelColor": GREY,
                "titleColor": GREY,
                "gridColor": GREY,
                "gridOpacity": 0.25,
                "domainColor": GREY,
                "tickColor": GREY,
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
            },
            "axisX": {
                "grid": False,
                "tickCount": 8,
                "labelFlush": False,
                "labelOverlap": "greedy",
                "labelSeparation": 8,
            },
            "axisY": {"domain": False, "ticks": False, "labelLimit": 340, "labelPadding": 6},
            "axisQuantitative": {"tickCount": 6},
            "legend": {
                "orient": "top",
                "labelColor": GREY,
                "title": None,
                "labelFontSize": 12,
                "symbolStrokeWidth": 2.5,
                "symbolOpacity": 1,
                "symbolSize": 80,
                "offset": 24,
                "labelLimit": 0,
            },
            "line": {"strokeWidth": 2.5},
            "point": {"filled": True, "size": 45},
            "rule": {"strokeWidth": 2},
            "text": {"color": GREY},
        },
    }


alt.theme.register("gigascale", enable=True)(theme)


def _notebook_output(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    text = spec.get("description", "a chart")
    return {"application/vnd.vegalite.v5+json": spec, "text/plain": text}


alt.renderers.register("gigascale", _notebook_output)
alt.renderers.enable("gigascale")
