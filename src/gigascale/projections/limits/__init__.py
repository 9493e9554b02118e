"""What limits the leading site, what is planned, and what the world has of chips and power."""

from gigascale.projections.limits.site import LIMITS, BuildOut, build_out, site_power_limits_w

__all__ = ["LIMITS", "BuildOut", "build_out", "site_power_limits_w"]
