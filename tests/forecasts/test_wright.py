"""Wright's law as a forecast."""

import numpy as np
import pytest

from gigascale.errors import InputError
from gigascale.forecasts.continued import random_walk
from gigascale.forecasts.predictive import student_quantiles
from gigascale.forecasts.scores import score
from gigascale.forecasts.wright import wright


def test_with_steady_production_and_its_future_it_is_the_random_walk_with_drift() -> None:
    logs = np.cumsum(np.random.default_rng(1).normal(-0.1, 0.2, (4, 9)), axis=-1)
    made = np.broadcast_to(np.arange(9.0), logs.shape)
    steps = np.array([0.5, 1.0, 6.0])
    future = np.broadcast_to(8.0 + steps, (4, 3))
    ours = wright(logs, made, steps, future, moving_average=0.4)
    walk = random_walk(logs, steps, moving_average=0.4)
    np.testing.assert_allclose(ours.centre, walk.centre)
    np.testing.assert_allclose(ours.scale[:, 1:], walk.scale[:, 1:])


def test_coverage_and_crps_are_those_of_the_known_truth() -> None:
    rng, rho = np.random.default_rng(3), 0.19
    growth = rng.exponential(0.2, (4000, 30))
    shocks = rng.normal(0, 0.1, (4000, 31))
    cost = np.cumsum(-0.5 * growth + shocks[:, 1:] + rho * shocks[:, :-1], axis=1)
    made = np.cumsum(growth, axis=1)
    for step in (1, 6):
        known, target = slice(0, 24), 23 + step
        given = wright(cost[:, known], made[:, known], [step], made[:, [target]])
        table = score(student_quantiles(given)[:, 0], cost[:, target])
        sd = 0.1 * np.sqrt(1 + (step - 1) * (1 + rho) ** 2 + rho**2)
        assert table["inside90"].mean() == pytest.approx(0.9, abs=0.015)
        assert 0.97 < table["crps"].mean() / (sd / np.sqrt(np.pi)) < 1.12
        own = wright(cost[:, known], made[:, known], [step])
        assert score(student_quantiles(own)[:, 0], cost[:, target])["inside90"].mean() > 0.87


def test_unknown_production_widens_the_forecast() -> None:
    rng = np.random.default_rng(3)
    made = np.cumsum(rng.exponential(0.2, 12))
    cost = -0.5 * made + rng.normal(0, 0.05, 12)
    growth = (made[-1] - made[0]) / 11
    own, given = wright(cost, made, [5]), wright(cost, made, [5], made[-1:] + 5 * growth)
    np.testing.assert_allclose(own.centre, given.centre)
    assert (own.scale > given.scale).all()


def test_faulty_input_is_one_clear_line() -> None:
    with pytest.raises(InputError, match=r"^production must change; Wright's law says nothing"):
        wright(np.arange(5.0), np.zeros(5), [1])
    with pytest.raises(InputError, match=r"^costs have shape \(5,\) and production \(6,\)"):
        wright(np.arange(5.0), np.arange(6.0), [1])
    with pytest.raises(InputError, match=r"future production has shape \(2,\); \(1,\) is needed$"):
        wright(np.arange(5.0), np.arange(5.0), [1], np.arange(2.0))
    with pytest.raises(InputError, match=r"^a forecast needs at least 4 values; there are 2$"):
        wright(np.arange(2.0), np.arange(2.0), [1])
