"""Say after a build how long each chapter took and where the site lies: ``python -m``.

Fails if a page of the table of contents is missing, whatever the builder said.
"""

import json
from pathlib import Path

import click
from sphinx_external_toc.parsing import parse_toc_yaml


def missing_pages(toc: Path, html: Path) -> list[str]:
    """List the pages that the table of contents names and the site lacks.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "toc.yml").write_text("{format: jb-book, root: index}")
    >>> missing_pages(folder / "toc.yml", folder)
    ['index']
    """
    pages = parse_toc_yaml(toc)
    return [name for name in pages if not (html / f"{name.removesuffix('.md')}.html").is_file()]


def summary(times: dict[str, float], html: Path) -> str:
    """Write the run time of each chapter, their sum and the front page's path.

    Examples
    --------
    >>> print(summary({"index": 1.23, "trends/solar": 4.5}, Path("_build/html")))
    Run time of the chapters (of the run whose results the pages show):
         1.2 s  index
         4.5 s  trends/solar
         5.7 s  in all
    The book: _build/html/index.html
    """
    lines = [f"{seconds:8.1f} s  {name}" for name, seconds in times.items()]
    total = f"{sum(times.values()):8.1f} s  in all"
    head = "Run time of the chapters (of the run whose results the pages show):"
    return "\n".join([head, *lines, total, f"The book: {html / 'index.html'}"])


@click.command()
@click.option("--toc", type=click.Path(path_type=Path), default=Path("_toc.yml"))
@click.option("--build", type=click.Path(path_type=Path), default=Path("_build"))
def main(toc: Path, build: Path) -> None:
    """Check the built pages and print the report."""
    missing = missing_pages(toc, build / "html")
    if missing:
        raise click.ClickException(f"pages missing from the site: {', '.join(missing)}")
    times = json.loads((build / "times.json").read_text(encoding="utf-8"))
    click.echo(summary(times, build / "html"))


if __name__ == "__main__":
    main()
