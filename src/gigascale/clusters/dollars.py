"""Dollars of one year: prices brought to it with the price index of ``data/price_index.csv``.

The index is of consumer prices, a general one on purpose: an index of computers would take out the
fall in their price that the model is to show.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from gigascale import datasets
from gigascale.clusters.assumptions import Assumption, fixed
from gigascale.clusters.chips import Chip
from gigascale.clusters.power import Quantity
from gigascale.datasets.paths import data_folder
from gigascale.errors import InputError

NOMINAL = "nominal"
_SET_BY_READER = fixed("", 1.0).source
_USD = re.compile(r"USD\((\d{4})\)")


def load_index() -> dict[int, float]:
    """Return the price index by year: consumer prices in the United States, annual averages.

    Examples
    --------
    >>> load_index()[2024]
    313.689
    """
    table = _table(data_folder())
    return dict(zip(table["year"].astype(int), table["price_index"].astype(float), strict=True))


def default_year() -> int:
    """Return the year of whose dollars the book's amounts are: the newest measured one.

    Raises
    ------
    InputError
        If no year is measured.

    Examples
    --------
    >>> default_year()
    2025
    """
    table = _table(data_folder())
    measured = table.loc[table["source"] != "judgement", "year"]
    if measured.empty:
        raise InputError("price_index.csv: column 'source': every year is a judgement")
    return int(measured.max())


@cache
def _table(_folder: Path) -> pd.DataFrame:
    """Read the table once a data folder."""
    return datasets.load("price_index")


def in_dollars_of(
    amount_usd: Quantity, from_year: int, to_year: int, index: Mapping[int, float]
) -> Quantity:
    """Return an amount of one year's dollars in another's: amount × index(to) / index(from).

    Parameters
    ----------
    amount_usd : float or array
        In dollars of ``from_year``; 1 gives the factor.
    from_year, to_year : int
        Calendar years.
    index : mapping of int to float
        A price index by year.

    Raises
    ------
    InputError
        If the index does not know one of the years.

    Examples
    --------
    >>> in_dollars_of(100.0, 2000, 2010, {2000: 80.0, 2010: 100.0})
    125.0
    >>> in_dollars_of(100.0, 2000, 2050, {2000: 80.0})
    Traceback (most recent call last):
    gigascale.errors.InputError: there is no price index for 2050 in data/price_index.csv, ...
    """
    if from_year == to_year:
        return amount_usd
    for year in (from_year, to_year):
        if year not in index:
            raise InputError(
                f"there is no price index for {year} in data/price_index.csv, which has "
                f"{min(index)} to {max(index)}"
            )
    return amount_usd * (index[to_year] / index[from_year])


def restated(
    chip: Chip,
    inputs: Mapping[str, Assumption],
    dollar_year: int | str | None = None,
    index: Mapping[int, float] | None = None,
) -> dict[str, Assumption]:
    """Return a chip's inputs with every price in dollars of one year.

    A price at release becomes the input ``release_price_usd``. Values that the reader sets count
    as dollars of that year already.

    Parameters
    ----------
    chip : Chip
        The chip that they are for.
    inputs : mapping of str to Assumption
        A price names its year in its unit, as in ``USD(2024)/m2``.
    dollar_year : int or str, optional
        A year; ``"nominal"`` leaves each price in its own; :func:`default_year` if left out.
    index : mapping, optional
        :func:`load_index` if left out.

    Raises
    ------
    InputError
        If ``dollar_year`` is no year, or the index does not know one that is needed.

    Examples
    --------
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> chip = find_chip("H100", load_hardware())
    >>> land = replace(fixed("land_price_usd_per_m2", 60.0, "USD(2024)/m2"), source="judgement")
    >>> moved = restated(chip, {land.name: land}, 2025)[land.name]
    >>> moved.unit, round(moved.central, 2)
    ('USD(2025)/m2', 61.58)
    """
    chosen = dict(inputs)
    if chip.release_price_usd is not None and chip.release_date is not None:
        unit = f"USD({chip.release_date.year})/chip"
        price = fixed("release_price_usd", chip.release_price_usd, unit)
        chosen["release_price_usd"] = replace(price, source=f"ml_hardware {chip.vintage}")
    if dollar_year == NOMINAL:
        return chosen
    year = default_year() if dollar_year is None else dollar_year
    if not isinstance(year, int):
        raise InputError(f"dollars of {year!r}: give a year such as 2025, or {NOMINAL!r}")
    known = load_index() if index is None else index
    in_dollars_of(1.0, min(known), year, known)
    return {name: _in_year(row, year, known) for name, row in chosen.items()}


def price_year(unit: str) -> int | None:
    """Return the year in a unit such as ``USD(2025)/chip``, ``None`` if it has none.

    Examples
    --------
    >>> price_year("USD(2025) / facility W at peak"), price_year("days")
    (2025, None)
    """
    found = _USD.search(unit)
    return int(found[1]) if found else None


def _in_year(row: Assumption, year: int, index: Mapping[int, float]) -> Assumption:
    set_by_reader = row.source == _SET_BY_READER
    if set_by_reader and row.name.endswith("_usd") and not row.unit:
        return replace(row, unit=f"USD({year})")
    priced_in = price_year(row.unit)
    if priced_in is None:
        return row
    factor = 1.0 if set_by_reader else in_dollars_of(1.0, priced_in, year, index)
    return replace(
        row,
        low=row.low * factor,
        central=row.central * factor,
        high=row.high * factor,
        unit=_USD.sub(f"USD({year})", row.unit),
    )
