"""A projection of many draws, put together from chunks that fit in a processor's cache."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np

from gigascale.projections.projection import Projection
from gigascale.projections.route import Route


def joined(parts: Iterator[Projection], draws: int) -> Projection:
    """Return one projection of the draws of several, which are let go one by one."""
    first = next(parts)
    whole, place = _room(first, draws), 0
    for part in chain([first], parts):
        size = part.site_lead_years.size
        for target, source in zip(_arrays(whole), _arrays(part), strict=True):
            target[..., place : place + size] = source
        place += size
    return whole


def _arrays(projection: Projection) -> list[Any]:
    found: list[Any] = [projection.site_lead_years, projection.supply_from_sites]
    found.append(projection.log10_world_chip_power_w)
    for route in projection.routes.values():
        found.append(route.log10_facility_power_w)
        found += [a for pair in route.log10_per_facility_w.values() for a in pair if a is not None]
    return found


def _room(like: Projection, draws: int) -> Projection:
    """A projection of the same form, for more draws; the routes share what they shared."""
    held: dict[int, Any] = {}

    def room(a: Any) -> Any:
        if a is not None and id(a) not in held:
            held[id(a)] = np.empty((*a.shape[:-1], draws), a.dtype)
        return None if a is None else held[id(a)]

    routes = {
        name: Route(
            room(route.log10_facility_power_w),
            {k: (room(a), room(b)) for k, (a, b) in route.log10_per_facility_w.items()},
            route.elapsed_years,
        )
        for name, route in like.routes.items()
    }
    return replace(
        like,
        site_lead_years=room(like.site_lead_years),
        supply_from_sites=room(like.supply_from_sites),
        routes=routes,
        log10_world_chip_power_w=room(like.log10_world_chip_power_w),
    )
