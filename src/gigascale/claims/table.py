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

Form = Callable[[float, str], str]


def evaluate_all(form: Form | None = None) -> pd.DataFrame:
    """Evaluate every claim.

    Parameters
    ----------
    form : callable, optional
        Writes a number with its unit, for the columns ``claimed`` and ``found``: four significant
        digits by default. A unit that ends the text is written once for an interval.

    Returns
    -------
    DataFrame
        One row a claim, in order: ``claim_id``, ``claim``, ``claimed`` and ``found`` as text,
        ``verdict``, ``factor`` (how many times too high or too low), ``basis``; the numbers
        ``claimed_low``, ``claimed_value``, ``claimed_high``, ``found_value``, ``found_low``,
        ``found_high``, ``level`` and their ``unit`` (blank where a claim has several);
        ``status``, ``chapter``, ``source``, ``source_date``, and ``sources`` of the findings,
        separated by commas.

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
        **{name: whole[name] for name in ("status", "chapter", "source", "source_date")},
        "sources": ", ".join(whole["sources"]),
    }


def _said(parts: tuple[Part, ...], form: Form) -> str:
    return "; ".join(_claimed(part.claimed, part.unit, form) for part in parts)


def _claimed(claimed: Span, unit: str, form: Form) -> str:
    if claimed.value is not None:
        return _written(claimed.value, unit, form)
    return _between(_written(claimed.low, unit, form), _written(claimed.high, unit, form), unit)


def _found(evaluation: Evaluation, form: Form) -> str:
    pairs = zip(evaluation.claim.parts, evaluation.findings, strict=True)
    return "; ".join(
        (f"{part.name}: " if part.name not in ("", part.unit) else "") + _measured(finding, form)
        for part, finding in pairs
        if finding is not None
    )


def _measured(finding: Finding, form: Form) -> str:
    unit = finding.unit
    value, low, high = (
        _written(number, unit, form)
        for number in (finding.value, finding.span.low, finding.span.high)
    )
    if finding.low is None or finding.high is None:
        return value
    return f"{value} ({_between(low, high.removesuffix(f' {unit}'), unit)})"


def _between(low: str, high: str, unit: str) -> str:
    return f"{low.removesuffix(f' {unit}')} to {high}"


def _written(number: float, unit: str, form: Form) -> str:
    if unit != DATED_UNIT:
        return form(number, unit)
    start = dt.date(int(number), 1, 1)
    days = (start.replace(year=start.year + 1) - start).days
    return (start + dt.timedelta(days=round((number - start.year) * days))).isoformat()


def _plain(number: float, unit: str) -> str:
    """Four significant digits, thousands separated, and the unit."""
    return f"{Decimal(f'{number:.4g}'):,f} {unit}"
