"""What the growth of training compute takes, year by year: from demand, from supply, and limits."""

from gigascale.projections.frontier import Frontier
from gigascale.projections.project import Projection, project
from gigascale.projections.records import leading_run, record_noise

__all__ = ["Frontier", "Projection", "leading_run", "project", "record_noise"]
