import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.lines.hardware import FORMATS, by_format
from gigascale.trends import growth_of

CHIPS = pd.DataFrame(
    {
        "chip": ["old", "new", "blank"],
        "fp32_flop_per_s": [2e12, 4e12, None],
        "tensor_fp16_flop_per_s": [None, 1e14, None],
        "fp8_flop_per_s": [None, 2e14, None],
        "int8_op_per_s": [None, 3e14, None],
        "release_price_usd": [500.0, None, 100.0],
        "tdp_w": [200.0, 400.0, 300.0],
        "transistors": [1e10, 5e10, 1e9],
        "memory_bandwidth_byte_per_s": [1e11, 2e12, None],
    },
    index=[7, 3, 5],
)


def rows_of(name: str, table: pd.DataFrame = CHIPS) -> pd.DataFrame:
    long = by_format(table)
    return long[long["format"] == name]


def test_a_row_for_every_format_that_a_chip_states_and_none_else():
    long = by_format(CHIPS)
    assert long.groupby("format").size().to_dict() == {
        "FP32": 2,
        "FP16 tensor": 1,
        "FP8": 1,
        "INT8": 1,
        "8 bits": 1,
        "best": 2,
    }
    assert long["flop_per_s"].notna().all()
    assert rows_of("FP32").index.tolist() == [7, 3]


def test_ratios_are_of_the_peak_of_the_row():
    new = rows_of("FP16 tensor").iloc[0]
    assert new["flop_per_s_per_w"] == 1e14 / 400
    assert new["flop_per_s_per_transistor"] == 1e14 / 5e10
    assert new["flop_per_byte"] == 1e14 / 2e12
    assert np.isnan(new["flop_per_s_per_usd"])
    assert rows_of("FP32")["flop_per_s_per_usd"].tolist()[0] == 2e12 / 500


def test_of_several_columns_the_largest_counts_and_is_named():
    assert rows_of("8 bits")[["flop_per_s", "peak_column"]].to_numpy().tolist() == [
        [3e14, "int8_op_per_s"]
    ]
    assert rows_of("best")["peak_column"].tolist() == ["fp32_flop_per_s", "int8_op_per_s"]


def test_best_is_the_largest_of_all_formats_of_each_chip():
    long = by_format(datasets.load("ml_hardware"))
    single = long[long["format"] != "best"].groupby("chip")["flop_per_s"].max()
    best = long[long["format"] == "best"].set_index("chip")["flop_per_s"]
    pd.testing.assert_series_equal(best.sort_index(), single, check_names=False)


def test_columns_that_the_table_lacks_leave_blanks_and_no_rows():
    long = by_format(CHIPS[["chip", "fp32_flop_per_s"]])
    assert set(long["format"]) == {"FP32", "best"}
    assert long[["flop_per_s_per_usd", "flop_per_s_per_w", "flop_per_byte"]].isna().all().all()


def test_a_table_without_peaks_is_refused_in_one_line():
    with pytest.raises(InputError, match=r"no peak of a number format; accepted: .*fp32") as error:
        by_format(CHIPS[["chip", "tdp_w"]])
    assert "\n" not in str(error.value)


def test_other_formats_can_be_asked_for():
    long = by_format(CHIPS, {"16 bits or fewer": FORMATS["FP16 tensor"] + FORMATS["8 bits"]})
    assert long[["format", "flop_per_s"]].to_numpy().tolist() == [["16 bits or fewer", 3e14]]


def test_every_column_of_a_format_is_one_of_the_dataset():
    chips = datasets.load("ml_hardware")
    assert set(FORMATS["best"]) <= set(chips.columns)


def test_energy_efficiency_of_published_figure_f13_on_its_nearest_vintage():
    long = by_format(datasets.load("chip_table", "2024-05-26"))
    chips = long[(long["format"] == "FP32") & long["memory_byte"].notna()]
    fit = growth_of(
        chips, date="release_date", value="flop_per_s_per_w", start=2010, method="ols", level=0.95
    )
    assert fit.n == 46
    assert fit.doubling_time_years == pytest.approx(3.33, abs=0.01)
