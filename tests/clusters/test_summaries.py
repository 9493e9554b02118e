"""Tables for charts: quantiles keep their order, parts add up to the whole."""

import numpy as np
import pandas as pd
import pytest

from gigascale.clusters import Chip, find_chip, size_cluster
from gigascale.clusters.summaries import part_table, spread_table
from gigascale.errors import InputError

PARTS = {
    "accelerators": "chips",
    "rest_of_server": "servers",
    "network_and_management": "network",
    "cooling": "cooling",
    "conversion": "conversion",
}


def test_spread_of_known_draws() -> None:
    table = spread_table({"ten": np.arange(1.0, 11.0), "unknown": None}, "case", "usd")
    assert table["case"].tolist() == ["ten"]
    assert table[["usd", "usd_low", "usd_high"]].to_numpy().tolist() == [[5.0, 1.0, 10.0]]


def test_spread_of_dates_that_may_never_come() -> None:
    drawn = [-np.inf] * 30 + [2026.0] * 40 + [np.inf] * 30
    row = spread_table({"date": drawn}, "case", "year").iloc[0]
    assert row["year"] == 2026.0
    assert row["year_low"] == -np.inf
    assert row["year_high"] == np.inf


def test_parts_of_power_add_up(gb200: Chip, assumptions: pd.DataFrame) -> None:
    sites = {
        basis: size_cluster(1e9, basis, gb200, assumptions, draws=10)
        for basis in ("facility", "it")
    }
    table = part_table(sites, "power_w", PARTS)
    assert table["part"].tolist()[:5] == list(PARTS.values())
    whole = table.groupby("case")["power_w"].sum()
    assert whole["facility"] == pytest.approx(1e9)
    assert whole["it"] == pytest.approx(sites["it"].central["facility_power_w"])


def test_parts_of_one_name_are_added(gb200: Chip, assumptions: pd.DataFrame) -> None:
    site = size_cluster(1e9, "facility", gb200, assumptions, draws=10)
    names = {"land": "site", "substation": "site"}
    cost = part_table({"a": site}, "capex_usd", names)["capex_usd"]
    parts = site.central["capex_usd"]
    assert cost.tolist() == [pytest.approx(parts["land"] + parts["substation"])]


def test_a_part_nobody_knows_is_refused(hardware: pd.DataFrame, assumptions: pd.DataFrame) -> None:
    site = size_cluster(1e9, "facility", find_chip("Trainium2", hardware), assumptions, draws=10)
    with pytest.raises(InputError, match="no known capex_usd of part 'network'"):
        part_table({"Trainium2": site}, "capex_usd", {"network": "network"})
