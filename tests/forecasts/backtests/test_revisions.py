"""Overlapping errors and revisions, against what theory says of them."""

from math import comb

import numpy as np
import pandas as pd
import pytest

from gigascale.errors import InputError
from gigascale.forecasts.backtests.revisions import (
    gain,
    revisions,
    same_sign_probability,
    sign_test,
)


@pytest.mark.parametrize("n", [1, 3, 8])
def test_errors_on_one_side_are_as_likely_as_sparre_andersen_says(n: int) -> None:
    found = same_sign_probability(range(1, n + 1), np.random.default_rng(n))
    assert found == pytest.approx(2 * comb(2 * n, n) / 4**n, abs=0.006)


def test_a_longer_wait_before_the_first_of_them_makes_one_side_likelier() -> None:
    near, far = (same_sign_probability(range(k, k + 8), np.random.default_rng(0)) for k in (1, 5))
    assert far > near + 0.1


@pytest.mark.parametrize("horizons", [[0, 1], [1.5]])
def test_horizons_are_whole_years_from_one(horizons: list[float]) -> None:
    with pytest.raises(InputError, match="whole years"):
        same_sign_probability(horizons, np.random.default_rng(0))


def test_revisions_of_a_fair_forecaster_pass_the_sign_test_as_often_as_promised() -> None:
    rng = np.random.default_rng(1987)
    made = np.cumsum(rng.standard_normal((1000, 13)), axis=1)
    steps = [revisions(pd.Series(10.0**path, index=range(2010, 2023))) for path in made]
    assert np.mean([sign_test(s) <= 0.05 for s in steps]) == pytest.approx(0.039, abs=0.02)


def test_revisions_across_a_missing_edition_do_not_count() -> None:
    steps = revisions(pd.Series({2013: 4.0, 2010: 1.0, 2011: 10.0}))
    assert steps.to_dict() == {2011: 1.0}
    assert sign_test([]) == 1.0
    assert sign_test([0.0, 1.0]) == 1.0


def test_the_gain_weighs_forecasts_alike_and_its_interval_holds_it() -> None:
    rng = np.random.default_rng(3)
    costs = pd.DataFrame(
        {"ours": rng.uniform(0.5, 1.5, 60), "peer": rng.uniform(1.5, 2.5, 60)},
        index=np.repeat(np.arange(20), 3),
    )
    skill, (low, high) = gain(costs, rng)
    assert skill == pytest.approx(1 - costs["ours"].mean() / costs["peer"].mean())
    assert low < skill < high
