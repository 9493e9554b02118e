"""Builds of small books: what must fail a build, and hostile text in a page that is built."""

import os
import shutil
import subprocess
import sys
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from gigascale.site.execution import fingerprint
from tests.site.conftest import ROOT, Silent
from tests.site.visit import Visit

FRONT = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
"""
CELL = "\n```{{code-cell}} ipython3\n{}\n```\n"
CHART = "alt.Chart(pd.DataFrame({'model': [NAME], 'flop': [3.0]})).mark_bar().encode(\n"
CHART += "    x='flop', y='model', color='model', tooltip=['model', 'flop'])"
START = """import altair as alt, pandas as pd
import gigascale.charts
from gigascale.book import glue, table
NAME = "<script>alert(1)</script><img src=x onerror=alert(2)>" """


def build(folder: Path, *parts: str) -> tuple[int, str]:
    """Build a book of one page made of the parts; return exit code and everything it printed."""
    book = folder / "book"
    shutil.copytree(ROOT / "book" / "_assets", book / "_assets")
    (folder / "requirements.txt").touch()
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (book / "references.bib").write_text("@misc{known2024, title={A}, author={B, C}, year=2024}\n")
    (book / "index.md").write_text(FRONT + "\n".join(["# A small book", *parts]))
    command = [Path(sys.executable).parent / "jupyter-book", "build", "book", "--path-output", "."]
    command += ["--config", ROOT / "_config.yml", "--toc", folder / "_toc.yml"]
    command += ["-W", "--keep-going", "--all", "-q"]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "NO_COLOR": "1"}, capture_output=True
    )
    return done.returncode, (done.stdout + done.stderr).decode()


def test_every_fault_fails_the_build_and_is_named(tmp_path: Path) -> None:
    code, printed = build(
        tmp_path,
        CELL.format(START),
        CELL.format(CHART),
        CELL.format("import sys; print('a complaint', file=sys.stderr)"),
        CELL.format("raise RuntimeError('a cell that fails')"),
        "{glue:text}`missing` {cite}`nobody2020` [a page](nowhere.md) {term}`no term`",
        r"$\nosuchcommand$",
    )
    assert code != 0
    for fault in (
        "a chart has no description",
        "stderr was found in the cell outputs",
        "a cell that fails",
        "No key 'missing' found in glue data",
        'could not find bibtex key "nobody2020"',
        "'nowhere.md'",
        "term not in glossary: 'no term'",
        r"math that MathML cannot show: \nosuchcommand",
    ):
        assert fault in printed, fault


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    described = CHART.replace("})).mark", "}), description=NAME, title=NAME).mark")
    code, printed = build(
        folder,
        CELL.format(START + "\nglue(name=NAME, literal='1,016', zeros='1.40')"),
        "The model is {glue:text}`name`, then {glue:text}`literal` and {glue:text}`zeros`.",
        CELL.format(
            "table(pd.DataFrame({'model': [NAME], 'source': ['known2024']}), NAME, cite=['source'])"
        ),
        CELL.format(described),
        "```{bibliography}\n:all:\n```",
    )
    assert code == 0, printed
    return folder / "_build" / "html"


def test_a_known_source_in_a_table_is_linked(hostile_site: Path) -> None:
    assert '<a href="#known2024">B 2024</a>' in (hostile_site / "index.html").read_text()


@pytest.mark.site
def test_markup_in_data_stays_text_on_the_page(browser: Browser, hostile_site: Path) -> None:
    handler = partial(Silent, directory=str(hostile_site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        reader = Visit(browser, f"http://127.0.0.1:{server.server_port}/")
        page = reader.open("index")
        page.on("dialog", lambda dialog: reader.faults.append(f"dialog: {dialog.message}"))
        page.hover("figure.chart .mark-rect path", force=True)
        page.wait_for_selector("#vg-tooltip-element.visible")
        page.wait_for_timeout(200)
        name = "<script>alert(1)</script><img src=x onerror=alert(2)>"
        for place in ("#vg-tooltip-element", "figcaption", "table caption", "td, th", "article p"):
            assert any(name in text for text in page.locator(place).all_inner_texts()), place
        assert name in page.get_attribute("figure.chart [role=img]", "aria-label")
        assert "then 1,016 and 1.40." in page.inner_text("article")
        assert page.locator("article img[src=x], #vg-tooltip-element img").count() == 0
        reader.close()
        server.shutdown()
    assert reader.faults == []
    assert name in (hostile_site / "_charts" / "index-1.csv").read_text()


def test_results_are_reused_only_while_their_inputs_are_unchanged(tmp_path: Path) -> None:
    for name in ("src/model.py", "data/facts.csv", "requirements.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("1")
    seen = {fingerprint(tmp_path)}
    (tmp_path / "src" / "__pycache__").mkdir()
    (tmp_path / "src" / "__pycache__" / "model.pyc").write_text("compiled")
    assert fingerprint(tmp_path) in seen
    for name in ("src/model.py", "data/facts.csv", "requirements.txt"):
        (tmp_path / name).write_text("2")
        assert fingerprint(tmp_path) not in seen
        seen.add(fingerprint(tmp_path))
    (tmp_path / "data" / "new.csv").write_text("2")
    assert fingerprint(tmp_path) not in seen
