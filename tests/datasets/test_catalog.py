"""What ships: every vintage declared, checked, free of notes; what each declaration must hold."""

import re
from pathlib import Path

import pytest

from gigascale.datasets import entry, load, load_doubts, load_dropped, names, vintages
from gigascale.datasets.paths import data_folder

ROOT = Path(__file__).parents[2]
DATED = [(name, date) for name in names() for date in vintages(name)]
MODEL_VINTAGES = [
    "2022-06-30",
    "2023-03-03",
    "2023-12-20",
    "2024-05-26",
    "2024-10-16",
    "2025-02-24",
    "2025-04-23",
    "2025-06-20",
    "2025-12-02",
]


@pytest.mark.parametrize(("name", "vintage"), DATED)
def test_every_vintage_that_ships_loads_without_what_it_leaves_out(name: str, vintage: str) -> None:
    table = load(name, vintage)
    declared = entry(name).vintages[vintage]
    assert len(table) == declared.rows > 0
    left_out = load_dropped(name, vintage)
    assert len(left_out) == declared.dropped
    for cell in left_out[left_out["what"] == "cell"].itertuples():
        assert table.loc[table[entry(name).key[0]] == cell.name, cell.column].isna().any()
    assert table.columns.tolist() == list(entry(name).columns)


@pytest.mark.parametrize("name", names())
def test_every_dataset_says_where_it_comes_from_and_what_its_columns_mean(name: str) -> None:
    about = entry(name)
    assert about.title
    assert about.publisher
    assert about.licence
    addresses = [part.address for part in about.parts] or [about.address]
    assert about.kept_by_hand or name == "forecasts" or all(addresses)
    for column in about.columns.values():
        assert column.meaning
        assert column.unit or column.type != "number"
        prose = re.search(r"(^|_)(notes?|abstract|quote)(_|$)", column.name)
        assert about.kept_by_hand or not prose
    assert {about.date, about.value} - {""} <= set(about.columns)
    assert set(about.key) <= set(about.columns)


def test_every_citation_of_the_catalogue_is_in_the_bibliography() -> None:
    keys = set(re.findall(r"@\w+\{([^,]+),", (ROOT / "book/references.bib").read_text()))
    cited = {entry(name).citation for name in names() if not entry(name).kept_by_hand}
    assert cited <= keys


def test_every_file_of_a_dataset_is_declared() -> None:
    held = {p.name.removesuffix(".csv") for p in data_folder().glob("*.csv")}
    assert held == {name for name in names() if entry(name).kept_by_hand}
    for name, date in DATED:
        assert (data_folder() / name / f"{date}.csv").is_file()
    files = {p for p in data_folder().glob("*/*.csv") if not p.stem.endswith(".dropped")}
    assert files == {data_folder() / name / f"{date}.csv" for name, date in DATED}


def test_notable_models_ship_in_all_nine_vintages_and_all_models_in_seven() -> None:
    assert vintages("notable_models")[:9] == MODEL_VINTAGES
    assert len(vintages("all_models")) >= 7


@pytest.mark.parametrize("vintage", vintages("all_models"))
def test_the_two_model_tables_of_a_day_agree(vintage: str) -> None:
    notable = load("notable_models", vintage).set_index("model")["training_compute_flop"].dropna()
    everything = load("all_models", vintage).drop_duplicates("model", keep=False)
    shared = everything.set_index("model")["training_compute_flop"].reindex(notable.index).dropna()
    assert len(shared) > 50
    assert (shared == notable[shared.index]).all()


@pytest.mark.parametrize(
    ("name", "column", "low", "high"),
    [
        ("gpu_clusters", "power_w", 1e4, 1e10),
        ("data_centers", "power_w", 0, 1e10),
        ("processors", "frequency_hz", 1e5, 1e10),
        ("processors", "transistors", 1e3, 1e12),
        ("solar_capacity", "capacity_w", 0, 1e13),
        ("solar_generation", "generation_wh", 1e13, 1e16),
        ("weo_projections", "generation_wh", 1e14, 1e17),
        ("nvidia_revenue", "revenue_usd", 1e9, 1e12),
        ("ml_hardware", "transistors", 1e8, 1e13),
    ],
)
def test_columns_are_in_the_base_unit_that_they_name(
    name: str, column: str, low: float, high: float
) -> None:
    values = load(name)[column].dropna()
    assert len(values)
    assert values.between(low, high).all()


def test_the_row_of_the_solar_costs_that_cannot_be_true_is_named_not_loaded() -> None:
    assert load("solar_pv_costs")["year"].max() == 2021
    assert load_dropped("solar_pv_costs")["reason"].str.contains("negative").all()


@pytest.mark.parametrize(
    "sharing",
    [
        ["all_models", "notable_models"],
        ["ml_hardware", "chip_table"],
        *[[n] for n in ("gpu_clusters", "experience_curves", "solar_pv_costs", "weo_projections")],
        *[[n] for n in ("hardware_prices", "model_costs", "capability_index", "solar_capacity")],
        *[[n] for n in ("solar_cost_capacity", "solar_generation", "data_center_timelines")],
    ],
    ids=lambda sharing: sharing[0],
)
def test_every_exclusion_and_every_doubt_finds_what_it_names(sharing: list[str]) -> None:
    dated = [(name, date) for name in sharing for date in vintages(name)]
    excluded = {why for name, date in dated for why in load_dropped(name, date)["reason"]}
    doubted = {why for name, date in dated for why in load_doubts(name, date)["reason"]}
    assert {rule["reason"] for name in sharing for rule in entry(name).exclude} <= excluded
    assert {rule["reason"] for name in sharing for rule in entry(name).doubts} == doubted


def test_the_slips_that_moved_the_frontier_are_gone() -> None:
    models = load("notable_models", "2023-12-20").set_index("model")
    assert models["training_compute_flop"].isna()["Megatron-BERT"]
    assert not models["confidence"].eq("Wrong").any()
    assert load("experience_curves").query("technology == 'Wind_Electricity'")["year"].min() == 1990
    clusters = load("gpu_clusters")
    assert not (clusters["peak_op_per_s"] < clusters["peak_fp16_flop_per_s"]).any()
