"""Published figures computed anew, on every vintage that can, with a verdict and the reason.

The verdict follows the rule of `gigascale.claims.verdicts`; the reason rests on computed
comparisons: the publication's own method, the vintage that was the newest then, what changed the
data since (`gigascale.trends.drift`), and other tables.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gigascale.claims.evidence import LEVEL
from gigascale.claims.verdicts import Verdict, claimed_span, found_span, judge
from gigascale.errors import InputError
from gigascale.published import reasons
from gigascale.published.evidence import (
    Place,
    drift_between,
    estimate_on,
    known_figure,
    places,
    published_row,
)
from gigascale.published.fits import Estimate
from gigascale.published.recipes import RECIPES
from gigascale.trends import DEFAULT_METHOD
from gigascale.trends.drift import Drift


@dataclass(frozen=True, kw_only=True)
class Reproduction:
    """A published figure and what its recipe gives on one vintage.

    Attributes
    ----------
    published : dict
        The row of the table `published_figures`; what it leaves blank is None.
    place : tuple of str
        Dataset and vintage.
    estimate : Estimate
        By the default method, with the interval of `LEVEL`.
    theirs : Estimate or None
        By the published method, with the interval of the published level.
    verdict : Verdict
    reason : str
        Why the two differ.
    drift : Drift or None
        From the newest vintage at publication (else the oldest) to this one, in orders of
        magnitude a year.
    drift_from : str or None
        That vintage.
    """

    published: dict[str, Any]
    place: Place
    estimate: Estimate
    theirs: Estimate | None
    verdict: Verdict
    reason: str
    drift: Drift | None
    drift_from: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values ready for JSON; a number that is not finite is None."""
        row, ours, theirs = self.published, self.estimate, self.theirs
        recipe = RECIPES[row["figure_id"]]
        values = {
            "figure_id": row["figure_id"],
            "quantity": row["quantity"],
            "unit": row["unit"],
            "published": row["value"],
            "published_low": row["low"],
            "published_high": row["high"],
            "published_interval": row["interval"],
            "published_n": row["n"],
            "dataset": self.place[0],
            "vintage": self.place[1],
            "value": ours.value,
            "value_low": ours.low,
            "value_high": ours.high,
            "level": LEVEL,
            "method": DEFAULT_METHOD,
            "n": ours.n,
            "published_method": recipe.published_method or None,
            "published_method_low": theirs and theirs.low,
            "published_method_high": theirs and theirs.high,
            "published_method_level": theirs and recipe.published_level,
            "verdict": self.verdict.word,
            "factor": self.verdict.factor,
            "reason": self.reason,
            "drift_from": self.drift_from,
            "drift": self.drift and {name: 10**s for name, s in self.drift.shares.items()},
            "source": row["source"],
        }
        return {
            name: None if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in values.items()
        }


def reproduce(figure_id: str, place: Place | None = None) -> Reproduction:
    """Compute a published figure anew.

    Parameters
    ----------
    figure_id : str
        As `places`.
    place : tuple of str, optional
        Dataset and vintage; by default the newest vintage that can, of the nearest dataset.

    Returns
    -------
    Reproduction

    Raises
    ------
    InputError
        There is no such figure, or it has fewer than `FEWEST_POINTS` points there.

    Examples
    --------
    >>> found = reproduce("F02", ("notable_models", "2024-05-26"))
    >>> round(found.estimate.value, 1), found.verdict.word
    (5.3, 'holds')
    """
    name = known_figure(figure_id)
    recipe = RECIPES[name]
    able = places(name)
    place = place or able[0]
    if place not in able:
        there = ", ".join(f"{dataset} {vintage}" for dataset, vintage in able)
        raise InputError(
            f"figure {name} cannot be computed on {' '.join(place)}; it can on {there}"
        )
    row, ours = published_row(name), estimate_on(name, place)
    method, level = recipe.published_method, recipe.published_level
    theirs = estimate_on(name, place, method, level) if method else None
    held = sorted(vintage for dataset, vintage in able if dataset == place[0])
    published_on = row["published_on"]
    day = published_on.date().isoformat() if published_on else ""
    then = max((vintage for vintage in held if vintage <= day), default=held[0])
    moved = drift_between(name, place[0], then, place[1]) if then < place[1] else None
    others = [next(p for p in able if p[0] == d) for d in dict(able) if d != place[0]]
    sentences = [
        reasons.outside(row["value"], ours),
        recipe.difference,
        reasons.points(row["n"], ours.n),
        reasons.method(method, level, theirs),
        reasons.changes(then, then <= day, estimate_on(name, (place[0], then)), moved)
        if then == place[1] or moved
        else "",
        reasons.elsewhere({" ".join(p): estimate_on(name, p) for p in others}),
    ]
    return Reproduction(
        published=row,
        place=place,
        estimate=ours,
        theirs=theirs,
        verdict=judge(claimed_span(row["low"], row["value"], row["high"]), found_span(*ours[:3])),
        reason=" ".join(filter(None, sentences)),
        drift=moved,
        drift_from=then if moved else None,
    )


def figures_table(figure_ids: Sequence[str] = (), *, vintage: str | None = None) -> pd.DataFrame:
    """Compute several figures, a row each, or a row a vintage.

    Parameters
    ----------
    figure_ids : sequence of str
        All by default.
    vintage : str, optional
        ISO date: only on vintages of that date. ``all``: on every vintage. By default on the
        newest that can, of the nearest dataset.

    Returns
    -------
    DataFrame
        Columns as `Reproduction.to_dict`; the published figure in `published`, ours in `value`.

    Raises
    ------
    InputError
        As `reproduce`; also where no figure has the vintage.

    Examples
    --------
    >>> table = figures_table(["F14"], vintage="all")
    >>> table[["dataset", "verdict"]].values.tolist()
    [['transistors', 'holds'], ['processors', 'holds']]
    """
    chosen: list[tuple[str, Place | None]] = []
    for name in [known_figure(text) for text in figure_ids] or RECIPES:
        if vintage is None:
            chosen.append((name, None))
            continue
        there = [p for p in places(name) if vintage in ("all", p[1])]
        if figure_ids and not there:
            held = ", ".join(dict.fromkeys(date for _, date in places(name)))
            raise InputError(f"figure {name} has no vintage {vintage!r}; there are: {held}")
        chosen += [(name, place) for place in there]
    if not chosen:
        raise InputError(f"no figure has a vintage {vintage!r}; `data list` shows them")
    return pd.DataFrame([reproduce(name, place).to_dict() for name, place in chosen])
