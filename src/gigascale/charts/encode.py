"""Axes, colours and tooltips that every builder shares, and the check of its input."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from gigascale.charts.style import COLOURS
from gigascale.errors import InputError

MAX_ROWS = 1000
_AXIS_TEXT = {
    "": "format(datum.value, ',')",
    "%": "format(datum.value, '~%')",
    "$": "replace(replace(format(datum.value, '$~s'), 'G', ' bn'), 'M', ' m')",
    "FLOP": "replace(format(datum.value, '~e'), '+', '')",
}
_TOOLTIP_FORMAT = {"": ",.4~r", "%": ".3~%", "$": "$,.3~s", "FLOP": ".2e"}


def checked(data: pd.DataFrame, columns: Sequence[str], description: str) -> pd.DataFrame:
    missing = [name for name in columns if name not in data.columns]
    if missing:
        raise InputError(
            f"the chart's data has no column {missing[0]!r}; it has: {', '.join(data.columns)}"
        )
    if not 1 <= len(data) <= MAX_ROWS:
        raise InputError(f"a chart draws 1 to {MAX_ROWS} rows, not {len(data)}")
    if len(description.split()) < 8:
        raise InputError(f"describe in a sentence what the chart shows, not {description!r}")
    return data


def is_date(data: pd.DataFrame, name: str) -> bool:
    return pd.api.types.is_datetime64_any_dtype(data[name])


def x_channel(data: pd.DataFrame, name: str) -> alt.X:
    if is_date(data, name):
        return alt.X(name, type="temporal", title=None)
    scale = alt.Scale(zero=False, nice=False)
    axis = alt.Axis(format="d", tickMinStep=1)
    return alt.X(name, type="quantitative", title=None, scale=scale, axis=axis)


def _axis(unit: str, **more: Any) -> alt.Axis:
    si_prefixed = f"format(datum.value, '~s') + '{unit}'"
    return alt.Axis(labelExpr=_AXIS_TEXT.get(unit, si_prefixed), **more)


def value_x(name: str, title: str | None, unit: str, *, log: bool) -> alt.X:
    scale = alt.Scale(type="log") if log else alt.Scale()
    axis = _axis(unit, grid=True, ticks=False)
    return alt.X(name, type="quantitative", title=title, axis=axis, scale=scale)


def value_y(name: str, title: str | None, unit: str, *, log: bool) -> alt.Y:
    axis = _axis(  # the title lies above the axis and leaves a phone's width to the data
        unit, titleAngle=0, titleAlign="left", titleBaseline="bottom", titleX=0, titleY=-8
    )
    scale = alt.Scale(type="log") if log else alt.Scale()
    return alt.Y(name, type="quantitative", title=title, axis=axis, scale=scale)


def tooltips(data: pd.DataFrame, columns: Sequence[str], unit: str) -> list[alt.Tooltip]:
    """Say date, number or name as it is; a float whose name says `year` is a decimal year."""
    number_format = _TOOLTIP_FORMAT.get(unit, ".3~s")
    tips = []
    for name in columns:
        kind: dict[str, str] = {"type": "nominal"}
        if is_date(data, name):
            kind = {"type": "temporal", "format": "%-d %B %Y"}
        elif pd.api.types.is_float_dtype(data[name]):
            kind = {"type": "quantitative", "format": ".1f" if "year" in name else number_format}
        tips.append(alt.Tooltip(name, title=name.replace("_", " "), **kind))
    return tips


def colours(column: str, names: Sequence[str], colours: Sequence[str] = COLOURS) -> alt.Color:
    if len(names) > len(colours):
        raise InputError(f"a chart tells apart {len(colours)} series, not {len(names)}")
    scale = alt.Scale(domain=list(names), range=list(colours[: len(names)]))
    return alt.Color(column, type="nominal", scale=scale)
