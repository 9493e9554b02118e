"""Draws of uncertain inputs: each keeps its three quantiles, some move together."""

import math
import zlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit, ndtri

from gigascale.clusters.assumptions import Assumption, NamedInputs, Scale
from gigascale.errors import InputError

FloatArray = NDArray[np.float64]

_Z95 = float(ndtri(0.95))


def transform(assumption: Assumption, normal: ArrayLike) -> FloatArray:
    """Return an input's values at standard normal scores.

    On the assumption's scale (linear, log or logit) the value runs straight from the median to
    ``low`` on one side and to ``high`` on the other, so that the 5th, 50th and 95th percentiles
    come out exactly as stated: a split normal, split lognormal or split logit-normal.

    Parameters
    ----------
    assumption : Assumption
        The input.
    normal : array_like
        Standard normal scores, any shape.

    Examples
    --------
    >>> from gigascale.clusters.assumptions import Assumption
    >>> price = Assumption("price", "any", 20.0, 30.0, 60.0, "USD", "log", "judgement", "", "")
    >>> [round(float(transform(price, z)), 1) for z in (-1.6448536, 0.0, 1.6448536)]
    [20.0, 30.0, 60.0]
    """
    z = np.asarray(normal, dtype=np.float64) / _Z95
    low, central, high = (
        _forward(assumption.scale, value)
        for value in (assumption.low, assumption.central, assumption.high)
    )
    return _back(assumption.scale, central + z * np.where(z < 0, central - low, high - central))


def _forward(scale: Scale, value: float) -> float:
    if scale == "linear":
        return value
    return math.log(value) if scale == "log" else float(logit(value))


def _back(scale: Scale, value: FloatArray) -> FloatArray:
    if scale == "linear":
        return value
    return np.asarray(np.exp(value) if scale == "log" else expit(value), dtype=np.float64)


def sample(
    assumptions: Mapping[str, Assumption], rng: np.random.Generator, draws: int = 10_000
) -> NamedInputs[FloatArray]:
    """Return draws of every assumption, by name, each of shape ``(draws,)``.

    All are independent but those of one group g (``moves_with``): their normal scores are
    √ρ·f + √(1−ρ)·e with an f that the group shares, where ρ is the assumption
    ``<g>_correlation_fraction``; with ``-g`` an input moves against the group: −f.
    Chip, server and network cost also move together because the model multiplies them. Each input
    has a stream of random numbers of its own, so that one more assumption changes no other's
    draws, and chips and scenarios share them.

    Parameters
    ----------
    assumptions : mapping of str to Assumption
        The inputs to draw.
    rng : Generator
        The source of randomness.
    draws : int
        How many.

    Raises
    ------
    InputError
        If ``draws`` is below 1, or a group's correlation is not among the assumptions.

    Examples
    --------
    >>> import numpy as np
    >>> from gigascale.clusters.assumptions import Assumption
    >>> mfu = Assumption("mfu", "any", 0.3, 0.4, 0.5, "", "logit", "judgement", "", "")
    >>> drawn = sample({"mfu": mfu}, np.random.default_rng(1), draws=20_000)["mfu"]
    >>> [round(float(q), 2) for q in np.quantile(drawn, (0.05, 0.5, 0.95))]
    [0.3, 0.4, 0.5]
    """
    if draws < 1:
        raise InputError(f"draws must be at least 1, not {draws}")
    return from_scores(assumptions, normal_scores(assumptions, rng, draws))


def normal_scores(
    assumptions: Mapping[str, Assumption], rng: np.random.Generator, draws: int
) -> dict[str, FloatArray]:
    """Return independent standard normal scores, by input and by group, each ``(draws,)``.

    A group's shared score is named ``group <g>``.

    Examples
    --------
    >>> from gigascale.clusters.assumptions import fixed
    >>> list(normal_scores({"x": fixed("x", 1.0)}, np.random.default_rng(1), 2))
    ['x']
    """
    root = int(rng.integers(2**62))
    groups = {f"group {row.group}" for row in assumptions.values() if row.group}
    return {name: _normal(root, name, draws) for name in [*sorted(assumptions), *sorted(groups)]}


def from_scores(
    assumptions: Mapping[str, Assumption], scores: Mapping[str, FloatArray]
) -> NamedInputs[FloatArray]:
    """Return the inputs at the scores of :func:`normal_scores`, with their groups' correlations.

    Raises
    ------
    InputError
        If a group's correlation is not among the assumptions.

    Examples
    --------
    >>> from gigascale.clusters.assumptions import fixed
    >>> from_scores({"x": fixed("x", 1.0)}, {"x": np.zeros(2)})["x"].tolist()
    [1.0, 1.0]
    """
    values: NamedInputs[FloatArray] = NamedInputs()
    for name, row in assumptions.items():
        score = scores[name]
        if row.group:
            rho = transform(*_correlation(row.group, assumptions, scores))
            shared = scores[f"group {row.group}"] * (-1 if row.moves_with.startswith("-") else 1)
            score = np.sqrt(rho) * shared + np.sqrt(1 - rho) * score
        values[name] = transform(row, score)
    return values


def _normal(root: int, name: str, draws: int) -> FloatArray:
    return np.random.default_rng([root, zlib.crc32(name.encode())]).standard_normal(draws)


def _correlation(
    group: str, assumptions: Mapping[str, Assumption], scores: Mapping[str, FloatArray]
) -> tuple[Assumption, FloatArray]:
    name = f"{group}_correlation_fraction"
    if name not in assumptions:
        raise InputError(f"assumptions.csv: no row of {name!r}, which group {group!r} needs")
    return assumptions[name], scores[name]


def quantiles(
    values: ArrayLike, probabilities: Sequence[float] = (0.05, 0.5, 0.95)
) -> dict[str, float]:
    """Return quantiles by name, ``q05`` for the 5th percentile and so on.

    Examples
    --------
    >>> quantiles([1.0, 2.0, 3.0], (0.5,))
    {'q50': 2.0}
    """
    found = np.quantile(np.asarray(values, dtype=np.float64), probabilities)
    return {f"q{100 * p:02.0f}": float(q) for p, q in zip(probabilities, found, strict=True)}
