"""Publish each chapter's executed notebook beside its page, the same bytes for the same content."""

from pathlib import Path
from typing import Any

import nbformat
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx

from gigascale.site.execution import executed_notebook


def normalise(notebook: Any) -> Any:
    """Drop what differs from run to run or serves the build alone; number the cells.

    Examples
    --------
    >>> cell = nbformat.v4.new_code_cell("1", metadata={"scrolled": True})
    >>> clean = normalise(nbformat.v4.new_notebook(cells=[cell], metadata={"source_map": [3]}))
    >>> clean.cells[0].id, clean.cells[0].metadata, "source_map" in clean.metadata
    ('cell-1', {}, False)
    """
    kernel = notebook.metadata.get("kernelspec", {})
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": kernel, "language_info": {"name": "python"}}
    )
    notebook.nbformat_minor = 5
    for position, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{position}"
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
    return notebook


def is_notebook(app: Sphinx, docname: str) -> bool:
    """Tell whether a page was made by a notebook that ran to its end."""
    data: Any = NbMetadataCollector.get_doc_data(app.env)
    return bool(data.get(docname, {}).get("exec_data", {}).get("succeeded"))


def publish(app: Sphinx, error: Exception | None) -> None:
    """Write the notebooks once every page is written."""
    if error is not None or app.builder.format != "html":
        return
    for docname in sorted(app.env.found_docs):
        if is_notebook(app, docname):
            text = nbformat.writes(normalise(executed_notebook(app.env, docname)))
            Path(app.outdir, f"{docname}.ipynb").write_text(text + "\n", encoding="utf-8")
    Path(app.outdir, ".buildinfo").unlink(missing_ok=True)  # serves incremental builds alone


def offer(app: Sphinx, pagename: str, _: str, context: dict[str, Any], __: Any) -> None:
    """Link the notebook at the end of its page."""
    if is_notebook(app, pagename):
        name = pagename.rsplit("/", 1)[-1]
        context["body"] += (
            f'<p class="notebook-link"><a href="{name}.ipynb" download>'
            "Download this chapter as an executed notebook</a></p>\n"
        )


def connect(app: Sphinx) -> None:
    """Attach to Sphinx."""
    app.connect("html-page-context", offer)
    app.connect("build-finished", publish)
