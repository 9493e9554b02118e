"""All claims in one table, for a page or the command."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd

from gigascale.claims.evaluation import Evaluation, evaluate
from gigascale.claims.evidence import Evidence
from gigascale.claims.registry import Finding
from gigascale.claims.statements import Part
from gigascale.claims.verdicts import DATED_UNIT, Span
from gigascale.datasets import names

Form = Callable[[float, str], str]
SIZES = ("thousand", "million", "billion", "trillion")


def evaluate_all(form: Form | None = None) -> pd.DataFrame:
    """Evaluate every claim.

    Parameters
    ----------
    form : callable, optional
        Writes a number with its unit, for the columns ``claimed`` and ``found``: four significant
        digits by default. Words that end both numbers of an interval are written once.

    Returns
    -------
    DataFrame
        One row a claim, in order: ``claim_id``, ``claim``, ``claimed`` and ``found`` as text,
        ``verdict``, ``factor`` (how many times too high or too low), ``basis``; where the parts of
        a claim have several verdicts, ``found`` names each. Then the numbers
        ``claimed_low``, ``claimed_value``, ``claimed_high``, ``found_value``, ``found_low``,
        ``found_high``, ``level`` and their ``unit`` (blank where a claim has several);
        ``kind``, ``status``, ``chapter``, ``source``, ``source_date``; and behind the findings
        the ``datasets`` and the citation keys ``found_from``, separated by semicolons.

    Examples
    --------
    >>> table = evaluate_all()
    >>> len(table), table.set_index("claim_id").loc["J78", "verdict"]
    (83, 'holds')
    """
    evidence = Evidence()
    done = [evaluate(claim_id, evidence) for claim_id in evidence.claims]
    return pd.DataFrame([_row(evaluation, form or _plain) for evaluation in done])


def _row(evaluation: Evaluation, form: Form) -> dict[str, Any]:
    whole = evaluation.to_dict()
    numbers = whole["parts"][0] if len(whole["parts"]) == 1 else {}
    columns = ("claimed_low", "claimed_value", "claimed_high", "found_value", "found_low")
    return {
        "claim_id": whole["claim_id"],
        "claim": whole["claim"],
        "claimed": whole["claimed_text"] or _said(evaluation.claim.parts, form),
        "found": _found(evaluation, form),
        "verdict": whole["verdict"],
        "factor": whole["factor"],
        "basis": whole["basis"],
        **{name: numbers.get(name) for name in (*columns, "found_high", "level", "unit")},
        **{name: whole[name] for name in ("kind", "status", "chapter", "source", "source_date")},
        "datasets": "; ".join(name for name in whole["sources"] if name in names()),
        "found_from": "; ".join(key for key in whole["sources"] if key not in names()),
    }


def _said(parts: tuple[Part, ...], form: Form) -> str:
    return "; ".join(_claimed(part.claimed, part.unit, form) for part in parts)


def _claimed(claimed: Span, unit: str, form: Form) -> str:
    if claimed.value is not None:
        return _written(claimed.value, unit, form)
    low, high = (_written(number, unit, form) for number in (claimed.low, claimed.high))
    return f"{_without_shared(low, high)} to {high}"


def _found(evaluation: Evaluation, form: Form) -> str:
    if not any(evaluation.findings):
        return ""
    words = [verdict.word for verdict in evaluation.verdicts]
    parts = zip(evaluation.claim.parts, evaluation.findings, words, strict=True)
    return "; ".join(
        (f"{part.name}: " if part.name not in ("", part.unit) else "")
        + (_measured(finding, form) if finding else "")
        + (f", {word}" if finding and len(set(words)) > 1 else "" if finding else word)
        for part, finding, word in parts
    )


def _measured(finding: Finding, form: Form) -> str:
    unit = finding.unit
    value, low, high = (
        _written(number, unit, form)
        for number in (finding.value, finding.span.low, finding.span.high)
    )
    if finding.low is None or finding.high is None:
        return value
    return f"{value} ({_without_shared(low, high)} to {_without_shared(high, low)})"


def _without_shared(text: str, other: str) -> str:
    """Drop the words that end both, such as a unit; words of size stay."""
    words, others = text.split(" "), other.split(" ")
    while min(len(words), len(others)) > 1 and words[-1] == others[-1] and words[-1] not in SIZES:
        words.pop()
        others.pop()
    return " ".join(words)


def _written(number: float, unit: str, form: Form) -> str:
    if unit != DATED_UNIT:
        return form(number, unit)
    start = dt.date(int(number), 1, 1)
    days = (start.replace(year=start.year + 1) - start).days
    return (start + dt.timedelta(days=round((number - start.year) * days))).isoformat()


def _plain(number: float, unit: str) -> str:
    """Four significant digits, thousands separated, and the unit."""
    return f"{Decimal(f'{number:.4g}'):,f} {unit}"
