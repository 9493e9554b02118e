"""Draws meet the outlook they come from, paths keep its quantiles, the last day of data counts."""

import numpy as np
import pytest
from scipy.special import ndtri

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.forecasts.ledger.targets import target
from gigascale.forecasts.methods import forecast
from gigascale.forecasts.predictive import LEVELS
from gigascale.projections import Outlooks, load_outlooks
from gigascale.projections.histories import QUARTER, chips_made, largest_site
from gigascale.projections.paths import quantile_table, read_off, site_time, walk


@pytest.fixture(scope="module")
def outlooks() -> Outlooks:
    return load_outlooks(last_year=2032)


def test_each_years_draws_have_the_outlooks_quantiles(outlooks: Outlooks) -> None:
    rng = np.random.default_rng(8)
    for name in outlooks.vintages:
        outlook = getattr(outlooks, name)
        drawn = outlook.log10_draws(outlook.scores(rng, 40_000))
        for level in (0.05, 0.25, 0.5, 0.75, 0.95):
            stated = outlook.quantiles[:, np.searchsorted(LEVELS, level - 1e-9)]
            below = (drawn <= stated[:, None] + 1e-9).mean(axis=1)
            assert (below >= level - 0.02).all()
            moving = stated > outlook.known + 1e-9
            assert below[moving] == pytest.approx(level, abs=0.02)


def test_the_outlook_of_training_compute_is_the_forecast_that_is_issued(
    outlooks: Outlooks,
) -> None:
    past = target("training_compute").history(datasets.load("notable_models").attrs["vintage"])
    issued = forecast(past, outlooks.years[1:] - past.known_to, "combination")
    assert outlooks.training_flop.quantiles[1:] == pytest.approx(np.maximum(issued, past.logs[-1]))
    assert outlooks.training_flop.known == past.logs[-1]


def test_a_path_starts_from_what_is_known_and_keeps_the_quantiles(outlooks: Outlooks) -> None:
    runs = outlooks.training_flop
    scores = runs.scores(np.random.default_rng(2), 100_000)
    path = runs.log10_path(scores)
    assert (path[0] == runs.known_before).all()
    assert (path[1:] >= runs.known).all()
    for level in (0.25, 0.5, 0.75, 0.95):
        stated = runs.quantiles[:, np.searchsorted(LEVELS, level - 1e-9)]
        assert np.quantile(path[1:], level, axis=1) == pytest.approx(stated, abs=0.04)


def test_a_path_moves_as_a_random_walk_with_an_estimated_drift() -> None:
    horizons, span = np.array([1.0, 2.0, 5.0]), 10.0
    z = walk(horizons, span, np.random.default_rng(4).standard_normal((100_000, 4)))
    covariance = np.minimum.outer(horizons, horizons) + np.outer(horizons, horizons) / span
    scale = np.sqrt(np.diag(covariance))
    assert np.cov(z) == pytest.approx(covariance / np.outer(scale, scale), abs=0.02)


def test_the_quantile_function_runs_straight_between_its_levels_and_beyond() -> None:
    quantiles = np.sort(np.random.default_rng(5).normal(size=LEVELS.size))
    at = read_off(ndtri(LEVELS), quantile_table(quantiles))
    assert np.abs(at - quantiles).max() < 0.02
    far = read_off(np.array([3.0, 3.5, 4.0]), quantile_table(quantiles))
    assert far[2] - far[1] == pytest.approx(far[1] - far[0])


def test_a_site_stands_before_the_run_is_published_however_long_before() -> None:
    path = np.array([[0.0], [1.0], [2.0], [6.0]])
    years = np.array([2026.0, 2026.5, 2027.5])
    for lead, expected in [(0.25, [0.75, 1.5, 5.0]), (1.25, [0.0, 0.25, 1.5]), (9.0, [0.0] * 3)]:
        assert site_time(years, path, np.array([lead])).ravel() == pytest.approx(expected)


def test_plans_and_incomplete_quarters_are_no_data() -> None:
    timelines = datasets.load("data_center_timelines")
    past, vintage = largest_site()
    stood = timelines[timelines["date"] <= vintage]["power_w"].max()
    assert stood < timelines["power_w"].max()
    assert 10 ** past.logs[-1] == pytest.approx(stood)
    stock, additions, _ = chips_made()
    totals = datasets.load("chip_count_totals")
    last = totals[totals["end_date"] == totals[~totals["incomplete"]]["end_date"].max()]
    assert stock.power_w[-1] == pytest.approx(last["power_w_median"].sum())
    assert QUARTER * 10 ** additions.logs.astype(float) == pytest.approx(np.diff(stock.power_w))


def test_the_stock_of_chips_starts_from_what_is_made(outlooks: Outlooks) -> None:
    chips = outlooks.world_chip_power_w
    stock, additions, _ = chips_made()
    assert chips.quantiles.min() >= np.log10(stock.power_w[-1]) - 1e-9
    one_more = chips.quantiles[1, 99]
    year = forecast(additions, np.arange(QUARTER, 1.01, QUARTER), "combination")[:, 99]
    assert 10**one_more == pytest.approx(stock.power_w[-1] + (QUARTER * 10**year).sum(), rel=0.05)


def test_the_ratio_of_the_largest_site_to_the_worlds_chips_covers_what_was() -> None:
    table = datasets.load("assumptions").set_index("assumption")
    row = table.loc["largest_site_to_world_chip_power_ratio"]
    stock, _, _ = chips_made()
    timelines = datasets.load("data_center_timelines")
    years = datasets.decimal_year(timelines["date"])
    largest = [timelines["power_w"][years <= year].max() for year in stock.years]
    ratios = np.array(largest) / stock.power_w
    assert row["low"] <= ratios[-1] <= row["high"]
    assert row["low"] <= np.median(ratios) <= row["high"]


@pytest.mark.parametrize("last_year", [1999, 2024, 2051])
def test_a_horizon_that_no_trend_reaches_is_refused(last_year: int) -> None:
    with pytest.raises(InputError, match="the last year must not lie"):
        load_outlooks(last_year=last_year)


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(InputError, match="method 'guess' is unknown"):
        load_outlooks("guess")
