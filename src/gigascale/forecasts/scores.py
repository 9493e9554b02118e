"""How good forecasts were: coverage, probability integral transform, CRPS, bias, skill."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.forecasts.predictive import COVERAGES, LEVELS, NAMED, probability, quantile
from gigascale.trends.points import Floats


def crps(quantiles: Floats, observed: npt.ArrayLike) -> Floats:
    """Continuous ranked probability score of log10 values, in orders of magnitude.

    The mean quantile score over `LEVELS`, by `scoringrules` (Gneiting and Raftery 2007): the
    distance of forecast and outcome, which for a forecast of one value is the absolute error.

    Parameters
    ----------
    quantiles : ndarray, shape (..., levels)
    observed : array_like, shape (...)
        log10 values.

    Returns
    -------
    ndarray, shape (...)

    Examples
    --------
    >>> crps(np.full((1, LEVELS.size), 2.0), [2.5]).round(6).tolist()
    [0.5]
    """
    from scoringrules import crps_quantile  # slow to import

    return np.asarray(crps_quantile(np.asarray(observed, dtype=float), quantiles, LEVELS))


def score(quantiles: Floats, observed: npt.ArrayLike) -> pd.DataFrame:
    """Score forecasts against what came, one row each.

    Parameters
    ----------
    quantiles : ndarray, shape (n, levels)
    observed : array_like, shape (n,)
        log10 values.

    Returns
    -------
    DataFrame
        `q05` to `q95` and `observed` (log10), `error` (median less outcome, orders of magnitude),
        `pit`, `crps`, and `inside50`, `inside80`, `inside90`.

    Examples
    --------
    >>> score(np.linspace(0, 1, LEVELS.size)[None], [0.5])[["error", "pit", "inside50"]].values
    array([[0.0, 0.5, True]], dtype=object)
    """
    seen = np.asarray(observed, dtype=float)
    table = pd.DataFrame({name: quantile(quantiles, level) for name, level in NAMED.items()})
    table["observed"] = seen
    table["error"] = table["q50"] - seen
    table["pit"] = probability(quantiles, seen)
    table["crps"] = crps(quantiles, seen)
    for level in COVERAGES:
        low, high = (quantile(quantiles, 0.5 + side * level / 2) for side in (-1, 1))
        table[f"inside{level * 100:.0f}"] = (low <= seen) & (seen <= high)
    return table
