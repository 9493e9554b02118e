"""Cost of training runs: a table of costs by model joined to the table that dates the models.

The costs are the output of a model of chip prices, chip-hours and energy (Cottier et al. 2024), in
dollars; the dates and the training compute come from the table of models. Frontier models are
chosen by compute among all models, before the join, so that a model without a cost still counts
against the others, as in the published growth rate.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from gigascale.errors import InputError
from gigascale.trends.series import select

COMPUTE = {"date": "publication_date", "value": "training_compute_flop"}
_KEPT = ["publication_date", "training_compute_flop", "confidence"]


class DatedCosts(NamedTuple):
    """Costs of training runs with their dates.

    Attributes
    ----------
    rows : DataFrame
        The columns of the costs, then `publication_date`, `training_compute_flop` and `confidence`
        of the model and `frontier`, whether the rule chooses it; in order of date.
    unmatched : tuple of str
        Models of the costs that the table of models does not have, in alphabetical order.
    """

    rows: pd.DataFrame
    unmatched: tuple[str, ...]


def dated_costs(costs: pd.DataFrame, models: pd.DataFrame, *, rule: str = "top10") -> DatedCosts:
    """Join costs by model to the dates and compute of the models.

    Names match if they are equal, or else if their letters and digits are and no other name of
    either table has the same (`Grok-3` and `Grok 3`).

    Parameters
    ----------
    costs : DataFrame
        Column `model` and any others, such as dataset `model_costs`.
    models : DataFrame
        Columns `model`, `publication_date`, `training_compute_flop` and `confidence`, such as
        dataset `notable_models`.
    rule : str
        Which models are on the frontier, by compute, see `gigascale.trends.frontier.parse_rule`.

    Returns
    -------
    DatedCosts

    Raises
    ------
    InputError
        A column is missing, no name matches, or the rule is unknown.

    Examples
    --------
    >>> costs = pd.DataFrame({"model": ["A-1", "C"], "amortized_cost_usd": [5.0, 9.0]})
    >>> models = pd.DataFrame(
    ...     {
    ...         "model": ["A 1", "B"],
    ...         "publication_date": pd.to_datetime(["2020-01-01", "2021-01-01"]),
    ...         "training_compute_flop": [1e20, 1e21],
    ...         "confidence": ["Likely", "Likely"],
    ...     }
    ... )
    >>> dated = dated_costs(costs, models)
    >>> dated.rows["frontier"].tolist(), dated.unmatched
    ([True], ('C',))
    """
    for table, columns in ((costs, ["model"]), (models, ["model", *_KEPT])):
        if missing := [column for column in columns if column not in table.columns]:
            raise InputError(f"column {missing[0]!r} is not there; needed: {', '.join(columns)}")
    frontier = np.isin(np.arange(len(models)), select(models, **COMPUTE, rule=rule).rows)
    found = _positions(costs["model"], models["model"])
    matched = np.flatnonzero(found >= 0)
    if matched.size == 0:
        raise InputError("no model of the costs is in the table of models; names must match")
    rows = costs.iloc[matched].reset_index(drop=True)
    dates = models[_KEPT].assign(frontier=frontier).iloc[found[matched]].reset_index(drop=True)
    joined = pd.concat([rows, dates], axis=1).sort_values("publication_date", ignore_index=True)
    return DatedCosts(joined, tuple(sorted(costs["model"][found < 0])))


def _positions(wanted: pd.Series, names: pd.Series) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Row of each wanted name among the names, −1 where there is none."""
    exact = dict(zip(names, range(len(names)), strict=True))
    plain, theirs = _plain(wanted), _plain(names)
    once = set(theirs[~theirs.duplicated(keep=False)]) & set(plain[~plain.duplicated(keep=False)])
    alike = {name: row for row, name in enumerate(theirs) if name in once}
    pairs = zip(wanted, plain, strict=True)
    return np.array([exact.get(name, alike.get(bare, -1)) for name, bare in pairs], dtype=np.intp)


def _plain(names: pd.Series) -> pd.Series:
    return names.str.lower().str.replace(r"[\W_]", "", regex=True)
