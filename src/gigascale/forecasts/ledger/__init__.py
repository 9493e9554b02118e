"""Declared targets, the forecasts issued of them, and how they fared."""
