"""The options that say in which year's dollars a command answers."""

from collections.abc import Callable
from typing import Any

import click

from gigascale.clusters.dollars import NOMINAL
from gigascale.errors import InputError


def dollar_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--dollars`` and ``--nominal`` to a command."""
    nominal = click.option(
        "--nominal",
        is_flag=True,
        help="Leave each price in the dollars of its own year. The cost of capital stays without "
        "inflation.",
    )
    dollars = click.option(
        "--dollars",
        type=int,
        help="Year of whose dollars all amounts are; by default the newest of data/price_index.csv "
        "that is not an estimate.",
    )
    return dollars(nominal(command))


def dollar_year(dollars: int | None, nominal: bool) -> int | str | None:
    """Return what the two options ask for, as the cluster model takes it.

    Raises
    ------
    InputError
        If both are given.

    Examples
    --------
    >>> dollar_year(2024, False), dollar_year(None, True)
    (2024, 'nominal')
    """
    if dollars is not None and nominal:
        raise InputError("give one of --dollars and --nominal")
    return NOMINAL if nominal else dollars
