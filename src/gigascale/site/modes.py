"""What differs between a chart on a light page, on a dark page and in a file."""

from typing import Any

VEGA_LITE = "6.4"


def _mode(text: str, line: str) -> dict[str, Any]:
    return {
        "axis": {
            "labelColor": text,
            "titleColor": text,
            "gridColor": line,
            "gridOpacity": 1,
            "domainColor": line,
            "tickColor": line,
        },
        "legend": {"labelColor": text, "titleColor": text},
        "title": {"color": text},
        "text": {"color": text},
    }


MODES = {"light": _mode("#3f4753", "#dfe3e8"), "dark": _mode("#c8ced6", "#363c44")}
