"""What a reader's browser fetches to show a page, gzipped."""

import gzip
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

FONT_CLASSES = {
    "fa-solid": "fa-solid-900",
    "fas": "fa-solid-900",
    "fa-regular": "fa-regular-400",
    "far": "fa-regular-400",
    "fa-brands": "fa-brands-400",
    "fab": "fa-brands-400",
}


class _Assets(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: set[str] = set()
        self.fonts: set[str] = set()
        self.unscripted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.unscripted |= tag == "noscript"
        rel = values.get("rel", "")
        if tag == "link" and {"stylesheet", "preload", "icon"} & set(rel.split()):
            self.addresses.add(values["href"])
        if tag in ("script", "img") and values.get("src") and not self.unscripted:
            self.addresses.add(values["src"])
        self.fonts |= {
            FONT_CLASSES[c] for c in values.get("class", "").split() if c in FONT_CLASSES
        }

    def handle_endtag(self, tag: str) -> None:
        self.unscripted &= tag != "noscript"


def _gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), mtime=0))


def page_weight(site: Path, page: str = "index") -> dict[str, int]:
    """Return the gzipped bytes of a page: `total_byte`, and `own_byte` that no other page uses."""
    path = site / f"{page}.html"
    assets = _Assets()
    assets.feed(path.read_text(encoding="utf-8"))
    files = {(path.parent / urlsplit(address).path).resolve() for address in assets.addresses}
    for font in assets.fonts:
        files |= set(site.rglob(f"{font}.woff2"))
    own = _gzipped(path)
    return {"total_byte": own + sum(map(_gzipped, files)), "own_byte": own}
