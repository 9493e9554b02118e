"""Estimates as tables of one row a case, ready for a chart."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gigascale.clusters.estimates import Estimate
from gigascale.errors import InputError


def spread_table(
    draws: Mapping[str, ArrayLike | None],
    label: str,
    value: str,
    *,
    probabilities: tuple[float, float, float] = (0.05, 0.5, 0.95),
) -> pd.DataFrame:
    """Return a median and an interval for each of several quantities in one unit.

    Parameters
    ----------
    draws : mapping of str to array_like
        Draws by case; ``None``, for what cannot be known, is left out. Infinite draws, such as
        dates that never come, count as the largest or smallest.
    label, value : str
        Names of the columns for the case and the quantity.
    probabilities : tuple of float
        Of the low end, the value and the high end.

    Returns
    -------
    DataFrame
        ``label``, ``value`` and ``value`` with the suffixes ``_low`` and ``_high``.

    Examples
    --------
    >>> spread_table({"a": range(1, 101), "b": None}, "case", "power_w").to_dict("records")
    [{'case': 'a', 'power_w': 50.0, 'power_w_low': 5.0, 'power_w_high': 95.0}]
    """
    rows = []
    for case, drawn in draws.items():
        if drawn is None:
            continue
        low, middle, high = np.quantile(
            np.asarray(drawn, dtype=np.float64), probabilities, method="inverted_cdf"
        )
        rows.append((case, middle, low, high))
    return pd.DataFrame(rows, columns=[label, value, f"{value}_low", f"{value}_high"])


def part_table(
    estimates: Mapping[str, Estimate], quantity: str, names: Mapping[str, str]
) -> pd.DataFrame:
    """Return a quantity by part at the central inputs, where alone the parts add up.

    Parameters
    ----------
    estimates : mapping of str to Estimate
        By case.
    quantity : str
        Such as ``capex_usd`` or ``power_w``.
    names : mapping of str to str
        What to call each part, in this order; parts of one name are added up, parts without a
        name are left out.

    Returns
    -------
    DataFrame
        ``case``, ``part`` and the quantity.

    Raises
    ------
    InputError
        If an estimate does not have the quantity or a part, or does not know a part's value.

    Examples
    --------
    >>> built = Estimate({}, {"capex_usd": {"land": 1.0, "shell": 5.0, "network": 2.0}}, {})
    >>> names = {"network": "network", "land": "site", "shell": "site"}
    >>> part_table({"1 GW": built}, "capex_usd", names)["capex_usd"].tolist()
    [2.0, 6.0]
    """
    rows = []
    for case, estimate in estimates.items():
        parts = estimate.central.get(quantity)
        for part, name in names.items():
            if not isinstance(parts, Mapping) or parts.get(part) is None:
                raise InputError(f"{case}: there is no known {quantity} of part {part!r}")
            rows.append((case, name, float(parts[part])))
    table = pd.DataFrame(rows, columns=["case", "part", quantity])
    return table.groupby(["case", "part"], sort=False, as_index=False).sum()
