"""The network between servers as a fat tree: tiers, links, switches, transceivers, their power.

Plain operators only, comparisons among them: floats, arrays of draws and Altair parameters all
work. A switch of k ports gives half of them to the tier below and half to the tier above, all of
them at the top, so that L tiers join at most 2·(k/2)^L endpoints (Al-Fares et al. 2008). Ports in
use decide how many switches there are; nothing is rounded up to whole switches or pods. Links
inside a server or rack (NVLink) are not counted.
"""

from gigascale.clusters.power import Quantity

TIERS = (1, 2, 3, 4, 5)


def endpoint_limit(ports_per_switch: Quantity, tiers: Quantity) -> Quantity:
    """Return how many endpoints a full fat tree joins at most.

    Examples
    --------
    >>> endpoint_limit(64, 2), endpoint_limit(64, 3)
    (2048.0, 65536.0)
    """
    return 2 * (ports_per_switch / 2) ** tiers


def tier_count(endpoints: Quantity, ports_per_switch: Quantity) -> Quantity:
    """Return how many tiers of switches join a number of endpoints, at most 5.

    Examples
    --------
    >>> tier_count(1024, 64), tier_count(16384, 64), tier_count(100_000, 64)
    (2, 3, 4)
    """
    return (
        1
        + (endpoints > endpoint_limit(ports_per_switch, 1))
        + (endpoints > endpoint_limit(ports_per_switch, 2))
        + (endpoints > endpoint_limit(ports_per_switch, 3))
        + (endpoints > endpoint_limit(ports_per_switch, 4))
    )


def upper_link_count(
    endpoints: Quantity, tiers: Quantity, tier: Quantity, top_oversubscription: Quantity
) -> Quantity:
    """Return the links between a tier above the first and the one below it.

    There are as many as endpoints, fewer by ``top_oversubscription`` at the top tier, none above.

    Examples
    --------
    >>> [upper_link_count(7000, 3, tier, 7.0) for tier in (2, 3, 4)]
    [7000.0, 1000.0, 0.0]
    """
    thinned = top_oversubscription + (1 - top_oversubscription) * (tiers > tier)
    return endpoints * (tiers >= tier) / thinned


def link_count_by_tier(
    endpoints: Quantity, tiers: Quantity, top_oversubscription: Quantity
) -> dict[str, Quantity]:
    """Return the links below each tier of switches; those of tier 1 lead to the endpoints.

    Examples
    --------
    >>> link_count_by_tier(16384, 3, 1.0)["tier_3"]
    16384.0
    """
    upper = {
        f"tier_{tier}": upper_link_count(endpoints, tiers, tier, top_oversubscription)
        for tier in TIERS[1:]
    }
    return {"tier_1": endpoints} | upper


def switch_count(
    links_below: Quantity, links_above: Quantity, ports_per_switch: Quantity
) -> Quantity:
    """Return the switches of a tier, from the links that end on them.

    Examples
    --------
    >>> switch_count(16384, 16384, 64), switch_count(16384, 0, 64)
    (512.0, 256.0)
    """
    return (links_below + links_above) / ports_per_switch


def switch_count_by_tier(
    link_count_by_tier: dict[str, Quantity], ports_per_switch: Quantity
) -> dict[str, Quantity]:
    """Return the switches of each tier.

    Examples
    --------
    >>> list(switch_count_by_tier(link_count_by_tier(16384, 3, 1.0), 64).values())
    [512.0, 512.0, 256.0, 0.0, 0.0]
    """
    links = [*link_count_by_tier.values(), 0.0]
    return {
        tier: switch_count(links[place], links[place + 1], ports_per_switch)
        for place, tier in enumerate(link_count_by_tier)
    }


def transceiver_count(
    first_tier_links: Quantity, upper_links: Quantity, first_tier_optical_fraction: Quantity
) -> Quantity:
    """Return the transceivers, two on every optical link; links above the first tier are optical.

    Examples
    --------
    >>> transceiver_count(16384, 32768, 1.0), transceiver_count(16384, 32768, 0.0)
    (98304.0, 65536.0)
    """
    return 2 * (first_tier_links * first_tier_optical_fraction + upper_links)


def optics_power_w(transceivers: Quantity, transceiver_power_w: Quantity) -> Quantity:
    """Return the power of the transceivers, in W.

    Examples
    --------
    >>> optics_power_w(98304, 10.0)
    983040.0
    """
    return transceivers * transceiver_power_w


def switches_power_w(switches: Quantity, switch_power_w: Quantity) -> Quantity:
    """Return the power of the switches without their transceivers, in W.

    Examples
    --------
    >>> switches_power_w(1280, 1000.0)
    1280000.0
    """
    return switches * switch_power_w
