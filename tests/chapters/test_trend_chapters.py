"""What chapters on trends conclude, on the vintages that they were written on."""

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.claims import judge
from gigascale.claims.verdicts import claimed_span, found_span
from gigascale.trends import fit_break, growth_of, select
from gigascale.trends.coverage import break_rejections
from gigascale.trends.experience import fit_learning
from gigascale.trends.extrapolation import extrapolate
from gigascale.trends.held_out import held_out
from gigascale.trends.random_walk import RandomWalk, fit_random_walk
from gigascale.trends.series import Series

PROCESSORS = datasets.load("processors", "2022-02-22")
LEADERS = datasets.load("transistors", "2022-12-31")
GENERATION = datasets.load("solar_generation", "2026-02-25")
ACTUAL = GENERATION.set_index("year")["generation_wh"].astype(float)


COMPUTE = {"date": "publication_date", "value": "training_compute_flop"}
FRONTIER = COMPUTE | {"rule": "top10", "start": "2010-01-01"}
GO = ["AlphaGo Master", "AlphaGo Zero"]
THEN, NOW = "2024-05-26", "2025-12-02"


def frontier(vintage: str, *, go: bool = True) -> Series:
    models = datasets.load("notable_models", vintage)
    return select(models if go else models[~models["model"].isin(GO)], **FRONTIER)


def drawn_in_2005(quantity: str) -> pd.Series:
    series = select(PROCESSORS, date="year", value=quantity)
    return extrapolate(
        series.years, series.values, origins=2005, targets=2015, within_years=1
    ).iloc[0]


def test_transistors_double_in_two_years_and_the_leaders_show_no_bend() -> None:
    fit = growth_of(LEADERS, date="year", value="transistors")
    assert fit.doubling_time_years_low < 2.0 < fit.doubling_time_years_high
    assert fit_break(LEADERS["year"], LEADERS["transistors"]).p_value > 0.1


def test_the_shorter_table_of_transistors_holds_the_maxima_of_the_longer() -> None:
    counts = PROCESSORS.dropna(subset=["transistors"])
    largest = counts.groupby(np.floor(counts["year"]))["transistors"].max().cummax()
    assert np.allclose(largest.reindex(LEADERS["year"]), LEADERS["transistors"], rtol=1e-3)


@pytest.mark.parametrize("quantity", ["frequency_hz", "power_w", "single_thread_specint"])
def test_lines_of_2005_that_bent_were_too_high_beyond_their_interval(quantity: str) -> None:
    assert drawn_in_2005(quantity)["ratio_low"] > 1


def test_the_line_of_transistors_of_2005_held() -> None:
    line = drawn_in_2005("transistors")
    assert line["ratio_low"] < 1 < line["ratio_high"]


@pytest.mark.parametrize("quantity", ["frequency_hz", "transistors"])
def test_on_the_data_to_2005_the_lines_had_quickened_and_not_slowed(quantity: str) -> None:
    years, values, *_ = select(PROCESSORS, date="year", value=quantity)
    bent = fit_break(years[years < 2005], values[years < 2005])
    assert bent.after.growth_per_year > bent.before.growth_per_year
    assert bent.p_value < 0.05


def test_growth_continued_is_right_first_and_too_high_by_two_later() -> None:
    generation = datasets.load("solar_pv_costs", "2022-12-31").set_index("year")["production_wh"]
    ratios = []
    for edition in range(2009, 2017):
        history = generation.loc[edition - 11 : edition - 1]
        ratios.append(fit_random_walk(history.index, history).forecast([2020]).median[0])
    ratios = np.array(ratios) / ACTUAL.loc[2020]
    assert (np.abs(np.log(ratios[:2])) < 0.2).all()
    assert (ratios[3:] > 2).all()


def test_the_price_forecast_from_2013_nearly_met_2024() -> None:
    prices = datasets.load("solar_prices", "2024-12-31").set_index("year")["price_usd2024_per_w"]
    walk = RandomWalk(
        mean_log_change=-0.1, sd_log_change=0.15, changes=33, last_year=2013,
        last_value=prices.loc[2013],
    )  # fmt: skip
    assert walk.forecast([2024]).median[0] / prices.loc[2024] == pytest.approx(1, abs=0.1)


def test_learning_rate_to_2011_is_the_published_one() -> None:
    table = datasets.load("solar_cost_capacity", "2020-12-31")
    table = table[table["year"] <= 2011]
    fit = fit_learning(table["cumulative_capacity_w"], table["cost_usd_per_w"])
    published = datasets.load("published_figures").set_index("figure_id").loc["F15", "value"]
    assert fit.learning_rate == pytest.approx(published, abs=0.0005)


def test_the_break_of_2018_was_clear_on_the_data_of_its_day_and_is_not_now() -> None:
    then, now = (fit_break(s.years, s.values) for s in map(frontier, (THEN, NOW)))
    assert then.p_value <= 0.01
    assert then.bic_difference > 10
    assert 2016 < then.break_year < 2019
    assert now.p_value > 0.05
    assert now.bic_difference < 0
    assert now.break_year_high - now.break_year_low > 8


def test_without_two_go_programs_the_break_of_that_day_survives_weakened() -> None:
    bare = frontier(THEN, go=False)
    kink = fit_break(bare.years, bare.values)
    assert 0.01 < kink.p_value <= 0.05
    assert 0 < kink.bic_difference < 2
    assert kink.break_year_high - kink.break_year_low > 6


@pytest.mark.parametrize("vintage", datasets.vintages("notable_models")[:9])
@pytest.mark.parametrize("go", [True, False])
def test_no_vintage_had_a_kink_that_predicted_the_next_year_better(vintage: str, go: bool) -> None:
    series = frontier(vintage, go=go)
    assert held_out(series.years, series.values, draws=1).kink.mse_difference > 0


def test_six_to_seven_and_four_hold_apart_while_the_change_is_not_shown() -> None:
    models = datasets.load("notable_models", NOW)
    before = growth_of(models, **FRONTIER, end="2018-01-01")
    after = growth_of(models, **COMPUTE, rule="top10", start="2018-01-01", end="2024-08-26")
    for said, fit in [(claimed_span(6, 6.5, 7), before), (claimed_span(None, 4, None), after)]:
        found = found_span(fit.growth_per_year, fit.growth_per_year_low, fit.growth_per_year_high)
        assert judge(said, found).word == "holds"
    assert before.growth_per_year_low < after.growth_per_year_high


def test_a_drop_from_six_and_a_half_to_four_would_have_been_found() -> None:
    fit = growth_of(datasets.load("notable_models", NOW), **FRONTIER)
    rng, sd = np.random.default_rng(2018), fit.residual_sd_orders_of_magnitude
    found = break_rejections(
        fit.n_dates, 150, rng, rho=0.0, growth_before=6.5, growth_after=4.0, error_sd=sd
    )
    assert found > 0.8


@pytest.mark.parametrize("quantity", ["frequency_hz", "single_thread_specint"])
def test_frequency_and_single_thread_bent_however_one_asks(quantity: str) -> None:
    series = select(PROCESSORS, date="year", value=quantity)
    leaders = PROCESSORS.groupby(np.floor(PROCESSORS["year"]))[quantity].max().dropna()
    fits = [fit_break(series.years, series.values, kind=kind) for kind in ("kink", "jump")]
    for fit in [*fits, fit_break(leaders.index, leaders)]:
        assert fit.p_value <= 0.05
        assert 2003 < fit.break_year < 2007
        assert fit.after.growth_per_year_high < fit.before.growth_per_year_low


def test_the_bend_of_power_is_not_clear_among_the_largest_of_each_year() -> None:
    largest = PROCESSORS.groupby(np.floor(PROCESSORS["year"]))["power_w"].max().dropna()
    assert fit_break(largest.index, largest).p_value > 0.05


def test_every_count_of_cores_before_2004_is_one() -> None:
    counts = PROCESSORS.dropna(subset=["cores"])
    assert (counts.loc[counts["year"] < 2004, "cores"] == 1).all()
    assert (counts.loc[counts["year"] > 2006, "cores"] > 1).all()
