"""The cluster model against what stands: predictions, reports, bias and coverage."""

from gigascale.clusters.validation.predictions import validate
from gigascale.clusters.validation.reports import (
    PEAK_OVER_TOP500_RATIO,
    ROUND_W,
    all_reports,
    formula_pue,
    from_gpu_clusters,
)
from gigascale.clusters.validation.scores import counted, generation, score, score_by

__all__ = [
    "PEAK_OVER_TOP500_RATIO",
    "ROUND_W",
    "all_reports",
    "counted",
    "formula_pue",
    "from_gpu_clusters",
    "generation",
    "score",
    "score_by",
    "validate",
]
