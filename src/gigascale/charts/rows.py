"""Charts with one row a label."""

import textwrap
from typing import Any

import altair as alt
import pandas as pd

from gigascale.charts.encode import Measure, checked, colours
from gigascale.charts.reference import Reference
from gigascale.charts.style import COLOURS
from gigascale.charts.tips import tips, told

_LETTERS = 22  # in a line of a label on a narrow page
_NARROW = "narrow"
_WRAPPED = (
    f"{_NARROW} ? split(trim(replace("
    f"datum.label, regexp('(.{{1,{_LETTERS}}})(?: +|$)', 'g'), '$1\\n')), '\\n') : datum.label"
)


def row_labels(name: str) -> alt.Y:
    """Encode the labels of rows, in their order; on a narrow page they wrap."""
    axis = alt.Axis(labelExpr=_WRAPPED)
    return alt.Y(name, type="nominal", sort=None, title=None, axis=axis)


def row_heights(labels: pd.Series, row: int) -> dict[str, Any]:
    """Set the height, and that on a narrow page, where labels wrap and rows are taller."""
    names = labels.unique()
    most = max(len(textwrap.wrap(str(name), _LETTERS)) for name in names)
    narrow = {
        "height": max(row, 15 * most + 8) * len(names),
        "params": [{"name": _NARROW, "value": True}],
    }
    return {
        "height": row * len(names),
        "params": [alt.VariableParameter(name=_NARROW, value=False)],
        "usermeta": {"narrow": narrow},
    }


def interval_chart(
    data: pd.DataFrame,
    *,
    label: str,
    value: str,
    description: str,
    group: str | None = None,
    unit: str = "",
    log: bool = False,
    reference: float | None = None,
    reference_title: str = "",
    title: str = "",
    value_title: str | None = None,
) -> alt.LayerChart:
    """Draw one row a label: a dot at `value` on its interval (`{value}_low` to `{value}_high`).

    Parameters
    ----------
    data
        One row a label, or one a label and group; an interval may be missing, or all of them with
        their columns. Labels keep their order.
    group
        Column that colours the rows; those of one label lie below each other.
    unit
        As for `frontier_chart`.
    reference, reference_title
        As for `series_chart`.

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
    band = [end for end in (f"{value}_low", f"{value}_high") if end in data.columns]
    grouping = [group] if group else []
    columns = [label, value, *band, *grouping]
    table = checked(data, columns, description)[columns]
    groups = list(dict.fromkeys(table[group])) if group else []
    rows = int(table[label].value_counts().max())
    measure = Measure(table, [value, *band], unit, value_title, log=log, reference=reference)
    base = alt.Chart(table).encode(
        y=row_labels(label),
        color=colours(group, groups) if group else alt.value(COLOURS[0]),
        tooltip=tips(table, measure, label, grouping),
    )
    if rows > 1:
        base = base.encode(yOffset=alt.YOffset(group, type="nominal", sort=groups))
    dots = base.mark_point(size=70, opacity=1).encode(x=measure.x(value, zero=False))
    layers = [dots]
    if band:
        lines = base.mark_rule().encode(x=measure.x(band[0], zero=False), x2=band[1])
        layers = [lines, dots]
    if reference is not None:
        layers = [*Reference(table, measure, reference, reference_title).upright(), *layers]
    return (
        alt.layer(*layers)
        .transform_calculate(**told(measure))
        .properties(
            description=description, title=title, **row_heights(table[label], 16 + 12 * rows)
        )
    )


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
    measure = Measure(table, [value], unit, value_title)
    bars = alt.Chart(table).mark_bar()
    return (
        bars.transform_calculate(**told(measure))
        .encode(
            x=measure.x(value),
            y=row_labels(label),
            color=colour,
            tooltip=tips(table, measure, label, [part] if part else []),
        )
        .properties(description=description, title=title, **row_heights(table[label], 34))
    )
