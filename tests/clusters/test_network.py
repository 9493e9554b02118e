"""Fat trees come out as published reference designs count them."""

import numpy as np
import pandas as pd
import pytest

from gigascale.clusters import find_chip, network, size_cluster


@pytest.mark.parametrize(("tiers", "limit"), [(1, 64), (2, 2048), (3, 65_536), (4, 2_097_152)])
def test_one_endpoint_too_many_takes_a_tier_more(tiers: int, limit: int) -> None:
    assert network.endpoint_limit(64, tiers) == limit
    assert network.tier_count(limit, 64) == tiers
    assert network.tier_count(limit + 1, 64) == tiers + 1


@pytest.mark.parametrize(
    ("endpoints", "ports", "cables", "switches"),
    [
        (1024, 64, [1024, 1024], [32, 16]),  # DGX SuperPOD, B300 at 400 Gb/s
        (9216, 144, [9216, 9216], [128, 64]),
        (10368, 144, [10368, 10368], [144, 72]),  # DGX SuperPOD, B300 at 800 Gb/s
        (16384, 64, [16384, 16384, 16384], [512, 512, 256]),  # DGX SuperPOD, B200
    ],
)
def test_cables_and_switches_are_those_of_reference_designs(
    endpoints: int, ports: int, cables: list[int], switches: list[int]
) -> None:
    tiers = network.tier_count(endpoints, ports)
    links = network.link_count_by_tier(endpoints, tiers, 1.0)
    assert [count for count in links.values() if count] == cables
    found = network.switch_count_by_tier(links, ports)
    assert [count for count in found.values() if count] == switches


def test_oversubscription_thins_the_top_tier_only() -> None:
    links = network.link_count_by_tier(21_000, 3, 7.0)
    assert [*links.values()] == [21_000, 21_000, 3_000, 0, 0]
    assert [*network.link_count_by_tier(21_000, 1, 7.0).values()][:2] == [21_000, 0]
    switches = network.switch_count_by_tier(links, 64)
    assert switches["tier_2"] == 24_000 / 64
    assert switches["tier_3"] == 3_000 / 64


def test_copper_in_the_first_tier_saves_its_transceivers() -> None:
    optical = network.transceiver_count(49_152, 98_304, 1.0)
    assert optical - network.transceiver_count(49_152, 98_304, 0.0) == 98_304


def test_tiers_may_differ_between_draws() -> None:
    tiers = network.tier_count(np.array([60.0, 60_000.0]), 64)
    assert tiers.tolist() == [1, 3]
    links = network.link_count_by_tier(np.array([60.0, 60_000.0]), tiers, np.array([7.0, 2.0]))
    assert links["tier_3"].tolist() == [0, 30_000]


def test_a_cluster_counts_its_optics_and_their_power(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    site = size_cluster(
        None, "facility", find_chip("H100", hardware), assumptions, accelerators=16384,
        overrides={"first_tier_optical_fraction": 1.0},
    )  # fmt: skip
    found = site.central
    assert found["network_tiers"] == 3
    assert found["network_transceivers"] == 2 * 49_152
    assert found["network_switches"]["tier_3"] == 256
    known = found["network_optics_power_w"] + found["network_switch_power_w"]
    assert 0.5 < known / found["power_w"]["network_and_management"] < 1


def test_a_torus_has_no_fat_tree(hardware: pd.DataFrame, assumptions: pd.DataFrame) -> None:
    tpu = find_chip("TPU v5p", hardware)
    answer = size_cluster(1e8, "it", tpu, assumptions, draws=10).to_dict()
    assert answer["network_transceivers"] is None
    assert answer["network_transceivers_q95"] is None
    assert answer["network_links"] == dict.fromkeys(answer["network_links"])
    assert any("torus" in said for said in answer["not_known"])
    assert answer["capex_usd"]["network"]["central"] > 0
