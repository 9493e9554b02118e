import numpy as np
import pytest
from scipy.stats import norm

from gigascale.errors import InputError
from gigascale.trends.random_walk import RandomWalk, fit_random_walk

PUBLISHED = RandomWalk(
    mean_log_change=-0.10, sd_log_change=0.15, changes=33, last_year=2013, last_value=1.0
)


def test_published_probability_that_solar_costs_more_in_2030_than_in_2013() -> None:
    rise_in_sd = 17 * 0.10 / PUBLISHED.log_sd([17])[0]
    assert norm.sf(rise_in_sd) == pytest.approx(0.0498, abs=5e-5)


def test_without_moving_average_the_standard_error_is_the_textbook_one() -> None:
    expected = 0.15 * np.sqrt(5 + 25 / 33)
    assert PUBLISHED.log_sd([5], moving_average=0)[0] == pytest.approx(expected)


@pytest.mark.parametrize("theta", [0.0, 0.63])
def test_interval_holds_the_outcome_as_often_as_it_says(theta: float) -> None:
    rng = np.random.default_rng(8)
    noise = rng.normal(0, 0.1, (1500, 42))
    steps = -0.1 + noise[:, 1:] + theta * noise[:, :-1]
    logs = np.concatenate([np.zeros((1500, 1)), np.cumsum(steps, axis=1)], axis=1)
    years = np.arange(2000, 2042)
    inside = []
    for series in np.exp(logs):
        forecast = fit_random_walk(years[:32], series[:32]).forecast([2041], moving_average=theta)
        inside.append(forecast.low[0] <= series[-1] <= forecast.high[0])
    assert 0.86 <= np.mean(inside) <= 0.93


def test_order_of_the_years_does_not_matter() -> None:
    years, values = np.arange(2000, 2006), np.array([9.0, 7, 8, 5, 4, 2])
    assert fit_random_walk(years[::-1], values[::-1]) == fit_random_walk(years, values)


@pytest.mark.parametrize(
    ("years", "message"),
    [([2000, 2001, 2003, 2004], "look after 2001"), ([2000, 2001, 2001, 2002], "one value a year")],
)
def test_gap_or_repeat_is_refused(years: list[int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        fit_random_walk(years, [1, 2, 3, 4])


def test_horizon_below_a_year_is_refused() -> None:
    with pytest.raises(InputError, match="at least 1 year beyond 2013"):
        PUBLISHED.forecast([2013.5])
