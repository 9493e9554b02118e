"""Claims on how fast compute, chips and their benefits grew."""

import math

import numpy as np
import pandas as pd

from gigascale.claims.evidence import LEVEL, Evidence, estimate_error_factor, largest
from gigascale.claims.registry import Finding, evaluates
from gigascale.trends import GrowthFit, growth_of

_BREAK = "2018-01-01"
_STUDY_END = "2024-05-28"  # of the published rates that the slide cites
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


def _vintage_then(evidence: Evidence, claim_id: str) -> str:
    return evidence.vintage_on("notable_models", evidence.said_on(claim_id))


def _then(evidence: Evidence, claim_id: str, *revised: str) -> pd.DataFrame:
    """The vintage of the claim's day, with the estimates of some models as they stand today."""
    models = evidence.table("notable_models", _vintage_then(evidence, claim_id))
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


def _frontier_finding(
    evidence: Evidence, claim_id: str, window: tuple[str, object], *revised: str
) -> Finding:
    """Growth on the newest vintage; the basis says what that of the claim's day gives."""
    fit = _frontier_growth(evidence.table("notable_models"), *window)
    then = _frontier_growth(_then(evidence, claim_id), *window)
    basis = (
        f"Least squares on the running top 10 of notable models from {window[0]} to {window[1]}, "
        f"vintage of {evidence.vintage('notable_models')}, {fit.n} models; the vintage of the "
        f"claim's day, {_vintage_then(evidence, claim_id)}, gives {_factor(then)}"
    )
    if revised:
        mended = _frontier_growth(_then(evidence, claim_id, *revised), *window)
        basis += f", and {_factor(mended)} with today's estimates for {' and '.join(revised)}"
    return _yearly(fit, f"{basis}.")


@evaluates("J04", "J06")
def _growth_since_2018(evidence: Evidence) -> Finding:
    """Running top 10 from 2018 to the day of the keynote."""
    return _frontier_finding(evidence, "J04", (_BREAK, evidence.said_on("J04")))


@evaluates("J05")
def _growth_before_2018(evidence: Evidence) -> Finding:
    """Running top 10 of 2010 to 2018."""
    return _frontier_finding(evidence, "J05", ("2010-01-01", _BREAK), *_REVISED)


@evaluates("J15")
def _published_growth(evidence: Evidence) -> Finding:
    """The window of the study that the slide cites."""
    return _frontier_finding(evidence, "J15", (_BREAK, _STUDY_END))


@evaluates("J33")
def _doubling_2012_to_2018(evidence: Evidence) -> Finding:
    """Running top 10 between AlexNet and the cited analysis of May 2018."""
    window = ("2012-09-01", "2018-05-16")
    fit = _frontier_growth(evidence.table("notable_models"), *window)
    then = _frontier_growth(_then(evidence, "J33"), *window)
    mended = _frontier_growth(_then(evidence, "J33", *_REVISED), *window)
    stated = evidence.claimed("J33")
    return Finding(
        12 * fit.doubling_time_years,
        "months",
        f"Least squares on the running top 10 of notable models from {window[0]} to {window[1]}, "
        f"vintage of {evidence.vintage('notable_models')}, {fit.n} models: {_factor(fit)} a year, "
        f"where {stated:g} months would be {2 ** (12 / stated):.1f}. The vintage of the claim's "
        f"day, {_vintage_then(evidence, 'J33')}, gives {12 * then.doubling_time_years:.1f} months, "
        f"and {12 * mended.doubling_time_years:.1f} with today's estimates for "
        f"{' and '.join(_REVISED)}.",
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
        "months",
        f"Least squares on transistors per microprocessor, {fit.first_year:.0f} to "
        f"{fit.last_year:.0f}, vintage of {evidence.vintage('transistors')}, {fit.n} years.",
        ("transistors",),
        12 * fit.doubling_time_years_low,
        12 * fit.doubling_time_years_high,
        fit.level,
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
        "fraction",
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
