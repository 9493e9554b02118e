"""Measure the build, the import and the front page; print times as ratios, which travel."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from weight import page_weight
from workshop import build, chapter_seconds, copy_project, tell

IMPORTS = 7


def import_seconds(module: str) -> float:
    """Take the median time of a fresh interpreter to import a module."""

    def once() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
        return time.perf_counter() - start

    return statistics.median(once() for _ in range(IMPORTS))


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_project(Path(folder, "book"))
        cold = build(copy)
        chapters = chapter_seconds(copy)
        unchanged = build(copy)
        weight = page_weight(copy / "_build" / "html")
    pandas = import_seconds("pandas")
    return {
        "chapters_s": chapters,
        "cold_build_s": cold,
        "cold_build_over_chapters": cold / chapters,
        "unchanged_build_s": unchanged,
        "unchanged_build_over_chapters": unchanged / chapters,
        "import_gigascale_over_pandas": import_seconds("gigascale") / pandas,
        "import_datasets_over_pandas": import_seconds("gigascale.datasets") / pandas,
        "import_command_over_pandas": import_seconds("gigascale.cli") / pandas,
        "front_page_total_gzip_byte": weight["total_byte"],
        "front_page_own_gzip_byte": weight["own_byte"],
    }


if __name__ == "__main__":
    tell(__doc__, measure)
