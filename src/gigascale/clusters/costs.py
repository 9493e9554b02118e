"""What a cluster costs to run and to own, by year, accelerator-hour and FLOP.

Plain operators only: floats, arrays of draws and Altair parameters all work. Prices and the cost of
capital are both without inflation, so that all amounts are in dollars of one year.
"""

from gigascale.clusters.power import HOURS_PER_YEAR, Quantity

SECONDS_PER_HOUR = 3600.0


def staff_cost_usd_per_year(
    facility_power_w: Quantity,
    staff_jobs_per_facility_w: Quantity,
    staff_cost_usd_per_job_per_year: Quantity,
) -> Quantity:
    """Return the cost of the people who run a site, in USD a year.

    Examples
    --------
    >>> round(staff_cost_usd_per_year(1e9, 1e-6, 150_000.0))
    150000000
    """
    return facility_power_w * staff_jobs_per_facility_w * staff_cost_usd_per_job_per_year


def maintenance_cost_usd_per_year(
    capex_usd: Quantity, maintenance_fraction_per_year: Quantity
) -> Quantity:
    """Return maintenance, insurance, tax on property and the like, in USD a year.

    Examples
    --------
    >>> maintenance_cost_usd_per_year(4e10, 0.005)
    200000000.0
    """
    return capex_usd * maintenance_fraction_per_year


def depreciation_usd_per_year(capex_usd: Quantity, lifetime_years: Quantity) -> Quantity:
    """Return a year's straight-line depreciation, in USD: the cost without any for capital.

    Examples
    --------
    >>> depreciation_usd_per_year(10e9, 5.0)
    2000000000.0
    """
    return capex_usd / lifetime_years


def capital_recovery_fraction_per_year(
    cost_of_capital_fraction_per_year: Quantity, lifetime_years: Quantity
) -> Quantity:
    """Return the yearly payment that repays 1 with interest over a life: r / (1 − (1 + r)⁻ⁿ).

    Payments fall at the end of each year; with r towards 0 it tends to 1/n.

    Parameters
    ----------
    cost_of_capital_fraction_per_year : interest a year as a fraction, above 0
    lifetime_years : years

    Examples
    --------
    >>> round(capital_recovery_fraction_per_year(0.07, 5.0), 4)
    0.2439
    """
    return cost_of_capital_fraction_per_year / (
        1 - (1 + cost_of_capital_fraction_per_year) ** (-lifetime_years)
    )


def annuity_usd_per_year(
    capex_usd: Quantity, cost_of_capital_fraction_per_year: Quantity, lifetime_years: Quantity
) -> Quantity:
    """Return the equal yearly cost of owning something over its life, capital included, in USD.

    Examples
    --------
    >>> round(annuity_usd_per_year(10e9, 0.07, 5.0) / 1e9, 3)
    2.439
    """
    return capex_usd * capital_recovery_fraction_per_year(
        cost_of_capital_fraction_per_year, lifetime_years
    )


def interest_during_construction_usd(
    capex_usd: Quantity, cost_of_capital_fraction_per_year: Quantity, build_years: Quantity
) -> Quantity:
    """Return the cost of capital tied up while a site is built, in USD.

    Spending is even over the construction, so a dollar waits half of it on average:
    capex × ((1 + r)^(T/2) − 1).

    Examples
    --------
    >>> round(interest_during_construction_usd(10e9, 0.07, 2.0) / 1e9, 3)
    0.7
    """
    return capex_usd * ((1 + cost_of_capital_fraction_per_year) ** (build_years / 2) - 1)


def cost_usd_per_accelerator_hour(
    annual_cost_usd: Quantity, accelerators: Quantity, busy_hours_fraction: Quantity
) -> Quantity:
    """Return the cost of an hour in which an accelerator is busy or sold, in USD.

    The busy hours carry the idle ones: cost / (accelerators × hours a year × busy share).

    Examples
    --------
    >>> round(cost_usd_per_accelerator_hour(8766e6, 500_000, 0.8), 2)
    2.5
    """
    return annual_cost_usd / (accelerators * HOURS_PER_YEAR * busy_hours_fraction)


def cost_usd_per_flop(
    cost_usd_per_accelerator_hour: Quantity, chip_flop_per_s: Quantity, mfu_fraction: Quantity
) -> Quantity:
    """Return the cost of a FLOP achieved, in USD, at the number format of ``chip_flop_per_s``.

    Examples
    --------
    >>> f"{cost_usd_per_flop(2.5, 2.5e15, 0.4):.2e}"
    '6.94e-19'
    """
    return cost_usd_per_accelerator_hour / (chip_flop_per_s * mfu_fraction * SECONDS_PER_HOUR)
