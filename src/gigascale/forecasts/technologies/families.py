"""Coverage and skill over many technologies, with intervals that draw families of them.

Neighbouring hindcasts of one technology overlap, and technologies of one family share their
history; so families are drawn again, with all that belongs to them. Long series have most of the
hindcasts: a mean over hindcasts is mostly about them, one in which technologies count alike is not.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.forecasts.predictive import COVERAGES
from gigascale.trends.points import Floats
from gigascale.trends.rates import DEFAULT_LEVEL, check_level

INSIDE = [f"inside{level * 100:.0f}" for level in COVERAGES]
_DRAWS = 2000
_SEED = 20161


class Estimate(NamedTuple):
    """A value with the ends of its interval."""

    value: float
    low: float
    high: float


def alike(table: pd.DataFrame) -> Floats:
    """Weights of hindcasts with which each technology counts the same; they add up to 1.

    Examples
    --------
    >>> alike(pd.DataFrame({"technology": ["a", "a", "b"]})).tolist()
    [0.25, 0.25, 0.5]
    """
    sizes = table.groupby("technology")["technology"].transform("size")
    return np.asarray(1 / sizes.to_numpy(dtype=float) / table["technology"].nunique())


def family_ratio(
    families: npt.ArrayLike,
    numerator: npt.ArrayLike,
    denominator: npt.ArrayLike,
    *,
    level: float = DEFAULT_LEVEL,
) -> Estimate:
    """Ratio of two sums over hindcasts, with an interval that draws families again.

    Parameters
    ----------
    families : array_like of str, shape (n,)
    numerator, denominator : array_like, shape (n,)
    level : float
        Probability of the interval.

    Returns
    -------
    Estimate

    Raises
    ------
    InputError
        The level is outside 0 to 1.

    Examples
    --------
    >>> family_ratio(["a", "a", "b"], [1, 1, 0], [1, 1, 1]).value.__round__(3)
    0.667
    """
    check_level(level)
    parts = pd.DataFrame({"family": families, "over": numerator, "under": denominator})
    sums = parts.groupby("family")[["over", "under"]].sum().to_numpy(dtype=float)
    picks = np.random.default_rng(_SEED).integers(0, len(sums), (_DRAWS, len(sums)))
    over, under = sums[picks].sum(axis=1).T
    low, high = np.quantile(over / under, [(1 - level) / 2, (1 + level) / 2])
    over, under = sums.sum(axis=0)
    return Estimate(float(over / under), float(low), float(high))


def coverage(scored: pd.DataFrame, by: list[str], *, level: float = DEFAULT_LEVEL) -> pd.DataFrame:
    """How often intervals held what came, by groups of hindcasts.

    Parameters
    ----------
    scored : DataFrame
        Columns technology, family, inside50, inside80 and inside90, and those of `by`.
    by : list of str
        Columns that make the groups.
    level : float
        Probability of the intervals.

    Returns
    -------
    DataFrame
        One row a group, in the order in which they first occur: `by`, hindcasts, technologies,
        families, each coverage with `_low` and `_high`, and alike50, alike80 and alike90 with
        theirs: the coverage when each technology counts the same.

    Examples
    --------
    >>> scored = pd.DataFrame({
    ...     "method": "line", "technology": ["a", "a", "b"], "family": ["a", "a", "b"],
    ...     "inside50": False, "inside80": [True, True, False], "inside90": True,
    ... })
    >>> coverage(scored, ["method"])[["inside80", "alike80"]].round(3).to_numpy().tolist()
    [[0.667, 0.5]]
    """
    rows = []
    for key, group in scored.groupby(by, sort=False):
        counts = {"hindcasts": len(group), "technologies": group["technology"].nunique()}
        row = {**dict(zip(by, key, strict=True)), **counts, "families": group["family"].nunique()}
        for prefix, weights in (("inside", np.ones(len(group))), ("alike", alike(group))):
            for name in INSIDE:
                held = weights * group[name].to_numpy(dtype=float)
                ends = family_ratio(group["family"], held, weights, level=level)
                column = name.replace("inside", prefix)
                row |= zip((column, f"{column}_low", f"{column}_high"), ends, strict=True)
        rows.append(row)
    return pd.DataFrame(rows)


def skill(
    scored: pd.DataFrame, peer: str, *, technologies_alike: bool, level: float = DEFAULT_LEVEL
) -> pd.DataFrame:
    """How much smaller the CRPS of each method is than that of a peer.

    Parameters
    ----------
    scored : DataFrame
        From `out_of_sample`.
    peer : str
        A method.
    technologies_alike : bool
        Each technology counts the same, instead of each hindcast.
    level : float
        Probability of the interval, which draws families again.

    Returns
    -------
    DataFrame
        One row a method: method, crps (orders of magnitude), skill (1 less the ratio of the
        CRPS), skill_low, skill_high, and win_share (of technologies with a smaller mean CRPS).

    Examples
    --------
    >>> scored = pd.DataFrame({
    ...     "method": ["a", "b"], "technology": "Lamp", "family": "lamp", "crps": [1.0, 2.0]
    ... })
    >>> skill(scored, "b", technologies_alike=True)[["method", "skill"]].to_numpy().tolist()
    [['a', 0.5], ['b', 0.0]]
    """
    by_method = {str(name): rows for name, rows in scored.groupby("method", sort=False)}
    against = by_method[peer]["crps"].to_numpy()
    mean_peer = by_method[peer].groupby("technology")["crps"].mean()
    rows = []
    for name, table in by_method.items():
        weights = alike(table) if technologies_alike else np.full(len(table), 1 / len(table))
        sizes = table["crps"].to_numpy() * weights
        ratio = family_ratio(table["family"], sizes, against * weights, level=level)
        gain = Estimate(1 - ratio.value, 1 - ratio.high, 1 - ratio.low)
        wins = float((table.groupby("technology")["crps"].mean() < mean_peer).mean())
        rows.append((name, float(sizes.sum()), *gain, wins))
    columns = ["method", "crps", "skill", "skill_low", "skill_high", "win_share"]
    return pd.DataFrame(rows, columns=columns)
