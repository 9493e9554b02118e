"""``gigascale growth``: how fast a column of a dataset grows, and whether that changed."""

import datetime as dt
from typing import Any

import click
import pandas as pd

from gigascale.cli.output import answer, json_option, listing
from gigascale.cli.quantity import positive
from gigascale.datasets import decimal_year, entry, load
from gigascale.errors import InputError
from gigascale.trends.breaks import fit_break
from gigascale.trends.held_out import held_out
from gigascale.trends.methods import DEFAULT_METHOD, METHODS
from gigascale.trends.rates import DEFAULT_LEVEL
from gigascale.trends.reading import rows_read, stated_errors
from gigascale.trends.series import Series, growth_of, select

_KINDS = ("kink", "jump")
_BOTH = " and ".join(_KINDS)
_HORIZONS_YEARS = (1.0, 2.0)

where_option = click.option(
    "--where",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Only rows with this value, such as entity=Germany; may be repeated.",
)


@click.command()
@click.argument("dataset")
@click.option("--vintage", help="Date of the vintage; the latest by default.")
@click.option(
    "--value",
    help="Column that grows, or a ratio COLUMN/COLUMN; the catalogue's choice by default.",
)
@click.option("--date", "date_column", help="Column of dates; the catalogue's choice by default.")
@where_option
@click.option(
    "--exclude",
    multiple=True,
    metavar="NAME|COLUMN=VALUE",
    help="Rows to leave out before the rule: a set that the catalogue names, such as fine-tunes, "
    "or those with a value; may be repeated.",
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
    help=f"How the line and its interval are found: {', '.join(METHODS)}.",
)
@click.option("--level", default=str(DEFAULT_LEVEL), show_default=True, help="Of the interval.")
@click.option(
    "--breaks",
    is_flag=False,
    flag_value=_BOTH,
    metavar="[kink|jump|DATE]",
    help="Did growth change? Alone: a kink and a jump are searched, tested, and judged by what "
    "they would have predicted. A date: a kink there. Give it last or before another option.",
)
@json_option
def growth(
    dataset: str,
    vintage: str | None,
    value: str | None,
    date_column: str | None,
    where: tuple[str, ...],
    exclude: tuple[str, ...],
    rule: str,
    start: str | None,
    end: str | None,
    method: str,
    level: str,
    breaks: str | None,
    as_json: bool,
) -> None:
    """Fit a constant growth rate to a column of DATASET.

    Rows are left out first, then the rule is applied to the whole history, then the window is cut.
    The interval of the default method survives serial dependence.

    \b
    gigascale growth notable_models --rule top10 --from 2010-01-01 --breaks
    gigascale growth notable_models --exclude fine-tunes --method errors-in-variables
    gigascale growth gpu_clusters --value power_w --rule top10 --from 2019-01-01 --json
    gigascale growth ml_hardware --value tensor_fp16_flop_per_s/tdp_w
    gigascale growth experience_curves --value unit_cost --where technology=DRAM
    """
    about = entry(dataset)
    read = rows_read(about, value, date_column, where)
    table = read.of(load(dataset, vintage), exclude)
    points: dict[str, Any] = {
        "date": read.date,
        "value": read.value,
        "rule": rule,
        "start": start,
        "end": end,
    }
    probability = positive("level", level, "0.9")
    fit = growth_of(
        table,
        **points,
        method=method,
        level=probability,
        error_factor=stated_errors(table, read.value, method),
    )
    result = {
        "dataset": dataset,
        "vintage": table.attrs["vintage"],
        "where": dict(read.where) or None,
        "exclude": list(exclude) or None,
        "value": read.value,
        "unit": read.unit(about),
        "date": read.date,
        "rule": rule,
        "from": start,
        "to": end,
        **fit.to_dict(),
    }
    if breaks is not None:
        result["breaks"] = _breaks(select(table, **points), breaks, probability)
    answer(result, as_json=as_json, text=lambda: _text(result))


def _breaks(series: Series, asked: str, level: float) -> dict[str, Any]:
    """The fits with a break, and what each would have predicted if both kinds are asked for."""
    years, values, *_ = series
    if asked not in (*_KINDS, _BOTH):
        return {"kink": fit_break(years, values, at=_year(asked), level=level).to_dict()}
    kinds = _KINDS if asked == _BOTH else (asked,)
    found: dict[str, Any] = {
        kind: fit_break(years, values, kind=kind, level=level).to_dict() for kind in kinds
    }
    if asked == _BOTH:
        found["held_out"] = [_held_out(series, horizon, level) for horizon in _HORIZONS_YEARS]
    return found


def _held_out(series: Series, horizon_years: float, level: float) -> dict[str, Any]:
    try:
        return held_out(
            series.years, series.values, horizon_years=horizon_years, level=level
        ).to_dict()
    except InputError as fault:  # the fits stand without it
        return {"horizon_years": horizon_years, "reason": str(fault)}


def _year(text: str) -> float:
    try:
        day = dt.date.fromisoformat(f"{text}-01-01" if text.isdecimal() else text)
    except ValueError:
        raise InputError(
            f"--breaks {text!r}: give kink, jump or a date such as 2018-01-01, or nothing after it"
        ) from None
    return float(decimal_year(pd.Series([pd.Timestamp(day)]))[0])


def _text(result: dict[str, Any]) -> str:
    """The answer as lines, the breaks as sentences below it."""
    unset = {name for name in ("where", "exclude", "from", "to") if result[name] is None}
    lines = [listing({k: v for k, v in result.items() if k not in unset | {"breaks"}})]
    for kind, found in result.get("breaks", {}).items():
        lines += map(_judged, found) if kind == "held_out" else [_break(kind, found)]
    return "\n".join(lines)


def _break(kind: str, fit: dict[str, Any]) -> str:
    year = f"{kind} at {fit['break_year']:.1f}"
    if fit["searched"]:
        year += f" ({fit['break_year_low']:.1f} to {fit['break_year_high']:.1f})"
    rates = (
        "{growth_per_year:.3g} ({growth_per_year_low:.3g} to {growth_per_year_high:.3g})".format(
            **fit[part]
        )
        for part in ("before", "after")
    )
    return (
        f"{year}: growth per year {' before, '.join(rates)} after; p {fit['p_value']:.2g}, "
        f"BIC in its favour {fit['bic_difference']:.1f}"
    )


def _judged(judged: dict[str, Any]) -> str:
    head = f"predicted {judged['horizon_years']:g} y ahead"
    if "reason" in judged:
        return f"{head}: {judged['reason']}"
    errors = ", ".join(
        f"{one['model']} {one['rmse_orders_of_magnitude']:.2f} (p {one['p_value']:.2g})"
        for one in judged["models"]
    )
    return (
        f"{head} from {judged['n_origins']} dates, typical error in orders of magnitude: {errors}"
    )
