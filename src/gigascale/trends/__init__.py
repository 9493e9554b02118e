"""Trends of published series: the frontier, growth per year with its interval, breaks."""

from gigascale.trends.breaks import BreakFit, fit_break
from gigascale.trends.frontier import parse_rule
from gigascale.trends.growth import GrowthFit, fit_growth
from gigascale.trends.rates import Rate
from gigascale.trends.series import Series, growth_of, select
from gigascale.trends.uncertainty import DEFAULT_METHOD, METHODS

__all__ = [
    "DEFAULT_METHOD",
    "METHODS",
    "BreakFit",
    "GrowthFit",
    "Rate",
    "Series",
    "fit_break",
    "fit_growth",
    "growth_of",
    "parse_rule",
    "select",
]
