"""What others claimed about scale, what the data says, and a verdict that follows a rule."""

from gigascale.claims.evaluation import Evaluation, evaluate
from gigascale.claims.registry import Finding
from gigascale.claims.statements import Claim, Part, read_claims
from gigascale.claims.table import evaluate_all
from gigascale.claims.verdicts import Span, Verdict, combine, judge

__all__ = [
    "Claim",
    "Evaluation",
    "Finding",
    "Part",
    "Span",
    "Verdict",
    "combine",
    "evaluate",
    "evaluate_all",
    "judge",
    "read_claims",
]
