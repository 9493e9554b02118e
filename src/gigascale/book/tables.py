"""Tables as accessible HTML."""

import re
from collections.abc import Callable, Collection, Mapping
from html import escape
from typing import Any

import pandas as pd

from gigascale.errors import InputError

SHORT = 16  # letters in the longest cell of a column that never breaks
LONG = 60  # letters in the cells of a wide column, but for a few
FEW = 0.2
LONG_WIDTH, OTHER_WIDTH, GAP = 34, 20, 2  # letters beside each other that a column needs
COLUMN = 110  # letters beside each other in the text column of a page
_TAG = re.compile(r"<[^>]*>")
_ISO_DATE = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")


class Table:
    """A table as HTML, for a notebook to show; every cell is escaped text."""

    def __init__(self, caption: str, html: str) -> None:
        self.caption, self.html = caption, html

    def __repr__(self) -> str:
        return f"table: {self.caption}"

    def _repr_html_(self) -> str:
        return self.html


def _sources(keys: str) -> str:
    names = [escape(key.strip()) for key in keys.split(";")]
    return "; ".join(
        name if name == "judgement" else f'<a data-cite="{name}">{name}</a>' for name in names
    )


def _letters(texts: list[str]) -> list[int]:
    return sorted((len(_TAG.sub("", text)) for text in texts), reverse=True) or [0]


def _shape(texts: list[str], *, numeric: bool) -> str:
    letters = _letters(texts)
    if numeric:
        return "number"
    return (
        "short"
        if letters[0] <= SHORT
        else "long"
        if letters[int(FEW * len(letters))] >= LONG
        else ""
    )


def _needs(heading: str, texts: list[str], shape: str) -> int:
    """Estimate how many letters beside each other a column needs to be read with ease."""
    if shape in ("number", "short"):
        return GAP + _letters([*heading.split(), *texts])[0]
    return GAP + (LONG_WIDTH if shape == "long" else OTHER_WIDTH)


def _escaped(text: str) -> str:
    return _ISO_DATE.sub(r'<span class="date">\g<0></span>', escape(text))


def table(
    data: pd.DataFrame,
    caption: str,
    form: Mapping[str, Callable[[Any], str]] | None = None,
    headings: Mapping[str, str] | None = None,
    cite: Collection[str] = (),
) -> Table:
    """Show a DataFrame as an accessible table; its first column heads the rows and stays in view.

    A table that the text column cannot hold with ease also takes the room beside it.

    Parameters
    ----------
    caption
        What the table shows, one phrase; also its name for a screen reader.
    form
        How to format the values of a column, by column; a missing value shows as an empty cell.
    headings
        The heading of a column, by column; else its name with spaces for underscores.
    cite
        Columns of bibliography keys, several separated by ``;``: the site links each to the
        list of references. The word ``judgement`` is no key.

    Raises
    ------
    InputError
        If `form`, `headings` or `cite` names a column that the data does not have.

    Examples
    --------
    >>> from gigascale.book.numbers import number
    >>> chips = pd.DataFrame({"chip": ["<b>H100</b>"], "tdp_w": [700.0]})
    >>> shown = table(chips, "Power by chip", {"tdp_w": number}, {"tdp_w": "TDP (W)"})
    >>> "&lt;b&gt;H100" in shown.html, "<td class=\\"number\\">700</td>" in shown.html
    (True, True)
    """
    form, headings = form or {}, headings or {}
    for name in [*form, *headings, *cite]:
        if name not in data.columns:
            raise InputError(f"the table has no column {name!r}; it has: {', '.join(data.columns)}")

    def text(name: str, value: Any) -> str:
        if pd.isna(value):
            return ""
        return _sources(str(value)) if name in cite else _escaped(form.get(name, str)(value))

    head, columns, needed = [], [], 0
    for position, name in enumerate(map(str, data.columns)):
        texts = [text(name, value) for value in data[name]]
        shape = _shape(texts, numeric=pd.api.types.is_numeric_dtype(data[name]))
        heading = headings.get(name, name.replace("_", " "))
        needed += _needs(heading, texts, shape)
        kind = f' class="{shape}"' if shape else ""
        element = 'th scope="row"' if position == 0 else "td"
        columns.append([f"<{element}{kind}>{text}</{element[:2]}>" for text in texts])
        head.append(f'<th scope="col"{kind}>{_escaped(heading)}</th>')
    rows = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in zip(*columns, strict=True))
    name = escape(caption, quote=True)
    width = " full-width" if needed > COLUMN else ""
    return Table(
        caption,
        f'<div class="table-scroll{width}" role="region" aria-label="{name}" tabindex="0">\n'
        f"<table>\n<caption><span>{escape(caption)}</span></caption>\n"
        f"<thead><tr>{''.join(head)}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>",
    )
