"""The default interval holds the truth as often as it says; the others are known not to."""

import numpy as np
import pytest

from gigascale.trends.coverage import break_rejections, coverage_table, simulate


def coverage(methods, rho, n, seed, **kinds):
    table = coverage_table(methods, [rho], [n], 500, np.random.default_rng(seed), **kinds)
    return table.set_index("method")["coverage"]


def test_default_covers_and_ols_does_not_when_neighbours_are_related():
    measured = coverage(["cosine", "ols", "hac"], 0.6, 110, 2024)
    assert 0.86 <= measured["cosine"] <= 0.94
    assert measured["ols"] < 0.65
    assert measured["hac"] < 0.82


@pytest.mark.parametrize("method", ["theil-sen", "median"])
def test_robust_lines_cover_when_neighbours_are_related(method):
    assert 0.86 <= coverage([method], 0.6, 110, 2024)[method] <= 0.94


def test_weights_cover_and_are_narrower_where_errors_are_stated():
    table = coverage_table(
        ["cosine", "errors-in-variables"],
        [0.3],
        [110],
        500,
        np.random.default_rng(2024),
        stated_factors=[3.0, 10.0, 30.0],
    ).set_index("method")
    assert table["coverage"].between(0.86, 0.94).all()
    assert table.loc["errors-in-variables", "relative_width"] < 0.95


def test_blocks_and_autoregression_fall_short_less_than_single_rows():
    measured = coverage(["bootstrap", "blocks", "gls"], 0.6, 110, 2024)
    assert measured["bootstrap"] < 0.65
    assert 0.75 <= measured["blocks"] <= 0.86
    assert 0.80 <= measured["gls"] <= 0.89


def test_default_covers_when_errors_are_independent():
    assert 0.86 <= coverage(["cosine"], 0.0, 40, 7)["cosine"] <= 0.94


def test_default_covers_when_the_spread_changes():
    assert 0.84 <= coverage(["cosine"], 0.6, 110, 8, spread_ratio=3.0)["cosine"] <= 0.94


def test_default_is_not_absurdly_wide():
    table = coverage_table(["ols", "cosine"], [0.0], [20, 110], 200, np.random.default_rng(9))
    assert table.query("method == 'cosine'")["relative_width"].max() < 1.35


def test_simulated_errors_have_the_correlation_asked_for():
    years, values = simulate(2000, 20, np.random.default_rng(1), rho=0.6, error_sd=0.5)
    errors = np.log10(values) - np.log10(4) * (years - 2010)
    assert errors.std() == pytest.approx(0.5, rel=0.1)
    assert (errors[:, 1:] * errors[:, :-1]).mean() / errors.var() == pytest.approx(0.6, abs=0.03)


@pytest.mark.parametrize(("kind", "rho"), [("kink", 0.0), ("kink", 0.6), ("jump", 0.3)])
def test_break_test_rarely_finds_a_break_where_there_is_none(kind, rho):
    share = break_rejections(110, 500, np.random.default_rng(3), rho=rho, kind=kind)
    assert 0.02 <= share <= 0.08


def test_break_test_finds_growth_dropping_from_six_and_a_half_to_four():
    rng = np.random.default_rng(4)
    share = break_rejections(110, 300, rng, rho=0.0, growth_before=6.5, error_sd=0.57)
    assert share > 0.8
