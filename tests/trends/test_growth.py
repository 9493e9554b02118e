"""Growth fits: exact cases, statsmodels' answers, bad input and the published figures."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.stattools import durbin_watson

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.trends import METHODS, fit_growth, growth_of
from gigascale.trends.coverage import simulate

YEARS, VALUES = (series[0] for series in simulate(60, 1, np.random.default_rng(4), rho=0.5))
FACTORS = np.random.default_rng(5).choice([3.0, 10.0, 30.0], 60)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("growth", [0.5, 1.3, 4.2])
def test_a_series_without_noise_gives_its_growth_exactly(method, growth):
    years = np.linspace(2010, 2024, 30)
    values = 7e18 * growth ** (years - 2010)
    fit = fit_growth(years, values, method=method, error_factor=FACTORS[:30])
    assert fit.growth_per_year == pytest.approx(growth, rel=1e-9)
    assert fit.growth_per_year_low == pytest.approx(growth, rel=1e-6)
    assert fit.growth_per_year_high == pytest.approx(growth, rel=1e-6)
    assert fit.line(2030).values == pytest.approx(7e18 * growth**20, rel=1e-8)


def test_ols_agrees_with_statsmodels():
    fit = fit_growth(YEARS, VALUES, method="ols", level=0.95)
    design = np.column_stack([np.ones_like(YEARS), YEARS - YEARS.mean()])
    theirs = OLS(np.log10(VALUES), design).fit()
    interval = [fit.orders_of_magnitude_per_year_low, fit.orders_of_magnitude_per_year_high]
    assert fit.orders_of_magnitude_per_year == pytest.approx(theirs.params[1], rel=1e-10)
    assert interval == pytest.approx(theirs.conf_int(0.05)[1].tolist(), rel=1e-10)
    assert fit.durbin_watson == pytest.approx(durbin_watson(theirs.resid), rel=1e-10)
    band = theirs.get_prediction(design).conf_int(alpha=0.05)
    assert np.log10(fit.line(YEARS).low) == pytest.approx(band[:, 0], rel=1e-10)
    assert np.log10(fit.line(YEARS).high) == pytest.approx(band[:, 1], rel=1e-10)


def test_hac_agrees_with_statsmodels():
    fit = fit_growth(YEARS, VALUES, method="hac")
    design = np.column_stack([np.ones_like(YEARS), YEARS - YEARS.mean()])
    theirs = OLS(np.log10(VALUES), design).fit(
        cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True}, use_t=True
    )
    interval = [fit.orders_of_magnitude_per_year_low, fit.orders_of_magnitude_per_year_high]
    assert interval == pytest.approx(theirs.conf_int(0.1)[1].tolist(), rel=1e-9)


def test_the_default_interval_is_wider_where_neighbours_are_related():
    related = [fit_growth(YEARS, VALUES, method=method) for method in ("ols", "cosine")]
    widths = [fit.growth_per_year_high - fit.growth_per_year_low for fit in related]
    assert widths[1] > 1.3 * widths[0]
    assert related[0].growth_per_year == related[1].growth_per_year


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_rows_does_not_matter(method):
    years, values = np.floor(YEARS * 2) / 2, VALUES
    shuffled = np.random.default_rng(1).permutation(years.size)
    one = fit_growth(years, values, method=method, error_factor=FACTORS)
    other = fit_growth(
        years[shuffled], values[shuffled], method=method, error_factor=FACTORS[shuffled]
    )
    assert other.growth_per_year == pytest.approx(one.growth_per_year, rel=1e-9)
    assert other.growth_per_year_low == pytest.approx(one.growth_per_year_low, rel=1e-9)
    assert other.durbin_watson == pytest.approx(one.durbin_watson, rel=1e-9)
    assert one.n_dates < one.n


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=15)
@given(factor=st.floats(1e-20, 1e20), shift=st.floats(-1900, 2000))
def test_units_and_the_calendar_change_no_rate(method, factor, shift):
    one = fit_growth(YEARS, VALUES, method=method, error_factor=FACTORS)
    other = fit_growth(YEARS + shift, VALUES * factor, method=method, error_factor=FACTORS)
    assert other.growth_per_year == pytest.approx(one.growth_per_year, rel=1e-6)
    assert other.growth_per_year_low == pytest.approx(one.growth_per_year_low, rel=1e-5)


def test_doubling_time_goes_the_other_way_and_is_none_without_growth():
    fit = fit_growth(YEARS, VALUES)
    assert fit.doubling_time_years == pytest.approx(math.log(2) / math.log(fit.growth_per_year))
    assert fit.doubling_time_years_low < fit.doubling_time_years < fit.doubling_time_years_high
    falling = fit_growth(YEARS, 1 / VALUES)
    assert falling.doubling_time_years == math.inf
    assert falling.halving_time_years == pytest.approx(fit.doubling_time_years)
    flat = fit_growth(YEARS, VALUES / 10 ** (0.6 * (YEARS - 2010)))
    assert flat.growth_per_year_low < 1 < flat.growth_per_year_high
    assert flat.doubling_time_years_high == math.inf


def test_the_report_is_json_with_units_in_its_keys():
    report = json.loads(json.dumps(fit_growth(YEARS, 1 / VALUES).to_dict(), allow_nan=False))
    assert report["doubling_time_years"] is None
    assert report["n"] == report["n_dates"] == 60
    assert {"growth_per_year_low", "orders_of_magnitude_per_year_high", "level"} <= set(report)


def test_three_points_are_enough_and_an_endless_interval_is_none():
    fit = fit_growth([2010, 2011, 2011.001], [1, 1e20, 1e-20], level=0.999)
    assert fit.to_dict()["growth_per_year_high"] is None


@pytest.mark.parametrize(
    ("years", "values", "options", "message"),
    [
        ([2010, 2011], [1, 2], {}, "at least 3 dates; there are 2"),
        ([2010, 2010, 2010], [1, 2, 3], {}, "at least 3 dates; there are 1"),
        ([], [], {}, "at least 3 dates; there are 0"),
        ([2010, 2011, 2012], [1, 2], {}, r"shapes are \(3,\) and \(2,\)"),
        ([[2010, 2011, 2012]], [[1, 2, 3]], {}, "one-dimensional"),
        ([2010, 2011, 2012], [1, 0, 3], {}, "values must be above 0; position 1 holds 0"),
        ([2010, 2011, 2012], [1, -2, 3], {}, "values must be above 0"),
        ([2010, np.inf, 2012], [1, 2, 3], {}, "years must be finite numbers"),
        ([2010, 2011, 2012], ["a", "b", "c"], {}, "values must be finite numbers"),
        ([2010, 2011, 2012], [1, 2, 3], {"method": "lasso"}, "accepted: cosine, hac, ols"),
        ([2010, 2011, 2012], [1, 2, 3], {"method": "gls"}, "'gls' needs .* at least 4 dates"),
        (
            [2010, 2011, 2012],
            [1, 2, 3],
            {"method": "errors-in-variables"},
            "needs the error factor",
        ),
        ([2010, 2011, 2012], [1, 2, 3], {"error_factor": [3, 3]}, r"one factor a point; .* \(2,\)"),
        ([2010, 2011, 2012], [1, 2, 3], {"error_factor": [3, 1, 3]}, "position 1 holds 1"),
        ([2010, 2011, 2012], [1, 2, 3], {"error_factor": [3, 3, np.nan]}, "position 2 holds nan"),
        ([2010, 2011, 2012], [1, 2, 3], {"level": 90}, "between 0 and 1"),
        ([2010, 2011, 2012], [1, 2, 3], {"level": float("nan")}, "between 0 and 1"),
    ],
)
def test_bad_input_is_named_in_one_line(years, values, options, message):
    with pytest.raises(InputError, match=message) as raised:
        fit_growth(years, values, **options)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("vintage", "rule", "start", "end", "low", "high"),
    [
        ("2024-05-26", "all", "2010-01-01", "2024-05-28", 4.0, 4.3),
        ("2024-05-26", "top10", "2010-01-01", "2024-05-28", 5.2, 5.5),
        ("2024-05-26", "top10", "2018-01-01", "2024-05-28", 4.05, 4.4),
        ("2025-12-02", "all", "2010-01-01", "2024-05-28", 3.6, 4.4),
        ("2025-12-02", "top10", "2010-01-01", "2024-05-28", 4.6, 5.3),
        ("2025-12-02", "top10", "2018-01-01", "2024-05-28", 4.0, 5.0),
        ("2025-12-02", "top10", "2010-01-01", "2018-01-01", 5.0, 7.3),
    ],
)
def test_published_growth_of_training_compute(vintage, rule, start, end, low, high):
    frame = datasets.load("notable_models", vintage=vintage)
    columns = {"date": "publication_date", "value": "training_compute_flop"}
    fits = [
        growth_of(frame, **columns, rule=rule, start=start, end=end, method=method)
        for method in ("cosine", "ols")
    ]
    for fit in fits:
        assert low <= fit.growth_per_year <= high
        assert fit.growth_per_year_low < fit.growth_per_year < fit.growth_per_year_high


def test_transistors_double_every_two_years():
    fit = growth_of(datasets.load("transistors"), date="year", value="transistors")
    assert 1.9 <= fit.doubling_time_years <= 2.1
