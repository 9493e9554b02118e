"""The building around a cluster: racks, power of a rack, floor area, water.

Plain operators only: floats, arrays of draws and Altair parameters all work.
"""

from gigascale.clusters.power import Quantity


def rack_count(accelerators: Quantity, accelerators_per_rack: Quantity) -> Quantity:
    """Return the racks of servers; switches and storage stand in others.

    Examples
    --------
    >>> rack_count(7200, 72)
    100.0
    """
    return accelerators / accelerators_per_rack


def server_power_w_per_rack(server_power_w: Quantity, racks: Quantity) -> Quantity:
    """Return the peak power of a rack of servers, in W.

    Examples
    --------
    >>> server_power_w_per_rack(13_200_000.0, 100)
    132000.0
    """
    return server_power_w / racks


def floor_area_m2(facility_power_w: Quantity, floor_area_m2_per_facility_w: Quantity) -> Quantity:
    """Return the floor area of the buildings, all rooms and storeys, in m².

    Examples
    --------
    >>> floor_area_m2(1e9, 0.00025)
    250000.0
    """
    return facility_power_w * floor_area_m2_per_facility_w


def site_area_m2(facility_power_w: Quantity, site_area_m2_per_facility_w: Quantity) -> Quantity:
    """Return the land that the site takes, in m².

    Examples
    --------
    >>> site_area_m2(1e9, 0.003)
    3000000.0
    """
    return facility_power_w * site_area_m2_per_facility_w


def water_litre_per_year(
    it_energy_kwh_per_year: Quantity, water_litre_per_it_kwh: Quantity
) -> Quantity:
    """Return the water that the site itself uses in a year, in litres; that of power plants is not.

    Examples
    --------
    >>> water_litre_per_year(1e6, 0.25)
    250000.0
    """
    return it_energy_kwh_per_year * water_litre_per_it_kwh
