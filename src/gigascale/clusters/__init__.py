"""What a power budget or a training run takes in accelerators, watts and dollars."""

from gigascale.clusters.assumptions import Assumption, assumptions_for
from gigascale.clusters.chips import Chip, find_chip, load_hardware
from gigascale.clusters.estimates import Estimate
from gigascale.clusters.runs import size_run
from gigascale.clusters.sampling import quantiles, sample
from gigascale.clusters.sizing import size_cluster

__all__ = [
    "Assumption",
    "Chip",
    "Estimate",
    "assumptions_for",
    "find_chip",
    "load_hardware",
    "quantiles",
    "sample",
    "size_cluster",
    "size_run",
]
