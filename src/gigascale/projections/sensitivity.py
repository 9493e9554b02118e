"""Which assumption moves an answer most: shares of its variance by group of inputs (Sobol).

An answer y is a function of independent standard normal scores, and every score stands in one
group. A group's first-order index is V[E(y | group)] / V[y]: what of the variance would go if the
group were known. Its total index is E[V(y | the rest)] / V[y]: what would stay if everything else
were known. They differ by the group's part in interactions; both add up to 1 if there are none.

Inputs that are drawn together share a score and must stand in one group: the indices have this
meaning for independent groups only. Sobol, Mathematics and Computers in Simulation 55 (2001);
estimators of Saltelli and others, Computer Physics Communications 181 (2010), table 2 (b) and (f).
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from gigascale.clusters.sampling import FloatArray
from gigascale.errors import InputError

Scores = Mapping[str, FloatArray]
Model = Callable[[Scores], Mapping[str, FloatArray]]


def sobol_table(
    model: Model,
    first: Scores,
    second: Scores,
    groups: Mapping[str, Sequence[str]],
    *,
    rng: np.random.Generator,
    level: float = 0.9,
    resamples: int = 200,
) -> pd.DataFrame:
    """Return Sobol indices of a model's answers by group of inputs.

    The model runs once on each of two independent draws, and once for each group on the first draw
    with that group's scores from the second. Intervals are those of the Monte Carlo error alone,
    by a bootstrap of the draws; they say nothing of whether the ranges of the inputs are right.

    Parameters
    ----------
    model : callable
        Takes scores by name and returns arrays of shape (n,) by answer, all finite.
    first, second : mapping of str to ndarray
        Two independent draws of the same scores; the first axis, n long, is the draw. n is a
        power of 2.
    groups : mapping of str to sequence of str
        Names of scores by group, each in one group: two groups or more.
    rng : Generator
        The source of randomness of the bootstrap.
    level : float
        Of the intervals.
    resamples : int
        Of the bootstrap.

    Returns
    -------
    DataFrame
        ``answer``, ``group``, ``first_order`` and ``total``, each also with ``_low`` and
        ``_high``. Indices near 0 may come out below it.

    Raises
    ------
    InputError
        If a score is in no group or in two, there are fewer than two groups, n is no power of 2,
        or an answer is not finite.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> first, second = ({x: rng.standard_normal(1024) for x in "abc"} for _ in range(2))
    >>> found = sobol_table(lambda at: {"y": 3 * at["a"] + at["b"] + at["c"]}, first, second,
    ...                     {"one": ["a"], "others": ["b", "c"]}, rng=rng)
    >>> found["total"].round(1).tolist()
    [0.8, 0.2]
    """
    placed = [name for members in groups.values() for name in members]
    if sorted(placed) != sorted(first) or len(groups) < 2:
        raise InputError("every score must be in one of two groups or more, and in only one")
    size = len(next(iter(first.values())))
    if size < 2 or size & (size - 1):
        raise InputError(f"the number of draws must be a power of 2, not {size}")
    swapped = ({**first, **{n: second[n] for n in members}} for members in groups.values())
    runs = [model(scores) for scores in (first, second, *swapped)]
    tables = []
    for answer in runs[0]:
        found = np.stack([run[answer] for run in runs])
        if not np.isfinite(found).all():
            raise InputError(f"the answer {answer!r} is not finite in every draw")
        tables.append(_table(answer, list(groups), found, rng, level, resamples))
    return pd.concat(tables, ignore_index=True)


def _table(
    answer: str,
    groups: list[str],
    found: FloatArray,
    rng: np.random.Generator,
    level: float,
    resamples: int,
) -> pd.DataFrame:
    size = found.shape[1]
    drawn = [_indices(found[:, rng.integers(size, size=size)]) for _ in range(resamples)]
    low, high = np.quantile(drawn, ((1 - level) / 2, (1 + level) / 2), axis=0)
    columns: dict[str, object] = {"answer": answer, "group": groups}
    for row, name in enumerate(("first_order", "total")):
        columns[name] = _indices(found)[row]
        columns |= {f"{name}_low": low[row], f"{name}_high": high[row]}
    return pd.DataFrame(columns)


def _indices(found: FloatArray) -> FloatArray:
    """First-order and total indices of the values on A, on B and on A with each group from B."""
    from scipy.stats import sobol_indices

    values = {"f_A": found[:1], "f_B": found[1:2], "f_AB": found[2:, None]}
    result = sobol_indices(func=values, n=found.shape[1])
    return np.stack([result.first_order, result.total_order])
