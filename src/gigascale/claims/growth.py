"""Claims on how fast compute, chips and their benefits grew."""

import math

import numpy as np
import pandas as pd

from gigascale.claims.evidence import LEVEL, Evidence, estimate_error_factor, largest
from gigascale.claims.registry import Finding, evaluates
from gigascale.trends import GrowthFit, growth_of

_BREAK = "2018-01-01"
_EARLIER = "2024-05-26"  # the vintage at hand when the published rates of 2024 were computed


_REVISED = ("AlphaGo Zero", "AlphaGo Master")


def _frontier_growth(models: pd.DataFrame, start: str, end: object) -> GrowthFit:
    return growth_of(
        models,
        date="publication_date",
        value="training_compute_flop",
        rule="top10",
        start=start,
        end=str(end),
        level=LEVEL,
    )


def _earlier(evidence: Evidence, *revised: str) -> pd.DataFrame:
    """The earlier vintage, with the estimates of some models as they stand today."""
    models = evidence.table("notable_models", _EARLIER)
    column = "training_compute_flop"
    today = {name: evidence.model(name, column)[column] for name in revised}
    estimates = models["model"].map(today).fillna(models[column])
    return models.assign(training_compute_flop=estimates)


def _yearly(fit: GrowthFit, basis: str) -> Finding:
    return Finding(
        fit.growth_per_year,
        "per year",
        basis,
        ("notable_models",),
        fit.growth_per_year_low,
        fit.growth_per_year_high,
        fit.level,
    )


def _factor(fit: GrowthFit) -> str:
    low, high = fit.growth_per_year_low, fit.growth_per_year_high
    return f"{fit.growth_per_year:.1f} ({low:.1f} to {high:.1f})"


@evaluates("J04", "J06")
def _growth_since_2018(evidence: Evidence) -> Finding:
    """Running top 10 from 2018 to the day of the keynote."""
    day = evidence.said_on("J04")
    models = evidence.table("notable_models")
    fit = _frontier_growth(models, _BREAK, day)
    before = _frontier_growth(models, "2010-01-01", _BREAK)
    return _yearly(
        fit,
        f"Least squares on the running top 10 of notable models from 2018 to {day}, vintage of "
        f"{evidence.vintage('notable_models')}, {fit.n} models; before 2018 it was "
        f"{_factor(before)}.",
    )


@evaluates("J05")
def _growth_before_2018(evidence: Evidence) -> Finding:
    """Running top 10 of 2010 to 2018, today and as the data stood in 2024."""
    window = ("2010-01-01", _BREAK)
    fit = _frontier_growth(evidence.table("notable_models"), *window)
    earlier = _frontier_growth(_earlier(evidence), *window)
    revised = _frontier_growth(_earlier(evidence, *_REVISED), *window)
    return _yearly(
        fit,
        "Least squares on the running top 10 of notable models of 2010 to 2018, vintage of "
        f"{evidence.vintage('notable_models')}, {fit.n} models; the vintage of {_EARLIER} gives "
        f"{_factor(earlier)}, and {_factor(revised)} with the estimates of today for "
        f"{' and '.join(_REVISED)}.",
    )


@evaluates("J15")
def _published_growth(evidence: Evidence) -> Finding:
    """The rate that the slide cites, on the data of the month of its publication."""
    fit = _frontier_growth(_earlier(evidence), _BREAK, "2024-05-28")
    latest = _frontier_growth(evidence.table("notable_models"), _BREAK, "2024-05-28")
    return _yearly(
        fit,
        f"Least squares on the running top 10 of notable models since 2018, vintage of {_EARLIER}, "
        f"the month of the cited study; the same window on the vintage of "
        f"{evidence.vintage('notable_models')} gives {_factor(latest)}.",
    )


@evaluates("J33")
def _doubling_2012_to_2018(evidence: Evidence) -> Finding:
    """Running top 10 between AlexNet and the cited analysis of May 2018."""
    window = ("2012-09-01", "2018-05-16")
    fit = _frontier_growth(evidence.table("notable_models"), *window)
    earlier = _frontier_growth(_earlier(evidence), *window)
    revised = _frontier_growth(_earlier(evidence, *_REVISED), *window)
    stated = evidence.claimed("J33")
    return Finding(
        12 * fit.doubling_time_years,
        "month",
        "Least squares on the running top 10 of notable models from September 2012 to May 2018, "
        f"vintage of {evidence.vintage('notable_models')}, {fit.n} models: {_factor(fit)} a year, "
        f"where {stated:g} months would be {2 ** (12 / stated):.1f}. The vintage of {_EARLIER} "
        f"gives {12 * earlier.doubling_time_years:.1f} months, and "
        f"{12 * revised.doubling_time_years:.1f} with the estimates of today for "
        f"{' and '.join(_REVISED)}; rows added and revised since make the rest.",
        ("notable_models", "amodei2018compute"),
        12 * fit.doubling_time_years_low,
        12 * fit.doubling_time_years_high,
        fit.level,
    )


@evaluates("J34")
def _transistor_doubling(evidence: Evidence) -> Finding:
    """All transistor counts, log-linear."""
    fit = growth_of(evidence.table("transistors"), date="year", value="transistors", level=LEVEL)
    return Finding(
        12 * fit.doubling_time_years,
        "month",
        f"Least squares on transistors per microprocessor, {fit.first_year:.0f} to "
        f"{fit.last_year:.0f}, vintage of {evidence.vintage('transistors')}, {fit.n} years.",
        ("transistors",),
        12 * fit.doubling_time_years_low,
        12 * fit.doubling_time_years_high,
        fit.level,
    )


@evaluates("J08")
def _length_of_moores_law(evidence: Evidence) -> Finding:
    """Span of the series, with the doubling time of its second half beside that of the whole."""
    table = evidence.table("transistors")
    whole = growth_of(table, date="year", value="transistors")
    middle = (whole.first_year + whole.last_year) / 2
    later = growth_of(table, date="year", value="transistors", start=middle)
    return Finding(
        whole.last_year - whole.first_year,
        "year",
        f"Transistors per microprocessor from {whole.first_year:.0f} to {whole.last_year:.0f}, "
        f"vintage of {evidence.vintage('transistors')}: they doubled every "
        f"{12 * whole.doubling_time_years:.1f} months over the whole span and every "
        f"{12 * later.doubling_time_years:.1f} in its second half.",
        ("transistors",),
    )


@evaluates("J09")
def _orders_of_magnitude(evidence: Evidence) -> Finding:
    """From AlexNet to the largest run published by the day of the keynote."""
    models = evidence.table("notable_models").dropna(subset=["training_compute_flop"])
    known = models[models["publication_date"] <= pd.Timestamp(evidence.said_on("J09"))]
    column = "training_compute_flop"
    last, first = largest(known, column), evidence.model("AlexNet", column)
    orders = math.log10(last[column] / first[column])
    error = math.log10(estimate_error_factor(last["confidence"], first["confidence"]))
    return Finding(
        orders,
        "orders of magnitude",
        f"Training compute of {last['model']}, the largest run published by then, over that "
        f"of AlexNet, vintage of {evidence.vintage('notable_models')}; the interval is what the "
        f"dataset says of its own estimates.",
        ("notable_models",),
        orders - error,
        orders + error,
        LEVEL,
    )


@evaluates("J02")
def _doublings_that_helped(evidence: Evidence) -> Finding:
    """Lowest loss in each doubling of compute against the one before."""
    runs = evidence.table("chinchilla_runs")
    doubling = np.floor(np.log2(runs["training_flop"]))
    best = runs.groupby(doubling)["loss_nats"].min()
    steps = best.diff().dropna()
    return Finding(
        float((steps < 0).mean()),
        "share of doublings",
        f"Among {len(runs)} training runs of one study, the lowest loss fell in "
        f"{int((steps < 0).sum())} of {len(steps)} doublings of compute, vintage of "
        f"{evidence.vintage('chinchilla_runs')}; loss is not the same as usefulness.",
        ("chinchilla_runs", "hoffmann2022training"),
    )


@evaluates("J01")
def _range_of_scaling_plot(evidence: Evidence) -> Finding:
    """What the report on GPT-4 says of the runs from which it was predicted."""
    fact = evidence.fact("gpt4_fit_compute_ratio")
    return Finding(
        math.log10(fact.value),
        "orders of magnitude",
        f"The report on GPT-4 predicted its loss from models with at most a factor of "
        f"{fact.value:,.0f} less compute.",
        (fact.source,),
    )
