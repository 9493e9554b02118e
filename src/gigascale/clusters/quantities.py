"""Everything a number of accelerators implies, from the inputs that hold for their chip."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gigascale.clusters.assumptions import Assumption, NamedInputs, assumptions_for, fixed
from gigascale.clusters.chips import Chip
from gigascale.clusters.dollars import restated
from gigascale.clusters.economics import Inputs, chip_price_usd, dollar_years, money_quantities
from gigascale.clusters.physical import JOINED_IN_A_TORUS, physical_quantities
from gigascale.errors import InputError

NOT_SOLD = ("TPU",)  # kinds of chips that their owner has made for itself


def inputs_for(
    chip: Chip,
    table: pd.DataFrame,
    overrides: Mapping[str, float] | None = None,
    scenario: str = "trend",
    dollar_year: int | str | None = None,
) -> NamedInputs[Assumption]:
    """Return the model's inputs for a chip: its assumptions, and its power.

    A ``chip_power_w`` row replaces the hardware table's TDP where that is blank or contested.

    Parameters
    ----------
    chip : Chip
        The accelerator.
    table : DataFrame
        The ``assumptions`` table.
    overrides : mapping, optional
        Values that replace assumptions by name.
    scenario : str
        A scenario of the projection.
    dollar_year : int or str, optional
        As in :func:`gigascale.clusters.dollars.restated`.

    Raises
    ------
    InputError
        If neither gives the chip's power.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> chip = find_chip("GB200", load_hardware())
    >>> inputs_for(chip, datasets.load("assumptions"))["chip_power_w"].central
    1200.0
    """
    chosen = assumptions_for(chip, table, overrides, scenario)
    if "chip_power_w" not in chosen:
        if chip.tdp_w is None:
            raise InputError(
                f"the power of {chip.name} is unknown: the hardware table has no TDP for it and "
                "the assumptions no chip_power_w"
            )
        chosen["chip_power_w"] = fixed("chip_power_w", chip.tdp_w)
    return NamedInputs(restated(chip, chosen, dollar_year))


def cluster_quantities(chip: Chip, accelerators: Any, inputs: Inputs) -> dict[str, Any]:
    """Return a cluster's power, FLOP/s, network, building and cost.

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
        That of :func:`gigascale.clusters.physical.physical_quantities` and of
        :func:`gigascale.clusters.economics.money_quantities`. What hangs on what nobody knows is
        ``None``.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> chip = find_chip("H100", load_hardware())
    >>> inputs = {k: a.central for k, a in inputs_for(chip, datasets.load("assumptions")).items()}
    >>> round(cluster_quantities(chip, 16384, inputs)["it_power_w"] / 1e6, 1)
    23.8
    """
    physical = physical_quantities(chip, accelerators, inputs)
    return physical | money_quantities(chip, physical, inputs)


def settings_of(chip: Chip, inputs: Mapping[str, Assumption], draws: int) -> dict[str, Any]:
    """Return what an answer rests on, and in words what is not known or not sold.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> chip = find_chip("GB200", load_hardware())
    >>> settings_of(chip, inputs_for(chip, datasets.load("assumptions")), 100)["chip"]
    'NVIDIA GB200'
    """
    return {
        "chip": chip.name,
        "hardware_vintage": chip.vintage,
        "dollar_year": dollar_years(inputs),
        "draws": draws,
        "not_known": not_known(chip, inputs),
        "estimated": estimated(chip, inputs),
    }


def not_known(chip: Chip, inputs: Mapping[str, Assumption]) -> list[str]:
    """Return a sentence for each thing that nobody has published about a chip's cluster.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> chip = find_chip("Trainium2", load_hardware())
    >>> for said in not_known(chip, inputs_for(chip, datasets.load("assumptions"))):
    ...     print(said)
    the price of Amazon Trainium2: not published, so that what hangs on it is not known either
    """
    said = []
    if chip_price_usd(chip, {name: row.central for name, row in inputs.items()}) is None:
        said.append(
            f"the price of {chip.name}: not published, so that what hangs on it is not known either"
        )
    if chip.kind in JOINED_IN_A_TORUS:
        said.append(
            f"the links, switches and optics of {chip.name}: a torus, which the model does not "
            "describe"
        )
    return said


def estimated(chip: Chip, inputs: Mapping[str, Assumption]) -> list[str]:
    """Return a sentence for a price that is counted with although the chip is not sold.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> chip = find_chip("TPU v7", load_hardware())
    >>> estimated(chip, inputs_for(chip, datasets.load("assumptions")))
    ['the price of Google TPU v7 Ironwood: it is not sold; what its owner pays is an estimate']
    """
    if chip.kind not in NOT_SOLD or "chip_price_usd" not in inputs:
        return []
    return [f"the price of {chip.name}: it is not sold; what its owner pays is an estimate"]
