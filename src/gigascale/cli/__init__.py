"""The command ``gigascale``."""

import os

# Matrices here are small: more threads make them slower, and their sums depend on the machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from gigascale.cli.app import main

__all__ = ["main"]
