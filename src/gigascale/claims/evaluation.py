"""From a claim to its verdict: what was claimed, what was found, and the rule between them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gigascale.claims import energy, failures, growth, hardware, inference, models, prices, sites
from gigascale.claims.evidence import Evidence
from gigascale.claims.registry import EVALUATORS, Answer, Finding
from gigascale.claims.statements import Claim, Part
from gigascale.claims.verdicts import UNCHECKABLE, Span, Verdict, combine, found_span, judge
from gigascale.errors import InputError

Form = Callable[[float, str], str]

# Importing these modules registers their evaluators.
THEMES = (energy, failures, growth, hardware, inference, models, prices, sites)


@dataclass(frozen=True)
class Evaluation:
    """A claim with what was found for each of its numbers, and the verdict.

    Attributes
    ----------
    claim : Claim
    findings : tuple of Finding or None
        One for each part of the claim; ``None`` where nothing public decides it.
    verdicts : tuple of Verdict
        One for each part.
    verdict : Verdict
        On the whole claim.
    """

    claim: Claim
    findings: tuple[Finding | None, ...]
    verdicts: tuple[Verdict, ...]
    verdict: Verdict

    @property
    def basis(self) -> str:
        """What the findings rest on, or why there are none."""
        sentences = dict.fromkeys(finding.basis for finding in self.findings if finding)
        return " ".join(sentences) or self.claim.reason

    @property
    def sources(self) -> tuple[str, ...]:
        """Citation keys and datasets behind the findings."""
        return tuple(dict.fromkeys(s for finding in self.findings if finding for s in finding.sources))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values ready for JSON, the numbers as a list of parts."""
        claim = self.claim
        return {
            "claim_id": claim.claim_id,
            "claim": claim.claim,
            "claimed_text": claim.claimed_text,
            "source": claim.source,
            "source_date": claim.source_date.isoformat(),
            "chapter": claim.chapter,
            "status": claim.status,
            "verdict": self.verdict.word,
            "factor": self.verdict.factor,
            "basis": self.basis,
            "sources": list(self.sources),
            "parts": [
                _part_values(part, finding, verdict)
                for part, finding, verdict in zip(
                    claim.parts, self.findings, self.verdicts, strict=True
                )
            ],
        }


def evaluate(claim_id: str, evidence: Evidence | None = None) -> Evaluation:
    """Evaluate one claim.

    Parameters
    ----------
    claim_id : str
        Such as ``J04``; capital or small letters.
    evidence : Evidence, optional
        Shared between evaluations to load each table once.

    Raises
    ------
    InputError
        There is no such claim.

    Examples
    --------
    >>> evaluate("J46").verdict.word, evaluate("J65").findings[0].value
    ('too high', 10192.0)
    >>> evaluate("J99")
    Traceback (most recent call last):
    gigascale.errors.InputError: claim 'J99' is unknown; there are J01 to J83
    """
    evidence = evidence or Evidence()
    known = evidence.claims
    claim = known.get(claim_id.strip().upper())
    if claim is None:
        raise InputError(f"claim {claim_id!r} is unknown; there are {min(known)} to {max(known)}")
    if claim.status != "computed":
        verdict = Verdict(claim.status)
        return Evaluation(claim, (None,) * len(claim.parts), (verdict,) * len(claim.parts), verdict)
    findings = tuple(_findings(claim, EVALUATORS[claim.claim_id](evidence)))
    verdicts = tuple(
        _verdict(part, finding) for part, finding in zip(claim.parts, findings, strict=True)
    )
    return Evaluation(claim, findings, verdicts, combine(verdicts))


def evaluate_all(form: Form | None = None) -> pd.DataFrame:
    """Evaluate every claim.

    Parameters
    ----------
    form : callable, optional
        Writes a number with its unit, for the columns ``claimed`` and ``found``; plain by default.

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


def _findings(claim: Claim, answer: Answer) -> list[Finding | None]:
    if isinstance(answer, Finding):
        answer = {"": answer}
    names = [part.name for part in claim.parts]
    if not set(answer) <= set(names):
        raise InputError(f"claim {claim.claim_id}: parts {names} do not match {list(answer)}")
    return [answer.get(name) for name in names]


def _verdict(part: Part, finding: Finding | None) -> Verdict:
    if finding is None:
        return Verdict(UNCHECKABLE)
    if finding.unit != part.unit:
        raise InputError(f"found in {finding.unit!r}, claimed in {part.unit!r}")
    found = found_span(finding.value, finding.low, finding.high)
    return judge(part.claimed, found, part.unit)


def _part_values(part: Part, finding: Finding | None, verdict: Verdict) -> dict[str, Any]:
    return {
        "part": part.name,
        "unit": part.unit,
        "claimed_low": part.claimed.low,
        "claimed_value": part.claimed.value,
        "claimed_high": part.claimed.high,
        "found_value": finding and finding.value,
        "found_low": finding and finding.low,
        "found_high": finding and finding.high,
        "level": finding and finding.level,
        "verdict": verdict.word,
        "factor": verdict.factor,
        "basis": finding and finding.basis,
    }


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
    return "; ".join(_range(part.claimed, part.unit, form) for part in parts)


def _range(claimed: Span, unit: str, form: Form) -> str:
    if claimed.value is not None:
        return form(claimed.value, unit)
    return f"{form(claimed.low, unit)} to {form(claimed.high, unit)}"


def _found(evaluation: Evaluation, form: Form) -> str:
    pairs = zip(evaluation.claim.parts, evaluation.findings, strict=True)
    return "; ".join(
        (f"{part.name}: " if part.name else "") + _measured(finding, form)
        for part, finding in pairs
        if finding is not None
    )


def _measured(finding: Finding, form: Form) -> str:
    text = form(finding.value, finding.unit)
    if finding.low is None or finding.high is None:
        return text
    return f"{text} ({form(finding.low, finding.unit)} to {form(finding.high, finding.unit)})"


def _plain(number: float, unit: str) -> str:
    return f"{number:,.4g} {unit}"
