"""Build the book twice, as differently as two machines would, and compare every byte."""

import filecmp
import sys
import tempfile
from pathlib import Path

import click
from workshop import build, copy_project

SETTINGS = (
    {"TZ": "Asia/Tokyo", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/New_York", "LANG": "POSIX", "LC_ALL": "POSIX", "PYTHONHASHSEED": "2"},
)


def differences(one: Path, other: Path) -> list[str]:
    """List the files that only one folder has or whose bytes differ."""
    names = [{p.relative_to(f) for p in f.rglob("*") if p.is_file()} for f in (one, other)]
    missing = names[0] ^ names[1]
    _, changed, unread = filecmp.cmpfiles(one, other, names[0] & names[1], shallow=False)
    return sorted(map(str, [*missing, *changed, *unread]))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder, "first"), Path(folder, "a longer path", "second")]
        for place, settings in zip(places, SETTINGS, strict=True):
            click.echo(f"building in {place} with {settings}")
            build(copy_project(place), **settings)
        different = differences(*(place / "_build" / "html" for place in places))
        count = sum(path.is_file() for path in (places[0] / "_build" / "html").rglob("*"))
    if different:
        sys.exit("the builds differ in:\n" + "\n".join(different))
    click.echo(f"the two builds are the same, byte for byte, in {count} files")


if __name__ == "__main__":
    main()
