"""What a cluster costs, from the inputs that hold for its chip.

Amounts are in the dollars of the prices handed in; :mod:`gigascale.clusters.dollars` brings those
to one year. What hangs on a price that nobody knows is ``None``.
"""

from collections.abc import Mapping
from typing import Any

from gigascale.clusters import capex
from gigascale.clusters.assumptions import Assumption
from gigascale.clusters.chips import Chip
from gigascale.clusters.dollars import price_year
from gigascale.clusters.ownership import Inputs, ownership_quantities
from gigascale.clusters.unknown import with_total

__all__ = ["Inputs", "capex_by_part_usd", "chip_price_usd", "dollar_years", "money_quantities"]

_PRICED_BY = {
    "shell_and_mep": "shell_mep_cost_usd_per_facility_w",
    "substation": "substation_cost_usd_per_facility_w",
    "onsite_generation": "onsite_generation_cost_usd_per_w",
    "land": "land_price_usd_per_m2",
    "energy": "electricity_price_usd_per_kwh",
    "staff": "staff_cost_usd_per_job_per_year",
    "rent": "rental_price_usd_per_chip_h",
}


def chip_price_usd(chip: Chip, inputs: Inputs) -> Any:
    """Return the price paid for a chip, ``None`` if nothing is known about it.

    The assumption ``chip_price_usd`` for the chip if there is one, else its price at release times
    ``paid_to_list_price_ratio``.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> chip = find_chip("V100", load_hardware())
    >>> chip_price_usd(chip, {"paid_to_list_price_ratio": 0.5})
    5729.0
    """
    if "chip_price_usd" in inputs:
        return inputs["chip_price_usd"]
    price = inputs.get("release_price_usd", chip.release_price_usd)
    return None if price is None else price * inputs["paid_to_list_price_ratio"]


def capex_by_part_usd(
    chip: Chip, accelerators: Any, facility_w: Any, inputs: Inputs
) -> dict[str, Any]:
    """Return the capital cost of a site by part and in total, in USD.

    Overnight: without interest during construction. The parts that hang on a chip price nobody
    knows, and the total, are ``None``.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> from gigascale.clusters.quantities import inputs_for
    >>> chip = find_chip("Trainium3", load_hardware())
    >>> inputs = {k: a.central for k, a in inputs_for(chip, datasets.load("assumptions")).items()}
    >>> cost = capex_by_part_usd(chip, 1000, 2e6, inputs)
    >>> cost["total"] is None, round(cost["shell_and_mep"] / 1e6, 1)
    (True, 20.4)
    """
    price = chip_price_usd(chip, inputs)
    hardware: dict[str, Any] = dict.fromkeys(capex.HARDWARE_PARTS)
    if price is not None:
        hardware = capex.hardware_cost_by_part_usd(
            accelerators,
            price,
            inputs["server_cost_ratio"],
            inputs["network_cost_fraction"],
            inputs["storage_cost_ratio"],
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
    return with_total(hardware | site)


def money_quantities(chip: Chip, cluster: Mapping[str, Any], inputs: Inputs) -> dict[str, Any]:
    """Return what a cluster costs to build, to run and to own, in USD.

    Parameters
    ----------
    chip : Chip
        The accelerator.
    cluster : mapping
        ``accelerators``, ``it_power_w`` and ``facility_power_w``, the last two at peak.
    inputs : mapping
        Every input by name, as floats or arrays.

    Returns
    -------
    dict
        ``capex_usd`` by part and in total; ``interest_during_construction_usd``, of the site
        without its hardware and not in that total; ``opex_usd_per_year`` by part;
        ``depreciation_usd_per_year``, straight-line; ``annualised_cost_usd_per_year`` by part, at
        the cost of capital; ``cost_usd_per_accelerator_hour`` that is busy; ``cost_usd_per_flop``
        achieved in BF16. What hangs on a price nobody knows is ``None``.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> from gigascale.clusters.quantities import inputs_for
    >>> chip = find_chip("GB200", load_hardware())
    >>> inputs = {k: a.central for k, a in inputs_for(chip, datasets.load("assumptions")).items()}
    >>> site = {"accelerators": 341e3, "facility_power_w": 1e9, "energy_kwh_per_year": 5.3e9}
    >>> list(money_quantities(chip, site, inputs)["opex_usd_per_year"])
    ['energy', 'staff', 'maintenance_and_other', 'total']
    """
    capital = capex_by_part_usd(chip, cluster["accelerators"], cluster["facility_power_w"], inputs)
    return {"capex_usd": capital} | ownership_quantities(chip, cluster, capital, inputs)


def dollar_years(inputs: Mapping[str, Assumption]) -> dict[str, int | None]:
    """Return the year of the dollars of each price behind the costs, by part.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> from gigascale.clusters.quantities import inputs_for
    >>> chip = find_chip("GB200", load_hardware())
    >>> dollar_years(inputs_for(chip, datasets.load("assumptions")))["accelerators"]
    2025
    """
    price = inputs.get("chip_price_usd", inputs.get("release_price_usd"))
    hardware = None if price is None else price_year(price.unit)
    priced = {
        part: price_year(inputs[row].unit) for part, row in _PRICED_BY.items() if row in inputs
    }
    return dict.fromkeys(capex.HARDWARE_PARTS, hardware) | priced
