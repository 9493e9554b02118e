"""Reading a publisher's file into rows of text, refusing what is not the table it should be."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from gigascale.errors import InputError, RowError

csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class RawTable:
    """A publisher's file as text: its header and its rows.

    ``numbers`` gives each row's number in the file, the header being row 1; ``short`` names the
    rows that have another number of fields than the header.
    """

    file: str
    header: list[str]
    rows: list[list[str]]
    numbers: list[int]
    short: dict[int, int]


def clean(text: str) -> str:
    """Strip a cell and fold runs of white space and control characters into one space.

    Examples
    --------
    >>> clean("  GPT-4\\n(large) ")
    'GPT-4 (large)'
    """
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()


def read_raw(
    content: bytes,
    file: str,
    *,
    separator: str = ",",
    header: Sequence[str] = (),
    ends_with_newline: bool = False,
) -> RawTable:
    """Read separated text; ``separator=" "`` means white space, ``header`` names the columns of a
    file that has no header of its own; ``ends_with_newline`` refuses one that is cut off.

    Raises
    ------
    InputError
        If the file is empty, not text, a web page, or ends inside a quoted field.

    Examples
    --------
    >>> read_raw(b"Model,FLOP\\nA,1e20\\n", "models.csv").rows
    [['A', '1e20']]
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputError(f"{file}: not UTF-8 text (byte {fault.start})") from fault
    if not text.strip():
        raise InputError(f"{file}: the file is empty")
    if text.lstrip().startswith("<"):
        raise InputError(f"{file}: row 1 is HTML or XML, not a table of comma-separated values")
    records = _lines(text) if separator == " " else _records(text, file, separator)
    names = [clean(name) for name in (header or records[0][1])]
    body = records if header else records[1:]
    if not body:
        raise InputError(f"{file}: there is a header but no row")
    if ends_with_newline and not text.endswith(("\n", "\r")):
        what = "is the last and has no line end; is the file truncated?"
        raise RowError(file, body[-1][0], names[-1], what)
    short = {n: len(row) for n, row in body if len(row) != len(names)}
    rows = [[clean(cell) for cell in row] + [""] * (len(names) - len(row)) for _, row in body]
    return RawTable(file, names, [row[: len(names)] for row in rows], [n for n, _ in body], short)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Fields separated by white space, with line numbers; what follows a # is a comment."""
    fields = (line.partition("#")[0].split() for line in text.splitlines())
    return [(number, row) for number, row in enumerate(fields, start=1) if row]


def _records(text: str, file: str, separator: str) -> list[tuple[int, list[str]]]:
    """Records with their numbers, the header being number 1."""
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        records.extend(reader)
    except csv.Error as fault:
        where = f"row {len(records) + 1}"
        raise InputError(f"{file}: {where}: {fault}; is the file truncated?") from fault
    return [(number, row) for number, row in enumerate(records, start=1) if row]
