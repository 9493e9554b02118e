"""What the built files say about other hosts, without a browser."""

import re
from html.parser import HTMLParser
from pathlib import Path

LOADS = {
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("object", "data"),
}
LOADING_RELS = {
    "stylesheet",
    "preload",
    "prefetch",
    "icon",
    "modulepreload",
    "preconnect",
    "manifest",
}
ELSEWHERE = re.compile(r"^\s*(https?:)?//", re.IGNORECASE)
CSS_LOAD = re.compile(r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^'\")\s]+)", re.IGNORECASE)


class Loads(HTMLParser):
    """Collect what a page loads by itself from an absolute address."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        rel = set((attributes.get("rel") or "").split())
        for name, value in attrs:
            loads = (tag, name) in LOADS or (
                tag == "link" and name == "href" and rel & LOADING_RELS
            )
            if loads and ELSEWHERE.match(value or ""):
                self.found.append(f"<{tag}> {value}")
            if name == "style" and CSS_LOAD.search(value or ""):
                self.found.append(f"<{tag} style> {value}")


def test_no_page_loads_from_another_host(site: Path) -> None:
    for path in site.rglob("*.html"):
        parser = Loads()
        parser.feed(path.read_text(encoding="utf-8"))
        assert parser.found == [], path.relative_to(site)


def test_no_style_sheet_loads_from_another_host(site: Path) -> None:
    for path in site.rglob("*.css"):
        found = CSS_LOAD.findall(path.read_text(encoding="utf-8"))
        assert found == [], path.relative_to(site)


def test_probe_of_loads_sees_each_kind() -> None:
    parser = Loads()
    parser.feed(
        '<script src="https://a.example/x.js"></script><link rel="preload" href="//a.example/f">'
        '<img src="HTTP://a.example/i.png"><p style="background:url(https://a.example/b)">'
        '<a href="https://a.example/">fine</a><img src="_static/i.png">'
    )
    assert len(parser.found) == 4


def test_no_page_tells_where_or_when_it_was_built(site: Path) -> None:
    root = str(site.parents[1]).encode()
    for path in site.rglob("*"):
        if path.suffix in {".html", ".ipynb", ".csv", ".svg", ".js"}:
            assert root not in path.read_bytes(), path.relative_to(site)
