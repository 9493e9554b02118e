"""The Sphinx extension of the book: charts, math, notebooks and build times with no network.

Jupyter Book loads it by name (``gigascale.site`` in ``_config.yml``).
"""

import os
import time
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from gigascale.site import charts, execution, mathml, notebooks, tables


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything that makes the site complete without another host."""
    os.environ["TZ"] = "UTC"  # kernels and drawn charts must not depend on the builder's clock
    time.tzset()
    app.connect(
        "config-inited",
        lambda _, config: config.templates_path.append(str(Path(__file__).parent / "templates")),
    )
    for part in (charts, execution, mathml, notebooks, tables):
        part.connect(app)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": False}
