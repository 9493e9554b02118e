"""Dated public datasets: ``load`` one by name and vintage; the rest says what there is."""

from gigascale.datasets.catalog import Column, Dataset, Vintage, entry, names, vintages
from gigascale.datasets.store import load, load_dropped
from gigascale.datasets.years import calendar_date, decimal_year

__all__ = [
    "Column",
    "Dataset",
    "Vintage",
    "calendar_date",
    "decimal_year",
    "entry",
    "load",
    "load_dropped",
    "names",
    "vintages",
]
