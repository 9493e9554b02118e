"""Time a million draws of the whole projection against drawing its random numbers.

One scenario to 2035: both routes, four quantities, their quantiles by year and the dates. The same
model drawn with squigglepy and written out year by year is timed too, where squigglepy is
installed: `make bench` does so from the lock beside this file. The ratios travel between machines.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
import numpy as np
import pandas as pd
from scipy.special import ndtr
from workshop import tell

from gigascale import datasets
from gigascale.clusters import find_chip, load_hardware
from gigascale.clusters.economics import capex_by_part_usd
from gigascale.clusters.quantities import inputs_for
from gigascale.clusters.sampling import FloatArray, from_scores
from gigascale.clusters.training import DAYS_PER_YEAR
from gigascale.forecasts.predictive import LEVELS
from gigascale.projections import load_outlooks, project
from gigascale.projections.project import chosen_inputs, draw_scores
from gigascale.projections.routes import ERROR, PATHS, RATIO

DRAWS, FEWER, REPEATS = 1_000_000, 100_000, 5
PROBABILITIES = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
POWERS, COST = [1e9, 5e9, 1e10], 1e11

outlooks = load_outlooks(last_year=2035)
chip = find_chip("GB200", load_hardware())
table = datasets.load("assumptions")
chosen = chosen_inputs(outlooks, chip, inputs_for(chip, table))


def whole(draws: int = DRAWS) -> FloatArray:
    """Make the projection and all that is read off it; return the medians of supply and demand."""
    made = project(outlooks, chip, table, draws=draws)
    rows, _ = made.by_year(), made.dates()
    return np.array([row["capex_usd_q50"] for row in rows])


def numbers() -> int:
    """Count the random numbers of one draw."""
    scores = draw_scores(outlooks, chosen, np.random.default_rng(1), 2)
    return sum(values.size for values in scores.values()) // 2


def drawing(count: int) -> None:
    """Draw as many random numbers."""
    rng = np.random.default_rng(1)
    for _ in range(count):
        rng.standard_normal(DRAWS)


def peak_gb() -> float:
    """Take the peak memory of a fresh interpreter that makes the projection."""
    code = (
        "import resource, sys; sys.path.insert(0, sys.argv[1]); import projection; "
        "projection.whole(); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    folder = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", code, folder], capture_output=True, check=True, text=True
    )
    return int(done.stdout) * 1024 / 1e9


def in_squigglepy() -> FloatArray:
    """Draw with squigglepy and follow the formulas year by year, in plain arrays."""
    sq = import_module("squigglepy")

    def normal(*shape: int) -> FloatArray:
        drawn = [sq.sample(sq.norm(mean=0, sd=1), n=FEWER) for _ in range(int(np.prod(shape)))]
        return np.array(drawn).reshape(*shape, FEWER)

    groups = {f"group {row.moves_with.lstrip('-')}" for row in chosen.values() if row.moves_with}
    given = from_scores(chosen, {name: normal() for name in [*chosen, *groups]})
    years, paths = outlooks.years, {}
    for name in PATHS:
        about = getattr(outlooks, name)
        ahead = years - about.known_to
        steps = np.sqrt(np.diff(ahead, prepend=0.0))[:, None] * normal(years.size)
        walk = np.cumsum(steps, axis=0) + np.outer(ahead, normal(1)[0]) / about.span_years**0.5
        spread = np.sqrt(ahead + ahead**2 / about.span_years)
        spread[spread == 0] = 1.0
        places = ndtr(walk / spread[:, None])
        logs = np.array(
            [np.interp(p, LEVELS, q) for p, q in zip(places, about.quantiles, strict=True)]
        )
        known = np.maximum(logs, about.known)
        paths[name] = 10 ** np.vstack([np.full((1, FEWER), about.known_before), known])
    lead = (given["run_length_days"] + given["release_lag_days"]) / DAYS_PER_YEAR
    facility = given["facility_overhead_ratio"] * given["network_overhead_ratio"]
    facility = facility * given["server_overhead_ratio"] * given["chip_power_w"]
    by_chips = paths["world_chip_power_w"] * given[RATIO]
    site = outlooks.site_power_w
    by_chips[0] = np.maximum(by_chips[0], 10**site.known_before)
    by_chips[1:] = np.maximum(by_chips[1:], 10**site.known)
    sites = np.where(normal() < 0, paths["site_power_w"], by_chips)
    released = datasets.decimal_year(pd.Series([pd.Timestamp(chip.release_date)]))[0]
    answers: dict[tuple[str, str], list[FloatArray]] = {}
    for k, year in enumerate(years):
        growth = given["chip_efficiency_growth_per_year"]
        first = years[0] - lead - released - given["chip_adoption_lag_years"]
        efficiency = chip.peak("bf16") / given["chip_power_w"] * growth**first
        efficiency = efficiency * (growth * given["efficiency_slowdown_ratio"]) ** (year - years[0])
        per_chip = efficiency * given["chip_power_w"] * given["mfu_fraction"]
        per_chip = per_chip * given["run_length_days"] * 86400
        flop = paths["training_flop"][k + 1] * given[ERROR]
        stands = sites[k + 1] ** (1 - lead) * sites[k] ** lead
        chips = {"demand": flop / per_chip, "supply": stands / facility}
        for route, count in chips.items():
            cost = capex_by_part_usd(chip, count, count * facility, given)["total"]
            found = (count * per_chip, count, count * facility, cost)
            for name, values in zip(("flop", "chips", "power", "cost"), found, strict=True):
                answers.setdefault((route, name), []).append(values)
    for route in ("demand", "supply"):
        for power in POWERS:
            date_of(years, np.array(answers[route, "power"]), power, lead)
        date_of(years, np.array(answers[route, "cost"]), COST, lead)
    quantiles = {
        name: np.array([np.quantile(values, PROBABILITIES) for values in rows])
        for name, rows in answers.items()
    }
    return np.concatenate([quantiles[route, "cost"][:, 3] for route in ("demand", "supply")])


def date_of(years: FloatArray, values: FloatArray, level: float, lead: FloatArray) -> FloatArray:
    """Quantiles of the year in which a path first reaches a level, straight on a log scale."""
    logs, reached = np.log(values), values >= level
    k = np.clip(reached.argmax(axis=0), 1, None)
    draws = np.arange(lead.size)
    low, high = logs[k - 1, draws], logs[k, draws]
    with np.errstate(divide="ignore", invalid="ignore"):
        when = years[k - 1] + (np.log(level) - low) / (high - low) * (years[k] - years[k - 1])
    when = np.where(reached.any(axis=0), when, np.inf)
    when = np.where(reached[0], -np.inf, when) - lead
    return np.quantile(when, PROBABILITIES, method="inverted_cdf")


def measure() -> dict[str, float]:
    """Time every way, in turn."""
    count = numbers()
    ways: dict[str, Callable[[], object]] = {"projection": whole, "drawing": lambda: drawing(count)}
    if find_spec("squigglepy"):
        ways["squigglepy"] = in_squigglepy
        difference = float(np.abs(np.log(in_squigglepy() / whole(FEWER))).max())
        if not difference < 0.1:
            raise SystemExit(f"the ways differ by a factor of {np.exp(difference):g}")
    else:
        click.echo("squigglepy is not installed: pip install squigglepy compares it", err=True)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for name in list(ways) * REPEATS:
        start = time.perf_counter()
        ways[name]()
        seconds[name].append(time.perf_counter() - start)
    took = {name: statistics.median(each) for name, each in seconds.items()}
    results = {
        "draws": DRAWS,
        "random_numbers_per_draw": count,
        "projection_s": took["projection"],
        "drawing_s": took["drawing"],
        "times_the_drawing": took["projection"] / took["drawing"],
        "peak_gb": peak_gb(),
    }
    if "squigglepy" in took:
        speed = (DRAWS / took["projection"]) / (FEWER / took["squigglepy"])
        results |= {
            "squigglepy_s_per_1e6_draws": took["squigglepy"] * DRAWS / FEWER,
            "times_as_fast_as_squigglepy": speed,
            "largest_factor_between_medians": float(np.exp(difference)),
        }
    return results


if __name__ == "__main__":
    tell(__doc__, measure)
