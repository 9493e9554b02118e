"""Turn the source keys in a table into links to the list of references."""

import re
from html import escape, unescape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

_KEY = re.compile(r'<a data-cite="([^"]*)">[^<]*</a>')
_log = logging.getLogger(__name__)


def author_year(entry: Any) -> str:
    """Name a bibliography entry by its authors and year.

    Examples
    --------
    >>> from pybtex.database import Entry, Person
    >>> people = {"author": [Person("Sevilla, Jaime"), Person(r"Rold{\\'a}n, Edu")]}
    >>> author_year(Entry("misc", {"year": "2024"}, people))
    'Sevilla and Roldán 2024'
    """
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [" ".join(str(part) for part in person.rich_last_names) for person in people]
    named = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
    return f"{named} {entry.fields.get('year', '')}".strip()


def link_sources(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace the keys in every table of a page; an unknown key fails the build."""
    citations = {c.key: c for c in app.env.get_domain("cite").data["citations"]}

    def link(match: re.Match[str]) -> str:
        key = unescape(match[1])
        if key not in citations:
            _log.warning("a table names the unknown source %r", key, location=docname)
            return escape(key)
        page = app.builder.get_relative_uri(docname, citations[key].bibliography_key.docname)
        text = escape(author_year(citations[key].entry))
        return f'<a href="{page}#{citations[key].citation_id}">{text}</a>'

    for node in doctree.findall(nodes.raw):
        if "data-cite" in node.astext():
            node.children = [nodes.Text(_KEY.sub(link, node.astext()))]


def connect(app: Sphinx) -> None:
    """Attach to Sphinx."""
    app.connect("doctree-resolved", link_sources)
