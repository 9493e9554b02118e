"""The noise of the record series, and the frontier that a fit and the record make."""

import math

import numpy as np
import pytest

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.projections import leading_run, record_noise
from gigascale.trends.growth import fit_growth


def test_noise_of_a_straight_line_is_none_and_of_a_walk_its_own() -> None:
    rng = np.random.default_rng(11)
    years = 1900 + np.arange(0, 400, 1 / 12)
    walk = np.cumsum(0.05 + rng.normal(0, 0.1, years.size))
    scatter, innovation = record_noise(years, 10 ** (walk / 50), warm_up_years=100)
    assert innovation == pytest.approx(0.1 * math.sqrt(12) / 50, rel=0.35)
    assert scatter < innovation


def test_noise_of_the_shipped_records_is_near_half_an_order_of_magnitude_a_year() -> None:
    models = datasets.load("notable_models").dropna(subset=["training_compute_flop"])
    years = datasets.decimal_year(models["publication_date"])
    flop = models["training_compute_flop"].to_numpy(dtype=float)
    scatter, innovation = record_noise(years[years >= 2010], flop[years >= 2010])
    assert 0.3 < math.hypot(scatter, innovation) < 0.7


def test_a_series_too_short_for_its_noise_is_refused() -> None:
    with pytest.raises(InputError, match="must span more than 13 years"):
        record_noise([2010.0, 2020.0], [1e20, 1e24])
    with pytest.raises(InputError, match="at least one run"):
        record_noise([], [])


def test_a_frontier_takes_its_growth_from_the_fit_and_its_level_from_the_record() -> None:
    years = np.arange(2005, 2026, 0.1)
    flop = 10 ** (18 + 0.6 * (years - 2005) + 0.3 * np.sin(9 * years))
    fit = fit_growth(years, flop, level=0.8)
    frontier = leading_run(fit, years, flop, 2024.0)
    assert frontier.year == 2024.0
    assert frontier.level_flop == flop[years <= 2024].max() < flop.max()
    assert frontier.growth_per_year == fit.growth_per_year
    assert frontier.level == 0.8
    assert frontier.scatter_oom > 0
