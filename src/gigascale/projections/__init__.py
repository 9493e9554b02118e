"""What the growth of training compute takes, year by year: from demand, from supply, and limits."""

from gigascale.projections.outlooks import Outlooks, load_outlooks
from gigascale.projections.project import project
from gigascale.projections.projection import Projection
from gigascale.projections.route import Route
from gigascale.projections.routes import project_scores

__all__ = ["Outlooks", "Projection", "Route", "load_outlooks", "project", "project_scores"]
