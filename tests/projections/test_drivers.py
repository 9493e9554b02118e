"""What drives a projection."""

import numpy as np
import pandas as pd
import pytest

from gigascale.clusters.chips import Chip
from gigascale.clusters.quantities import inputs_for
from gigascale.errors import InputError
from gigascale.projections import load_outlooks
from gigascale.projections.drivers import GROUPS, REST, drivers, score_groups
from gigascale.projections.project import chosen_inputs, draw_scores

HERE = ["route", "quantity", "year", "group"]


@pytest.fixture(scope="module")
def outlooks():
    return load_outlooks()


def test_groups_are_found_by_pattern_in_their_order_and_nothing_is_lost() -> None:
    names = ["zeta", "land_price_usd_per_m2", "group construction_cost", "mfu_fraction"]
    found = score_groups(names)
    assert list(found) == ["MFU", "prices of building and site", REST]
    assert sorted(name for members in found.values() for name in members) == sorted(names)


def test_every_input_of_the_trend_has_a_group_and_inputs_drawn_together_share_it(
    outlooks, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    chosen = chosen_inputs(outlooks, gb200, inputs_for(gb200, assumptions))
    groups = score_groups(draw_scores(outlooks, chosen, np.random.default_rng(1), 2))
    assert REST not in groups
    assert list(groups) == list(GROUPS)
    place = {name: group for group, members in groups.items() for name in members}
    for name, row in chosen.items():
        if shared := row.moves_with.lstrip("-"):
            assert place[name] == place[f"group {shared}"]
            assert place[name] == place[f"{shared}_correlation_fraction"]


def test_what_a_route_does_not_read_has_no_share_in_it(
    outlooks, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    found = (
        drivers(
            outlooks, gb200, assumptions, years=[2027, 2030], power_w=5e9, draws=2048, resamples=20
        )
        .set_index(HERE)["total"]
        .sort_index()
    )
    demand, supply = "trend of training compute", "trend of the largest site"
    for year in (2027, 2030):
        assert found["demand", "facility_power_w", year, supply] == 0
        assert found["supply", "facility_power_w", year, demand] == 0
        assert found["demand", "facility_power_w", year, "prices of computers"] == 0
        assert found["demand", "capex_usd", year, "prices of computers"] > 0
    assert found["demand", "date", 0, demand] > 0.3
    # Power is a product of powers of the groups, so that on a log scale there is no interaction
    # but that of a record, which stands until it is beaten.
    sums = found["demand"].groupby(["quantity", "year"]).sum()
    assert sums[["facility_power_w", "capex_usd"]].to_numpy() == pytest.approx(1, abs=0.05)
    power = found["demand", "facility_power_w"]
    assert power[2030, demand] > power[2027, demand] > 0.3


def test_a_year_that_is_not_forecast_is_refused(
    outlooks, gb200: Chip, assumptions: pd.DataFrame
) -> None:
    with pytest.raises(InputError, match="no year 2050; there are: 2025, 2026"):
        drivers(outlooks, gb200, assumptions, years=[2050], power_w=5e9)
