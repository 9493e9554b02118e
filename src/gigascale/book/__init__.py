"""What a chapter needs to put computed numbers into prose and tables.

A chapter formats a number with one of the functions here and glues the text under a name; the
prose then says ``{glue:text}`name` ``. Nothing in prose is typed by hand.
"""

from gigascale.book.numbers import (
    day,
    dollars,
    doubling_time,
    interval,
    measure,
    month,
    number,
    percent,
    quantity,
    scientific,
    times,
)
from gigascale.book.prose import glue
from gigascale.book.rows import break_rows, growth_rows
from gigascale.book.tables import Table, table

__all__ = [
    "Table",
    "break_rows",
    "day",
    "dollars",
    "doubling_time",
    "glue",
    "growth_rows",
    "interval",
    "measure",
    "month",
    "number",
    "percent",
    "quantity",
    "scientific",
    "table",
    "times",
]
