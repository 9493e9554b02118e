"""Predicted power and cost of clusters whose chips are known, beside what is reported.

Nothing here is fitted to the reports: inputs are specifications, ratings and judgements.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gigascale.clusters import capex, power
from gigascale.clusters.dollars import default_year, in_dollars_of, load_index
from gigascale.clusters.economics import capex_by_part_usd
from gigascale.clusters.estimates import SEED
from gigascale.clusters.quantities import inputs_for
from gigascale.clusters.sampling import sample
from gigascale.clusters.validation.reports import cluster_chip
from gigascale.errors import InputError

POWER_BASES = ("facility", "it", "linpack", "not stated", "formula")
COST_COUNTS = ("chips", "hardware", "all")
Q = (0.05, 0.5, 0.95)
_ENDS = ("_low", "", "_high")
_COMPARED = (("power", "w"), ("cost", "usd"))
# What a comparison adds to a table.
ADDED = ["science", "reason"] + [
    name
    for what, unit in _COMPARED
    for name in (
        *(f"predicted_{what}_{unit}{end}" for end in _ENDS),
        *(f"{what}_ratio{end}" for end in _ENDS),
        f"{what}_inside",
    )
]

Draws = Mapping[str, Any]


def validate(
    clusters: pd.DataFrame,
    hardware: pd.DataFrame,
    assumptions: pd.DataFrame,
    rng: np.random.Generator | None = None,
    draws: int = 4_000,
) -> pd.DataFrame:
    """Return each cluster with its predicted power and cost on the basis of its report.

    The power is the peak of the facility or of its IT equipment, or, under ``linpack``, IT power
    times the share that machines draw then. Where the basis is not stated, each draw takes one of
    the first two. Machines for ``science`` (``sector`` Public, or measured under LINPACK) also
    have nodes without accelerators. A ``formula`` is compared with facility power and is no test.

    Parameters
    ----------
    clusters : DataFrame
        With the columns of the dataset ``clusters``; of them only ``chip``, ``accelerators`` and
        ``reported_power_w`` are needed. Without a ``power_basis`` it is not stated.
    hardware : DataFrame
        Chips, from :func:`gigascale.clusters.chips.load_hardware`.
    assumptions : DataFrame
        The ``assumptions`` table.
    rng : Generator, optional
        The source of randomness; a fixed seed if left out.
    draws : int
        Size of the Monte Carlo.

    Returns
    -------
    DataFrame
        The clusters with ``predicted_power_w`` (median, ``_low`` and ``_high`` the 90% interval),
        ``power_ratio`` predicted over reported, ``power_inside``, the same of ``cost`` in USD of
        the book's dollar year, ``science``, and ``reason`` why there is no prediction; what is not
        known is missing. The columns are always there.

    Raises
    ------
    InputError
        If a column is missing, or a basis or what a cost counts is unknown.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import load_hardware
    >>> one = pd.DataFrame({"chip": ["H100"], "accelerators": [8e3], "reported_power_w": [12e6],
    ...                     "power_basis": ["it"]})
    >>> found = validate(one, load_hardware(), datasets.load("assumptions")).iloc[0]
    >>> bool(found["power_inside"])
    True
    """
    if missing := sorted({"chip", "accelerators", "reported_power_w"} - set(clusters.columns)):
        raise InputError(f"clusters: column {missing[0]!r} is missing")
    if "power_basis" not in clusters:
        clusters = clusters.assign(power_basis="not stated")
    clusters = clusters.assign(power_basis=clusters["power_basis"].fillna("not stated"))
    _known("power_basis", clusters["power_basis"], POWER_BASES)
    if "cost_counts" in clusters:
        _known("cost_counts", clusters["cost_counts"].dropna(), COST_COUNTS)
    seed = int((rng or np.random.default_rng(SEED)).integers(2**62))
    units: dict[str, Draws | str] = {}
    rows = []
    for row in clusters.to_dict("records"):
        for name in _chips(row):
            if name not in units:
                units[name] = _drawn(name, hardware, assumptions, seed, draws)
        rows.append(_compared(row, units, seed))
    found = pd.DataFrame(rows, columns=ADDED)
    kept = clusters.drop(columns=[name for name in ADDED if name in clusters])
    return pd.concat([kept.reset_index(drop=True), found], axis=1)


def _known(column: str, values: "pd.Series[Any]", accepted: tuple[str, ...]) -> None:
    if unknown := sorted(set(values) - set(accepted)):
        raise InputError(
            f"clusters: {column} {unknown[0]!r} is unknown; there are: {', '.join(accepted)}"
        )


def _chips(row: Mapping[Any, Any]) -> dict[str, float]:
    """Return how many of each chip a cluster has; none if a number is not one above 0."""
    pairs = [("chip", "accelerators"), ("second_chip", "second_accelerators")]
    held = {str(row[chip]): _number(row.get(n)) for chip, n in pairs if not _blank(row.get(chip))}
    return held if all(count > 0 for count in held.values()) else {}


def _blank(cell: Any) -> bool:
    return cell is None or bool(pd.isna(cell))


def _number(cell: Any) -> float:
    """Return a cell as a number above 0 and finite, NaN if it is none."""
    value = float(pd.to_numeric(cell, errors="coerce")) if not _blank(cell) else np.nan
    return value if 0 < value < np.inf else np.nan


def _drawn(
    name: str, hardware: pd.DataFrame, assumptions: pd.DataFrame, seed: int, draws: int
) -> Draws | str:
    """Return power and cost of one chip with its share of the cluster, or why not."""
    try:
        chip = cluster_chip(name, hardware)
        chosen = inputs_for(chip, assumptions)
    except InputError as fault:
        return str(fault)
    inputs = sample(chosen, np.random.default_rng(seed), draws)
    it = power.it_power_w(
        1.0,
        inputs["chip_power_w"],
        inputs["server_overhead_ratio"],
        inputs["network_overhead_ratio"],
    )
    facility = power.facility_power_w(it, inputs["facility_overhead_ratio"])
    cost = capex_by_part_usd(chip, 1.0, facility, inputs)
    hardware_parts = [cost[part] for part in capex.HARDWARE_PARTS]
    priced = all(part is not None for part in hardware_parts)
    return {
        "it": it,
        "facility": facility,
        "linpack": it * inputs["linpack_draw_fraction"],
        "chips": cost["accelerators"],
        "hardware": sum(hardware_parts) if priced else None,
        "all": cost["total"],
        "other": inputs["other_nodes_power_ratio"],
        "is_facility": inputs["stated_as_facility_fraction"],
    }


def _compared(row: Mapping[Any, Any], units: Mapping[str, Draws | str], seed: int) -> Draws:
    science = row["power_basis"] == "linpack" or row.get("sector") == "Public"
    held = _chips(row)
    found = [(n, units[chip]) for chip, n in held.items()]
    faults = [unit for _, unit in found if isinstance(unit, str)]
    if faults or not found:
        what = "chip" if _blank(row.get("chip")) else "number of chips"
        return {"science": science, "reason": faults[0] if faults else f"the {what} is not known"}
    parts = [(n, unit) for n, unit in found if not isinstance(unit, str)]
    watts = _power(str(row["power_basis"]), parts, seed)
    if science and row["power_basis"] != "formula":
        watts = watts * parts[0][1]["other"]
    counts = row.get("cost_counts")
    usd = None
    if isinstance(counts, str) and all(unit[counts] is not None for _, unit in parts):
        usd = sum(n * unit[counts] for n, unit in parts)
    return {
        "science": science,
        "reason": None,
        **_against("power", "w", watts, row.get("reported_power_w")),
        **_against("cost", "usd", usd, _in_book_dollars(row)),
    }


def _in_book_dollars(row: Mapping[Any, Any]) -> float:
    """Return the cost reported; one without a dollar year stays as it is."""
    usd, year = _number(row.get("reported_cost_usd")), _number(row.get("dollar_year"))
    if np.isnan(year):
        return usd
    return float(in_dollars_of(usd, int(year), default_year(), load_index()))


def _power(basis: str, parts: list[tuple[float, Draws]], seed: int) -> Any:
    it, facility, linpack = (
        sum(n * unit[b] for n, unit in parts) for b in ("it", "facility", "linpack")
    )
    if basis == "not stated":
        chance = np.random.default_rng([seed, 1]).random(np.shape(it))
        return np.where(chance < parts[0][1]["is_facility"], facility, it)
    return {"it": it, "linpack": linpack}.get(basis, facility)


def _against(
    what: str, unit: str, drawn: NDArray[np.float64] | None, reported: Any
) -> dict[str, Any]:
    if drawn is None or np.isnan(reported := _number(reported)):
        return {}
    low, middle, high = np.quantile(drawn, Q)
    name = f"predicted_{what}_{unit}"
    ratios = dict(zip(_ENDS, (low, middle, high), strict=True))
    return {
        **{f"{name}{end}": float(value) for end, value in ratios.items()},
        **{f"{what}_ratio{end}": float(value / reported) for end, value in ratios.items()},
        f"{what}_inside": bool(low <= reported <= high),
    }
