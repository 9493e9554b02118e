"""From a training run to the cluster, the energy and the money it takes, with the uncertainty."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from gigascale.clusters import capex, training
from gigascale.clusters.checks import require_positive
from gigascale.clusters.chips import Chip
from gigascale.clusters.economics import Inputs
from gigascale.clusters.estimates import SEED, Estimate, evaluate
from gigascale.clusters.quantities import cluster_quantities, inputs_for, settings_of
from gigascale.errors import InputError


def size_run(
    training_flop: float,
    chip: Chip,
    assumptions: pd.DataFrame,
    *,
    accelerators: float | None = None,
    days: float | None = None,
    mfu_fraction: float | None = None,
    rng: np.random.Generator | None = None,
    draws: int = 10_000,
    overrides: Mapping[str, float] | None = None,
) -> Estimate:
    """Return what a training run takes: time or accelerators, power, energy and cost.

    Exactly one of ``accelerators`` and ``days`` is given and the other follows, at the dense BF16
    peak and the MFU that is assumed for the chip.

    Parameters
    ----------
    training_flop : float
        FLOP of the run.
    chip : Chip
        The accelerator.
    assumptions : DataFrame
        The ``assumptions`` table.
    accelerators, days : float, optional
        One of the two.
    mfu_fraction : float, optional
        Replaces the assumption; above 0, at most 1.
    rng, draws, overrides
        As in :func:`gigascale.clusters.sizing.size_cluster`.

    Returns
    -------
    Estimate
        The quantities of a cluster, and ``days``, ``mfu_fraction``, ``accelerator_hours``,
        ``energy_kwh``, ``cost_usd`` (hardware and facility written off straight-line over the
        days of the run, and energy) and ``rental_cost_usd``, the alternative of renting. What
        hangs on a price nobody knows is ``None``.

    Raises
    ------
    InputError
        If a number is not above 0 and finite, or not exactly one of the two is given.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip
    >>> chip = find_chip("H100", datasets.load("ml_hardware"))
    >>> run = size_run(3.8e25, chip, datasets.load("assumptions"), accelerators=16384)
    >>> round(run.central["days"], 1)
    66.2
    """
    require_positive("training_flop", training_flop)
    if (accelerators is None) == (days is None):
        raise InputError("give exactly one of accelerators and days")
    chosen = inputs_for(chip, assumptions, _with_mfu(overrides or {}, mfu_fraction))
    peak = chip.peak("bf16")

    def model(inputs: Inputs) -> dict[str, Any]:
        mfu = inputs["mfu_fraction"]
        if accelerators is None:
            count = training.run_accelerators(training_flop, days, peak, mfu)
            return _quantities(chip, count, days, inputs)
        length = training.run_days(training_flop, accelerators, peak, mfu)
        return _quantities(chip, accelerators, length, inputs)

    for name, value in (("accelerators", accelerators), ("days", days)):
        if value is not None:
            require_positive(name, value)
    settings = settings_of(chip, chosen, draws) | {"training_flop": training_flop}
    return evaluate(model, chosen, settings, rng or np.random.default_rng(SEED), draws)


def _with_mfu(overrides: Mapping[str, float], mfu_fraction: float | None) -> dict[str, float]:
    given = dict(overrides)
    if mfu_fraction is not None:
        given["mfu_fraction"] = mfu_fraction
    if "mfu_fraction" in given and require_positive("mfu_fraction", given["mfu_fraction"]) > 1:
        raise InputError(f"mfu_fraction must be at most 1, not {given['mfu_fraction']:g}")
    return given


def _quantities(chip: Chip, accelerators: Any, days: Any, inputs: Inputs) -> dict[str, Any]:
    cluster = cluster_quantities(chip, accelerators, inputs)
    hours = training.chip_hours(accelerators, days)
    energy_kwh = training.run_energy_kwh(
        cluster["it_power_w"], days, inputs["average_draw_fraction"], inputs["annual_pue_ratio"]
    )
    rent = inputs.get("rental_price_usd_per_chip_h")
    return {
        "days": days,
        "mfu_fraction": inputs["mfu_fraction"],
        "accelerator_hours": hours,
        "energy_kwh": energy_kwh,
        "cost_usd": _cost_usd(cluster["capex_usd"], days, energy_kwh, inputs),
        "rental_cost_usd": None if rent is None else training.rental_cost_usd(hours, rent),
    } | cluster


def _cost_usd(
    capex_usd: Mapping[str, Any], days: Any, energy_kwh: Any, inputs: Inputs
) -> dict[str, Any]:
    """Return the cost of a run by part; hardware and total are ``None`` without a chip price."""
    site = sum(
        cost for part, cost in capex_usd.items() if part not in (*capex.HARDWARE_PARTS, "total")
    )
    energy = training.energy_cost_usd(energy_kwh, inputs["electricity_price_usd_per_kwh"])
    facility = training.amortised_cost_usd(site, days, inputs["facility_lifetime_years"])
    if capex_usd["total"] is None:
        return {"hardware": None, "facility": facility, "energy": energy, "total": None}
    hardware = training.amortised_cost_usd(
        sum(capex_usd[part] for part in capex.HARDWARE_PARTS),
        days,
        inputs["hardware_lifetime_years"],
    )
    return {
        "hardware": hardware,
        "facility": facility,
        "energy": energy,
        "total": hardware + facility + energy,
    }
