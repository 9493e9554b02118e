"""Records of sites, the sites that reach a power, and the curve that is laid over them."""

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.projections import Projection, Route
from gigascale.projections.sites import (
    given_no_site,
    largest_sites,
    no_site_until,
    sites_reaching,
)

STATES = pd.DataFrame(
    {
        "data_center": ["C", "A", "B", "A", "B", "A"],
        "date": pd.to_datetime(
            ["2025-03-01", "2023-01-01", "2024-01-01", "2025-01-01", "2025-01-01", "2027-01-01"]
        ),
        "power_w": [1e8, 2e8, 3e8, 4e8, 6e8, 1.2e9],
    }
)


def made(years: np.ndarray, power_w: np.ndarray, lead_years: float) -> Projection:
    logs, draws = np.log10(power_w).T, len(power_w)
    routes = {"demand": Route(logs, {}, years - years[0])}
    lead = np.full(draws, lead_years)
    return Projection({}, "trend", years, lead, routes, np.full(draws, True), logs)


def test_records_are_kept_in_order_and_ties_broken_by_size() -> None:
    records = largest_sites(STATES, "2024-01-01")
    assert records["data_center"].tolist() == ["B", "B", "A"]
    assert records["power_w"].tolist() == [3e8, 6e8, 1.2e9]


def test_records_before_the_start_still_count() -> None:
    assert largest_sites(STATES, "2025-02-01")["power_w"].tolist() == [1.2e9]


def test_sites_reaching_a_power() -> None:
    table = sites_reaching(STATES, 5e8, "2025-06-01")
    assert table["data_center"].tolist() == ["B", "A"]
    assert table["now_w"].tolist() == [6e8, 4e8]
    assert table["planned_w"].tolist() == [6e8, 1.2e9]
    assert sites_reaching(STATES, 5e8, "2022-01-01")["now_w"].tolist() == [0.0, 0.0]
    assert sites_reaching(STATES, 5e9, "2025-06-01").empty


@pytest.mark.parametrize("power_w", [0.0, -1.0, float("nan")])
def test_a_power_must_be_positive(power_w: float) -> None:
    with pytest.raises(InputError, match="power_w must be a number above 0"):
        sites_reaching(STATES, power_w, "2025-06-01")


def test_the_shipped_timelines_agree_with_the_table_of_sites() -> None:
    timelines, centres = datasets.load("data_center_timelines"), datasets.load("data_centers")
    reaching = sites_reaching(timelines, 1e9, timelines.attrs["vintage"]).set_index("data_center")
    known = centres.set_index("data_center")["power_w"]
    assert len(reaching) > 5
    assert (reaching["now_w"] == known[reaching.index]).all()


def test_no_site_stood_until_the_first_one_or_the_day_of_the_data() -> None:
    days = [no_site_until(STATES, 5e8, now) for now in ("2024-06-01", "2025-01-01", "2028-01-01")]
    assert [f"{day:%Y-%m-%d}" for day in days] == ["2024-06-01", "2025-01-01", "2025-01-01"]
    assert f"{no_site_until(STATES, 5e9, '2028-01-01'):%Y-%m-%d}" == "2028-01-01"


# Crossing 1 GW: by the start, midway to the second year, midway to the third, and never.
NEEDS = np.array([[4e9, 4e9, 4e9], [5e8, 2e9, 2e9], [5e8, 5e8, 2e9], [1e8, 1e8, 1e8]])
YEARS = np.array([2026.0, 2027.0, 2028.0])
FUTURE = made(YEARS, NEEDS, 0.5)


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        ("2024-07-01", [-np.inf, 2026.0, 2027.0, np.inf]),
        ("2025-07-03", [2026.0, 2027.0, np.inf]),
        ("2026-06-30", [2027.0, np.inf]),
        ("2028-01-01", [np.inf]),  # a site of a gigawatt stands since 2027-01-01
    ],
)
def test_only_draws_that_agree_with_the_sites_remain(now: str, kept: list[float]) -> None:
    assert given_no_site(FUTURE, STATES, 1e9, now).tolist() == kept


def test_sites_that_contradict_every_draw_are_refused() -> None:
    early = made(YEARS, NEEDS[:1], 0.5)
    with pytest.raises(InputError, match="every draw needs"):
        given_no_site(early, STATES, 1e9, "2026-01-01")
