"""Bootstrap of a straight line: rows drawn anew in blocks, thousands of refits at once.

A line of least squares needs five sums of its rows, and those of a resample are the sums of its
blocks added up. So every possible block is summed once, and a refit is a few additions.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError
from gigascale.trends.points import Floats


class Lines(NamedTuple):
    """Least-squares lines of many resamples; two arrays of shape (draws,).

    `levels` are the fitted values where `years` is 0. Both are NaN for a resample of one date.
    """

    levels: Floats
    slopes: Floats


def block_starts(n: int, draws: int, block: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Draw the first rows of moving blocks (Künsch 1989) that fill a resample of n rows.

    Parameters
    ----------
    n, draws : int
        Rows of the series, and resamples.
    block : int
        Rows a block, from 1 (rows drawn independently) to n; the last block is cut to fit.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int, shape (draws, blocks)
        Each from 0 to n − block.

    Raises
    ------
    InputError
        The block is longer than the series or shorter than a row, or there is nothing to draw.

    Examples
    --------
    >>> block_starts(10, 2, 4, np.random.default_rng(1)).shape
    (2, 3)
    """
    if not 1 <= block <= n:
        raise InputError(f"a block must have 1 to {n} rows, as many as there are; it has {block}")
    if draws < 1:
        raise InputError(f"draws must be at least 1; it is {draws}")
    return rng.integers(0, n - block + 1, (draws, -(-n // block)))


def block_bootstrap_lines(
    years: Floats, values: Floats, starts: npt.NDArray[np.int64], block: int
) -> Lines:
    """Least-squares line of every resample made of the given blocks.

    Parameters
    ----------
    years, values : ndarray, shape (n,)
        Rows in date order.
    starts : ndarray of int, shape (draws, blocks)
        First row of each block, as `block_starts` draws them.
    block : int
        Rows a block.

    Returns
    -------
    Lines

    Examples
    --------
    >>> years = np.arange(12.0)
    >>> starts = block_starts(12, 5, 3, np.random.default_rng(1))
    >>> block_bootstrap_lines(years, 7 + 0.5 * years, starts, 3).slopes.round(9).tolist()
    [0.5, 0.5, 0.5, 0.5, 0.5]
    """
    n, centre, middle = years.size, years.mean(), values.mean()
    x, y = years - centre, values - middle
    powers = np.stack([x, y, x * x, x * y])
    last = n - block * (starts.shape[1] - 1)
    sums = np.take(_block_sums(powers, block), starts[:, :-1], axis=1).sum(axis=2)
    sums += np.take(_block_sums(powers, last), starts[:, -1], axis=1)
    sum_x, sum_y, sum_xx, sum_xy = sums
    spread = n * sum_xx - sum_x**2
    varied = spread > 1e-12 * n * sum_xx
    slopes = np.divide(
        n * sum_xy - sum_x * sum_y, spread, where=varied, out=np.full(len(spread), np.nan)
    )
    levels = middle + (sum_y - slopes * sum_x) / n - slopes * centre
    return Lines(levels, slopes)


def _block_sums(rows: Floats, block: int) -> Floats:
    """Sums of every run of `block` columns, shape (sums, n − block + 1)."""
    runs = np.lib.stride_tricks.sliding_window_view(rows, block, axis=1)
    return np.asarray(runs.sum(axis=2))
