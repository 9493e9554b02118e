"""What was published beside what it converts to, one row a figure."""

import altair as alt
import pandas as pd

from gigascale.charts.encode import Measure, checked, colours
from gigascale.charts.rows import row_heights, row_labels
from gigascale.charts.style import COLOURS, GREY
from gigascale.charts.tips import tips, told

_ROW = 22  # pixels


def before_after_chart(
    data: pd.DataFrame,
    *,
    label: str,
    value: str,
    series: str,
    description: str,
    unit: str = "",
    log: bool = False,
    title: str = "",
    value_title: str | None = None,
) -> alt.LayerChart:
    """Draw, on one row a label, an open dot before, a dot on its interval after, and a band.

    Parameters
    ----------
    data
        Long: `label`, `series`, `value` with the suffixes `_low` and `_high`. The first series is
        what was before, the second what it became, the third, if any, the band behind both. A
        value may be missing. Labels keep their order.
    unit, log
        As for `interval_chart`.

    Examples
    --------
    >>> quotes = pd.DataFrame(
    ...     {"who": "a bank", "series": ["quoted", "converted", "model"],
    ...      "usd": [40.0, 30.0, 31.0], "usd_low": [40.0, 27.0, 25.0],
    ...      "usd_high": [40.0, 33.0, 39.0]}
    ... )
    >>> chart = before_after_chart(
    ...     quotes, label="who", value="usd", series="series", unit="$",
    ...     description="One quote of 40 dollars becomes 30 when it is converted.",
    ... )
    >>> len(chart.layer)
    5
    """
    band = [f"{value}_low", f"{value}_high"]
    columns = [label, series, value, *band]
    table = checked(data, columns, description)[columns]
    names = list(dict.fromkeys(table[series]))
    measure = Measure(table, [value, *band], unit, value_title, log=log)
    chosen = [COLOURS[1], COLOURS[0], GREY][: len(names)]
    base = alt.Chart(table).encode(
        y=row_labels(label),
        color=colours(series, names, chosen),
        tooltip=tips(table, measure, label, [series]),
    )

    def of(name: str) -> alt.Chart:
        return base.transform_filter(alt.FieldEqualPredicate(name, field=series))

    dot, low = measure.x(value, zero=False), measure.x(band[0], zero=False)
    before, after, *model = names
    layers = [
        of(name).mark_rule(strokeWidth=_ROW - 6, opacity=0.3).encode(x=low, x2=band[1])
        for name in model
    ]
    if table.loc[table[series] == before, band].notna().all(axis=1).any():
        layers.append(of(before).mark_rule(strokeWidth=1).encode(x=low, x2=band[1]))
    layers += [
        of(before).mark_point(size=50, filled=False, strokeWidth=2).encode(x=dot),
        of(after).mark_rule().encode(x=low, x2=band[1]),
        of(after).mark_point(size=60, opacity=1).encode(x=dot),
    ]
    return (
        alt.layer(*layers)
        .transform_calculate(**told(measure))
        .properties(description=description, title=title, **row_heights(table[label], _ROW))
    )
