"""A model evaluated twice: once at the central inputs, once on draws of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gigascale.clusters.assumptions import Assumption, NamedInputs
from gigascale.clusters.sampling import quantiles, sample

SEED = 2026  # of the generator that is made when none is handed in

Model = Callable[[Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Estimate:
    """What a model gives, with its uncertainty.

    Attributes
    ----------
    settings : mapping
        What was asked, and the vintages and dollar years behind the answer.
    central : mapping
        Each quantity with every input at its central value; quantities by part are mappings.
        ``None`` stands for what cannot be known, such as the price of a chip that has none.
    draws : mapping
        The same quantities as arrays, one value a draw (a plain number if nothing varies).
    """

    settings: Mapping[str, Any]
    central: Mapping[str, Any]
    draws: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return plain numbers ready for JSON.

        A quantity ``x`` gives ``x`` (central inputs), ``x_q05``, ``x_q50`` and ``x_q95``; one by
        part gives a mapping from part to ``central``, ``q05``, ``q50`` and ``q95``.
        """
        flat: dict[str, Any] = dict(self.settings)
        for name, central in self.central.items():
            drawn = self.draws[name]
            if isinstance(central, Mapping):
                flat[name] = {part: _by_part(central[part], drawn[part]) for part in central}
            else:
                flat[name] = None if central is None else float(central)
                values = dict.fromkeys(("q05", "q50", "q95")) if drawn is None else quantiles(drawn)
                flat |= {f"{name}_{label}": value for label, value in values.items()}
        return flat


def _by_part(central: Any, drawn: Any) -> dict[str, float] | None:
    return None if central is None else {"central": float(central), **quantiles(drawn)}


def evaluate(
    model: Model,
    assumptions: Mapping[str, Assumption],
    settings: Mapping[str, Any],
    rng: np.random.Generator,
    draws: int,
) -> Estimate:
    """Return a model's answer at the central inputs and on draws of them.

    Parameters
    ----------
    model : callable
        Takes the inputs by name and returns quantities by name; plain operators only.
    assumptions : mapping of str to Assumption
        The inputs.
    settings : mapping
        Carried into the result.
    rng : Generator
        The source of randomness.
    draws : int
        How many.

    Examples
    --------
    >>> from gigascale.clusters.assumptions import fixed
    >>> double = lambda inputs: {"y": 2 * inputs["x"]}
    >>> evaluate(double, {"x": fixed("x", 3.0)}, {}, np.random.default_rng(0), 10).to_dict()
    {'y': 6.0, 'y_q05': 6.0, 'y_q50': 6.0, 'y_q95': 6.0}
    """
    central = model(NamedInputs({name: row.central for name, row in assumptions.items()}))
    return Estimate(settings, central, model(sample(assumptions, rng, draws)))
