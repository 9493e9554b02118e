"""Forecasts as distributions: methods, backtests, scores, and the ledger of those issued."""

from gigascale.forecasts.history import History, history
from gigascale.forecasts.methods import METHODS, forecast
from gigascale.forecasts.predictive import LEVELS

__all__ = ["LEVELS", "METHODS", "History", "forecast", "history"]
