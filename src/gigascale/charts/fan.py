"""A median over time in bands of several probabilities."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from gigascale.charts.encode import Measure, checked, colours, time_x
from gigascale.charts.reference import Reference
from gigascale.charts.tips import tips, told

BANDS = {"90%": ("q05", "q95"), "80%": ("q10", "q90"), "50%": ("q25", "q75")}


def fan_chart(
    data: pd.DataFrame,
    *,
    x: str,
    value: str,
    series: str,
    description: str,
    dots: Sequence[str] = (),
    dot_name: str | None = None,
    unit: str = "",
    log: bool = False,
    reference: float | None = None,
    reference_title: str = "",
    title: str = "",
    value_title: str | None = None,
) -> alt.LayerChart:
    """Draw the median of each series in its bands of 50, 80 and 90%, and measured values as dots.

    Parameters
    ----------
    data
        One row a point: `x` (dates or decimal years), `series` (its name) and the quantiles
        `{value}_q05`, `_q10`, `_q25`, `_q50`, `_q75`, `_q90` and `_q95`; of a dot the median alone.
    dots
        Series to draw as dots.
    dot_name
        Column with the name of a dot, the heading of its tooltip.
    unit
        As for `frontier_chart`.
    reference, reference_title
        As for `series_chart`.

    Examples
    --------
    >>> ends = {"q05": 1.0, "q10": 2.0, "q25": 3.0, "q50": 4.0, "q75": 5.0, "q90": 6.0, "q95": 7.0}
    >>> power = pd.DataFrame([{"year": y, "route": "demand"} for y in (2026, 2027)])
    >>> power = power.assign(**{f"power_w_{q}": v * 1e9 for q, v in ends.items()})
    >>> chart = fan_chart(
    ...     power, x="year", value="power_w", series="route", unit="W",
    ...     description="Power of the largest site in 2026 and 2027, between 1 and 7 GW.",
    ... )
    >>> len(chart.layer)
    5
    """
    ends = [f"{value}_{end}" for band in BANDS.values() for end in band]
    middle, (low, high) = f"{value}_q50", ends[:2]
    names = [dot_name] if dot_name else []
    columns = [*names, series, x, middle, *sorted(ends)]
    table = checked(data, columns, description)[columns]
    measure = Measure(table, [middle, low, high], unit, value_title, log=log, reference=reference)
    known = list(dict.fromkeys(table[series]))
    base = alt.Chart(table).encode(x=time_x(table, x), color=colours(series, known))
    lines = [name for name in known if name not in dots]

    def of(wanted: Sequence[str], head: str) -> alt.Chart:
        kept = base.transform_filter(alt.FieldOneOfPredicate(series, oneOf=list(wanted)))
        return kept.encode(tooltip=tips(table, measure, head, [x]))

    fan = of(lines, series)
    layers = [
        fan.mark_area(opacity=0.16).encode(y=measure.y(f"{value}_{below}"), y2=f"{value}_{above}")
        for below, above in BANDS.values()
    ]
    layers.append(fan.mark_rule(opacity=0, strokeWidth=14).encode(y=measure.y(low), y2=high))
    layers.append(fan.mark_line(point={"size": 25}).encode(y=measure.y(middle)))
    if dots:
        measured = of(dots, dot_name or series).mark_point(size=45, opacity=0.8)
        layers.append(measured.encode(y=measure.y(middle)))
    if reference is not None:
        layers = [*Reference(table, measure, reference, reference_title).level(x), *layers]
    chart = alt.layer(*layers).transform_calculate(**told(measure))
    return chart.properties(description=description, title=title)
