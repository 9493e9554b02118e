"""Peak speed of chips by number format, for the dollar, the watt and the byte.

A chip has one peak for each number format it can calculate in, so a growth rate of chips mixes
formats unless it names one. Peaks are the makers' dense figures; no program sustains them.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from gigascale.errors import InputError

FORMATS: dict[str, tuple[str, ...]] = {
    "FP32": ("fp32_flop_per_s",),
    "FP16 without tensor units": ("fp16_flop_per_s",),
    "TF32": ("tf32_flop_per_s",),
    "FP16 tensor": ("tensor_fp16_flop_per_s",),
    "FP8": ("fp8_flop_per_s",),
    "INT8": ("int8_op_per_s",),
    "8 bits": ("fp8_flop_per_s", "int8_op_per_s"),
    "FP4": ("fp4_flop_per_s",),
}
"""Columns of each number format; where there are several, a chip's largest counts.

`FP16 tensor` holds FP16 and BF16. `8 bits` is either kind: makers state the same peak for both
as a rule, and the tables often have one of the two.
"""
FORMATS["best"] = tuple(dict.fromkeys(column for columns in FORMATS.values() for column in columns))

_RATIOS = {
    "flop_per_s_per_usd": "release_price_usd",
    "flop_per_s_per_w": "tdp_w",
    "flop_per_s_per_transistor": "transistors",
    "flop_per_byte": "memory_bandwidth_byte_per_s",
}


def by_format(
    table: pd.DataFrame, formats: Mapping[str, tuple[str, ...]] = FORMATS
) -> pd.DataFrame:
    """Peak speed and its ratios, one row a chip and number format.

    Parameters
    ----------
    table : DataFrame
        One row a chip, with columns as `ml_hardware` and `chip_table` have them.
    formats : mapping
        Columns of each number format, as `FORMATS`. Columns that the table lacks count as blank.

    Returns
    -------
    DataFrame
        For every format in turn, the chips that state a peak in it, in the table's order and with
        its index; all other columns are kept. New columns:

        - `format` : name of the format.
        - `peak_column` : the column of the peak; with several, it names the chip's fastest.
        - `flop_per_s` : dense peak, FLOP/s; for integers operations per second.
        - `flop_per_s_per_usd` : per dollar of the release day, not adjusted for inflation.
        - `flop_per_s_per_w` : per watt of thermal design power of the chip or board, not of a
          server or facility.
        - `flop_per_s_per_transistor`.
        - `flop_per_byte` : machine balance, operations in the time of reading one byte of memory.

        A ratio is blank where the table lacks the other number.

    Raises
    ------
    InputError
        The table has none of the columns of the formats.

    Examples
    --------
    >>> chips = pd.DataFrame(
    ...     {"chip": ["A", "B"], "fp32_flop_per_s": [1e13, 2e13], "int8_op_per_s": [None, 4e14],
    ...      "tdp_w": [250.0, 500.0]}
    ... )
    >>> by_format(chips)[["chip", "format", "flop_per_s_per_w"]].values.tolist()[:3]
    [['A', 'FP32', 40000000000.0], ['B', 'FP32', 40000000000.0], ['B', 'INT8', 800000000000.0]]
    """
    columns = list(dict.fromkeys(column for group in formats.values() for column in group))
    if not set(columns) & set(table.columns):
        raise InputError(f"the table has no peak of a number format; accepted: {columns}")
    peaks = table.reindex(columns=columns).astype(float)
    others = table.drop(columns=columns, errors="ignore")
    parts = []
    for name, group in formats.items():
        known = peaks[list(group)].dropna(how="all")
        parts.append(
            others.loc[known.index].assign(
                format=name, peak_column=known.idxmax(axis=1), flop_per_s=known.max(axis=1)
            )
        )
    long = pd.concat(parts)
    for ratio, column in _RATIOS.items():
        below = long[column].astype(float) if column in long else np.nan
        long[ratio] = long["flop_per_s"] / below
    return long
