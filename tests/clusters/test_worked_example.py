"""A public worked example, redone: a cluster of 127 servers with eight H100 each."""

import pandas as pd
import pytest

from gigascale.clusters import Chip, Estimate, capex, network, power, size_cluster, training

SERVERS = 127
GPUS_PER_SERVER = 8
SERVER_PRICE_USD = 300_000.0
NETWORK_SURCHARGE = 0.30
ACCELERATORS = SERVERS * GPUS_PER_SERVER


@pytest.fixture
def model(h100: Chip, assumptions: pd.DataFrame) -> Estimate:
    return size_cluster(None, "facility", h100, assumptions, accelerators=ACCELERATORS, draws=1000)


def test_the_size_and_memory(h100: Chip) -> None:
    assert ACCELERATORS == 1016
    assert h100.memory_byte is not None
    memory_byte = ACCELERATORS * h100.memory_byte
    assert memory_byte == pytest.approx(80e12, rel=0.02)
    assert memory_byte / 2 == pytest.approx(40e12, rel=0.02)  # parameters of two bytes


def test_the_capex() -> None:
    servers = SERVERS * SERVER_PRICE_USD
    share = NETWORK_SURCHARGE / (1 + NETWORK_SURCHARGE)
    total = servers + capex.network_cost_usd(servers, share)
    assert servers == pytest.approx(38.1e6)
    assert total == pytest.approx(49.53e6)
    chips = capex.hardware_cost_by_part_usd(
        ACCELERATORS, 25_000.0, SERVER_PRICE_USD / GPUS_PER_SERVER / 25_000.0, share, 0.0
    )
    assert sum(chips.values()) == pytest.approx(total)


def test_the_power(h100: Chip) -> None:
    assert h100.tdp_w is not None
    server = power.server_power_w(GPUS_PER_SERVER, h100.tdp_w, 1.82)
    assert 7_000 < server < 10_300
    four_to_a_rack = 128 / 4 * 50_000.0
    assert four_to_a_rack == pytest.approx(1.6e6)
    by_the_chain = power.facility_power_w(
        power.it_power_w(128 * GPUS_PER_SERVER, h100.tdp_w, 1.82, 1.14), 1.1
    )
    assert by_the_chain == pytest.approx(four_to_a_rack, rel=0.05)


def test_the_electricity_bill() -> None:
    tariff = 0.40
    day = training.energy_cost_usd(training.run_energy_kwh(1.6e6, 1.0, 1.0, 1.0), tariff)
    assert day == pytest.approx(15_360)
    assert 365 * day == pytest.approx(5.5e6, rel=0.03)
    cooled = training.energy_cost_usd(training.run_energy_kwh(1.6e6, 1.0, 1.0, 1.1), tariff)
    assert cooled == pytest.approx(1.1 * day)  # the example states the factor and leaves it out


def test_two_tiers_of_switches_join_it(model: Estimate) -> None:
    assert network.endpoint_limit(64, 1) < ACCELERATORS < network.endpoint_limit(64, 2)
    switches = model.central["network_switches"]
    assert switches["tier_1"] == pytest.approx(32, abs=0.5)  # as in the reference design
    assert switches["tier_2"] == pytest.approx(16, abs=0.5)
    assert switches["tier_3"] == 0


def test_a_rack_of_four_servers_stays_below_the_claimed_50_kw(model: Estimate) -> None:
    assert model.central["racks"] == pytest.approx(SERVERS / 4)
    assert 40_000 < model.central["server_power_w_per_rack"] < 50_000


def test_depreciation_is_the_largest_cost_of_a_year(model: Estimate) -> None:
    machines = model.draws["depreciation_usd_per_year"]["hardware"]
    assert (machines > model.draws["opex_usd_per_year"]["energy"]).all()
    assert machines.mean() > model.draws["opex_usd_per_year"]["total"].mean()
    assert model.central["depreciation_usd_per_year"]["hardware"] > 5.5e6  # the claimed bill
