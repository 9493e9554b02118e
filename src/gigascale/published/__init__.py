"""Published growth rates, recomputed on every vintage that can, with a verdict and its reason."""

from gigascale.published.evidence import places
from gigascale.published.reproduction import Reproduction, figures_table, reproduce

__all__ = ["Reproduction", "figures_table", "places", "reproduce"]
