"""What the published figures are computed from: rows, tables, estimates, each read once."""

from functools import cache
from typing import Any

import pandas as pd

from gigascale import datasets
from gigascale.claims.evidence import LEVEL
from gigascale.claims.statements import records
from gigascale.errors import InputError
from gigascale.published.fits import Estimate
from gigascale.published.recipes import RECIPES
from gigascale.trends import DEFAULT_METHOD
from gigascale.trends.drift import Drift, drift

FEWEST_POINTS = 20
Place = tuple[str, str]


def known_figure(figure_id: str) -> str:
    """Return the identifier of a figure as its row has it.

    Raises
    ------
    InputError
        There is no such figure.

    Examples
    --------
    >>> known_figure(" f16k")
    'F16K'
    """
    known = {name.upper(): name for name in RECIPES}
    name = known.get(figure_id.strip().upper())
    if name is None:
        raise InputError(f"figure {figure_id!r} is unknown; there are: {', '.join(RECIPES)}")
    return name


def places(figure_id: str) -> list[Place]:
    """List the datasets and vintages that have enough points of a figure, nearest data first.

    Parameters
    ----------
    figure_id : str
        Such as ``F03``; capital or small letters.

    Returns
    -------
    list of tuple
        Dataset and vintage; the vintages of a dataset newest first.

    Raises
    ------
    InputError
        There is no such figure.

    Examples
    --------
    >>> places("F11")[-1]
    ('chip_table', '2024-05-26')
    """
    name = known_figure(figure_id)
    return [
        (dataset, vintage)
        for dataset in RECIPES[name].datasets
        for vintage in reversed(datasets.vintages(dataset))
        if _points(name, (dataset, vintage)) >= FEWEST_POINTS
    ]


@cache
def published_row(name: str) -> dict[str, Any]:
    """Return the row of a figure in `published_figures`; what it leaves blank is None.

    Examples
    --------
    >>> published_row("F07")["n"], published_row("F07")["low"]
    (15.0, None)
    """
    table = datasets.load("published_figures")
    row = records(table[table["figure_id"] == name])[0]
    return {column: None if pd.isna(value) else value for column, value in row.items()}


@cache
def _table(place: Place) -> pd.DataFrame:
    return datasets.load(*place)


@cache
def estimate_on(
    name: str, place: Place, method: str = DEFAULT_METHOD, level: float = LEVEL
) -> Estimate:
    """Return what the recipe of a figure gives on a dataset and vintage.

    Raises
    ------
    InputError
        There are too few points for a line.

    Examples
    --------
    >>> estimate_on("F14", ("transistors", "2022-12-31")).n
    39
    """
    return RECIPES[name].estimate(_table(place), method, level)


@cache
def _points(name: str, place: Place) -> int:
    try:
        return estimate_on(name, place).n
    except InputError:
        return 0


@cache
def drift_between(name: str, dataset: str, old: str, new: str) -> Drift | None:
    """Split the change of a figure's rate between two vintages; None where it is no growth rate.

    Examples
    --------
    >>> moved = drift_between("F02", "notable_models", "2024-05-26", "2024-10-16")
    >>> max(moved.shares, key=lambda name: abs(moved.shares[name]))
    'added late'
    """
    about, slope = datasets.entry(dataset), RECIPES[name].slope
    if slope is None:
        return None
    return drift(
        _table((dataset, old)),
        _table((dataset, new)),
        slope,
        key=list(about.key),
        date=about.date,
        value=about.value,
        known_to=old,
    )
