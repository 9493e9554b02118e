"""From what was published per watt to one measure: all of a site, per W of facility, as paid.

Plain operators only: floats, arrays of draws and Altair parameters all work.
"""

from gigascale.clusters.power import Quantity


def cost_usd_per_facility_w(
    cost_usd_per_it_w: Quantity, facility_overhead_ratio: Quantity
) -> Quantity:
    """Return a cost per W of facility power from one per W of IT power, both at peak.

    Examples
    --------
    >>> cost_usd_per_facility_w(45.0, 1.5)
    30.0
    """
    return cost_usd_per_it_w / facility_overhead_ratio


def accelerators_per_facility_w(
    accelerators_per_it_w: Quantity, facility_overhead_ratio: Quantity
) -> Quantity:
    """Return accelerators per W of facility power from those per W of IT power, both at peak.

    Examples
    --------
    >>> accelerators_per_facility_w(0.75, 1.5)
    0.5
    """
    return accelerators_per_it_w / facility_overhead_ratio


def accelerators_per_w(dies_per_w: Quantity, dies_per_accelerator: Quantity) -> Quantity:
    """Return accelerators per W where dies were counted.

    Examples
    --------
    >>> accelerators_per_w(1.0, 2)
    0.5
    """
    return dies_per_w / dies_per_accelerator


def site_cost_usd_per_w(
    cost_usd_per_w: Quantity, energy_fraction: Quantity, energy_outside_site_fraction: Quantity
) -> Quantity:
    """Return a cost without the energy supply that lies outside the site.

    ``energy_fraction`` is the share of the cost that is for energy supply together with the
    site's own electrical plant, ``energy_outside_site_fraction`` what of this lies outside.

    Examples
    --------
    >>> site_cost_usd_per_w(40.0, 0.25, 0.5)
    35.0
    """
    return cost_usd_per_w * (1 - energy_fraction * energy_outside_site_fraction)


def paid_cost_usd_per_w(
    cost_usd_per_w: Quantity, hardware_fraction: Quantity, paid_to_list_price_ratio: Quantity
) -> Quantity:
    """Return a cost at prices paid where its hardware, a share of it, was at list prices.

    Examples
    --------
    >>> paid_cost_usd_per_w(40.0, 0.5, 0.8)
    36.0
    """
    return cost_usd_per_w * (1 - hardware_fraction * (1 - paid_to_list_price_ratio))


def whole_cost_usd_per_w(counted_usd_per_w: Quantity, missing_usd_per_w: Quantity) -> Quantity:
    """Return the cost of a whole site from the parts counted and those that were left out.

    Examples
    --------
    >>> whole_cost_usd_per_w(25.0, 13.0)
    38.0
    """
    return counted_usd_per_w + missing_usd_per_w
