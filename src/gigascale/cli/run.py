"""``gigascale run``: what a training run takes."""

import click

from gigascale.cli.dollars import dollar_options, dollar_year
from gigascale.cli.output import answer, estimate_text, json_option
from gigascale.cli.quantity import positive
from gigascale.clusters.chips import find_chip, load_hardware
from gigascale.clusters.runs import size_run
from gigascale.clusters.tables import load_assumptions
from gigascale.errors import InputError


@click.command()
@click.option("--flop", required=True, help="FLOP of the training run, such as 3.8e25.")
@click.option("--chip", required=True, help="Accelerator, such as H100.")
@click.option("--accelerators", help="Number of accelerators; the days follow.")
@click.option("--days", help="Days of the run; the accelerators follow.")
@click.option("--mfu", help="Model FLOP utilisation, 0 to 1; the chip's assumption by default.")
@dollar_options
@json_option
def run(
    flop: str,
    chip: str,
    accelerators: str | None,
    days: str | None,
    mfu: str | None,
    dollars: int | None,
    nominal: bool,
    as_json: bool,
) -> None:
    """Say what a training run takes: time or accelerators, power, energy, cost.

    Give exactly one of --accelerators and --days.
    """
    if (accelerators is None) == (days is None):
        raise InputError("give exactly one of --accelerators and --days")
    estimate = size_run(
        positive("flop", flop, "3.8e25", 1),
        find_chip(chip, load_hardware()),
        load_assumptions(),
        accelerators=None
        if accelerators is None
        else positive("accelerators", accelerators, "16384", 1),
        days=None if days is None else positive("days", days, "100", 0.01),
        mfu_fraction=None if mfu is None else positive("mfu", mfu, "0.4", 0.001),
        dollar_year=dollar_year(dollars, nominal),
    )
    result = estimate.to_dict()
    answer(result, as_json=as_json, text=lambda: estimate_text(result))
