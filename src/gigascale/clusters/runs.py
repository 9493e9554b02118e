"""From a training run to the cluster, the energy and the money it takes, with the uncertainty."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from gigascale.clusters import training
from gigascale.clusters.checks import require_positive
from gigascale.clusters.chips import Chip
from gigascale.clusters.economics import Inputs
from gigascale.clusters.estimates import SEED, Estimate, evaluate
from gigascale.clusters.quantities import cluster_quantities, inputs_for, settings_of
from gigascale.clusters.unknown import applied, with_total
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
    dollar_year: int | str | None = None,
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
    rng, draws, overrides, dollar_year
        As in :func:`gigascale.clusters.sizing.size_cluster`.

    Returns
    -------
    Estimate
        The quantities of a cluster, and ``days``, ``mfu_fraction``, ``accelerator_hours``,
        ``energy_kwh``, ``cost_usd`` by part, and ``rental_cost_usd``, the alternative of renting.
        The run bears the cost of owning and running the cluster over its own days, and as
        ``idle_hours`` its share of those in which no one uses it; so its total is
        ``accelerator_hours`` × ``cost_usd_per_accelerator_hour``, and its FLOP ×
        ``cost_usd_per_flop``. What hangs on a price nobody knows is ``None``.

    Raises
    ------
    InputError
        If a number is not above 0 and finite, or not exactly one of the two is given.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> chip = find_chip("H100", load_hardware())
    >>> run = size_run(3.8e25, chip, datasets.load("assumptions"), accelerators=16384)
    >>> round(run.central["days"], 1)
    66.2
    """
    require_positive("training_flop", training_flop)
    if (accelerators is None) == (days is None):
        raise InputError("give exactly one of accelerators and days")
    chosen = inputs_for(
        chip, assumptions, _with_mfu(overrides or {}, mfu_fraction), dollar_year=dollar_year
    )
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
    if "rental_price_usd_per_chip_h" not in chosen:
        settings["not_known"] = [*settings["not_known"], f"the rent of {chip.name}: no row has it"]
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
    return {
        "days": days,
        "mfu_fraction": inputs["mfu_fraction"],
        "accelerator_hours": hours,
        "energy_kwh": training.run_energy_kwh(
            cluster["it_power_w"], days, inputs["average_draw_fraction"], inputs["annual_pue_ratio"]
        ),
        "cost_usd": _cost_by_part_usd(
            cluster["annualised_cost_usd_per_year"], days, inputs["busy_hours_fraction"]
        ),
        "rental_cost_usd": applied(
            training.rental_cost_usd, hours, inputs.get("rental_price_usd_per_chip_h")
        ),
    } | cluster


def _cost_by_part_usd(
    annual_usd: Mapping[str, Any], days: Any, busy_hours_fraction: Any
) -> dict[str, Any]:
    own = {part: applied(training.run_cost_usd, cost, days) for part, cost in annual_usd.items()}
    idle = applied(training.idle_cost_usd, own.pop("total"), busy_hours_fraction)
    return with_total(own | {"idle_hours": idle})
