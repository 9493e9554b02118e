"""The claims as they stand in the tables: who said what, in numbers."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gigascale import datasets
from gigascale.claims.verdicts import Span, claimed_span


@dataclass(frozen=True)
class Part:
    """One claimed number: what it is of (blank if it is the claim's only one), range and unit."""

    name: str
    claimed: Span
    unit: str


@dataclass(frozen=True)
class Claim:
    """A row of the ``claims`` table with its numbers.

    Attributes
    ----------
    claim_id, claim, claimed_text : str
        Identifier, one plain sentence, and the amount in words where numbers do not say it all.
    parts : tuple of Part
        Its numbers; none for a claim without any.
    source : str
        Citation key.
    source_date : date
        When it was said.
    kind : str
        What checking it takes: measurement, arithmetic, specification, date, quotation or
        prediction.
    chapter, status, reason : str
        The chapter that treats it, if any; computed, open or uncheckable; and why if it is not
        computed.
    """

    claim_id: str
    claim: str
    claimed_text: str
    parts: tuple[Part, ...]
    source: str
    source_date: dt.date
    kind: str
    chapter: str
    status: str
    reason: str


def read_claims() -> dict[str, Claim]:
    """Return every claim by its identifier, in the order of the table.

    Examples
    --------
    >>> claims = read_claims()
    >>> len(claims), claims["J53"].parts[1].name
    (83, 'GPUs')
    """
    several = {str(name): rows for name, rows in datasets.load("claim_parts").groupby("claim_id")}
    return {
        str(row["claim_id"]): _claim(row, several.get(str(row["claim_id"])))
        for row in records(datasets.load("claims"))
    }


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dictionaries by column.

    Examples
    --------
    >>> records(pd.DataFrame({"chip": ["V100"]}))
    [{'chip': 'V100'}]
    """
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _claim(row: dict[str, Any], rows: pd.DataFrame | None) -> Claim:
    numbers = records(rows) if rows is not None else [row] if _text(row["unit"]) else []
    parts = tuple(Part(_text(n.get("part", "")), _claimed(n), _text(n["unit"])) for n in numbers)
    texts = {name: _text(row[name]) for name in ("claimed_text", "chapter", "reason")}
    plain = {name: str(row[name]) for name in ("claim_id", "claim", "source", "kind", "status")}
    return Claim(parts=parts, source_date=row["source_date"].date(), **texts, **plain)


def _claimed(row: dict[str, Any]) -> Span:
    low, value, high = (_number(row[f"claimed_{end}"]) for end in ("low", "value", "high"))
    return claimed_span(low, value, high)


def _number(cell: Any) -> float | None:
    return None if pd.isna(cell) else float(cell)


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)
