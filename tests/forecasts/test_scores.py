import numpy as np
import pytest
from scipy.stats import norm

from gigascale.forecasts.predictive import LEVELS, Student, student_quantiles
from gigascale.forecasts.scores import crps, score

RNG = np.random.default_rng(1)


def normal(centre: float, scale: float) -> np.ndarray:
    return student_quantiles(Student(np.array([centre]), np.array([scale]), np.inf))


@pytest.mark.parametrize(("seen", "scale"), [(0.0, 1.0), (1.3, 1.0), (-2.5, 0.5), (0.2, 3.0)])
def test_the_crps_agrees_with_the_closed_form_of_a_normal_distribution(
    seen: float, scale: float
) -> None:
    z = seen / scale
    exact = scale * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert crps(normal(0, scale), [seen])[0] == pytest.approx(exact, rel=0.01)


def test_the_crps_agrees_with_the_integral_of_its_definition() -> None:
    quantiles = np.sort(RNG.gamma(2.0, size=(1, 40_000)))
    ours = crps(np.quantile(quantiles[0], LEVELS)[None], [3.1])[0]
    grid = np.linspace(0, 30, 60_001)
    below = np.searchsorted(quantiles[0], grid, side="right") / quantiles.size
    direct = np.trapezoid((below - (grid >= 3.1)) ** 2, grid)
    assert ours == pytest.approx(direct, rel=0.01)


def test_scores_of_many_forecasts_are_those_of_each() -> None:
    quantiles = np.concatenate([normal(c, s) for c, s in RNG.uniform(0.5, 2, (20, 2))])
    seen = RNG.normal(1, 1.5, 20)
    together = score(quantiles, seen)
    for i in range(20):
        alone = score(quantiles[i : i + 1], seen[i : i + 1]).iloc[0]
        assert together.iloc[i].tolist() == pytest.approx(alone.tolist())


def test_an_outcome_is_inside_an_interval_when_its_tails_say_so() -> None:
    seen = norm.ppf([0.04, 0.06, 0.11, 0.3, 0.74, 0.76, 0.94, 0.96])
    table = score(np.repeat(normal(0, 1), 8, axis=0), seen)
    assert table["inside90"].tolist() == [False, *[True] * 6, False]
    assert table["inside80"].tolist() == [False] * 2 + [True] * 4 + [False] * 2
    assert table["inside50"].tolist() == [False] * 3 + [True] * 2 + [False] * 3
    assert table["pit"].tolist() == pytest.approx(norm.cdf(seen), abs=0.005)
    assert table["error"].tolist() == pytest.approx(-seen)


def test_probabilities_of_calibrated_forecasts_are_uniform() -> None:
    table = score(np.repeat(normal(2, 0.3), 20_000, axis=0), RNG.normal(2, 0.3, 20_000))
    assert np.histogram(table["pit"], 10, (0, 1))[0] == pytest.approx(2000, rel=0.1)
    assert table[["inside50", "inside80", "inside90"]].mean().tolist() == pytest.approx(
        [0.5, 0.8, 0.9], abs=0.012
    )
