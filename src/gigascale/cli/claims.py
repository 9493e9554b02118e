"""``gigascale claims``: what others claimed, what the data says, and a verdict by rule."""

import click

from gigascale.claims import Evaluation, evaluate
from gigascale.claims.evidence import Evidence
from gigascale.claims.verdicts import VERDICTS
from gigascale.cli.output import answer, json_option
from gigascale.errors import InputError


@click.command()
@click.argument("claim_ids", nargs=-1, metavar="[CLAIM]...")
@click.option("--verdict", help=f"Only claims with this verdict: {', '.join(VERDICTS)}.")
@json_option
def claims(claim_ids: tuple[str, ...], verdict: str | None, as_json: bool) -> None:
    """Evaluate CLAIMs such as J04 (all by default)."""
    if verdict is not None and verdict not in VERDICTS:
        raise InputError(f"verdict {verdict!r} is unknown; there are: {', '.join(VERDICTS)}")
    evidence = Evidence()
    done = [evaluate(claim_id, evidence) for claim_id in claim_ids or evidence.claims]
    chosen = [e for e in done if verdict in (None, e.verdict.word)]
    answer(
        [e.to_dict() for e in chosen],
        as_json=as_json,
        text=lambda: "\n".join(_said(e) for e in chosen) or "no claim has this verdict",
    )


def _said(evaluation: Evaluation) -> str:
    claim, verdict = evaluation.claim, evaluation.verdict
    by = f" by a factor of {verdict.factor:.2g}" if verdict.factor else ""
    return f"{claim.claim_id} {claim.claim}\n    {verdict.word}{by}: {evaluation.basis}"
