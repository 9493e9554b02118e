"""Dated public datasets: ``load`` one by name and vintage; the rest says what there is."""

from gigascale.datasets.catalog import Column, Dataset, Vintage, entry, names, vintages
from gigascale.datasets.doubts import load_doubts
from gigascale.datasets.exclusions import error_factor, matching, without
from gigascale.datasets.store import load, load_dropped
from gigascale.datasets.years import calendar_date, decimal_year

__all__ = [
    "Column",
    "Dataset",
    "Vintage",
    "calendar_date",
    "decimal_year",
    "entry",
    "error_factor",
    "load",
    "load_doubts",
    "load_dropped",
    "matching",
    "names",
    "vintages",
    "without",
]
