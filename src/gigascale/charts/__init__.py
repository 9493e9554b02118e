"""The look of every chart and the few kinds of chart that chapters use.

Importing this package sets the Altair theme and the notebook output. Each builder takes a tidy
table and the names of its columns, draws that table alone (so a chart's data can be downloaded as
one CSV file), and requires a description for readers who do not see the chart.
"""

from gigascale.charts.before_after import before_after_chart
from gigascale.charts.fan import fan_chart
from gigascale.charts.lines import fitted_line, frontier_chart, series_chart
from gigascale.charts.reliability import reliability_chart
from gigascale.charts.rows import bar_chart, interval_chart
from gigascale.charts.specifications import specification_chart
from gigascale.charts.style import COLOURS, GREY

__all__ = [
    "COLOURS",
    "GREY",
    "bar_chart",
    "before_after_chart",
    "fan_chart",
    "fitted_line",
    "frontier_chart",
    "interval_chart",
    "reliability_chart",
    "series_chart",
    "specification_chart",
]
