"""What the training trend takes in accelerators, watts and dollars, year by year.

The demand route alone: nothing limits it, neither power nor chips nor money. Its uncertainty is
the trend's growth, the level, a random walk and the inputs of the cluster model; the interval is
not yet calibrated against past forecasts.
"""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gigascale.clusters import power, training
from gigascale.clusters.chips import Chip
from gigascale.clusters.estimates import require_positive
from gigascale.clusters.frontier import Frontier, frontier_paths
from gigascale.clusters.sampling import FloatArray, quantiles, sample
from gigascale.clusters.sizing import SEED, cluster_quantities, inputs_for, settings_of
from gigascale.errors import InputError

STEPS_PER_YEAR = 12


def chip_flop_per_j(
    year: Any, chip_flop_per_j: Any, chip_year: Any, efficiency_growth_per_year: Any
) -> Any:
    """Return the dense peak FLOP/s per chip W of the chips in use in a year, on trend.

    ``chip_year`` is the year in which leading runs use a chip of ``chip_flop_per_j``.

    Examples
    --------
    >>> chip_flop_per_j(2028.0, 2e12, 2026.0, 1.5)
    4500000000000.0
    """
    return chip_flop_per_j * efficiency_growth_per_year ** (year - chip_year)


def run_chip_power_w(training_flop: Any, days: Any, mfu_fraction: Any, flop_per_j: Any) -> Any:
    """Return the rated power of the chips that do a run in a number of days, in W.

    Examples
    --------
    >>> round(run_chip_power_w(3.8e25, 66.2, 0.41, 989.4e12 / 700) / 1e6, 1)
    11.5
    """
    return training_flop / (days * power.SECONDS_PER_DAY * mfu_fraction * flop_per_j)


@dataclass(frozen=True)
class Projection:
    """Draws of the largest run and its site over time.

    Attributes
    ----------
    settings : mapping
        What was asked.
    years : ndarray, shape (m,)
        Decimal years of the run's publication, monthly.
    site_lead_years : ndarray, shape (n,)
        How long before publication the site must stand: run length and time to release.
    draws : mapping
        ``training_flop``, ``accelerators``, ``facility_power_w`` and ``capex_usd`` (or ``None``),
        each of shape (n, m), for the largest run published up to then.
    """

    settings: dict[str, Any]
    years: FloatArray
    site_lead_years: FloatArray
    draws: dict[str, FloatArray | None]

    def date_of_power(self, power_w: float) -> dict[str, Any]:
        """Return when the leading run's site first needs a power, as quantiles of the date.

        The site must stand when the run starts, ``site_lead_years`` before publication. A date
        before the projection's start means that the power was needed by then at the latest; one
        beyond the horizon is ``None``.

        Raises
        ------
        InputError
            If the power is not above 0 and finite.
        """
        require_positive("power_w", power_w)
        facility = self.draws["facility_power_w"]
        assert facility is not None  # noqa: S101
        reached = facility >= power_w
        ever = reached.any(axis=1)
        published = np.where(ever, self.years[reached.argmax(axis=1)], np.inf)
        needed = published - self.site_lead_years
        found = np.quantile(needed, (0.05, 0.5, 0.95), method="inverted_cdf")
        dates = {f"date_q{q}": iso_date(float(y)) for q, y in zip(("05", "50", "95"), found)}
        return {
            "power_w": power_w,
            **dates,
            "probability_not_by_horizon": float(1 - ever.mean()),
        }
