"""What the world's AI needs beside what is planned: fabs, data centres, energy, the largest site.

A plan is what others have announced or foresee. A need is read in two ways: ``trend``, the
book's forecast of all AI chips made, which continues what was bought; and ``planned chips``, what
the announced packaging and memory can make, which asks whether the other plans keep up with it.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from gigascale.clusters.power import HOURS_PER_YEAR
from gigascale.clusters.sampling import FloatArray
from gigascale.errors import InputError
from gigascale.projections.limits.facts import between
from gigascale.projections.limits.site import BuildOut, planned_less_slippage_w
from gigascale.projections.limits.supply import (
    RATES_YEAR,
    accelerators_packaged,
    chip_power_added_w,
    facility_w_per_chip_w,
)
from gigascale.projections.limits.world import average_draw_w

LAST_FAB_YEAR = 2027
FIRST, LAST = RATES_YEAR, 2031.0  # year ends between which plans are known


def compare(need: FloatArray, plan: FloatArray) -> dict[str, float]:
    """Return need over plan: median, 5th to 95th percentile, and how likely it exceeds 1.

    Examples
    --------
    >>> found = compare(np.array([2.0, 2.0, 8.0, 1.0]), np.array([4.0, 1.0, 4.0, 2.0]))
    >>> found["ratio"], found["probability"]
    (1.25, 0.5)
    """
    low, middle, high = np.quantile(need / plan, (0.05, 0.5, 0.95))
    return {
        "need": float(np.median(need)),
        "plan": float(np.median(plan)),
        "ratio": float(middle),
        "ratio_low": float(low),
        "ratio_high": float(high),
        "probability": float((need > plan).mean()),
    }


def world_need_w(
    years: FloatArray, world_chip_power_w: FloatArray, inputs: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    """Return the facility power of the world's AI chips by each reading of need, shape (n, m).

    Parameters
    ----------
    years : ndarray, shape (m,)
        The first is the start, from which packaging adds to what is made.
    world_chip_power_w : ndarray, shape (n, m)
        Rated power of all AI chips by forecast.
    inputs : mapping
        Draws of the assumptions, each of shape (n, 1).
    """
    trend = world_chip_power_w * facility_w_per_chip_w(inputs)
    since = float(years[0]) - RATES_YEAR
    return {
        "trend": trend,
        "planned chips": trend[:, :1] + chip_power_added_w(since, years - RATES_YEAR, inputs),
    }


def need_and_plan(
    years: FloatArray,
    need_w: Mapping[str, FloatArray],
    inputs: Mapping[str, FloatArray],
    facts: pd.DataFrame,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return need and plan of the world by calendar year, where a plan is known.

    - *fab capacity*: chip W that the trend adds in the year, beside what the announced packaging
      makes of the chip of ``inputs``; to ``LAST_FAB_YEAR``.
    - *data centres*: facility W of all AI chips at the end of the year, beside the analysts'
      2025 and 2030 (``ai_capacity_*``), growing evenly in between.
    - *energy*: what they take in the year, beside ``ai_energy_*`` in the same way.

    Parameters
    ----------
    years : ndarray, shape (m,)
        The start and the year ends after it; a year that is not whole is left out.
    need_w : mapping
        As of :func:`world_need_w`.
    inputs : mapping
        Draws of the assumptions, each of shape (n, 1).
    facts : DataFrame
        The ``buildout_facts`` table.
    rng : Generator
        For the spread of the plans.

    Returns
    -------
    DataFrame
        ``what``, ``reading``, ``year``, ``unit`` and the columns of :func:`compare`.

    Raises
    ------
    InputError
        If no whole year lies between the end of 2025 and that of 2030.
    """
    whole = [k for k in range(1, years.size) if years[k] - years[k - 1] > 0.99]
    known = [k for k in whole if FIRST < years[k] <= LAST]
    if not known:
        raise InputError(f"years must hold a whole one between {FIRST:g} and {LAST:g}")
    normal = rng.standard_normal((2, len(need_w["trend"])))
    chip_w = need_w["trend"] / facility_w_per_chip_w(inputs)
    rows = _fabs(years, [k for k in known if years[k] <= LAST_FAB_YEAR + 1], chip_w, inputs)
    for column in known:
        done = float(years[column] - FIRST) / (LAST - FIRST)
        year = round(float(years[column])) - 1
        capacity = between(facts, "ai_capacity", normal[0], done)
        energy = between(facts, "ai_energy", normal[1], done)
        for reading, power in need_w.items():
            middle = np.sqrt(power[:, [column]] * power[:, [column - 1]])
            used = (average_draw_w(middle, inputs) * HOURS_PER_YEAR)[:, 0]
            about = {"reading": reading, "year": year}
            halls = compare(power[:, column], capacity)
            rows.append({"what": "data centres", **about, "unit": "W", **halls})
            rows.append({"what": "energy", **about, "unit": "Wh / year", **compare(used, energy)})
    return pd.DataFrame(rows)


def site_need_and_plan(
    years: FloatArray,
    stands: FloatArray,
    needed_w: FloatArray,
    inputs: Mapping[str, FloatArray],
    sites: BuildOut,
) -> pd.DataFrame:
    """Return the leading run's site beside the largest site planned, less what slips.

    Parameters
    ----------
    years : ndarray, shape (m,)
        Years of publication.
    stands : ndarray, shape (n, m)
        When the site must stand.
    needed_w : ndarray, shape (n, m)
    inputs, sites
        As for :func:`gigascale.projections.limits.site.site_power_limits_w`.

    Returns
    -------
    DataFrame
        As of :func:`need_and_plan`, after the start, for as long as plans are listed.
    """
    plan = planned_less_slippage_w(stands, inputs, sites)
    last = sites.planned_years.max(initial=sites.start_year)
    about = {"what": "largest site", "reading": "trend", "unit": "W"}
    return pd.DataFrame(
        {**about, "year": round(float(year)) - 1, **compare(needed_w[:, column], plan[:, column])}
        for column, year in enumerate(years)
        if year > sites.start_year + 0.5 and np.median(stands[:, column]) <= last
    )


def _fabs(
    years: FloatArray,
    columns: Sequence[int],
    chip_w: FloatArray,
    inputs: Mapping[str, FloatArray],
) -> list[dict[str, object]]:
    made = accelerators_packaged(years - RATES_YEAR, inputs) * inputs["chip_power_w"]
    about = {"what": "fab capacity", "reading": "trend", "unit": "W / year"}
    rows: list[dict[str, object]] = []
    for column in columns:
        need = chip_w[:, column] - chip_w[:, column - 1]
        year = round(float(years[column])) - 1
        rows.append({**about, "year": year, **compare(need, made[:, column] - made[:, column - 1])})
    return rows
