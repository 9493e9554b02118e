"""Published figures for a gigawatt: each brought to one measure, and what still differs then."""

from gigascale.clusters.reconciliation.disagreement import contradictions, spread_by_step
from gigascale.clusters.reconciliation.reconciled import (
    Reconciliation,
    before_and_after,
    reconcile,
)

__all__ = ["Reconciliation", "before_and_after", "contradictions", "reconcile", "spread_by_step"]
