"""The calculator's page: the same numbers as in Python, and a form that keeps its values."""

import json
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import pytest
from playwright.sync_api import Page

from gigascale.charts.calculator import CONTROLS, Model, build_model
from gigascale.clusters import find_chip
from tests.charts.settings import random_settings, worst_difference
from tests.site.visit import PHONE, Visit

pytestmark = pytest.mark.site

PAGE = "clusters/calculator"
EVALUATE = """async settings => {
    const view = document.querySelector("form.calculator").model, all = [];
    for (const given of settings) {
        await view.signal("given", given).runAsync();
        const found = {};
        for (const {quantity, value} of view.data("answers"))
            (found[quantity] ??= []).push(Number.isFinite(value) ? value : null);
        all.push(found);
    }
    return all;
}"""
ANSWERED = "() => document.querySelector('.calculator-summary').textContent.includes({})"


def opened(visit: Visit, values: dict[str, Any] | str = "", **options: Any) -> Page:
    """Open the page with values in its address."""
    words = values if isinstance(values, str) else urlencode(values)
    page = visit.open(PAGE, fragment=f"#{words}" if words else "", **options)
    page.wait_for_function(ANSWERED.format("'to build'"))
    return page


def answer(page: Page, quantity: str) -> list[str]:
    return page.locator(f"[data-quantity={quantity}] td").all_inner_texts()


def field(page: Page, name: str) -> Any:
    return page.locator(f"#calculator-{name}")


@pytest.fixture
def model(visit: Visit, hardware: pd.DataFrame, assumptions: pd.DataFrame) -> Model:
    """The model of the page's chips, its draws checked against those in the page."""
    page = opened(visit)
    embedded = json.loads(page.locator(".calculator-model").text_content() or "")
    names = next(s["value"] for s in embedded["signals"] if s["name"] == "chips")
    built = build_model({name: find_chip(name, hardware) for name in names}, assumptions)
    (draws,) = embedded["data"][0]["values"]
    assert draws == {column: scores.tolist() for column, scores in built.scores.items()}
    return built


def test_the_browser_computes_what_python_computes(visit: Visit, model: Model) -> None:
    settings = random_settings(model, 200)
    page = opened(visit)
    found = page.evaluate(EVALUATE, settings)
    for given, answers in zip(settings, found, strict=True):
        assert worst_difference(model.answers(given), answers) < 1e-9, given


def test_keys_move_a_value_and_its_answers_and_the_address(visit: Visit) -> None:
    page = opened(visit)
    before = answer(page, "run_flop")
    slider = page.get_by_label("Length of the run, slider")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert field(page, "days").input_value() == "105"
    assert slider.get_attribute("aria-valuetext") == "105 days"
    page.wait_for_function("before => document.querySelector('[data-quantity=run_flop] td')"
                           ".textContent !== before", arg=before[0])  # fmt: skip
    assert "days=105" in page.evaluate("location.hash")
    page.locator(".calculator-spoken", has_text="to build").wait_for(state="attached")


def test_a_link_restores_what_it_was_copied_from(visit: Visit) -> None:
    page = opened(visit)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    field(page, "power_w").fill("250")
    page.get_by_label("computers alone (IT)").check()
    page.select_option("#calculator-chip", "H100")
    field(page, "mfu_fraction").fill("50")
    page.get_by_role("button", name="Copy a link").click()
    page.get_by_text("Copied.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    again = opened(visit, link.partition("#")[2])
    for name, value in (("power_w", "250"), ("mfu_fraction", "50")):
        assert field(again, name).input_value() == value
    assert again.locator("#calculator-chip").input_value() == "H100"
    assert again.get_by_label("computers alone (IT)").is_checked()
    assert answer(again, "it_power_w") == ["250 MW", "as set"]
    assert answer(again, "capex_usd_total") == answer(page, "capex_usd_total")
    again.get_by_role("button", name="Start values").click()
    assert field(again, "power_w").input_value() == "1000"


def test_hostile_values_are_ignored_or_brought_into_range(visit: Visit) -> None:
    bad = "<img src=x onerror=alert(1)>"
    values = {"chip": bad, "basis": bad, "power_w": "1e99", "mfu_fraction": "-5", "days": bad}
    values |= {"chip_price_usd": "NaN", "__proto__": "1", "constructor": bad, "hardware": "1"}
    page = opened(visit, urlencode(values) + "&%E0%A4%A&=&&days=")
    page.on("dialog", lambda dialog: visit.faults.append(f"dialog: {dialog.message}"))
    ends = {control.name: control for control in CONTROLS}
    assert float(field(page, "power_w").input_value()) * 1e6 == ends["power_w"].high
    assert float(field(page, "mfu_fraction").input_value()) == 100 * ends["mfu_fraction"].low
    assert field(page, "days").input_value() == "100"
    assert page.locator("#calculator-chip").input_value() == "GB200"
    assert page.locator("article img[src=x]").count() == 0
    other = opened(visit, "chip=__proto__&chip_price_usd=0x10")
    assert other.locator("#calculator-chip").input_value() == "GB200"


def test_a_value_out_of_range_is_said_to_be(visit: Visit) -> None:
    page = opened(visit)
    field(page, "days").fill("99999999")
    page.get_by_text("can be set.").wait_for()
    field(page, "days").fill("50")
    assert page.get_by_text("can be set.").count() == 0


def test_a_chip_brings_its_own_values_and_a_price_may_be_unknown(visit: Visit) -> None:
    page = opened(visit)
    field(page, "electricity_price_usd_per_kwh").fill("0.2")
    page.select_option("#calculator-chip", "Trainium3")
    page.wait_for_function(ANSWERED.format("'not known to build'"))
    assert field(page, "chip_price_usd").input_value() == ""
    assert field(page, "electricity_price_usd_per_kwh").input_value() == "0.2"
    assert answer(page, "capex_usd_accelerators") == ["not known", ""]
    assert answer(page, "capex_usd_land")[0].startswith("$")
    drawn = page.locator("figure.chart .role-axis-label text").all_text_contents()
    assert "Land" in drawn
    assert "Network" not in drawn
    field(page, "chip_price_usd").fill("5000")
    page.wait_for_function("() => !document.querySelector('.calculator').innerText"
                           ".includes('not known')")  # fmt: skip


def test_the_chart_keeps_the_values_when_the_theme_changes(visit: Visit) -> None:
    page = opened(visit, {"power_w": 1e7})
    page.wait_for_function(
        "() => document.querySelector('figure.chart [role=img]').ariaLabel.includes('million')"
    )
    while page.get_attribute("html", "data-theme") != "dark":
        page.click("button.theme-switch-button:visible")
    page.wait_for_selector("figure.chart[data-drawn=dark]")
    page.wait_for_function(
        "() => [...document.querySelectorAll('figure.chart .role-axis-label text')]"
        ".some(text => text.textContent.endsWith(' m'))"
    )


def test_every_control_has_a_name_and_room_on_a_phone(visit: Visit) -> None:
    page = opened(visit, width=PHONE)
    for control in page.locator("form.calculator :is(input, select, button)").all():
        named = "e => e.labels?.[0]?.innerText || e.ariaLabel || e.innerText"
        assert control.evaluate(named).strip()
        assert control.bounding_box()["x"] + control.bounding_box()["width"] <= PHONE
    bottom = page.locator(".calculator-summary").bounding_box()
    assert bottom["y"] + bottom["height"] <= 901, "the summary stays in view"
