"""Held-out prediction: forward only, agreement with regressions, a known break and none."""

import json

import numpy as np
import pytest

from gigascale.errors import InputError
from gigascale.trends import fit_break
from gigascale.trends.coverage import simulate
from gigascale.trends.held_out import held_out
from gigascale.trends.predictions import predictions

LINES = ["straight", "kink", "jump"]


def series(seed=3, *, drop=0.0, n=110, rho=0.3):
    """Fourfold growth a year from 2010 on, less by `drop` orders of magnitude a year from 2017."""
    found = simulate(n, 1, np.random.default_rng(seed), rho=rho)
    years = found.years[0]
    return years, found.values[0] * 10 ** (-drop * np.maximum(years - 2017, 0))


def test_nothing_after_the_origin_matters():
    years, values = series()
    table = predictions(years, values, horizon_years=2)
    for origin in (2015.0, 2018.5):
        corrupted = np.where(years >= origin, values * np.exp(years - 2010), values)
        again = predictions(years, corrupted, horizon_years=2)
        seen = table["origin_year"] <= origin
        assert table.loc[seen, LINES].equals(again.loc[seen, LINES])
        assert not table.loc[~seen, LINES].equals(again.loc[~seen, LINES])


def test_a_point_dated_on_the_origin_is_predicted_and_not_fitted():
    years = np.arange(1990.0, 2024.0)
    values = simulate(34, 1, np.random.default_rng(1), rho=0.0).values[0]
    corrupted = np.where(years == 2015, 1e9 * values, values)
    one, two = (predictions(years, v, spacing_years=1) for v in (values, corrupted))
    at = one["origin_year"] == 2015
    assert one.loc[at, "year"].tolist() == [2015]
    assert one.loc[at, LINES].equals(two.loc[at, LINES])


def test_blocks_use_what_follows_but_not_what_they_hold():
    years, values = series()
    table = predictions(years, values, scheme="blocks")
    block = (years >= 2015) & (years < 2016)
    again = predictions(years, np.where(block, 1e40 * values, values), scheme="blocks")
    inside = table["origin_year"] == 2015
    assert table.loc[inside, LINES].equals(again.loc[inside, LINES])
    assert not table.loc[~inside, LINES].equals(again.loc[~inside, LINES])


def test_each_origin_predicts_what_is_dated_within_its_horizon():
    years, values = series()
    table = predictions(years, values, horizon_years=2, spacing_years=0.25)
    assert (table["year"] >= table["origin_year"]).all()
    assert (table["year"] < table["origin_year"] + 2).all()
    assert np.diff(table["origin_year"].unique()) == pytest.approx(0.25)
    assert np.sort(years)[20] <= table["origin_year"].min() + 0.25
    assert table["origin_year"].max() + 2 == pytest.approx(years.max(), abs=0.25)
    blocks = predictions(years, values, scheme="blocks", horizon_years=2)
    assert sorted(blocks["year"]) == sorted(years)


def test_predictions_are_those_of_separate_fits():
    years, values = series(drop=0.3)
    table = predictions(years, values)
    ahead = table[table["origin_year"] == 2020.5]
    past = years < 2020.5
    line = np.polyfit(years[past], np.log10(values[past]), 1)
    assert ahead["straight"].to_numpy() == pytest.approx(np.polyval(line, ahead["year"]))
    for kind in ("kink", "jump"):
        bent = fit_break(years[past], values[past], kind=kind, draws=1)
        assert 10 ** ahead[kind].to_numpy() == pytest.approx(bent.line(ahead["year"]))


def test_scores_are_means_of_the_squared_errors_of_the_origins():
    years, values = series(drop=0.2)
    years, values = np.r_[years, years[50:60]], np.r_[values, 2 * values[50:60]]
    table = predictions(years, values)
    found = held_out(years, values, draws=9)
    counts = table["year"].isin(years[50:60]) + 1
    by_origin = table["origin_year"]
    total = counts.groupby(by_origin).sum()
    for name in LINES:
        squares = counts * (table[name] - table["observed"]) ** 2
        mean = (squares.groupby(by_origin).sum() / total).mean()
        assert getattr(found, name).rmse_orders_of_magnitude == pytest.approx(np.sqrt(mean))
    difference = found.kink.rmse_orders_of_magnitude**2 - found.straight.rmse_orders_of_magnitude**2
    assert found.kink.mse_difference == pytest.approx(difference)
    assert found.n_origins == total.size
    assert found.n_predictions == len(table)


@pytest.mark.parametrize("scheme", ["forward", "blocks"])
@pytest.mark.parametrize("horizon", [1.0, 2.0])
def test_a_known_kink_predicts_better_and_is_told_from_none(scheme, horizon):
    found = [
        held_out(*series(seed, drop=0.6), horizon_years=horizon, scheme=scheme, draws=99)
        for seed in range(20)
    ]
    assert sum(one.kink.mse_difference < 0 for one in found) >= 16
    assert sum(one.kink.p_value <= 0.05 for one in found) >= 16
    mean = {name: np.mean([getattr(one, name).mse_difference for one in found]) for name in LINES}
    assert mean["kink"] < mean["jump"]
    assert mean["kink"] < mean["straight"]


def test_without_a_break_the_straight_line_is_not_beaten():
    for scheme in ("forward", "blocks"):
        found = [held_out(*series(seed), scheme=scheme, draws=99) for seed in range(40)]
        for kind in ("kink", "jump"):
            scores = [getattr(one, kind) for one in found]
            assert sum(score.mse_difference_high < 0 for score in scores) <= 2
            assert sum(score.p_value <= 0.05 for score in scores) <= 5
        assert sum(one.kink.mse_difference > 0 for one in found) >= 28


def test_the_interval_of_independent_differences_is_like_that_of_their_mean():
    widths = []
    for seed in range(60):
        found = held_out(*series(seed, rho=0.0), spacing_years=1, draws=1).kink
        widths.append([found.mse_difference_high - found.mse_difference, found.mse_difference])
    half, means = np.array(widths).T
    assert 0.6 < np.mean(np.abs(means - np.mean(means)) <= half) < 0.97


def test_the_report_is_json_and_repeats_itself():
    one, two = (held_out(*series(), draws=19).to_dict() for _ in range(2))
    assert one == two
    report = json.loads(json.dumps(one, allow_nan=False))
    assert [line["model"] for line in report["models"]] == LINES
    assert report["models"][0]["mse_difference"] == 0
    kink = report["models"][1]
    assert kink["mse_difference_low"] < kink["mse_difference"] < kink["mse_difference_high"]


def test_a_perfect_line_is_not_divided_by_zero():
    years = np.arange(2000, 2030)
    found = held_out(years, 2.0 ** (years - 2000), spacing_years=1, draws=9)
    assert found.kink.rmse_orders_of_magnitude == pytest.approx(0, abs=1e-9)
    assert 0 < found.kink.p_value <= 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"scheme": "random"}, "scheme 'random' is unknown; accepted: forward, blocks"),
        ({"horizon_years": 0}, "horizon_years must be above 0"),
        ({"spacing_years": -1}, "spacing_years must be above 0"),
        ({"horizon_years": 12}, "needs points on 20 dates before an origin and 12 years"),
        ({"spacing_years": 5}, "at least 3 origins with points to predict; there are [12]$"),
        ({"draws": 0}, "draws must be at least 1"),
        ({"level": 90}, "between 0 and 1"),
    ],
)
def test_bad_input_is_named(options, message):
    with pytest.raises(InputError, match=message):
        held_out(*series(), **options)
