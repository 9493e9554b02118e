"""Methods on regular histories: known truth, agreement with the plain formulas, bad input."""

from collections.abc import Callable

import numpy as np
import pytest

from gigascale.errors import InputError
from gigascale.forecasts.combination import CONTINUED
from gigascale.forecasts.continued import damped, no_change, random_walk, straight_line
from gigascale.forecasts.predictive import student_quantiles
from gigascale.forecasts.scores import score
from gigascale.trends.points import Floats
from gigascale.trends.random_walk import fit_random_walk

SERIES, LENGTH, AHEAD = 3000, 40, np.array([1.0, 5.0])


def shocks() -> Floats:
    return np.random.default_rng(7).normal(0, 0.2, (SERIES, LENGTH + 6))


def driftless() -> tuple[Floats, Floats]:
    return np.cumsum(shocks(), axis=1), 0.2 * np.sqrt(AHEAD)


def drifting() -> tuple[Floats, Floats]:
    v = shocks()
    v[:, 1:] += 0.63 * v[:, :-1].copy()
    sd = 0.2 * np.sqrt(-2 * 0.63 + 1.63**2 * AHEAD)
    return np.cumsum(v + 0.3, axis=1), sd


def on_a_line() -> tuple[Floats, Floats]:
    return 0.1 * np.arange(LENGTH + 6) + shocks(), 0.2 * np.ones(2)


@pytest.mark.parametrize(
    ("method", "truth"),
    [(no_change, driftless), (random_walk, drifting), (straight_line, on_a_line)],
)
def test_coverage_and_crps_are_those_of_the_known_truth(
    method: Callable[..., object], truth: Callable[[], tuple[Floats, Floats]]
) -> None:
    series, sd = truth()
    forecasts = student_quantiles(method(series[:, :LENGTH], AHEAD))  # type: ignore[arg-type]
    for place, step in enumerate(AHEAD.astype(int)):
        table = score(forecasts[:, place], series[:, LENGTH - 1 + step])
        assert table["inside90"].mean() == pytest.approx(0.9, abs=0.02)
        assert table["inside50"].mean() == pytest.approx(0.5, abs=0.03)
        # A normal forecast of the right spread scores sd/√π; parameters cost a little more.
        assert 0.96 < table["crps"].mean() / (sd[place] / np.sqrt(np.pi)) < 1.12


def test_the_random_walk_is_that_of_the_book_from_one_step_on() -> None:
    logs = np.cumsum(np.random.default_rng(1).normal(0.1, 0.2, 12))
    walk = fit_random_walk(np.arange(2000, 2012), 10**logs)
    ours = random_walk(logs, [1.0, 4.0, 15.0])
    np.testing.assert_allclose(ours.scale * np.log(10), walk.log_sd([1, 4, 15]))
    np.testing.assert_allclose(10**ours.centre, walk.forecast([2012, 2015, 2026]).median)


def test_the_line_is_the_least_squares_prediction() -> None:
    import statsmodels.api as sm

    logs = np.random.default_rng(1).normal(size=9)
    fit = sm.OLS(logs, sm.add_constant(np.arange(9.0))).fit()
    expected = fit.get_prediction(np.array([[1.0, 8.5], [1.0, 12.0]])).summary_frame(alpha=0.1)
    ours = student_quantiles(straight_line(logs, [0.5, 4.0]))
    np.testing.assert_allclose(ours[:, 99], expected["mean"])
    np.testing.assert_allclose(ours[:, 9], expected["obs_ci_lower"])


def test_damping_slows_the_drift_and_without_it_the_walk_is_the_same() -> None:
    logs = np.arange(6.0)
    assert damped(logs, [200.0]).centre.round(3).tolist() == [14.0]
    same = damped(logs, AHEAD, damping=1.0)
    np.testing.assert_array_equal(same.centre, random_walk(logs, AHEAD).centre)


@pytest.mark.parametrize("name", CONTINUED)
def test_many_histories_at_once_are_the_same_as_one_by_one(name: str) -> None:
    logs = np.cumsum(np.random.default_rng(3).normal(0.1, 0.3, (2, 3, 14)), axis=-1)
    together = student_quantiles(CONTINUED[name](logs, [0.2, 1, 7]))
    assert together.shape == (2, 3, 3, 199)
    alone = student_quantiles(CONTINUED[name](logs[1, 2], [0.2, 1, 7]))
    np.testing.assert_allclose(together[1, 2], alone)


@pytest.mark.parametrize("name", CONTINUED)
def test_faulty_input_is_one_clear_line(name: str) -> None:
    with pytest.raises(InputError, match=r"^a forecast needs at least 4 values; there are 3$"):
        CONTINUED[name](np.arange(3.0), [1])
    with pytest.raises(InputError, match=r"^log10 values must be finite numbers, one a step$"):
        CONTINUED[name](np.array([1.0, np.nan, 2.0, 3.0]), [1])
    with pytest.raises(InputError, match=r"^horizons must be a list of numbers of steps above 0$"):
        CONTINUED[name](np.arange(5.0), [0])
    with pytest.raises(InputError, match=r"^a damping is above 0 and at most 1; it is 2$"):
        random_walk(np.arange(5.0), [1], damping=2.0)
