"""Charts with one row a label."""

import altair as alt
import pandas as pd

from gigascale.charts.encode import Measure, checked, colours, tooltips
from gigascale.charts.style import COLOURS

_WRAPPED = (  # on a phone a label breaks into lines of about 22 letters
    "width < 400 ? split(trim(replace("
    "datum.label, regexp('(.{1,22})(?: +|$)', 'g'), '$1\\n')), '\\n') : datum.label"
)


def _labels(name: str) -> alt.Y:
    axis = alt.Axis(labelExpr=_WRAPPED)
    return alt.Y(name, type="nominal", sort=None, title=None, axis=axis)


def interval_chart(
    data: pd.DataFrame,
    *,
    label: str,
    value: str,
    description: str,
    group: str | None = None,
    unit: str = "",
    log: bool = False,
    title: str = "",
    value_title: str | None = None,
) -> alt.LayerChart:
    """Draw one row a label: a dot at `value` on its interval (`{value}_low` to `{value}_high`).

    Parameters
    ----------
    data
        One row a label, or one a label and group; an interval may be missing. Labels keep their
        order.
    group
        Column that colours the rows; those of one label lie below each other.
    unit
        As for `frontier_chart`.

    Examples
    --------
    >>> fits = pd.DataFrame(
    ...     {"rule": ["all", "top 10"], "growth": [4.1, 4.9], "growth_low": [3.8, 4.5],
    ...      "growth_high": [4.4, 5.4]}
    ... )
    >>> chart = interval_chart(
    ...     fits, label="rule", value="growth",
    ...     description="Growth per year by frontier rule, from 4.1 for all to 4.9 for the top 10.",
    ... )
    >>> len(chart.layer)
    2
    """
    band = [f"{value}_low", f"{value}_high"]
    grouping = [group] if group else []
    columns = [label, value, *band, *grouping]
    table = checked(data, columns, description)[columns]
    groups = list(dict.fromkeys(table[group])) if group else []
    rows = table[label].value_counts().max()
    height = (16 + 12 * int(rows)) * table[label].nunique()
    base = alt.Chart(table, height=height).encode(
        y=_labels(label),
        color=colours(group, groups) if group else alt.value(COLOURS[0]),
        tooltip=tooltips(table, columns, unit),
    )
    if rows > 1:
        base = base.encode(yOffset=alt.YOffset(group, type="nominal", sort=groups))
    measure = Measure(table, [value, *band], unit, value_title, log=log)
    dots = base.mark_point(size=70, opacity=1).encode(x=measure.x(value, zero=False))
    rules = base.mark_rule().encode(x=measure.x(band[0], zero=False), x2=band[1])
    return alt.layer(rules, dots).properties(description=description, title=title)


def bar_chart(
    data: pd.DataFrame,
    *,
    label: str,
    value: str,
    description: str,
    part: str | None = None,
    unit: str = "",
    title: str = "",
    value_title: str | None = None,
) -> alt.Chart:
    """Draw one bar a label, stacked by `part` where that column is named. Rows keep their order.

    Examples
    --------
    >>> capex = pd.DataFrame({"part": ["chips", "building"], "capex_usd": [3.1e10, 1.2e10]})
    >>> chart = bar_chart(
    ...     capex, label="part", value="capex_usd", unit="$",
    ...     description="Capital cost by part: chips cost more than twice what the building does.",
    ... )
    >>> chart.description[:12]
    'Capital cost'
    """
    columns = [label, *([part] if part else []), value]
    table = checked(data, columns, description)[columns]
    parts = list(dict.fromkeys(table[part])) if part else []
    colour = colours(part, parts) if part else alt.value(COLOURS[0])
    return (
        alt.Chart(table, title=title, height=34 * table[label].nunique(), description=description)
        .mark_bar()
        .encode(
            x=Measure(table, [value], unit, value_title, log=False).x(value),
            y=_labels(label),
            color=colour,
            tooltip=tooltips(table, columns, unit),
        )
    )
