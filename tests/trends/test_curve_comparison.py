import numpy as np
import pytest

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.trends.curve_comparison import DAMPED, compare_curves, curve_hindcasts
from gigascale.trends.saturation import CURVES, fit_curve

YEARS = np.arange(1990.0, 2020.0)


def logistic(years: np.ndarray, midpoint: float) -> np.ndarray:
    return 100 / (1 + np.exp(-0.4 * (years - midpoint)))


def test_comparison_prefers_the_curve_that_made_the_series() -> None:
    errors = np.random.default_rng(4).normal(0, 0.02, YEARS.size)
    table = compare_curves(YEARS, logistic(YEARS, 2003.0) * 10**errors).set_index("curve")
    assert table.index.tolist() == list(CURVES)
    assert table["aicc"].idxmin() == table["held_out_error"].idxmin() == "logistic"
    assert table["aicc"].min() == 0
    assert table.loc["exponential", "aicc"] > 20


def test_held_out_error_is_missing_where_too_few_dates_are_left() -> None:
    table = compare_curves(YEARS[:12], logistic(YEARS[:12], 2003.0))
    assert table["held_out_error"].isna().all()


def test_held_out_dates_are_predicted_by_the_points_before_them_each_counted() -> None:
    early = YEARS <= 1990 + 0.75 * 29
    crowded = np.concatenate([YEARS, np.repeat(YEARS[:5], 20)])
    values = logistic(crowded, 2003.0) * 10 ** np.where(crowded < 1995, 0.3, 0.0)
    seen = crowded <= YEARS[early].max()
    fit = fit_curve(crowded[seen], values[seen], curve="exponential")
    came = logistic(YEARS[~early], 2003.0)
    misses = np.log10(fit.forecast(YEARS[~early]) / came)
    table = compare_curves(crowded, values).set_index("curve")
    found = table.loc["exponential", "held_out_error"]
    assert found == pytest.approx(np.sqrt((misses**2).mean()), rel=1e-9)


def test_hindcast_sees_nothing_after_its_origin_and_compares_with_what_came() -> None:
    values = 1.4 ** (YEARS - 1990)
    corrupted = np.where(YEARS > 2010, 1.0, values)
    options = {"origins": [2005, 2010], "horizons": [5, 10]}
    honest, blind = (curve_hindcasts(YEARS, v, **options) for v in (values, corrupted))
    assert blind["forecast"].equals(honest["forecast"])
    late = honest[(honest["origin_year"] == 2010) & (honest["horizon"] == 10)]
    assert late[["observed", "error"]].isna().all(axis=None)
    known = honest[(honest["origin_year"] == 2005) & (honest["curve"] == "exponential")]
    assert known["error"].abs().max() < 1e-9
    assert set(honest["curve"]) == {*CURVES, DAMPED}


def test_error_says_how_much_too_high_when_growth_stops() -> None:
    stopped = 2.0 ** np.minimum(YEARS - 1990, 15)
    table = curve_hindcasts(YEARS, stopped, origins=2005, horizons=10, curves=["exponential"])
    assert table["error"].item() == pytest.approx(10 * np.log10(2))


def test_hindcasts_refuse_a_gap() -> None:
    with pytest.raises(InputError, match="one value a year"):
        curve_hindcasts(YEARS[::2], 2.0 ** np.arange(15), origins=2015, horizons=1)


def test_solar_ceilings_of_2019_and_2020_are_passed_and_have_no_end_with_related_errors() -> None:
    world = datasets.load("solar_capacity", "2024-12-31").query("entity == 'World'")
    years, capacity = world["year"], world["capacity_w"].astype(float)
    ask = {"origins": [2019, 2020], "horizons": 5, "curves": ["logistic"]}
    plain = curve_hindcasts(years, capacity, autocorrelation=0.0, **ask)
    related = curve_hindcasts(years, capacity, **ask)
    assert (plain["ceiling"] < capacity.max()).all()
    assert np.isfinite(plain["ceiling_high"]).all()
    assert np.isinf(related["ceiling_high"]).all()
