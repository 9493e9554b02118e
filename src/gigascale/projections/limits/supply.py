"""What can be added for AI: power, chips and money, for all and for one company.

The assumptions give rates at ``RATES_YEAR`` and their growth. Every function takes draws of them,
by name, each of shape (n, 1), and counts years from ``RATES_YEAR`` on, shape (m,) or (n, m), so
that a later start of the data leaves the rates where they were.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from gigascale.clusters import power
from gigascale.clusters.sampling import FloatArray

RATES_YEAR = 2026.0  # the end of 2025, at which the assumptions' yearly rates hold


def added(rate_per_year: ArrayLike, growth_per_year: ArrayLike, elapsed: ArrayLike) -> FloatArray:
    """Return what a rate that grows every year adds in ``elapsed`` years.

    Examples
    --------
    >>> [round(float(added(10.0, growth, 3.0)), 2) for growth in (1.0, 2.0)]
    [30.0, 100.99]
    """
    log_growth = np.log(np.asarray(growth_per_year, dtype=np.float64))
    safe = np.where(np.abs(log_growth) < 1e-9, 1e-9, log_growth)
    total: FloatArray = np.asarray(rate_per_year) * np.expm1(safe * np.asarray(elapsed)) / safe
    return total


def ai_power_added_w(
    since: float, until: ArrayLike, inputs: Mapping[str, FloatArray]
) -> FloatArray:
    """Return the firm power added for AI in the United States in a time, in facility W.

    Grid connections to data centres, and turbines at their sites out of the world's output.
    """
    grid, turbines = (
        added(inputs[rate], inputs[growth], until) - added(inputs[rate], inputs[growth], since)
        for rate, growth in (
            ("grid_power_added_w_per_year", "grid_power_growth_per_year"),
            ("turbine_output_w_per_year", "turbine_output_growth_per_year"),
        )
    )
    on_site = inputs["turbines_to_data_centres_fraction"] * turbines
    return inputs["ai_power_fraction"] * (grid + on_site)


def accelerators_packaged(elapsed: ArrayLike, inputs: Mapping[str, FloatArray]) -> FloatArray:
    """Return the accelerators that the world's advanced packaging yields since the rates' year.

    The first year grows as announced for 2026, later years by ``packaging_growth_per_year``.
    """
    passed = np.asarray(elapsed, dtype=np.float64)
    rate, first = inputs["packaging_wafers_per_year"], inputs["packaging_first_growth_per_year"]
    wafers = added(rate, first, np.minimum(passed, 1.0)) + added(
        rate * first, inputs["packaging_growth_per_year"], np.maximum(passed - 1.0, 0.0)
    )
    return wafers * inputs["packaging_used_fraction"] * inputs["accelerators_per_wafer_ratio"]


def accelerators_with_memory(elapsed: ArrayLike, inputs: Mapping[str, FloatArray]) -> FloatArray:
    """Return the accelerators that the world's stacked memory equips since the rates' year."""
    byte = added(inputs["memory_output_per_year"], inputs["memory_growth_per_year"], elapsed)
    return byte / inputs["memory_per_accelerator_ratio"]


def facility_w_per_chip_w(inputs: Mapping[str, FloatArray]) -> FloatArray:
    """Return facility W at peak per W of chips: the overheads of the sizing chain."""
    it = power.it_power_w(
        1.0, 1.0, inputs["server_overhead_ratio"], inputs["network_overhead_ratio"]
    )
    ratio: FloatArray = power.facility_power_w(it, inputs["facility_overhead_ratio"])
    return ratio


def chip_power_added_w(
    since: float, until: ArrayLike, inputs: Mapping[str, FloatArray]
) -> FloatArray:
    """Return the facility power that the accelerators made in a time draw at peak, in W.

    The scarcer of packaging and memory counts.
    """
    packaged, with_memory = (
        made(until, inputs) - made(since, inputs)
        for made in (accelerators_packaged, accelerators_with_memory)
    )
    return (
        np.minimum(packaged, with_memory) * inputs["chip_power_w"] * facility_w_per_chip_w(inputs)
    )


def company_ai_capex_usd(elapsed: ArrayLike, inputs: Mapping[str, FloatArray]) -> FloatArray:
    """Return what one large company spends on AI over the years of one build, in USD.

    Cash flow from operations at the rates' year, grown; times the ratio of capital expenditure to
    it, times the share for AI, over the ``build_years`` that end at ``elapsed``.
    """
    growth = inputs["company_cash_flow_growth_per_year"]
    end = np.asarray(elapsed, dtype=np.float64)
    begin = end - inputs["build_years"]
    rate = inputs["company_cash_flow_usd_per_year"]
    cash = added(rate, growth, end) - added(rate, growth, begin)
    return cash * inputs["capex_to_cash_flow_ratio"] * inputs["ai_capex_fraction"]
