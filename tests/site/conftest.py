"""The built site on a local server, and a browser that can reach nothing else."""

import functools
import os
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from sphinx_external_toc.parsing import parse_toc_yaml

from tests.site.visit import Visit

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
QUIET = ["--no-sandbox", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]


def chapters() -> list[str]:
    return [name.removesuffix(".md") for name in parse_toc_yaml(ROOT / "_toc.yml")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "chapter" in metafunc.fixturenames:
        metafunc.parametrize("chapter", chapters())
    if "page_name" in metafunc.fixturenames:
        metafunc.parametrize("page_name", [*chapters(), "search"])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if CHROMIUM is None:
        terminalreporter.section("BROWSER TESTS DID NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.line("No Chromium found: nothing above shows that the pages work.")


@pytest.fixture(scope="session")
def site() -> Path:
    assert (SITE / "index.html").is_file(), "the book is not built: run `make book` first"
    return SITE


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    handler = functools.partial(Silent, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("GIGASCALE_REQUIRE_BROWSER"):
            pytest.fail("no Chromium, and GIGASCALE_REQUIRE_BROWSER asks for one")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A reader with a fresh browser profile; fails the test on any fault the page had."""
    reader = Visit(browser, address)
    yield reader
    reader.close()
    assert reader.faults == []


@pytest.fixture(scope="session")
def page_with_chart(site: Path) -> str:
    """The first chapter that shows a chart."""
    for name in chapters():
        if 'class="chart-spec"' in (site / f"{name}.html").read_text(encoding="utf-8"):
            return name
    pytest.fail("no page of the book shows a chart")
