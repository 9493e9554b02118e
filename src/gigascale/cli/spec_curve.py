"""``gigascale spec-curve``: a growth rate under every combination of defensible choices."""

from typing import Any

import click
import pandas as pd
from tqdm import tqdm

from gigascale.cli.growth import where_option
from gigascale.cli.output import answer, json_option
from gigascale.cli.quantity import positive
from gigascale.errors import InputError
from gigascale.trends.choice_effects import choice_effects, published_growth, shares_containing
from gigascale.trends.rates import DEFAULT_LEVEL
from gigascale.trends.specifications import (
    JOINED,
    NOTHING,
    SPECIFICATION_METHODS,
    specification_curve,
)

_WORTH_SAYING = 0.01
_SAID = ("figure_id", "quantity", "definition")


@click.command("spec-curve")
@click.argument("dataset")
@click.option("--value", help="Column that grows, or a ratio, as for growth.")
@click.option("--date", "date_column", help="Column of dates; the catalogue's choice by default.")
@where_option
@click.option("--vintage", "vintages", multiple=True, help="A vintage; all by default.")
@click.option("--rule", "rules", multiple=True, help="A rule, as for growth.")
@click.option("--from", "starts", multiple=True, help="A first date, such as 2018-01-01.")
@click.option("--to", "end", help="Last date of every window, included.")
@click.option("--method", "methods", multiple=True, help="A method, as for growth.")
@click.option(
    "--exclude",
    "exclusions",
    multiple=True,
    metavar="NAME|COLUMN=VALUE",
    help=f"Rows left out in half of the specifications, as for growth; {NOTHING}: none ever.",
)
@click.option(
    "--fewest",
    type=click.IntRange(3),
    default=10,
    show_default=True,
    help="Points that an estimate needs.",
)
@click.option("--level", default=str(DEFAULT_LEVEL), show_default=True, help="Of the intervals.")
@json_option
def spec_curve(
    dataset: str,
    value: str | None,
    date_column: str | None,
    where: tuple[str, ...],
    vintages: tuple[str, ...],
    rules: tuple[str, ...],
    starts: tuple[str, ...],
    end: str | None,
    methods: tuple[str, ...],
    exclusions: tuple[str, ...],
    fewest: int,
    level: str,
    as_json: bool,
) -> None:
    """Fit a column of DATASET under every combination of choices.

    Without options the choices are every vintage, the catalogue's rules, windows and sets of rows
    that may be left out, and four kinds of line. --vintage, --rule, --from, --method and --exclude
    may be repeated and take the place of those. Effects say which choice moves the answer, shares
    how many intervals hold what others published.

    \b
    gigascale spec-curve notable_models --json
    gigascale spec-curve notable_models --vintage 2024-05-26 --from 2010 --rule top10 --rule all
    gigascale spec-curve gpu_clusters --value power_w
    """
    curve = specification_curve(
        dataset,
        value=value,
        date=date_column,
        where=where,
        vintages=vintages or None,
        rules=rules or None,
        starts=starts or None,
        end=end,
        methods=methods or SPECIFICATION_METHODS,
        exclusions=() if exclusions == (NOTHING,) else exclusions or None,
        fewest=fewest,
        level=positive("level", level, "0.9"),
        progress=lambda blocks: tqdm(blocks, unit="block", leave=False, disable=None),
    )
    figures = published_growth(dataset, curve.attrs["value"])
    fitted = curve.dropna(subset=["growth_per_year"])
    begun = list(fitted["start"].dropna().unique())
    windows = {None: fitted} | {start: fitted[fitted["start"] == start] for start in begun}
    result: dict[str, Any] = {
        **{str(name): value for name, value in curve.attrs.items()},
        "where": list(where) or None,
        "n_specifications": len(curve),
        "n_fitted": len(fitted),
        "windows": [{"from": start, **_spread(part)} for start, part in windows.items()],
        "effects": _effects(curve),
        "published": [
            {"from": start, **row}
            for start, part in windows.items()
            for row in _published(part, figures)
        ],
        "specifications": [
            {
                **row,
                "exclude": [name for name in row["exclude"].split(JOINED) if name != NOTHING],
                "reason": row["reason"] or None,
            }
            for row in _rows(curve)
        ],
    }
    answer(result, as_json=as_json, text=lambda: _text(result))


def _spread(fitted: pd.DataFrame) -> dict[str, Any]:
    """Where the estimates of specifications lie; a spread over choices, not an interval."""
    growth = fitted["growth_per_year"].astype(float)
    quantiles = {f"growth_per_year_q{q:02d}": growth.quantile(q / 100) for q in (5, 50, 95)}
    ends = {"growth_per_year_min": growth.min(), "growth_per_year_max": growth.max()}
    return {"n_fitted": len(fitted), **quantiles, **ends}


def _effects(curve: pd.DataFrame) -> list[dict[str, Any]]:
    try:
        return _rows(choice_effects(curve))
    except InputError:  # a single choice varies
        return []


def _published(fitted: pd.DataFrame, figures: pd.DataFrame) -> list[dict[str, Any]]:
    if figures.empty:
        return []
    growth = dict(zip(figures["figure_id"], figures["growth_per_year"], strict=True))
    shares = shares_containing(fitted, growth).drop(columns="label")
    return _rows(pd.concat([figures[[*_SAID]].reset_index(drop=True), shares], axis=1))


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]


def _text(result: dict[str, Any]) -> str:
    tables = {
        f"{result['n_fitted']} of {result['n_specifications']} specifications of "
        f"{result['dataset']}, {result['value']}; spread of their estimates": result["windows"],
        "Which choice moves the answer": [
            row for row in result["effects"] if row["share_of_variance"] >= _WORTH_SAYING
        ],
        "Published figures and the share of intervals that hold them": [
            {name: cell for name, cell in row.items() if name != "definition"}
            for row in result["published"]
        ],
    }
    return "\n\n".join(f"{title}\n{_table(rows)}" for title, rows in tables.items() if rows)


def _table(rows: list[dict[str, Any]]) -> str:
    return pd.DataFrame(rows).to_string(index=False, na_rep="", float_format="{:.3g}".format)
