"""One way to the leading run: draws of its site's power, and what comes with each watt."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gigascale.clusters.checks import require_positive
from gigascale.clusters.sampling import FloatArray
from gigascale.errors import InputError

Mask = NDArray[np.bool_]
EVERY = slice(None)


@dataclass(frozen=True)
class Route:
    """One way to the leading run: the power of its site, and what comes with each watt.

    Attributes
    ----------
    log10_facility_power_w : ndarray, shape (m, n)
        m years, n draws.
    log10_per_facility_w : mapping
        By quantity, log10 of its amount per facility W in the first year and how much that rises
        in the years since; each of shape (n,). ``capex_usd`` is missing if the chip has no price.
    elapsed_years : ndarray, shape (m,)
        Since the first year.
    """

    log10_facility_power_w: FloatArray
    log10_per_facility_w: Mapping[str, tuple[FloatArray, FloatArray | None]]
    elapsed_years: FloatArray

    def log10(self, quantity: str) -> FloatArray:
        """Return log10 of a quantity, shape (m, n)."""
        if quantity == "facility_power_w":
            return self.log10_facility_power_w
        start, slope = self.log10_per_facility_w[quantity]
        found = self.log10_facility_power_w + start
        return found if slope is None else found + np.multiply.outer(self.elapsed_years, slope)

    def has(self, quantity: str) -> bool:
        """Return whether a quantity is known: the cost is not, if the chip has no price."""
        return quantity == "facility_power_w" or quantity in self.log10_per_facility_w

    def level(self, quantity: str, value: float) -> FloatArray:
        """Return log10 of the facility power at which power or cost has a value, shape (n,).

        Raises
        ------
        InputError
            If the value is not above 0 and finite, or the chip has no price.
        """
        level, draws = math.log10(require_positive(quantity, value)), self.log10_facility_power_w[0]
        if not self.has(quantity):
            raise InputError("the chip has no price, so that no cost is known")
        if quantity == "facility_power_w":
            return np.broadcast_to(level, draws.shape)
        return level - self.log10_per_facility_w[quantity][0]

    @property
    def training_flop(self) -> FloatArray:
        """Training FLOP of the leading run, shape (n, m)."""
        return 10 ** self.log10("training_flop").T

    @property
    def accelerators(self) -> FloatArray:
        """Accelerators of its site, shape (n, m)."""
        return 10 ** self.log10("accelerators").T

    @property
    def facility_power_w(self) -> FloatArray:
        """Facility power of its site at peak, shape (n, m)."""
        return 10 ** self.log10("facility_power_w").T

    @property
    def capex_usd(self) -> FloatArray | None:
        """Capital cost of its site, shape (n, m); ``None`` if the chip has no price."""
        return 10 ** self.log10("capex_usd").T if self.has("capex_usd") else None
