"""Claims on models and datasets: dates, sizes, training, results."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from gigascale.claims.evidence import LEVEL, Evidence, estimate_error_factor
from gigascale.claims.registry import Finding, evaluates, from_fact
from gigascale.claims.verdicts import DATED_UNIT
from gigascale.datasets import decimal_year

_BYTE_PER_PARAMETER = 2  # at 16 bits
_GPUS_PER_NODE = 8
_HOURS_PER_WEEK = 168
_GPT_3 = "GPT-3 175B (davinci)"


def _basis(what: str, row: Mapping[str, Any]) -> str:
    return f"{what} in the notable models, vintage of {row['vintage']}."


def _count(number: float) -> str:
    name, unit = ("billion", 1e9) if number >= 1e9 else ("million", 1e6)
    return f"{number / unit:,.4g} {name}"


def _release(evidence: Evidence, model: str) -> Finding:
    row = evidence.model(model)
    day = row["publication_date"]
    return Finding(
        float(decimal_year(pd.Series([day]))[0]),
        DATED_UNIT,
        _basis(f"{day.date()} is the publication date of {model}", row),
        ("notable_models",),
    )


@evaluates("J11")
def _gpt_1_release(evidence: Evidence) -> Finding:
    return _release(evidence, "GPT-1")


@evaluates("J12")
def _gpt_2_release(evidence: Evidence) -> Finding:
    return _release(evidence, "GPT-2 (1.5B)")


@evaluates("J13")
def _gpt_3_release(evidence: Evidence) -> Finding:
    return _release(evidence, _GPT_3)


@evaluates("J14")
def _gpt_4_release(evidence: Evidence) -> Finding:
    return _release(evidence, "GPT-4")


@evaluates("J03")
def _gpt_4_mmlu(evidence: Evidence) -> Finding:
    fact = evidence.fact("gpt4_mmlu_accuracy")
    return from_fact(fact, f"GPT-4's report states {fact.value:.1%}, about 90% to the nearest ten.")


@evaluates("J07")
def _gpt_1_training(evidence: Evidence) -> dict[str, Finding]:
    row = evidence.model("GPT-1", "hardware_quantity", "training_time_h")
    gpus, weeks = row["hardware_quantity"], row["training_time_h"] / _HOURS_PER_WEEK
    basis = _basis(
        f"GPT-1 took {gpus:.0f} GPUs, {_GPUS_PER_NODE} being a usual machine, for "
        f"{row['training_time_h']:.0f} hours",
        row,
    )
    sources = ("notable_models", "radford2018improving")
    return {
        "machines": Finding(math.ceil(gpus / _GPUS_PER_NODE), "machines", basis, sources),
        "time": Finding(weeks, "weeks", basis, sources),
    }


@evaluates("J20")
def _gpt_3_to_gpt_4(evidence: Evidence) -> Finding:
    columns = ("training_compute_flop", "parameters")
    new, old = (evidence.model(name, *columns) for name in ("GPT-4", _GPT_3))
    ratio = new["training_compute_flop"] / old["training_compute_flop"]
    error = estimate_error_factor(new["confidence"], old["confidence"])
    return Finding(
        ratio,
        "ratio",
        f"Training compute of GPT-4 over that of GPT-3, vintage of "
        f"{new['vintage']}; the number of parameters grew "
        f"{new['parameters'] / old['parameters']:.0f}-fold. The estimate for GPT-4 rests on the "
        "report that makes the claim.",
        ("notable_models",),
        ratio / error,
        ratio * error,
        LEVEL,
    )


@evaluates("J32", "J58")
def _gpt_4_parameters(evidence: Evidence) -> Finding:
    row = evidence.model("GPT-4", "parameters")
    parameters = row["parameters"]
    return Finding(
        parameters,
        "parameters",
        _basis(f"GPT-4 has {_count(parameters)} parameters", row)
        + " The interval is its rounding; the figure comes from the same leaks as the claim, and "
        "OpenAI has published none.",
        ("notable_models",),
        parameters - 5e10,
        parameters + 5e10,
    )


@evaluates("J35")
def _memory_per_parameter(evidence: Evidence) -> Finding:  # noqa: ARG001
    return Finding(
        _BYTE_PER_PARAMETER,
        "bytes per parameter",
        "Two bytes are 16 bits, the usual format of weights; 4-bit formats take half a byte and "
        "32-bit ones four. Weights alone: training takes many times as much.",
        low=0.5,
        high=4,
    )


def _weights(evidence: Evidence, model: str) -> Finding:
    row = evidence.model(model, "parameters")
    return Finding(
        _BYTE_PER_PARAMETER * row["parameters"],
        "byte",
        _basis(f"Two bytes for each of the {_count(row['parameters'])} parameters of {model}", row),
        ("notable_models",),
    )


@evaluates("J36")
def _llama_files(evidence: Evidence) -> dict[str, Finding]:
    return {
        "7 billion": _weights(evidence, "Llama 2-7B"),
        "70 billion": _weights(evidence, "Llama 2-70B"),
    }


@evaluates("J40")
def _alexnet_file(evidence: Evidence) -> Finding:
    return _weights(evidence, "AlexNet")


@evaluates("J41")
def _gpt_3_file(evidence: Evidence) -> Finding:
    return _weights(evidence, _GPT_3)


@evaluates("J38")
def _alexnet_parameters(evidence: Evidence) -> Finding:
    row = evidence.model("AlexNet", "parameters")
    basis = _basis(f"{_count(row['parameters'])} parameters", row)
    sources = ("notable_models", "krizhevsky2012imagenet")
    return Finding(row["parameters"], "parameters", basis, sources)


@evaluates("J39")
def _gpt_3_to_alexnet(evidence: Evidence) -> Finding:
    new, old = (evidence.model(name, "parameters") for name in (_GPT_3, "AlexNet"))
    basis = _basis(f"{_count(new['parameters'])} parameters over {_count(old['parameters'])}", new)
    return Finding(new["parameters"] / old["parameters"], "ratio", basis, ("notable_models",))


@evaluates("J37")
def _imagenet(evidence: Evidence) -> dict[str, Finding]:
    basis = "Counts that the collection itself stated; AlexNet's contest used 1,000 categories."
    return {
        "images": from_fact(evidence.fact("imagenet_images"), basis, "deng2009imagenet"),
        "categories": from_fact(evidence.fact("imagenet_categories"), basis, "deng2009imagenet"),
    }


@evaluates("J42")
def _consumer_memory(evidence: Evidence) -> dict[str, Finding]:
    basis = "Memory that the maker stated."
    return {
        "iPhone 4": from_fact(evidence.fact("iphone_4_memory"), basis),
        "M3 Max": from_fact(evidence.fact("m3_max_memory"), basis),
    }


@evaluates("J43")
def _text_collections(evidence: Evidence) -> dict[str, Finding]:
    pile, fineweb = evidence.fact("pile_size"), evidence.fact("fineweb_size")
    return {
        "The Pile": from_fact(
            pile,
            f"The Pile's authors give 825 GiB, that is {pile.value / 1e9:.0f} gigabytes.",
        ),
        "FineWeb": from_fact(
            fineweb, f"FineWeb's authors give {fineweb.value / 1e12:.0f} terabytes on disk."
        ),
    }
