"""Rates of growth, compared."""

from dataclasses import replace

import numpy as np
import pytest

from gigascale.trends.growth import fit_growth
from gigascale.trends.rates import Rate, slowdown


def test_the_slowdown_of_two_growth_rates_has_the_interval_of_independent_errors() -> None:
    rng = np.random.default_rng(5)
    years = np.linspace(2010, 2018, 60)
    steep = fit_growth(years, 10 ** (0.8 * (years - 2010) + rng.normal(0, 0.2, 60)), method="ols")
    flat = fit_growth(years, 10 ** (0.5 * (years - 2010) + rng.normal(0, 0.2, 60)), method="ols")
    ratio, low, high = slowdown(steep, flat)
    assert ratio == pytest.approx(steep.growth_per_year / flat.growth_per_year)
    assert low < 10**0.3 < high
    assert ratio / low == pytest.approx(high / ratio)
    back = slowdown(flat, steep)
    assert back == pytest.approx((1 / ratio, 1 / high, 1 / low))
    exact = replace(
        flat,
        orders_of_magnitude_per_year_low=flat.orders_of_magnitude_per_year,
        orders_of_magnitude_per_year_high=flat.orders_of_magnitude_per_year,
    )
    assert slowdown(steep, exact) == pytest.approx(
        [end / flat.growth_per_year for end in _ends(steep)], rel=1e-9
    )


def _ends(fit: Rate) -> tuple[float, float, float]:
    return fit.growth_per_year, fit.growth_per_year_low, fit.growth_per_year_high
