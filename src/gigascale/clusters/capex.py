"""What a cluster costs to build, by part, in the dollars of the prices handed in.

Plain operators only: floats, arrays of draws and Altair parameters all work.
"""

from gigascale.clusters.power import Quantity

HARDWARE_PARTS = ("accelerators", "rest_of_server", "network", "storage")
SITE_PARTS = ("shell_and_mep", "substation", "onsite_generation", "land")


def accelerator_cost_usd(accelerators: Quantity, chip_price_usd: Quantity) -> Quantity:
    """Return the price of the bare accelerators, in USD.

    Examples
    --------
    >>> accelerator_cost_usd(8, 25_000.0)
    200000.0
    """
    return accelerators * chip_price_usd


def rest_of_server_cost_usd(
    accelerators: Quantity, chip_price_usd: Quantity, server_cost_ratio: Quantity
) -> Quantity:
    """Return the price of the servers without their accelerators, in USD.

    ``server_cost_ratio`` is whole server over its bare chips (Cottier et al. 2024: 1.64).

    Examples
    --------
    >>> rest_of_server_cost_usd(8, 25_000.0, 1.5)
    100000.0
    """
    return accelerator_cost_usd(accelerators, chip_price_usd) * (server_cost_ratio - 1)


def network_cost_usd(server_cost_usd: Quantity, network_cost_fraction: Quantity) -> Quantity:
    """Return the price of the network between servers, in USD.

    ``network_cost_fraction`` is its share of IT hardware, servers and network together, so a
    surcharge of 30% on servers is a share of 0.3/1.3.

    Examples
    --------
    >>> round(network_cost_usd(100.0, 0.3 / 1.3), 6)
    30.0
    """
    return server_cost_usd * network_cost_fraction / (1 - network_cost_fraction)


def storage_cost_usd(
    server_and_network_cost_usd: Quantity, storage_cost_ratio: Quantity
) -> Quantity:
    """Return the price of the storage for data and checkpoints, in USD.

    ``storage_cost_ratio`` is storage over servers and network between them.

    Examples
    --------
    >>> storage_cost_usd(400.0, 0.025)
    10.0
    """
    return server_and_network_cost_usd * storage_cost_ratio


def facility_cost_usd(facility_power_w: Quantity, cost_usd_per_facility_w: Quantity) -> Quantity:
    """Return the price of a part that is built per W of facility power, in USD.

    Serves shell with mechanical and electrical plant, and the substation.

    Examples
    --------
    >>> facility_cost_usd(1e6, 10.0)
    10000000.0
    """
    return facility_power_w * cost_usd_per_facility_w


def onsite_generation_cost_usd(
    facility_power_w: Quantity,
    onsite_generation_fraction: Quantity,
    generation_cost_usd_per_w: Quantity,
) -> Quantity:
    """Return the price of prime power plant on the site, in USD.

    Examples
    --------
    >>> onsite_generation_cost_usd(1e6, 0.25, 2.0)
    500000.0
    """
    return facility_power_w * onsite_generation_fraction * generation_cost_usd_per_w


def land_cost_usd(
    facility_power_w: Quantity,
    site_area_m2_per_facility_w: Quantity,
    land_price_usd_per_m2: Quantity,
) -> Quantity:
    """Return the price of the site, in USD.

    Examples
    --------
    >>> land_cost_usd(1e6, 0.004, 50.0)
    200000.0
    """
    return facility_power_w * site_area_m2_per_facility_w * land_price_usd_per_m2


def hardware_cost_by_part_usd(
    accelerators: Quantity,
    chip_price_usd: Quantity,
    server_cost_ratio: Quantity,
    network_cost_fraction: Quantity,
    storage_cost_ratio: Quantity,
) -> dict[str, Quantity]:
    """Return the cost of the IT hardware by part, in USD.

    Examples
    --------
    >>> hardware_cost_by_part_usd(8, 25_000.0, 1.5, 0.25, 0.125)
    {'accelerators': 200000.0, 'rest_of_server': 100000.0, 'network': 100000.0, 'storage': 50000.0}
    """
    chips = accelerator_cost_usd(accelerators, chip_price_usd)
    rest = rest_of_server_cost_usd(accelerators, chip_price_usd, server_cost_ratio)
    network = network_cost_usd(chips + rest, network_cost_fraction)
    storage = storage_cost_usd(chips + rest + network, storage_cost_ratio)
    return dict(zip(HARDWARE_PARTS, (chips, rest, network, storage), strict=True))


def site_cost_by_part_usd(
    facility_power_w: Quantity,
    shell_mep_cost_usd_per_facility_w: Quantity,
    substation_cost_usd_per_facility_w: Quantity,
    onsite_generation_fraction: Quantity,
    onsite_generation_cost_usd_per_w: Quantity,
    site_area_m2_per_facility_w: Quantity,
    land_price_usd_per_m2: Quantity,
) -> dict[str, Quantity]:
    """Return the cost of everything that is not IT hardware, by part, in USD.

    Examples
    --------
    >>> parts = site_cost_by_part_usd(1e6, 10.0, 0.2, 0.25, 2.0, 0.004, 50.0)
    >>> parts["shell_and_mep"], parts["onsite_generation"]
    (10000000.0, 500000.0)
    """
    costs = (
        facility_cost_usd(facility_power_w, shell_mep_cost_usd_per_facility_w),
        facility_cost_usd(facility_power_w, substation_cost_usd_per_facility_w),
        onsite_generation_cost_usd(
            facility_power_w, onsite_generation_fraction, onsite_generation_cost_usd_per_w
        ),
        land_cost_usd(facility_power_w, site_area_m2_per_facility_w, land_price_usd_per_m2),
    )
    return dict(zip(SITE_PARTS, costs, strict=True))
