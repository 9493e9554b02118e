"""A projection: draws of what the leading run takes, by route and year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gigascale.clusters.sampling import FloatArray
from gigascale.projections.reading import LABELS, date_quantiles, first_years, log10_quantiles
from gigascale.projections.route import EVERY, Mask, Route
from gigascale.projections.scenarios import QUANTITIES, ROUTES, one_of

POWERS_W = (1e9, 5e9, 1e10)
CAPEX_USD = (1e11,)
NOT_KNOWN = (None,) * len(LABELS)


@dataclass(frozen=True)
class Projection:
    """Draws of the leading training run and of its site, in one scenario.

    Attributes
    ----------
    settings : mapping
        What was asked, and the vintages and dollar years behind the answer.
    scenario : str
    years : ndarray, shape (m,)
        Decimal years in which the run is published: the start, then the end of each year.
    site_lead_years : ndarray, shape (n,)
        How long before that its site must stand: the run and the time to release.
    routes : mapping of str to Route
        ``demand`` and ``supply``.
    supply_from_sites : ndarray of bool, shape (n,)
        Whether a draw of the supply route follows the sites, or else the world's chips.
    log10_world_chip_power_w : ndarray, shape (m, n)
        Power of all chips made by the time the run's site stands.
    """

    settings: Mapping[str, Any]
    scenario: str
    years: FloatArray
    site_lead_years: FloatArray
    routes: Mapping[str, Route]
    supply_from_sites: Mask
    log10_world_chip_power_w: FloatArray

    def world_share(self, route: str) -> FloatArray:
        """Return the power of the run's chips over that of all chips made, shape (n, m).

        A share above 1 cannot be: the route asks for more than is made.

        Raises
        ------
        InputError
            If the route is unknown.
        """
        chips = self.routes[one_of("route", route, ROUTES)].log10("accelerator_power_w")
        return 10 ** (chips - self.log10_world_chip_power_w).T

    def by_year(self, route: str | None = None) -> list[dict[str, Any]]:
        """Return quantiles of each quantity at the end of each calendar year, by route.

        Raises
        ------
        InputError
            If the route is unknown.
        """
        names = ROUTES if route is None else (one_of("route", route, ROUTES),)
        return [row for name in names for row in self._rows(name, name, EVERY)]

    def supply_parts(self) -> list[dict[str, Any]]:
        """Return the rows of :meth:`by_year` for each half of the supply route."""
        parts = {"sites": self.supply_from_sites, "chips": ~self.supply_from_sites}
        return [
            row
            for part, draws in parts.items()
            if draws.any()
            for row in self._rows("supply", f"supply by {part}", draws)
        ]

    def _rows(self, route: str, label: str, draws: slice | Mask) -> Iterator[dict[str, Any]]:
        found = log10_quantiles(self.routes[route], draws)
        for column in np.flatnonzero(np.isclose(self.years % 1, 0)).tolist():
            row: dict[str, Any] = {"scenario": self.scenario, "route": label}
            row["year"] = round(self.years[column]) - 1
            for name in QUANTITIES:
                values = (10 ** found[name][column]).tolist() if name in found else NOT_KNOWN
                row |= {f"{name}_{q}": x for q, x in zip(LABELS, values, strict=True)}
            yield row

    def year_reached(self, route: str, quantity: str, value: float) -> FloatArray:
        """Return draws of the decimal year in which the site must have a power or cost.

        Between two years of the grid a path is taken as straight on a log scale. Infinite if
        never by the horizon, minus infinite if the run of the first year needs it already.

        Parameters
        ----------
        route : str
        quantity : str
            ``facility_power_w``, ``capex_usd`` or ``accelerators``.
        value : float

        Raises
        ------
        InputError
            If the value is not above 0 and finite, the route is unknown, or a cost is asked for
            and the chip has no price.
        """
        return self._reached(route, [(quantity, value)])[0]

    def _reached(self, route: str, asked: Sequence[tuple[str, float]]) -> list[FloatArray]:
        made = self.routes[one_of("route", route, ROUTES)]
        levels = [made.level(quantity, value) for quantity, value in asked]
        published = first_years(self.years, made.log10_facility_power_w, levels)
        return [years - self.site_lead_years for years in published]

    def dates(
        self,
        route: str | None = None,
        powers_w: Sequence[float] = POWERS_W,
        capex_usd: Sequence[float] = CAPEX_USD,
    ) -> list[dict[str, Any]]:
        """Return when the site must first have each power or cost, as quantiles of the date.

        ``None`` stands for a date before the projection's start (the run of the first year may
        need it already) or beyond its horizon; how likely these are, ``probability_by_start`` and
        ``probability_not_by_horizon`` say. All are ``None`` for the cost of a chip without a price.

        Raises
        ------
        InputError
            If a value is not above 0 and finite, or the route unknown.
        """
        names = ROUTES if route is None else (one_of("route", route, ROUTES),)
        asked = [("facility_power_w", x) for x in powers_w] + [("capex_usd", x) for x in capex_usd]
        rows = []
        for name in names:
            known = [pair for pair in asked if self.routes[name].has(pair[0])]
            years = dict(zip(known, self._reached(name, known), strict=True))
            for quantity, value in asked:
                row: dict[str, Any] = {"scenario": self.scenario, "route": name}
                row |= {"power_w" if quantity == "facility_power_w" else quantity: value}
                rows.append(row | date_quantiles(years.get((quantity, value))))
        return rows
