"""The calculator's model: the formulas of the cluster model on draws around the reader's values.

:class:`Model` evaluates them in Python; :func:`gigascale.charts.calculator.dataflow.dataflow`
writes the same calls as Vega expressions.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from gigascale.charts.calculator.controls import CONTROLS, START
from gigascale.charts.calculator.draws import column_of, scores, spread, value_at
from gigascale.clusters import power, training
from gigascale.clusters.assumptions import Assumption
from gigascale.clusters.chips import Chip
from gigascale.clusters.quantities import cluster_quantities, inputs_for
from gigascale.clusters.sampling import FloatArray
from gigascale.errors import InputError

PROBABILITIES = (0.05, 0.5, 0.95)
Spread = tuple[float, float, float]  # central value and the ratios to its ends


def accelerators_of(given: Mapping[str, Any], inputs: Mapping[str, Any]) -> Any:
    """Return how many accelerators the reader's power feeds.

    ``facility_basis`` is 1 if that power is the facility's and 0 if it is the computers'.
    """
    facility_overhead = 1 + given["facility_basis"] * (inputs["facility_overhead_ratio"] - 1)
    return power.accelerator_count(
        given["power_w"],
        facility_overhead,
        inputs["network_overhead_ratio"],
        inputs["server_overhead_ratio"],
        inputs["chip_power_w"],
    )


def quantities_of(
    chip: Chip, accelerators: Any, given: Mapping[str, Any], inputs: Mapping[str, Any]
) -> dict[str, Any]:
    """Return all that the calculator shows, by name, from floats, arrays or Vega expressions."""
    rated = replace(chip, peak_flop_per_s={"bf16": given["chip_flop_per_s"]})
    found = cluster_quantities(rated, accelerators, inputs)
    return {
        "accelerators": accelerators,
        "it_power_w": found["it_power_w"],
        "facility_power_w": found["facility_power_w"],
        "peak_flop_per_s": found["peak_flop_per_s"]["bf16"],
        "run_flop": training.run_flop(
            accelerators, given["days"], given["chip_flop_per_s"], inputs["mfu_fraction"]
        ),
        **{f"capex_usd_{part}": cost for part, cost in found["capex_usd"].items()},
        "cost_usd_per_accelerator_hour": found["cost_usd_per_accelerator_hour"],
        "energy_kwh_per_year": found["energy_kwh_per_year"],
        "energy_usd_per_year": found["opex_usd_per_year"]["energy"],
    }


@dataclass(frozen=True)
class Model:
    """What the page embeds.

    Attributes
    ----------
    chips : mapping
        By chip, the assumptions that hold for it, with a row ``chip_price_usd`` if any price is
        known.
    flop_per_s : mapping
        Dense BF16 peak by chip.
    names : tuple of str
        The inputs that the answers depend on.
    scores : mapping
        The draws: scores of each input, shared by all chips for which it moves alike.
    template : Chip
        Some chip, whose rates and prices are replaced.
    """

    chips: Mapping[str, Mapping[str, Assumption]]
    flop_per_s: Mapping[str, float]
    names: tuple[str, ...]
    scores: Mapping[str, FloatArray]
    template: Chip

    def spread(self, chip: str, name: str) -> Spread | None:
        """Return an input's central value and ratios for a chip, ``None`` if it has no value."""
        row = self.chips[chip].get(name)
        return None if row is None else spread(row)

    def column(self, chip: str, name: str) -> str:
        """Return which scores an input takes for a chip."""
        rows = [self.chips[chip], *self.chips.values()]  # of a chip without a price, any
        return next(column_of(held[name]) for held in rows if name in held)

    def start(self, chip: str) -> dict[str, Any]:
        """Return the values that stand in the form when a chip is chosen; ``None`` if unknown."""
        rows = self.chips[chip]
        values = {c.name: rows[c.name].central if c.name in rows else None for c in CONTROLS}
        return {"chip": chip, "basis": "facility"} | values | START

    def share(self, name: str) -> bool:
        """Tell whether an input is drawn on the scale of odds."""
        return any(rows[name].scale == "logit" for rows in self.chips.values() if name in rows)

    def inputs(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the draws of the inputs around the reader's values, ``(DRAWS,)`` each.

        An input that no answer depends on stays at its central value.
        """

        def drawn(name: str) -> Any:
            central, low, high = self.spread(chip, name) or (np.nan, 1.0, 1.0)
            value = given.get(name, central)
            value = np.nan if value is None else value
            score = self.scores[self.column(chip, name)]
            return value_at(value, low, high, score, **limits(name, self.share(name)))

        chip = given["chip"]
        unread = {name: row.central for name, row in self.chips[chip].items()}
        return unread | {name: drawn(name) for name in self.names}

    def draws(self, given: Mapping[str, Any]) -> dict[str, FloatArray]:
        """Return every quantity on the draws; what hangs on an unknown price is not a number."""
        rate = self.flop_per_s[given["chip"]]
        basis = float(given["basis"] == "facility")
        known = {**given, "facility_basis": basis, "chip_flop_per_s": rate}
        inputs = self.inputs(given)
        accelerators = accelerators_of(known, inputs)
        return quantities_of(self.template, accelerators, known, inputs)

    def answers(self, given: Mapping[str, Any]) -> dict[str, tuple[float, float, float]]:
        """Return the 5th, 50th and 95th percentile of every quantity, as the page computes them.

        Parameters
        ----------
        given : mapping
            Like :meth:`start`.
        """
        found = {}
        for name, drawn in self.draws(given).items():
            low, middle, high = np.quantile(drawn, PROBABILITIES)
            found[name] = float(low), float(middle), float(high)
        return found


def limits(name: str, share: bool) -> dict[str, Any]:
    """Return how an input is drawn: a ratio of powers never falls below 1."""
    overhead = name.endswith("_overhead_ratio") or name == "annual_pue_ratio"
    return {"share": share, "at_least": 1.0 if overhead else 0.0}


def build_model(chips: Mapping[str, Chip], assumptions: pd.DataFrame) -> Model:
    """Collect the assumptions of some chips and draw the scores.

    Parameters
    ----------
    chips : mapping of str to Chip
        By the name that the reader chooses from; each needs a power and a BF16 rate.
    assumptions : DataFrame
        The ``assumptions`` table.

    Raises
    ------
    InputError
        If no chip is given, or the power or the BF16 rate of one is unknown.
    """
    if not chips:
        raise InputError("the calculator needs at least one chip")
    rows = {name: _with_price(chip, inputs_for(chip, assumptions)) for name, chip in chips.items()}
    rates = {name: chip.peak("bf16") for name, chip in chips.items()}
    template = next(iter(chips.values()))
    read = _read(template, next(iter(rows.values())))
    drawn = [row for held in rows.values() for name, row in held.items() if name in read]
    needed = {f"{row.group}_correlation_fraction" for row in drawn}
    together = [row for held in rows.values() for name, row in held.items() if name in needed]
    return Model(rows, rates, tuple(sorted(read)), scores([*drawn, *together]), template)


def _with_price(chip: Chip, rows: dict[str, Assumption]) -> dict[str, Assumption]:
    """Make one price of a price at release and what is paid of it."""
    listed = rows.get("release_price_usd")
    price = listed.central if listed else chip.release_price_usd
    if "chip_price_usd" in rows or price is None:
        return rows
    ratio = rows["paid_to_list_price_ratio"]
    ends = {end: price * getattr(ratio, end) for end in ("low", "central", "high")}
    return rows | {"chip_price_usd": replace(ratio, name="chip_price_usd", **ends)}


def _read(chip: Chip, rows: Mapping[str, Assumption]) -> set[str]:
    """Name the inputs that the answers depend on."""
    inputs = {name: alt.datum[name] for name in (*rows, "chip_price_usd")}
    given = {"power_w": 1.0, "days": 1.0, "facility_basis": 1.0, "chip_flop_per_s": 1.0}
    asked = accelerators_of(given, inputs)
    written = " ".join(map(repr, [asked, *quantities_of(chip, asked, given, inputs).values()]))
    return set(re.findall(r"datum\['(\w+)'\]", written))
