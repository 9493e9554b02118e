"""The calculator's model as a Vega dataflow, whose expressions the Python formulas write."""

from typing import Any

import altair as alt

from gigascale.charts.calculator.controls import CONTROLS
from gigascale.charts.calculator.draws import value_at
from gigascale.charts.calculator.model import (
    PROBABILITIES,
    Model,
    accelerators_of,
    limits,
    quantities_of,
)
from gigascale.charts.tips import value_text

GIVEN, ANSWERS = "given", "answers"  # the signal that the page sets, the data that it reads
_SCALED = {"energy_kwh_per_year": ("1000 * datum.value", "Wh")}


def unit_of(name: str) -> str:
    """Return the unit in which the page tells a quantity.

    Examples
    --------
    >>> [unit_of(name) for name in ("capex_usd_land", "run_flop", "it_power_w", "accelerators")]
    ['$', 'FLOP', 'W', '']
    """
    for part, unit in (("_usd", "$"), ("_flop_per_s", "FLOP/s"), ("_flop", "FLOP"), ("_w", "W")):
        if part in name:
            return unit
    return ""


def dataflow(model: Model, chip: str) -> dict[str, Any]:
    """Return a Vega specification without marks, at the start values of a chip.

    Its signal ``given`` holds the reader's values as :meth:`Model.start` has them; its data
    ``answers`` have a row for each quantity and probability, with ``value`` and ``text``.
    """
    reader = {control.name for control in CONTROLS}
    signals = _signals(model, chip, reader)
    given = {name: alt.param(name=name) for name in (*reader, "facility_basis", "chip_flop_per_s")}
    inputs: dict[str, Any] = dict.fromkeys(model.chips[chip], 1.0)  # what no answer depends on
    steps: list[dict[str, Any]] = [{"type": "flatten", "fields": list(model.scores)}]
    for name in model.names:
        value = value_at(
            alt.param(name=name),
            alt.param(name=f"{name}_low"),
            alt.param(name=f"{name}_high"),
            alt.datum[alt.param(name=f"{name}_column")],
            **limits(name, model.share(name)),
        )
        steps.append(_formula(name, value))
        inputs[name] = alt.datum[name]
    steps.append(_formula("accelerators", accelerators_of(given, inputs)))
    found = quantities_of(model.template, alt.datum["accelerators"], given, inputs)
    steps += [_formula(name, value) for name, value in found.items() if name != "accelerators"]
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "signals": signals,
        "data": [
            {
                "name": "draws",
                "values": [{column: scores.tolist() for column, scores in model.scores.items()}],
                "transform": steps,
            },
            {"name": ANSWERS, "source": "draws", "transform": _summary(list(found))},
        ],
    }


def _signals(model: Model, chip: str, reader: set[str]) -> list[dict[str, Any]]:
    """Set each input's value and ratios from the reader's values and the chip."""
    signals: list[dict[str, Any]] = [
        {"name": GIVEN, "value": model.start(chip)},
        {"name": "chips", "value": chip_table(model)},
        {"name": "chip", "update": f"chips[{GIVEN}.chip]"},
        {"name": "facility_basis", "update": f"{GIVEN}.basis === 'facility' ? 1 : 0"},
        {"name": "chip_flop_per_s", "update": "chip.flop_per_s"},
    ]
    for name in sorted(reader | set(model.names)):
        set_by = f"isNumber({GIVEN}.{name}) ? {GIVEN}.{name} : NaN"  # null would count as 0
        signals.append({"name": name, "update": set_by if name in reader else f"chip.{name}[0]"})
        if name in model.names:
            signals.append({"name": f"{name}_column", "update": f"chip.columns.{name}"})
            signals += [
                {"name": f"{name}_{end}", "update": f"chip.{name} ? chip.{name}[{place}] : 1"}
                for place, end in enumerate(("low", "high"), start=1)
            ]
    return signals


def chip_table(model: Model) -> dict[str, dict[str, Any]]:
    """Return what the page knows of each chip: its rate, and each input's value and ratios."""
    return {
        chip: {
            "flop_per_s": model.flop_per_s[chip],
            "columns": {name: model.column(chip, name) for name in model.names},
            **{name: model.spread(chip, name) for name in model.names},
        }
        for chip in model.chips
    }


def _formula(name: str, value: Any) -> dict[str, str]:
    written = value.to_dict()  # of parameters alone a mapping, else the text
    expression = written["expr"] if isinstance(written, dict) else written
    return {"type": "formula", "as": name, "expr": expression}


def _summary(names: list[str]) -> list[dict[str, Any]]:
    """Reduce the draws to quantiles, and write each as text."""
    texts = {name: value_text(*_SCALED.get(name, ("datum.value", unit_of(name)))) for name in names}
    written = "''"
    for text in dict.fromkeys(texts.values()):
        these = [name for name in names if texts[name] == text]
        written = f"indexof({these}, datum.quantity) >= 0 ? {text} : {written}"
    return [
        {"type": "fold", "fields": names, "as": ["quantity", "value"]},
        {
            "type": "quantile",
            "groupby": ["quantity"],
            "field": "value",
            "probs": list(PROBABILITIES),
            "as": ["probability", "value"],
        },
        {"type": "formula", "as": "text", "expr": f"isNumber(datum.value) ? {written} : ''"},
    ]
