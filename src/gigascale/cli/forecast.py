"""``gigascale forecast``: forecasts of a target, shown, issued to the ledger, and scored."""

import click
import pandas as pd
from tqdm import tqdm

from gigascale.cli.output import answer, json_option
from gigascale.datasets import vintages
from gigascale.errors import InputError
from gigascale.forecasts.ledger import issued as ledger
from gigascale.forecasts.ledger.declared import HEADLINE, declared_dates, quantiles
from gigascale.forecasts.ledger.targets import Target, target
from gigascale.forecasts.methods import METHODS

_SUMMARY = {"error": "median", "inside50": "mean", "inside90": "mean", "crps": "mean"}


@click.group()
def forecast() -> None:
    """Forecast declared targets from a vintage; issue forecasts, and score those issued.

    Targets stand in data/forecast_targets.csv, forecasts issued in data/forecasts/.
    """


@forecast.command()
@click.argument("target_id", metavar="TARGET")
@click.option("--vintage", help="Date of the vintage of the target's dataset; the latest if none.")
@click.option("--to", help="Last day, such as 2027-01-01; five years after the vintage if none.")
@click.option(
    "--method",
    default=HEADLINE,
    show_default=True,
    help=f"How it is forecast: {', '.join(METHODS)}.",
)
@json_option
def show(target_id: str, vintage: str | None, to: str | None, method: str, as_json: bool) -> None:
    """Forecast TARGET on each 1 January and 1 July, from nothing newer than the vintage.

    A yearly value stands on 1 January of the year after it, so a series of them has no forecast
    for 1 July. The quantiles are in the target's unit.

    \b
    gigascale forecast show training_compute --vintage 2025-02-24 --to 2027-01-01 --json
    gigascale forecast show solar_price --to 2030-01-01 --method random-walk
    """
    about = target(target_id)
    held = vintages(about.dataset)
    if vintage is None and held:
        vintage = held[-1]
    if vintage not in held:
        raise InputError(
            f"dataset {about.dataset!r} has no vintage {vintage!r}; there are: {', '.join(held)}"
        )
    table = quantiles(about, vintage, declared_dates(about, vintage, to), method)

    def text() -> str:
        columns = ["date", "q05", "q25", "q50", "q75", "q95"]
        body = table[columns].to_string(index=False, float_format="{:.3g}".format)
        return f"{about.title} ({about.unit}), {about.dataset} of {vintage}, {method}\n{body}"

    answer(table, as_json=as_json, text=text)


@forecast.command()
@click.option("--vintage", required=True, help="Date of the vintages to forecast from.")
@click.option("--issued-on", help="Day on which they are issued; today if none.")
@json_option
def issue(vintage: str, issued_on: str | None, as_json: bool) -> None:
    """Write forecasts of every target whose dataset has a vintage of that date to the ledger.

    Lines issued before stay as they are: targets and methods that are new follow them, and if there
    is none, nothing is written.

    \b
    gigascale forecast issue --vintage 2026-07-23
    """
    done = ledger.issue(vintage, issued_on=issued_on, watched=_watched)
    rows = done.lines.groupby("target_id", sort=False)["method"].agg(["nunique", "size"])
    result = {
        "vintage": vintage,
        "issued_on": done.lines["issued_on"].iloc[0],
        "n_lines": len(done.lines),
        "targets": list(rows.index),
        "left_out": done.left_out,
        "file": done.file,
    }

    def text() -> str:
        said = [f"{name}: {row['size']} lines" for name, row in rows.iterrows()]
        said += [f"{name}: not issued: {why}" for name, why in done.left_out.items()]
        return "\n".join([*said, done.file])

    answer(result, as_json=as_json, text=text)


@forecast.command()
@click.option("--vintage", help="Date of the vintages that say what came; the latest if none.")
@json_option
def score(vintage: str | None, as_json: bool) -> None:
    """Score all earlier issues on a newer vintage.

    In text a line for each target and method: number of forecasts, median error (orders of
    magnitude, above 0 if too high), share inside the 50% and 90% intervals, CRPS. In JSON a line
    for each forecast.

    \b
    gigascale forecast score --vintage 2025-12-02
    """
    table = ledger.score(ledger.scorable()[-1] if vintage is None else vintage)
    answer(table, as_json=as_json, text=lambda: _summary(table))


def _summary(table: pd.DataFrame) -> str:
    if table.empty:
        return "no earlier forecast has come due"
    groups = table.groupby(["target_id", "method"], sort=False)
    summary = groups.agg(n=("error", "size"), **{k: (k, v) for k, v in _SUMMARY.items()})
    return summary.reset_index().to_string(index=False, float_format="{:.2f}".format)


def _watched(due: list[Target]) -> "tqdm[Target]":
    """A progress bar on a terminal, nothing in a pipe."""
    return tqdm(due, desc="targets", disable=None, leave=False)
