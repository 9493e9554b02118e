"""Were errors in a row more than chance? Tests that allow for forecasts that overlap.

Forecasts of one date made in successive years share most of what can go wrong with them, so that
their errors have the same sign far more often than coins. What does not overlap are the revisions
from one forecast of the date to the next: a forecaster who knows what is known cannot tell which
way the next will go (Nordhaus 1987).
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.errors import InputError
from gigascale.trends.points import Floats


def revisions(projected: "pd.Series[float]") -> "pd.Series[float]":
    """Steps of log10 from one forecast of a date to the next.

    Parameters
    ----------
    projected : Series
        Positive forecasts of one date, by the year in which they were made.

    Returns
    -------
    Series
        By the year of the later forecast; only where the two are a year apart.

    Examples
    --------
    >>> revisions(pd.Series({2010: 1.0, 2011: 10.0, 2013: 5.0})).to_dict()
    {2011: 1.0}
    """
    ordered = projected.sort_index()
    steps = np.diff(np.log10(ordered.to_numpy(dtype=float)))
    next_to = np.diff(ordered.index) == 1
    return pd.Series(steps[next_to], index=ordered.index[1:][next_to])


def sign_test(steps: npt.ArrayLike) -> float:
    """Two-sided sign test that steps go up as often as down.

    Parameters
    ----------
    steps : array_like, shape (n,)
        Zeros are left out.

    Returns
    -------
    float
        p-value; 1 without steps.

    Examples
    --------
    >>> sign_test([1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    0.03125
    """
    from scipy.stats import binomtest  # slow to import

    signs = np.sign(np.asarray(steps, dtype=float))
    up, n = int((signs > 0).sum()), int((signs != 0).sum())
    return float(binomtest(up, n).pvalue) if n else 1.0


def same_sign_probability(
    horizons_years: npt.ArrayLike, rng: np.random.Generator, *, draws: int = 100_000
) -> float:
    """How often the errors of an unbiased forecaster of one date all have the same sign.

    The quantity is a Gaussian random walk of independent yearly news, so that the error made h
    years ahead is the sum of the last h news. For horizons 1 to n the probability is
    2 C(2n, n)/4ⁿ whatever the distribution of the news, if continuous and symmetric
    (Sparre Andersen 1953).

    Parameters
    ----------
    horizons_years : array_like, shape (n,)
        Whole years, different ones, each at least 1.
    rng : Generator
    draws : int

    Returns
    -------
    float
        2·2⁻ⁿ would be the answer if the errors were independent.

    Raises
    ------
    InputError
        A horizon is below 1 or not whole.

    Examples
    --------
    >>> round(same_sign_probability([1, 2], np.random.default_rng(0)), 2)
    0.75
    """
    horizons = np.sort(np.asarray(horizons_years, dtype=float))
    if not (horizons >= 1).all() or (horizons % 1 != 0).any():
        raise InputError("horizons must be whole years from 1")
    news_sd = np.sqrt(np.diff(horizons, prepend=0.0))
    errors = (rng.standard_normal((draws, horizons.size)) * news_sd).cumsum(axis=1)
    return float(((errors > 0).all(axis=1) | (errors < 0).all(axis=1)).mean())


def gain(
    costs: pd.DataFrame, rng: np.random.Generator, *, block: int = 5, draws: int = 2000
) -> tuple[float, Floats]:
    """Skill 1 − ratio of two mean scores, with a 90% interval from circular blocks of origins.

    Parameters
    ----------
    costs : DataFrame
        Indexed by origin in order, each as often as it has targets; first column the score
        judged, second that of its peer.
    rng : Generator
    block : int
        Origins that are drawn together.
    draws : int

    Returns
    -------
    skill : float
    ends : ndarray, shape (2,)

    Examples
    --------
    >>> half = pd.DataFrame({"ours": [1.0, 1.0], "theirs": [2.0, 2.0]}, index=[2010, 2011])
    >>> skill, ends = gain(half, np.random.default_rng(0))
    >>> skill, ends.tolist()
    (0.5, [0.5, 0.5])
    """
    sums = costs.groupby(level=0).sum().to_numpy(dtype=float)
    n, width = len(sums), min(block, len(sums))
    starts = rng.integers(n, size=(draws, -(-n // width)))
    drawn = (starts[..., None] + np.arange(width)).reshape(draws, -1)[:, :n] % n
    totals = sums[drawn].sum(axis=1)
    ends = np.quantile(1 - totals[:, 0] / totals[:, 1], [0.05, 0.95])
    return float(1 - sums[:, 0].sum() / sums[:, 1].sum()), ends
