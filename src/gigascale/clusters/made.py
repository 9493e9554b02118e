"""The mix of accelerators that were made in a year, from their makers' counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from gigascale.clusters.chips import find_chip
from gigascale.clusters.quantities import inputs_for
from gigascale.errors import InputError


@dataclass(frozen=True)
class Mix:
    """Shares of accelerators by kind, and those kinds that could not be counted.

    Attributes
    ----------
    shares : mapping of str to float
        By name in the hardware table; they add up to 1.
    left_out : mapping of str to float
        Share of all accelerators, by the name under which they were counted.
    reasons : mapping of str to str
        Why each was left out.
    not_counted : tuple of str
        Makers whose counts begin later.
    """

    shares: Mapping[str, float]
    left_out: Mapping[str, float] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    not_counted: tuple[str, ...] = ()


def made_in(
    year: int, counts: pd.DataFrame, hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> Mix:
    """Return the mix of accelerators made in a year: differences of the medians of what was made.

    Parameters
    ----------
    year : int
        A calendar year.
    counts : DataFrame
        The dataset ``chip_counts``: chips since a maker's first day, by chip and last day.
    hardware, assumptions : DataFrame
        As in :func:`gigascale.clusters.mix.size_mix`; a kind whose power or BF16 rate they do not
        know is left out.

    Raises
    ------
    InputError
        If no maker's counts cover the year, or one's end before it does.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import load_hardware
    >>> mix = made_in(2025, datasets.load("chip_counts"), load_hardware(),
    ...     datasets.load("assumptions"))
    >>> round(sum(mix.shares.values()), 9), [*mix.shares][:2]
    (1.0, ['Google TPU v6e Trillium', 'NVIDIA B200'])
    """
    first, last = pd.Timestamp(year - 1, 12, 31), pd.Timestamp(year, 12, 31)
    spans = counts.groupby("maker").agg(since=("start_date", "min"), to=("end_date", "max"))
    begun = spans[spans["since"] <= first + pd.Timedelta(days=1)]
    short = begun[begun["to"] < last]
    if begun.empty or not short.empty:
        years = (
            f"{spans['since'].min():%Y} to {(spans['to'].min() + pd.Timedelta(days=1)).year - 1}"
        )
        raise InputError(f"mix of {year}: chip_counts covers every maker's chips of {years} only")
    made: dict[tuple[str, str], float] = {}
    for (maker, chip), rows in counts[counts["maker"].isin(begun.index)].groupby(["maker", "chip"]):
        dated = rows.set_index("end_date")["chips_median"].sort_index()
        until = [float(dated[:day].iloc[-1]) if len(dated[:day]) else 0.0 for day in (first, last)]
        made[str(maker), str(chip)] = until[1] - until[0]
    total = sum(made.values())
    shares: dict[str, float] = {}
    reasons: dict[str, str] = {}
    left_out: dict[str, float] = {}
    for (maker, chip), count in sorted(made.items(), key=lambda item: -item[1]):
        if count <= 0:
            continue
        try:
            known = find_chip(chip, hardware)
            inputs_for(known, assumptions)
            known.peak("bf16")
            shares[known.name] = shares.get(known.name, 0.0) + count
        except InputError as fault:
            left_out[f"{maker} {chip}"] = count / total
            reasons[f"{maker} {chip}"] = str(fault)
    mapped = sum(shares.values())
    later = tuple(sorted(set(spans.index) - set(begun.index)))
    return Mix({name: count / mapped for name, count in shares.items()}, left_out, reasons, later)
