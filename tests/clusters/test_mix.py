"""A mix of chips is the sum of its parts, with what they have in common drawn once."""

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.clusters import find_chip, size_cluster
from gigascale.clusters.made import made_in
from gigascale.clusters.mix import ADDITIVE, size_mix
from gigascale.errors import InputError


def test_a_mix_of_one_chip_is_that_chip(hardware: pd.DataFrame, assumptions: pd.DataFrame) -> None:
    alone = size_cluster(1e9, "facility", find_chip("GB200", hardware), assumptions, draws=50)
    mixed = size_mix({"GB200": 1.0}, hardware, assumptions, power_w=1e9, draws=50)
    np.testing.assert_array_equal(
        mixed.draws["capex_usd"]["total"], alone.draws["capex_usd"]["total"]
    )
    for name in ADDITIVE:
        assert mixed.central[name] == alone.central[name]


def test_parts_of_a_mix_add_up_and_fill_the_site(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    shares = {"GB200": 0.7, "H100": 0.3}
    mixed = size_mix(shares, hardware, assumptions, power_w=1e9, draws=50)
    counts = mixed.draws["accelerators_by_chip"]
    np.testing.assert_allclose(counts["NVIDIA GB200"] * 0.3, counts["NVIDIA H100 SXM5 80GB"] * 0.7)
    assert mixed.central["facility_power_w"] == 1e9
    np.testing.assert_allclose(sum(mixed.draws["power_w"].values()), 1e9)
    each = [
        size_cluster(None, "it", find_chip(name, hardware), assumptions, draws=50,
                     accelerators=share * 1e5)
        for name, share in shares.items()
    ]  # fmt: skip
    both = size_mix(shares, hardware, assumptions, accelerators=1e5, draws=50)
    np.testing.assert_allclose(
        both.draws["capex_usd"]["total"], sum(e.draws["capex_usd"]["total"] for e in each)
    )
    assert {*both.central["peak_flop_per_s"]} == {*each[1].central["peak_flop_per_s"]}


def test_what_all_chips_share_is_drawn_once(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    mixed = size_mix({"GB200": 0.5, "MI300X": 0.5}, hardware, assumptions, power_w=1e9, draws=200)
    alone = size_cluster(1e9, "facility", find_chip("GB200", hardware), assumptions, draws=200)
    np.testing.assert_allclose(mixed.draws["it_power_w"], alone.draws["it_power_w"])


def test_a_chip_without_a_price_leaves_the_total_of_the_mix_unknown(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    mixed = size_mix({"GB200": 0.9, "Trainium2": 0.1}, hardware, assumptions, power_w=1e9, draws=9)
    answer = mixed.to_dict()
    assert answer["capex_usd"]["total"] is None
    assert answer["capex_usd"]["shell_and_mep"]["central"] > 1e9
    assert any("price of Amazon Trainium2" in said for said in answer["not_known"])
    assert answer["capex_usd_by_chip"]["Amazon Trainium2"] is None
    assert answer["capex_usd_by_chip"]["NVIDIA GB200"]["q50"] > 1e10
    assert answer["cost_usd_per_accelerator_hour"] is None


def test_an_hour_of_a_mix_lies_between_those_of_its_chips(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    chips = ("GB200", "H100")
    alone = [
        size_cluster(1e9, "facility", find_chip(name, hardware), assumptions, draws=9).central
        for name in chips
    ]
    mixed = size_mix(dict.fromkeys(chips, 0.5), hardware, assumptions, power_w=1e9, draws=9)
    hours = [found["cost_usd_per_accelerator_hour"] for found in alone]
    assert mixed.central["cost_usd_per_accelerator_hour"] == pytest.approx(np.mean(hours))
    assert sum(mixed.central["capex_usd_by_chip"].values()) == pytest.approx(
        mixed.central["capex_usd"]["total"]
    )


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"GB200": 0.7}, "add up to 0.7"),
        ({"GB200": 1.5, "H100": -0.5}, "share must be"),
        ({"GB200": float("nan")}, "share must be"),
        ({}, "share must be"),
        ({"GB200": 0.5, "nvidia gb200": 0.5}, "two names mean one chip"),
        ({"GB2000": 1.0}, "GB2000"),
    ],
)
def test_faulty_shares_are_named(
    shares: dict[str, float], said: str, hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    with pytest.raises(InputError, match=said):
        size_mix(shares, hardware, assumptions, power_w=1e9)


def counts(**changes: object) -> pd.DataFrame:
    days = pd.to_datetime(["2023-12-31", "2024-12-31"])
    frame = pd.DataFrame(
        {
            "maker": ["Nvidia", "Nvidia", "Nvidia", "Amazon"],
            "chip": ["H100", "H100", "B200", "Trainium1"],
            "start_date": pd.Timestamp("2022-01-01"),
            "end_date": [*days, days[1], days[1]],
            "chips_median": [100.0, 250.0, 50.0, 50.0],
        }
    )
    return frame.assign(**changes)


def test_the_mix_of_a_year_is_what_was_added_in_it(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    mix = made_in(2024, counts(), hardware, assumptions)
    assert mix.shares == pytest.approx({"NVIDIA H100 SXM5 80GB": 0.75, "NVIDIA B200": 0.25})
    assert mix.left_out == pytest.approx({"Amazon Trainium1": 0.2})
    assert "power" in mix.reasons["Amazon Trainium1"]


def test_a_maker_counted_later_is_said_and_a_year_without_counts_is_refused(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    late = counts(start_date=pd.to_datetime(["2022-01-01"] * 3 + ["2024-06-01"]))
    assert made_in(2024, late, hardware, assumptions).not_counted == ("Amazon",)
    for year in (2021, 2025):
        with pytest.raises(InputError, match=f"mix of {year}"):
            made_in(year, counts(), hardware, assumptions)


def test_every_chip_counted_in_2025_is_mapped(
    hardware: pd.DataFrame, assumptions: pd.DataFrame
) -> None:
    mix = made_in(2025, datasets.load("chip_counts"), hardware, assumptions)
    assert sum(mix.shares.values()) == pytest.approx(1)
    assert sum(mix.left_out.values()) < 0.01
    site = size_mix(mix.shares, hardware, assumptions, power_w=1e9, draws=20).to_dict()
    assert site["peak_flop_per_s"]["bf16"]["central"] > 1e19
