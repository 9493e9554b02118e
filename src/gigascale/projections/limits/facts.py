"""Facts of the build-out as draws."""

import numpy as np
import pandas as pd

from gigascale.clusters.assumptions import Assumption
from gigascale.clusters.sampling import FloatArray, transform
from gigascale.errors import InputError


def fact_draws(facts: pd.DataFrame, name: str, normal: FloatArray) -> FloatArray:
    """Return draws of a fact at standard normal scores, low and high as 5% and 95%.

    Raises
    ------
    InputError
        If the fact is unknown or one of its three values is blank.

    Examples
    --------
    >>> facts = pd.DataFrame([{"fact": "x", "low": 1.0, "central": 2.0, "high": 5.0, "unit": "W"}])
    >>> fact_draws(facts, "x", np.zeros(1)).tolist()
    [2.0]
    """
    rows = facts[facts["fact"] == name]
    if rows.empty or rows[["low", "central", "high"]].isna().any(axis=None):
        raise InputError(f"buildout_facts has no fact {name!r} with low, central and high")
    row = rows.iloc[0]
    spread = Assumption(
        name, "any", row["low"], row["central"], row["high"], row["unit"], "log", "", "", ""
    )
    return transform(spread, normal)


def between(facts: pd.DataFrame, name: str, normal: FloatArray, done: float) -> FloatArray:
    """Return draws of a plan between its facts of 2025 and 2030, straight on a log scale.

    Parameters
    ----------
    facts : DataFrame
        The ``buildout_facts`` table, with ``<name>_2025`` and ``<name>_2030``.
    name : str
    normal : ndarray, shape (n,)
        Standard normal scores.
    done : float
        0 at the end of 2025, 1 at the end of 2030.

    Raises
    ------
    InputError
        As :func:`fact_draws`.
    """
    first, last = (fact_draws(facts, f"{name}_{year}", normal) for year in (2025, 2030))
    return np.asarray(first ** (1 - done) * last**done)
