"""Each technology forecast with what the others taught: five folds, families kept together."""

from functools import partial

import numpy as np
import pandas as pd
from scipy.special import stdtr

from gigascale.forecasts.continued import damped, no_change, random_walk, straight_line
from gigascale.forecasts.predictive import COVERAGES, LEVELS, Student
from gigascale.forecasts.scores import score
from gigascale.forecasts.technologies.curves import Continued, hindcasts
from gigascale.forecasts.technologies.families import INSIDE, alike
from gigascale.forecasts.technologies.recalibration import calibration_levels, recalibrated
from gigascale.forecasts.technologies.theta import Squares, squares, theta_of, widening
from gigascale.lines.technologies import FEWEST_CHANGES, Technology
from gigascale.trends.points import Floats
from gigascale.trends.random_walk import MOVING_AVERAGE

FOLDS = 5
LINE, PUBLISHED = "straight line", "random walk, θ = 0.63"
RE_ESTIMATED = "random walk, θ re-estimated"
CALIBRATED, DAMPED_CALIBRATED = "random walk, calibrated", "damped, calibrated"
PLAIN: dict[str, Continued] = {
    "no change": no_change,
    LINE: straight_line,
    "random walk, θ = 0": partial(random_walk, moving_average=0.0),
    "random walk, θ = 0.25": partial(random_walk, moving_average=0.25),
    PUBLISHED: partial(random_walk, moving_average=MOVING_AVERAGE),
    "damped": damped,
}


def fold_of(families: pd.Series, *, folds: int = FOLDS, seed: int = 0) -> pd.Series:
    """Put families into folds at random, as even in number as can be.

    Parameters
    ----------
    families : Series of str
    folds : int
    seed : int

    Returns
    -------
    Series of int
        Fold of each row, from 1; with the index of `families`.

    Examples
    --------
    >>> fold_of(pd.Series(["a", "b", "a", "c"]), folds=3).nunique()
    3
    """
    names = np.sort(families.unique())
    order = np.random.default_rng(seed).permutation(names.size)
    return families.map(dict(zip(names[order], np.arange(names.size) % folds + 1, strict=True)))


def out_of_sample(
    curves: list[Technology],
    *,
    changes: int = FEWEST_CHANGES,
    horizons: int = 20,
    folds: int = FOLDS,
    seed: int = 0,
) -> pd.DataFrame:
    """Score every method on technologies that it has learnt nothing from.

    θ and the calibrated levels come from the families of the other folds, in which each
    technology counts the same for the levels and each hindcast for θ.

    Parameters
    ----------
    curves : list of Technology
    changes, horizons : int
        As `curves.hindcasts`.
    folds, seed : int
        As `fold_of`.

    Returns
    -------
    DataFrame
        For each of `PLAIN`, `RE_ESTIMATED`, `CALIBRATED` and `DAMPED_CALIBRATED` one row a
        hindcast, in the same order: method, fold, technology, family, origin_year, horizon, theta
        (where re-estimated), and the columns of `scores.score`.

    Examples
    --------
    >>> walks = np.random.default_rng(1).normal(size=(10, 30)).cumsum(axis=1)
    >>> lamps = [
    ...     Technology(str(k), str(k), np.arange(30.0), walk, walk, 0)
    ...     for k, walk in enumerate(walks)
    ... ]
    >>> scored = out_of_sample(lamps)
    >>> scored.groupby("method").size().unique().size, scored["fold"].nunique()
    (1, 5)
    """
    tables = {
        name: hindcasts(curves, method, changes=changes, horizons=horizons)
        for name, method in PLAIN.items()
    }
    walks = tables[PUBLISHED]
    fold = fold_of(walks["family"], folds=folds, seed=seed)
    refitted = _refitted(walks, fold, squares(walks))
    untouched = dict.fromkeys(fold.unique(), LEVELS)
    parts = [_scored(name, table, fold, untouched) for name, table in tables.items()]
    parts.append(_scored(RE_ESTIMATED, refitted, fold, untouched).assign(theta=refitted["theta"]))
    for name, table in ((CALIBRATED, walks), (DAMPED_CALIBRATED, tables["damped"])):
        parts.append(_scored(name, table, fold, _learnt(table, fold)))
    return pd.concat(parts, ignore_index=True)


def repeated(
    curves: list[Technology],
    *,
    changes: int = FEWEST_CHANGES,
    horizons: int = 20,
    folds: int = FOLDS,
    repeats: int = 50,
) -> pd.DataFrame:
    """Coverage out of sample for many random divisions into folds.

    Parameters
    ----------
    curves, changes, horizons, folds
        As `out_of_sample`.
    repeats : int
        Divisions; the first is that of `out_of_sample`.

    Returns
    -------
    DataFrame
        A row for each division and each of `RE_ESTIMATED`, `CALIBRATED` and `DAMPED_CALIBRATED`:
        seed, method, inside50, inside80, inside90 and alike50, alike80, alike90, as
        `families.coverage`.

    Examples
    --------
    >>> walks = np.random.default_rng(1).normal(size=(10, 30)).cumsum(axis=1)
    >>> lamps = [
    ...     Technology(str(k), str(k), np.arange(30.0), walk, walk, 0)
    ...     for k, walk in enumerate(walks)
    ... ]
    >>> len(repeated(lamps, repeats=2))
    6
    """
    walks, dampened = (
        hindcasts(curves, PLAIN[name], changes=changes, horizons=horizons)
        for name in (PUBLISHED, "damped")
    )
    summed, weights = squares(walks), alike(walks)
    rows = []
    for seed in range(repeats):
        fold = fold_of(walks["family"], folds=folds, seed=seed)
        found = {RE_ESTIMATED: _chances(_refitted(walks, fold, summed))}
        for name, table in ((CALIBRATED, walks), (DAMPED_CALIBRATED, dampened)):
            levels, chances = _learnt(table, fold), _chances(table)
            found[name] = chances.copy()
            for number, learnt in levels.items():
                here = (fold == number).to_numpy()
                found[name][here] = np.interp(chances[here], learnt, LEVELS)
        for name, chances in found.items():
            held = np.abs(chances[:, None] - 0.5) <= np.array(COVERAGES) / 2 + 1e-12
            shares = [*held.mean(axis=0), *(weights @ held)]
            names = [*INSIDE, *(column.replace("inside", "alike") for column in INSIDE)]
            rows.append({"seed": seed, "method": name, **dict(zip(names, shares, strict=True))})
    return pd.DataFrame(rows)


def _refitted(walks: pd.DataFrame, fold: pd.Series, summed: Squares) -> pd.DataFrame:
    """Hindcasts of random walks with θ from the other folds, in a column of its own."""
    of_family = dict(zip(walks["family"], fold, strict=True))
    folds = np.array([of_family[name] for name in summed.families])
    numbers = np.unique(fold)
    thetas = theta_of(summed, numbers[:, None] != folds)
    changes = int(walks["degrees_of_freedom"].iloc[0]) + 1
    steps = np.arange(1.0, walks["horizon"].max() + 1)
    ratios = [
        np.sqrt(widening(steps, changes, theta) / widening(steps, changes, MOVING_AVERAGE))
        for theta in thetas
    ]
    place = np.searchsorted(numbers, fold)
    ratio = np.array(ratios)[place, walks["horizon"] - 1]
    scale, standardised = walks["scale"] * ratio, walks["standardised"] / ratio
    return walks.assign(scale=scale, standardised=standardised, theta=thetas[place])


def _chances(table: pd.DataFrame) -> Floats:
    return np.asarray(stdtr(table["degrees_of_freedom"], table["standardised"]))


def _learnt(table: pd.DataFrame, fold: pd.Series) -> dict[int, Floats]:
    """Levels for each fold, from the others."""
    chances, weights, folds = _chances(table), alike(table), fold.to_numpy()
    others = {int(number): folds != number for number in np.unique(folds)}
    return {
        number: calibration_levels(chances[rest], weights[rest]) for number, rest in others.items()
    }


def _scored(
    name: str, table: pd.DataFrame, fold: pd.Series, levels: dict[int, Floats]
) -> pd.DataFrame:
    place = ["technology", "family", "origin_year", "horizon"]
    parts = []
    for number, rows in table.groupby(fold):
        student = Student(*rows[["centre", "scale", "degrees_of_freedom"]].to_numpy().T)
        scores = score(recalibrated(student, levels[int(str(number))]), rows["observed"])
        parts.append(rows[place].join(scores.set_index(rows.index)).assign(fold=number))
    return pd.concat(parts).sort_index().assign(method=name)
