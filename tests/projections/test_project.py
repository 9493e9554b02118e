"""The projection meets its outlooks, its formulas and its caps, and dates a gigawatt."""

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.clusters import Chip, find_chip
from gigascale.clusters.economics import capex_by_part_usd
from gigascale.clusters.quantities import inputs_for
from gigascale.clusters.sampling import from_scores
from gigascale.errors import InputError
from gigascale.forecasts.predictive import LEVELS
from gigascale.projections import Outlooks, Projection, load_outlooks, project
from gigascale.projections.limits import site_power_limits_w
from gigascale.projections.outlooks import Outlook
from gigascale.projections.project import chosen_inputs, draw_scores
from gigascale.projections.reading import BLOCK
from gigascale.projections.routes import project_scores
from gigascale.projections.scenarios import QUANTITIES, ROUTES, SCENARIOS

GIVEN = {
    "run_length_days": 100.0,
    "release_lag_days": 82.625,  # half a year with the run
    "chip_adoption_lag_years": 1.0,
    "chip_efficiency_growth_per_year": 1.25,
    "training_compute_error_ratio": 1.0,
    "mfu_fraction": 0.4,
    "server_overhead_ratio": 1.5,
    "network_overhead_ratio": 1.1,
    "facility_overhead_ratio": 1.4,
    "largest_site_to_world_chip_power_ratio": 0.05,
}


@pytest.fixture(scope="module")
def outlooks() -> Outlooks:
    return load_outlooks(last_year=2032)


def certain(years: list[float], values: list[float], before: float) -> Outlook:
    logs = np.log10(values)
    quantiles = np.repeat(logs[:, None], LEVELS.size, axis=1)
    return Outlook(np.array(years), quantiles, years[0], logs[0], np.log10(before), 9.0, "none")


@pytest.fixture(scope="module")
def known(outlooks: Outlooks) -> Outlooks:
    years = [2026.0, 2027.0, 2028.0]
    return replace(
        outlooks,
        training_flop=certain(years, [5e26, 2e27, 8e27], 1e26),
        site_power_w=certain(years, [1e9, 2e9, 4e9], 5e8),
        world_chip_power_w=certain(years, [1e11, 2e11, 4e11], 5e10),
    )


def test_without_uncertainty_demand_is_the_chain_of_formulas(
    known: Outlooks, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    future = project(known, gb200, assumptions, draws=4, overrides=GIVEN)
    route = future.routes["demand"]
    assert gb200.release_date is not None
    released = datasets.decimal_year(pd.Series([pd.Timestamp(gb200.release_date)]))[0]
    efficiency = gb200.peak("bf16") / 1200 * 1.25 ** (2027.5 - released - 1)
    chips_w = 8e27 / (100 * 86400 * 0.4 * efficiency)
    assert route.training_flop[:, -1] == pytest.approx(8e27)
    assert route.accelerators[:, -1] == pytest.approx(chips_w / 1200)
    assert route.facility_power_w[:, -1] == pytest.approx(chips_w * 1.5 * 1.1 * 1.4)
    inputs = {name: row.central for name, row in inputs_for(gb200, assumptions, GIVEN).items()}
    prices = {name: value for name, value in inputs.items() if "usd" in name or "cost" in name}
    fixed = project(known, gb200, assumptions, draws=2, overrides=GIVEN | prices)
    site = fixed.routes["demand"]
    chips, power = site.accelerators[0, -1], site.facility_power_w[0, -1]
    cost = capex_by_part_usd(gb200, chips, power, inputs)["total"]
    assert site.capex_usd is not None
    assert site.capex_usd[0, -1] == pytest.approx(cost, rel=0.02)  # land and plant still vary


def test_without_uncertainty_supply_is_the_site_when_the_run_starts(
    known: Outlooks, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    future = project(known, gb200, assumptions, draws=40, overrides=GIVEN)
    power = future.routes["supply"].facility_power_w[:, -1]
    by_sites = future.supply_from_sites
    assert 0 < by_sites.sum() < 40
    assert power[by_sites] == pytest.approx(1e9 * 8**0.5)  # half-way from 2 to 4 GW
    assert power[~by_sites] == pytest.approx(0.05 * 1e11 * 8**0.5)
    demand, supply = (future.routes[name] for name in ROUTES)
    both = [r.training_flop[0, -1] / r.facility_power_w[0, -1] for r in (demand, supply)]
    assert both[0] == pytest.approx(both[1])
    share = future.world_share("supply")[~by_sites, -1]
    assert share == pytest.approx(0.05 / (1.5 * 1.1 * 1.4))


def test_doubling_demand_doubles_power_and_no_cap_stands_in_its_way(
    outlooks: Outlooks, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    runs = outlooks.training_flop
    shift = np.log10(2.0)
    twice = replace(
        runs,
        quantiles=runs.quantiles + shift,
        known=runs.known + shift,
        known_before=runs.known_before + shift,
    )
    once, doubled = (
        project(replace(outlooks, training_flop=flop), gb200, assumptions, draws=200)
        for flop in (runs, twice)
    )
    for quantity in QUANTITIES:
        ratio = doubled.routes["demand"].log10(quantity) - once.routes["demand"].log10(quantity)
        assert ratio == pytest.approx(shift)
    assert (
        doubled.routes["supply"].log10("accelerators")
        == once.routes["supply"].log10("accelerators")
    ).all()


@pytest.mark.parametrize(
    ("scenario", "limit"), [("power-limited", "power"), ("capital-limited", "capital")]
)
def test_a_capped_scenario_never_exceeds_the_cap_and_uses_it(
    scenario: str, limit: str, outlooks: Outlooks, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    price = {"chip_price_usd": 40000.0, "server_cost_ratio": 1.2}
    rows = inputs_for(gb200, assumptions, price, scenario)
    chosen = chosen_inputs(outlooks, gb200, rows, scenario)
    scores = draw_scores(outlooks, chosen, np.random.default_rng(3), 500)
    free = project_scores(outlooks, gb200, chosen, scores, scenario="trend")
    held = project_scores(outlooks, gb200, chosen, scores, scenario=scenario)
    inputs = {name: values[:, None] for name, values in from_scores(chosen, scores).items()}
    when = outlooks.years - free.site_lead_years[:, None]
    per_w = free.routes["demand"].capex_usd[:, :1] / free.routes["demand"].facility_power_w[:, :1]
    cap = site_power_limits_w(when, inputs, outlooks.sites, per_w)[limit]
    for name in ROUTES:
        power = held.routes[name].facility_power_w
        assert (power <= cap * (1 + 1e-9)).all()
        assert power == pytest.approx(np.minimum(free.routes[name].facility_power_w, cap))
    lost = held.routes["demand"].log10("training_flop") - free.routes["demand"].log10(
        "training_flop"
    )
    assert lost.min() < -1
    assert lost == pytest.approx(
        held.routes["demand"].log10("accelerators") - free.routes["demand"].log10("accelerators")
    )


def test_scenarios_share_their_random_numbers(
    outlooks: Outlooks, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    made = {
        name: project(outlooks, gb200, assumptions, scenario=name, draws=300) for name in SCENARIOS
    }
    trend, slower = made["trend"].routes["demand"], made["slower-efficiency"].routes["demand"]
    assert trend.training_flop == pytest.approx(slower.training_flop)
    assert trend.facility_power_w[:, 0] == pytest.approx(slower.facility_power_w[:, 0])
    assert (slower.facility_power_w[:, 1:] > trend.facility_power_w[:, 1:]).all()
    for name in ("power-limited", "capital-limited"):
        for route in ROUTES:
            assert (
                made[name].routes[route].log10_facility_power_w
                <= made["trend"].routes[route].log10_facility_power_w
            ).all()


def test_a_seed_repeats_and_many_draws_are_the_chunks_of_few(
    outlooks: Outlooks, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    def made(draws: int, seed: int) -> Projection:
        return project(outlooks, gb200, assumptions, draws=draws, rng=np.random.default_rng(seed))

    few, same, other = made(300, 1), made(300, 1), made(300, 2)
    assert few.by_year() == same.by_year() != other.by_year()
    many, first = made(BLOCK + 10, 1), made(BLOCK, 1)
    assert many.site_lead_years.size == BLOCK + 10
    for name in ROUTES:
        for quantity in QUANTITIES:
            whole, part = (p.routes[name].log10(quantity) for p in (many, first))
            assert np.isfinite(whole).all()
            assert (whole[:, :BLOCK] == part).all()


def test_dates_come_later_for_more_power(
    outlooks: Outlooks, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    future = project(outlooks, gb200, assumptions, draws=2000)
    for route in ROUTES:
        powers = [1e6, 1e9, 5e9, 1e10, 1e11, 1e40]
        years = [future.year_reached(route, "facility_power_w", power) for power in powers]
        assert all((early <= late).all() for early, late in pairwise(years))
        now, *_, never = future.dates(route, powers, [])
        assert now["probability_by_start"] == 1
        assert never["probability_not_by_horizon"] == 1
        assert now["date_q05"] is now["date_q50"] is never["date_q95"] is None
    soon = future.dates("demand", [5e9], [1e11])
    assert soon[0]["date_q05"] < soon[0]["date_q25"] < soon[0]["date_q50"]
    assert [row.get("power_w") or row["capex_usd"] for row in soon] == [5e9, 1e11]


def test_a_date_is_where_the_path_crosses(
    known: Outlooks, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    future = project(known, gb200, assumptions, draws=40, overrides=GIVEN)
    years = future.year_reached("supply", "facility_power_w", 2e9)[future.supply_from_sites]
    # The run of 2027.5 starts when the site of 2 GW stands, on the line between two columns.
    assert years == pytest.approx(2027.0, abs=0.01)


def test_the_answer_is_plain_json_with_every_quantile(
    outlooks: Outlooks, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    future = project(outlooks, gb200, assumptions, draws=300)
    rows = future.by_year()
    assert json.loads(json.dumps([rows, future.dates()], allow_nan=False)) == [rows, future.dates()]
    assert [row["year"] for row in future.by_year("supply")] == list(range(2025, 2033))
    labels = ("q05", "q10", "q25", "q50", "q75", "q90", "q95")
    for row in rows + future.supply_parts():
        for name in QUANTITIES:
            found = [row[f"{name}_{label}"] for label in labels]
            assert found == sorted(found)
    direct = np.quantile(future.routes["demand"].log10("capex_usd")[-1], 0.25)
    assert np.log10(rows[7]["capex_usd_q25"]) == pytest.approx(direct, abs=1e-5)
    assert {row["route"] for row in future.supply_parts()} == {"supply by sites", "supply by chips"}


def test_a_chip_without_a_price_projects_power_but_no_capex(
    outlooks: Outlooks, hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    chip = find_chip("Trainium2", hardware)
    future = project(outlooks, chip, assumptions, draws=50)
    assert future.by_year()[-1]["capex_usd_q50"] is None
    assert future.by_year()[-1]["facility_power_w_q50"] > 0
    assert future.routes["demand"].capex_usd is None
    power, cost = future.dates("demand", [1e9], [1e11])
    assert power["probability_not_by_horizon"] < 1
    assert cost["probability_not_by_horizon"] is cost["date_q50"] is None
    with pytest.raises(InputError, match="no price"):
        future.year_reached("demand", "capex_usd", 1e11)
    with pytest.raises(InputError, match="no known price"):
        project(outlooks, chip, assumptions, scenario="capital-limited", draws=50)


def test_bad_input_is_refused(
    outlooks: Outlooks, gb200: Chip, hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    with pytest.raises(InputError, match="scenario 'boom' is unknown; there are: trend"):
        project(outlooks, gb200, assumptions, scenario="boom")
    with pytest.raises(InputError, match="draws must be at least 1"):
        project(outlooks, gb200, assumptions, draws=0)
    with pytest.raises(InputError, match="GB200 has no release date"):
        project(outlooks, replace(gb200, release_date=None), assumptions)
    with pytest.raises(InputError, match="the power of NVIDIA Rubin CPX is unknown"):
        project(outlooks, find_chip("Rubin CPX", hardware), assumptions)
    future = project(outlooks, gb200, assumptions, draws=5)
    with pytest.raises(InputError, match="facility_power_w must be"):
        future.dates(powers_w=[0.0])
    with pytest.raises(InputError, match="route 'sideways' is unknown"):
        future.by_year("sideways")
