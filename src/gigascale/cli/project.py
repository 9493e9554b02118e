"""``gigascale project``: what the leading run takes, year by year, and when it needs a power."""

from collections.abc import Hashable, Mapping
from typing import Any

import click
import numpy as np
import pandas as pd
from tqdm import tqdm

from gigascale.cli.dollars import dollar_options, dollar_year
from gigascale.cli.output import answer, json_option, remarks
from gigascale.cli.quantity import power_or_usd
from gigascale.clusters.chips import find_chip, load_hardware
from gigascale.clusters.tables import load_assumptions
from gigascale.datasets import load
from gigascale.errors import InputError
from gigascale.projections.outlooks import METHOD, load_outlooks
from gigascale.projections.project import UnpricedError
from gigascale.projections.project import project as project_trend
from gigascale.projections.projection import CAPEX_USD, POWERS_W, Projection
from gigascale.projections.reading import date_quantiles
from gigascale.projections.scenarios import ROUTES, SCENARIOS, one_of
from gigascale.projections.sites import given_no_site

MOST_DRAWS = 1_000_000
_DATES = ("date_q05", "date_q50", "date_q95")
_SHOWN = {
    "training_flop": "FLOP",
    "accelerators": "accelerators",
    "facility_power_w": "W",
    "capex_usd": "USD",
}


@click.command()
@click.option("--to", "last_year", type=int, default=2035, show_default=True, help="Last year.")
@click.option(
    "--when",
    "asked",
    multiple=True,
    help="A power such as 5GW or a sum such as '$100bn': when does the site reach it? Repeatable.",
)
@click.option("--scenario", help=f"One of: {', '.join(SCENARIOS)}; all by default.")
@click.option("--route", help=f"One of: {', '.join(ROUTES)}; both by default.")
@click.option("--chip", default="GB200", show_default=True, help="Chip that the trend starts from.")
@click.option("--method", default=METHOD, show_default=True, help="Forecast method.")
@click.option("--vintage", help="Vintage of notable_models; the latest by default.")
@dollar_options
@click.option("--draws", type=int, default=50_000, show_default=True, help="Number of draws.")
@json_option
def project(
    last_year: int,
    asked: tuple[str, ...],
    scenario: str | None,
    route: str | None,
    chip: str,
    method: str,
    vintage: str | None,
    draws: int,
    dollars: int | None,
    nominal: bool,
    as_json: bool,
) -> None:
    """Project the leading training run: FLOP, accelerators, facility power and capex by year.

    By two routes: demand (the forecast of training compute) and supply (the largest site and all
    chips made). Accelerators are counted as the chip's, whatever a later chip may do. A year holds
    the run published by its end, on the day that `gigascale forecast` calls 1 January of the next;
    the site must stand earlier. 1, 5 and 10 GW and 100 billion dollars are dated if --when names
    nothing. A date is null before the projection's start or beyond its horizon;
    probability_by_start and probability_not_by_horizon say how likely.
    Dates «given sites» leave out the draws that need a site before any known one had the power.

    \b
    gigascale project --to 2035 --json
    gigascale project --when 5GW --when '$100bn' --scenario trend
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise InputError(f"--draws {draws}: give a number from 1 to {MOST_DRAWS}")
    scenarios = SCENARIOS if scenario is None else (one_of("scenario", scenario, SCENARIOS),)
    if route is not None:
        one_of("route", route, ROUTES)
    year = dollar_year(dollars, nominal)
    given = [power_or_usd(text) for text in asked]
    powers = [value for unit, value in given if unit == "W"] if given else POWERS_W
    costs = [value for unit, value in given if unit == "USD"] if given else CAPEX_USD
    timelines = load("data_center_timelines")
    models = {} if vintage is None else {"notable_models": vintage}
    outlooks = load_outlooks(method, last_year=last_year, vintages=models)
    found, assumptions = find_chip(chip, load_hardware()), load_assumptions()
    result: dict[str, Any] = {"not_projected": {}, "by_year": [], "supply_parts": [], "dates": []}
    for name in tqdm(scenarios, desc="scenarios", disable=None, leave=False, delay=1):
        try:
            made = project_trend(
                outlooks, found, assumptions, scenario=name, draws=draws, dollar_year=year
            )
        except UnpricedError as fault:
            if scenario:
                raise
            result["not_projected"][name] = str(fault)
            continue
        result = {**made.settings, **result}
        result["by_year"] += made.by_year(route)
        result["supply_parts"] += [] if route == "demand" else made.supply_parts()
        result["dates"] += [
            _with_sites(made, row, timelines) for row in made.dates(route, powers, costs)
        ]
    answer(result, as_json=as_json, text=lambda: _text(result, dates_first=bool(asked)))


def _with_sites(made: Projection, row: dict[str, Any], timelines: pd.DataFrame) -> dict[str, Any]:
    """Add the dates by the draws that agree with the sites known, and how many do not."""
    if "power_w" not in row:
        return row
    seen = timelines.attrs["vintage"]
    try:
        kept = given_no_site(made, timelines, row["power_w"], seen, row["route"])
    except InputError:
        kept = np.array([])
    dates = date_quantiles(kept if kept.size else None)
    share = kept.size / made.site_lead_years.size
    return (
        row
        | {f"{name}_given_sites": dates[name] for name in _DATES}
        | {"fraction_given_sites": share}
    )


def _text(result: dict[str, Any], *, dates_first: bool) -> str:
    vintages = ", ".join(f"{name} {day}" for name, day in result["vintages"].items())
    said = [
        f"{result['chip']}; forecasts by {result['method']}",
        f"data to: {vintages}",
        "median (5% to 95%) of the run published by the end of each year, in W of the facility",
        "",
    ]
    years = []
    by_year = pd.DataFrame(result["by_year"])
    for (scenario, route), rows in by_year.groupby(["scenario", "route"], sort=False):
        table = pd.DataFrame([_year_row(row) for row in rows.to_dict("records")])
        years += [f"{scenario}, {route}", table.to_string(index=False), ""]
    when = pd.DataFrame([_date_row(row) for row in result["dates"]]).to_string(index=False)
    dates = ["the site first has, or costs:", when, ""]
    said += dates + years if dates_first else years + dates
    said += [f"{name}: {why}" for name, why in result["not_projected"].items()]
    return "\n".join(said + remarks(result))


def _year_row(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    shown = {"year": row["year"]}
    for name, heading in _SHOWN.items():
        low, middle, high = (row[f"{name}_{q}"] for q in ("q05", "q50", "q95"))
        known = middle is not None
        shown[heading] = (
            f"{middle:.1e} ({low:.0e} to {high:.0e})".replace("e+", "e") if known else "not known"
        )
    return shown


def _date_row(row: dict[str, Any]) -> dict[str, Any]:
    power = row.get("power_w")
    shown = {name: row[name] for name in ("scenario", "route")}
    shown["value"] = f"{power / 1e9:g} GW" if power else f"{row['capex_usd'] / 1e9:g} B USD"
    if row["probability_by_start"] is None:
        return shown | dict.fromkeys(
            ("q05", "q50", "q95", "by start", "not by horizon"), "not known"
        )
    for label, chance in (("q05", 0.05), ("q50", 0.5), ("q95", 0.95)):
        outside = "earlier" if row["probability_by_start"] >= chance else "later"
        shown[label] = row[f"date_{label}"] or outside
    shown["q50 given sites"] = row.get("date_q50_given_sites") or ""
    shown["by start"] = f"{row['probability_by_start']:.0%}"
    shown["not by horizon"] = f"{row['probability_not_by_horizon']:.0%}"
    return shown
