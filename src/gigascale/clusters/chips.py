"""Accelerators as the hardware table describes them, and the short names that find them."""

import datetime as dt
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gigascale.datasets import load
from gigascale.errors import InputError

# A short name that several rows share means the variant that large clusters are built from.
STANDARD_VARIANTS: Mapping[str, str] = {
    "v100": "NVIDIA Tesla V100 SXM2 32 GB",
    "a100": "NVIDIA A100 SXM4 80 GB",
    "h100": "NVIDIA H100 SXM5 80GB",
    "tpu v5": "Google TPU v5p",
    "tpu v6": "Google TPU v6e Trillium",
    "rubin": "NVIDIA Rubin R200",
}

# The table leaves FP8 blank for these, which compute FP8 at their INT8 rate.
FP8_AT_INT8_RATE = (
    "NVIDIA H100 SXM5 80GB",
    "NVIDIA H200 SXM",
    "NVIDIA H800 SXM5",
    "NVIDIA GH100",
    "NVIDIA GH200",
    "AMD Instinct MI300X",
    "AMD Instinct MI325X",
)

_MOST_LISTED = 12

_FORMATS = {
    "fp64": ("fp64_flop_per_s",),
    "fp32": ("fp32_flop_per_s",),
    "tf32": ("tf32_flop_per_s",),
    "bf16": ("tensor_fp16_flop_per_s", "fp16_flop_per_s"),
    "fp8": ("fp8_flop_per_s",),
    "fp4": ("fp4_flop_per_s",),
}


@dataclass(frozen=True)
class Chip:
    """One accelerator: dense peak rates, power, memory and price at release.

    ``peak_flop_per_s`` holds dense rates by number format, without the doubling that sparsity
    gives; ``bf16`` is the 16-bit tensor rate (FP16 on chips older than BF16). A specification the
    table leaves blank is ``None``, or absent from ``peak_flop_per_s``. The price is in dollars of
    the release year. ``vintage`` dates the hardware table.
    """

    name: str
    manufacturer: str
    kind: str
    release_date: dt.date | None
    tdp_w: float | None
    peak_flop_per_s: Mapping[str, float]
    memory_byte: float | None
    memory_bandwidth_byte_per_s: float | None
    release_price_usd: float | None
    vintage: str | None

    @property
    def tokens(self) -> frozenset[str]:
        """Return the words of the name, lower case."""
        return tokens(self.name)

    def peak(self, number_format: str) -> float:
        """Return the dense peak in FLOP/s at a number format.

        Raises
        ------
        InputError
            If the table has no rate at that format; the message lists those it has.

        Examples
        --------
        >>> find_chip("H100", load_hardware()).peak("bf16") / 1e12
        989.4
        """
        if number_format not in self.peak_flop_per_s:
            known = ", ".join(self.peak_flop_per_s) or "none"
            raise InputError(f"{self.name} has no {number_format!r} rate; it has: {known}")
        return self.peak_flop_per_s[number_format]


def tokens(name: str) -> frozenset[str]:
    """Return the words and numbers of a name, lower case.

    Examples
    --------
    >>> sorted(tokens("NVIDIA GB300 (Blackwell Ultra)"))
    ['blackwell', 'gb300', 'nvidia', 'ultra']
    """
    return frozenset(re.findall(r"[a-z0-9]+", name.lower()))


def load_hardware(vintage: str | None = None) -> pd.DataFrame:
    """Return the dataset ``ml_hardware`` with chips that are announced and its blanks filled.

    The rows and values come from the table ``announced_chips``, each with its source; a value that
    ``ml_hardware`` has stays. ``vintage`` is that of ``ml_hardware``, by default the latest.

    Raises
    ------
    InputError
        If a row that fills blanks names no chip of ``ml_hardware``.

    Examples
    --------
    >>> hardware = load_hardware()
    >>> find_chip("Rubin", hardware).tdp_w, find_chip("H200", hardware).memory_byte
    (2300.0, 141000000000.0)
    """
    published = load("ml_hardware", vintage)
    announced = load("announced_chips").drop(columns=["source", "note"])
    stray = ~announced["chip"].isin(published["chip"]) & announced["kind"].isna()
    if stray.any():
        row = int(stray.to_numpy().argmax())
        raise InputError(
            f"announced_chips.csv: row {row + 2}, column 'chip': {announced['chip'][row]!r} is not "
            "in ml_hardware, and a chip of its own needs a kind"
        )
    hardware = published.set_index("chip").combine_first(announced.set_index("chip"))
    listed = dict.fromkeys([*published["chip"], *announced["chip"]])
    hardware = hardware.loc[list(listed), published.columns[1:]].reset_index()
    hardware.attrs.update(published.attrs)
    return hardware


def find_chip(name: str, hardware: pd.DataFrame) -> Chip:
    """Return the chip that a full or short name means.

    The full name counts first, then the standard variant of a short name
    (``STANDARD_VARIANTS``), then the one row whose name holds all the words given.

    Parameters
    ----------
    name : str
        For instance ``"NVIDIA GB200"``, ``"gb200"`` or ``"TPU v7"``.
    hardware : DataFrame
        The table of :func:`load_hardware`.

    Raises
    ------
    InputError
        If no chip or more than one fits; the message lists candidates.

    Examples
    --------
    >>> hardware = load_hardware()
    >>> find_chip("H100", hardware).name
    'NVIDIA H100 SXM5 80GB'
    >>> find_chip("TPU v7", hardware).name
    'Google TPU v7 Ironwood'
    >>> find_chip("Trainium4", hardware)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    gigascale.errors.InputError: chip 'Trainium4' is unknown; try: Amazon Trainium...
    """
    names = [str(known) for known in hardware["chip"]]
    wanted = " ".join(name.lower().split())
    exact = [i for i, known in enumerate(names) if known.lower() == wanted]
    standard = STANDARD_VARIANTS.get(wanted)
    if not exact and standard:
        exact = [i for i, known in enumerate(names) if known == standard]
    words = tokens(name)
    fitting = exact or [i for i, known in enumerate(names) if words and words <= tokens(known)]
    if len(fitting) == 1:
        return _chip(hardware.iloc[fitting[0]], hardware.attrs.get("vintage"))
    if fitting:
        listed = ", ".join(names[i] for i in fitting[:_MOST_LISTED])
        more = len(fitting) - _MOST_LISTED
        raise InputError(
            f"chip {name!r} is ambiguous; it fits: {listed}" + (f" and {more} more" * (more > 0))
        )
    raise InputError(f"chip {name!r} is unknown; try: {_near(wanted, names)}")


def _near(wanted: str, names: list[str]) -> str:
    by_lower = {known.lower(): known for known in names}
    holding = [known for lower, known in by_lower.items() if wanted and wanted in lower]
    close = [by_lower[near] for near in difflib.get_close_matches(wanted, by_lower, cutoff=0.4)]
    words = {word: known for known in names for word in tokens(known)}
    akin = [words[near] for near in difflib.get_close_matches(wanted, words, cutoff=0.6)]
    found = list(dict.fromkeys(holding + akin + close))
    return ", ".join(found[:6] or sorted(STANDARD_VARIANTS.values()))


def _chip(row: "pd.Series[Any]", vintage: str | None) -> Chip:
    def number(column: str) -> float | None:
        value = row.get(column)
        return None if value is None or pd.isna(value) else float(value)

    rates = {
        label: next((rate for rate in map(number, columns) if rate is not None), None)
        for label, columns in _FORMATS.items()
    }
    if rates["fp8"] is None and row["chip"] in FP8_AT_INT8_RATE:
        rates["fp8"] = number("int8_op_per_s")
    released = row.get("release_date")
    return Chip(
        name=str(row["chip"]),
        manufacturer=str(row["manufacturer"]),
        kind=str(row["kind"]),
        release_date=None if released is None or pd.isna(released) else released.date(),
        tdp_w=number("tdp_w"),
        peak_flop_per_s={label: rate for label, rate in rates.items() if rate is not None},
        memory_byte=number("memory_byte"),
        memory_bandwidth_byte_per_s=number("memory_bandwidth_byte_per_s"),
        release_price_usd=number("release_price_usd"),
        vintage=vintage,
    )
