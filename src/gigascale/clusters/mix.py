"""A site of several kinds of accelerators."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

import numpy as np
import pandas as pd

from gigascale.clusters import costs
from gigascale.clusters.assumptions import Assumption, NamedInputs
from gigascale.clusters.chips import Chip, find_chip
from gigascale.clusters.estimates import SEED, Estimate
from gigascale.clusters.quantities import cluster_quantities, inputs_for, settings_of
from gigascale.clusters.sampling import sample
from gigascale.clusters.sizing import budget, w_per_accelerator
from gigascale.clusters.unknown import applied
from gigascale.errors import InputError

# What adds up over kinds of chips; ratios, prices of an hour and tiers of a network do not.
ADDITIVE = (
    "accelerators",
    "it_power_w",
    "facility_power_w",
    "average_facility_power_w",
    "energy_kwh_per_year",
    "power_w",
    "peak_flop_per_s",
    "network_links",
    "network_switches",
    "network_transceivers",
    "network_optics_power_w",
    "network_switch_power_w",
    "racks",
    "floor_area_m2",
    "site_area_m2",
    "water_litre_per_year",
    "capex_usd",
    "interest_during_construction_usd",
    "opex_usd_per_year",
    "depreciation_usd_per_year",
    "annualised_cost_usd_per_year",
)

Kind = tuple[Chip, float, NamedInputs[Assumption]]  # a chip, its share, its assumptions


def size_mix(
    shares: Mapping[str, float],
    hardware: pd.DataFrame,
    assumptions: pd.DataFrame,
    *,
    power_w: float | None = None,
    basis: str = "facility",
    accelerators: float | None = None,
    rng: np.random.Generator | None = None,
    draws: int = 10_000,
    overrides: Mapping[str, float] | None = None,
    dollar_year: int | str | None = None,
) -> Estimate:
    """Return what a power budget or a number of accelerators gives for a mix of chips.

    Every kind has its own network. Inputs of one name have the same random numbers for all kinds,
    so that what the chips have in common is drawn once, and rows of their own move together.

    Parameters
    ----------
    shares : mapping of str to float
        Share of the accelerators by chip; they must add up to 1.
    hardware, assumptions : DataFrame
        The table of :func:`gigascale.clusters.chips.load_hardware`; the ``assumptions`` table.
    power_w, basis, accelerators, rng, draws, overrides, dollar_year
        As in :func:`gigascale.clusters.sizing.size_cluster`; accelerators of all kinds.

    Returns
    -------
    Estimate
        The quantities of ``ADDITIVE`` for the whole site, ``cost_usd_per_accelerator_hour`` over
        all of them, and ``accelerators_by_chip`` and ``capex_usd_by_chip``; the last is known for
        the chips with a price even where the whole is not.

    Raises
    ------
    InputError
        As ``size_cluster``, or if shares are not above 0 or do not add up to 1, or two names mean
        one chip.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import load_hardware
    >>> mixed = size_mix({"GB200": 0.7, "H100": 0.3}, load_hardware(),
    ...     datasets.load("assumptions"), accelerators=100_000, draws=10)
    >>> {chip: round(count) for chip, count in mixed.central["accelerators_by_chip"].items()}
    {'NVIDIA GB200': 70000, 'NVIDIA H100 SXM5 80GB': 30000}
    """
    asked = budget(power_w, basis, accelerators)
    generator = rng or np.random.default_rng(SEED)
    chips = [find_chip(name, hardware) for name in _checked(shares)]
    if len({chip.name for chip in chips}) < len(chips):
        raise InputError(f"mix: two names mean one chip: {', '.join(c.name for c in chips)}")
    kinds: list[Kind] = [
        (chip, share, inputs_for(chip, assumptions, overrides, dollar_year=dollar_year))
        for chip, share in zip(chips, shares.values(), strict=True)
    ]

    def whole(values: Callable[[Kind], Any]) -> dict[str, Any]:
        rows = [values(kind) for kind in kinds]
        count: Any = accelerators
        if power_w is not None:
            count = power_w / sum(
                share * w_per_accelerator(basis, row)
                for (_, share, _), row in zip(kinds, rows, strict=True)
            )
        clusters = {
            chip.name: cluster_quantities(chip, share * count, row)
            for (chip, share, _), row in zip(kinds, rows, strict=True)
        }
        by_chip = {chip: cluster["accelerators"] for chip, cluster in clusters.items()}
        given = {} if power_w is None else {f"{basis}_power_w": power_w}
        found = _summed([*clusters.values()]) | given
        hour = applied(
            costs.cost_usd_per_accelerator_hour,
            found["annualised_cost_usd_per_year"]["total"],
            count,
            rows[0]["busy_hours_fraction"],
        )
        return found | {
            "cost_usd_per_accelerator_hour": hour,
            "accelerators_by_chip": by_chip,
            "capex_usd_by_chip": {
                name: cluster["capex_usd"]["total"] for name, cluster in clusters.items()
            },
        }

    settings = [settings_of(chip, chosen, draws) for chip, _, chosen in kinds]
    return Estimate(
        {
            "shares": {chip.name: share for chip, share, _ in kinds},
            "hardware_vintage": settings[0]["hardware_vintage"],
            "dollar_year": {s["chip"]: s["dollar_year"] for s in settings},
            "draws": draws,
            "not_known": [said for s in settings for said in s["not_known"]],
            "estimated": [said for s in settings for said in s["estimated"]],
        }
        | asked,
        whole(lambda kind: NamedInputs({name: row.central for name, row in kind[2].items()})),
        whole(lambda kind: sample(kind[2], deepcopy(generator), draws)),
    )


def _checked(shares: Mapping[str, float]) -> Mapping[str, float]:
    if not shares or any(not 0 < share <= 1 for share in shares.values()):
        raise InputError("mix: each share must be a number above 0 and at most 1")
    if abs(sum(shares.values()) - 1) > 1e-6:
        raise InputError(f"mix: the shares add up to {sum(shares.values()):g}, not to 1")
    return shares


def _summed(clusters: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the sum of each additive quantity; parts that only some chips have are left out."""
    total: dict[str, Any] = {}
    for name in ADDITIVE:
        values = [cluster[name] for cluster in clusters]
        if isinstance(values[0], Mapping):
            parts = [part for part in values[0] if all(part in value for value in values)]
            total[name] = {p: applied(_plus, *(value[p] for value in values)) for p in parts}
        else:
            total[name] = applied(_plus, *values)
    return total


def _plus(*values: Any) -> Any:
    return sum(values)
