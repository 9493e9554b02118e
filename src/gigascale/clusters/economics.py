"""What a cluster costs, from the inputs that hold for its chip."""

from collections.abc import Mapping
from typing import Any

from gigascale.clusters import capex
from gigascale.clusters.assumptions import Assumption
from gigascale.clusters.chips import Chip

Inputs = Mapping[str, Any]

_PRICED_BY = {
    "shell_and_mep": "shell_mep_cost_usd_per_facility_w",
    "substation": "substation_cost_usd_per_facility_w",
    "onsite_generation": "onsite_generation_cost_usd_per_w",
    "land": "land_price_usd_per_m2",
}


def chip_price_usd(chip: Chip, inputs: Inputs) -> Any:
    """Return the price paid for a chip, ``None`` if nothing is known about it.

    The assumption ``chip_price_usd`` for the chip if there is one, else its price at release times
    ``paid_to_list_price_ratio``.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip
    >>> chip = find_chip("V100", datasets.load("ml_hardware"))
    >>> chip_price_usd(chip, {"paid_to_list_price_ratio": 0.5})
    5729.0
    """
    if "chip_price_usd" in inputs:
        return inputs["chip_price_usd"]
    if chip.release_price_usd is None:
        return None
    return chip.release_price_usd * inputs["paid_to_list_price_ratio"]


def capex_by_part_usd(
    chip: Chip, accelerators: Any, facility_w: Any, inputs: Inputs
) -> dict[str, Any]:
    """Return the capital cost of a site by part and in total, in USD of the inputs' years.

    The parts that hang on a chip price nobody knows, and the total, are ``None``.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip
    >>> from gigascale.clusters.quantities import inputs_for
    >>> chip = find_chip("TPU v7", datasets.load("ml_hardware"))
    >>> inputs = {k: a.central for k, a in inputs_for(chip, datasets.load("assumptions")).items()}
    >>> cost = capex_by_part_usd(chip, 1000, 2e6, inputs)
    >>> cost["total"] is None, round(cost["shell_and_mep"] / 1e6, 1)
    (True, 20.4)
    """
    price = chip_price_usd(chip, inputs)
    hardware: dict[str, Any] = dict.fromkeys(capex.HARDWARE_PARTS)
    if price is not None:
        hardware = capex.hardware_cost_by_part_usd(
            accelerators, price, inputs["server_cost_ratio"], inputs["network_cost_fraction"]
        )
    site = capex.site_cost_by_part_usd(
        facility_w,
        inputs["shell_mep_cost_usd_per_facility_w"],
        inputs["substation_cost_usd_per_facility_w"],
        inputs["onsite_generation_fraction"],
        inputs["onsite_generation_cost_usd_per_w"],
        inputs["site_area_m2_per_facility_w"],
        inputs["land_price_usd_per_m2"],
    )
    parts = hardware | site
    return parts | {"total": None if price is None else sum(parts.values())}


def dollar_years(chip: Chip, inputs: Mapping[str, Assumption]) -> dict[str, int | None]:
    """Return the year of the dollars of each part of the capex; nothing is deflated.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip
    >>> from gigascale.clusters.quantities import inputs_for
    >>> chip = find_chip("GB200", datasets.load("ml_hardware"))
    >>> dollar_years(chip, inputs_for(chip, datasets.load("assumptions")))["accelerators"]
    2025
    """
    hardware = None
    if "chip_price_usd" in inputs:
        hardware = _year(inputs["chip_price_usd"].date)
    elif chip.release_price_usd is not None and chip.release_date is not None:
        hardware = chip.release_date.year
    site = {part: _year(inputs[row].date) for part, row in _PRICED_BY.items()}
    return dict.fromkeys(capex.HARDWARE_PARTS, hardware) | site


def _year(date: str) -> int | None:
    return int(date[:4]) if date else None
