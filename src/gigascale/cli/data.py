"""``gigascale data``: what is held, in which vintages, and adding new ones."""

import datetime as dt
import hashlib
from pathlib import Path

import click
import pandas as pd

from gigascale.cli.left_out import counted, listed
from gigascale.cli.output import answer, json_option
from gigascale.datasets import entry, load, load_dropped, names, store
from gigascale.datasets.catalog import Dataset, resolve_vintage
from gigascale.datasets.diff import diff as compare
from gigascale.datasets.ingest import DROPPED
from gigascale.datasets.refresh import addresses, fetch, is_address
from gigascale.errors import InputError


@click.group()
def data() -> None:
    """List, show, compare and add dated datasets."""


@data.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List every dataset with its vintages."""
    rows = [
        {"dataset": d.name, "title": d.title, "publisher": d.publisher, "vintages": [*d.vintages]}
        for d in map(entry, names())
    ]
    answer(
        rows,
        as_json=as_json,
        text=lambda: "\n".join(
            f"{r['dataset']:<22} {r['title']} ({', '.join(r['vintages']) or 'kept by hand'})"
            for r in rows
        ),
    )


@data.command()
@click.argument("dataset")
@click.option("--vintage", help="Date of the vintage; the latest by default.")
@click.option(
    "--rows",
    default=5,
    type=click.IntRange(min=0),
    show_default=True,
    help="How many rows to show.",
)
@json_option
def show(dataset: str, vintage: str | None, rows: int, as_json: bool) -> None:
    """Show a dataset: source, columns with units, what was left out, first rows."""
    about = entry(dataset)
    table = load(dataset, vintage)
    left_out = (
        pd.DataFrame(columns=DROPPED) if about.kept_by_hand else load_dropped(dataset, vintage)
    )
    result = {
        "dataset": dataset,
        "title": about.title,
        "publisher": about.publisher,
        "licence": about.licence,
        "citation": about.citation,
        "address": about.address or [part.address for part in about.parts],
        "vintage": table.attrs["vintage"] or None,
        "vintages": [*about.vintages],
        "n_rows": len(table),
        **counted(left_out),
        "columns": {c.name: {"unit": c.unit, "meaning": c.meaning} for c in about.columns.values()},
        "rows": table.head(rows),
    }

    def text() -> str:
        columns = "\n".join(
            f"  {c.name:<32} {c.unit:<10} {c.meaning}" for c in about.columns.values()
        )
        held = f"vintage {result['vintage']}" if result["vintage"] else "kept by hand"
        first = f"\n{table.head(rows).to_string(index=False, max_colwidth=28)}" if rows else ""
        return (
            f"{about.title} ({dataset}), {about.publisher}, {about.licence}\n"
            f"{held}: {len(table)} rows{listed(left_out)}\n{columns}{first}"
        )

    answer(result, as_json=as_json, text=text)


def _read(dataset: Dataset, sources: tuple[str, ...]) -> list[tuple[str, bytes]]:
    """The publisher's files: from paths, web addresses, or the catalogue's live addresses."""
    contents = []
    for source in sources or addresses(dataset):
        if is_address(source):
            contents.append((source, fetch(source)))
            continue
        try:
            contents.append((source, Path(source).read_bytes()))
        except OSError as fault:
            raise InputError(f"{source or 'no name'}: cannot be read: {fault.strerror}") from fault
    return contents


def _said(added: store.Added) -> str:
    absent = f"\nnot in the file: {', '.join(added.absent_columns)}" * bool(added.absent_columns)
    held = f"{added.dataset} {added.vintage}: {added.rows} rows"
    return f"{held}{listed(added.dropped)}{absent}\n{added.file}"


def _told(added: store.Added) -> dict[str, object]:
    return {
        "dataset": added.dataset,
        "vintage": added.vintage,
        "n_rows": added.rows,
        **counted(added.dropped),
        "absent_columns": added.absent_columns,
        "file": added.file,
        "sha256": added.sha256,
    }


@data.command()
@click.argument("dataset")
@click.argument("sources", nargs=-1, metavar="[FILE]...")
@click.option("--vintage", help="Date of the vintage, such as 2025-12-02; today by default.")
@click.option(
    "--allow-fewer-rows", is_flag=True, help="Accept a table that shrank by over a fifth."
)
@click.option(
    "--leave-out-faulty",
    is_flag=True,
    help="Leave rows with a faulty cell out, and list them, instead of refusing the file.",
)
@json_option
def add(
    dataset: str,
    sources: tuple[str, ...],
    vintage: str | None,
    allow_fewer_rows: bool,
    leave_out_faulty: bool,
    as_json: bool,
) -> None:
    """Add a vintage from the publisher's FILE, or from the live address if none is given.

    FILE is a path or a web address; a dataset made from several files takes them in the
    catalogue's order. On any fault nothing is changed.
    """
    added = store.add(
        dataset,
        _read(entry(dataset), sources),
        dt.date.today().isoformat() if vintage is None else vintage,
        allow_fewer_rows=allow_fewer_rows,
        leave_out_faulty=leave_out_faulty,
    )
    answer(_told(added), as_json=as_json, text=lambda: _said(added))


@data.command("diff")
@click.argument("dataset")
@click.argument("old")
@click.argument("new")
@click.option("--column", help="Show revisions of this column only.")
@json_option
def diff_(dataset: str, old: str, new: str, column: str | None, as_json: bool) -> None:
    """Say which rows came, went and were revised from vintage OLD to NEW, and by how much."""
    changes = compare(dataset, old, new)
    revised = changes.revised
    if column is not None:
        if column not in entry(dataset).columns:
            known = ", ".join(entry(dataset).columns)
            raise InputError(f"dataset {dataset!r} has no column {column!r}; there are: {known}")
        revised = revised[revised["column"] == column]
    result = {
        "dataset": dataset,
        "old": old,
        "new": new,
        "n_added": len(changes.added),
        "n_removed": len(changes.removed),
        "n_revised": len(revised),
        "added": changes.added,
        "removed": changes.removed,
        "revised": revised,
    }

    def text() -> str:
        parts = [f"{dataset}: {old} to {new}"]
        for title, rows in (
            ("came", changes.added),
            ("went", changes.removed),
            ("revised", revised),
        ):
            numbers = rows.select_dtypes(object).columns.intersection(["old", "new"])
            worded = rows.assign(**{c: rows[c].map(_brief) for c in numbers})
            body = worded.to_string(index=False, max_colwidth=40) if len(rows) else ""
            parts.append(f"{title}: {len(rows)}\n{body}".rstrip())
        return "\n\n".join(parts)

    answer(result, as_json=as_json, text=text)


def _brief(value: object) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


_CHANGE = {True: "new vintage", False: "unchanged"}


def _refreshed(about: Dataset, today: str) -> dict[str, object]:
    """What refreshing one dataset did; a fault is told and leaves it as it was."""
    try:
        contents = _read(about, ())
        checksums = tuple(hashlib.sha256(content).hexdigest() for _, content in contents)
        if about.vintages and resolve_vintage(about, None).raw_sha256 == checksums:
            return {"dataset": about.name, "changed": False}
        return {**_told(store.add(about.name, contents, today)), "changed": True}
    except InputError as fault:
        return {"dataset": about.name, "changed": False, "fault": str(fault)}


@data.command()
@click.argument("datasets", nargs=-1, metavar="[DATASET]...")
@json_option
def refresh(datasets: tuple[str, ...], as_json: bool) -> None:
    """Fetch the live files of DATASETs (all by default); add a vintage where one changed.

    One that cannot be refreshed stays as it was; the others are still tried.
    """
    today = dt.date.today().isoformat()
    chosen = [entry(name) for name in datasets or names()]
    results = [_refreshed(about, today) for about in chosen if about.address or about.parts]
    answer(
        results,
        as_json=as_json,
        text=lambda: (
            "\n".join(
                f"{r['dataset']}: {r.get('fault') or _CHANGE[bool(r['changed'])]}" for r in results
            )
            or "nothing to fetch: these tables are kept by hand"
        ),
    )
    if any("fault" in r for r in results):
        raise InputError("not every dataset could be refreshed")
