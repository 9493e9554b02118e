"""Time all hindcasts of the experience curves against plain loops over the same ones.

One loop is bare arithmetic on numbers, the other calls the method at each origin. All forecast in
one run by a random walk with drift from five changes, up to 20 years ahead, and find the same; only
the array code also makes a table. The ratios of the times travel between machines.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
from workshop import tell

from gigascale import datasets
from gigascale.forecasts.continued import random_walk
from gigascale.forecasts.technologies.curves import gap_free, hindcasts
from gigascale.lines.technologies import Technology
from gigascale.trends.random_walk import MOVING_AVERAGE

CHANGES, HORIZONS, REPEATS = 5, 20, 7


def plain_loop(curves: list[Technology]) -> list[tuple[float, float]]:
    """Return error and standardised error of each hindcast, one after the other."""
    theta, m = MOVING_AVERAGE, CHANGES
    noise = 1 + 2 * (m - 1) * theta / m + theta**2
    results = []
    for curve in curves:
        logs = curve.log10_cost.tolist()
        for last in range(m, len(logs) - 1):
            changes = [logs[k + 1] - logs[k] for k in range(last - m, last)]
            drift = sum(changes) / m
            variance = sum((change - drift) ** 2 for change in changes) / (m - 1)
            for ahead in range(1, min(HORIZONS, len(logs) - 1 - last) + 1):
                error = logs[last + ahead] - logs[last] - drift * ahead
                widening = (-2 * theta + noise * (ahead + ahead**2 / m)) / (1 + theta**2)
                results.append((error, error / (variance * widening) ** 0.5))
    return results


def loop_of_calls(curves: list[Technology]) -> list[tuple[float, float]]:
    """Return the same, with one call of the method for each origin."""
    results = []
    for curve in curves:
        logs = curve.log10_cost
        for last in range(CHANGES, logs.size - 1):
            future = logs[last + 1 : last + 1 + HORIZONS]
            made = random_walk(logs[last - CHANGES : last + 1], np.arange(1.0, future.size + 1))
            errors = future - made.centre
            results += zip(errors, errors / made.scale, strict=True)
    return results


def measure() -> dict[str, float]:
    """Make all hindcasts in each way."""
    curves = gap_free(datasets.load("experience_curves"))
    ways: dict[str, Callable[[], object]] = {
        "gigascale": lambda: hindcasts(curves, random_walk, changes=CHANGES, horizons=HORIZONS),
        "plain_loop": lambda: plain_loop(curves),
        "loop_of_calls": lambda: loop_of_calls(curves),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for name in list(ways) * REPEATS:
        start = time.perf_counter()
        ways[name]()
        seconds[name].append(time.perf_counter() - start)
    table = hindcasts(curves, random_walk, changes=CHANGES, horizons=HORIZONS)
    found = table[["error", "standardised"]].to_numpy()
    loops = np.array([plain_loop(curves), loop_of_calls(curves)])
    difference = np.abs(found - loops).max()
    if not difference < 1e-9:
        raise SystemExit(f"the ways differ by {difference:g}")
    speed = {name: len(table) / statistics.median(taken) for name, taken in seconds.items()}
    return {
        "hindcasts": len(table),
        "technologies": len(curves),
        **{f"{name}_per_s": per_second for name, per_second in speed.items()},
        "times_as_fast_as_plain_loop": speed["gigascale"] / speed["plain_loop"],
        "times_as_fast_as_loop_of_calls": speed["gigascale"] / speed["loop_of_calls"],
        "largest_difference": float(difference),
    }


if __name__ == "__main__":
    tell(__doc__, measure)
