"""The files beside a chart: its data as CSV and its picture as SVG and PNG."""

import csv
import io
from pathlib import Path
from typing import Any

import vl_convert

from gigascale.site.modes import MODES, VEGA_LITE

_MIDNIGHT = "T00:00:00"


def rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Collect the rows that a specification carries, wherever they are written in it.

    Examples
    --------
    >>> rows({"datasets": {"a": [{"x": 1}]}, "layer": [{"data": {"values": [{"y": 2}]}}]})
    [{'x': 1}, {'y': 2}]
    """
    found = [row for table in spec.get("datasets", {}).values() for row in table]
    data = spec.get("data", {})
    if isinstance(data, dict):
        found += data.get("values", [])
    for key in ("layer", "hconcat", "vconcat", "concat"):
        for part in spec.get(key, []):
            found += rows(part)
    return found


def to_csv(table: list[dict[str, Any]]) -> str:
    """Write rows as CSV; a column that a row lacks is empty, a date has no midnight.

    Examples
    --------
    >>> print(to_csv([{"date": "2024-05-28T00:00:00", "flop": 1e25}, {"flop": None}]), end="")
    date,flop
    2024-05-28,1e+25
    ,
    """
    names = list(dict.fromkeys(name for row in table for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="", lineterminator="\n")
    writer.writeheader()
    for row in table:
        writer.writerow(
            {k: v.removesuffix(_MIDNIGHT) if isinstance(v, str) else v for k, v in row.items()}
        )
    return text.getvalue()


def picture_spec(spec: dict[str, Any]) -> dict[str, Any]:
    """Fix the colours and the background of a chart for a picture file."""
    config = dict(spec.get("config", {}))
    for part, look in MODES["light"].items():
        config[part] = {**config.get(part, {}), **look}
    return {**spec, "config": config, "background": "white"}


def write_downloads(site: Path, name: str, spec: dict[str, Any]) -> None:
    """Write ``_charts/NAME.csv``, ``.svg`` and ``.png`` below the site's root."""
    folder = site / "_charts"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.csv").write_text(to_csv(rows(spec)), encoding="utf-8")
    fixed = picture_spec(spec)
    svg = vl_convert.vegalite_to_svg(fixed, vl_version=VEGA_LITE, allowed_base_urls=[])
    (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
    (folder / f"{name}.png").write_bytes(vl_convert.svg_to_png(svg, scale=2))
