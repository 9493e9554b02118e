import numpy as np
import pytest

from gigascale.errors import InputError
from gigascale.trends.experience import KINDS, fit_learning


@pytest.mark.parametrize("kind", KINDS)
def test_exact_curve_gives_its_learning_rate_in_any_unit(kind: str) -> None:
    production = np.cumsum(np.geomspace(1, 500, 20))
    cost = 40 * production ** np.log2(0.8)
    for scale in (1.0, 1e6):
        fit = fit_learning(scale * production, cost / scale, kind=kind)
        assert fit.learning_rate == pytest.approx(0.2)
        assert fit.learning_rate_high - fit.learning_rate_low < 1e-9


def test_interval_of_changes_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    doublings = np.linspace(0, 20, 44)
    steps = np.diff(doublings) * np.log2(0.8) + rng.normal(0, 0.17, (800, 43))
    costs = 2 ** np.concatenate([np.zeros((800, 1)), np.cumsum(steps, axis=1)], axis=1)
    fits = [fit_learning(2**doublings, cost, kind="changes") for cost in costs]
    inside = [fit.learning_rate_low <= 0.2 <= fit.learning_rate_high for fit in fits]
    assert 0.85 <= np.mean(inside) <= 0.95


def test_changes_of_cost_are_counted_once() -> None:
    fit = fit_learning([1, 3, 9, 30, 80], [9, 7, 6, 4, 3], kind="changes")
    assert (fit.n, fit.kind) == (4, "changes")


@pytest.mark.parametrize(
    ("production", "cost", "kind", "message"),
    [
        ([1, 2, 4, 8], [4, 3, 2, 1], "slopes", "accepted"),
        ([0, 2, 4, 8], [4, 3, 2, 1], "levels", "must be positive"),
        ([1, 2, 4, 8], [4, 3, 2, -1], "levels", "above 0"),
        ([1, 2, 4, 4], [4, 3, 2, 1], "changes", "at least 4"),
    ],
)
def test_bad_input_is_refused(
    production: list[float], cost: list[float], kind: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        fit_learning(production, cost, kind=kind)
