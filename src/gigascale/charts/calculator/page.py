"""The calculator's form, its answers as tables of text, and its chart."""

import json
import math
from html import escape

import altair as alt
import pandas as pd

from gigascale.charts.calculator.controls import BASES, GROUPS, POWER, Control
from gigascale.charts.calculator.dataflow import dataflow
from gigascale.charts.calculator.model import Model
from gigascale.charts.rows import interval_chart
from gigascale.errors import InputError

PARTS = {
    "capex_usd_accelerators": "Accelerators",
    "capex_usd_rest_of_server": "Rest of the servers",
    "capex_usd_network": "Network",
    "capex_usd_storage": "Storage",
    "capex_usd_shell_and_mep": "Building, power and cooling",
    "capex_usd_substation": "Substation",
    "capex_usd_onsite_generation": "Generation on site",
    "capex_usd_land": "Land",
}
ANSWERS = {
    "What it is": {
        "accelerators": "Accelerators",
        "facility_power_w": "Facility power, peak",
        "it_power_w": "IT power, peak",
        "peak_flop_per_s": "Peak, dense BF16",
    },
    "What it costs to build": {"capex_usd_total": "In total", **PARTS},
    "What it does and costs in use": {
        "run_flop": "Training compute of the run",
        "cost_usd_per_accelerator_hour": "Cost of a busy accelerator-hour",
        "energy_kwh_per_year": "Energy in a year",
        "energy_usd_per_year": "Electricity bill of a year",
    },
}
SLIDER_STEPS = 1000  # of a logarithmic slider
UNKNOWN = "not known"


class Calculator:
    """The form as HTML, for a notebook to show; the page's script makes it work."""

    def __init__(self, model: Model, chip: str) -> None:
        """Start with one of the model's chips.

        Raises
        ------
        InputError
            If the model does not have it.
        """
        if chip not in model.chips:
            raise InputError(f"chip {chip!r} is unknown; there are: {', '.join(model.chips)}")
        self.model, self.chip = model, chip

    def __repr__(self) -> str:
        return f"calculator: {', '.join(self.model.chips)}"

    def _repr_html_(self) -> str:
        start = self.model.start(self.chip)
        flow = json.dumps(dataflow(self.model, self.chip), separators=(",", ":"))
        groups = {"Site": _site(list(self.model.chips), self.chip, start["power_w"])}
        for name, controls in GROUPS.items():
            groups[name] = "\n".join(_control(c, start[c.name]) for c in controls)
        fields = "\n".join(
            f"<fieldset><legend>{escape(name)}</legend>\n{inner}\n</fieldset>"
            for name, inner in groups.items()
        )
        tables = "\n".join(_answers(name, rows) for name, rows in ANSWERS.items())
        return (
            '<form class="calculator" aria-label="Calculator" autocomplete="off" novalidate>\n'
            "<noscript><p>The calculator needs scripts; the chart below shows its start values."
            f"</p></noscript>\n{fields}\n"
            '<p class="calculator-actions"><button type="button" name="reset">Start values</button>'
            '<button type="button" name="copy">Copy a link to these values</button>'
            '<span role="status" class="calculator-copied"></span></p>\n'
            '<p class="calculator-summary" aria-hidden="true"></p>\n'
            '<p class="calculator-spoken" role="status"></p>\n'
            f"{tables}\n"
            '<script type="application/json" class="calculator-model">'
            f"{flow.replace('<', chr(92) + 'u003c')}</script>\n</form>"
        )


def _site(chips: list[str], chip: str, power_w: float) -> str:
    options = "".join(
        f'<option value="{escape(name)}"{" selected" if name == chip else ""}>{escape(name)}'
        "</option>"
        for name in chips
    )
    bases = "".join(
        f'<label><input type="radio" name="basis" value="{value}"'
        f"{' checked' if value == 'facility' else ''}> {escape(label)}</label>"
        for value, label in BASES.items()
    )
    return (
        f"{_control(POWER, power_w)}\n"
        f'<div class="calculator-control" role="radiogroup" aria-label="Power of what">'
        f'<span class="calculator-name">This is the power of</span>{bases}</div>\n'
        f'<div class="calculator-control"><label for="calculator-chip">Accelerator</label>'
        f'<select id="calculator-chip" name="chip">{options}</select></div>'
    )


def _control(control: Control, value: float | None) -> str:
    """Write a number field and a slider for the same value."""
    low, high = control.low / control.factor, control.high / control.factor
    step = 10.0 ** math.floor(math.log10((high - low) / 50))
    name, place = f"calculator-{control.name}", 0.0
    shown = low if value is None else value / control.factor
    ends, kind = f'min="{low:.6g}" max="{high:.6g}" step="{step:.6g}"', ""
    field = ends
    if control.log:
        place = round(SLIDER_STEPS * math.log(shown / low) / math.log(high / low))
        ends, kind = f'min="0" max="{SLIDER_STEPS}" step="1"', " data-log"
        field = field.replace(f'step="{step:.6g}"', 'step="any"')
    known = "" if value is None else f"{shown:.6g}"
    return (
        f'<div class="calculator-control" data-name="{control.name}" '
        f'data-low="{control.low!r}" data-high="{control.high!r}" '
        f'data-factor="{control.factor!r}"{kind}>'
        f'<label for="{name}">{escape(control.label)}</label>'
        f'<span class="calculator-number"><input type="number" id="{name}" {field} '
        f'value="{known}" placeholder="{UNKNOWN}" aria-describedby="{name}-unit"> '
        f'<span class="calculator-unit" id="{name}-unit">{escape(control.unit)}</span></span>'
        f'<input type="range" aria-label="{escape(control.label)}, slider" {ends} '
        f'value="{place if control.log else shown:.6g}"></div>'
    )


def _answers(caption: str, rows: dict[str, str]) -> str:
    body = "\n".join(
        f'<tr data-quantity="{name}"{" data-part" if name in PARTS else ""}>'
        f'<th scope="row">{escape(label)}</th><td></td><td></td></tr>'
        for name, label in rows.items()
    )
    return (
        f'<table class="calculator-answers"><caption>{escape(caption)}</caption>\n'
        '<thead><tr><th scope="col">Quantity</th><th scope="col">Median</th>'
        f'<th scope="col">90% interval</th></tr></thead>\n<tbody>\n{body}\n</tbody></table>'
    )


def capex_chart(
    model: Model, chip: str, *, description: str, title: str, value_title: str
) -> alt.LayerChart:
    """Draw the capital cost by part at a chip's start values; the page's script moves it.

    Parameters
    ----------
    model, chip
        As for :class:`Calculator`.
    description, title, value_title
        As for :func:`gigascale.charts.interval_chart`.
    """
    answers = model.answers(model.start(chip))
    rows = [
        (label, answers[name][1], answers[name][0], answers[name][2])
        for name, label in PARTS.items()
        if math.isfinite(answers[name][1])
    ]
    columns = ["part", "capex_usd", "capex_usd_low", "capex_usd_high"]
    return interval_chart(
        pd.DataFrame(rows, columns=columns),
        label="part",
        value="capex_usd",
        unit="$",
        description=description,
        title=title,
        value_title=value_title,
    )
