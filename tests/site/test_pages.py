"""Every page in a browser: both themes, both widths, with no other host to be reached."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.site.visit import DESK, PHONE, Visit

pytestmark = pytest.mark.site

SHAPES = ".mark-symbol path, .mark-line path, .mark-rect path, .mark-area path, .mark-rule line"
MARKS = f"figure => figure.querySelectorAll('{SHAPES}').length"
UNNAMED = """() => [...document.querySelectorAll('main img, main [role=img], main figure svg')]
    .filter(e => !(e.alt || e.getAttribute('aria-label') || e.closest('[aria-label]')))
    .map(e => e.outerHTML.slice(0, 120))"""
HEADINGS = "() => [...document.querySelectorAll('article h1, article h2, article h3, article h4')]"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_is_whole(visit: Visit, page_name: str, width: int, theme: str) -> None:
    page = visit.open(page_name, width, theme)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for figure in page.query_selector_all("figure.chart"):
        assert figure.evaluate(MARKS) > 0, "a chart without marks"
        svg = figure.query_selector("svg.marks")
        assert svg.bounding_box()["width"] > 0.8 * figure.bounding_box()["width"]


def test_row_labels_lie_apart_on_a_phone(visit: Visit, chapter: str) -> None:
    page = visit.open(chapter, PHONE)
    for figure in page.query_selector_all("figure.chart"):
        labels = figure.query_selector_all("[aria-label^='Y-axis'] .role-axis-label > text")
        boxes = sorted((box["y"], box["height"]) for box in (t.bounding_box() for t in labels))
        assert all(top + height <= below + 2 for (top, height), (below, _) in pairwise(boxes))


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_first_column_stays_in_view(visit: Visit, chapter: str, width: int) -> None:
    page = visit.open(chapter, width)
    for region in page.query_selector_all(".table-scroll"):
        if region.is_visible():
            region.evaluate("region => region.scrollLeft = region.scrollWidth")
            room = region.bounding_box()
            first = region.query_selector("tbody th")
            assert abs(first.bounding_box()["x"] - room["x"]) < 2
            assert first.bounding_box()["width"] < 0.5 * room["width"]
            assert first.evaluate("cell => getComputedStyle(cell).backgroundColor")[:4] == "rgb("


def test_pages_are_accessible(visit: Visit, chapter: str) -> None:
    page = visit.open(chapter)
    assert page.get_attribute("html", "lang") == "en-GB"
    assert page.evaluate(UNNAMED) == []
    levels = page.evaluate(f"({HEADINGS})().map(h => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(
        figure.query_selector("[role=img]").get_attribute("aria-label").strip()
        for figure in page.query_selector_all("figure.chart")
    )


def test_keyboard_reaches_the_text_and_shows_where_it_is(visit: Visit) -> None:
    page = visit.open("index")
    page.keyboard.press("Tab")
    focused = "() => { const e = document.activeElement, s = getComputedStyle(e);"
    focused += " return [e.getAttribute('href'), s.outlineStyle] }"
    href, outline = page.evaluate(focused)
    assert href == "#main-content"
    assert outline != "none"
    page.wait_for_function("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html#main-content")


def test_search_finds_a_word(visit: Visit) -> None:
    page = visit.open("index")
    page.keyboard.press("Control+K")
    page.keyboard.type("accelerator")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results ul.search li a")
    page.locator("#search-results .search-summary", has_text="found").wait_for()
    page.wait_for_load_state("networkidle")


def toggle(page: Page) -> str:
    page.click("button.theme-switch-button:visible")
    return page.evaluate("document.documentElement.dataset.theme")


def test_charts_follow_the_theme_switch(visit: Visit, page_with_chart: str) -> None:
    page = visit.open(page_with_chart)
    label = "figure.chart .role-axis-label text"
    before = page.get_attribute(label, "fill")
    while toggle(page) != "dark":
        pass
    page.wait_for_selector("figure.chart[data-drawn=dark]")
    assert page.get_attribute(label, "fill") != before


def test_page_reads_without_scripts(visit: Visit, page_with_chart: str) -> None:
    page = visit.open(page_with_chart, java_script_enabled=False)
    picture = page.query_selector("figure.chart noscript img")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
