"""Each formula has the right dimensions and gives the same on floats, arrays and in Vega."""

import inspect
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import altair as alt
import numpy as np
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from gigascale.clusters import capex, power, training

Formula = Callable[..., Any]

VALUES = {
    "site_power_w": 1e9,
    "facility_overhead": 1.4,
    "network_overhead": 1.14,
    "server_overhead": 1.53,
    "chip_power_w": 1200.0,
    "accelerators": 16384.0,
    "it_power_w": 7e8,
    "facility_power_w": 1e9,
    "chip_flop_per_s": 989.4e12,
    "chip_price_usd": 25_000.0,
    "server_cost_ratio": 1.4,
    "server_cost_usd": 3e8,
    "network_cost_fraction": 0.19,
    "cost_usd_per_facility_w": 10.2,
    "shell_mep_cost_usd_per_facility_w": 10.2,
    "substation_cost_usd_per_facility_w": 0.15,
    "onsite_generation_fraction": 0.15,
    "generation_cost_usd_per_w": 2.4,
    "onsite_generation_cost_usd_per_w": 2.4,
    "site_area_m2_per_facility_w": 0.003,
    "land_price_usd_per_m2": 60.0,
    "training_flop": 3.8e25,
    "mfu_fraction": 0.41,
    "days": 54.0,
    "average_draw_fraction": 0.75,
    "annual_pue": 1.14,
    "energy_kwh": 3e7,
    "electricity_price_usd_per_kwh": 0.083,
    "capex_usd": 1e9,
    "lifetime_years": 5.0,
    "accelerator_hours": 2.6e7,
    "price_usd_per_chip_h": 2.5,
    "year": 2028.0,
    "chip_flop_per_j": 2e12,
    "chip_year": 2026.5,
    "efficiency_growth_per_year": 1.26,
    "flop_per_j": 2e12,
}


def formulas(module: ModuleType) -> list[Formula]:
    return [
        function
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not function.__name__.startswith("_")
    ]


FORMULAS = [f for module in (power, capex, training) for f in formulas(module)]
# How each formula scales when one argument doubles: powers of two, for what is a pure product.
DEGREES: dict[Formula, dict[str, int]] = {
    power.accelerator_count: {
        "site_power_w": 1,
        "chip_power_w": -1,
        "server_overhead": -1,
        "network_overhead": -1,
        "facility_overhead": -1,
    },
    power.it_power_w: {"accelerators": 1, "chip_power_w": 1, "server_overhead": 1},
    power.facility_power_w: {"it_power_w": 1, "facility_overhead": 1},
    power.power_by_part_w: {"accelerators": 1, "chip_power_w": 1},
    power.peak_flop_per_s: {"accelerators": 1, "chip_flop_per_s": 1},
    capex.accelerator_cost_usd: {"accelerators": 1, "chip_price_usd": 1},
    capex.rest_of_server_cost_usd: {"accelerators": 1, "chip_price_usd": 1},
    capex.network_cost_usd: {"server_cost_usd": 1},
    capex.facility_cost_usd: {"facility_power_w": 1, "cost_usd_per_facility_w": 1},
    capex.onsite_generation_cost_usd: {"facility_power_w": 1, "onsite_generation_fraction": 1},
    capex.land_cost_usd: {"site_area_m2_per_facility_w": 1, "land_price_usd_per_m2": 1},
    capex.hardware_cost_by_part_usd: {"accelerators": 1, "chip_price_usd": 1},
    capex.site_cost_by_part_usd: {"facility_power_w": 1},
    training.run_days: {"training_flop": 1, "accelerators": -1, "mfu_fraction": -1},
    training.run_accelerators: {"training_flop": 1, "days": -1, "chip_flop_per_s": -1},
    training.run_mfu_fraction: {"training_flop": 1, "days": -1, "accelerators": -1},
    training.run_flop: {"accelerators": 1, "days": 1, "mfu_fraction": 1},
    training.run_energy_kwh: {"it_power_w": 1, "days": 1, "annual_pue": 1},
    training.run_chip_power_w: {"training_flop": 1, "days": -1, "flop_per_j": -1},
    training.energy_cost_usd: {"energy_kwh": 1, "electricity_price_usd_per_kwh": 1},
    training.amortised_cost_usd: {"capex_usd": 1, "days": 1, "lifetime_years": -1},
    training.rental_cost_usd: {"accelerator_hours": 1, "price_usd_per_chip_h": 1},
}


def values_of(formula: Formula, source: dict[str, Any]) -> dict[str, Any]:
    return {name: source[name] for name in inspect.signature(formula).parameters}


def parts_of(name: str, answer: Any) -> dict[str, Any]:
    if isinstance(answer, dict):
        return {f"{name}__{part}": value for part, value in answer.items()}
    return {name: answer}


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.__name__)
def test_arrays_give_what_floats_give(formula: Formula) -> None:
    plain = values_of(formula, VALUES)
    doubled = {name: np.array([value, 2 * value]) for name, value in plain.items()}
    if "network_cost_fraction" in doubled:
        doubled["network_cost_fraction"] = np.array([0.19, 0.3])
    arrays = parts_of("x", formula(**doubled))
    for place in (0, 1):
        alone = {name: float(values[place]) for name, values in doubled.items()}
        for part, value in parts_of("x", formula(**alone)).items():
            assert arrays[part][place] == pytest.approx(value, rel=1e-14)


def test_vega_gives_what_python_gives() -> None:
    parameters = {name: alt.param(name=name, value=value) for name, value in VALUES.items()}
    python: dict[str, float] = {}
    vega: dict[str, str] = {}
    for formula in FORMULAS:
        python |= parts_of(formula.__name__, formula(**values_of(formula, VALUES)))
        answer = formula(**values_of(formula, parameters))
        parts = parts_of(formula.__name__, answer)
        vega |= {part: expression.to_dict()["expr"] for part, expression in parts.items()}
    chart = (
        alt.Chart(alt.Data(values=[{}]))
        .transform_calculate(**vega)
        .transform_fold(sorted(vega))
        .transform_calculate(shown="datum.key + '=' + datum.value")
        .mark_text()
        .encode(text="shown:N", y=alt.Y("key:N", axis=None))
        .add_params(*parameters.values())
    )
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    drawn = {name: float(value) for name, value in re.findall(r">(\w+)=([-+.e\d]+)<", svg)}
    assert drawn == pytest.approx(python, rel=1e-12)


@pytest.mark.parametrize("formula", DEGREES, ids=lambda f: f.__name__)
@given(factor=st.floats(0.1, 10.0))
def test_each_formula_has_its_dimensions(formula: Formula, factor: float) -> None:
    plain = values_of(formula, VALUES)
    before = parts_of("x", formula(**plain))
    for name, degree in DEGREES[formula].items():
        after = parts_of("x", formula(**(plain | {name: plain[name] * factor})))
        for part, value in before.items():
            assert after[part] == pytest.approx(value * factor**degree, rel=1e-12)


def test_no_formula_is_left_out_of_the_dimensional_rule() -> None:
    trivial = {
        power.accelerator_power_w,
        power.server_power_w,
        training.chip_hours,
        training.efficiency_flop_per_j,
    }
    assert set(FORMULAS) == set(DEGREES) | trivial


@given(
    accelerators=st.floats(1.0, 1e7),
    overheads=st.tuples(*[st.floats(1.0, 3.0)] * 3),
    chip_power_w=st.floats(50.0, 5000.0),
)
def test_power_and_accelerators_are_inverse_and_parts_add_up(
    accelerators: float, overheads: tuple[float, float, float], chip_power_w: float
) -> None:
    server, network, facility = overheads
    it = power.it_power_w(accelerators, chip_power_w, server, network)
    site = power.facility_power_w(it, facility)
    back = power.accelerator_count(site, facility, network, server, chip_power_w)
    assert back == pytest.approx(accelerators)
    parts = power.power_by_part_w(accelerators, chip_power_w, server, network, facility)
    assert sum(parts.values()) == pytest.approx(site)
    assert min(parts.values()) >= 0


@given(flop=st.floats(1e20, 1e30), count=st.floats(1.0, 1e7), mfu=st.floats(0.05, 0.9))
def test_days_accelerators_mfu_and_flop_are_inverse(flop: float, count: float, mfu: float) -> None:
    peak = 1e15
    days = training.run_days(flop, count, peak, mfu)
    assert training.run_accelerators(flop, days, peak, mfu) == pytest.approx(count)
    assert training.run_mfu_fraction(flop, count, days, peak) == pytest.approx(mfu)
    assert training.run_flop(count, days, peak, mfu) == pytest.approx(flop)
