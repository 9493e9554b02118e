"""The cluster model as a projection uses it: what a watt of facility stands for, draw by draw.

All of it is proportional to the size of the site, so that on a log scale a route is a path plus
constants of the draw and a slope in time, the trend of efficiency.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from gigascale.clusters import training
from gigascale.clusters.assumptions import Assumption
from gigascale.clusters.chips import Chip
from gigascale.clusters.economics import Inputs, capex_by_part_usd
from gigascale.clusters.sampling import FloatArray
from gigascale.clusters.sizing import w_per_accelerator
from gigascale.datasets import decimal_year
from gigascale.errors import InputError


@dataclass(frozen=True)
class PerFacilityWatt:
    """What comes with a facility watt of the leading run's site; floats, or arrays of draws.

    ``training_flop`` is that of a run of ``run_length_days`` on the whole site, published at the
    projection's first year; it grows by ``efficiency_growth_per_year``. ``capex_usd`` is ``None``
    if the chip has no price.
    """

    training_flop: Any
    efficiency_growth_per_year: Any
    accelerators: Any
    chip_power_w: Any
    capex_usd: Any
    site_lead_years: Any


def per_facility_watt(chip: Chip, start_year: float, inputs: Inputs) -> PerFacilityWatt:
    """Return what comes with a facility watt, by the formulas of the cluster model.

    The chips of leading runs reach ``chip``'s efficiency (dense BF16 FLOP/s per W)
    ``chip_adoption_lag_years`` after its release and improve by
    ``chip_efficiency_growth_per_year``, from ``start_year`` on by that times
    ``efficiency_slowdown_ratio``. They are counted at ``chip``'s power and cost its price:
    dollars per watt of chips stay as they are.

    Parameters
    ----------
    chip : Chip
    start_year : float
        Decimal year of publication to which ``training_flop`` belongs.
    inputs : mapping
        Every input by name, as floats or arrays.

    Raises
    ------
    InputError
        If the chip has no release date or no BF16 rate.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> from gigascale.clusters.quantities import inputs_for
    >>> chip = find_chip("GB200", load_hardware())
    >>> inputs = {k: a.central for k, a in inputs_for(chip, datasets.load("assumptions")).items()}
    >>> watt = per_facility_watt(chip, 2026.0, inputs)
    >>> 0.3 < watt.chip_power_w < 0.5, 1e16 < watt.training_flop < 1e19
    (True, True)
    """
    if chip.release_date is None:
        raise InputError(f"{chip.name} has no release date in the hardware table")
    lead = (inputs["run_length_days"] + inputs["release_lag_days"]) / training.DAYS_PER_YEAR
    growth = inputs["chip_efficiency_growth_per_year"]
    efficiency = training.efficiency_flop_per_j(
        start_year - lead,
        chip.peak("bf16") / inputs["chip_power_w"],
        _decimal_year(chip.release_date) + inputs["chip_adoption_lag_years"],
        growth,
    )
    facility = w_per_accelerator("facility", inputs)
    chip_share = inputs["chip_power_w"] / facility
    flop_per_chip_w = training.run_flop(
        1.0, inputs["run_length_days"], efficiency, inputs["mfu_fraction"]
    )
    capex = capex_by_part_usd(chip, 1.0, facility, inputs)["total"]
    return PerFacilityWatt(
        training_flop=flop_per_chip_w * chip_share,
        efficiency_growth_per_year=growth * inputs["efficiency_slowdown_ratio"],
        accelerators=1.0 / facility,
        chip_power_w=chip_share,
        capex_usd=None if capex is None else capex / facility,
        site_lead_years=lead,
    )


@lru_cache
def _decimal_year(day: dt.date) -> float:
    return float(decimal_year(pd.Series([pd.Timestamp(day)]))[0])


def used(
    model: Callable[[Mapping[str, Any]], Any], assumptions: Mapping[str, Assumption]
) -> dict[str, Assumption]:
    """Return the assumptions that a model reads, and the correlations of their groups.

    Examples
    --------
    >>> from gigascale.clusters.assumptions import fixed
    >>> rows = {"x": fixed("x", 1.0), "y": fixed("y", 2.0)}
    >>> list(used(lambda inputs: inputs["x"] + 1, rows))
    ['x']
    """
    seen = _Watched({name: row.central for name, row in assumptions.items()})
    model(seen)
    names = seen.read & set(assumptions)
    groups = {assumptions[name].moves_with for name in names} - {""}
    names |= {f"{group}_correlation_fraction" for group in groups} & set(assumptions)
    return {name: assumptions[name] for name in sorted(names)}


class _Watched(Mapping[str, Any]):
    """A mapping that remembers what was read from it."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values_by_name = values
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return self.values_by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)


def log10(value: Any, draws: int) -> FloatArray:
    """Return log10 of an input's draws, or of the one value it has, shape (draws,).

    Examples
    --------
    >>> log10(100.0, 2).tolist()
    [2.0, 2.0]
    """
    return np.broadcast_to(np.log10(np.asarray(value, dtype=np.float64)), (draws,))
