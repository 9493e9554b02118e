"""From a power budget, or a number of accelerators, to a whole cluster with its uncertainty."""

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
    power_w: float | None,
    basis: str,
    chip: Chip,
    assumptions: pd.DataFrame,
    rng: np.random.Generator | None = None,
    draws: int = 10_000,
    overrides: Mapping[str, float] | None = None,
    *,
    accelerators: float | None = None,
    dollar_year: int | str | None = None,
) -> Estimate:
    """Return what a power budget or a number of accelerators gives: power, network, cost by part.

    Parameters
    ----------
    power_w : float or None
        Peak power in W; ``None`` if ``accelerators`` are given.
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
    accelerators : float, optional
        How many, in place of a power.
    dollar_year : int or str, optional
        As in :func:`gigascale.clusters.dollars.restated`.

    Returns
    -------
    Estimate
        With the quantities of :func:`gigascale.clusters.quantities.cluster_quantities`.

    Raises
    ------
    InputError
        If not exactly one of power and accelerators is given, it is not above 0 and finite, the
        basis is unknown or the chip's power unknown.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> chip = find_chip("GB200", load_hardware())
    >>> site = size_cluster(1e9, "facility", chip, datasets.load("assumptions"))
    >>> round(site.central["accelerators"], -3)
    341000.0
    """
    asked = budget(power_w, basis, accelerators)
    chosen = inputs_for(chip, assumptions, overrides, dollar_year=dollar_year)

    def model(inputs: Inputs) -> dict[str, Any]:
        if power_w is None:
            return cluster_quantities(chip, accelerators, inputs)
        count = power_w / w_per_accelerator(basis, inputs)
        return cluster_quantities(chip, count, inputs) | {f"{basis}_power_w": power_w}

    settings = settings_of(chip, chosen, draws) | asked
    return evaluate(model, chosen, settings, rng or np.random.default_rng(SEED), draws)


def budget(power_w: float | None, basis: str, accelerators: float | None) -> dict[str, Any]:
    """Return what was asked for, checked.

    Raises
    ------
    InputError
        If not exactly one of the two is given and above 0, or the basis is unknown.

    Examples
    --------
    >>> budget(None, "facility", 8.0)
    {'given_accelerators': 8.0}
    >>> budget(1e9, "wall", None)
    Traceback (most recent call last):
    gigascale.errors.InputError: basis 'wall' is unknown; there are: facility, it
    """
    if basis not in BASES:
        raise InputError(f"basis {basis!r} is unknown; there are: {', '.join(BASES)}")
    if power_w is not None and accelerators is None:
        return {"basis": basis, "given_power_w": require_positive("power_w", power_w)}
    if accelerators is not None and power_w is None:
        return {"given_accelerators": require_positive("accelerators", accelerators)}
    raise InputError("give exactly one of power and accelerators")


def w_per_accelerator(basis: str, inputs: Inputs) -> Any:
    """Return the facility's or the IT equipment's peak power for each accelerator, in W.

    Examples
    --------
    >>> chain = {"chip_power_w": 1000.0, "server_overhead_ratio": 1.5}
    >>> w_per_accelerator("it", chain | {"network_overhead_ratio": 1.2})
    1800.0
    """
    it = power.it_power_w(
        1.0,
        inputs["chip_power_w"],
        inputs["server_overhead_ratio"],
        inputs["network_overhead_ratio"],
    )
    return it if basis == "it" else power.facility_power_w(it, inputs["facility_overhead_ratio"])
