"""What the reader of the calculator can move."""

from dataclasses import dataclass

from gigascale.errors import InputError

BASES = {"facility": "whole site (facility)", "it": "computers alone (IT)"}


@dataclass(frozen=True)
class Control:
    """A number that the reader sets: an assumption by its name, the site's power or the days.

    ``low`` and ``high`` end the slider, in base units; the page shows the value divided by
    ``factor``, with ``unit``. A ``log`` slider moves in equal ratios.
    """

    name: str
    label: str
    unit: str
    low: float
    high: float
    factor: float = 1.0
    log: bool = False

    def __post_init__(self) -> None:
        """Check the ends.

        Raises
        ------
        InputError
            If they are out of order, or a logarithmic slider starts at 0.
        """
        if not self.low < self.high or (self.log and self.low <= 0):
            raise InputError(f"control {self.name!r}: {self.low} to {self.high} is no range")


_PERCENT = 0.01

GROUPS: dict[str, tuple[Control, ...]] = {
    "Overheads": (
        Control("server_overhead_ratio", "Servers over their chips", "W per chip W", 1.0, 3.0),
        Control("network_overhead_ratio", "IT over its servers", "W per server W", 1.0, 1.5),
        Control(
            "facility_overhead_ratio", "Facility over IT, at peak", "facility W per IT W", 1.0, 2.0
        ),
        Control(
            "annual_pue_ratio", "Facility over IT, energy in a year (PUE)", "kWh per IT kWh", 1.0, 2
        ),
    ),
    "Use": (
        Control("mfu_fraction", "MFU", "% of dense BF16 peak", 0.05, 0.8, _PERCENT),
        Control("busy_hours_fraction", "Busy hours", "% of all hours", 0.1, 0.99, _PERCENT),
        Control("average_draw_fraction", "Average draw", "% of rated IT W", 0.2, 0.95, _PERCENT),
        Control("days", "Length of the run", "days", 1.0, 365.0),
    ),
    "Prices": (
        Control("chip_price_usd", "Price of an accelerator", "$ each", 500, 2e5, log=True),
        Control(
            "shell_mep_cost_usd_per_facility_w",
            "Building, power and cooling",
            "$ per facility W",
            2.0,
            40.0,
        ),
        Control("electricity_price_usd_per_kwh", "Electricity", "$ per kWh", 0.01, 0.4),
        Control(
            "cost_of_capital_fraction_per_year",
            "Cost of capital, without inflation",
            "% a year",
            0.005,
            0.25,
            _PERCENT,
        ),
        Control("hardware_lifetime_years", "Life of the hardware", "years", 1.0, 12.0),
        Control("facility_lifetime_years", "Life of the building", "years", 5.0, 40.0),
    ),
}
POWER = Control("power_w", "Peak power", "MW", 1e6, 2e10, 1e6, log=True)
CONTROLS = (POWER, *(control for group in GROUPS.values() for control in group))
START = {"power_w": 1e9, "days": 100.0}  # for what is no assumption
