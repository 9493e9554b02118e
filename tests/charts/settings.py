"""Random settings of the calculator, within the ends of its sliders."""

import random
from typing import Any

from gigascale.charts.calculator import CONTROLS, Model


def random_settings(model: Model, count: int, seed: int = 5) -> list[dict[str, Any]]:
    chance = random.Random(seed)  # noqa: S311
    found = []
    for _ in range(count):
        chip = chance.choice(list(model.chips))
        moved = {c.name: chance.uniform(c.low, c.high) for c in CONTROLS if chance.random() < 0.7}
        basis = chance.choice(["facility", "it"])
        found.append(model.start(chip) | moved | {"basis": basis})
    return found


def worst_difference(python: dict[str, Any], vega: dict[str, Any]) -> float:
    """Return the largest relative difference; what is not known must not be on both sides."""
    assert python.keys() == vega.keys()
    worst = 0.0
    for name, values in python.items():
        for value, other in zip(values, vega[name], strict=True):
            if value != value:  # not a number
                assert other is None
            else:
                worst = max(worst, abs(other / value - 1))
    return worst
