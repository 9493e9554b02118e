"""AI chips by maker, with the uncertainty of the counts."""

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.datasets import decimal_year
from gigascale.errors import InputError
from gigascale.lines.chip_counts import draw_counts, growth_with_uncertainty
from gigascale.trends import fit_growth

ENDS = [0.05, 0.5, 0.95]
DATES = pd.to_datetime(["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31", "2025-03-31"])


def totals(**makers):
    """A table with growing medians; each maker has its factors below and above the median."""
    frames = [
        pd.DataFrame(
            {
                "maker": maker,
                "end_date": DATES,
                "chips_median": (median := 100.0 * 2.0 ** np.arange(5)),
                "chips_q05": median / below,
                "chips_q95": median * above,
            }
        )
        for maker, (below, above) in makers.items()
    ]
    return pd.concat(frames, ignore_index=True)


TWO = totals(A=(1.2, 1.5), B=(1.5, 1.2))


def test_draws_reproduce_the_three_percentiles():
    counts = draw_counts(TWO, "chips", draws=40_000)
    found = np.quantile(counts.draws, ENDS, axis=2)
    stated = [[1 / 1.2, 1, 1.5], [1 / 1.5, 1, 1.2]]
    medians = 100.0 * 2.0 ** np.arange(5)
    for maker in range(2):
        for end in range(3):
            assert found[end, maker] == pytest.approx(stated[maker][end] * medians, rel=0.01)


def test_dependence_between_makers_runs_from_none_to_full():
    for correlation in (0.0, 0.5, 1.0):
        draws = np.log(draw_counts(TWO, "chips", correlation=correlation, draws=20_000).draws)
        ranks = draws[:, 0].argsort(axis=1).argsort(axis=1)
        expected = 6 / np.pi * np.arcsin(correlation / 2)
        assert np.corrcoef(ranks)[0, 1] == pytest.approx(expected, abs=0.03)


def test_dependence_over_time_runs_from_none_to_full():
    for correlation in (0.0, 0.5, 1.0):
        counts = draw_counts(TWO, "chips", time_correlation=correlation, draws=20_000)
        ranks = counts.draws[0, [0, 4]].argsort(axis=1).argsort(axis=1)
        expected = 6 / np.pi * np.arcsin(correlation / 2)
        assert np.corrcoef(ranks)[0, 1] == pytest.approx(expected, abs=0.03)


def test_fully_dependent_makers_add_up_like_percentiles_and_independent_ones_do_not():
    stated = TWO[TWO["end_date"] == DATES[-1]]["chips_q95"].sum()
    full = draw_counts(TWO, "chips", correlation=1.0, draws=40_000).total()[-1]
    none = draw_counts(TWO, "chips", draws=40_000).total()[-1]
    assert np.quantile(full, 0.95) == pytest.approx(stated, rel=0.01)
    assert np.quantile(none, 0.95) < 0.97 * stated


def test_a_cumulative_count_falls_only_if_its_dates_are_drawn_apart():
    slow = TWO.assign(**{c: TWO[c] ** 0.2 for c in ("chips_q05", "chips_median", "chips_q95")})
    assert (draw_counts(slow, "chips").added() > 0).all()
    slow_and_wide = slow.assign(chips_q05=slow["chips_median"] / 2)
    assert (draw_counts(slow_and_wide, "chips", time_correlation=0.0).added() < 0).mean() > 0.1


def test_only_dates_that_every_maker_has_are_kept():
    late = TWO.drop(index=[5, 6])
    assert draw_counts(late, "chips").dates.tolist() == DATES[2:].tolist()
    assert draw_counts(late, "chips", makers=("A",)).dates.tolist() == DATES.tolist()


def test_values_follow_the_order_of_the_makers_asked_for():
    uneven = TWO.assign(**{c: TWO[c] * np.repeat([1, 10], 5) for c in TWO.columns[2:]})
    counts = draw_counts(uneven, "chips", makers=("B", "A"))
    assert counts.makers == ("B", "A")
    assert (counts.draws[0] > counts.draws[1]).all()


def test_shares_of_the_makers_add_up_to_one():
    counts = draw_counts(TWO, "chips", draws=50)
    assert counts.shares().sum(axis=0) == pytest.approx(np.ones((5, 50)))
    assert counts.added().sum(axis=1) == pytest.approx(counts.draws[:, -1] - counts.draws[:, 0])


def test_draws_are_the_same_each_time_and_follow_the_generator():
    first, again = draw_counts(TWO, "chips").draws, draw_counts(TWO, "chips").draws
    assert np.array_equal(first, again)
    other = draw_counts(TWO, "chips", rng=np.random.default_rng(7)).draws
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(
    ("change", "options", "named"),
    [
        (TWO.drop(columns="chips_q95"), {}, "chips_q95"),
        (TWO, {"makers": ("A", "C")}, "'C'"),
        (TWO, {"correlation": 1.5}, "correlation"),
        (TWO, {"time_correlation": -0.1}, "time_correlation"),
        (TWO.assign(chips_q95=1.0), {}, "in order"),
        (TWO.assign(chips_q05=0.0), {}, "positive"),
        (pd.concat([TWO, TWO]), {}, "two rows"),
        (TWO.drop(index=range(5, 10)).replace({"end_date": DATES[0]}, DATES[1]), {}, "two rows"),
        (pd.concat([TWO[:2], TWO[8:]]), {}, "no date"),
    ],
)
def test_bad_input_is_named(change, options, named):
    with pytest.raises(InputError, match=named):
        draw_counts(change, "chips", **options)


def test_growth_of_sure_values_is_that_of_the_plain_fit():
    values = np.array([100.0, 190.0, 420.0, 790.0, 1650.0])
    plain = fit_growth(decimal_year(pd.Series(DATES)), values)
    rate = growth_with_uncertainty(DATES, np.repeat(values[:, None], 40_000 // 8, axis=1))
    assert rate.growth_per_year == pytest.approx(plain.growth_per_year)
    assert rate.growth_per_year_low == pytest.approx(plain.growth_per_year_low, rel=0.02)
    assert rate.growth_per_year_high == pytest.approx(plain.growth_per_year_high, rel=0.02)


def test_growth_holds_the_uncertainty_of_the_values_where_they_lie_on_a_line():
    years = decimal_year(pd.Series(DATES))
    slopes = np.random.default_rng(1).normal(0.5, 0.1, 2000)
    rate = growth_with_uncertainty(DATES, 10 ** (slopes * (years - years[0])[:, None]))
    assert rate.orders_of_magnitude_per_year == pytest.approx(0.5, abs=0.01)
    assert rate.orders_of_magnitude_per_year_high == pytest.approx(0.5 + 1.645 * 0.1, abs=0.02)


def test_the_shipped_counts_can_be_drawn():
    counts = draw_counts(datasets.load("chip_count_totals", "2026-04-22"), "h100_equivalents")
    assert counts.makers == ("AMD", "Amazon", "Google", "Nvidia")
    assert len(counts.dates) == 8
    assert np.median(counts.total()[-1]) == pytest.approx(19.7e6, rel=0.01)
    assert (counts.added() > 0).all()
