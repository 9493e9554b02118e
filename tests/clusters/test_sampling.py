"""Draws keep the three quantiles they are made from and move together where said."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigascale.clusters import Assumption, Chip, assumptions_for, quantiles, sample
from gigascale.clusters.assumptions import Scale, fixed
from gigascale.clusters.sampling import transform
from gigascale.errors import InputError


def uncertain(low: float, central: float, high: float, scale: Scale) -> Assumption:
    return Assumption("x", "any", low, central, high, "", scale, "judgement", "", "")


@pytest.mark.parametrize("scale", ["linear", "log", "logit"])
@given(values=st.lists(st.floats(0.01, 0.99), min_size=3, max_size=3, unique=True).map(sorted))
def test_low_central_and_high_are_the_quantiles(scale: Scale, values: list[float]) -> None:
    low, central, high = values
    drawn = transform(uncertain(low, central, high, scale), [-1.6448536269514722, 0, 1.644853627])
    assert list(drawn) == pytest.approx(values, rel=1e-6)


def test_draws_of_every_shipped_assumption_have_their_quantiles(
    assumptions: pd.DataFrame, h100: Chip
) -> None:
    chosen = assumptions_for(h100, assumptions)
    drawn = sample(chosen, np.random.default_rng(7), draws=40_000)
    for name, row in chosen.items():
        # A tenth of the way to the median is five standard errors of the quantile at this size.
        found = quantiles(drawn[name])
        for wanted, at in zip((row.low, row.central, row.high), found.values(), strict=True):
            assert at == pytest.approx(wanted, abs=0.1 * (row.high - row.low)), name
        if row.scale != "linear":
            assert drawn[name].min() > 0
        if row.scale == "logit":
            assert drawn[name].max() < 1


def test_the_same_seed_gives_the_same_draws() -> None:
    row = {"x": uncertain(1.0, 2.0, 5.0, "log")}
    first, second, other = (sample(row, np.random.default_rng(s), 50)["x"] for s in (1, 1, 2))
    assert (first == second).all()
    assert (first != other).any()


def test_construction_prices_move_together_and_others_do_not(
    assumptions: pd.DataFrame, h100: Chip
) -> None:
    drawn = sample(assumptions_for(h100, assumptions), np.random.default_rng(3), 20_000)
    names = (
        "shell_mep_cost_usd_per_facility_w",
        "substation_cost_usd_per_facility_w",
        "chip_price_usd",
    )
    correlation = np.corrcoef([np.log(drawn[name]) for name in names])
    assert 0.35 < correlation[0, 1] < 0.65
    assert abs(correlation[0, 2]) < 0.05


def test_a_fixed_input_does_not_vary() -> None:
    assert set(sample({"x": fixed("x", 3.0)}, np.random.default_rng(0), 5)["x"]) == {3.0}


def test_no_draws_are_refused() -> None:
    with pytest.raises(InputError, match="at least 1"):
        sample({}, np.random.default_rng(0), 0)
