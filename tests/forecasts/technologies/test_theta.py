import numpy as np
import pytest
from scipy.stats import norm
from scipy.stats import t as student_t

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.forecasts.continued import random_walk
from gigascale.forecasts.technologies.curves import gap_free, hindcasts
from gigascale.forecasts.technologies.shuffled import order_matters
from gigascale.forecasts.technologies.theta import fit_theta, squares, theta_of, widening
from gigascale.lines.technologies import Technology


def walks(theta: float, count: int, n: int, seed: int) -> list[Technology]:
    noise = np.random.default_rng(seed).normal(size=(count, n))
    logs = (noise[:, 1:] + theta * noise[:, :-1]).cumsum(axis=1)
    years = np.arange(n - 1.0)
    return [Technology(str(k), str(k), years, logs[k], years, 0) for k in range(count)]


def figure(figure_id: str) -> float:
    table = datasets.load("published_figures").set_index("figure_id")
    return float(table.loc[figure_id, "value"])


def test_formula_gives_the_published_chance_that_solar_gets_dearer() -> None:
    change, spread, theta = figure("F16"), figure("F16K"), figure("F17")
    m = int(figure("F16m"))
    moves = np.resize([1.0, -1.0], m) - np.resize([1.0, -1.0], m).mean()
    moves = change + moves * spread / moves.std(ddof=1)
    history = np.append(0.0, moves.cumsum()) / np.log(10)
    made = random_walk(history, [2030 - 2013], moving_average=theta)
    above = (history[-1] - made.centre[0]) / made.scale[0]
    assert norm.sf(above) == pytest.approx(0.0498, abs=5e-5)
    assert student_t.sf(above, m - 1) == pytest.approx(0.0547, abs=5e-5)
    assert figure("F18") == round(norm.sf(above), 2)


def test_widening_is_the_formula() -> None:
    steps, m, theta = np.array([1.0, 3.0, 20.0]), 5, 0.4
    spread = -2 * theta + (1 + 2 * 4 * theta / 5 + theta**2) * (steps + steps**2 / 5)
    assert np.allclose(widening(steps, m, theta), spread / (1 + theta**2))


def test_plain_random_walks_give_zero() -> None:
    fit = fit_theta(squares(hindcasts(walks(0, 400, 121, 1), random_walk)))
    assert fit.expected == 2
    assert fit.theta == pytest.approx(0, abs=0.06)
    assert fit.theta_low < 0.03
    assert fit.theta_high > -0.03
    assert fit.mean_square == pytest.approx(2, abs=0.02)


def test_theta_that_hindcasts_were_made_with_does_not_matter() -> None:
    curves = walks(0.2, 30, 60, 2)
    plain = hindcasts(curves, lambda logs, steps: random_walk(logs, steps, moving_average=0.0))
    one = squares(plain, moving_average=0.0)
    other = squares(hindcasts(curves, random_walk))
    assert np.allclose(one.sums, other.sums)
    assert np.allclose(one.weights, other.weights)


def test_related_changes_need_a_theta_above_their_own() -> None:
    fit = fit_theta(squares(hindcasts(walks(0.25, 400, 121, 1), random_walk)))
    assert fit.theta_low > 0.25
    assert fit.share_not_positive == 0


def test_mean_square_at_the_chosen_theta_is_that_of_the_hindcasts() -> None:
    curves = walks(0.1, 30, 60, 3)
    fit = fit_theta(squares(hindcasts(curves, random_walk)))
    again = hindcasts(
        curves, lambda logs, steps: random_walk(logs, steps, moving_average=fit.theta)
    )
    assert (again["standardised"] ** 2).mean() == pytest.approx(fit.mean_square, rel=1e-6)


def test_counting_technologies_alike_weighs_short_series_as_much_as_long_ones() -> None:
    long, short = walks(0, 1, 200, 4)[0], walks(0, 2, 12, 5)[1]
    table = hindcasts([long, short], random_walk)
    alike = squares(table, technologies_alike=True)
    assert np.allclose(alike.weights, 0.5)
    own = [theta_of(squares(table), np.eye(2)[k]) for k in range(2)]
    assert np.allclose(own, [theta_of(alike, np.eye(2)[k]) for k in range(2)])


def test_zero_spread_is_left_out_and_too_few_changes_are_refused() -> None:
    flat = Technology("flat", "flat", np.arange(12.0), np.repeat([0.0, 1.0], 6), np.arange(12.0), 0)
    table = hindcasts([flat, *walks(0, 3, 30, 6)], random_walk)
    assert (table["scale"] == 0).any()
    assert np.isfinite(squares(table).sums).all()
    with pytest.raises(InputError, match="3 changes have no finite variance"):
        squares(hindcasts(walks(0, 3, 30, 6), random_walk, changes=3))


def test_order_does_not_matter_in_random_walks_and_does_where_drift_turns() -> None:
    chances = [order_matters(walks(0, 8, 40, seed), draws=99).p_value for seed in range(20)]
    assert 0.25 < np.mean(chances) < 0.75
    turning = [
        curve._replace(log10_cost=curve.log10_cost + np.abs(curve.years - 20))
        for curve in walks(0, 8, 41, 1)
    ]
    assert order_matters(turning, draws=99).p_value == 0.01


def test_order_test_counts_as_the_hindcasts_do() -> None:
    curves = walks(0.3, 6, 40, 7)
    table = hindcasts(curves, lambda logs, steps: random_walk(logs, steps, moving_average=0.0))
    missed = (table["standardised"].abs() > student_t.ppf(0.95, 4)).mean()
    assert order_matters(curves, draws=19).missed == pytest.approx(missed)


def test_zero_is_rejected_on_the_shipped_curves() -> None:
    curves = gap_free(datasets.load("experience_curves", "2023-12-31"))
    fit = fit_theta(squares(hindcasts(curves, random_walk)))
    assert fit.theta == pytest.approx(0.575)
    assert fit.theta_low > 0
    assert order_matters(curves, draws=199).p_value <= 0.01
