"""Claims on failures in large clusters."""

import pandas as pd
from scipy.stats import chi2

from gigascale.claims.evidence import LEVEL, Evidence
from gigascale.claims.hardware import largest_cluster
from gigascale.claims.registry import Finding, evaluates

_MINUTES_PER_HOUR = 60
_HOURS_PER_DAY = 24


def _llama_gpu_hours(evidence: Evidence) -> float:
    gpus = float(evidence.model("Llama 3.1-405B", "hardware_quantity")["hardware_quantity"])
    return gpus * evidence.fact("llama3_time").value * _HOURS_PER_DAY


@evaluates("J17")
def _optics_mtbf(evidence: Evidence) -> Finding:
    """Time between failures of any optical module in the largest cluster of the day."""
    day = pd.Timestamp(evidence.said_on("J17"))
    now, soon = (largest_cluster(evidence, day + pd.Timedelta(days=days)) for days in (0, 31))
    mtbf, modules = evidence.fact("optical_module_mtbf"), evidence.fact("optical_modules_per_gpu")
    gpus = float(soon["chips"])
    stops = evidence.fact("llama3_network_interruptions")
    hours = _llama_gpu_hours(evidence) / stops.value / gpus
    value = mtbf.value / (modules.value * gpus)
    return Finding(
        value * _MINUTES_PER_HOUR,
        "minutes",
        f"Time between failures of a module over the {modules.value:.0f} modules a GPU of "
        f"{soon['cluster']} ({gpus:,.0f} GPUs), and the range of sources, high with the size of "
        f"{now['cluster']} ({now['chips']:,.0f}). Network faults that stopped Llama 3 scale to one "
        f"every {hours:.1f} hours at the larger size.",
        (mtbf.source, modules.source, stops.source, "gpu_clusters"),
        mtbf.span.low / (modules.span.high * gpus) * _MINUTES_PER_HOUR,
        mtbf.span.high / (modules.span.low * float(now["chips"])) * _MINUTES_PER_HOUR,
    )


@evaluates("J83")
def _failures_a_day(evidence: Evidence) -> Finding:
    """Rate of unexpected interruptions of one long run, scaled by the number of GPUs."""
    count, time = evidence.fact("llama3_interruptions"), evidence.fact("llama3_time")
    gpus = evidence.claimed("J82")
    scale = gpus * _HOURS_PER_DAY / _llama_gpu_hours(evidence)
    tail = (1 - LEVEL) / 2
    return Finding(
        count.value * scale,
        "per day",
        f"Unexpected interruptions of Llama 3's training, {count.value:.0f} in {time.value:.0f} "
        f"days, scaled to {gpus:,.0f} GPUs; the interval is that of the count.",
        (count.source, "notable_models"),
        float(chi2.ppf(tail, 2 * count.value)) / 2 * scale,
        float(chi2.ppf(1 - tail, 2 * count.value + 2)) / 2 * scale,
        LEVEL,
    )
