"""What a chart says of the point under the pointer: words and units, no names of columns."""

import json
from collections.abc import Sequence

import altair as alt
import pandas as pd

from gigascale.charts.encode import Measure, is_date

_TOLD = "told"
_DOLLARS = "format(V, '$.3~s')"
for _prefix, _word in {"T": "trillion", "G": "billion", "M": "million"}.items():
    _DOLLARS = f"replace({_DOLLARS}, '{_prefix}', ' {_word}')"
_POWER = "toNumber(split(format(V, '.2~e'), 'e')[1])"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TEXT = {
    "": "format(V, V % 1 ? ',.3~r' : ',d')",
    "year": "format(V, V % 1 ? '.1f' : 'd')",
    "%": "format(V, '.3~%')",
    "$": f"abs(V) < 1e6 ? format(V, '$,.3~r') : {_DOLLARS}",
    "FLOP": f"split(format(V, '.2~e'), 'e')[0] + ' × 10' + ({_POWER} < 10 ? '' : "
    f"substring('{_RAISED}', floor({_POWER} / 10), floor({_POWER} / 10) + 1)) + "
    f"substring('{_RAISED}', {_POWER} % 10, {_POWER} % 10 + 1) + ' FLOP'",
}


def value_text(value: str, unit: str) -> str:
    """Write the Vega expression that formats a value, given as an expression, with its unit.

    Examples
    --------
    >>> value_text("datum.share", "%")
    "(format(datum.share, '.3~%'))"
    """
    si_prefixed = f"replace(format(V, '.3~s'), regexp('([a-zA-Zµ]?)$'), ' $1') + '{unit}'"
    return "(" + _TEXT.get(unit, si_prefixed).replace("V", value) + ")"


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _fact(data: pd.DataFrame, name: str) -> alt.Tooltip:
    kind: dict[str, str] = {"type": "nominal"}
    if is_date(data, name):
        kind = {"type": "temporal", "format": "%-d %B %Y"}
    elif pd.api.types.is_float_dtype(data[name]):
        whole = (data[name].dropna() % 1 == 0).all()
        kind = {"type": "quantitative", "format": "d" if whole else ".1f"}
    return alt.Tooltip(name, title=_words(name), **kind)


def told(measure: Measure) -> dict[str, str]:
    """Calculate the text of each row's value, with its interval where it has one."""

    def text(name: str) -> str:
        return value_text(f"datum[{json.dumps(name)}]", measure.unit)

    value = text(measure.columns[0])
    if len(measure.columns) == 3:
        low, high = measure.columns[1:]
        ends = f"' (' + {text(low)} + ' to ' + {text(high)} + ')'"
        both = " && ".join(f"isValid(datum[{json.dumps(end)}])" for end in (low, high))
        value += f" + ({both} ? {ends} : '')"
    return {_TOLD: value}


def tips(
    data: pd.DataFrame, measure: Measure, head: str | None, others: Sequence[str]
) -> list[alt.Tooltip]:
    """Say the column `head` in bold, the other columns, and the text that `told` calculates.

    A float among the other columns is a decimal year.
    """
    title = measure.title or _words(measure.columns[0])
    title = title.removesuffix(f" ({measure.unit})")  # it stands with the number
    heading = [alt.Tooltip(head, type="nominal", title="title")] if head else []
    value = alt.Tooltip(_TOLD, type="nominal", title=title)
    return [*heading, *(_fact(data, name) for name in others), value]
