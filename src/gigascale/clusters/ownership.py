"""What a cluster costs to run and to own, from the inputs that hold for its chip.

What hangs on a price that nobody knows is ``None``.
"""

from collections.abc import Mapping
from typing import Any

from gigascale.clusters import capex, costs, training
from gigascale.clusters.chips import Chip
from gigascale.clusters.unknown import added, applied, with_total

Inputs = Mapping[str, Any]


def ownership_quantities(
    chip: Chip, cluster: Mapping[str, Any], capex_usd: Mapping[str, Any], inputs: Inputs
) -> dict[str, Any]:
    """Return the yearly cost of a cluster by part, and its cost per accelerator-hour and FLOP.

    Hardware and facility are paid off as annuities at the cost of capital, each over its life; the
    facility's holds the interest during construction. Land is written off with the facility.

    Parameters
    ----------
    chip : Chip
        The accelerator.
    cluster : mapping
        ``accelerators``, ``facility_power_w`` at peak, and ``energy_kwh_per_year`` as billed.
    capex_usd : mapping
        By part and in total.
    inputs : mapping
        Every input by name, as floats or arrays.

    Returns
    -------
    dict
        As :func:`gigascale.clusters.economics.money_quantities`, without the capex.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> from gigascale.clusters.economics import capex_by_part_usd
    >>> from gigascale.clusters.quantities import inputs_for
    >>> chip = find_chip("GB200", load_hardware())
    >>> inputs = {k: a.central for k, a in inputs_for(chip, datasets.load("assumptions")).items()}
    >>> site = {"accelerators": 341e3, "facility_power_w": 1e9, "energy_kwh_per_year": 5.3e9}
    >>> capital = capex_by_part_usd(chip, 341e3, 1e9, inputs)
    >>> found = ownership_quantities(chip, site, capital, inputs)
    >>> round(found["opex_usd_per_year"]["energy"] / 1e9, 2)
    0.44
    """
    rate = inputs["cost_of_capital_fraction_per_year"]
    hardware_life = inputs["hardware_lifetime_years"]
    facility_life = inputs["facility_lifetime_years"]
    hardware = added({part: capex_usd[part] for part in capex.HARDWARE_PARTS})
    facility = added({part: capex_usd[part] for part in capex.SITE_PARTS})
    interest = costs.interest_during_construction_usd(facility, rate, inputs["build_years"])
    opex = opex_by_part_usd_per_year(cluster, capex_usd["total"], inputs)
    annual = with_total(
        {
            "hardware": applied(costs.annuity_usd_per_year, hardware, rate, hardware_life),
            "facility": costs.annuity_usd_per_year(facility + interest, rate, facility_life),
        }
        | opex
    )
    hour = applied(
        costs.cost_usd_per_accelerator_hour,
        annual["total"],
        cluster["accelerators"],
        inputs["busy_hours_fraction"],
    )
    written_off = {
        "hardware": applied(costs.depreciation_usd_per_year, hardware, hardware_life),
        "facility": costs.depreciation_usd_per_year(facility, facility_life),
    }
    return {
        "interest_during_construction_usd": interest,
        "opex_usd_per_year": with_total(opex),
        "depreciation_usd_per_year": with_total(written_off),
        "annualised_cost_usd_per_year": annual,
        "cost_usd_per_accelerator_hour": hour,
        "cost_usd_per_flop": applied(
            costs.cost_usd_per_flop, hour, chip.peak_flop_per_s.get("bf16"), inputs["mfu_fraction"]
        ),
    }


def opex_by_part_usd_per_year(
    cluster: Mapping[str, Any], capex_usd: Any, inputs: Inputs
) -> dict[str, Any]:
    """Return what a cluster costs to run in a year by part, in USD: energy, staff, the rest.

    Energy is billed at the average draw and the annual PUE, every hour counting as a busy one, all
    of it at the tariff: what a plant on the site saves or burns is not told apart.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import find_chip, load_hardware
    >>> from gigascale.clusters.quantities import inputs_for
    >>> chip = find_chip("GB200", load_hardware())
    >>> inputs = {k: a.central for k, a in inputs_for(chip, datasets.load("assumptions")).items()}
    >>> site = {"energy_kwh_per_year": 7.5e9, "facility_power_w": 1.4e9}
    >>> opex_by_part_usd_per_year(site, None, inputs)["maintenance_and_other"] is None
    True
    """
    staff = costs.staff_cost_usd_per_year(
        cluster["facility_power_w"],
        inputs["staff_jobs_per_facility_w"],
        inputs["staff_cost_usd_per_job_per_year"],
    )
    return {
        "energy": training.energy_cost_usd(
            cluster["energy_kwh_per_year"], inputs["electricity_price_usd_per_kwh"]
        ),
        "staff": staff,
        "maintenance_and_other": applied(
            costs.maintenance_cost_usd_per_year, capex_usd, inputs["maintenance_fraction_per_year"]
        ),
    }
