"""Trends of published series: the frontier, growth per year with its interval, breaks."""

from gigascale.trends.breaks import BreakFit, fit_break
from gigascale.trends.choice_effects import choice_effects, shares_containing
from gigascale.trends.frontier import parse_rule
from gigascale.trends.growth import GrowthFit, fit_growth
from gigascale.trends.methods import DEFAULT_METHOD, METHODS
from gigascale.trends.rates import Rate
from gigascale.trends.series import Series, growth_of, select
from gigascale.trends.specifications import specification_curve

__all__ = [
    "DEFAULT_METHOD",
    "METHODS",
    "BreakFit",
    "GrowthFit",
    "Rate",
    "Series",
    "choice_effects",
    "fit_break",
    "fit_growth",
    "growth_of",
    "parse_rule",
    "select",
    "shares_containing",
    "specification_curve",
]
