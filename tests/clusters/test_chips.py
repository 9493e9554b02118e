"""Short names find the chip that is meant; specifications come through untouched."""

from pathlib import Path

import pandas as pd
import pytest

from gigascale import datasets
from gigascale.clusters import chips, find_chip
from gigascale.clusters.chips import FP8_AT_INT8_RATE, STANDARD_VARIANTS
from gigascale.errors import InputError

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("V100", "NVIDIA Tesla V100 SXM2 32 GB"),
        ("a100", "NVIDIA A100 SXM4 80 GB"),
        ("H100", "NVIDIA H100 SXM5 80GB"),
        ("h100 pcie", "NVIDIA H100 PCIe"),
        ("H200", "NVIDIA H200 SXM"),
        ("B200", "NVIDIA B200"),
        ("GB200", "NVIDIA GB200"),
        ("GB300", "NVIDIA GB300 (Blackwell Ultra)"),
        ("TPU v4", "Google TPU v4"),
        ("TPU v5", "Google TPU v5p"),
        ("tpu v5e", "Google TPU v5e"),
        ("TPU v6", "Google TPU v6e Trillium"),
        ("TPU v7", "Google TPU v7 Ironwood"),
        ("MI300X", "AMD Instinct MI300X"),
        ("MI355X", "AMD Instinct MI355X"),
        ("Trainium2", "Amazon Trainium2"),
        ("Trainium3", "Amazon Trainium3"),
        ("Rubin", "NVIDIA Rubin R200"),
        ("Rubin CPX", "NVIDIA Rubin CPX"),
        ("nvidia  a100", "NVIDIA A100"),
    ],
)
def test_short_names_find_the_chip_meant(short: str, full: str, hardware: pd.DataFrame) -> None:
    assert find_chip(short, hardware).name == full


@pytest.mark.parametrize("name", ["H1000", "", "  ", "NVIDIA", "<script>alert(1)</script>"])
def test_unknown_and_ambiguous_names_are_refused_in_one_line(
    name: str, hardware: pd.DataFrame
) -> None:
    with pytest.raises(InputError, match=r"chip .* (unknown; try|ambiguous; it fits): \w") as fault:
        find_chip(name, hardware)
    assert "\n" not in str(fault.value)


def test_a_misspelt_name_is_answered_with_its_neighbours(hardware: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="Trainium2"):
        find_chip("Trainium4", hardware)


def test_the_declared_names_are_in_the_hardware_table(hardware: pd.DataFrame) -> None:
    assert {*STANDARD_VARIANTS.values(), *FP8_AT_INT8_RATE} <= set(hardware["chip"])


def test_rates_are_dense_and_a_blank_fp8_is_the_int8_rate(hardware: pd.DataFrame) -> None:
    h100 = find_chip("H100", hardware)
    assert h100.peak("bf16") == pytest.approx(989.4e12)
    assert h100.peak("fp8") == pytest.approx(2 * h100.peak("bf16"), rel=0.01)
    assert "fp4" not in h100.peak_flop_per_s
    assert find_chip("GB200", hardware).peak("fp4") == 1e16
    assert "fp8" not in find_chip("A100", hardware).peak_flop_per_s


def test_what_the_table_leaves_blank_is_none_not_zero(hardware: pd.DataFrame) -> None:
    trainium = find_chip("Trainium1", hardware)
    assert trainium.release_price_usd is None
    assert trainium.memory_byte is None
    assert find_chip("TPU v5p", hardware).tdp_w is None


def test_a_missing_number_format_is_named(hardware: pd.DataFrame) -> None:
    with pytest.raises(InputError, match=r"A100.*'fp8'.*bf16"):
        find_chip("A100", hardware).peak("fp8")


def test_announced_chips_are_added_and_blanks_filled_but_nothing_overwritten(
    hardware: pd.DataFrame,
) -> None:
    published, announced = datasets.load("ml_hardware"), datasets.load("announced_chips")
    assert hardware["chip"].is_unique
    assert hardware.columns.tolist() == published.columns.tolist()
    assert hardware.attrs["vintage"] == published.attrs["vintage"]
    held = hardware.set_index("chip")
    stated = published.set_index("chip")
    pd.testing.assert_frame_equal(held.loc[stated.index].where(stated.notna()), stated)
    assert set(announced["chip"]) <= set(held.index)
    assert held["memory_byte"]["NVIDIA H200 SXM"] == 141e9


def test_every_announced_value_has_a_source_of_the_bibliography() -> None:
    bibliography = (ROOT / "book" / "references.bib").read_text(encoding="utf-8")
    for source in datasets.load("announced_chips")["source"]:
        assert f"{{{source},\n" in bibliography


def test_a_published_value_counts_before_an_announced_one(monkeypatch: pytest.MonkeyPatch) -> None:
    announced = datasets.load("announced_chips")
    announced.loc[announced["chip"] == "NVIDIA H200 SXM", "tdp_w"] = 999.0
    tables = {"announced_chips": announced, "ml_hardware": datasets.load("ml_hardware")}
    monkeypatch.setattr(chips, "load", lambda name, _vintage=None: tables[name])
    assert find_chip("H200", chips.load_hardware()).tdp_w == 700.0
