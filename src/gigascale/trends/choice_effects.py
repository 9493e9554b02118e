"""What a specification curve says: which choice moves the answer, and what a figure fits into."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from gigascale.datasets import load
from gigascale.errors import InputError
from gigascale.trends.specifications import CHOICES, JOINED, NOTHING

KEPT, LEFT_OUT = "kept", "left out"
WHOLE = "whole series"
TOGETHER = "combinations of choices"


def choice_effects(curve: pd.DataFrame) -> pd.DataFrame:
    """Say how far each choice moves the growth rate.

    Each set of exclusions is a choice of its own: kept or left out. A linear model of log10 growth
    on all choices, without interactions, gives a mean for every setting as if all specifications
    had it, so that vintages that cannot serve a choice do not tilt its means; the shares of
    variance are those of its type 2 analysis of variance, each choice judged beside all others.
    With what the choices do together they add up to 1 where every combination is there, and
    nearly so where some are missing. A swing is the factor between the
    fastest and the slowest growth among specifications that differ in one choice alone. What the
    choices do only together has a row of its own, and each pair of them one for its part in that:
    the drop of the squared errors when the pair joins the model.

    Parameters
    ----------
    curve : DataFrame
        As `specification_curve` gives it.

    Returns
    -------
    DataFrame
        One row a choice that has several settings, the one with the largest share first:
        `choice`, `settings`, `slowest` and `fastest` setting, their mean growth per year
        `growth_slowest` and `growth_fastest`, `share_of_variance`, `median_swing`,
        `largest_swing`. Then the row `combinations of choices` and the pairs, with shares alone.

    Raises
    ------
    InputError
        Fewer than two choices have several settings.

    Examples
    --------
    >>> from gigascale.trends import specification_curve
    >>> curve = specification_curve(
    ...     "notable_models", vintages=["2024-05-26"], rules=["all", "top10"], exclusions=[]
    ... )
    >>> choice_effects(curve)["choice"].tolist()[:4]
    ['method', 'rule', 'start', 'combinations of choices']
    """
    from statsmodels.formula.api import ols
    from statsmodels.stats.anova import anova_lm

    fitted = curve.dropna(subset=["growth_per_year"])
    settings = _settings(fitted)
    if settings.shape[1] < 2:
        raise InputError("effects need at least two choices that have several settings")
    terms = {name: f"x{position}" for position, name in enumerate(settings)}
    log_growth = np.log10(fitted["growth_per_year"].astype(float))
    data = settings.rename(columns=terms).assign(log_growth=log_growth)
    model = ols("log_growth ~ " + " + ".join(f"C({term})" for term in terms.values()), data).fit()
    squares = anova_lm(model, typ=2)["sum_sq"]
    alone = pd.DataFrame(
        {
            "choice": name,
            **_means(model, data, term),
            "share_of_variance": squares[f"C({term})"] / model.centered_tss,
            **_swings(data, term),
        }
        for name, term in terms.items()
    ).sort_values("share_of_variance", ascending=False)
    pairs = pd.DataFrame(
        {
            "choice": " × ".join(map(str, pair)),
            "share_of_variance": (model.ssr - _squared_errors(model, settings[list(pair)]))
            / model.centered_tss,
        }
        for pair in combinations(settings, 2)
    ).sort_values("share_of_variance", ascending=False)
    together = pd.DataFrame({"choice": [TOGETHER], "share_of_variance": 1 - model.rsquared})
    effects = pd.concat([alone, together, pairs], ignore_index=True)
    return effects.astype({"settings": "Int64"})


def _means(model: Any, data: pd.DataFrame, term: str) -> dict[str, Any]:
    """The settings of least and most growth, were all specifications to have them."""
    means = {
        setting: 10 ** float(model.predict(data.assign(**{term: setting})).mean())
        for setting in data[term].unique()
    }
    slowest, fastest = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
    return {
        "settings": len(means),
        "slowest": slowest,
        "growth_slowest": means[slowest],
        "fastest": fastest,
        "growth_fastest": means[fastest],
    }


def _swings(data: pd.DataFrame, term: str) -> dict[str, float]:
    """Factor from the slowest to the fastest where all other choices are the same."""
    others = [name for name in data if name not in (term, "log_growth")]
    groups = data.groupby(others)["log_growth"]
    swings = 10 ** (groups.max() - groups.min())[groups.size() > 1]
    return {"median_swing": swings.median(), "largest_swing": swings.max()}


def _squared_errors(model: Any, pair: pd.DataFrame) -> float:
    """Sum of squared errors of a model with a mean for every combination of two choices added."""
    cells = pd.get_dummies(pair.iloc[:, 0].str.cat(pair.iloc[:, 1], sep=JOINED))
    design = np.hstack([model.model.exog, cells.to_numpy(dtype=float)])
    response = model.model.endog
    errors = response - design @ np.linalg.lstsq(design, response)[0]
    return float(errors @ errors)


def _settings(curve: pd.DataFrame) -> pd.DataFrame:
    """The setting of every choice that has several, as text."""
    chosen: dict[str, Any] = {
        name: curve[name].fillna(WHOLE).astype(str) for name in CHOICES if name != "exclude"
    }
    parts = curve["exclude"].str.split(JOINED, regex=False)
    for name in dict.fromkeys(parts.explode()):
        if name != NOTHING:
            left_out = [name in names for names in parts]
            chosen[name] = pd.Series(np.where(left_out, LEFT_OUT, KEPT), curve.index)
    settings = pd.DataFrame(chosen)
    return settings.loc[:, [len(settings[name].unique()) > 1 for name in settings]]


def shares_containing(curve: pd.DataFrame, values: Mapping[str, float]) -> pd.DataFrame:
    """Say which share of a curve's intervals holds each of several values.

    Parameters
    ----------
    curve : DataFrame
        As `specification_curve` gives it.
    values : mapping
        Growth per year by label.

    Returns
    -------
    DataFrame
        One row a value: `label`, `growth_per_year`, `specifications` (those with an estimate),
        and the shares of intervals that hold it, `share_containing`, lie wholly below it,
        `share_below`, or wholly above it, `share_above`. They are shares of specifications, not
        probabilities: specifications share data.

    Raises
    ------
    InputError
        No specification has an estimate.

    Examples
    --------
    >>> curve = pd.DataFrame(
    ...     {"growth_per_year": [4.0, 5.0], "growth_per_year_low": [3.5, 4.5],
    ...      "growth_per_year_high": [4.5, 5.5]}
    ... )
    >>> shares_containing(curve, {"stated": 5.2}).round(2).to_dict("records")
    [{'label': 'stated', 'growth_per_year': 5.2, 'specifications': 2, 'share_containing': 0.5, \
'share_below': 0.5, 'share_above': 0.0}]
    """
    fitted = curve.dropna(subset=["growth_per_year"])
    if fitted.empty:
        raise InputError("no specification has an estimate")
    rows = []
    for label, value in values.items():
        below = float((fitted["growth_per_year_high"] < value).mean())
        above = float((fitted["growth_per_year_low"] > value).mean())
        rows.append(
            {
                "label": label,
                "growth_per_year": value,
                "specifications": len(fitted),
                "share_containing": 1 - below - above,
                "share_below": below,
                "share_above": above,
            }
        )
    return pd.DataFrame(rows)


def published_growth(dataset: str, value: str) -> pd.DataFrame:
    """Return the published figures on the growth of a column, as growth per year.

    Parameters
    ----------
    dataset, value : str
        Dataset and column, as the table ``published_figures`` names them.

    Returns
    -------
    DataFrame
        The rows of that table, with `growth_per_year`: the figure itself, or two to the power of
        one over a doubling time in years.

    Examples
    --------
    >>> published_growth("transistors", "transistors")["growth_per_year"].round(2).tolist()
    [1.41]
    """
    figures = load("published_figures")
    about = figures[(figures["dataset"] == dataset) & (figures["column"] == value)]
    about = about[about["unit"].isin(["per year", "year"])]
    doubling = 2 ** (1 / about["value"])
    return about.assign(growth_per_year=about["value"].where(about["unit"] != "year", doubling))
