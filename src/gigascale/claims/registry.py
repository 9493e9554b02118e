"""What an evaluator returns, and the register of evaluators by claim."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from gigascale.claims.evidence import Evidence, Fact
from gigascale.claims.verdicts import Span, found_span
from gigascale.errors import InputError


@dataclass(frozen=True)
class Finding:
    """What the data says where a number was claimed.

    Attributes
    ----------
    value, low, high : float or None
        The number and its interval; both ends ``None`` where it is exact.
    unit : str
        As the claim's.
    basis : str
        One plain sentence: what it was computed from, and the vintage.
    sources : tuple of str
        Citation keys and names of datasets; none for arithmetic.
    level : float or None
        Probability of the interval; ``None`` where it is a range of sources.
    """

    value: float
    unit: str
    basis: str
    sources: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    level: float | None = None

    @property
    def span(self) -> Span:
        """The value with its interval, or the point where it has none."""
        return found_span(self.value, self.low, self.high)


Answer = Finding | Mapping[str, Finding]  # one number, or several by the name of the part
Evaluator = Callable[[Evidence], Answer]
AnyEvaluator = TypeVar("AnyEvaluator", bound=Evaluator)

EVALUATORS: dict[str, Evaluator] = {}


def evaluates(*claim_ids: str) -> Callable[[AnyEvaluator], AnyEvaluator]:
    """Register a function as the evaluator of claims.

    Raises
    ------
    InputError
        A claim has an evaluator already.

    Examples
    --------
    >>> evaluates("J04")(print)
    Traceback (most recent call last):
    gigascale.errors.InputError: claim 'J04' has an evaluator already
    """

    def register(evaluator: AnyEvaluator) -> AnyEvaluator:
        for claim_id in claim_ids:
            if claim_id in EVALUATORS:
                raise InputError(f"claim {claim_id!r} has an evaluator already")
            EVALUATORS[claim_id] = evaluator
        return evaluator

    return register


def from_fact(fact: Fact, basis: str, *others: str) -> Finding:
    """Return a sourced fact as a finding, with further sources if the basis names any.

    Examples
    --------
    >>> from gigascale.claims.evidence import Evidence
    >>> from_fact(Evidence().fact("model_3_range"), "The maker's figure.").sources
    ('engadget2017epa',)
    """
    sources = (fact.source, *others)
    return Finding(fact.value, fact.unit, basis, sources, fact.low, fact.high)
