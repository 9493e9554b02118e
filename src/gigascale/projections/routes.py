"""The two routes from scores to draws: demand from training compute, supply from sites and chips.

Everything is on a log scale, where a route is a path plus constants of the draw.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from gigascale.clusters.assumptions import Assumption
from gigascale.clusters.chips import Chip
from gigascale.clusters.sampling import FloatArray, from_scores
from gigascale.projections.limits import site_power_limits_w
from gigascale.projections.outlooks import Outlooks
from gigascale.projections.paths import site_time
from gigascale.projections.projection import Projection
from gigascale.projections.route import Mask, Route
from gigascale.projections.scenarios import CAPS, SCENARIOS, one_of
from gigascale.projections.site_model import PerFacilityWatt, log10, per_facility_watt

PATHS = ("training_flop", "site_power_w", "world_chip_power_w")
POOL = "supply pool"
RATIO = "largest_site_to_world_chip_power_ratio"
ERROR = "training_compute_error_ratio"

Scores = Mapping[str, FloatArray]
Inputs = Mapping[str, Any]


def project_scores(
    outlooks: Outlooks,
    chip: Chip,
    chosen: Mapping[str, Assumption],
    scores: Scores,
    *,
    scenario: str = "trend",
    settings: Mapping[str, Any] | None = None,
) -> Projection:
    """Return the projection at given standard normal scores.

    Parameters
    ----------
    outlooks : Outlooks
    chip : Chip
    chosen : mapping of str to Assumption
        As of :func:`gigascale.projections.project.chosen_inputs`, for the same scenario.
    scores : mapping of str to ndarray
        As of :func:`gigascale.projections.project.draw_scores`: one for each input and group,
        shape (n,); ``path <quantity>``, shape (n, 1 + m); and ``supply pool``, shape (n,): where
        it is below 0 a draw of the supply route follows the sites, elsewhere the world's chips.
    scenario : str
    settings : mapping, optional
        Carried into the result.

    Raises
    ------
    InputError
        If the scenario is unknown.
    """
    one_of("scenario", scenario, SCENARIOS)
    inputs = from_scores(chosen, scores)
    years, draws = outlooks.years, scores[POOL].size
    watt = per_facility_watt(chip, float(years[0]), inputs)
    lead = np.broadcast_to(np.asarray(watt.site_lead_years, dtype=np.float64), (draws,))
    per_w = _log10_per_w(watt, draws)
    flop_per_w, slope = per_w["training_flop"][0], log10(watt.efficiency_growth_per_year, draws)
    elapsed = years - years[0]
    paths = {name: getattr(outlooks, name).log10_path(scores[f"path {name}"]) for name in PATHS}
    demand = paths["training_flop"][1:]
    demand += log10(inputs[ERROR], draws) - flop_per_w
    for row, since in zip(demand, elapsed, strict=True):
        row -= since * slope
    from_sites = scores[POOL] < 0
    supply = site_time(years, _largest_site(outlooks, paths, inputs, from_sites), lead)
    if scenario in CAPS:
        cap = _log10_cap(outlooks, watt, inputs, lead, CAPS[scenario])
        demand, supply = np.minimum(demand, cap), np.minimum(supply, cap)
    return Projection(
        settings or {},
        scenario,
        years,
        lead,
        {"demand": Route(demand, per_w, elapsed), "supply": Route(supply, per_w, elapsed)},
        from_sites,
        site_time(years, paths["world_chip_power_w"], lead),
    )


def _log10_per_w(
    watt: PerFacilityWatt, draws: int
) -> dict[str, tuple[FloatArray, FloatArray | None]]:
    """What comes with a facility W in the first year, and its rise per year."""
    slope = log10(watt.efficiency_growth_per_year, draws)
    amounts: dict[str, tuple[FloatArray, FloatArray | None]] = {
        "training_flop": (log10(watt.training_flop, draws), slope),
        "accelerators": (log10(watt.accelerators, draws), None),
        "accelerator_power_w": (log10(watt.chip_power_w, draws), None),
    }
    if watt.capex_usd is not None:
        amounts["capex_usd"] = (log10(watt.capex_usd, draws), None)
    return amounts


def _largest_site(
    outlooks: Outlooks, paths: Mapping[str, FloatArray], inputs: Inputs, from_sites: Mask
) -> FloatArray:
    """The pool of the two halves; in the other too, a site known to stand stands: (1 + m, n)."""
    sites, ratio = paths["site_power_w"], log10(inputs[RATIO], from_sites.size)
    known = [outlooks.site_power_w.known_before, *[outlooks.site_power_w.known] * (len(sites) - 1)]
    pooled = np.empty(sites.shape)
    for row, chips, site, least in zip(
        pooled, paths["world_chip_power_w"], sites, known, strict=True
    ):
        np.add(chips, ratio, out=row)
        np.maximum(row, least, out=row)
        np.copyto(row, site, where=from_sites)
    return pooled


def _log10_cap(
    outlooks: Outlooks, watt: PerFacilityWatt, inputs: Inputs, lead: FloatArray, limit: str
) -> FloatArray:
    """The largest site that can stand when the run of each year starts: (m, n)."""
    columns = {name: np.asarray(values)[..., None] for name, values in inputs.items()}
    when = outlooks.years - lead[:, None]
    cost = None if watt.capex_usd is None else np.asarray(watt.capex_usd)[..., None]
    limits = site_power_limits_w(when, columns, outlooks.sites, cost)
    return np.log10(np.broadcast_to(limits[limit], when.shape)).T
