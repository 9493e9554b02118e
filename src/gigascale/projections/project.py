"""What the training trend takes in accelerators, watts and dollars, year by year.

The demand route alone: nothing limits it, neither power nor chips nor money. Its uncertainty is
that of the trend's growth, its level, a random walk, and the inputs of the cluster model; the
intervals are not calibrated against past forecasts.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gigascale.clusters.checks import require_positive
from gigascale.clusters.chips import Chip
from gigascale.clusters.estimates import SEED
from gigascale.clusters.quantities import cluster_quantities, inputs_for, settings_of
from gigascale.clusters.sampling import FloatArray, quantiles, sample
from gigascale.clusters.training import DAYS_PER_YEAR, efficiency_flop_per_j, run_chip_power_w
from gigascale.datasets import calendar_date, decimal_year
from gigascale.errors import InputError
from gigascale.projections.frontier import Frontier, frontier_paths

LAST_YEAR = 2050
_MONTHS = 12


@dataclass(frozen=True)
class Projection:
    """Draws of the largest run to date and of the site it needs.

    Arrays of shape (n, m) hold n draws at the m ``years`` (decimal, monthly) of publication.
    ``site_lead_years``, shape (n,), is how long before publication the site must stand.
    ``capex_usd`` is ``None`` if the chip has no price.

    Examples
    --------
    >>> ones = np.ones((2, 2))
    >>> path = Projection({}, np.array([2026.5, 2027.0]), np.array([0.5, 0.5]), ones, ones,
    ...                   np.array([[1e8, 1e9], [1e7, 1e8]]), None)
    >>> path.date_of_power(1e9)["date_q05"], path.date_of_power(1e9)["probability_not_by_horizon"]
    ('2026-07-02', 0.5)
    >>> path.by_year()[0]["year"], path.by_year()[0]["facility_power_w_q50"]
    (2026, 550000000.0)
    """

    settings: Mapping[str, Any]
    years: FloatArray
    site_lead_years: FloatArray
    training_flop: FloatArray
    accelerators: FloatArray
    facility_power_w: FloatArray
    capex_usd: FloatArray | None

    def by_year(self) -> list[dict[str, Any]]:
        """Return quantiles of each quantity at the end of each calendar year."""
        rows = []
        for column in np.flatnonzero(np.isclose(self.years % 1, 0)):
            row: dict[str, Any] = {"year": round(self.years[column]) - 1}
            for name in ("training_flop", "accelerators", "facility_power_w", "capex_usd"):
                values = getattr(self, name)
                found = (
                    dict.fromkeys(("q05", "q50", "q95"))
                    if values is None
                    else quantiles(values[:, column])
                )
                row |= {f"{name}_{label}": value for label, value in found.items()}
            rows.append(row)
        return rows

    def date_of_power(self, power_w: float) -> dict[str, Any]:
        """Return when the leading run's site first needs a power, as quantiles of the date.

        The site must stand when the run starts, ``site_lead_years`` before publication. Dates are
        read month by month. ``None`` stands for a date before the projection's start (the largest
        run known may have needed that power already) or beyond its horizon; how likely these are,
        ``probability_by_start`` and ``probability_not_by_horizon`` say.

        Raises
        ------
        InputError
            If the power is not above 0 and finite.
        """
        needed = self.year_of_power(power_w)
        found = np.quantile(needed, (0.05, 0.5, 0.95), method="inverted_cdf")
        dates = (_iso_date(float(year)) for year in found)
        return {
            "power_w": power_w,
            **dict(zip(("date_q05", "date_q50", "date_q95"), dates, strict=True)),
            "probability_by_start": float(np.isneginf(needed).mean()),
            "probability_not_by_horizon": float(np.isposinf(needed).mean()),
        }

    def year_of_power(self, power_w: float) -> FloatArray:
        """Return draws of the decimal year in which the site must stand.

        Infinite if never by the horizon, minus infinite if it must stand from the start.

        Raises
        ------
        InputError
            If the power is not above 0 and finite.
        """
        reached = self.facility_power_w >= require_positive("power_w", power_w)
        published = np.where(reached.any(axis=1), self.years[reached.argmax(axis=1)], np.inf)
        published[reached[:, 0]] = -np.inf
        year: FloatArray = published - self.site_lead_years
        return year

    def to_dict(self, powers_w: Iterable[float] = (1e9,)) -> dict[str, Any]:
        """Return plain values ready for JSON: ``by_year``, and ``dates`` for each power."""
        dates = [self.date_of_power(power_w) for power_w in powers_w]
        return {**self.settings, "by_year": self.by_year(), "dates": dates}


def project(
    frontier: Frontier,
    chip: Chip,
    assumptions: pd.DataFrame,
    *,
    last_year: int = 2030,
    rng: np.random.Generator | None = None,
    draws: int = 10_000,
    overrides: Mapping[str, float] | None = None,
) -> Projection:
    """Return what the leading training run takes, to the end of a year.

    Training compute follows :func:`gigascale.projections.frontier.frontier_paths`. Chips reach
    ``chip``'s efficiency (dense BF16 FLOP/s per W) ``chip_adoption_lag_years`` after its release
    and improve by ``chip_efficiency_growth_per_year``; accelerators are counted at ``chip``'s
    power and cost its price, so dollars per watt of chips stay as they are.

    Parameters
    ----------
    frontier : Frontier
        The fit of training compute.
    chip : Chip
        The chip the efficiency trend starts from.
    assumptions : DataFrame
        The ``assumptions`` table.
    last_year : int
        The horizon is the end of this year.
    rng, draws, overrides
        As in :func:`gigascale.clusters.sizing.size_cluster`.

    Raises
    ------
    InputError
        If the horizon lies before the fit's last date or after 2050, or the chip has no power,
        release date or BF16 rate.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip
    >>> chip = find_chip("GB200", datasets.load("ml_hardware"))
    >>> fit = Frontier(2025.5, 5e26, 4.5, 4.0, 5.0, 0.3, 0.2)
    >>> future = project(fit, chip, datasets.load("assumptions"), last_year=2028)
    >>> [row["year"] for row in future.by_year()]
    [2025, 2026, 2027, 2028]
    """
    if last_year + 1 <= frontier.year:
        raise InputError(f"last_year must not lie before {frontier.year:.1f}, the fit's last date")
    if last_year > LAST_YEAR:
        raise InputError(f"last_year must not lie after {LAST_YEAR}: no trend is known that far")
    if chip.release_date is None:
        raise InputError(f"{chip.name} has no release date in the hardware table")
    chosen = inputs_for(chip, assumptions, overrides)
    rng = rng or np.random.default_rng(SEED)
    inputs = {name: values[:, None] for name, values in sample(chosen, rng, draws).items()}

    months = np.arange(math.ceil(frontier.year * _MONTHS), (last_year + 1) * _MONTHS + 1)
    years = months / _MONTHS
    flop = frontier_paths(frontier, years, inputs["training_compute_error_ratio"][:, 0], rng)

    lead = (inputs["run_length_days"] + inputs["release_lag_days"]) / DAYS_PER_YEAR
    released = float(decimal_year(pd.Series([pd.Timestamp(chip.release_date)]))[0])
    efficiency = efficiency_flop_per_j(
        years - lead,
        chip.peak("bf16") / inputs["chip_power_w"],
        released + inputs["chip_adoption_lag_years"],
        inputs["chip_efficiency_growth_per_year"],
    )
    chip_power = run_chip_power_w(
        flop, inputs["run_length_days"], inputs["mfu_fraction"], efficiency
    )
    cluster = cluster_quantities(chip, chip_power / inputs["chip_power_w"], inputs)
    settings = settings_of(chip, chosen, draws) | {
        "last_year": last_year,
        "growth_per_year": frontier.growth_per_year,
        "level_flop": frontier.level_flop,
        "level_year": frontier.year,
    }
    return Projection(
        settings,
        years,
        lead[:, 0],
        flop,
        cluster["accelerators"],
        cluster["facility_power_w"],
        cluster["capex_usd"]["total"],
    )


def _iso_date(year: float) -> str | None:
    """Return the ISO date of a decimal year, ``None`` for one outside the projection."""
    return None if math.isinf(year) else str(calendar_date(year)[0].date())
