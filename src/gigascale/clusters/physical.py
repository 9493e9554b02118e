"""What a number of accelerators takes in power, network and building."""

from collections.abc import Mapping
from typing import Any

from gigascale.clusters import building, network, power
from gigascale.clusters.chips import Chip

Inputs = Mapping[str, Any]

JOINED_IN_A_TORUS = ("TPU",)  # kinds of chips whose network is no fat tree


def physical_quantities(chip: Chip, accelerators: Any, inputs: Inputs) -> dict[str, Any]:
    """Return a cluster's power, FLOP/s, network and building.

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
        ``accelerators``; at peak ``it_power_w``, ``facility_power_w`` and ``power_w`` by part;
        ``average_facility_power_w`` and ``energy_kwh_per_year`` of a year's work; dense
        ``peak_flop_per_s`` by number format; ``network_...`` with links and switches by tier, and
        the power of optics and switches, counted one by one and so a check of the share of network
        and management, not a term of the sum; ``racks``, ``server_power_w_per_rack``, areas, water.
        The network is ``None`` where it is no fat tree.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> from gigascale.clusters.quantities import inputs_for
    >>> chip = find_chip("H100", load_hardware())
    >>> inputs = {k: a.central for k, a in inputs_for(chip, datasets.load("assumptions")).items()}
    >>> found = physical_quantities(chip, 16384, inputs)
    >>> round(found["it_power_w"] / 1e6, 1), found["network_tiers"], found["racks"]
    (23.8, 3, 512.0)
    """
    powers = _power(chip, accelerators, inputs)
    return powers | _network(chip, accelerators, inputs) | _building(powers, inputs)


def _power(chip: Chip, accelerators: Any, inputs: Inputs) -> dict[str, Any]:
    chain = (
        inputs["chip_power_w"],
        inputs["server_overhead_ratio"],
        inputs["network_overhead_ratio"],
    )
    facility = inputs["facility_overhead_ratio"]
    it = power.it_power_w(accelerators, *chain)
    average = power.average_facility_power_w(
        it, inputs["average_draw_fraction"], inputs["annual_pue_ratio"]
    )
    return {
        "accelerators": accelerators,
        "it_power_w": it,
        "facility_power_w": power.facility_power_w(it, facility),
        "average_facility_power_w": average,
        "energy_kwh_per_year": power.energy_kwh_per_year(average),
        "power_w": power.power_by_part_w(
            accelerators, *chain, facility, inputs["conversion_overhead_ratio"]
        ),
        "peak_flop_per_s": {
            label: power.peak_flop_per_s(accelerators, rate)
            for label, rate in chip.peak_flop_per_s.items()
        },
    }


def _network(chip: Chip, accelerators: Any, inputs: Inputs) -> dict[str, Any]:
    ports = inputs["ports_per_switch"]
    endpoints = accelerators * inputs["ports_per_accelerator"]
    tiers = network.tier_count(endpoints, ports)
    links = network.link_count_by_tier(endpoints, tiers, inputs["top_tier_oversubscription_ratio"])
    switches = network.switch_count_by_tier(links, ports)
    transceivers = network.transceiver_count(
        endpoints, sum(links.values()) - endpoints, inputs["first_tier_optical_fraction"]
    )
    found = {
        "network_tiers": tiers,
        "network_links": links,
        "network_switches": switches,
        "network_transceivers": transceivers,
        "network_optics_power_w": network.optics_power_w(
            transceivers, inputs["transceiver_power_w"]
        ),
        "network_switch_power_w": network.switches_power_w(
            sum(switches.values()), inputs["switch_power_w"]
        ),
    }
    if chip.kind not in JOINED_IN_A_TORUS:
        return found
    return {k: dict.fromkeys(v) if isinstance(v, Mapping) else None for k, v in found.items()}


def _building(powers: Mapping[str, Any], inputs: Inputs) -> dict[str, Any]:
    racks = building.rack_count(powers["accelerators"], inputs["accelerators_per_rack"])
    servers = powers["power_w"]["accelerators"] + powers["power_w"]["rest_of_server"]
    facility = powers["facility_power_w"]
    it_energy = power.energy_kwh_per_year(
        power.average_it_power_w(powers["it_power_w"], inputs["average_draw_fraction"])
    )
    return {
        "racks": racks,
        "server_power_w_per_rack": building.server_power_w_per_rack(servers, racks),
        "floor_area_m2": building.floor_area_m2(facility, inputs["floor_area_m2_per_facility_w"]),
        "site_area_m2": building.site_area_m2(facility, inputs["site_area_m2_per_facility_w"]),
        "water_litre_per_year": building.water_litre_per_year(
            it_energy, inputs["water_litre_per_it_kwh"]
        ),
    }
