"""Quantiles at the fixed levels, and what is read from them."""

import numpy as np
import pytest
from scipy import stats

from gigascale.errors import InputError
from gigascale.forecasts.predictive import LEVELS, Student, probability, quantile, student_quantiles


def test_student_quantiles_are_those_of_scipy_for_degrees_of_freedom_of_any_shape() -> None:
    freedom = np.array([[3.0, 12.0], [3.0, np.inf]])
    centre, scale = np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([[1.0, 0.5], [2.0, 0.1]])
    quantiles = student_quantiles(Student(centre, scale, freedom))
    expected = centre[..., None] + scale[..., None] * stats.t.ppf(LEVELS, freedom[..., None])
    np.testing.assert_allclose(quantiles, expected, rtol=1e-6)


def test_a_quantile_between_levels_is_interpolated_and_one_outside_is_refused() -> None:
    assert quantile(np.arange(199.0)[None], 0.0075).round(9).tolist() == [0.5]
    with pytest.raises(InputError, match=r"a level lies from 0\.005 to 0\.995; it is 0\.999$"):
        quantile(np.arange(199.0)[None], 0.999)


def test_probabilities_of_draws_from_the_forecast_are_uniform() -> None:
    normal = student_quantiles(Student(np.zeros(20000), np.ones(20000), np.inf))
    pit = probability(normal, np.random.default_rng(1).standard_normal(20000))
    assert stats.kstest(pit, "uniform").statistic < 0.015


def test_an_outcome_on_a_repeated_quantile_takes_the_middle_of_the_repeats() -> None:
    repeated = np.where(LEVELS <= 0.5, 0.0, LEVELS)[None]
    assert probability(repeated, [0.0]).round(3).tolist() == [0.252]
