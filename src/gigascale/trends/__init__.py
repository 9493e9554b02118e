"""Trends of published series: frontier, growth per year with its interval, breaks."""
