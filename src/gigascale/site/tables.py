"""Link the sources that a table names to the list of references."""

from sphinx.application import Sphinx


def connect(app: Sphinx) -> None:
    """Attach to Sphinx."""
