"""Write math as MathML when the book is built, so that a page needs no script to show it."""

import re
from html import escape

from docutils import nodes
from latex2mathml.converter import convert
from latex2mathml.exceptions import NoAvailableTokensError
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

_log = logging.getLogger(__name__)
_OPERATOR = re.compile(r"<mi>(±|&#x000B1;)</mi>")


def to_mathml(latex: str, *, block: bool = False) -> str:
    r"""Convert LaTeX math to a MathML element that also carries its LaTeX.

    Raises
    ------
    ValueError
        If a command or a sign has no MathML counterpart.

    Examples
    --------
    >>> to_mathml("N")  # doctest: +ELLIPSIS
    '<math alttext="N" ...<mi>N</mi></mrow></math>'
    >>> to_mathml(r"\nosuch")
    Traceback (most recent call last):
    ValueError: math that MathML cannot show: \nosuch
    """
    source = latex.replace("{aligned}", "{split}")
    if r"\\" in source and r"\begin" not in source:
        source = rf"\begin{{split}}{source}\end{{split}}"
    try:
        result = convert(source, display="block" if block else "inline")
    except (NoAvailableTokensError, IndexError, KeyError, ValueError) as error:
        raise ValueError(f"math that MathML cannot show: {latex}") from error
    if "\\" in result or "<mi>&</mi>" in result:
        raise ValueError(f"math that MathML cannot show: {latex}")
    result = _OPERATOR.sub(r"<mo>\1</mo>", result)
    return result.replace("<math ", f'<math alttext="{escape(latex)}" ', 1)


def _converted(node: nodes.Element, *, block: bool) -> str:
    try:
        return to_mathml(node.astext(), block=block)
    except ValueError as error:
        _log.warning("%s", error, location=node)
        return escape(node.astext())


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write inline math."""
    self.body.append(_converted(node, block=False))
    raise nodes.SkipNode


def visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write display math, with its number when it has a label."""
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(_converted(node, block=True) + "</div>\n")
    raise nodes.SkipNode


def connect(app: Sphinx) -> None:
    """Offer the renderer to Sphinx; ``html_math_renderer`` chooses it."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
