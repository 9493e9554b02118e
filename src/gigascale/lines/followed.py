"""The lines that the book follows, each declared in one row of ``data/lines.csv``."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from gigascale.datasets import entry, load
from gigascale.errors import InputError
from gigascale.trends.reading import Rows, declared_rows
from gigascale.trends.series import Series, select


@dataclass(frozen=True, kw_only=True)
class Line:
    """One series that grows, or falls.

    Attributes
    ----------
    line_id, title, chapter : str
        Its identifier, its label and the chapter that treats it.
    dataset : str
        A name of the catalogue.
    rows : Rows
        What of the dataset is read: columns and conditions.
    rules : tuple of str
        Selection rules; the first is the usual one.
    start : Timestamp or None
        First day of the window, if it has one.
    """

    line_id: str
    title: str
    dataset: str
    rows: Rows
    rules: tuple[str, ...]
    start: pd.Timestamp | None
    chapter: str

    @property
    def unit(self) -> str:
        """Unit of the values."""
        return self.rows.unit(entry(self.dataset))

    def table(self, vintage: str | None = None) -> pd.DataFrame:
        """Return the dataset's rows that count, with the columns `rows.date` and `rows.value`.

        Parameters
        ----------
        vintage : str, optional
            Date of a vintage, the latest by default.

        Raises
        ------
        InputError
            The dataset has no such vintage.

        Examples
        --------
        >>> line("solar_capacity").table()["entity"].unique().tolist()
        ['World']
        """
        return self.rows.of(load(self.dataset, vintage))

    def points(self, vintage: str | None = None, rule: str | None = None) -> Series:
        """Return the points of a rule, the usual one by default, from `start` on.

        Parameters
        ----------
        vintage : str, optional
            Date of a vintage, the latest by default.
        rule : str, optional
            A selection rule, see `gigascale.trends.frontier.parse_rule`.

        Raises
        ------
        InputError
            The dataset has no such vintage, or the rule is unknown.

        Examples
        --------
        >>> line("solar_price").points().years[:2].tolist()
        [1975.0, 1976.0]
        """
        return select(
            self.table(vintage),
            date=self.rows.date,
            value=self.rows.value,
            rule=rule or self.rules[0],
            start=self.start,
        )


def lines() -> list[Line]:
    """Return every line, in the order of the table.

    Raises
    ------
    InputError
        A row of ``data/lines.csv`` names a dataset or column that is not there.

    Examples
    --------
    >>> lines()[0].rules[0]
    'top10'
    """
    return [_line(row, rows) for row, rows in declared_rows("lines")]


def line(line_id: str) -> Line:
    """Return one line.

    Raises
    ------
    InputError
        There is no such line; the message lists those there are.

    Examples
    --------
    >>> line("tensor_per_watt").unit
    'FLOP/s / W'
    """
    known = {one.line_id: one for one in lines()}
    if line_id not in known:
        raise InputError(f"line {line_id!r} is unknown; there are: {', '.join(known)}")
    return known[line_id]


def _line(row: dict[str, Any], rows: Rows) -> Line:
    return Line(
        line_id=row["line_id"],
        title=row["title"],
        dataset=row["dataset"],
        rows=rows,
        rules=tuple(row["rules"].split(";")),
        start=row["start"] or None,
        chapter=row["chapter"],
    )
