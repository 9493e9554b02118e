"""What can stand at one site: power, chips, capital and time, each a limit by year.

Power and chips are what the country or the world can add from the start on, times the share that
one company gets and the share of it that one site gets, on top of what stands. Capital is what one
company spends over one build, times the share of one site. The shares are judgements over what
stands and is planned; they are the same draws in every limit, so that limits move together.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gigascale.clusters.sampling import FloatArray
from gigascale.datasets import decimal_year
from gigascale.errors import InputError
from gigascale.projections.limits.supply import (
    RATES_YEAR,
    ai_power_added_w,
    chip_power_added_w,
    company_ai_capex_usd,
)

LIMITS = ("power", "chips", "capital", "time")


@dataclass(frozen=True)
class BuildOut:
    """The largest site: what stands at the start, and the largest that is planned by each year.

    Examples
    --------
    >>> BuildOut(2026.0, 1e9, np.array([2027.0]), np.array([3e9])).planned_w([2026.5, 2027.5])
    array([1.e+09, 3.e+09])
    """

    start_year: float
    standing_w: float
    planned_years: FloatArray
    planned_site_w: FloatArray

    def planned_w(self, years: ArrayLike) -> FloatArray:
        """Return the largest facility power that one site is planned to have by each year, in W."""
        steps = np.concatenate([[self.standing_w], np.maximum(self.planned_site_w, 0.0)])
        records = np.maximum.accumulate(steps)
        found: FloatArray = records[np.searchsorted(self.planned_years, years, side="right")]
        return found


def build_out(timelines: pd.DataFrame, now: str) -> BuildOut:
    """Return the largest site that stands on a day and those planned after it.

    Parameters
    ----------
    timelines : DataFrame
        The ``data_center_timelines`` dataset.
    now : str
        ISO date, that of the vintage: what is dated later is a plan.

    Raises
    ------
    InputError
        If no site stands by then.

    Examples
    --------
    >>> states = pd.DataFrame({"date": pd.to_datetime(["2025-01-01", "2027-01-01"]),
    ...                        "power_w": [3e8, 5e8]})
    >>> build_out(states, "2026-01-01").standing_w
    300000000.0
    """
    dated = timelines.sort_values("date")
    past = dated["date"] <= pd.Timestamp(now)
    if not past.any():
        raise InputError(f"no site stands by {now}")
    plans = dated[~past]
    return BuildOut(
        float(decimal_year(pd.Series([pd.Timestamp(now)]))[0]),
        float(dated.loc[past, "power_w"].max()),
        decimal_year(plans["date"]),
        plans["power_w"].to_numpy(dtype=np.float64),
    )


def site_power_limits_w(
    years: ArrayLike,
    inputs: Mapping[str, FloatArray],
    sites: BuildOut,
    capex_usd_per_facility_w: ArrayLike | None = None,
) -> dict[str, FloatArray]:
    """Return the largest facility power that one site can have at each year, by limit, in W.

    Parameters
    ----------
    years : array_like, shape (m,) or (n, m)
        Decimal years at which the site must stand (a run's publication less its lead).
    inputs : mapping
        Draws of the assumptions, by name, each of shape (n, 1).
    sites : BuildOut
        What stands and is planned.
    capex_usd_per_facility_w : array_like, shape (n, 1), optional
        From the cluster model, chips included; without it there is no limit of capital.

    Returns
    -------
    dict
        Keys of ``LIMITS`` (without ``capital`` if its cost is not given), each broadcastable to
        (n, m) and never below what stands. ``time`` is infinite once a new site can stand.
    """
    since = sites.start_year - RATES_YEAR
    until = np.maximum(np.asarray(years, dtype=np.float64) - RATES_YEAR, since)
    site_share = inputs["leading_company_fraction"] * inputs["one_site_fraction"]
    limits = {
        "power": sites.standing_w + site_share * ai_power_added_w(since, until, inputs),
        "chips": sites.standing_w + site_share * chip_power_added_w(since, until, inputs),
        "time": planned_or_free_w(np.asarray(years, dtype=np.float64), inputs, sites),
    }
    if capex_usd_per_facility_w is not None:
        spent = inputs["one_site_fraction"] * company_ai_capex_usd(until, inputs)
        cost = np.asarray(capex_usd_per_facility_w, dtype=np.float64)
        limits["capital"] = np.maximum(spent / cost, sites.standing_w)
    return limits


def planned_less_slippage_w(
    years: ArrayLike, inputs: Mapping[str, FloatArray], sites: BuildOut
) -> FloatArray:
    """Return the largest site planned by each year, in W, less the share of the rise that slips.

    Examples
    --------
    >>> plan = BuildOut(2026.0, 1e9, np.array([2027.0]), np.array([3e9]))
    >>> planned_less_slippage_w([2028.0], {"planned_slippage_fraction": 0.5}, plan)
    array([2.e+09])
    """
    kept = 1 - inputs["planned_slippage_fraction"]
    planned: FloatArray = sites.standing_w + kept * (sites.planned_w(years) - sites.standing_w)
    return planned


def planned_or_free_w(
    years: ArrayLike, inputs: Mapping[str, FloatArray], sites: BuildOut
) -> FloatArray:
    """Return the largest site planned, less what slips, until a new site can stand; then infinity.

    A site begun at the start stands after its construction, and not before it has power: by the
    grid or from its own plant, whichever comes first.
    """
    wait = np.maximum(
        inputs["build_years"],
        np.minimum(inputs["grid_connection_years"], inputs["onsite_power_years"]),
    )
    planned = planned_less_slippage_w(years, inputs, sites)
    free: FloatArray = np.where(np.asarray(years) < sites.start_year + wait, planned, np.inf)
    return free
