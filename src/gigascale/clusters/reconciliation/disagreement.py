"""How far figures of one quantity lie apart, and which cannot both be right."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from gigascale.clusters.reconciliation.reconciled import Reconciliation
from gigascale.clusters.sampling import FloatArray
from gigascale.errors import InputError

_ENDS = (0.05, 0.5, 0.95)


def largest_over_smallest(values: ArrayLike) -> FloatArray:
    """Return, for each draw, the largest figure over the smallest; values ``(figures, draws)``.

    Examples
    --------
    >>> largest_over_smallest([[2.0, 3.0], [4.0, 3.0]]).tolist()
    [2.0, 1.0]
    """
    drawn = np.asarray(values, dtype=np.float64)
    return np.asarray(drawn.max(axis=0) / drawn.min(axis=0))


def typical_factor(values: ArrayLike) -> FloatArray:
    """Return, for each draw, e to the standard deviation of the figures' logs.

    Examples
    --------
    >>> typical_factor([[1.0], [np.e**2]]).round(3).tolist()
    [4.113]
    """
    logs = np.log(np.asarray(values, dtype=np.float64))
    return np.asarray(np.exp(logs.std(axis=0, ddof=1)))


def spread_by_step(steps: Mapping[str, ArrayLike], of: NDArray[np.bool_]) -> pd.DataFrame:
    """Return how far chosen figures lie apart as published and after each step of conversion.

    Parameters
    ----------
    steps : mapping of str to array_like
        Of a :class:`Reconciliation`.
    of : array of bool
        Which figures count; those that cannot be converted are left out.

    Returns
    -------
    DataFrame
        By ``step``: ``figures``, how many; medians with ``_low`` and ``_high`` (90%) of
        ``ratio``, the largest over the smallest; of ``factor``, e to the standard deviation of
        the logs; and of ``removed_fraction``, by how much that deviation is smaller than as
        published, below 0 if it is larger.

    Raises
    ------
    InputError
        If fewer than two figures are left.

    Examples
    --------
    >>> steps = {"as published": [[1.0, 1.0], [4.0, 4.0]], "converted": [[2.0, 2.0], [4.0, 4.0]]}
    >>> spread_by_step(steps, np.array([True, True]))["removed_fraction"].round(3).tolist()
    [0.0, 0.5]
    """
    drawn = {name: np.asarray(values, dtype=np.float64) for name, values in steps.items()}
    known = of & ~np.any([np.isnan(values).any(axis=1) for values in drawn.values()], axis=0)
    if known.sum() < 2:
        raise InputError(f"a spread needs at least two figures, not {known.sum()}")
    first: FloatArray | None = None
    rows = []
    for name, values in drawn.items():
        factor = typical_factor(values[known])
        first = factor if first is None else first
        rows.append(
            {"step": name, "figures": int(known.sum())}
            | _quantiles("ratio", largest_over_smallest(values[known]))
            | _quantiles("factor", factor)
            | _quantiles("removed_fraction", 1 - np.log(factor) / np.log(first))
        )
    return pd.DataFrame(rows)


def contradictions(
    found: Reconciliation, of: NDArray[np.bool_], within: float = 1.1
) -> pd.DataFrame:
    """Return the pairs of figures for one chip that differ even after conversion.

    Two figures contradict each other if the 90% interval of their quotient, on draws of the same
    assumptions, lies wholly beyond ``within`` either way. Figures of one family are not paired.

    Parameters
    ----------
    found : Reconciliation
        Of :func:`reconcile`.
    of : array of bool
        Which figures count.
    within : float
        A factor up to which two rounded figures count as one.

    Returns
    -------
    DataFrame
        ``chip``, ``higher``, ``lower`` (figure identifiers), ``ratio`` with ``_low`` and
        ``_high``; the largest ratio first.

    Examples
    --------
    >>> table = pd.DataFrame({"figure_id": ["a", "b"], "family": ["x", "y"], "chip": "H100"})
    >>> draws = np.array([[1.0, 1.0], [2.0, 2.2]])
    >>> found = Reconciliation(table, {"as published": draws}, draws)
    >>> contradictions(found, np.array([True, True]))[["higher", "lower"]].values.tolist()
    [['b', 'a']]
    """
    chosen = np.flatnonzero(of & ~np.isnan(found.converted).any(axis=1))
    rows = found.table.to_dict("records")
    pairs = []
    for i in chosen:
        for j in chosen:
            one, other = rows[i], rows[j]
            if one["chip"] != other["chip"] or one["family"] == other["family"]:
                continue
            ratio = _quantiles("ratio", found.converted[i] / found.converted[j])
            if ratio["ratio_low"] > within:
                ids = {"higher": one["figure_id"], "lower": other["figure_id"]}
                pairs.append({"chip": one["chip"]} | ids | ratio)
    columns = ["chip", "higher", "lower", "ratio", "ratio_low", "ratio_high"]
    return pd.DataFrame(pairs, columns=columns).sort_values(
        "ratio", ascending=False, ignore_index=True
    )


def _quantiles(name: str, values: FloatArray) -> dict[str, float]:
    low, middle, high = np.quantile(values, _ENDS)
    return {name: float(middle), f"{name}_low": float(low), f"{name}_high": float(high)}
