"""Run the chapters two at a time, and reuse a run only while everything it used is unchanged."""

import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from myst_nb.core.read import create_nb_reader
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx
from sphinx.util import logging

WORKERS = 2
_QUIET = ["--log-level=ERROR"]  # a kernel warns of its own, local connection
_log = logging.getLogger(__name__)


def _inputs(root: Path) -> Iterator[Path]:
    for folder in ("src", "data"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path
    yield root / "requirements.txt"


def fingerprint(root: Path) -> str:
    """Hash what a chapter's numbers depend on besides its own code.

    That is the package, the data, the pinned libraries and the Python version.
    """
    digest = hashlib.sha256(sys.version.encode())
    for path in _inputs(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def choose_cache(app: Sphinx, config: Any) -> None:
    """Point MyST-NB at the cache of these very inputs and drop the caches of others."""
    caches = Path(app.outdir).parent / ".executed"
    current = caches / fingerprint(Path(app.srcdir).parent)
    for old in caches.glob("*"):
        if old != current:
            shutil.rmtree(old)
    config.nb_execution_cache_path = str(current)


def read_notebook(env: Any, docname: str) -> Any:
    """Read a chapter as a notebook that has not run; None for a page that is not a notebook."""
    path = env.doc2path(docname)
    text = Path(path).read_text(encoding="utf-8")
    reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
    return reader.read(text) if reader else None


def executed_notebook(env: Any, docname: str) -> Any:
    """Read a chapter with the outputs of its run."""
    cache = get_cache(env.mystnb_config.execution_cache_path)
    return cache.merge_match_into_notebook(read_notebook(env, docname))[1]


def run_chapters(_: Sphinx, env: Any, docnames: list[str]) -> None:
    """Execute what the cache lacks; a failing chapter is left for MyST-NB to run and report."""
    cache = get_cache(env.mystnb_config.execution_cache_path)
    stale: list[tuple[Path, Any]] = []
    for docname in docnames:
        notebook = read_notebook(env, docname)
        try:
            if notebook is not None:
                cache.match_cache_notebook(notebook)
        except KeyError:
            stale.append((Path(env.doc2path(docname)), notebook))

    def execute(chapter: tuple[Path, Any]) -> ExecutionResult:
        path, notebook = chapter
        timeout = env.mystnb_config.execution_timeout
        return single_nb_execution(
            notebook, str(path.parent), timeout, allow_errors=False, extra_arguments=_QUIET
        )

    with ThreadPoolExecutor(WORKERS) as pool:
        for (path, notebook), result in zip(stale, pool.map(execute, stale), strict=True):
            if result.err is None:
                _log.info("ran %s in %.1f s", path.stem, result.time)
                times = {"execution_seconds": result.time}
                bundle = CacheBundleIn(notebook, str(path), data=times)
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def write_times(app: Sphinx, error: Exception | None) -> None:
    """Leave the run time of each chapter beside the pages, for the report after the build."""
    if error is None:
        data: dict[str, Any] = NbMetadataCollector.get_doc_data(app.env)
        runs = {name: entry["exec_data"] for name, entry in data.items() if "exec_data" in entry}
        times = {name: run["runtime"] for name, run in sorted(runs.items())}
        path = Path(app.outdir).parent / "times.json"
        path.write_text(json.dumps(times, indent=1), encoding="utf-8")


def connect(app: Sphinx) -> None:
    """Attach to Sphinx; the cache is chosen before MyST-NB reads its configuration."""
    app.connect("config-inited", choose_cache)
    app.connect("env-before-read-docs", run_chapters)
    app.connect("build-finished", write_times)
