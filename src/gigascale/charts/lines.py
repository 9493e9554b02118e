"""Charts over time."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from gigascale.charts.encode import checked, colours, tooltips, value_y, x_channel
from gigascale.charts.style import COLOURS, GREY


def frontier_chart(
    data: pd.DataFrame,
    *,
    date: str,
    value: str,
    frontier: str,
    description: str,
    fit: pd.DataFrame | None = None,
    tooltip: Sequence[str] = (),
    unit: str = "",
    title: str | None = None,
    value_title: str | None = None,
    names: tuple[str, str, str] = ("Frontier", "Other models", "Fit"),
) -> alt.LayerChart:
    """Draw dated values on a log scale, the frontier in colour, with a fitted line and its band.

    Parameters
    ----------
    data
        One row a model: `date` (dates or decimal years), `value` and a Boolean column `frontier`.
    fit
        Columns `date`, `value`, and `value` with the suffixes `_low` and `_high` for the band.
    tooltip
        Further columns to say on hover, before date and value.
    unit
        Of `value`: an SI unit ("W", "FLOP/s"), "FLOP" (powers of ten), "$", "%" or "" (none).
    names
        Of the frontier, the rest and the fit, in the legend and in the column `series`.

    Examples
    --------
    >>> models = pd.DataFrame(
    ...     {"year": [2020.0, 2021.0], "training_flop": [1e23, 2e24], "top": [True, False]}
    ... )
    >>> chart = frontier_chart(
    ...     models, date="year", value="training_flop", frontier="top", unit="FLOP",
    ...     description="Training compute of two models, the first of them at the frontier.",
    ... )
    >>> len(chart.layer)
    2
    """
    top, rest, line = names
    columns = [*tooltip, date, value]
    points = checked(data, [*columns, frontier], description)
    series = points[frontier].map({True: top, False: rest})
    table = points[columns].assign(series=series)
    used = [name for name in (top, rest) if name in set(series)]
    band = [f"{value}_low", f"{value}_high"]
    if fit is not None:
        used.append(line)
        table = pd.concat([table, fit[[date, value, *band]].assign(series=line)])
    base = alt.Chart(checked(table, [], description))
    base = base.encode(x=x_channel(data, date), y=value_y(value, value_title, unit, log=True))
    palette = {top: COLOURS[0], rest: GREY, line: COLOURS[1]}
    colour = colours("series", used, [palette[name] for name in used])

    layers = []
    for name, opacity in ((rest, 0.45), (top, 0.9)):
        dots = base.mark_point(opacity=opacity).encode(
            color=colour, tooltip=tooltips(table, columns, unit)
        )
        layers.append(dots.transform_filter(alt.FieldEqualPredicate(name, field="series")))
    if fit is not None:
        fitted = base.transform_filter(alt.FieldEqualPredicate(line, field="series"))
        low = value_y(band[0], value_title, unit, log=True)
        layers.append(fitted.mark_area(opacity=0.25).encode(y=low, y2=band[1], color=colour))
        layers.append(fitted.mark_line().encode(color=colour))
    return alt.layer(*layers).properties(description=description, title=title or alt.Undefined)


def series_chart(
    data: pd.DataFrame,
    *,
    x: str,
    value: str,
    series: str,
    description: str,
    dots: Sequence[str] = (),
    projections: Sequence[str] = (),
    unit: str = "",
    log: bool = False,
    title: str | None = None,
    value_title: str | None = None,
) -> alt.LayerChart:
    """Draw one line a series, with a band where the columns `{value}_low` and `_high` hold one.

    Parameters
    ----------
    data
        One row a point: `x` (dates or decimal years), `value`, `series` (its name).
    dots
        Series to draw as dots, such as single measurements.
    projections
        Series to draw thin, grey and dashed under one entry of the legend.
    unit
        As for `frontier_chart`.

    Examples
    --------
    >>> solar = pd.DataFrame(
    ...     {"year": [2010, 2020], "capacity_w": [4e10, 7e11], "source": ["observed"] * 2}
    ... )
    >>> chart = series_chart(
    ...     solar, x="year", value="capacity_w", series="source", unit="W",
    ...     description="Solar capacity of the world rises from 40 GW in 2010 to 700 GW in 2020.",
    ... )
    >>> len(chart.layer)
    1
    """
    band = [name for name in (f"{value}_low", f"{value}_high") if name in data.columns]
    table = checked(data, [x, value, series], description)[[x, value, *band, series]]
    names = list(dict.fromkeys(table[series]))
    known = [name for name in names if name not in projections]
    base = alt.Chart(table).encode(
        x=x_channel(table, x),
        y=value_y(value, value_title, unit, log=log),
        color=colours(series, known),
        tooltip=tooltips(table, [series, x, value], unit),
    )
    one_of = alt.FieldOneOfPredicate
    lines = [name for name in known if name not in dots]
    layers = []
    if projections:
        thin = base.mark_line(strokeWidth=1.2, strokeDash=[4, 3], color=GREY, point={"size": 12})
        thin = thin.encode(color=alt.value(GREY), detail=series)
        layers.append(thin.transform_filter(one_of(series, oneOf=list(projections))))
    if band:
        filled = base.mark_area(opacity=0.25).encode(y=value_y(band[0], value_title, unit, log=log))
        layers.append(filled.encode(y2=band[1]).transform_filter(one_of(series, oneOf=lines)))
    if dots:
        measured = base.mark_point(size=20, opacity=0.6)
        layers.append(measured.transform_filter(one_of(series, oneOf=list(dots))))
    if lines:
        drawn = base.mark_line(point={"size": 25})
        layers.append(drawn.transform_filter(one_of(series, oneOf=lines)))
    return alt.layer(*layers).properties(description=description, title=title or alt.Undefined)
