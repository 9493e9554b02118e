"""Every formula of the cluster model: its dimensions, and the same on floats, arrays and in Vega.

A formula is a public function of ``gigascale.clusters`` whose arguments are all annotated
``Quantity``; a new one is found without being listed here. Its dimensional rule is read from the
units in the names of its arguments and in its own name: measured in units λ times smaller, what
goes in and what comes out must grow alike. A name that says no unit fails, as does a formula that
no unit can test.
"""

import ast
import importlib
import inspect
import math
import pkgutil
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import altair as alt
import numpy as np
import pytest
import vl_convert

from gigascale import clusters
from gigascale.clusters import capex, power

Formula = Callable[..., Any]
Dimensions = dict[str, int]

MAPPING = "dict[str, Quantity]"

# What each unit measures. Energy is power × time; a count of things is a dimension of its own.
MEASURES: dict[str, Dimensions] = {
    "w": {"power": 1},
    "s h hour hours days year years": {"time": 1},
    "j kwh": {"power": 1, "time": 1},
    "usd": {"money": 1},
    "flop": {"flop": 1},
    "m2": {"area": 1},
    "litre": {"volume": 1},
    "chip accelerator accelerators": {"chip": 1},
    "rack racks": {"rack": 1},
    "switch switches": {"switch": 1},
    "endpoints link links ports transceivers": {"link": 1},
    "dies": {"die": 1},
    "job jobs": {"job": 1},
    "fraction ratio overhead oversubscription pue tier tiers": {},
}
UNITS = {unit: measured for units, measured in MEASURES.items() for unit in units.split()}
# A quantity that starts with one of these is that of one of them.
EACH = {"chip": {"chip": 1}, "transceiver": {"link": 1}, "switch": {"switch": 1}}
# Names that say it in their own way.
NAMES: dict[str, Dimensions] = {
    "accelerator_hours": {"chip": 1, "time": 1},
    "annual_cost_usd": {"money": 1, "time": -1},
    "chip_flop_per_j": {"flop": 1, "power": -1, "time": -1},
    "chip_hours": {"chip": 1, "time": 1},
    "chip_year": {},  # a date
    "efficiency_growth_per_year": {},  # a factor, to the power of a number of years
    "endpoint_limit": {"link": 1},
    "links_above": {"link": 1},
    "links_below": {"link": 1},
    "transceiver_count": {"link": 1},
    "year": {},
}
# A dimension in which a formula cannot be scaled, and why.
YEARLY = {"time": "interest is added once a year"}
STEPS = dict.fromkeys(("link", "switch"), "one more tier of switches from a number of links on")
FIXED: dict[str, dict[str, str]] = {
    "annuity_usd_per_year": YEARLY,
    "capital_recovery_fraction_per_year": YEARLY,
    "endpoint_limit": STEPS,
    "interest_during_construction_usd": YEARLY,
    "tier_count": STEPS,
}


def repays(formula: Formula, given: dict[str, float]) -> bool:
    """Paid at the end of each year, what is repaid with interest is 1 in all."""
    rate, years = given["cost_of_capital_fraction_per_year"], 7
    paid = formula(rate, years)
    return math.isclose(sum(paid / (1 + rate) ** year for year in range(1, years + 1)), 1)


def shifts(formula: Formula, given: dict[str, float]) -> bool:
    """Dates count by their difference alone."""
    later = {name: value + (name in ("year", "chip_year")) for name, value in given.items()}
    return math.isclose(formula(**later), formula(**given))


def widens(formula: Formula, given: dict[str, float]) -> bool:
    """Each tier multiplies the limit by half the ports of a switch."""
    ports, tiers = given["ports_per_switch"], given["tiers"]
    return math.isclose(formula(ports, tiers + 1), formula(ports, tiers) * ports / 2)


def fits(formula: Formula, given: dict[str, float]) -> bool:
    """As many tiers as the endpoints need and no more."""
    for endpoints, ports in ((100, 64), (2048, 64), (2049, 64), (5000, 64), (1e5, 64), (1e5, 128)):
        tiers = formula(endpoints, ports)
        enough, fewer = 2 * (ports / 2) ** tiers, 2 * (ports / 2) ** (tiers - 1)
        if not (tiers == 1 or fewer < endpoints) or endpoints > enough:
            return False
    return True


# What units cannot test, or not wholly.
RULES: dict[str, Callable[[Formula, dict[str, float]], bool]] = {
    "capital_recovery_fraction_per_year": repays,
    "efficiency_flop_per_j": shifts,
    "endpoint_limit": widens,
    "tier_count": fits,
}


# Takes a quantity beside other things, and is no formula for that.
NO_FORMULAS = {"in_dollars_of": "looks two years up in a price index"}


def public_functions() -> Iterator[tuple[Formula, set[str]]]:
    """Yield the public functions of the package with the annotations of their arguments."""
    for found in pkgutil.walk_packages(clusters.__path__, "gigascale.clusters."):
        module = importlib.import_module(found.name)
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                every = [*node.args.args, *node.args.kwonlyargs]
                kinds = {ast.unparse(a.annotation) for a in every if a.annotation}
                yield getattr(module, node.name), kinds


FUNCTIONS = list(public_functions())
FORMULAS = [f for f, kinds in FUNCTIONS if {"Quantity"} <= kinds <= {"Quantity", MAPPING}]
each_formula = pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.__name__)


def dimensions(name: str) -> Dimensions:
    """Read the dimensions from a name: ``land_price_usd_per_m2`` is money over area."""
    if name in NAMES:
        return NAMES[name]
    above, *below = (part.split("_") for part in re.sub("_by_[a-z]+$", "", name).split("_per_"))
    counted = above[-1] == "count"
    units = [(UNITS.get(above[-2 if counted else -1]), 1)]
    if above[0] in EACH and not counted:
        units.append((EACH[above[0]], -1))
    for part in below:
        units += [(UNITS[word], -1) for word in part[:-1] if word in ("chip", "accelerator")]
        units.append((UNITS.get(part[-1]), -1))
    total: Dimensions = {}
    for unit, sign in units:
        assert unit is not None, f"{name!r} names no known unit: add it to UNITS or NAMES"
        for dimension, degree in unit.items():
            total[dimension] = total.get(dimension, 0) + sign * degree
    return {dimension: degree for dimension, degree in total.items() if degree}


def arguments(formula: Formula) -> list[str]:
    """Name the numbers that a formula takes: those of a mapping by tier are ``NAME.tier_1`` ..."""
    names = []
    for name, kind in inspect.signature(formula).parameters.items():
        mapping = "dict" in str(kind.annotation)
        names += [f"{name}.tier_{tier}" for tier in (1, 2, 3)] if mapping else [name]
    return names


def applied(formula: Formula, given: dict[str, Any]) -> Any:
    """Call a formula with the numbers that `arguments` names."""
    whole: dict[str, Any] = {}
    for name, value in given.items():
        head, _, key = name.partition(".")
        if key:
            whole.setdefault(head, {})[key] = value
        else:
            whole[head] = value
    return formula(**whole)


def values(formula: Formula, seed: int) -> dict[str, float]:
    """Draw a plausible value for each argument, the same for the same name."""

    def value(name: str) -> float:
        chance = random.Random(f"{name} {seed}")  # noqa: S311
        if name in ("year", "chip_year"):
            return chance.uniform(2024, 2032)
        if name in ("tier", "tiers"):
            return chance.randint(2, 4)
        if "fraction" in name:
            return chance.uniform(0.05, 0.3)
        if name.endswith("_years"):
            return chance.uniform(1.0, 20.0)
        if not dimensions(name.partition(".")[0]):
            return chance.uniform(1.05, 2.0)
        return 10 ** chance.uniform(0.5, 4.0)

    return {name: value(name) for name in arguments(formula)}


def parts(name: str, answer: Any) -> dict[str, Any]:
    if isinstance(answer, dict):
        return {f"{name}__{part}": value for part, value in answer.items()}
    return {name: answer}


def test_formulas_are_found_in_every_module_that_has_some() -> None:
    names = {f.__name__ for f in FORMULAS}
    assert names >= {"accelerator_count", "land_cost_usd", "run_flop"}
    assert len(names) == len(FORMULAS), "two formulas of one name"
    mixed = {f.__name__ for f, kinds in FUNCTIONS if "Quantity" in kinds} - names
    assert mixed == NO_FORMULAS.keys(), "a formula takes nothing but Quantity"


@each_formula
def test_arguments_are_all_quantities_and_operators_plain(formula: Formula) -> None:
    tree = ast.parse(inspect.getsource(formula))
    branches = (ast.If, ast.IfExp, ast.BoolOp, ast.Not, ast.While, ast.Lambda)
    assert not [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, branches)]


@each_formula
def test_arrays_give_what_floats_give(formula: Formula) -> None:
    plain = [values(formula, seed) for seed in range(6)]
    names = arguments(formula)
    grid = {name: np.array([p[name] for p in plain]).reshape(2, 3) for name in names}
    answers = parts("x", applied(formula, grid))
    for place, alone in enumerate(plain):
        for part, value in parts("x", applied(formula, alone)).items():
            assert math.isfinite(value)
            assert np.asarray(answers[part]).reshape(-1)[place] == pytest.approx(value, rel=1e-13)
    for name in names:  # one argument an array, the others floats
        mixed = parts("x", applied(formula, plain[0] | {name: grid[name]}))
        first = parts("x", applied(formula, plain[0]))
        for part, value in first.items():
            shaped = np.broadcast_to(mixed[part], (2, 3))
            assert shaped[0, 0] == pytest.approx(value, rel=1e-13)


@each_formula
def test_dimensions_of_arguments_and_result_agree(formula: Formula) -> None:
    inside = {name: dimensions(name.partition(".")[0]) for name in arguments(formula)}
    outside = dimensions(formula.__name__)
    kept = FIXED.get(formula.__name__, {})
    scaled = sorted({d for found in inside.values() for d in found} - kept.keys())
    assert set(outside) <= set(scaled) | kept.keys(), "the result has a unit from nowhere"
    assert scaled or formula.__name__ in RULES, "no unit can test it: add a rule to RULES"
    for seed in range(3):
        plain = values(formula, seed)
        before = parts("x", applied(formula, plain))
        for dimension in scaled:
            larger = {n: v * 3.0 ** inside[n].get(dimension, 0) for n, v in plain.items()}
            for part, value in parts("x", applied(formula, larger)).items():
                expected = before[part] * 3.0 ** outside.get(dimension, 0)
                assert value == pytest.approx(expected, rel=1e-12), dimension


@each_formula
def test_every_argument_matters(formula: Formula) -> None:
    for name in arguments(formula):
        before = [applied(formula, values(formula, seed)) for seed in range(6)]
        moved = [values(formula, seed) for seed in range(6)]
        for given in moved:
            step = "tier" in name or name in ("year", "chip_year")
            given[name] = given[name] + 1 if step else given[name] * 1.7
        assert [applied(formula, given) for given in moved] != before, name


@pytest.mark.parametrize("name", RULES)
def test_what_units_cannot_test_obeys_its_own_rule(name: str) -> None:
    formula = next(f for f in FORMULAS if f.__name__ == name)
    assert all(RULES[name](formula, values(formula, seed)) for seed in range(3))


def test_no_rule_is_left_behind() -> None:
    names = {f.__name__ for f in FORMULAS}
    assert names >= FIXED.keys() | RULES.keys()
    assert names.union(*map(arguments, FORMULAS)) >= NAMES.keys()


def written(value: Any) -> str:
    """Write a Vega expression as text; a plain number stays one."""
    text = value.to_dict() if hasattr(value, "to_dict") else repr(value)
    return text["expr"] if isinstance(text, dict) else text


def drawn(
    expressions: dict[str, str], row: dict[str, float], params: list[Any]
) -> dict[str, float]:
    """Evaluate Vega expressions with Vega itself."""
    chart = (
        alt.Chart(alt.Data(values=[row]))
        .transform_calculate(**expressions)
        .transform_fold(sorted(expressions))
        .transform_calculate(shown="datum.key + '=' + datum.value")
        .mark_text()
        .encode(text="shown:N", y=alt.Y("key:N", axis=None))
        .add_params(*params)
    )
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    return {n: float(v) for n, v in re.findall(r">(\w+)=(-?[\d.]+(?:e[-+]?\d+)?)<", svg)}


@pytest.mark.parametrize("kind", ["parameters", "columns"])
def test_vega_gives_what_python_gives(kind: str) -> None:
    python: dict[str, float] = {}
    vega: dict[str, str] = {}
    given: dict[str, float] = {}
    for formula in FORMULAS:
        plain = values(formula, 0)
        python |= parts(formula.__name__, applied(formula, plain))
        column = {name: name.replace(".", "_") for name in plain}
        if kind == "parameters":
            answer = applied(formula, {n: alt.param(name=f"p_{c}") for n, c in column.items()})
        else:
            answer = applied(formula, {n: alt.datum[c] for n, c in column.items()})
        given |= {column[name]: value for name, value in plain.items()}
        found = parts(formula.__name__, answer)
        vega |= {f"{part}_": written(value) for part, value in found.items()}
    params = [alt.param(name=f"p_{name}", value=value) for name, value in given.items()]
    answers = drawn(vega, given, params)
    assert answers == pytest.approx({f"{n}_": v for n, v in python.items()}, rel=1e-12)


def test_doubling_power_doubles_accelerators_and_a_price_its_part() -> None:
    chain = dict(zip(arguments(power.accelerator_count), (1e9, 1.4, 1.14, 1.53, 1200), strict=True))
    doubled = power.accelerator_count(**(chain | {"site_power_w": 2e9}))
    assert doubled == 2 * power.accelerator_count(**chain)
    before = capex.site_cost_by_part_usd(1e9, 10.0, 0.2, 0.25, 2.0, 0.004, 50.0)
    after = capex.site_cost_by_part_usd(1e9, 20.0, 0.2, 0.25, 2.0, 0.004, 50.0)
    assert after == before | {"shell_and_mep": 2 * before["shell_and_mep"]}
