"""What a reader can do with a chart: read a point, take its data, its picture, the notebook."""

import csv
import io
import json
import re
from pathlib import Path

import nbformat
import pytest

from tests.site.visit import Visit

SPEC = re.compile(r'<script type="application/json" class="chart-spec">(.*?)</script>', re.DOTALL)


def specs(site: Path, chapter: str) -> list[dict]:
    html = (site / f"{chapter}.html").read_text(encoding="utf-8")
    return [json.loads(text) for text in SPEC.findall(html)]


def row_count(spec: dict) -> int:
    return sum(len(rows) for rows in spec["datasets"].values())


def read_csv(text: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_chart_has_its_data_and_pictures(site: Path, chapter: str) -> None:
    for number, spec in enumerate(specs(site, chapter), start=1):
        stem = site / "_charts" / f"{chapter.replace('/', '-')}-{number}"
        rows = read_csv(stem.with_suffix(".csv").read_text(encoding="utf-8"))
        assert len(rows) == row_count(spec)
        assert None not in rows[0]
        assert stem.with_suffix(".svg").read_text(encoding="utf-8").count("<path") > 5
        assert stem.with_suffix(".png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_pages_with_charts_share_one_script_and_others_have_none(site: Path, chapter: str) -> None:
    html = (site / f"{chapter}.html").read_text(encoding="utf-8")
    assert ("_static/charts.js" in html) == bool(specs(site, chapter))


def test_chapter_offers_its_notebook(site: Path, chapter: str) -> None:
    html = (site / f"{chapter}.html").read_text(encoding="utf-8")
    name = f"{chapter.rsplit('/', 1)[-1]}.ipynb"
    notebook = site / f"{chapter}.ipynb"
    assert (f'href="{name}"' in html) == notebook.is_file()
    if notebook.is_file():
        content = nbformat.read(notebook, as_version=4)
        nbformat.validate(content)
        assert any(cell.get("outputs") for cell in content.cells)


@pytest.mark.site
def test_links_below_a_chart_download(visit: Visit, page_with_chart: str) -> None:
    page = visit.open(page_with_chart)
    figure = page.query_selector("figure.chart")
    spec = json.loads(figure.query_selector(".chart-spec").text_content())
    saved = {}
    for link in figure.query_selector_all(".chart-links a"):
        with page.expect_download() as download:
            link.click()
        saved[link.inner_text()] = Path(download.value.path()).read_bytes()
    assert list(saved) == ["Data (CSV)", "SVG", "PNG", "Notebook"]
    assert len(read_csv(saved["Data (CSV)"].decode())) == row_count(spec)
    assert saved["SVG"].startswith(b"<svg")
    assert saved["PNG"].startswith(b"\x89PNG")
    nbformat.reads(saved["Notebook"].decode(), as_version=4)


@pytest.mark.site
def test_tooltip_names_the_point(visit: Visit, page_with_chart: str) -> None:
    page = visit.open(page_with_chart)
    marks = "figure.chart .mark-symbol path, figure.chart .mark-rect path"
    page.locator(marks).first.scroll_into_view_if_needed()
    tip = page.locator("#vg-tooltip-element.visible")
    for mark in page.query_selector_all(marks):
        mark.hover(force=True)
        page.wait_for_timeout(100)
        if tip.count():
            break
    assert tip.locator("tr").count() >= 2


@pytest.mark.site
def test_a_band_tells_its_ends(visit: Visit, page_with_chart: str) -> None:
    page = visit.open(page_with_chart)
    figure = page.locator("figure.chart", has=page.locator(".mark-area")).first
    tip = page.locator("#vg-tooltip-element.visible")
    told = []
    for line in figure.locator(".mark-rule.role-mark line").all():
        line.hover(force=True)
        page.wait_for_timeout(100)
        told += tip.all_inner_texts()
    assert any(re.search(r" \(\S*\d.* to \S*\d.*\)", text) for text in told)
