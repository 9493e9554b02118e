"""The chart of a specification curve: every estimate in order, and the choices behind it."""

import json
import math
from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from gigascale.charts.encode import MAX_ROWS, Measure, checked, colours
from gigascale.charts.style import COLOURS, GREY
from gigascale.charts.tips import tips, told
from gigascale.trends.choice_effects import choice_effects
from gigascale.trends.specifications import CHOICES, JOINED, NOTHING

_VALUE = "growth_per_year"
_ENDS = (f"{_VALUE}_low", f"{_VALUE}_high")
_HEIGHT, _GAP, _STRIP, _LABEL = 300, 14, 15, 14  # pixels
_BINS = 48
_ORDER = "Specifications, slowest growth first"
_DASH = [4, 3]
_BEFORE = {"start": "from ", "vintage": "vintage "}
_WITHOUT = "without "


def specification_chart(
    curve: pd.DataFrame,
    *,
    description: str,
    published: Mapping[str, float] | None = None,
    colour: str | None = None,
    title: str = "",
    value_title: str = "Growth per year (factor)",
) -> alt.LayerChart:
    """Draw a specification curve: estimates in order, on their intervals, above their choices.

    Below the curve, each setting has a strip that is dark where many of its specifications lie.
    Of more than 1000 estimates every second, third and so on in order is drawn, and of intervals
    the part within the reach of most.

    Parameters
    ----------
    curve
        As `gigascale.trends.specification_curve` gives it; rows without an estimate are left out.
    published
        Growth per year by label, each a thin rule.
    colour
        The choice that colours the estimates; by default the one that moves them most and has no
        more settings than there are colours.

    Examples
    --------
    >>> from gigascale.trends import specification_curve
    >>> chart = specification_chart(
    ...     specification_curve("transistors"), published={"stated": 1.41},
    ...     description="Growth of transistors per chip under each rule and line: 1.4 a year.",
    ... )
    >>> chart.to_dict()["height"]
    449
    """
    fitted = curve.dropna(subset=[_VALUE])
    every = math.ceil(len(fitted) / MAX_ROWS)
    ranked = fitted.sort_values(_VALUE, kind="stable").assign(rank=np.arange(1, len(fitted) + 1))
    columns = ["rank", _VALUE, *_ENDS, *CHOICES, "n"]
    table = checked(ranked[every // 2 :: every] if every else ranked, columns, description)
    table = table[columns].round(4)
    ends = table[[*_ENDS]]
    table[[*_ENDS]] = ends.where((ends > 0) & (ends < math.inf))  # a log axis has no other place
    coloured = colour or _matters_most(fitted)
    names = _settings(curve, coloured) if coloured else []
    palette = {_BEFORE.get(coloured, "") + name: c for name, c in zip(names, COLOURS, strict=False)}
    measure = _measure(table, list((published or {}).values()), value_title)
    scale = alt.Scale(domain=[0.5, len(fitted) + 0.5], nice=False)
    axis = alt.Axis(labels=False, ticks=False)
    base = alt.Chart(table).encode(
        x=alt.X("rank", type="quantitative", title=_ORDER, scale=scale, axis=axis),
        color=colours(coloured, names) if coloured else alt.value(COLOURS[0]),
        tooltip=tips(table, measure, "rule", ["start", "method", "exclude", "vintage", "n"]),
    )
    low, high = measure.scale["domain"]
    top = f"isValid(datum.{_ENDS[1]}) ? min({high}, datum.{_ENDS[1]}) : {high}"
    cut = {"from": f"max({low}, datum.{_ENDS[0]})", "to": top}
    lines = base.transform_calculate(**cut).mark_rule(strokeWidth=1, opacity=0.3)
    curve_layers = [
        lines.encode(y=measure.y("from"), y2="to"),
        base.mark_point(size=14, opacity=1).encode(y=measure.y(_VALUE)),
        *_rules(table, measure, published or {}, float(fitted[_VALUE].median())),
    ]
    strips = _strips(curve)
    panel = _panel(table, strips, palette, scale)
    chart = alt.layer(alt.layer(*curve_layers), *([panel] if strips else []))
    height = _HEIGHT + (_GAP + _STRIP * len(strips) if strips else 0)
    return (
        chart.resolve_scale(y="independent")
        .transform_calculate(**told(measure))
        .properties(description=description, title=title, height=height)
    )


def _matters_most(fitted: pd.DataFrame) -> str:
    """The choice that explains most of the estimates and needs no more colours than there are."""
    few = [name for name in CHOICES[:-1] if 1 < fitted[name].nunique() <= len(COLOURS)]
    if len(few) < 2:
        return few[0] if few else ""
    effects = choice_effects(fitted)["choice"]
    return str(effects[effects.isin(few)].iloc[0])


def _measure(table: pd.DataFrame, marked: list[float], title: str) -> Measure:
    """The log axis of growth, as far as all estimates and most of their intervals reach."""
    low = min(table[_VALUE].min(), table[_ENDS[0]].quantile(0.02), *marked)
    high = max(table[_VALUE].max(), table[_ENDS[1]].quantile(0.98), *marked)
    bounds = pd.DataFrame({name: [low, high] for name in (_VALUE, *_ENDS)})
    measure = Measure(bounds, [_VALUE, *_ENDS], "", title, log=True)
    measure.scale = alt.Scale(type="log", nice=False, domain=[low, high], range=[_HEIGHT, 0])
    return measure


def _rules(
    table: pd.DataFrame, measure: Measure, published: Mapping[str, float], middle: float
) -> list[alt.Chart]:
    """A rule a published value; its label lies on it at the left, or below it at the right, where
    the curve leaves room.
    """
    once = alt.Chart(table).transform_aggregate(rows="count()")
    low, high = np.log(measure.scale["domain"])
    layers = []
    for left in (True, False):
        look = {"align": "left", "dx": 3} if left else {"align": "right", "dx": -3}
        step, at = (-_LABEL, math.inf) if left else (_LABEL, -math.inf)
        mine = {label: value for label, value in published.items() if (value > middle) == left}
        for label, value in sorted(mine.items(), key=lambda item: item[1], reverse=not left):
            y = _HEIGHT * (high - math.log(value)) / (high - low)
            at = min(y - 9, at + step) if left else max(y + 9, at + step)
            words = once.mark_text(
                fontSize=12, fontWeight="bold", text=f"{label}: {value:.3g}", **look
            )
            rule = once.mark_rule(color=GREY, strokeWidth=1, strokeDash=_DASH)
            layers += [
                rule.encode(y=measure.y(value)),
                words.encode(y=alt.value(at), x=alt.value(0 if left else "width")),
            ]
    return layers


def _settings(curve: pd.DataFrame, choice: str) -> list[str]:
    """Settings of a choice that have estimates, in the order of the whole curve."""
    fitted = set(curve[choice][curve[_VALUE].notna()].dropna())
    return [name for name in dict.fromkeys(curve[choice]) if name in fitted]


def _strips(curve: pd.DataFrame) -> list[str]:
    """Labels of the strips: the settings of every choice that has several."""
    strips: list[str] = []
    for choice in ("rule", "start", "method", "exclude", "vintage"):
        if choice == "exclude":
            sets = {name: None for text in _settings(curve, choice) for name in text.split(JOINED)}
            labels = [_WITHOUT + name for name in sets if name != NOTHING]
        else:
            labels = [_BEFORE.get(choice, "") + name for name in _settings(curve, choice)]
        if len(labels) > (choice != "exclude"):
            strips += labels
    return strips


def _panel(
    table: pd.DataFrame, strips: list[str], palette: Mapping[str, str], scale: alt.Scale
) -> alt.Chart:
    """A strip a setting: how densely its specifications lie along the curve."""
    texts = [f"{json.dumps(_BEFORE.get(name, ''))} + datum.{name}" for name in CHOICES[:-1]]
    texts.append(f"'{_WITHOUT}' + replace(datum.exclude, regexp(' [+] ', 'g'), '|{_WITHOUT}')")
    joined = " + '|' + ".join(texts)
    bins = min(_BINS, len(table))
    width = scale["domain"][1] - 0.5
    labels = alt.Axis(domain=False, ticks=False, grid=False, labelFontSize=11, orient="left")
    top = _HEIGHT + _GAP
    y = alt.Scale(domain=strips, range=[top, top + _STRIP * len(strips)], paddingInner=0.2)
    return (
        alt.Chart(table)
        .transform_calculate(
            setting=f"split({joined}, '|')",
            bin=f"floor((datum.rank - 0.5) * {bins} / {width})",
        )
        .transform_flatten(["setting"])
        .transform_filter(alt.FieldOneOfPredicate("setting", oneOf=strips))
        .transform_aggregate(count="count()", groupby=["setting", "bin"])
        .transform_joinaggregate(total="sum(count)", groupby=["setting"])
        .transform_calculate(
            left=f"0.5 + datum.bin * {width / bins}",
            right=f"0.5 + (datum.bin + 1) * {width / bins}",
            share="datum.count / datum.total",
            colour=f"({json.dumps(palette)})[datum.setting] || '{GREY}'",
        )
        .mark_rect()
        .encode(
            x=alt.X("left:Q", scale=scale, title=_ORDER),
            x2="right:Q",
            y=alt.Y("setting:N", scale=y, axis=labels, title=None),
            fill=alt.Fill("colour:N", scale=None),
            opacity=alt.Opacity(
                "share:Q",
                scale=alt.Scale(domain=[0, 3 / bins], range=[0.05, 1], clamp=True),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("setting:N", title="title"),
                alt.Tooltip("share:Q", title="Its specifications here", format=".1%"),
            ],
        )
    )
