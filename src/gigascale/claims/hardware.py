"""Claims on chips, servers and clusters: memory, numbers, rank."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from gigascale.claims.evidence import Evidence, largest
from gigascale.claims.registry import Finding, evaluates, from_fact

GPUS_PER_NODE = 8
_TOP500 = [f"top500_rank_{rank}_flop_per_s" for rank in range(1, 7)]
_BYTE_PER_PARAMETER = 2


def _memory(evidence: Evidence, chip: str, chips: float) -> Finding:
    byte = evidence.chip(chip).memory_byte or 0.0
    return Finding(
        chips * byte,
        "byte",
        (f"{chips:,.0f} times the" if chips > 1 else "The")
        + f" {byte / 1e9:.0f} gigabytes of the {chip} in the hardware table, vintage of "
        f"{evidence.vintage('ml_hardware')}.",
        ("ml_hardware",),
    )


def _design_gpus(evidence: Evidence) -> float:
    return GPUS_PER_NODE * evidence.fact("superpod_nodes").value


@evaluates("J48")
def _v100_memory(evidence: Evidence) -> dict[str, Finding]:
    return {
        "GPU": _memory(evidence, "V100", 1),
        "server": _memory(evidence, "V100", GPUS_PER_NODE),
    }


@evaluates("J50")
def _gpt_3_cluster(evidence: Evidence) -> Finding:
    row = evidence.cluster("Azure OpenAI GPT-3 Cluster")
    return Finding(
        row["chips"],
        "chips",
        f"Size of the cluster of {row['operational_date'].date()} in the GPU clusters, vintage of "
        f"{row['vintage']}, marked {row['certainty'].lower()} there.",
        ("gpu_clusters",),
    )


@evaluates("J51")
def _gpt_3_cluster_memory(evidence: Evidence) -> Finding:
    return _memory(evidence, "V100", evidence.cluster("Azure OpenAI GPT-3 Cluster")["chips"])


@evaluates("J53")
def _reference_design(evidence: Evidence) -> dict[str, Finding]:
    nodes, unit = evidence.fact("superpod_nodes"), evidence.fact("superpod_unit_nodes")
    basis = (
        f"The design document, with {GPUS_PER_NODE} GPUs a node; what it calls a scalable unit is "
        f"{unit.value:.0f} nodes, not the {nodes.value:.0f} of the whole."
    )
    return {
        "nodes": from_fact(nodes, basis),
        "GPUs": Finding(_design_gpus(evidence), "chips", basis, (nodes.source,)),
    }


@evaluates("J54")
def _h100_memory(evidence: Evidence) -> dict[str, Finding]:
    return {
        "GPU": _memory(evidence, "H100", 1),
        "cluster": _memory(evidence, "H100", _design_gpus(evidence)),
    }


@evaluates("J55")
def _model_that_fits(evidence: Evidence) -> Finding:
    memory = _memory(evidence, "H100", _design_gpus(evidence)).value
    needed = evidence.fact("training_byte_per_parameter")
    return Finding(
        memory / _BYTE_PER_PARAMETER,
        "parameters",
        f"{memory / 1e12:.1f} terabytes at {_BYTE_PER_PARAMETER} bytes a parameter, which stores "
        f"the weights and nothing else; training takes {needed.value:.0f} bytes before any "
        f"activation, and so fits {memory / needed.value / 1e12:.1f} trillion.",
        ("ml_hardware", needed.source),
    )


@evaluates("J56")
def _meta_fleet(evidence: Evidence) -> dict[str, Finding]:
    h100, whole = evidence.fact("meta_fleet_h100"), evidence.fact("meta_fleet_h100_equivalents")
    basis = (
        f"Meta planned {h100.value:,.0f} H100 and, with its other chips, the compute of "
        f"{whole.value:,.0f}; it named no number of GPUs."
    )
    return {
        "counted as H100": from_fact(h100, basis),
        "counted as H100 equivalents": from_fact(whole, basis),
    }


@evaluates("J57")
def _eagle(evidence: Evidence) -> dict[str, Finding]:
    scores = [evidence.fact(name).value for name in _TOP500]
    eagle = evidence.fact("top500_rank_3_flop_per_s")
    row = evidence.cluster("Microsoft Azure Eagle")
    basis = (
        f"Eagle in the GPU clusters, vintage of {row['vintage']}, and in the Top500 of June 2024."
    )
    sources = ("gpu_clusters", eagle.source)
    rank = 1 + sum(score > eagle.value for score in scores)
    return {
        "GPUs": Finding(row["chips"], "chips", basis, sources),
        "rank": Finding(rank, "rank", basis, sources),
    }


@evaluates("J10")
def _clusters_in_top500_systems(evidence: Evidence) -> Finding:
    """Largest cluster of the day at the Linpack score per H100 of Eagle."""
    day = pd.Timestamp(evidence.said_on("J10"))
    eagle = evidence.fact("top500_rank_3_flop_per_s")
    per_gpu = eagle.value / evidence.cluster("Microsoft Azure Eagle")["chips"]
    sure, likely = (largest_cluster(evidence, day, likely=likely) for likely in (False, True))
    soon = largest_cluster(evidence, day + pd.Timedelta(days=31))
    systems = [
        _systems_equalled(evidence, per_gpu * row["h100_equivalents"])
        for row in (sure, likely, soon)
    ]
    return Finding(
        systems[0],
        "Top500 systems",
        f"{sure['cluster']} ({sure['chips']:,.0f} chips), the largest confirmed cluster on "
        f"{day.date()} in the vintage of {evidence.vintage('gpu_clusters')}, at Eagle's 64-bit "
        f"Linpack score per H100 against the Top500 of June 2024; high: with those marked likely, "
        f"{likely['cluster']} ({likely['chips']:,.0f}). A month later {soon['cluster']} "
        f"({soon['chips']:,.0f}) equalled {systems[2]:.1f}.",
        ("gpu_clusters", eagle.source),
        systems[0],
        systems[1],
    )


def largest_cluster(
    evidence: Evidence, day: pd.Timestamp, *, likely: bool = False
) -> Mapping[str, Any]:
    """Return the GPU cluster with the most compute that stood on a day, confirmed or also likely.

    Examples
    --------
    >>> largest_cluster(Evidence(), pd.Timestamp("2024-08-26"))["chips"]
    24576.0
    """
    clusters = evidence.table("gpu_clusters")
    there = clusters[
        (clusters["operational_date"] <= day)
        & clusters["certainty"].isin(["Confirmed", "Likely"] if likely else ["Confirmed"])
        & clusters["chips"].notna()
    ]
    return largest(there, "h100_equivalents")


def _systems_equalled(evidence: Evidence, flop_per_s: float) -> float:
    """How many systems from the top of the list it takes to reach a score, the last one in part."""
    systems, left = 0.0, flop_per_s
    for name in _TOP500:
        share = min(left / evidence.fact(name).value, 1.0)
        systems, left = systems + share, left - share * evidence.fact(name).value
    return systems


@evaluates("J82")
def _largest_h100_run(evidence: Evidence) -> Finding:
    """Largest training run on H100 that was published by the day of the claim."""
    models = evidence.table("notable_models")
    known = models[
        (models["publication_date"] <= pd.Timestamp(evidence.said_on("J82")))
        & models["training_hardware"].str.contains("H100", na=False)
    ]
    run = largest(known, "hardware_quantity")
    return Finding(
        run["hardware_quantity"],
        "chips",
        f"{run['model']}, the largest run on H100 by then in the notable models, vintage of "
        f"{evidence.vintage('notable_models')}.",
        ("notable_models",),
    )
