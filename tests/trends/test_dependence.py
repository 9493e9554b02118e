"""The variance of coefficients that are not least squares."""

import numpy as np
import pytest

from gigascale.trends.dependence import robust_uncertainty


def test_instruments_give_the_variance_of_the_coefficients_that_they_define():
    years = np.array([-3.0, -2.5, -2.4, -1.0, 0.0, 0.5, 3.4, 5.0])  # too few for a filter
    design = np.column_stack([np.ones(8), years])
    ranks = np.column_stack([np.ones(8), np.arange(8) - 3.5])
    response = np.random.default_rng(1).standard_normal(8)
    default = robust_uncertainty(design, response)
    instrumented = robust_uncertainty(design, response, ranks)
    variance = default.covariance @ (design.T @ design)
    solution = np.linalg.inv(ranks.T @ design)
    expected = variance[0, 0] * solution @ ranks.T @ ranks @ solution.T
    assert variance == pytest.approx(variance[0, 0] * np.eye(2), abs=1e-12)
    assert instrumented.covariance == pytest.approx(expected, rel=1e-9)
    assert instrumented.covariance[1, 1] > default.covariance[1, 1]
    assert instrumented.degrees_of_freedom == default.degrees_of_freedom
