"""Two-segment fits: exact recovery, a search done the slow way, bad input."""

import json

import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.trends import fit_break, select
from gigascale.trends.coverage import simulate

YEARS = 2010 + np.arange(144) / 10
BENT = 10 ** (18 + 0.8 * (YEARS - 2010) - 0.2 * np.maximum(YEARS - 2018, 0))


def test_a_kink_without_noise_is_recovered_exactly():
    fit = fit_break(YEARS, BENT, draws=49)
    assert fit.break_year == fit.break_year_low == fit.break_year_high == pytest.approx(2018)
    assert fit.before.orders_of_magnitude_per_year == pytest.approx(0.8)
    assert fit.after.orders_of_magnitude_per_year == pytest.approx(0.6)
    assert fit.p_value == 1 / 50
    assert fit.bic_difference > 0
    assert fit.line(YEARS) == pytest.approx(BENT)


def test_a_jump_without_noise_is_recovered_exactly():
    values = BENT * np.where(YEARS >= 2018, 5.0, 1.0)
    fit = fit_break(YEARS, values, kind="jump", draws=49)
    assert 2017.9 < fit.break_year <= 2018
    step = np.log10(5) + 0.2 * (2018 - fit.break_year)
    assert np.log10(fit.jump_factor) == pytest.approx(step)
    assert fit.after.orders_of_magnitude_per_year == pytest.approx(0.6)
    assert fit.line(YEARS) == pytest.approx(values)


@pytest.mark.parametrize("kind", ["kink", "jump"])
def test_the_search_agrees_with_one_regression_a_month(kind):
    years, values = (series[0] for series in simulate(70, 1, np.random.default_rng(2), rho=0.4))
    logs, ones = np.log10(values), np.ones_like(years)
    months = np.arange(np.ceil(years[9] * 12), np.floor(years[-10] * 12) + 1) / 12
    added = [
        [np.maximum(years - month, 0)] + ([years >= month] if kind == "jump" else [])
        for month in months
    ]
    fits = [np.linalg.lstsq(np.column_stack([ones, years, *bend]), logs) for bend in added]
    squares = np.array([float(fit[1][0]) for fit in fits])
    straight = float(np.linalg.lstsq(np.column_stack([ones, years]), logs)[1][0])
    best, extra = int(np.flatnonzero(squares < squares.min() + 1e-9)[0]), len(added[0])
    fit = fit_break(years, values, kind=kind, draws=19)
    assert fit.break_year == pytest.approx(months[best])
    assert fit.before.orders_of_magnitude_per_year == pytest.approx(fits[best][0][1])
    after = fits[best][0][1] + fits[best][0][2]
    assert fit.after.orders_of_magnitude_per_year == pytest.approx(after)
    f = (straight / squares[best] - 1) * (70 - 2 - extra) / extra
    assert fit.sup_f == pytest.approx(f)
    bic = 70 * np.log(straight / squares[best]) - (extra + 1) * np.log(70)
    assert fit.bic_difference == pytest.approx(bic)


@pytest.mark.parametrize("kind", ["kink", "jump"])
def test_a_given_date_is_one_regression_with_an_ordinary_f(kind):
    years, values = (series[0] for series in simulate(70, 1, np.random.default_rng(2), rho=0.0))
    ahead = years - 2016
    added = [np.maximum(ahead, 0)] + ([ahead >= 0] if kind == "jump" else [])
    extra = len(added)
    full = OLS(np.log10(values), np.column_stack([np.ones(70), years, *added])).fit()
    test = full.f_test(np.eye(2 + extra)[2:])
    fit = fit_break(years, values, kind=kind, at=2016, draws=1999)
    assert (fit.break_year, fit.break_year_low, fit.break_year_high) == (2016, 2016, 2016)
    assert not fit.searched
    assert fit.before.orders_of_magnitude_per_year == pytest.approx(full.params[1])
    assert fit.after.orders_of_magnitude_per_year == pytest.approx(full.params[1] + full.params[2])
    assert fit.sup_f == pytest.approx(test.fvalue)
    assert fit.p_value == pytest.approx(test.pvalue, abs=0.05)
    straight = OLS(np.log10(values), np.column_stack([np.ones(70), years])).fit()
    squares = straight.ssr / full.ssr
    assert fit.bic_difference == pytest.approx(70 * np.log(squares) - extra * np.log(70))
    assert fit.log10_at_break == pytest.approx(full.params[0] + full.params[1] * 2016)


def test_a_given_date_needs_no_larger_f_than_a_searched_one():
    years, values = (series[0] for series in simulate(70, 1, np.random.default_rng(2), rho=0.3))
    values *= 10 ** (-0.2 * np.maximum(years - 2017, 0))
    given, searched = (fit_break(years, values, at=at, draws=199) for at in (2017, None))
    assert searched.searched
    assert given.sup_f <= searched.sup_f
    assert given.p_value <= searched.p_value
    assert given.after.growth_per_year_high - given.after.growth_per_year_low < (
        searched.after.growth_per_year_high - searched.after.growth_per_year_low
    )


def test_a_date_on_which_there_are_points_belongs_to_the_second_segment():
    years = np.repeat(np.arange(1995, 2025), 3).astype(float)
    values = np.where(years >= 2010, 30.0, 10.0)
    fit = fit_break(years, values, kind="jump", at=2010, draws=9)
    assert fit.jump_factor == pytest.approx(3)
    assert fit.line([2009, 2010]) == pytest.approx([10, 30])


def test_the_published_rate_since_2018_comes_out_on_the_vintage_of_its_month():
    models = datasets.load("notable_models", "2024-05-26")
    models = models[~models["model"].isin(["AlphaGo Master", "AlphaGo Zero"])]
    columns = {"date": "publication_date", "value": "training_compute_flop"}
    series = select(models, **columns, rule="top10", start="2010-01-01", end="2024-05-28")
    published = datasets.load("published_figures").set_index("figure_id").loc["F03"]
    after = fit_break(series.years, series.values, at=2018).after
    assert published["low"] < after.growth_per_year < published["high"]
    assert after.growth_per_year == pytest.approx(published["value"], abs=0.2)


def test_the_same_seed_gives_the_same_answer_and_rows_may_be_shuffled():
    years, values = (series[0] for series in simulate(60, 1, np.random.default_rng(6), rho=0.3))
    shuffled = np.random.default_rng(1).permutation(60)
    one = fit_break(years, values, draws=99)
    assert fit_break(years, values, draws=99) == one
    assert fit_break(years[shuffled], values[shuffled], draws=99).p_value == one.p_value


def test_intervals_hold_the_estimates_and_the_report_is_json():
    years, values = (series[0] for series in simulate(80, 1, np.random.default_rng(8), rho=0.3))
    values *= 10 ** (-0.3 * np.maximum(years - 2017, 0))
    report = json.loads(json.dumps(fit_break(years, values, draws=199).to_dict(), allow_nan=False))
    assert report["break_year_low"] <= 2017 <= report["break_year_high"]
    for side in ("before", "after"):
        rate = report[side]
        assert rate["growth_per_year_low"] < rate["growth_per_year"] < rate["growth_per_year_high"]


def test_a_straight_line_has_no_break():
    fit = fit_break(YEARS, simulate(144, 1, np.random.default_rng(5), rho=0.0).values[0], draws=99)
    assert fit.p_value > 0.05
    assert fit.bic_difference < 0


@pytest.mark.parametrize(
    ("years", "options", "message"),
    [
        (YEARS[:19], {}, "at least 20 dates; there are 19"),
        (np.r_[np.arange(10) / 1000, 0.5, 0.5 + np.arange(1, 10) / 1000] + 2010, {}, None),
        (2010 + np.arange(30) / 10000, {}, "no month has points on 10 dates"),
        (YEARS, {"at": 2023.8}, "a break at 2023.8 needs points on at least 10 dates .* 138 and 6"),
        (YEARS, {"at": 2011.0}, None),
        (YEARS, {"at": np.nan}, "needs points on at least 10 dates"),
        (YEARS, {"kind": "step"}, "accepted: kink, jump"),
        (YEARS, {"draws": 0}, "draws must be at least 1"),
        (YEARS, {"level": 0}, "between 0 and 1"),
    ],
)
def test_bad_input_is_named(years, options, message):
    if message is None:
        assert fit_break(years, np.arange(1, years.size + 1), draws=9, **options).n == years.size
        return
    with pytest.raises(InputError, match=message):
        fit_break(years, np.arange(1, years.size + 1), **options)
