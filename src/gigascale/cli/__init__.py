"""The command ``gigascale``."""

from gigascale.cli.app import main

__all__ = ["main"]
