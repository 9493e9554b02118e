"""What a site, and all AI chips, take of electricity: shares of United States generation."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gigascale.clusters.power import HOURS_PER_YEAR, average_facility_power_w
from gigascale.clusters.sampling import FloatArray


def average_draw_w(facility_power_w: ArrayLike, inputs: Mapping[str, FloatArray]) -> FloatArray:
    """Return the power that a site draws over a year, from the peak that it is built for, in W.

    IT power at its rating, times the share of it drawn on average, times the annual PUE: the
    chain that bills energy, and not the one that sizes the site.

    Examples
    --------
    >>> one = {"facility_overhead_ratio": 1.4, "average_draw_fraction": 0.75,
    ...        "annual_pue_ratio": 1.12}
    >>> round(float(average_draw_w(1e9, one)) / 1e9, 3)
    0.6
    """
    it = np.asarray(facility_power_w) / inputs["facility_overhead_ratio"]
    drawn: FloatArray = average_facility_power_w(
        it, inputs["average_draw_fraction"], inputs["annual_pue_ratio"]
    )
    return drawn


def us_generation_w(years: ArrayLike, facts: pd.DataFrame) -> FloatArray:
    """Return the average power of United States generation at each year, in W.

    The year 2025 and the forecast for 2027, continued at the same rate.

    Examples
    --------
    >>> facts = pd.DataFrame({"fact": ["us_generation_2025", "us_generation_2027"],
    ...                       "central": [4260e12, 4423e12]})
    >>> round(float(us_generation_w(2026.0, facts)) / 1e9)
    491
    """
    known = facts.set_index("fact")["central"]
    first, later = known["us_generation_2025"], known["us_generation_2027"]
    growth = np.sqrt(later / first)
    yearly = first * growth ** (np.asarray(years, dtype=np.float64) - 2025.5)
    return np.asarray(yearly / HOURS_PER_YEAR, dtype=np.float64)


def us_power_share(
    facility_power_w: ArrayLike,
    inputs: Mapping[str, FloatArray],
    years: ArrayLike,
    facts: pd.DataFrame,
) -> FloatArray:
    """Return a site's average draw over United States generation, as a fraction.

    Parameters
    ----------
    facility_power_w : array_like, shape (n, m)
        Peak facility power.
    inputs : mapping
        Draws of the assumptions, each of shape (n, 1).
    years : array_like, shape (m,) or (n, m)
    facts : DataFrame
        The ``buildout_facts`` table.
    """
    return average_draw_w(facility_power_w, inputs) / us_generation_w(years, facts)
