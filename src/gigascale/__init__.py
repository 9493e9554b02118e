"""Dated public data on AI compute, growth fits with honest intervals, and cluster models."""
