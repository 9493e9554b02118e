"""How well the predictions of clusters hold against reports: bias and coverage."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from gigascale.clusters.chips import tokens
from gigascale.errors import InputError

# Words of a chip's name, and the generation that they mean; the first that fits counts.
GENERATIONS = (
    (("k20x", "k40c", "k80"), "Kepler"),
    (("p100",), "P100"),
    (("v100",), "V100"),
    (("a100", "a800"), "A100"),
    (("gh200", "mi300a"), "superchips"),
    (("h100", "h200", "h800", "h20"), "H100 and H200"),
    (("b100", "b200", "gb200", "b300", "gb300"), "Blackwell"),
    (("mi250x", "mi210", "mi300x", "mi325x", "mi355x"), "AMD Instinct"),
)
OTHER = "other makers"


@dataclass(frozen=True)
class Score:
    """Bias and coverage of ``n`` predictions of ``clusters`` groups.

    ``median_ratio`` is predicted over reported; its interval comes from a bootstrap over groups.
    ``coverage`` is the share of reports inside the 90% interval of their own prediction;
    ``coverage_low`` and ``coverage_high`` take the reports as independent (Clopper and Pearson),
    ``grouped_low`` and ``grouped_high`` come from the bootstrap over groups. ``spread`` is the
    factor between the 95th and the 5th percentile of the ratios.
    """

    n: int
    groups: int
    median_ratio: float
    median_ratio_low: float
    median_ratio_high: float
    inside: int
    coverage: float
    coverage_low: float
    coverage_high: float
    grouped_low: float
    grouped_high: float
    spread: float


def generation(chip: str) -> str:
    """Return the generation of a chip by its name.

    Examples
    --------
    >>> generation("NVIDIA H100 SXM5 80GB"), generation("PEZY-SC2")
    ('H100 and H200', 'other makers')
    """
    words = tokens(chip)
    return next((name for keys, name in GENERATIONS if words & set(keys)), OTHER)


def counted(validated: pd.DataFrame, what: str = "power") -> pd.DataFrame:
    """Return the rows that test the model: independent, with a prediction and a report.

    Without a column ``independent`` every row counts as one.

    Examples
    --------
    >>> rows = pd.DataFrame({"independent": ["yes", "no"], "power_ratio": [1.1, 1.0]})
    >>> len(counted(rows))
    1
    """
    rows = validated[validated[f"{what}_ratio"].notna()]
    if "independent" in rows:
        rows = rows[rows["independent"].eq("yes")]
    return rows.reset_index(drop=True)


def score(
    rows: pd.DataFrame,
    what: str = "power",
    *,
    group: str = "owner",
    level: float = 0.9,
    resamples: int = 2_000,
    rng: np.random.Generator | None = None,
) -> Score:
    """Return the bias and the coverage of predictions.

    Parameters
    ----------
    rows : DataFrame
        From :func:`counted`.
    what : {"power", "cost"}
        Which prediction.
    group : str
        Column whose groups the bootstrap draws: reports of one owner or of one generation err
        together. A row without a value is a group of its own; so is each without that column.
    level : float
        Of all intervals.
    resamples : int
        Of the bootstrap.
    rng : Generator, optional
        The source of randomness; a fixed seed if left out.

    Raises
    ------
    InputError
        If there are no rows.

    Examples
    --------
    >>> rows = pd.DataFrame({"power_ratio": [0.9, 1.0, 1.3], "power_inside": [True, True, False],
    ...                      "owner": ["a", "a", "b"]})
    >>> found = score(rows)
    >>> found.median_ratio, found.inside, found.n
    (1.0, 2, 3)
    """
    if rows.empty:
        raise InputError("there is no independent report with a prediction to score")
    ratios = rows[f"{what}_ratio"].to_numpy(dtype=float)
    inside = rows[f"{what}_inside"].to_numpy(dtype=bool)
    alone = pd.Series([f"row {i}" for i in range(len(rows))], index=rows.index)
    labels = rows[group].astype(object).fillna(alone) if group in rows else alone
    places = [np.flatnonzero(labels == label) for label in labels.unique()]
    rng = rng or np.random.default_rng(2026)
    picks = rng.integers(len(places), size=(resamples, len(places)))
    drawn = [np.concatenate([places[i] for i in pick]) for pick in picks]
    ends = ((1 - level) / 2, (1 + level) / 2)
    medians = np.quantile([np.median(ratios[rows_]) for rows_ in drawn], ends)
    shares = np.quantile([inside[rows_].mean() for rows_ in drawn], ends)
    low, high = _binomial(int(inside.sum()), len(inside), level)
    spread = np.quantile(ratios, 0.95) / np.quantile(ratios, 0.05)
    return Score(
        n=len(rows),
        groups=len(places),
        median_ratio=float(np.median(ratios)),
        median_ratio_low=float(medians[0]),
        median_ratio_high=float(medians[1]),
        inside=int(inside.sum()),
        coverage=float(inside.mean()),
        coverage_low=low,
        coverage_high=high,
        grouped_low=float(shares[0]),
        grouped_high=float(shares[1]),
        spread=float(spread),
    )


def score_by(rows: pd.DataFrame, by: str, what: str = "power") -> pd.DataFrame:
    """Return one score a value of a column, those with most rows first.

    Intervals of a value with few rows or one owner say little.

    Examples
    --------
    >>> rows = pd.DataFrame({"power_ratio": [0.9, 1.1], "power_inside": [True, True],
    ...                      "owner": ["a", "b"], "generation": ["A100", "A100"]})
    >>> score_by(rows, "generation")[["generation", "n", "median_ratio"]].values.tolist()
    [['A100', 2, 1.0]]
    """
    scores = [{by: value, **vars(score(part, what))} for value, part in rows.groupby(by)]
    return pd.DataFrame(scores).sort_values(["n", by], ascending=[False, True], ignore_index=True)


def _binomial(successes: int, n: int, level: float) -> tuple[float, float]:
    """Return the interval of Clopper and Pearson for a share."""
    tail = (1 - level) / 2
    low = 0.0 if successes == 0 else float(betaincinv(successes, n - successes + 1, tail))
    high = 1.0 if successes == n else float(betaincinv(successes + 1, n - successes, 1 - tail))
    return low, high
