"""Draws of the calculator's inputs, each relative to a value that the reader may move."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from gigascale.clusters.assumptions import Assumption
from gigascale.clusters.power import Quantity
from gigascale.clusters.sampling import FloatArray, from_scores
from gigascale.errors import InputError

DRAWS = 512  # a power of two, as Sobol points ask for
SEED = 2026
_DIGITS = 3  # of a score in the page


def column_of(row: Assumption) -> str:
    """Name the scores of an input, which differ if it moves with another group for another chip.

    Examples
    --------
    >>> column_of(Assumption("a", "any", 1, 2, 3, "", "log", "judgement", "", "", "any", "-g"))
    'score_a_against_g'
    """
    if not row.group:
        return f"score_{row.name}"
    way = "against" if row.moves_with.startswith("-") else "with"
    return f"score_{row.name}_{way}_{row.group}"


def scores(rows: Iterable[Assumption]) -> dict[str, FloatArray]:
    """Return each input's scores, 1 at its 95th percentile and -1 at its 5th, as the page has them.

    The points are scrambled Sobol points with a fixed seed, which fill the space of the inputs
    more evenly than random ones. Inputs of a group move together, as in
    :func:`gigascale.clusters.sampling.from_scores`.

    Parameters
    ----------
    rows : iterable of Assumption
        The inputs, with the correlations of their groups.

    Returns
    -------
    dict
        By `column_of` each row but the correlations, arrays of shape ``(DRAWS,)``.

    Examples
    --------
    >>> mfu = Assumption("mfu", "any", 0.3, 0.4, 0.5, "", "logit", "judgement", "", "")
    >>> found = scores([mfu])["score_mfu"]
    >>> found.shape, round(float(np.mean(found < -1)), 2), round(float(np.mean(found > 1)), 2)
    ((512,), 0.05, 0.05)
    """
    from scipy.special import ndtri
    from scipy.stats.qmc import Sobol

    by_column = {column_of(row): row for row in rows}
    groups = {row.group for row in by_column.values()} - {""}
    names = sorted({row.name for row in by_column.values()} | {f"group {g}" for g in groups})
    points = Sobol(len(names), rng=SEED).random_base2(DRAWS.bit_length() - 1)
    normal = dict(zip(names, ndtri(points).T, strict=True))
    correlations = {f"{group}_correlation_fraction" for group in groups}
    drawn = {c: row for c, row in by_column.items() if row.name not in correlations}
    relative = {
        column: replace(row, low=-1.0, central=0.0, high=1.0, scale="linear")
        for column, row in drawn.items()
    }
    relative |= {row.name: row for row in by_column.values() if row.name in correlations}
    found = from_scores(relative, normal | {c: normal[row.name] for c, row in drawn.items()})
    return {column: np.round(found[column], _DIGITS) for column in sorted(drawn)}


def spread(row: Assumption) -> tuple[float, float, float]:
    """Return an input's central value, and by what its low and its high end differ from it.

    On a log scale ratios of values, on a logit scale ratios of odds: what stays when the reader
    moves the value.

    Raises
    ------
    InputError
        If the input is drawn on another scale.

    Examples
    --------
    >>> spread(Assumption("price", "any", 10.0, 20.0, 50.0, "", "log", "judgement", "", ""))
    (20.0, 0.5, 2.5)
    """
    if row.low == row.high:
        return row.central, 1.0, 1.0
    if row.scale == "log":
        return row.central, row.low / row.central, row.high / row.central
    if row.scale != "logit":
        raise InputError(f"the calculator has no draws on a {row.scale} scale: {row.name}")
    low, central, high = (value / (1 - value) for value in (row.low, row.central, row.high))
    return row.central, low / central, high / central


def value_at(
    given: Quantity,
    low_ratio: Quantity,
    high_ratio: Quantity,
    score: Quantity,
    *,
    share: bool = False,
    at_least: float = 0.0,
) -> Any:
    """Return an input's value at a score, around the value given.

    Plain operators only. With the central value given it is
    :func:`gigascale.clusters.sampling.transform`.

    Parameters
    ----------
    given : the median
    low_ratio, high_ratio : from :func:`spread`
    score : 1 at the 95th percentile, -1 at the 5th
    share : whether the ratios are of odds, so that the value stays below 1
    at_least : no value is lower

    Examples
    --------
    >>> value_at(30.0, 0.5, 3.0, 1.0), value_at(30.0, 0.5, 3.0, -1.0)
    (90.0, 15.0)
    >>> value_at(0.5, 0.5, 3.0, 1.0, share=True), value_at(1.1, 0.8, 1.2, -1.0, at_least=1.0)
    (0.75, 1.0)
    """
    factor = high_ratio ** (score * (score > 0)) * low_ratio ** (-score * (score < 0))
    if share:
        odds = given / (1 - given) * factor
        return odds / (1 + odds)
    value = given * factor
    if not at_least:
        return value
    return at_least + (value - at_least) * (value > at_least)
