"""Everything a number of accelerators implies, from the inputs that hold for their chip."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gigascale.clusters import power
from gigascale.clusters.assumptions import NEEDED, Assumption, assumptions_for, fixed
from gigascale.clusters.chips import Chip
from gigascale.clusters.economics import Inputs, capex_by_part_usd, dollar_years
from gigascale.errors import InputError


def inputs_for(
    chip: Chip, table: pd.DataFrame, overrides: Mapping[str, float] | None = None
) -> dict[str, Assumption]:
    """Return the model's inputs for a chip: its assumptions, and its power.

    A ``chip_power_w`` row replaces the hardware table's TDP where that is blank or contested.

    Raises
    ------
    InputError
        If neither gives the chip's power, or a needed assumption is missing.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip
    >>> chip = find_chip("GB200", datasets.load("ml_hardware"))
    >>> inputs_for(chip, datasets.load("assumptions"))["chip_power_w"].central
    1200.0
    """
    chosen = assumptions_for(chip, table, overrides)
    if missing := [name for name in NEEDED if name not in chosen]:
        raise InputError(f"assumptions.csv: no row of {missing[0]!r} holds for {chip.name}")
    if "chip_power_w" not in chosen:
        if chip.tdp_w is None:
            raise InputError(
                f"the power of {chip.name} is unknown: the hardware table has no TDP for it and "
                "the assumptions no chip_power_w"
            )
        chosen["chip_power_w"] = fixed("chip_power_w", chip.tdp_w)
    return chosen


def cluster_quantities(chip: Chip, accelerators: Any, inputs: Inputs) -> dict[str, Any]:
    """Return a cluster's accelerators, peak power, peak FLOP/s and capex.

    Parameters
    ----------
    chip : Chip
        The accelerator.
    accelerators : float or array
        How many.
    inputs : mapping
        Every input by name, as floats or arrays.

    Returns
    -------
    dict
        ``accelerators``, ``it_power_w``, ``facility_power_w``, ``power_w`` by part,
        ``peak_flop_per_s`` by number format, ``capex_usd`` by part and in total; parts that hang
        on a price nobody knows are ``None``.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip
    >>> chip = find_chip("H100", datasets.load("ml_hardware"))
    >>> inputs = {k: a.central for k, a in inputs_for(chip, datasets.load("assumptions")).items()}
    >>> round(cluster_quantities(chip, 16384, inputs)["it_power_w"] / 1e6, 1)
    23.8
    """
    chain = (
        inputs["chip_power_w"],
        inputs["server_overhead_ratio"],
        inputs["network_overhead_ratio"],
    )
    it = power.it_power_w(accelerators, *chain)
    facility = power.facility_power_w(it, inputs["facility_overhead_ratio"])
    return {
        "accelerators": accelerators,
        "it_power_w": it,
        "facility_power_w": facility,
        "power_w": power.power_by_part_w(accelerators, *chain, inputs["facility_overhead_ratio"]),
        "peak_flop_per_s": {
            label: power.peak_flop_per_s(accelerators, rate)
            for label, rate in chip.peak_flop_per_s.items()
        },
        "capex_usd": capex_by_part_usd(chip, accelerators, facility, inputs),
    }


def settings_of(chip: Chip, inputs: Mapping[str, Assumption], draws: int) -> dict[str, Any]:
    """Return what an answer rests on: the chip, the table's vintage, dollar years and draws.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip
    >>> chip = find_chip("GB200", datasets.load("ml_hardware"))
    >>> settings_of(chip, inputs_for(chip, datasets.load("assumptions")), 100)["chip"]
    'NVIDIA GB200'
    """
    return {
        "chip": chip.name,
        "hardware_vintage": chip.vintage,
        "dollar_year": dollar_years(chip, inputs),
        "draws": draws,
    }
