"""What a published figure per watt may mean: draws of its value, its watts, its prices."""

import zlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gigascale.clusters import capex, dollars, power
from gigascale.clusters.assumptions import Assumption
from gigascale.clusters.chips import find_chip
from gigascale.clusters.economics import capex_by_part_usd
from gigascale.clusters.quantities import inputs_for
from gigascale.clusters.reconciliation import conversions
from gigascale.clusters.sampling import FloatArray, sample, transform

PARTS = (*capex.HARDWARE_PARTS, *capex.SITE_PARTS)
PUBLISHED = "as published"

# The parts that a figure leaves out, by what it counts, and how to say that they are added.
_MISSING: Mapping[str, tuple[tuple[str, ...], str]] = {
    "everything": ((), ""),
    "everything and energy": ((), ""),
    "IT hardware": (capex.SITE_PARTS, "site added"),
    "accelerators": (
        (*capex.HARDWARE_PARTS[1:], *capex.SITE_PARTS),
        "other machines and site added",
    ),
    "facility": (capex.HARDWARE_PARTS, "machines added"),
}

Row = Mapping[Hashable, Any]
Steps = dict[str, FloatArray]


@dataclass(frozen=True)
class Site:
    """A watt of facility power with the accelerators of one generation, on draws.

    ``cost_usd`` is by part, ``None`` for what hangs on a price that nobody knows.
    """

    chip: str
    inputs: Mapping[str, FloatArray]
    accelerators: FloatArray
    cost_usd: Mapping[str, FloatArray | None]

    def parts_usd(self, parts: tuple[str, ...]) -> FloatArray:
        """Return what some parts cost together, NaN where that is not known."""
        total: FloatArray = np.zeros_like(self.accelerators)
        for part in parts:
            cost = self.cost_usd[part]
            total = total + (np.nan if cost is None else cost)
        return total


class Readings:
    """The draws behind all conversions of one call; every figure sees the same assumptions."""

    def __init__(
        self,
        hardware: pd.DataFrame,
        assumptions: pd.DataFrame,
        overrides: Mapping[str, float] | None,
        dollar_year: int | None,
        root: int,
        draws: int,
    ) -> None:
        self.hardware, self.assumptions, self.overrides = hardware, assumptions, overrides
        self.year = dollars.default_year() if dollar_year is None else dollar_year
        self.root, self.draws = root, draws
        self._sites: dict[str, Site] = {}

    def site(self, name: str) -> Site:
        """Return the model of a facility watt with the chip that a name means."""
        if name not in self._sites:
            chip = find_chip(name, self.hardware)
            chosen = inputs_for(chip, self.assumptions, self.overrides, dollar_year=self.year)
            inputs = sample(chosen, np.random.default_rng(self.root), self.draws)
            count = power.accelerator_count(
                np.ones(self.draws),
                inputs["facility_overhead_ratio"],
                inputs["network_overhead_ratio"],
                inputs["server_overhead_ratio"],
                inputs["chip_power_w"],
            )
            cost = capex_by_part_usd(chip, count, np.ones(self.draws), inputs)
            self._sites[name] = Site(chip.name, inputs, count, cost)
        return self._sites[name]

    def count(self, row: Row, site: Site) -> tuple[Steps, str]:
        """Return draws of a number of accelerators after each step, and the steps in words."""
        steps = {PUBLISHED: self._published(row)}
        done = []
        values = steps[PUBLISHED]
        if row["unit"] == "dies/W":
            values = conversions.accelerators_per_w(values, row["dies_per_accelerator"])
            done.append("dies to accelerators")
        steps["accelerators"] = values
        divided = conversions.accelerators_per_facility_w(
            values, site.inputs["facility_overhead_ratio"]
        )
        steps["facility watts"] = self._by_denominator(row, site, values, divided, done)
        return steps, "; ".join(done)

    def cost(self, row: Row, site: Site) -> tuple[Steps, str]:
        """Return draws of a capital cost after each step, and the steps in words."""
        inputs, counts = site.inputs, row["counts"]
        steps = {PUBLISHED: self._published(row)}
        done: list[str] = []
        values = steps[PUBLISHED]
        divided = conversions.cost_usd_per_facility_w(values, inputs["facility_overhead_ratio"])
        values = self._by_denominator(row, site, values, divided, done)
        steps["facility watts"] = values
        if row["dollar_year"] != self.year:
            index = dollars.load_index()
            values = dollars.in_dollars_of(values, int(row["dollar_year"]), self.year, index)
            done.append(f"dollars of {row['dollar_year']:.0f}")
        steps["one dollar year"] = values
        if row["price_basis"] in ("list", "not stated"):
            values = self._paid(row, site, values, done)
        steps["prices paid"] = values
        if counts == "everything and energy":
            outside = inputs["energy_outside_site_fraction"]
            values = conversions.site_cost_usd_per_w(values, row["energy_fraction"], outside)
            done.append("energy supply taken off")
        missing, words = _MISSING[counts]
        if missing:
            values = conversions.whole_cost_usd_per_w(values, site.parts_usd(missing))
            done.append(words)
        steps["whole sites"] = values
        return steps, "; ".join(done)

    def _by_denominator(
        self, row: Row, site: Site, values: FloatArray, divided: FloatArray, done: list[str]
    ) -> FloatArray:
        if row["denominator"] == "facility":
            return values
        if row["denominator"] == "not stated":
            done.append("denominator not stated")
            chance = site.inputs["stated_as_facility_fraction"]
            return np.where(self._means(row, "facility", chance), values, divided)
        done.append("IT to facility watts")
        return divided

    def _paid(self, row: Row, site: Site, values: FloatArray, done: list[str]) -> FloatArray:
        share: FloatArray | float = 1.0
        if row["counts"] not in ("IT hardware", "accelerators"):
            share = site.parts_usd(capex.HARDWARE_PARTS) / site.parts_usd(PARTS)
        ratio = site.inputs["paid_to_list_price_ratio"]
        paid: FloatArray = conversions.paid_cost_usd_per_w(values, share, ratio)
        if row["price_basis"] == "list":
            done.append("list to paid")
            return paid
        done.append("list or paid not stated")
        chance = site.inputs["stated_as_paid_fraction"]
        return np.where(self._means(row, "paid", chance), values, paid)

    def _published(self, row: Row) -> FloatArray:
        """Draw a figure within its published range, as an assumption on a log scale."""
        value = float(row["value"])
        low: float = value if pd.isna(row["low"]) else float(row["low"])
        high: float = value if pd.isna(row["high"]) else float(row["high"])
        stated = Assumption("", "", low, value, high, "", "log", "", "", "")
        return transform(stated, self._stream(row["figure_id"]).standard_normal(self.draws))

    def _means(self, row: Row, word: str, chance: FloatArray) -> NDArray[np.bool_]:
        """Draw whether a family of figures means a word; alike for all of the family."""
        drawn: NDArray[np.bool_] = (
            self._stream(f"{row['family']} {word}").random(self.draws) < chance
        )
        return drawn

    def _stream(self, name: str) -> np.random.Generator:
        return np.random.default_rng([self.root, zlib.crc32(name.encode())])
