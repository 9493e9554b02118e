"""The calculator: a form, and the cluster model as Vega expressions that the Python formulas write.

The page needs no server: it evaluates the expressions on draws that it holds.
"""

from gigascale.charts.calculator.controls import CONTROLS, Control
from gigascale.charts.calculator.model import Model, build_model
from gigascale.charts.calculator.page import Calculator, capex_chart

__all__ = ["CONTROLS", "Calculator", "Control", "Model", "build_model", "capex_chart"]
