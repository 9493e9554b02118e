"""What a power budget or a training run takes in accelerators, watts and dollars."""

from gigascale.clusters.assumptions import Assumption, assumptions_for
from gigascale.clusters.chips import Chip, find_chip
from gigascale.clusters.estimates import Estimate
from gigascale.clusters.frontier import Frontier
from gigascale.clusters.project import Projection, project
from gigascale.clusters.records import leading_run, record_noise
from gigascale.clusters.runs import size_run
from gigascale.clusters.sampling import quantiles, sample
from gigascale.clusters.sizing import size_cluster

__all__ = [
    "Assumption",
    "Chip",
    "Estimate",
    "Frontier",
    "Projection",
    "assumptions_for",
    "find_chip",
    "leading_run",
    "project",
    "quantiles",
    "record_noise",
    "sample",
    "size_cluster",
    "size_run",
]
