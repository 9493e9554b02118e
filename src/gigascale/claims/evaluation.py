"""From a claim to its verdict: what was claimed, what was found, and the rule between them."""

import math
from dataclasses import dataclass
from typing import Any

from gigascale.claims import (
    electricity,
    failures,
    growth,
    hardware,
    inference,
    models,
    power,
    prices,
    sites,
)
from gigascale.claims.evidence import Evidence
from gigascale.claims.registry import EVALUATORS, Answer, Finding
from gigascale.claims.statements import Claim, Part
from gigascale.claims.verdicts import UNCHECKABLE, Verdict, combine, judge
from gigascale.errors import InputError

# Importing these modules registers their evaluators.
THEMES = (electricity, failures, growth, hardware, inference, models, power, prices, sites)


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
        return tuple(
            dict.fromkeys(s for finding in self.findings if finding for s in finding.sources)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values ready for JSON, the numbers as a list of parts."""
        claim = self.claim
        return {
            "claim_id": claim.claim_id,
            "claim": claim.claim,
            "claimed_text": claim.claimed_text,
            "source": claim.source,
            "source_date": claim.source_date.isoformat(),
            "kind": claim.kind,
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
    return judge(part.claimed, finding.span, part.unit)


def _part_values(part: Part, finding: Finding | None, verdict: Verdict) -> dict[str, Any]:
    return {
        "part": part.name,
        "unit": part.unit,
        "claimed_low": _finite(part.claimed.low),
        "claimed_value": part.claimed.value,
        "claimed_high": _finite(part.claimed.high),
        "found_value": finding and float(finding.value),
        "found_low": finding and finding.low,
        "found_high": finding and finding.high,
        "level": finding and finding.level,
        "verdict": verdict.word,
        "factor": verdict.factor,
        "basis": finding and finding.basis,
    }


def _finite(end: float) -> float | None:
    return end if math.isfinite(end) else None
