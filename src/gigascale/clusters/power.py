"""From watts to accelerators and back: the chain that sizes a site at peak.

Facility power = accelerators × chip power × server overhead × network overhead × facility overhead.
Every function uses plain operators only, so floats, arrays of draws and Altair parameters all
work. The chain sizes; energy is billed by another one (:mod:`gigascale.clusters.training`).
"""

from typing import Any

Quantity = Any  # a float, a NumPy array of draws or an Altair parameter

SECONDS_PER_DAY = 86_400.0


def accelerator_count(
    site_power_w: Quantity,
    facility_overhead: Quantity,
    network_overhead: Quantity,
    server_overhead: Quantity,
    chip_power_w: Quantity,
) -> Quantity:
    """Return how many accelerators a site's power feeds at peak.

    Parameters
    ----------
    site_power_w : W
        Facility power; for IT power, set ``facility_overhead`` to 1.
    facility_overhead : facility W per IT W at peak
    network_overhead : IT W per server W
    server_overhead : server W per chip W
    chip_power_w : W per accelerator

    Examples
    --------
    >>> round(accelerator_count(1e9, 1.4, 1.14, 1.53, 1200.0))
    341267
    """
    return site_power_w / (facility_overhead * network_overhead * server_overhead * chip_power_w)


def accelerator_power_w(accelerators: Quantity, chip_power_w: Quantity) -> Quantity:
    """Return the peak power of the accelerators alone, in W.

    Examples
    --------
    >>> accelerator_power_w(8, 700.0)
    5600.0
    """
    return accelerators * chip_power_w


def server_power_w(
    accelerators: Quantity, chip_power_w: Quantity, server_overhead: Quantity
) -> Quantity:
    """Return the peak power of whole servers, accelerators included, in W.

    Examples
    --------
    >>> round(server_power_w(8, 700.0, 1.82))
    10192
    """
    return accelerator_power_w(accelerators, chip_power_w) * server_overhead


def it_power_w(
    accelerators: Quantity,
    chip_power_w: Quantity,
    server_overhead: Quantity,
    network_overhead: Quantity,
) -> Quantity:
    """Return the peak IT power, servers, network and management, in W.

    Examples
    --------
    >>> round(it_power_w(16384, 700.0, 1.82, 1.14) / 1e6, 1)
    23.8
    """
    return server_power_w(accelerators, chip_power_w, server_overhead) * network_overhead


def facility_power_w(it_power_w: Quantity, facility_overhead: Quantity) -> Quantity:
    """Return the peak facility power, cooling and conversion included, in W.

    Examples
    --------
    >>> facility_power_w(1e6, 1.5)
    1500000.0
    """
    return it_power_w * facility_overhead


def power_by_part_w(
    accelerators: Quantity,
    chip_power_w: Quantity,
    server_overhead: Quantity,
    network_overhead: Quantity,
    facility_overhead: Quantity,
) -> dict[str, Quantity]:
    """Return the facility's peak power by part, in W; the parts add up to it.

    Examples
    --------
    >>> parts = power_by_part_w(10, 700.0, 2.0, 1.5, 1.5)
    >>> parts["cooling_and_conversion"], sum(parts.values())
    (10500.0, 31500.0)
    """
    chips = accelerator_power_w(accelerators, chip_power_w)
    servers = server_power_w(accelerators, chip_power_w, server_overhead)
    it = it_power_w(accelerators, chip_power_w, server_overhead, network_overhead)
    return {
        "accelerators": chips,
        "rest_of_server": servers - chips,
        "network_and_management": it - servers,
        "cooling_and_conversion": facility_power_w(it, facility_overhead) - it,
    }


def peak_flop_per_s(accelerators: Quantity, chip_flop_per_s: Quantity) -> Quantity:
    """Return a cluster's dense peak in FLOP/s at the number format of ``chip_flop_per_s``.

    Examples
    --------
    >>> peak_flop_per_s(1000, 989.4e12)
    9.894e+17
    """
    return accelerators * chip_flop_per_s
