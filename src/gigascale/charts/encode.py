"""Axes, colours and tooltips that every builder shares, and the check of its input."""

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from gigascale.charts.style import COLOURS
from gigascale.errors import InputError

MAX_ROWS = 1000
_AXIS_TEXT = {
    "": "format(datum.value, ',')",
    "year": "format(datum.value, 'd')",
    "%": "format(datum.value, '~%')",
    "$": "abs(datum.value) < 1 ? format(datum.value, '$~r')"
    " : replace(replace(format(datum.value, '$~s'), 'G', ' bn'), 'M', ' m')",
    "FLOP": "replace(format(datum.value, '~e'), '+', '')",
}


def checked(data: pd.DataFrame, columns: Sequence[str], description: str) -> pd.DataFrame:
    """Return the data if it has the columns, 1 to `MAX_ROWS` rows and a real description.

    Examples
    --------
    >>> checked(pd.DataFrame({"year": [2020]}), ["watts"], "")
    Traceback (most recent call last):
    gigascale.errors.InputError: the chart's data has no column 'watts'; it has: year
    """
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


def log_ticks(low: float, high: float) -> list[float]:
    """Choose round ticks for a log axis: 1, 2, 5 below three decades, else powers of ten.

    Raises
    ------
    InputError
        If a value is not positive: a log axis has no place for it.

    Examples
    --------
    >>> log_ticks(3.0, 40.0), log_ticks(1e10, 2e13)
    ([5.0, 10.0, 20.0], [10000000000.0, 100000000000.0, 1000000000000.0, 10000000000000.0])
    """
    if not low > 0:
        raise InputError(f"a log axis needs positive values, not {low}")
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    decades = math.log10(high / low)
    steps = (1, 2, 5) if decades < 3 else (1,)
    every = max(1, round(decades / 6))
    ticks = [m * 10.0**e for e in range(first, last + 1) if e % every == 0 for m in steps]
    return [tick for tick in ticks if low <= tick <= high]


def is_date(data: pd.DataFrame, name: str) -> bool:
    """Tell whether a column holds dates."""
    return pd.api.types.is_datetime64_any_dtype(data[name])


def time_x(data: pd.DataFrame, name: str) -> alt.X:
    """Encode dates or decimal years along x."""
    if is_date(data, name):
        return alt.X(name, type="temporal", title=None)
    scale = alt.Scale(zero=False, nice=False)
    return alt.X(
        name, type="quantitative", title=None, scale=scale, axis=alt.Axis(format="d", tickMinStep=1)
    )


class Measure:
    """The values of a chart: one scale and axis for a column and its interval's columns."""

    def __init__(
        self,
        data: pd.DataFrame,
        columns: Sequence[str],
        unit: str,
        title: str | None,
        *,
        log: bool = False,
        reference: float | None = None,
    ) -> None:
        si_prefixed = (
            f"replace(format(datum.value, '~s'), regexp('([a-zA-Zµ]?)$'), ' $1') + '{unit}'"
        )
        self.columns, self.unit, self.title = columns, unit, title
        self.axis: dict[str, Any] = {"labelExpr": _AXIS_TEXT.get(unit, si_prefixed)}
        self.log, self.reference = log, reference
        self.scale = alt.Scale(type="log", nice=False, padding=8) if log else alt.Scale()
        self.axis["labelOverlap"] = "greedy" if log else "parity"
        if log:
            values = data[list(columns)]
            ends = [values.min().min(), values.max().max()]
            ends += [] if reference is None else [reference]
            ticks = log_ticks(min(ends), max(ends))
            self.axis |= {"values": ticks, "tickCount": len(ticks)}

    def x(self, name: str | float, *, zero: bool = True) -> alt.X | alt.XDatum:
        """Encode a column, or a value, along x; lengths start at zero, dots need not."""
        scale = self.scale if zero or self.log else alt.Scale(zero=False)
        axis = alt.Axis(**self.axis, grid=True, ticks=False, labelFlush=12)
        channel = alt.X if isinstance(name, str) else alt.XDatum
        return channel(name, type="quantitative", title=self.title, axis=axis, scale=scale)

    def y(self, name: str | float) -> alt.Y | alt.YDatum:
        """Encode along y; the title lies above and leaves a phone's width to the data."""
        above = {"titleAlign": "left", "titleBaseline": "bottom", "titleX": 0, "titleY": -8}
        axis = alt.Axis(**self.axis, **above, titleAngle=0, grid=True)
        channel = alt.Y if isinstance(name, str) else alt.YDatum
        return channel(name, type="quantitative", title=self.title, axis=axis, scale=self.scale)


def colours(column: str, names: Sequence[str], chosen: Sequence[str] = COLOURS) -> alt.Color:
    """Colour the named series in their order."""
    if len(names) > len(chosen):
        raise InputError(f"a chart tells apart {len(chosen)} series, not {len(names)}")
    scale = alt.Scale(domain=list(names), range=list(chosen[: len(names)]))
    return alt.Color(column, type="nominal", scale=scale)
