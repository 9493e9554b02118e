"""``gigascale growth``: how fast a column of a dataset grows."""

import click

from gigascale.cli.output import answer, json_option, listing
from gigascale.cli.quantity import positive
from gigascale.datasets import Dataset, entry, load
from gigascale.errors import InputError
from gigascale.trends.rates import DEFAULT_LEVEL
from gigascale.trends.series import growth_of
from gigascale.trends.uncertainty import DEFAULT_METHOD, METHODS


@click.command()
@click.argument("dataset")
@click.option("--vintage", help="Date of the vintage; the latest by default.")
@click.option("--value", help="Column that grows; the catalogue's choice by default.")
@click.option("--date", "date_column", help="Column of dates; the catalogue's choice by default.")
@click.option(
    "--where",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Only rows with this value, such as entity=Germany; may be repeated.",
)
@click.option(
    "--rule",
    default="all",
    show_default=True,
    help="Which rows count: all, record, topN (running top N), trailingN (top N of the last "
    "year), aboveX.",
)
@click.option("--from", "start", help="First date, such as 2010-01-01.")
@click.option("--to", "end", help="Last date, included.")
@click.option(
    "--method",
    default=DEFAULT_METHOD,
    show_default=True,
    help=f"How the interval is found: {', '.join(METHODS)}.",
)
@click.option("--level", default=str(DEFAULT_LEVEL), show_default=True, help="Of the interval.")
@json_option
def growth(
    dataset: str,
    vintage: str | None,
    value: str | None,
    date_column: str | None,
    where: tuple[str, ...],
    rule: str,
    start: str | None,
    end: str | None,
    method: str,
    level: str,
    as_json: bool,
) -> None:
    """Fit a constant growth rate to a column of DATASET.

    The rule is applied to the whole history first, then the window is cut. The interval of the
    default method survives serial dependence.

    \b
    gigascale growth notable_models --rule top10 --from 2010-01-01
    gigascale growth gpu_clusters --value power_w --rule top10 --from 2019-01-01 --json
    gigascale growth experience_curves --value unit_cost --where technology=DRAM
    """
    about = entry(dataset)
    value = about.value if value is None else value
    date = about.date if date_column is None else date_column
    for option, name in (("--value", value), ("--date", date)):
        if name not in about.columns:
            known = ", ".join(about.columns)
            what = f"no column {name!r}" if name else f"no default for {option}"
            raise InputError(f"dataset {dataset!r} has {what}; there are: {known}")
    if about.columns[date].type != "date" and about.columns[date].unit != "year":
        raise InputError(f"dataset {dataset!r}: column {date!r} holds no dates")
    kept = _conditions(about, where)
    table = load(dataset, vintage)
    for column, wanted in kept.items():
        table = table[table[column].astype(str) == wanted]
    if table.empty:
        raise InputError(f"dataset {dataset!r} has no row where {_said(kept)}")
    fit = growth_of(
        table,
        date=date,
        value=value,
        rule=rule,
        start=start,
        end=end,
        method=method,
        level=positive("level", level, "0.9"),
    )
    result = {
        "dataset": dataset,
        "vintage": table.attrs["vintage"],
        "where": kept or None,
        "value": value,
        "unit": about.columns[value].unit,
        "date": date,
        "rule": rule,
        "from": start,
        "to": end,
        **fit.to_dict(),
    }
    answer(result, as_json=as_json, text=lambda: listing(result))


def _conditions(about: Dataset, where: tuple[str, ...]) -> dict[str, str]:
    """The values that rows must have: those asked for, else the catalogue's."""
    conditions = dict(about.where)
    for text in where:
        column, equals, wanted = text.partition("=")
        if not equals or column not in about.columns:
            known = ", ".join(about.columns)
            raise InputError(f"--where {text!r}: give COLUMN=VALUE; columns: {known}")
        conditions[column] = wanted
    return conditions


def _said(conditions: dict[str, str]) -> str:
    return " and ".join(f"{column} is {value!r}" for column, value in conditions.items())
