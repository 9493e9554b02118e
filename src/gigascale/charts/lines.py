"""Charts over time."""

import json
from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from gigascale.charts.encode import Measure, checked, colours, time_x
from gigascale.charts.reference import Reference
from gigascale.charts.style import COLOURS, GREY
from gigascale.charts.tips import tips, told
from gigascale.datasets import calendar_date
from gigascale.trends.growth import GrowthFit


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
    title: str = "",
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
        Further columns to say of a point, before date and value; the first is its heading.
    unit
        Of `value`: an SI unit ("W", "FLOP/s"), "FLOP" (powers of ten), "$", "%", "year" or "".
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
    drawn = [name for name in (value, *band) if name in table.columns]
    measure = Measure(checked(table, [], description), drawn, unit, value_title, log=True)
    base = alt.Chart(table).encode(x=time_x(data, date), y=measure.y(value))
    palette = {top: COLOURS[0], rest: GREY, line: COLOURS[1]}
    colour = colours("series", used, [palette[name] for name in used])

    def of(name: str) -> alt.Chart:
        return base.transform_filter(alt.FieldEqualPredicate(name, field="series"))

    head = tooltip[0] if tooltip else None
    layers = []
    if fit is not None:
        filled = of(line).mark_area(opacity=0.25)
        layers.append(filled.encode(y=measure.y(band[0]), y2=band[1], color=colour))
        reach = _reach(of(line), measure)
        layers.append(reach.encode(tooltip=tips(table, measure, "series", [date])))
    said = tips(table, measure, head, [*tooltip[1:], date])
    for name, opacity in ((rest, 0.45), (top, 0.9)):
        layers.append(of(name).mark_point(opacity=opacity).encode(color=colour, tooltip=said))
    if fit is not None:
        layers.append(of(line).mark_line().encode(color=colour))
    chart = alt.layer(*layers).transform_calculate(**told(measure))
    return chart.properties(description=description, title=title)


def _reach(base: alt.Chart, measure: Measure) -> alt.Chart:
    """Cover a band with what cannot be seen but can be pointed at."""
    _, low, high = measure.columns
    return base.mark_rule(opacity=0, strokeWidth=14).encode(y=measure.y(low), y2=high)


def fitted_line(
    fit: GrowthFit, *, date: str, value: str, dated: bool = True, points: int = 40
) -> pd.DataFrame:
    """Return a fitted line with its band as `frontier_chart` draws it.

    Parameters
    ----------
    date, value
        Names of the columns; the band is in `value` with the suffixes `_low` and `_high`.
    dated
        Whether the dates are calendar dates; decimal years otherwise.

    Examples
    --------
    >>> from gigascale.trends import fit_growth
    >>> line = fitted_line(
    ...     fit_growth([2010, 2011, 2012], [1, 2, 4]), date="date", value="flop", points=3
    ... )
    >>> line.columns.tolist(), line["flop"].round(1).tolist()
    (['date', 'flop', 'flop_low', 'flop_high'], [1.0, 2.0, 4.0])
    """
    years = np.linspace(fit.first_year, fit.last_year, points)
    values, low, high = fit.line(years)
    return pd.DataFrame(
        {
            date: calendar_date(years) if dated else years,
            value: values,
            f"{value}_low": low,
            f"{value}_high": high,
        }
    )


def series_chart(
    data: pd.DataFrame,
    *,
    x: str,
    value: str,
    series: str,
    description: str,
    dots: Sequence[str] = (),
    projections: Sequence[str] = (),
    projections_name: str = "Projections",
    unit: str = "",
    log: bool = False,
    reference: float | None = None,
    reference_title: str = "",
    title: str = "",
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
        Series to draw thin, grey and dashed; `projections_name` is their entry in the legend.
    unit
        As for `frontier_chart`.
    reference, reference_title
        A value that a thin rule marks, and the words on it (the value itself if there are none).

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
    known = [name for name in dict.fromkeys(table[series]) if name not in projections]
    lines = [name for name in known if name not in dots]
    entries, palette = known, COLOURS
    if projections:
        entries, palette = [*known, projections_name], [*COLOURS[: len(known)], GREY]
    measure = Measure(table, [value, *band], unit, value_title, log=log, reference=reference)
    base = alt.Chart(table).encode(
        x=time_x(table, x),
        y=measure.y(value),
        color=colours("entry", entries, palette),
        detail=series,
        tooltip=tips(table, measure, series, [x]),
    )
    thin = base.mark_line(strokeWidth=1.2, strokeDash=[4, 3], point={"size": 12})
    parts = [(thin, projections)]
    if band:
        filled = base.mark_area(opacity=0.25).encode(y=measure.y(band[0]), y2=band[1])
        parts += [(filled, lines), (_reach(base, measure), lines)]
    few = table[series].isin(list(dots)).sum() < 50
    parts.append((base.mark_point(size=60 if few else 20, opacity=0.6), dots))
    parts.append((base.mark_line(point={"size": 25}), lines))
    layers = [
        part.transform_filter(alt.FieldOneOfPredicate(series, oneOf=list(names)))
        for part, names in parts
        if names
    ]
    if reference is not None:
        layers = [*Reference(table, measure, reference, reference_title).level(x), *layers]
    name = f"datum[{json.dumps(series)}]"
    entry = f"indexof({json.dumps(list(projections))}, {name}) < 0 ? {name} : "
    chart = alt.layer(*layers).transform_calculate(
        entry=entry + json.dumps(projections_name), **told(measure)
    )
    return chart.properties(description=description, title=title)
