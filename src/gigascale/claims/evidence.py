"""What the evaluators look up: tables, sourced facts, chips and draws, each loaded once."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from gigascale import datasets
from gigascale.claims.statements import Claim, read_claims, records
from gigascale.claims.verdicts import Span, found_span
from gigascale.clusters import Assumption, Chip, find_chip, load_hardware, quantiles, sample
from gigascale.clusters.estimates import SEED
from gigascale.clusters.quantities import inputs_for
from gigascale.errors import InputError

LEVEL = 0.9
DRAWS = 10_000
CONFIDENCE_FACTORS = {"Confident": 3.0, "Likely": 10.0, "Speculative": 30.0}

Inputs = Mapping[str, Any]


@dataclass(frozen=True)
class Fact:
    """A row of the ``claim_facts`` table; ``low`` and ``high`` are ``None`` where it has none."""

    value: float
    low: float | None
    high: float | None
    unit: str
    source: str

    @property
    def span(self) -> Span:
        """The value with its range, or the point where it has none."""
        return found_span(self.value, self.low, self.high)


@dataclass(frozen=True)
class Spread:
    """A value at the central inputs, and its 5th and 95th percentile over draws of them."""

    value: float
    low: float
    high: float


class Evidence:
    """Everything that evaluators look up, loaded once and shared between them.

    Examples
    --------
    >>> evidence = Evidence()
    >>> evidence.fact("llama3_time").value, evidence.chip("H100").tdp_w
    (54.0, 700.0)
    >>> evidence.model("GPT-4", "parameters")["parameters"]
    1800000000000.0
    """

    def __init__(self) -> None:
        """Start with nothing loaded."""
        self._tables: dict[tuple[str, str | None], pd.DataFrame] = {}
        self._inputs: dict[str, tuple[dict[str, Assumption], dict[str, Any]]] = {}

    def table(self, name: str, vintage: str | None = None) -> pd.DataFrame:
        """Return a dataset, the latest vintage by default."""
        if (name, vintage) not in self._tables:
            table = datasets.load(name, vintage)
            self._tables[name, vintage] = self._tables[name, table.attrs["vintage"]] = table
        return self._tables[name, vintage]

    def vintage(self, name: str) -> str:
        """Return the date of the latest vintage of a dataset."""
        return str(self.table(name).attrs["vintage"])

    def vintage_on(self, name: str, day: dt.date) -> str:
        """Return the date of the newest vintage that stood on a day, else of the oldest.

        Examples
        --------
        >>> Evidence().vintage_on("notable_models", dt.date(2024, 8, 26))
        '2024-05-26'
        """
        held = datasets.vintages(name)
        return max((date for date in held if date <= day.isoformat()), default=held[0])

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Every claim by its identifier."""
        return read_claims()

    def said_on(self, claim_id: str) -> dt.date:
        """Return the date of a claim."""
        return self.claims[claim_id].source_date

    def claimed(self, claim_id: str) -> float:
        """Return the number of a claim, or the middle or the one end of its range."""
        return self.claims[claim_id].parts[0].claimed.centre

    def fact(self, name: str) -> Fact:
        """Return a sourced fact.

        Raises
        ------
        InputError
            There is no fact of that name.
        """
        rows = self.table("claim_facts")
        found = records(rows[rows["fact"] == name])
        if not found:
            raise InputError(f"claim_facts has no fact {name!r}")
        row = found[0]
        low, high = (None if pd.isna(row[end]) else float(row[end]) for end in ("low", "high"))
        return Fact(float(row["value"]), low, high, str(row["unit"]), str(row["source"]))

    def model(self, name: str, *columns: str) -> Mapping[str, Any]:
        """Return a row of the notable models, with its ``vintage``.

        It is the newest vintage that has the model with these columns filled: publishers rename
        rows and take values back.

        Raises
        ------
        InputError
            No vintage has it.
        """
        return self._newest("notable_models", "model", name, columns)

    def cluster(self, name: str) -> Mapping[str, Any]:
        """Return a row of the GPU clusters in the same way, with its number of chips filled.

        Raises
        ------
        InputError
            No vintage has it.
        """
        return self._newest("gpu_clusters", "cluster", name, ("chips",))

    def chip(self, name: str) -> Chip:
        """Return an accelerator by its full or short name."""
        return find_chip(name, self._hardware)

    @cached_property
    def _hardware(self) -> pd.DataFrame:
        return load_hardware()

    def assumption(self, name: str, chip: str) -> Assumption:
        """Return the assumption that holds for a chip."""
        return self._chosen(chip)[0][name]

    def spread(self, chip: str, formula: Callable[[Inputs], Any]) -> Spread:
        """Return a formula of the cluster model's inputs at their central values and over draws.

        Parameters
        ----------
        chip : str
            The accelerator whose assumptions count.
        formula : callable
            Takes the inputs by name, as numbers or as arrays of draws.

        Examples
        --------
        >>> Evidence().spread("H100", lambda inputs: 8 * inputs["chip_power_w"]).value
        5600.0
        """
        chosen, draws = self._chosen(chip)
        ends = quantiles(np.asarray(formula(draws)), (0.05, 0.95))
        central = {name: assumption.central for name, assumption in chosen.items()}
        return Spread(float(formula(central)), ends["q05"], ends["q95"])

    def _chosen(self, chip: str) -> tuple[dict[str, Assumption], dict[str, Any]]:
        if chip not in self._inputs:
            chosen = inputs_for(self.chip(chip), self.table("assumptions"))
            draws: dict[str, Any] = dict(sample(chosen, np.random.default_rng(SEED), DRAWS))
            self._inputs[chip] = chosen, draws
        return self._inputs[chip]

    def _newest(
        self, dataset: str, key: str, name: str, columns: tuple[str, ...]
    ) -> Mapping[str, Any]:
        for vintage in reversed(datasets.vintages(dataset)):
            rows = self.table(dataset, vintage)
            filled = rows[rows[key] == name].dropna(subset=list(columns))
            if len(filled):
                return records(filled)[0] | {"vintage": vintage}
        wanted = f" with {', '.join(columns)}" if columns else ""
        raise InputError(f"{dataset} has no {key} {name!r}{wanted}")


def largest(rows: pd.DataFrame, column: str) -> Mapping[str, Any]:
    """Return the row of a table whose value in a column is largest.

    Raises
    ------
    InputError
        The column is blank in every row.

    Examples
    --------
    >>> largest(pd.DataFrame({"chip": ["V100", "H100"], "tdp_w": [300.0, 700.0]}), "tdp_w")
    {'chip': 'H100', 'tdp_w': 700.0}
    """
    filled = rows[rows[column].notna()]
    if filled.empty:
        raise InputError(f"column {column!r} is blank in each of {len(rows)} rows")
    return records(filled.nlargest(1, column))[0]


def estimate_error_factor(*confidences: str) -> float:
    """Return how far a product or ratio of training-compute estimates may be off, as a factor.

    Each estimate is known within the factor of its confidence (3, 10 or 30 either way, taken as
    90%; 30 where the publisher gives none); independent errors add as squares on a log scale.

    Examples
    --------
    >>> estimate_error_factor("Likely"), round(estimate_error_factor("Likely", "Confident"), 1)
    (10.0, 12.8)
    """
    widest = max(CONFIDENCE_FACTORS.values())
    logs = np.log10([CONFIDENCE_FACTORS.get(name, widest) for name in confidences])
    return float(10 ** np.sqrt(logs @ logs))
