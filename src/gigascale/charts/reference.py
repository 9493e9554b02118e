"""A thin labelled rule at a value, such as 1 for a ratio."""

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from gigascale.charts.encode import Measure
from gigascale.charts.style import GREY


class Reference:
    """The rule at `value`; without a title it is labelled as the axis would label the value."""

    def __init__(self, table: pd.DataFrame, measure: Measure, value: float, title: str) -> None:
        self.table, self.measure, self.value = table, measure, value
        as_on_axis = measure.axis["labelExpr"].replace("datum.value", f"({value})")
        self.text = title or alt.ExprRef(as_on_axis)

    def _layers(self, rule: dict[str, Any], label: dict[str, Any], **look: Any) -> list[alt.Chart]:
        once = alt.Chart(self.table).transform_aggregate(rows="count()")
        text = once.mark_text(fontSize=12, baseline="bottom", text=self.text, **look)
        return [
            once.mark_rule(color=GREY, strokeWidth=1).encode(**rule),
            text.encode(**rule, **label),
        ]

    def upright(self) -> list[alt.Chart]:
        """Draw it across rows, its label above and within the width of the chart."""
        place = f"scale('x', {self.value}) / width"
        align = alt.ExprRef(f"{place} > 0.7 ? 'right' : {place} < 0.3 ? 'left' : 'center'")
        at = self.measure.x(self.value, zero=False)
        return self._layers({"x": at}, {"y": alt.value(-5)}, align=align)

    def level(self, x: str) -> list[alt.Chart]:
        """Draw it over time, its label at the side where the values lie farther from it."""
        values = self.table[self.measure.columns[0]]
        if self.measure.log:
            distance = np.log(values / self.value).abs()
        else:
            distance = (values - self.value).abs()
        times = self.table[x]
        early = times < times.min() + (times.max() - times.min()) / 2
        left = distance[early].min() > distance[~early].min()
        side = {"x": alt.value(0 if left else "width")}
        look = {"align": "left", "dx": 4} if left else {"align": "right", "dx": -4}
        return self._layers({"y": self.measure.y(self.value)}, side, dy=-3, **look)
