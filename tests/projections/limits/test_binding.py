"""Which limit binds, and what is left where all hold."""

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.clusters import Chip, find_chip
from gigascale.errors import InputError
from gigascale.projections import load_outlooks, project
from gigascale.projections.limits import BuildOut, build_out
from gigascale.projections.limits.binding import (
    LimitedSite,
    binding_limits,
    limit_quantiles,
    limited_site,
)
from gigascale.projections.limits.supply import facility_w_per_chip_w

YEARS = np.array([2027.0, 2028.0, 2029.0])


@pytest.fixture(scope="module")
def sites() -> BuildOut:
    timelines = datasets.load("data_center_timelines")
    return build_out(timelines, timelines.attrs["vintage"])


@pytest.fixture(scope="module")
def site(gb200: Chip, assumptions: pd.DataFrame, sites: BuildOut) -> LimitedSite:
    outlooks = load_outlooks("line", last_year=2031)
    rng = np.random.default_rng(5)
    return limited_site(outlooks, gb200, assumptions, sites, rng=rng, draws=400)


def shares(needed: np.ndarray, limits: dict[str, np.ndarray]) -> pd.DataFrame:
    found = binding_limits(YEARS, needed, limits)
    return found.pivot_table(index="year", columns="limit", values="share")


def test_shares_of_a_year_sum_to_one(site: LimitedSite) -> None:
    found = binding_limits(site.projection.years, site.needed_w, site.limits_w)
    np.testing.assert_allclose(found.groupby("year")["share"].sum(), 1.0)
    assert found["share"].between(0, 1).all()


def test_the_smallest_limit_below_the_need_binds() -> None:
    needed = np.array([[1.0, 5.0, 9.0], [1.0, 5.0, 2.0]])
    found = shares(needed, {"power": np.array([[4.0]]), "time": np.array([[6.0, 3.0, np.inf]])})
    assert found["none"].tolist() == [1.0, 0.0, 0.5]
    assert found["time"].tolist() == [0.0, 1.0, 0.0]
    assert found["power"].tolist() == [0.0, 0.0, 0.5]


def test_a_limit_that_is_met_exactly_does_not_bind() -> None:
    needed = np.full((2, 3), 4.0)
    assert (shares(needed, {"power": np.array([[4.0]])})["none"] == 1).all()


def test_no_limit_is_refused() -> None:
    with pytest.raises(InputError, match="limit"):
        binding_limits(YEARS, np.ones((2, 3)), {})


def test_what_is_allowed_lies_below_need_and_every_limit(site: LimitedSite) -> None:
    allowed = site.allowed_w()
    assert (allowed <= site.needed_w).all()
    for limit in site.limits_w.values():
        assert (allowed <= limit).all()


def test_draws_that_no_known_site_could_hold_are_left_out(
    site: LimitedSite, sites: BuildOut
) -> None:
    kept = site.given_what_stands()
    assert 0 < len(kept.needed_w) < len(site.needed_w)
    assert (kept.needed_w[:, 0] <= sites.standing_w).all()
    assert all(len(values) == len(kept.needed_w) for values in kept.inputs.values())
    assert len(kept.world_chip_power_w) == len(kept.stands) == len(kept.needed_w)


def test_the_site_is_the_projections(site: LimitedSite) -> None:
    np.testing.assert_allclose(
        site.needed_w, site.projection.routes["demand"].facility_power_w, rtol=1e-12
    )
    lead = (site.inputs["run_length_days"] + site.inputs["release_lag_days"]) / 365.25
    np.testing.assert_allclose(site.stands, site.projection.years - lead, rtol=1e-6)


def test_shares_of_the_worlds_chips_are_those_of_the_projection(site: LimitedSite) -> None:
    chips = site.needed_w / facility_w_per_chip_w(site.inputs)
    np.testing.assert_allclose(chips / site.made_w, site.projection.world_share("demand"))


@pytest.mark.parametrize(
    ("limit", "scenario"), [("power", "power-limited"), ("capital", "capital-limited")]
)
def test_a_limit_is_that_of_its_scenario(
    site: LimitedSite, gb200: Chip, assumptions: pd.DataFrame, limit: str, scenario: str
) -> None:
    outlooks, rng = load_outlooks("line", last_year=2031), np.random.default_rng(5)
    capped = project(outlooks, gb200, assumptions, scenario=scenario, rng=rng, draws=400)
    np.testing.assert_allclose(
        capped.routes["demand"].facility_power_w,
        np.minimum(site.needed_w, site.limits_w[limit]),
        rtol=1e-6,
    )


def test_a_limit_free_in_most_draws_has_no_median() -> None:
    values = np.array([[1.0], [np.inf], [np.inf]])
    found = limit_quantiles(YEARS[:1], {"time": values})
    assert found.loc[0, "value_low"] == 1.0
    assert found[["value", "value_high"]].isna().all(axis=None)


def test_a_chip_without_a_price_has_no_limit_of_capital(
    assumptions: pd.DataFrame, hardware: pd.DataFrame, sites: BuildOut
) -> None:
    chip = find_chip("Trainium2", hardware)
    outlooks = load_outlooks("line", last_year=2028)
    rng = np.random.default_rng(5)
    found = limited_site(outlooks, chip, assumptions, sites, rng=rng, draws=20)
    assert "capital" not in found.limits_w
