"""The leading training run to a year ahead, by two routes: what demand asks, what supply allows.

Demand: the forecast of training compute, over run length, MFU and the trend of efficiency, gives
the power of the chips; the power chain gives that of the site. Supply: the largest site standing,
in half the draws by its own trend, in the other half in proportion to the power of all chips made;
the same formulas, backwards, give the FLOP of a run on the whole of it. The routes share the
inputs of the cluster model, and no dataset; the compute of some leading runs is itself worked out
from the chips of their cluster.
"""

import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from gigascale.clusters.assumptions import Assumption
from gigascale.clusters.chips import Chip
from gigascale.clusters.estimates import SEED
from gigascale.clusters.quantities import inputs_for, settings_of
from gigascale.clusters.sampling import FloatArray, normal_scores
from gigascale.errors import InputError
from gigascale.projections.joining import joined
from gigascale.projections.limits import site_power_limits_w
from gigascale.projections.outlooks import Outlooks
from gigascale.projections.projection import Projection
from gigascale.projections.reading import BLOCK
from gigascale.projections.routes import ERROR, PATHS, POOL, RATIO, project_scores
from gigascale.projections.scenarios import CAPS, SCENARIOS, one_of
from gigascale.projections.site_model import per_facility_watt, used


class UnpricedError(InputError):
    """A scenario hangs on the price of a chip that has none."""


def project(
    outlooks: Outlooks,
    chip: Chip,
    assumptions: pd.DataFrame,
    *,
    scenario: str = "trend",
    rng: np.random.Generator | None = None,
    draws: int = 10_000,
    overrides: Mapping[str, float] | None = None,
    dollar_year: int | str | None = None,
) -> Projection:
    """Return what the leading training run takes, to the last year of the outlooks.

    Scenarios share their random numbers, so that they differ by what they assume alone.

    Parameters
    ----------
    outlooks : Outlooks
        As of :func:`gigascale.projections.outlooks.load_outlooks`.
    chip : Chip
        The chip the efficiency trend starts from, and at whose power and price is counted.
    assumptions : DataFrame
        The ``assumptions`` table.
    scenario : str
        One of :data:`gigascale.projections.scenarios.SCENARIOS`.
    rng, draws, overrides, dollar_year
        As in :func:`gigascale.clusters.sizing.size_cluster`.

    Raises
    ------
    InputError
        If the scenario is unknown, draws is below 1, the chip has no power, release date or BF16
        rate, or a limit hangs on a price that the chip does not have.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> from gigascale.projections.outlooks import load_outlooks
    >>> chip = find_chip("GB200", load_hardware())
    >>> outlooks = load_outlooks("line", last_year=2028)
    >>> future = project(outlooks, chip, datasets.load("assumptions"), draws=500)
    >>> future.routes["demand"].facility_power_w.shape == (500, outlooks.years.size)
    True
    """
    if draws < 1:
        raise InputError(f"draws must be at least 1, not {draws}")
    one_of("scenario", scenario, SCENARIOS)
    rows = inputs_for(chip, assumptions, overrides, scenario, dollar_year)
    chosen = chosen_inputs(outlooks, chip, rows, scenario)
    generator = rng or np.random.default_rng(SEED)
    settings = settings_of(chip, rows, draws) | {
        "method": outlooks.method,
        "vintages": outlooks.vintages,
    }

    def chunk(size: int) -> Projection:
        scores = draw_scores(outlooks, chosen, generator, size)
        return project_scores(outlooks, chip, chosen, scores, scenario=scenario, settings=settings)

    if draws <= BLOCK:
        return chunk(draws)
    return joined((chunk(min(BLOCK, draws - first)) for first in range(0, draws, BLOCK)), draws)


def chosen_inputs(
    outlooks: Outlooks, chip: Chip, rows: Mapping[str, Assumption], scenario: str = "trend"
) -> dict[str, Assumption]:
    """Return those of a chip's assumptions that the projection reads in a scenario.

    Parameters
    ----------
    outlooks : Outlooks
    chip : Chip
    rows : mapping of str to Assumption
        As of :func:`gigascale.clusters.quantities.inputs_for` for the scenario.
    scenario : str

    Raises
    ------
    InputError
        As :func:`project`.
    """
    limit = CAPS.get(one_of("scenario", scenario, SCENARIOS))
    start = float(outlooks.years[0])

    def model(inputs: Mapping[str, Any]) -> Any:
        watt = per_facility_watt(chip, start, inputs)
        if limit == "capital" and watt.capex_usd is None:
            raise UnpricedError(f"{chip.name} has no known price: nothing says what capital allows")
        if limit:
            site_power_limits_w(outlooks.years, inputs, outlooks.sites, watt.capex_usd)
        return inputs[ERROR], inputs[RATIO]

    return used(model, rows)


def draw_scores(
    outlooks: Outlooks, chosen: Mapping[str, Assumption], rng: np.random.Generator, draws: int
) -> dict[str, FloatArray]:
    """Return the standard normal numbers of a projection, by name; the first axis is the draw.

    One for each input and group of inputs, ``path <quantity>`` for each outlook, and ``supply
    pool``. Each name has a stream of its own, so that scenarios share what they have in common.
    """
    scores = normal_scores(chosen, rng, draws)
    root = int(rng.integers(2**62))

    def stream(name: str) -> np.random.Generator:
        return np.random.default_rng([root, zlib.crc32(name.encode())])

    scores[POOL] = stream(POOL).standard_normal(draws)
    for name in PATHS:
        scores[f"path {name}"] = getattr(outlooks, name).scores(stream(name), draws)
    return scores
