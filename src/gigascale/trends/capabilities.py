"""Scores on an index of capability against the date and against training compute.

A score is a point on a scale whose zero and unit are chosen: it can rise by points a year, but it
has no growth factor and no doubling time.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr

from gigascale.datasets import decimal_year
from gigascale.errors import InputError
from gigascale.trends.dependence import robust_uncertainty
from gigascale.trends.growth import t_quantile
from gigascale.trends.points import Floats
from gigascale.trends.rates import DEFAULT_LEVEL, check_level
from gigascale.trends.stated_errors import stated_sd

DEFAULT_DRAWS = 1999
_SEED = 20260411
_FEWEST_MODELS = 15
_FEWEST_DEVELOPERS = 5


def one_row_a_model(table: pd.DataFrame) -> pd.DataFrame:
    """Keep the first version of each model that has a score and a date.

    The versions of a model, such as its settings of effort, share its score and its compute; left
    in, a model would count as often as it has settings.

    Parameters
    ----------
    table : DataFrame
        A vintage of `capability_index`.

    Returns
    -------
    DataFrame
        In the order of release, with the columns of `table`; a model without a name is known by
        that of its version.

    Examples
    --------
    >>> from gigascale.datasets import load
    >>> models = one_row_a_model(load("capability_index", "2026-04-11"))
    >>> len(models), models["model"].is_unique
    (135, True)
    """
    scored = table.dropna(subset=["capability_score", "release_date"])
    named = scored.assign(model=scored["model"].fillna(scored["model_version"]))
    return named.sort_values(["release_date", "model_version"]).drop_duplicates("model")


def as_exponential(scores: pd.Series) -> pd.Series:
    """Ten to the power of the score less the mean score.

    A straight line through its logarithm is a straight line through the score, so every function of
    `gigascale.trends` that fits growth takes it; orders of magnitude per year are points a year.

    Examples
    --------
    >>> as_exponential(pd.Series([129.0, 130.0, 131.0])).tolist()
    [0.1, 1.0, 10.0]
    """
    return 10.0 ** (scores - scores.mean())


class Estimate(NamedTuple):
    """An estimate and its interval."""

    value: float
    low: float
    high: float


class Decomposition(NamedTuple):
    """What a score owes to compute and what to the date; see `decompose`.

    Attributes
    ----------
    per_order_of_magnitude : Estimate
        Points for ten times the compute, at one date.
    per_year : Estimate
        Points a year at equal compute.
    per_year_with_compute : Estimate
        Points a year through the compute that grew with the date.
    share_of_compute : Estimate
        The last of the three as a share of the rise in all.
    compute_per_year : Estimate
        Orders of magnitude of compute that a year's date is worth.
    n, developers : int
        Models, and organisations that they come from.
    """

    per_order_of_magnitude: Estimate
    per_year: Estimate
    per_year_with_compute: Estimate
    share_of_compute: Estimate
    compute_per_year: Estimate
    n: int
    developers: int


def decompose(
    models: pd.DataFrame,
    *,
    error_factor: npt.ArrayLike | None = None,
    level: float = DEFAULT_LEVEL,
    draws: int = DEFAULT_DRAWS,
    rng: np.random.Generator | None = None,
) -> Decomposition:
    """Fit score = a + b log10(compute) + c date, and split the rise of the score by it.

    Over the same models compute grows by g orders of magnitude a year, so that the score rises by
    b g + c points a year: exactly the slope of the score on the date alone. Intervals resample
    developers with all their models, since the models of one share its data and methods; their
    quantiles are moved outwards as for few draws from a normal distribution (Hesterberg 2015).

    Parameters
    ----------
    models : DataFrame
        Columns capability_score, release_date, training_compute_flop and organization, one row a
        model; rows without compute are left out.
    error_factor : array_like, shape (rows,), optional
        Factor either way of the 90% interval of each row's compute. Its error is then taken out of
        the moments of compute (Fuller 1987), since it draws b towards zero.
    level : float
        Probability of the intervals.
    draws : int
        Resamples.
    rng : numpy.random.Generator, optional
        By default one of a fixed seed.

    Returns
    -------
    Decomposition

    Raises
    ------
    InputError
        There are fewer than 15 models with compute, or fewer than 5 developers; or the error
        factors do not fit the models.

    Examples
    --------
    >>> from gigascale.datasets import load
    >>> split = decompose(one_row_a_model(load("capability_index", "2026-04-11")), draws=199)
    >>> split.n, round(split.per_year.value, 1), round(split.per_order_of_magnitude.value, 1)
    (80, 11.4, 9.6)
    """
    check_level(level)
    known = models["training_compute_flop"].notna().to_numpy()
    used = models[known]
    maker = used["organization"].fillna(used["model"]).str.split(",").str[0].astype("category")
    if len(used) < _FEWEST_MODELS or maker.nunique() < _FEWEST_DEVELOPERS:
        raise InputError(
            f"{len(used)} models of {maker.nunique()} developers have compute; a decomposition "
            f"needs {_FEWEST_MODELS} of {_FEWEST_DEVELOPERS}"
        )
    years = decimal_year(used["release_date"])
    compute = np.log10(used["training_compute_flop"].to_numpy(dtype=float))
    errors = np.zeros(len(used))
    if error_factor is not None:
        factors = np.asarray(error_factor, dtype=float)
        if factors.shape != known.shape:
            raise InputError(f"error_factor must have {known.size} numbers, one a model")
        errors = stated_sd(factors[known]) ** 2
    rows = np.column_stack([compute, years - years.mean(), used["capability_score"], errors])
    groups = [rows[(maker == name).to_numpy()] for name in maker.cat.categories]
    generator = np.random.default_rng(_SEED) if rng is None else rng
    chosen = generator.integers(0, len(groups), (draws, len(groups)))
    drawn = np.array([_parts(np.concatenate([groups[i] for i in one])) for one in chosen])
    count = len(groups)
    tail = float(ndtr(-np.sqrt(count / (count - 1)) * t_quantile(level, count - 1)))
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
    slope, drift, through, share, worth = (
        Estimate(value, float(least), float(most))
        for value, least, most in zip(_parts(rows), low, high, strict=True)
    )
    return Decomposition(slope, drift, through, share, worth, len(used), count)


def _parts(rows: Floats) -> list[float]:
    """The five estimates from rows of compute, date, score and variance of the compute's error."""
    centred = rows[:, :3] - rows[:, :3].mean(axis=0)
    compute, years, score = centred.T
    moments = centred[:, :2].T @ centred[:, :2]
    moments[0, 0] -= rows[:, 3].sum()
    slope, drift = np.linalg.solve(moments, centred[:, :2].T @ score)
    growth = float(years @ compute / (years @ years))
    through = slope * growth
    parts = (slope, drift, through, through / (through + drift), drift / slope)
    return [float(part) for part in parts]


def robust_coefficients(models: pd.DataFrame, level: float = DEFAULT_LEVEL) -> dict[str, Estimate]:
    """Fit the same plane with intervals that allow for related errors along the date.

    Parameters
    ----------
    models : DataFrame
        As for `decompose`, in the order of release.
    level : float
        Probability of the intervals.

    Returns
    -------
    dict
        `per_order_of_magnitude` and `per_year`, by `gigascale.trends.dependence`.

    Examples
    --------
    >>> from gigascale.datasets import load
    >>> models = one_row_a_model(load("capability_index", "2026-04-11"))
    >>> round(robust_coefficients(models)["per_year"].value, 1)
    11.4
    """
    used = models.dropna(subset=["training_compute_flop"])
    years = decimal_year(used["release_date"])
    compute = np.log10(used["training_compute_flop"].to_numpy(dtype=float))
    design = np.column_stack([np.ones(len(used)), compute - compute.mean(), years - years.mean()])
    score = used["capability_score"].to_numpy(dtype=float)
    fitted = np.linalg.lstsq(design, score, rcond=None)[0]
    covariance, freedom = robust_uncertainty(design, score)
    margin = t_quantile(level, freedom) * np.sqrt(np.diag(covariance))
    names = ("per_order_of_magnitude", "per_year")
    return {
        name: Estimate(float(value), float(value - reach), float(value + reach))
        for name, value, reach in zip(names, fitted[1:], margin[1:], strict=True)
    }
