"""Dependencies point one way, and only one module opens a connection."""

import ast
from pathlib import Path

import pytest

import gigascale

ROOT = Path(gigascale.__file__).parent
# Each part may import itself and what stands before it.
ORDER = [
    "errors",
    "datasets",
    "trends",
    "lines",
    "forecasts",
    "clusters",
    "projections",
    "claims",
    "published",
]
ORDER += ["charts", "book", "cli"]
MODULES = sorted(ROOT.rglob("*.py"))


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{a.name}" for a in node.names}
    return names


def part(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_back_in_the_order_of_the_parts(path: Path) -> None:
    here = part(path)
    if here == "__init__":
        return
    used = {n.split(".")[1] for n in imported(path) if n.startswith("gigascale.")}
    allowed = {"errors", "site"} if here == "site" else set(ORDER[: ORDER.index(here) + 1])
    if here == "cli":
        allowed -= {"charts", "book"}
    assert used <= allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_refresh_uses_the_network_and_only_datasets_reads_tables(path: Path) -> None:
    names = {name.split(".")[0] for name in imported(path)}
    where = path.relative_to(ROOT).as_posix()
    if where != "datasets/refresh.py":
        assert not names & {"requests", "urllib3", "httpx", "socket"}
    if not where.startswith("datasets/"):
        assert "read_csv" not in path.read_text(encoding="utf-8")


def test_every_module_fits_in_the_head() -> None:
    lengths = {
        str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES
    }
    assert {name: n for name, n in lengths.items() if n > 260} == {}
