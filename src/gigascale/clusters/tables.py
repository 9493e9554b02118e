"""The table of assumptions as the commands read it: every row can be used, or is named."""

from collections.abc import Iterator

import pandas as pd

from gigascale.clusters.assumptions import Assumption, assumption_rows
from gigascale.clusters.chips import load_hardware, tokens
from gigascale.clusters.dollars import load_index, price_year
from gigascale.datasets import load
from gigascale.errors import InputError

# What is known of some chips alone; any other input has a row for any chip.
OF_SOME_CHIPS = ("chip_power_w", "chip_price_usd", "rental_price_usd_per_chip_h")


def load_assumptions(hardware: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the ``assumptions`` table, each row of it checked against the other tables.

    Parameters
    ----------
    hardware : DataFrame, optional
        :func:`gigascale.clusters.chips.load_hardware` if left out.

    Raises
    ------
    InputError
        At the first row that names a chip, a group or an input that there is not, or money without
        a year of the price index.

    Examples
    --------
    >>> "mfu_fraction" in set(load_assumptions()["assumption"])
    True
    """
    table = load("assumptions")
    known = load_hardware() if hardware is None else hardware
    rows = list(assumption_rows(table))
    for number, (column, said) in _faults(rows, [tokens(str(chip)) for chip in known["chip"]]):
        raise InputError(f"assumptions.csv: row {number}, column {column!r}: {said}")
    return table


def _faults(
    rows: list[Assumption], chips: list[frozenset[str]]
) -> Iterator[tuple[int, tuple[str, str]]]:
    for_any = {row.name for row in rows if row.applies_to == "any"}
    for number, row in enumerate(rows, start=2):
        if row.name not in for_any and row.name not in OF_SOME_CHIPS:
            yield number, ("assumption", f"{row.name!r} has no row for any chip; is it misspelt?")
        if row.group and f"{row.group}_correlation_fraction" not in for_any:
            said = f"group {row.group!r} has no row {row.group}_correlation_fraction"
            yield number, ("moves_with", said)
        for part in row.applies_to.split(" or ") if row.applies_to != "any" else ():
            if not any(tokens(part) <= chip for chip in chips):
                yield (
                    number,
                    ("applies_to", f"{part!r} is no chip of ml_hardware or announced_chips"),
                )
        year = price_year(row.unit)
        if "_usd" in row.name and year is None:
            yield number, ("unit", f"{row.unit!r} names no dollar year, as in USD(2025)")
        if year is not None and year not in load_index():
            yield number, ("unit", f"price_index.csv has no year {year}")
