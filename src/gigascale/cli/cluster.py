"""``gigascale cluster``: what a power budget or a number of accelerators takes and gives."""

import re
from typing import Any

import click

from gigascale.cli.dollars import dollar_options, dollar_year
from gigascale.cli.output import answer, estimate_text, json_option
from gigascale.cli.quantity import positive, power_w
from gigascale.clusters.chips import find_chip, load_hardware
from gigascale.clusters.made import Mix, made_in
from gigascale.clusters.mix import size_mix
from gigascale.clusters.sizing import size_cluster
from gigascale.clusters.tables import load_assumptions
from gigascale.datasets import load
from gigascale.errors import InputError


@click.command()
@click.option("--power", help="Peak power with its unit, such as 1GW.")
@click.option(
    "--basis",
    help="Whose power it is: facility (all that the site draws; the default) or it (its IT "
    "equipment).",
)
@click.option("--accelerators", help="Number of accelerators, in place of --power.")
@click.option("--chip", help="Accelerator, such as GB200 or 'TPU v5p'.")
@click.option("--mix", "shares", help="Shares of the accelerators, such as GB200=0.7,H100=0.3.")
@click.option("--mix-year", help="The mix of accelerators made in a year, such as 2025.")
@dollar_options
@json_option
def cluster(
    power: str | None,
    basis: str | None,
    accelerators: str | None,
    chip: str | None,
    shares: str | None,
    mix_year: str | None,
    dollars: int | None,
    nominal: bool,
    as_json: bool,
) -> None:
    """Say what a power budget gives: accelerators, power, FLOP/s, network, building, cost by part.

    Give one of --power and --accelerators, and one of --chip, --mix and --mix-year. A plain
    value has every input at its centre; q05, q50 and q95 are quantiles over the assumptions
    (gigascale data show assumptions), which are not the same where ranges are lopsided.
    """
    if (power is None) == (accelerators is None):
        raise InputError("give exactly one of --power and --accelerators")
    if power is None and basis is not None:
        raise InputError("--basis says whose power --power is: leave it out with --accelerators")
    if sum(given is not None for given in (chip, shares, mix_year)) != 1:
        raise InputError("give exactly one of --chip, --mix and --mix-year")
    watts = None if power is None else power_w(power)
    count = None if accelerators is None else positive("accelerators", accelerators, "16384", 1)
    basis, year = (basis or "facility").lower(), dollar_year(dollars, nominal)
    hardware = load_hardware()
    assumptions = load_assumptions(hardware)
    if chip is not None:
        result = size_cluster(
            watts, basis, find_chip(chip, hardware), assumptions,
            accelerators=count, dollar_year=year,
        ).to_dict()  # fmt: skip
    else:
        mix = _mix(shares, mix_year, hardware, assumptions)
        result = size_mix(
            mix.shares, hardware, assumptions,
            power_w=watts, basis=basis, accelerators=count, dollar_year=year,
        ).to_dict()  # fmt: skip
        result["not_known"] += [
            f"{name}, {share:.1%} of the accelerators made in {mix_year}: {mix.reasons[name]}"
            for name, share in mix.left_out.items()
        ]
        result["not_known"] += [
            f"the chips of {maker} made in {mix_year}: its counts begin later"
            for maker in mix.not_counted
        ]
    answer(result, as_json=as_json, text=lambda: estimate_text(result))


def _mix(shares: str | None, mix_year: str | None, hardware: Any, assumptions: Any) -> Mix:
    if mix_year is not None:
        if not re.fullmatch(r"\d{4}", mix_year, re.ASCII):
            raise InputError(f"--mix-year {mix_year!r}: give a year, such as 2025")
        return made_in(int(mix_year), load("chip_counts"), hardware, assumptions)
    parts: dict[str, float] = {}
    for part in (shares or "").split(","):
        name, equals, share = part.rpartition("=")
        if not equals or not name.strip() or name.strip() in parts:
            raise InputError(f"--mix {shares!r}: give each chip once, as in GB200=0.7,H100=0.3")
        parts[name.strip()] = positive("mix", share, "GB200=0.7,H100=0.3")
    return Mix(parts)
