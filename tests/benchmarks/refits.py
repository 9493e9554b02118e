"""Time 10,000 block-bootstrap refits of the training-compute trend against statsmodels' OLS.

Both refit the same resamples in the same run; the ratio of the times travels between machines.
"""

import statistics
import time

import numpy as np
from statsmodels.regression.linear_model import OLS
from workshop import tell

from gigascale import datasets
from gigascale.trends import select
from gigascale.trends.bootstrap import block_bootstrap_lines, block_starts

DRAWS, BLOCK, REPEATS = 10_000, 5, 7
ROWS = {"rule": "top10", "start": "2010-01-01", "end": "2024-12-31"}


def measure(draws: int = DRAWS) -> dict[str, float]:
    """Refit all resamples both ways."""
    models = datasets.load("notable_models")
    chosen = select(models, date="publication_date", value="training_compute_flop", **ROWS)
    order = np.argsort(chosen.years, kind="stable")
    years, values = chosen.years[order] - 2017, np.log10(chosen.values[order])
    starts = block_starts(years.size, draws, BLOCK, np.random.default_rng(2024))

    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        ours = block_bootstrap_lines(years, values, starts, BLOCK)
        seconds.append(time.perf_counter() - start)

    rows = (starts[:, :, None] + np.arange(BLOCK)).reshape(draws, -1)[:, : years.size]
    design = np.column_stack([np.ones_like(years), years])
    theirs = np.empty((draws, 2))
    start = time.perf_counter()
    for draw, resample in enumerate(rows):
        theirs[draw] = OLS(values[resample], design[resample]).fit().params
    loop = time.perf_counter() - start
    difference = np.abs(np.column_stack(ours) - theirs).max()
    return {
        "refits": draws,
        "points": years.size,
        "rows_a_block": BLOCK,
        "statsmodels_loop_s": loop,
        "gigascale_s": statistics.median(seconds),
        "times_as_fast": loop / statistics.median(seconds),
        "largest_difference": float(difference),
    }


if __name__ == "__main__":
    tell(__doc__, measure)
