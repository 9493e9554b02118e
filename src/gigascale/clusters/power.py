"""From watts to accelerators and back: the chain that sizes a site at peak, and the mean draw.

Plain operators only: floats, arrays of draws and Altair parameters all work. Two chains, which
never mix: at peak, facility power = accelerators × chip power × server overhead × network overhead
× facility overhead; over a year, mean facility power = peak IT power × average draw × annual PUE.
"""

from typing import Any

Quantity = Any  # a float, a NumPy array of draws or an Altair parameter

SECONDS_PER_DAY = 86_400.0
HOURS_PER_YEAR = 8_766.0


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


def cooling_power_w(
    it_power_w: Quantity, facility_overhead: Quantity, conversion_overhead: Quantity
) -> Quantity:
    """Return the peak power of cooling and what else the facility runs, in W.

    The facility overhead is the product of a conversion overhead (W drawn per W delivered, by
    transformers, backup and distribution) and a cooling overhead (W delivered per IT W).

    Examples
    --------
    >>> cooling_power_w(1e6, 1.5, 1.2)
    250000.0
    """
    return it_power_w * (facility_overhead / conversion_overhead - 1)


def conversion_power_w(
    it_power_w: Quantity, facility_overhead: Quantity, conversion_overhead: Quantity
) -> Quantity:
    """Return the peak power lost in conversion on its way to IT and cooling, in W.

    Examples
    --------
    >>> conversion_power_w(1e6, 1.5, 1.2)
    250000.0
    """
    return it_power_w * (facility_overhead - facility_overhead / conversion_overhead)


def power_by_part_w(
    accelerators: Quantity,
    chip_power_w: Quantity,
    server_overhead: Quantity,
    network_overhead: Quantity,
    facility_overhead: Quantity,
    conversion_overhead: Quantity,
) -> dict[str, Quantity]:
    """Return the facility's peak power by part, in W; the parts add up to it.

    Examples
    --------
    >>> parts = power_by_part_w(10, 700.0, 2.0, 1.5, 1.5, 1.2)
    >>> parts["cooling"], parts["conversion"], sum(parts.values())
    (5250.0, 5250.0, 31500.0)
    """
    chips = accelerator_power_w(accelerators, chip_power_w)
    servers = server_power_w(accelerators, chip_power_w, server_overhead)
    it = it_power_w(accelerators, chip_power_w, server_overhead, network_overhead)
    return {
        "accelerators": chips,
        "rest_of_server": servers - chips,
        "network_and_management": it - servers,
        "cooling": cooling_power_w(it, facility_overhead, conversion_overhead),
        "conversion": conversion_power_w(it, facility_overhead, conversion_overhead),
    }


def average_it_power_w(it_power_w: Quantity, average_draw_fraction: Quantity) -> Quantity:
    """Return the mean draw of the IT equipment while it works, in W.

    Examples
    --------
    >>> average_it_power_w(1e6, 0.75)
    750000.0
    """
    return it_power_w * average_draw_fraction


def average_facility_power_w(
    it_power_w: Quantity, average_draw_fraction: Quantity, annual_pue_ratio: Quantity
) -> Quantity:
    """Return the facility's mean draw over a year in which its IT equipment always works, in W.

    Starts from peak IT power: the annual PUE replaces the facility overhead at peak.

    Examples
    --------
    >>> average_facility_power_w(1e6, 0.75, 1.2)
    900000.0
    """
    return average_it_power_w(it_power_w, average_draw_fraction) * annual_pue_ratio


def energy_kwh_per_year(average_power_w: Quantity) -> Quantity:
    """Return the energy of a year at a mean power, in kWh.

    Examples
    --------
    >>> energy_kwh_per_year(1000.0)
    8766.0
    """
    return average_power_w * HOURS_PER_YEAR / 1000


def peak_flop_per_s(accelerators: Quantity, chip_flop_per_s: Quantity) -> Quantity:
    """Return a cluster's dense peak in FLOP/s at the number format of ``chip_flop_per_s``.

    Examples
    --------
    >>> peak_flop_per_s(1000, 989.4e12)
    9.894e+17
    """
    return accelerators * chip_flop_per_s
