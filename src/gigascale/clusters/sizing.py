"""From a power budget to a whole cluster, with its uncertainty."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from gigascale.clusters import power
from gigascale.clusters.checks import require_positive
from gigascale.clusters.chips import Chip
from gigascale.clusters.economics import Inputs
from gigascale.clusters.estimates import SEED, Estimate, evaluate
from gigascale.clusters.quantities import cluster_quantities, inputs_for, settings_of
from gigascale.errors import InputError

BASES = ("facility", "it")


def size_cluster(
    power_w: float,
    basis: str,
    chip: Chip,
    assumptions: pd.DataFrame,
    rng: np.random.Generator | None = None,
    draws: int = 10_000,
    overrides: Mapping[str, float] | None = None,
) -> Estimate:
    """Return what a power budget gives: accelerators, peak FLOP/s, power and capex by part.

    Parameters
    ----------
    power_w : float
        Peak power in W.
    basis : {"facility", "it"}
        Whether ``power_w`` is all that the site draws or what its IT equipment draws.
    chip : Chip
        The accelerator, from :func:`gigascale.clusters.chips.find_chip`.
    assumptions : DataFrame
        The ``assumptions`` table.
    rng : Generator, optional
        The source of randomness; a fixed seed if left out.
    draws : int
        Size of the Monte Carlo.
    overrides : mapping, optional
        Values that replace assumptions by name.

    Returns
    -------
    Estimate
        With the quantities of :func:`gigascale.clusters.quantities.cluster_quantities`.

    Raises
    ------
    InputError
        If the power is not above 0 and finite, the basis unknown or the chip's power unknown.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip
    >>> chip = find_chip("GB200", datasets.load("ml_hardware"))
    >>> site = size_cluster(1e9, "facility", chip, datasets.load("assumptions"))
    >>> round(site.central["accelerators"], -3)
    341000.0
    """
    require_positive("power_w", power_w)
    if basis not in BASES:
        raise InputError(f"basis {basis!r} is unknown; there are: {', '.join(BASES)}")
    chosen = inputs_for(chip, assumptions, overrides)

    def model(inputs: Inputs) -> dict[str, Any]:
        accelerators = power.accelerator_count(
            power_w,
            inputs["facility_overhead_ratio"] if basis == "facility" else 1.0,
            inputs["network_overhead_ratio"],
            inputs["server_overhead_ratio"],
            inputs["chip_power_w"],
        )
        return cluster_quantities(chip, accelerators, inputs) | {f"{basis}_power_w": power_w}

    settings = settings_of(chip, chosen, draws) | {"basis": basis, "given_power_w": power_w}
    return evaluate(model, chosen, settings, rng or np.random.default_rng(SEED), draws)
