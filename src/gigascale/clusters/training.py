"""A training run: FLOP, days, MFU and accelerators, its energy and its cost.

Plain operators only: floats, arrays of draws and Altair parameters all work. Energy is billed at
the average draw and the annual PUE; the peak chain that sizes a site is in
:mod:`gigascale.clusters.power`.
"""

from gigascale.clusters.power import SECONDS_PER_DAY, Quantity

DAYS_PER_YEAR = 365.25
HOURS_PER_DAY = 24.0


def run_days(
    training_flop: Quantity,
    accelerators: Quantity,
    chip_flop_per_s: Quantity,
    mfu_fraction: Quantity,
) -> Quantity:
    """Return how many days a run takes: FLOP / (accelerators × peak × MFU).

    ``mfu_fraction`` is achieved over dense peak FLOP/s, at the number format of
    ``chip_flop_per_s``. Time lost to failures counts only as far as the MFU includes it.

    Examples
    --------
    >>> round(run_days(3.8e25, 16384, 989.4e12, 0.41), 1)
    66.2
    """
    return training_flop / (accelerators * chip_flop_per_s * mfu_fraction * SECONDS_PER_DAY)


def run_accelerators(
    training_flop: Quantity, days: Quantity, chip_flop_per_s: Quantity, mfu_fraction: Quantity
) -> Quantity:
    """Return how many accelerators finish a run in a number of days.

    Examples
    --------
    >>> round(run_accelerators(3.8e25, 54.0, 989.4e12, 0.41))
    20078
    """
    return training_flop / (days * chip_flop_per_s * mfu_fraction * SECONDS_PER_DAY)


def run_mfu_fraction(
    training_flop: Quantity, accelerators: Quantity, days: Quantity, chip_flop_per_s: Quantity
) -> Quantity:
    """Return the MFU that a run's FLOP, accelerators and days imply.

    Examples
    --------
    >>> round(run_mfu_fraction(3.8e25, 16384, 66.2, 989.4e12), 2)
    0.41
    """
    return training_flop / (accelerators * days * chip_flop_per_s * SECONDS_PER_DAY)


def run_flop(
    accelerators: Quantity, days: Quantity, chip_flop_per_s: Quantity, mfu_fraction: Quantity
) -> Quantity:
    """Return the training FLOP that accelerators do in a number of days.

    Examples
    --------
    >>> f"{run_flop(100_000, 100.0, 989.4e12, 0.41):.1e}"
    '3.5e+26'
    """
    return accelerators * days * chip_flop_per_s * mfu_fraction * SECONDS_PER_DAY


def chip_hours(accelerators: Quantity, days: Quantity) -> Quantity:
    """Return accelerator-hours.

    Examples
    --------
    >>> chip_hours(1000, 10.0)
    240000.0
    """
    return accelerators * days * HOURS_PER_DAY


def efficiency_flop_per_j(
    year: Quantity,
    chip_flop_per_j: Quantity,
    chip_year: Quantity,
    efficiency_growth_per_year: Quantity,
) -> Quantity:
    """Return the dense peak FLOP/s per chip W of leading runs in a year, on trend.

    ``chip_year`` is the year in which leading runs use a chip of ``chip_flop_per_j``.

    Examples
    --------
    >>> efficiency_flop_per_j(2028.0, 2e12, 2026.0, 1.5)
    4500000000000.0
    """
    return chip_flop_per_j * efficiency_growth_per_year ** (year - chip_year)


def run_energy_kwh(
    it_power_w: Quantity, days: Quantity, average_draw_fraction: Quantity, annual_pue: Quantity
) -> Quantity:
    """Return the energy a run is billed for, in kWh.

    ``it_power_w`` is the rated IT power of the accelerators in use, ``average_draw_fraction``
    what they draw of it on average, ``annual_pue`` facility over IT energy in a year.

    Examples
    --------
    >>> run_energy_kwh(1e6, 10.0, 0.75, 1.2)
    216000.0
    """
    return it_power_w * average_draw_fraction * annual_pue * days * HOURS_PER_DAY / 1000.0


def energy_cost_usd(energy_kwh: Quantity, electricity_price_usd_per_kwh: Quantity) -> Quantity:
    """Return an electricity bill, in USD.

    Examples
    --------
    >>> energy_cost_usd(1000.0, 0.25)
    250.0
    """
    return energy_kwh * electricity_price_usd_per_kwh


def run_cost_usd(cost_usd_per_year: Quantity, days: Quantity) -> Quantity:
    """Return a run's share of a yearly cost: that of its own days, in USD.

    Examples
    --------
    >>> run_cost_usd(365.25e6, 10.0)
    10000000.0
    """
    return cost_usd_per_year * days / DAYS_PER_YEAR


def idle_cost_usd(busy_cost_usd: Quantity, busy_hours_fraction: Quantity) -> Quantity:
    """Return the cost of the idle hours that busy ones have to carry, in USD.

    Examples
    --------
    >>> idle_cost_usd(80.0, 0.8)
    20.0
    """
    return busy_cost_usd * (1 / busy_hours_fraction - 1)


def rental_cost_usd(accelerator_hours: Quantity, price_usd_per_chip_h: Quantity) -> Quantity:
    """Return what renting the accelerators costs, power and servers included, in USD.

    Examples
    --------
    >>> rental_cost_usd(240_000.0, 2.5)
    600000.0
    """
    return accelerator_hours * price_usd_per_chip_h
