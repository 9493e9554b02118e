"""Forecasts from past days, judged by what came."""
