"""What a catalogue entry says on fitting its rows: which may be left out, how far off they are."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RowSet:
    """Rows that a fit may leave out: those with `any_of` some values in `column`, or with any."""

    column: str
    meaning: str
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ErrorFactors:
    """How far off the values of the columns `of` may be, by the word in `column`.

    A factor of 3 means that the 90% interval reaches from a third of the value to three times it;
    `otherwise` is the factor of a blank and of every other word.
    """

    column: str
    of: tuple[str, ...]
    factors: Mapping[str, float]
    otherwise: float


@dataclass(frozen=True, kw_only=True)
class Specifications:
    """Selection rules and starts of the window that a specification curve goes through."""

    rules: tuple[str, ...] = ("all", "record", "top5", "top10", "top20", "trailing10")
    starts: tuple[str | None, ...] = (None,)
