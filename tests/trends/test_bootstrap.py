"""Thousands of refits at once are the refits of statsmodels, one by one."""

import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS

from gigascale.errors import InputError
from gigascale.trends.bootstrap import block_bootstrap_lines, block_starts
from gigascale.trends.coverage import simulate

YEARS, VALUES = (series[0] for series in simulate(62, 1, np.random.default_rng(4), rho=0.5))


@pytest.mark.parametrize("block", [1, 4, 31, 62])
def test_refits_are_those_of_statsmodels_on_the_same_rows(block):
    values = np.log10(VALUES)
    starts = block_starts(62, 150, block, np.random.default_rng(7))
    ours = block_bootstrap_lines(YEARS, values, starts, block)
    rows = (starts[:, :, None] + np.arange(block)).reshape(150, -1)[:, :62]
    design = np.column_stack([np.ones(62), YEARS - 2017])
    theirs = np.array([OLS(values[row], design[row]).fit().params for row in rows])
    assert np.abs(ours.slopes - theirs[:, 1]).max() <= 1e-8
    assert np.abs(ours.levels + 2017 * ours.slopes - theirs[:, 0]).max() <= 1e-8


def test_every_row_is_drawn_and_blocks_stay_inside():
    starts = block_starts(10, 400, 4, np.random.default_rng(1))
    assert starts.shape == (400, 3)
    assert set(np.unique(starts)) == set(range(7))


def test_a_resample_of_one_date_has_no_line():
    lines = block_bootstrap_lines(YEARS[:4], VALUES[:4], np.array([[2] * 4, [0, 1, 1, 3]]), 1)
    assert np.isnan(lines.slopes[0])
    assert np.isnan(lines.levels[0])
    assert np.isfinite(lines.slopes[1])


@pytest.mark.parametrize(
    ("draws", "block", "message"),
    [(5, 0, "1 to 10 rows"), (5, 11, "1 to 10 rows"), (0, 2, "draws must be at least 1")],
)
def test_blocks_that_cannot_be_drawn_are_named(draws, block, message):
    with pytest.raises(InputError, match=message):
        block_starts(10, draws, block, np.random.default_rng(1))
