"""What the chapters on clusters and AI chips conclude, on the vintages they were written on."""

import numpy as np
import pytest

from gigascale import datasets
from gigascale.datasets import decimal_year
from gigascale.lines.chip_counts import draw_counts, growth_with_uncertainty
from gigascale.trends import fit_break, growth_of, select

CLUSTERS = datasets.load("gpu_clusters", "2025-12-14")
LEADERS = CLUSTERS.iloc[
    select(
        CLUSTERS, date="operational_date", value="peak_fp16_flop_per_s", rule="top10", start=2019.0
    ).rows
]
TOTALS = datasets.load("chip_count_totals", "2026-04-22")


@pytest.mark.parametrize(
    ("column", "published"),
    [("peak_fp16_flop_per_s", 2.5), ("power_w", 2.0), ("cost_usd", 1.9), ("chips", 1.6)],
)
def test_the_rates_of_pilz_and_others_come_out_with_their_ranking(column, published) -> None:
    fit = growth_of(LEADERS, date="operational_date", value=column)
    assert fit.growth_per_year == pytest.approx(published, abs=0.08)


def test_the_power_of_leading_clusters_quickened_about_the_end_of_2023() -> None:
    powered = LEADERS.dropna(subset=["power_w"])
    bent = fit_break(decimal_year(powered["operational_date"]), powered["power_w"])
    assert bent.p_value < 0.05
    assert bent.before.growth_per_year_high < bent.after.growth_per_year_low


def test_what_quarters_add_grows_more_slowly_than_the_stock_that_starts_from_zero() -> None:
    counts = draw_counts(TOTALS, "h100_equivalents", draws=300)
    added = growth_with_uncertainty(counts.dates[1:], counts.added().sum(axis=0))
    stock = growth_with_uncertainty(counts.dates, counts.total())
    assert added.growth_per_year < stock.growth_per_year
    assert added.growth_per_year == pytest.approx(2.7, abs=0.1)


def test_the_interval_of_the_total_is_wider_if_makers_are_wrong_together() -> None:
    widths = [
        np.ptp(np.quantile(draw_counts(TOTALS, "chips", correlation=c).total()[-1], [0.05, 0.95]))
        for c in (0.0, 1.0)
    ]
    assert widths[1] > 1.4 * widths[0]
