"""What the cluster model takes for granted: a low, central and high value with its source."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

import pandas as pd

from gigascale.clusters.checks import require_positive
from gigascale.clusters.chips import Chip, tokens
from gigascale.errors import InputError

Scale = Literal["linear", "log", "logit"]

T = TypeVar("T")


class NamedInputs(dict[str, T]):
    """Inputs of the model by name; one that the table has no row for is named when it is read.

    Examples
    --------
    >>> NamedInputs({"mfu_fraction": 0.4})["annual_pue_ratio"]
    Traceback (most recent call last):
    gigascale.errors.InputError: assumptions.csv: no row of 'annual_pue_ratio' holds for the chip
    """

    def __missing__(self, name: str) -> T:
        """Name the input: raises ``InputError``."""
        raise InputError(f"assumptions.csv: no row of {name!r} holds for the chip")


@dataclass(frozen=True)
class Assumption:
    """One input: ``low`` and ``high`` are its 5th and 95th percentiles, ``central`` its median.

    ``scale`` says on which scale it is drawn, ``unit`` names the denominator, ``date`` is the day
    the value is of (for a price, the year of its dollars), ``source`` is a citation key or
    ``judgement``. Inputs with the same ``moves_with`` are drawn together, one with a ``-`` before
    it against the others.
    """

    name: str
    applies_to: str
    low: float
    central: float
    high: float
    unit: str
    scale: Scale
    source: str
    date: str
    note: str
    scenario: str = "any"
    moves_with: str = ""

    @property
    def group(self) -> str:
        """Return the name of the inputs it moves with or against, empty if there are none."""
        return self.moves_with.removeprefix("-")

    def __post_init__(self) -> None:
        """Check the order and the range of the three values.

        Raises
        ------
        InputError
            If they are out of order or outside what the scale allows.
        """
        where = f"assumption {self.name!r} for {self.applies_to!r}"
        if not self.low <= self.central <= self.high:
            raise InputError(f"{where}: low, central and high must be in this order")
        if self.scale not in ("linear", "log", "logit"):
            raise InputError(
                f"{where}, column 'scale': {self.scale!r} is none of linear, log, logit"
            )
        if self.scale != "linear" and self.low <= 0:
            raise InputError(
                f"{where}, column 'low': values on a {self.scale} scale must be above 0"
            )
        if self.scale == "logit" and self.high >= 1:
            raise InputError(f"{where}, column 'high': values on a logit scale must be below 1")


def fixed(name: str, value: float, unit: str = "") -> Assumption:
    """Return an input that is known, or that the reader sets: it does not vary.

    Examples
    --------
    >>> fixed("mfu_fraction", 0.41).low
    0.41
    """
    return Assumption(name, "any", value, value, value, unit, "linear", "set by the reader", "", "")


def assumptions_for(
    chip: Chip,
    table: pd.DataFrame,
    overrides: Mapping[str, float] | None = None,
    scenario: str = "trend",
) -> NamedInputs[Assumption]:
    """Return the assumptions that hold for a chip in a scenario, by name.

    Of the rows with one name, one for the scenario counts before those for any, then the one whose
    ``applies_to`` says most: a chip or several («A100 or A800») whose words all occur in the
    chip's name, else ``any``.

    Parameters
    ----------
    chip : Chip
        The chip they are for.
    table : DataFrame
        The ``assumptions`` table.
    overrides : mapping, optional
        Values that replace a row of that name, above 0.
    scenario : str
        A scenario of the projection; rows for other scenarios do not count.

    Raises
    ------
    InputError
        If two rows fit equally well, or an override names no assumption or is not above 0.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> chip = find_chip("H100", load_hardware())
    >>> assumptions_for(chip, datasets.load("assumptions"))["server_overhead_ratio"].central
    1.82
    """
    best: dict[str, tuple[tuple[bool, int], Assumption]] = {}
    for row in assumption_rows(table):
        words = _fit(row.applies_to, chip.tokens)
        if words is None or row.scenario not in ("any", scenario):
            continue
        fit = (row.scenario == scenario, words)
        held = best.get(row.name)
        if held is not None and held[0] == fit:
            raise InputError(
                f"assumptions: {row.name!r} has two rows that fit {chip.name} equally well: "
                f"{held[1].applies_to!r} and {row.applies_to!r}"
            )
        if held is None or held[0] < fit:
            best[row.name] = (fit, row)
    chosen = {name: row for name, (_, row) in sorted(best.items())}
    return NamedInputs(_overridden(chosen, overrides or {}, set(table["assumption"])))


def _overridden(
    chosen: dict[str, Assumption], overrides: Mapping[str, float], known: set[str]
) -> dict[str, Assumption]:
    for name, value in overrides.items():
        if name not in known:
            raise InputError(
                f"assumption {name!r} is unknown; there are: {', '.join(sorted(known))}"
            )
        require_positive(name, value)
        if name in chosen:
            held = chosen[name]
            chosen[name] = replace(fixed(name, value), unit=held.unit, date=held.date)
        else:
            chosen[name] = fixed(name, value)
    return dict(sorted(chosen.items()))


def assumption_rows(table: pd.DataFrame) -> Iterable[Assumption]:
    """Return the rows of the ``assumptions`` table; one at fault is named by its number.

    Examples
    --------
    >>> from gigascale import datasets
    >>> next(iter(assumption_rows(datasets.load("assumptions")))).name
    'server_overhead_ratio'
    """
    for number, row in enumerate(table.to_dict("records"), start=2):
        try:
            yield _assumption(row)
        except InputError as fault:
            raise InputError(f"assumptions.csv: row {number}: {fault}") from None


def _assumption(row: dict[Hashable, Any]) -> Assumption:
    return Assumption(
        name=str(row["assumption"]),
        applies_to=str(row["applies_to"]),
        low=float(row["low"]),
        central=float(row["central"]),
        high=float(row["high"]),
        unit=str(row["unit"]),
        scale=row["scale"],
        source=str(row["source"]),
        date=str(row["date"])[:10],
        note=_text(row["note"]),
        scenario=str(row["scenario"]),
        moves_with=_text(row["moves_with"]),
    )


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def _fit(applies_to: str, words: frozenset[str]) -> int | None:
    """Return how many words of the chip's name the row names, ``None`` if it is for others."""
    if applies_to == "any":
        return 0
    named = [tokens(part) for part in applies_to.split(" or ")]
    return max((len(part) for part in named if part and part <= words), default=None)
