"""What a score owes to compute and what to the date."""

import numpy as np
import pandas as pd
import pytest

from gigascale.datasets import load
from gigascale.errors import InputError
from gigascale.trends import growth_of
from gigascale.trends.capabilities import (
    as_exponential,
    decompose,
    one_row_a_model,
    robust_coefficients,
)

RNG = np.random.default_rng(3)


def plane(n: int, *, noise: float = 0.0, error: float = 0.0) -> pd.DataFrame:
    """Models whose score rises by 8 points a decade of compute and by 5 a year."""
    years = np.sort(RNG.uniform(2023, 2026, n))
    compute = 24 + 0.6 * (years - 2024) + RNG.normal(0, 0.7, n)
    days = pd.to_timedelta(np.round((years - 2023) * 365.25), unit="D")
    dates = pd.Timestamp("2023-01-01") + days
    exact = (dates - dates[0]) / pd.Timedelta(days=365.25)
    return pd.DataFrame(
        {
            "model": [f"m{i}" for i in range(n)],
            "organization": [f"lab {i % 12}" for i in range(n)],
            "release_date": dates,
            "capability_score": 100 + 8 * (compute - 24) + 5 * exact + RNG.normal(0, noise, n),
            "training_compute_flop": 10 ** (compute + RNG.normal(0, error, n)),
        }
    )


def test_a_plane_without_noise_is_found_with_no_width() -> None:
    split = decompose(plane(60), draws=99)
    assert split.per_order_of_magnitude == pytest.approx((8, 8, 8), rel=1e-3)
    assert split.per_year == pytest.approx((5, 5, 5), rel=1e-2)
    assert split.compute_per_year.value == pytest.approx(5 / 8, rel=1e-2)


def test_the_parts_add_up_to_the_slope_on_the_date_alone() -> None:
    models = plane(80, noise=3)
    split = decompose(models, draws=99)
    score = models.assign(power=as_exponential(models["capability_score"]))
    alone = growth_of(score, date="release_date", value="power").orders_of_magnitude_per_year
    assert split.per_year.value + split.per_year_with_compute.value == pytest.approx(alone)
    assert split.share_of_compute.value == pytest.approx(split.per_year_with_compute.value / alone)


def test_errors_of_the_compute_hide_its_part_and_the_correction_restores_it() -> None:
    models = plane(3000, noise=2, error=0.6)
    plain = decompose(models, draws=29).per_order_of_magnitude.value
    factor = np.full(len(models), 10 ** (0.6 * 1.645))
    corrected = decompose(models, error_factor=factor, draws=29).per_order_of_magnitude.value
    assert plain < 6
    assert corrected == pytest.approx(8, abs=0.8)


def test_models_of_one_developer_count_less_than_as_many_of_several() -> None:
    models = plane(120, noise=1)
    shift = {f"lab {i}": value for i, value in enumerate(RNG.normal(0, 8, 12))}
    related = models.assign(
        capability_score=models["capability_score"] + models["organization"].map(shift),
    )
    apart = related.assign(organization=models["model"])
    by_lab, by_model = decompose(related), decompose(apart)
    assert (by_lab.developers, by_model.developers) == (12, 120)
    assert by_lab.n == by_model.n
    assert by_lab.per_year.value == pytest.approx(by_model.per_year.value)


def test_intervals_from_six_developers_are_hardly_narrower_than_they_say() -> None:
    RNG.bit_generator.state = np.random.default_rng(3).bit_generator.state
    series = [plane(48, noise=3) for _ in range(80)]
    labs = [f"lab {model % 6}" for model in range(48)]
    splits = [decompose(models.assign(organization=labs), draws=79) for models in series]
    slopes, drifts = ([split[part] for split in splits] for part in (0, 1))
    held = [one.low <= 8 <= one.high for one in slopes] + [o.low <= 5 <= o.high for o in drifts]
    assert np.mean(held) > 0.83  # 0.79 by the plain quantiles


def test_the_two_intervals_of_the_plane_are_about_the_same_estimates() -> None:
    models = one_row_a_model(load("capability_index", "2026-04-11"))
    split, robust = decompose(models, draws=199), robust_coefficients(models)
    for name, found in robust.items():
        assert found.value == pytest.approx(getattr(split, name).value)
        assert found.low < found.value < found.high


def test_the_versions_of_a_model_count_once_at_its_first_date() -> None:
    table = load("capability_index", "2026-04-11")
    models = one_row_a_model(table).set_index("model")
    dates = table.dropna(subset=["capability_score"]).groupby("model")["release_date"].min()
    assert models["release_date"].equals(dates[models.index].rename("release_date"))


def test_too_few_models_are_refused() -> None:
    with pytest.raises(InputError, match="14 models of 12 developers"):
        decompose(plane(14))
    with pytest.raises(InputError, match="of 1 developers"):
        decompose(plane(40).assign(organization="lab"))
    with pytest.raises(InputError, match="must have 40 numbers"):
        decompose(plane(40), error_factor=[3.0])
