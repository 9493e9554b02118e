"""What drives a projection: the shares of its variance by group of inputs."""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

import numpy as np
import pandas as pd

from gigascale.clusters.chips import Chip
from gigascale.clusters.estimates import SEED
from gigascale.clusters.quantities import inputs_for
from gigascale.clusters.sampling import FloatArray
from gigascale.errors import InputError
from gigascale.projections.outlooks import Outlooks
from gigascale.projections.project import chosen_inputs, draw_scores
from gigascale.projections.projection import Projection
from gigascale.projections.routes import Scores, project_scores
from gigascale.projections.sensitivity import sobol_table

# Names of scores (with wildcards) by what they are of; the first that fits counts. Inputs that
# are drawn together stand in one group, with the score that they share.
GROUPS = {
    "trend of training compute": ("path training_flop",),
    "compute that leading runs really took": ("training_compute_error_ratio",),
    "length of the run": ("run_length_days",),
    "MFU": ("mfu_fraction",),
    "growth of chip efficiency": ("chip_efficiency_growth_per_year", "efficiency_slowdown_ratio"),
    "age of the chips, time to release": ("chip_adoption_lag_years", "release_lag_days"),
    "trend of the largest site": ("path site_power_w",),
    "trend of the world's chips": ("path world_chip_power_w",),
    "largest site to the world's chips": ("largest_site_to_world_chip_power_ratio",),
    "sites or chips as the guide": ("supply pool",),
    "power chain from chip to facility": (
        "chip_power_w",
        "server_overhead_ratio",
        "network_overhead_ratio",
        "facility_overhead_ratio",
        "*facility_plant*",
    ),
    "prices of computers": (
        "chip_price_usd",
        "paid_to_list_price_ratio",
        "server_cost_ratio",
        "network_cost_fraction",
        "storage_cost_ratio",
        "*vendor_quote*",
    ),
    "prices of building and site": (
        "shell_mep_*",
        "substation_*",
        "onsite_generation_*",
        "site_area_*",
        "land_price_*",
        "*construction_cost*",
    ),
}
REST = "everything else"


def score_groups(
    names: Iterable[str], groups: Mapping[str, Sequence[str]] = GROUPS
) -> dict[str, list[str]]:
    """Sort the names of scores into groups; what fits none is in a group of its own.

    Parameters
    ----------
    names : iterable of str
        Of scores.
    groups : mapping of str to sequence of str
        Names, or patterns such as ``land_price_*``, by group.

    Returns
    -------
    dict
        Names by group, in the order of ``groups``; groups without a name are left out.

    Examples
    --------
    >>> score_groups(["mfu_fraction", "annual_pue_ratio"])
    {'MFU': ['mfu_fraction'], 'everything else': ['annual_pue_ratio']}
    """
    found: dict[str, list[str]] = {group: [] for group in [*groups, REST]}
    for name in names:
        fits = (g for g, patterns in groups.items() if any(fnmatchcase(name, p) for p in patterns))
        found[next(fits, REST)].append(name)
    return {group: members for group, members in found.items() if members}


def drivers(
    outlooks: Outlooks,
    chip: Chip,
    assumptions: pd.DataFrame,
    *,
    years: Sequence[int],
    power_w: float,
    scenario: str = "trend",
    rng: np.random.Generator | None = None,
    draws: int = 4096,
    level: float = 0.9,
    resamples: int = 200,
) -> pd.DataFrame:
    """Return the Sobol indices of a projection by route and group of inputs.

    The answers are log10 of the site's facility power and capital cost for runs published by the
    end of each year, and the date from which it needs ``power_w``. A date before the start or
    after the horizon counts as the start or the horizon.

    Parameters
    ----------
    outlooks, chip, assumptions, scenario
        As in :func:`gigascale.projections.project.project`.
    years : sequence of int
        Calendar years of the outlooks.
    power_w : float
        Facility power whose date is an answer.
    rng : Generator, optional
        The source of randomness.
    draws, level, resamples
        As in :func:`gigascale.projections.sensitivity.sobol_table`: the projection runs
        ``draws`` times for each group and twice more.

    Returns
    -------
    DataFrame
        ``route``, ``quantity`` (``facility_power_w``, ``capex_usd`` or ``date``), ``year`` (0 for
        a date), ``group`` and the indices as of ``sobol_table``.

    Raises
    ------
    InputError
        If a year is not one of the outlooks', or as ``project`` and ``sobol_table``.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> from gigascale.projections.outlooks import load_outlooks
    >>> chip = find_chip("GB200", load_hardware())
    >>> found = drivers(load_outlooks("line"), chip, datasets.load("assumptions"), years=[2030],
    ...                 power_w=5e9, draws=512, resamples=9)
    >>> demand = found[(found["route"] == "demand") & (found["quantity"] == "facility_power_w")]
    >>> set(demand.nlargest(2, "total")["group"]) <= set(GROUPS)
    True
    """
    known = {round(year) - 1: place for place, year in enumerate(outlooks.years) if year % 1 == 0}
    if missing := [year for year in years if year not in known]:
        raise InputError(f"there is no year {missing[0]}; there are: {', '.join(map(str, known))}")
    places = {year: known[year] for year in years}
    rows = inputs_for(chip, assumptions, scenario=scenario)
    chosen = chosen_inputs(outlooks, chip, rows, scenario)

    def model(scores: Scores) -> dict[str, FloatArray]:
        future = project_scores(outlooks, chip, chosen, scores, scenario=scenario)
        return _answers(future, places, power_w)

    generator = rng or np.random.default_rng(SEED)
    first, second = (draw_scores(outlooks, chosen, generator, draws) for _ in range(2))
    found = sobol_table(
        model,
        first,
        second,
        score_groups(first),
        rng=generator,
        level=level,
        resamples=resamples,
    )
    named = (
        found["answer"].str.split(" ", expand=True).set_axis(["route", "quantity", "year"], axis=1)
    )
    return named.astype({"year": int}).join(found.drop(columns="answer"))


def _answers(
    future: Projection, places: Mapping[int, int], power_w: float
) -> dict[str, FloatArray]:
    answers: dict[str, FloatArray] = {}
    for name, route in future.routes.items():
        for quantity in ("facility_power_w", "capex_usd"):
            if route.has(quantity):
                logs = route.log10(quantity)
                answers |= {f"{name} {quantity} {y}": logs[k] for y, k in places.items()}
        reached = future.year_reached(name, "facility_power_w", power_w)
        answers[f"{name} date 0"] = np.clip(reached, future.years[0] - 1, future.years[-1])
    return answers
