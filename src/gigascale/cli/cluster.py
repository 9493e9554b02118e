"""``gigascale cluster`` and ``gigascale run``: what a power budget or a training run takes."""

import click

from gigascale.cli.output import answer, json_option, listing
from gigascale.cli.quantity import positive, power_w
from gigascale.clusters.chips import find_chip
from gigascale.clusters.runs import size_run
from gigascale.clusters.sizing import size_cluster
from gigascale.datasets import load


@click.command()
@click.option("--power", required=True, help="Peak power with its unit, such as 1GW.")
@click.option(
    "--basis",
    default="facility",
    show_default=True,
    help="Whose power it is: facility (all that the site draws) or it (its IT equipment).",
)
@click.option("--chip", required=True, help="Accelerator, such as GB200 or 'TPU v5p'.")
@json_option
def cluster(power: str, basis: str, chip: str, as_json: bool) -> None:
    """Say what a power budget gives: accelerators, peak FLOP/s, capex by part.

    q05, q50 and q95 are quantiles over the assumptions (gigascale data show assumptions).
    """
    estimate = size_cluster(
        power_w(power), basis.lower(), find_chip(chip, load("ml_hardware")), load("assumptions")
    )
    result = estimate.to_dict()
    answer(result, as_json=as_json, text=lambda: listing(result))


@click.command()
@click.option("--flop", required=True, help="FLOP of the training run, such as 3.8e25.")
@click.option("--chip", required=True, help="Accelerator, such as H100.")
@click.option("--accelerators", help="Number of accelerators; the days follow.")
@click.option("--days", help="Days of the run; the accelerators follow.")
@click.option("--mfu", help="Model FLOP utilisation, 0 to 1; the chip's assumption by default.")
@json_option
def run(
    flop: str,
    chip: str,
    accelerators: str | None,
    days: str | None,
    mfu: str | None,
    as_json: bool,
) -> None:
    """Say what a training run takes: time or accelerators, power, energy, cost.

    Give exactly one of --accelerators and --days.
    """
    estimate = size_run(
        positive("flop", flop, "3.8e25", 1),
        find_chip(chip, load("ml_hardware")),
        load("assumptions"),
        accelerators=None
        if accelerators is None
        else positive("accelerators", accelerators, "16384", 1),
        days=None if days is None else positive("days", days, "100", 0.01),
        mfu_fraction=None if mfu is None else positive("mfu", mfu, "0.4"),
    )
    result = estimate.to_dict()
    answer(result, as_json=as_json, text=lambda: listing(result))
