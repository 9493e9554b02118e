"""Turn a chart in a notebook's output into an accessible figure that needs no other host.

The chart's specification lies in the page and is drawn by one script shared by the whole site;
beside the page lie its data as CSV and its picture as SVG and PNG.
"""

import json
from html import escape
from pathlib import Path
from typing import Any

import vl_convert
from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from gigascale.site.captions import caption, take_legend, take_title
from gigascale.site.downloads import write_downloads
from gigascale.site.modes import MODES, VEGA_LITE
from gigascale.site.notebooks import is_notebook

MIME_TYPE = "application/vnd.vegalite.v5+json"
SCRIPT = "charts.js"
SOURCES = ("draw.js", "calculator.js")
COMPOSED = {"hconcat", "vconcat", "concat", "facet", "repeat"}
_log = logging.getLogger(__name__)


class chart(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801
    """A Vega-Lite specification, as attribute ``spec``."""


class ChartRenderer:
    """The MyST-NB plugin for Vega-Lite output."""

    mime_priority_overrides = (("html", MIME_TYPE, 1),)

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Keep the specification in the document; complain if nothing describes it."""
        if inline or data.mime_type != MIME_TYPE:
            return None
        spec = json.loads(data.string) if isinstance(data.content, str) else data.content
        if not str(spec.get("description", "")).strip():
            renderer.logger.warning("a chart has no description", line=data.line)
        return [chart("", spec=spec)]


def script_safe(value: Any) -> str:
    """Write JSON that cannot end the script element around it.

    Examples
    --------
    >>> script_safe({"model": "</script><script>alert(1)</script>"}).count("</script>")
    0
    """
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")


def visit_chart(self: HTML5Translator, node: chart) -> None:
    """Write the figure and the files that it links."""
    builder: Any = self.builder
    docname = builder.current_docname
    number = self._charts = getattr(self, "_charts", 0) + 1
    name = f"{docname.replace('/', '-')}-{number}"
    write_downloads(Path(builder.outdir), name, node["spec"])
    to_root = "../" * docname.count("/")
    links = [
        (f"{to_root}_charts/{name}.csv", "Data (CSV)"),
        (f"{to_root}_charts/{name}.svg", "SVG"),
        (f"{to_root}_charts/{name}.png", "PNG"),
    ]
    if is_notebook(builder.app, docname):
        links.append((f"{docname.rsplit('/', 1)[-1]}.ipynb", "Notebook"))
    title, spec = take_title(node["spec"])
    legend, spec = take_legend(spec)
    if not COMPOSED & spec.keys():
        spec["width"] = "container"
    described = escape(str(spec.get("description", "")))
    anchors = "\n".join(f'<a href="{escape(href)}" download>{text}</a>' for href, text in links)
    self.body.append(
        f'<figure class="chart" id="chart-{number}">\n{caption(title, legend)}'
        f'<div role="img" aria-label="{described}"><div class="chart-view"></div></div>\n'
        f'<noscript><img src="{links[1][0]}" alt="{described}"></noscript>\n'
        f'<script type="application/json" class="chart-spec">{script_safe(spec)}</script>\n'
        f'<p class="chart-links">Download: {anchors}</p>\n</figure>\n'
    )
    raise nodes.SkipNode


def write_script(app: Sphinx) -> None:
    """Bundle Vega with the scripts that draw charts and run the calculator, once for the site."""
    if app.builder.format == "html":
        folder = Path(__file__).parent
        source = "".join((folder / name).read_text(encoding="utf-8") for name in SOURCES)
        source = source.replace("__MODES__", json.dumps(MODES))
        path = Path(app.outdir, "_static", SCRIPT)
        path.parent.mkdir(parents=True, exist_ok=True)
        bundle = vl_convert.javascript_bundle(source, vl_version=VEGA_LITE)
        path.write_text(f"(() => {{{bundle}}})();\n", encoding="utf-8")  # no global names


def load_script(app: Sphinx, _: str, __: str, ___: dict[str, Any], doctree: Any) -> None:
    """Load the script on the pages that hold a chart."""
    if doctree and next(doctree.findall(chart), None):
        app.add_js_file(SCRIPT, loading_method="defer")


def connect(app: Sphinx) -> None:
    """Attach to Sphinx."""
    app.add_node(chart, html=(visit_chart, None))
    app.connect("builder-inited", write_script)
    app.connect("html-page-context", load_script)
