"""Builds of the book in folders and with caches of their own; the answer of a benchmark."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click

ROOT = Path(__file__).parents[2]
PARTS = ("_config.yml", "_toc.yml", "requirements.txt", "pyproject.toml", "book", "data", "src")


def copy_project(folder: Path) -> Path:
    """Copy what a build reads; the package is then imported from the copy."""
    folder.mkdir(parents=True)
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
            shutil.copytree(source, folder / part, ignore=ignored)
        else:
            shutil.copy2(source, folder / part)
    return folder


def build(folder: Path, **environment: str) -> float:
    """Build the site of a copy from clean pages; return the seconds it took."""
    shutil.rmtree(folder / "_build" / "html", ignore_errors=True)
    command = [Path(sys.executable).parent / "jupyter-book", "build", "book", "--path-output", "."]
    command += ["--config", "_config.yml", "--toc", folder / "_toc.yml"]
    command += ["-W", "--keep-going", "--all", "-q"]
    paths = {"PYTHONPATH": str(folder / "src"), "GIGASCALE_DATA": str(folder / "data")}
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **paths, **environment}, capture_output=True
    )
    if done.returncode:
        raise SystemExit(f"the build failed:\n{done.stdout.decode()}{done.stderr.decode()}")
    return time.perf_counter() - start


def chapter_seconds(folder: Path) -> float:
    """Add up the run times of the chapters in the last build."""
    times = json.loads((folder / "_build" / "times.json").read_text(encoding="utf-8"))
    return sum(times.values())


def tell(description: str | None, measure: Callable[[], Mapping[str, float]]) -> None:
    """Print what a benchmark measures, as lines or with ``--json`` as one object."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    results = {name: float(f"{value:.6g}") for name, value in measure().items()}
    if arguments.json:
        click.echo(json.dumps(results, indent=1))
    else:
        for name, value in results.items():
            click.echo(f"{name:32} {value:>12,.10g}")
