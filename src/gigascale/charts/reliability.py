"""The reliability diagram: how often outcomes fell inside intervals of a stated probability."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from gigascale.charts.encode import checked, colours
from gigascale.charts.style import GREY

_SIZE = 128  # pixels; two panels fit on a phone
_LETTERS = 18  # in a line above a panel
_COLUMNS = {"nominal": "Stated", "observed": "Observed"}
_ENDS = {"observed_low": "By chance from", "observed_high": "By chance to"}


def reliability_chart(
    data: pd.DataFrame,
    *,
    description: str,
    methods: Sequence[str] | None = None,
    panel: str = "series",
    title: str = "",
    columns: int = 4,
) -> alt.FacetChart:
    """Draw observed against stated coverage, a panel a series and a line a method.

    Forecasts whose intervals are right lie on the dashed diagonal. Below it intervals are too
    narrow, above it too wide. Shares in the grey band would be no sign of either.

    Parameters
    ----------
    data
        From `gigascale.forecasts.backtests.calibration.reliability`. The band is drawn once in a
        panel, that of the method with the most hindcasts.
    methods
        Those to draw, by default all, up to five.
    panel
        Column that names the panels, in their order.
    columns
        Panels in a row; two on a narrow page.

    Examples
    --------
    >>> data = pd.DataFrame(
    ...     {"series": "price", "method": "line", "nominal": [0.5, 0.9], "observed": [0.3, 0.6],
    ...      "observed_low": [0.35, 0.7], "observed_high": [0.65, 1.0], "hindcasts": 40}
    ... )
    >>> chart = reliability_chart(
    ...     data, description="Of 40 forecasts of the price, intervals of 90% held 60% of outcomes."
    ... )
    >>> chart.columns
    4
    """
    wanted = list(dict.fromkeys(data["method"]) if methods is None else methods)
    kept = data[data["method"].isin(wanted)]
    names = [panel, "method", *_COLUMNS, *_ENDS, "hindcasts"]
    table = checked(kept, names, description)[names].round(4).reset_index(drop=True)
    most = table.groupby(panel)["hindcasts"].transform("max")
    first = table[table["hindcasts"] == most].drop_duplicates([panel, "nominal"]).index
    table["band"] = table.index.isin(first)
    base = alt.Chart().encode(
        x=_share("nominal", "Stated"),
        tooltip=[
            alt.Tooltip("method", type="nominal", title="title"),
            *(
                alt.Tooltip(name, type="quantitative", format=".0%", title=words)
                for name, words in (_COLUMNS | _ENDS).items()
            ),
            alt.Tooltip("hindcasts", type="quantitative", format=",d", title="Hindcasts"),
        ],
    )
    band = base.transform_filter("datum.band").mark_area(color=GREY, opacity=0.25)
    drawn = base.encode(
        y=_share("observed", "Observed"), color=colours("method", wanted), order="nominal:Q"
    )
    layers = [
        band.encode(y=_share("observed_low", "Observed"), y2="observed_high"),
        _diagonal(),
        drawn.mark_line(strokeWidth=2),
        drawn.mark_point(size=22, opacity=1),
        _heading(panel),
    ]
    panels = alt.layer(*layers, data=table).properties(width=_SIZE, height=_SIZE)
    order = list(dict.fromkeys(table[panel]))
    header = alt.Header(labelExpr="''", labelFontSize=0, labelPadding=0, title=None)
    facet = alt.Facet(panel, type="nominal", sort=order, header=header)
    return panels.facet(facet, columns=columns, spacing={"row": 56, "column": 24}).properties(
        description=description, title=title, usermeta={"narrow": {"columns": 2}}
    )


def _share(name: str, title: str) -> alt.X | alt.Y:
    channel = alt.X if name == "nominal" else alt.Y
    axis = alt.Axis(format="%", values=[0, 0.5, 1], grid=True, labelFlush=True)
    scale = alt.Scale(domain=[0, 1], nice=False)
    return channel(name, type="quantitative", title=title, axis=axis, scale=scale)


def _diagonal() -> alt.Chart:
    once = alt.Chart().transform_aggregate(rows="count()").mark_rule
    ends = {"x": alt.value(0), "y": alt.value(_SIZE), "x2": alt.value(_SIZE), "y2": alt.value(0)}
    return once(color=GREY, strokeWidth=1, strokeDash=[4, 3]).encode(**ends)


def _heading(panel: str) -> alt.Chart:
    """The name above the panel, wrapped; as a text, so that it takes the page's colour."""
    pattern = f"regexp('(.{{1,{_LETTERS}}})(?: +|$)', 'g')"
    wrapped = f"trim(replace(datum.name, {pattern}, '$1\\n'))"
    count = "length(split(datum.wrapped, '\\n'))"
    lowest = f"split(({count} < 2 ? ' \\n \\n' : {count} < 3 ? ' \\n' : '') + datum.wrapped, '\\n')"
    once = alt.Chart().transform_aggregate(name=f"max({panel})")
    text = once.transform_calculate(wrapped=wrapped).transform_calculate(lines=lowest)
    look = text.mark_text(align="left", baseline="line-top", fontSize=12, lineHeight=14)
    return look.encode(text="lines:N", x=alt.value(0), y=alt.value(-3 * 14 - 4))
