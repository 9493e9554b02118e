"""Adding a vintage: what is accepted, and that a fault changes nothing."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from gigascale.datasets import load, load_dropped, vintages
from gigascale.datasets.diff import diff
from gigascale.errors import InputError
from tests.conftest import HEADER, notable_csv

VINTAGE = "2026-07-23"
GOOD = "Gemini 9,Google,2026-06-01,Language,1e12,1e27,Significant use,Likely,x"


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_vintage_nobody_has_seen_is_added_and_becomes_the_default(
    own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    before = fingerprint(own_data)
    file = tmp_path / "raw.csv"
    file.write_bytes(notable_csv(GOOD))
    result = gigascale("data", "add", "notable_models", file, "--vintage", VINTAGE, "--json")
    assert result.exit_code == 0, result.stderr
    assert '"n_rows": 901' in result.stdout
    table = load("notable_models").set_index("model")
    assert table.attrs["vintage"] == VINTAGE == vintages("notable_models")[-1]
    assert table.loc["Gemini 9", "training_compute_flop"] == 1e27
    assert "abstract" not in (own_data / f"notable_models/{VINTAGE}.csv").read_text().lower()
    after = fingerprint(own_data)
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {"catalog.toml", f"notable_models/{VINTAGE}.csv"}


def test_the_same_file_gives_the_same_bytes_and_a_vintage_is_never_rewritten(
    own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    file = tmp_path / "raw.csv"
    file.write_bytes(notable_csv(GOOD))
    for date in (VINTAGE, "2026-07-24"):
        assert gigascale("data", "add", "notable_models", file, "--vintage", date).exit_code == 0
    one, two = (own_data / f"notable_models/{d}.csv" for d in (VINTAGE, "2026-07-24"))
    assert one.read_bytes() == two.read_bytes()
    again = gigascale("data", "add", "notable_models", file, "--vintage", VINTAGE)
    assert again.exit_code == 2
    assert "never rewritten" in again.stderr


def row(**changes: str) -> str:
    fields = {
        "model": "Odd model",
        "organization": "Lab",
        "date": "2024-01-01",
        "domain": "Language",
        "parameters": "1e9",
        "flop": "1e22",
        "criteria": "SOTA improvement",
        "confidence": "Likely",
        "abstract": "x",
    }
    return ",".join({**fields, **changes}.values())


FAULTS = {
    "truncated in a row": (notable_csv(GOOD)[:-70], ["row", "truncated"]),
    "truncated in a quoted field": (notable_csv(GOOD)[:-15], ["row 902", "truncated"]),
    "truncated between rows": (
        b"\n".join(notable_csv(header=HEADER).split(b"\n")[:201]) + b'"\n',
        ["row", "truncated"],
    ),
    "a web page": (b"<!DOCTYPE html><html><body>Not found</body></html>", ["row 1", "HTML"]),
    "an empty file": (b"\n", ["empty"]),
    "not text": (b"\xff\xfe\x00M\x00", ["UTF-8"]),
    "a missing column": (
        notable_csv(
            row().replace(",1e22", ""), header=HEADER.replace(",Training compute (FLOP)", "")
        ),
        ["row 1", "'Training compute (FLOP)'", "missing"],
    ),
    "a negative FLOP": (
        notable_csv(row(flop="-1e22")),
        ["row 2", "'Training compute (FLOP)'", "-1e+22"],
    ),
    "a FLOP in words": (
        notable_csv(GOOD, row(flop="many")),
        ["row 3", "'Training compute (FLOP)'", "'many'"],
    ),
    "an infinite FLOP": (notable_csv(row(flop="inf")), ["row 2", "finite"]),
    "a FLOP beyond any number": (notable_csv(row(flop="1e5000000")), ["row 2", "finite"]),
    "an exponent beyond any": (notable_csv(row(flop="1e9999999999999999999")), ["row 2", "finite"]),
    "a date in 2199": (
        notable_csv(row(date="2199-01-01")),
        ["row 2", "'Publication date'", "2199-01-01"],
    ),
    "a date in words": (notable_csv(row(date="soon")), ["row 2", "'Publication date'", "'soon'"]),
    "a duplicated key": (
        notable_csv(GOOD, row(model="Gemini 9")),
        ["row 3", "'Model'", "Gemini 9", "row 2"],
    ),
    "a header that stands twice": (
        notable_csv(GOOD + ",y", header=HEADER + ",Model"),
        ["row 1", "'Model'", "twice"],
    ),
    "a number with an underscore": (notable_csv(row(flop="1_000")), ["row 2", "'1_000'"]),
    "a number in other digits": (notable_csv(row(flop="١٢٣")), ["row 2", "'١٢٣'"]),
    "a row of another length": (notable_csv(row() + ",1,2"), ["row 2", "11 of 9"]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_file_is_refused_in_one_line_and_changes_nothing(
    name: str, own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    content, said = FAULTS[name]
    file = tmp_path / "raw.csv"
    file.write_bytes(content)
    before = fingerprint(own_data)
    result = gigascale("data", "add", "notable_models", file, "--vintage", VINTAGE)
    assert result.exit_code == 2, result.output
    assert len(result.stderr.splitlines()) == 1
    assert "raw.csv" in result.stderr
    for word in said:
        assert word in result.stderr
    assert fingerprint(own_data) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "solar", "x.csv"], "there are: notable_models"),
        (["add", "solar_prices", "nowhere.csv"], "nowhere.csv"),
        (["add", "notable_models", "x.csv", "--vintage", "soon"], "x.csv"),
        (["show", "notable_models", "--vintage", "2020-01-01"], "there are: 2022-06-30"),
        (["diff", "notable_models", "2022-06-30", "1999-01-01"], "there are: 2022-06-30"),
        (["diff", "hardware_prices", "2024-05-26", "2026-04-01"], "no key"),
        (["diff", "notable_models", "2025-02-24", "2025-12-02", "--column", "x"], "model, "),
    ],
)
def test_unknown_names_are_answered_with_the_known_ones(
    words: list[str], said: str, gigascale: Callable[..., Result]
) -> None:
    result = gigascale("data", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("soon", "not a date"),
        ("", "not a date"),
        ("20260723", "not a date"),
        ("2026-W30-4", "not a date"),
        ("2026-02-30", "not a date"),
        ("2199-01-01", "future"),
    ],
)
def test_a_vintage_must_be_a_date_that_has_been(
    date: str, said: str, own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    file = tmp_path / "raw.csv"
    file.write_bytes(notable_csv(GOOD))
    before = fingerprint(own_data)
    result = gigascale("data", "add", "notable_models", file, "--vintage", date)
    assert result.exit_code == 2
    assert said in result.stderr
    assert fingerprint(own_data) == before


def test_a_file_cut_inside_its_last_number_is_refused(
    own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    file = tmp_path / "cut.csv"
    lines = [f"World,OWID_WRL,{1971 + i},{2308 * 2 ** (i / 2):.0f}" for i in range(45)]
    whole = "\n".join(["Entity,Code,Year,Transistors per microprocessor", *lines, ""])
    file.write_text(whole[:-7])
    before = fingerprint(own_data)
    result = gigascale("data", "add", "transistors", file, "--vintage", VINTAGE)
    assert result.exit_code == 2
    assert "row 46" in result.stderr
    assert "truncated" in result.stderr
    assert fingerprint(own_data) == before
    file.write_text(whole)
    assert gigascale("data", "add", "transistors", file, "--vintage", VINTAGE).exit_code == 0


@pytest.mark.parametrize("year", ["99999999999999999999", "1e308", "1975.5"])
def test_a_year_that_is_no_whole_number_is_refused(
    year: str, own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    file = tmp_path / "prices.csv"
    file.write_text(f"Entity;Code;Year;Solar PV module cost\nWorld;OWID_WRL;{year};128.3\n")
    words = ("data", "add", "solar_prices", file, "--vintage", VINTAGE, "--allow-fewer-rows")
    result = gigascale(*words)
    assert result.exit_code == 2
    assert "row 2, column 'Year'" in result.stderr
    assert "whole number" in result.stderr


def test_a_vintage_of_no_rows_is_refused(
    own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    file = tmp_path / "raw.csv"
    file.write_bytes(HEADER.encode() + b"\n" + row(criteria="").encode() + b"\n")
    before = fingerprint(own_data)
    words = ("data", "add", "notable_models", file, "--vintage", VINTAGE, "--allow-fewer-rows")
    result = gigascale(*words)
    assert result.exit_code == 2
    assert "no row is left; left out: notability_criteria is blank" in result.stderr
    assert fingerprint(own_data) == before


def test_what_is_left_out_is_told_by_rows_and_by_cells(gigascale: Callable[..., Result]) -> None:
    words = ("data", "show", "solar_pv_costs", "--rows", "0")
    (told,) = (line for line in gigascale(*words).stdout.splitlines() if "left out" in line)
    assert told.startswith("left out: 1 row: negative")
    dated = ("notable_models", "2023-12-20")
    shown = json.loads(gigascale("data", "show", dated[0], "--vintage", dated[1], "--json").stdout)
    left_out = load_dropped(*dated)["what"].value_counts()
    assert sum(shown["n_dropped"].values()) == left_out["row"]
    assert sum(shown["n_blanked"].values()) == left_out["cell"]


def test_files_in_the_wrong_order_are_refused(
    own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    values = {"transistors": 5e4, "frequency": 3e3, "power": 90, "cores": 8, "single": 3e4}
    files = {name: tmp_path / f"{name}.dat" for name in values}
    for name, file in files.items():
        file.write_text("".join(f"{1990 + i / 4} {values[name] * (1 + i)}\n" for i in range(3)))
    names = ["frequency", "transistors", "power", "cores", "single"]
    words = ("data", "add", "processors", *[files[n] for n in names], "--vintage", VINTAGE)
    result = gigascale(*words, "--allow-fewer-rows")
    assert result.exit_code == 2
    assert "transistors.dat" in result.stderr


EDITS = {
    "an unquoted comma": (",Low: 1.5 kW", ",Low, 1.5 kW", "row 3"),
    "a missing name": ("facility_overhead_ratio", "facility_overhead_rtaio", "facility_overhead_r"),
    "a value out of order": (",1.25,1.67,2.08,", ",1.25,0.67,2.08,", "row 3"),
    "a value in words": (",1.25,1.67,2.08,", ",low,1.67,2.08,", "row 3, column 'low'"),
    "an unknown scale": (
        ",log,,epoch2026costtrends,2018",
        ",logg,,epoch2026costtrends,2018",
        "row 3",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_slip_in_a_table_kept_by_hand_is_named(
    name: str, own_data: Path, gigascale: Callable[..., Result]
) -> None:
    old, new, said = EDITS[name]
    path = own_data / "assumptions.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    result = gigascale("cluster", "--power", "1GW", "--chip", "GB200")
    assert result.exit_code == 2, result.output
    assert "assumptions.csv" in result.stderr
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    ["", "x = 5", "[a", '[a]\nlike = "b"', "\udc80", '[a]\ntitle = "A"\n[a.columns]\nx = {}'],
)
def test_a_faulty_catalogue_is_named(
    text: str, own_data: Path, gigascale: Callable[..., Result]
) -> None:
    path = own_data / "catalog.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    result = gigascale("data", "show", "solar_prices")
    assert result.exit_code == 2, result.output
    assert len(result.stderr.splitlines()) == 1


def test_a_missing_list_of_rows_left_out_is_not_none_left_out(
    own_data: Path, gigascale: Callable[..., Result]
) -> None:
    (own_data / "notable_models/2024-05-26.dropped.csv").unlink()
    result = gigascale("data", "show", "notable_models", "--vintage", "2024-05-26")
    assert result.exit_code == 2
    assert "dropped.csv" in result.stderr


def test_a_refresh_tells_each_fault_and_goes_on(
    own_data: Path, monkeypatch: pytest.MonkeyPatch, gigascale: Callable[..., Result]
) -> None:
    def offline(address: str) -> bytes:
        raise InputError(f"{address}: cannot be fetched")

    monkeypatch.setattr("gigascale.cli.data.fetch", offline)
    before = fingerprint(own_data)
    result = gigascale("data", "refresh", "solar_prices", "transistors", "assumptions")
    assert result.exit_code == 2
    assert result.stdout.count("cannot be fetched") == 2
    assert fingerprint(own_data) == before


def test_a_changed_file_does_not_pass_its_checksum(
    own_data: Path, gigascale: Callable[..., Result]
) -> None:
    path = own_data / "solar_prices/2024-12-31.csv"
    path.write_text(path.read_text().replace("2000,", "2000,1"))
    result = gigascale("data", "show", "solar_prices")
    assert result.exit_code == 2
    assert "solar_prices" in result.stderr
    assert "checksum" in result.stderr


def test_markup_in_a_name_stays_text(
    own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    name = "<script>alert(1)</script>"
    file = tmp_path / "raw.csv"
    file.write_bytes(notable_csv(row(model=name)))
    assert gigascale("data", "add", "notable_models", file, "--vintage", VINTAGE).exit_code == 0
    assert name in load("notable_models")["model"].tolist()


def test_faulty_rows_can_be_left_out_and_are_then_listed(
    own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    file = tmp_path / "raw.csv"
    file.write_bytes(notable_csv(GOOD, row(flop="-1"), row(model="Late", date="2199-01-01")))
    words = ("data", "add", "notable_models", file, "--vintage", VINTAGE)
    assert gigascale(*words).exit_code == 2
    assert gigascale(*words, "--leave-out-faulty").exit_code == 0
    left_out = load_dropped("notable_models", VINTAGE)
    assert left_out["name"].tolist() == ["Odd model", "Late"]
    assert left_out["row"].tolist() == [3, 4]
    assert left_out["reason"].str.contains("Training compute|Publication date").all()


def table(header: str, *rows: str) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


WIND = "Wind_Electricity"
CURVES = "Tech,Cumulative production,Year,Unit cost"
CLUSTERS = "Name,Status,First Operational Date,16-bit OP/s,Max OP/s"
REVENUE = "Quarter,Start Date,End Date,total_revenue,dc_revenue"
CHIPS = "Hardware name,Release date,FP32 (single precision) performance (FLOP/s),"
UNFIT = {
    "a shipped leap of a sum": (
        "experience_curves",
        table(CURVES, f"{WIND},2138240.05,1990,14.62", f"{WIND},26197.05,1989,17.01"),
        ["row 2, column 'Cumulative production'", "leaps from 26197", "2.13824e+06"],
    ),
    "a sum that falls": (
        "transistors",
        table("Year,Transistors per microprocessor", "2020,40e9", "2021,58e9", "2019,41e9"),
        ["row 2, column 'Transistors per microprocessor'", "falls from 4.1e+10 to 4e+10"],
    ),
    "a part above the whole": (
        "nvidia_revenue",
        table(REVENUE, "FY26Q4,2025-10-27,2026-01-25,57,68.1"),
        ["row 2, column 'dc_revenue'", "revenue_usd", "0 to 1"],
    ),
    "shipped millions of millions": (
        "ml_hardware",
        table(CHIPS + "Transistors (millions)", "Cerebras CS-2,2021-04-20,,2.6e12"),
        ["row 2, column 'Transistors (millions)'", "2.6e+18", "1e+14"],
    ),
    "a shipped fill rate": (
        "ml_hardware",
        table(CHIPS + "TDP (W)", "NVIDIA GeForce 3,2001-02-27,1.6e9,"),
        ["row 2, column 'FP32", "below 1e+10"],
    ),
}

BESIDE = {
    "a shipped peak below another": (
        "gpu_clusters",
        table(CLUSTERS, "A,Planned,,1e18,2e18", "Stargate UAE Phase 1,Planned,,2.5e20,1.65e19"),
        (3, "peak_op_per_s", "1.65e19"),
        ["Max OP/s: ", "0.066 times peak_fp16_flop_per_s", "1 to 20"],
    ),
    "a shipped watt for a chip": (
        "notable_models",
        table(
            HEADER.replace("Abstract", "Hardware quantity,Training power draw (W)"),
            row().replace(",x", ",3750,4112.5"),
        ),
        (2, "training_power_w", "4112.5"),
        ["Training power draw (W): ", "1.1 times hardware_quantity", "20 to 40000"],
    ),
}


@pytest.mark.parametrize("name", BESIDE)
def test_a_cell_that_does_not_fit_its_row_is_blanked_and_listed(
    name: str, own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    dataset, content, cell, said = BESIDE[name]
    file = tmp_path / "raw.csv"
    file.write_bytes(content)
    result = gigascale("data", "add", dataset, file, "--vintage", VINTAGE, "--allow-fewer-rows")
    assert result.exit_code == 0, result.output
    left_out = load_dropped(dataset, VINTAGE)
    assert left_out[["row", "column", "value"]].values.tolist() == [list(cell)]
    assert all(words in left_out["reason"][0] for words in said)
    assert load(dataset, VINTAGE)[cell[1]].isna().sum() == 1


@pytest.mark.parametrize("name", UNFIT)
def test_a_value_that_does_not_fit_its_row_or_its_series_is_refused(
    name: str, own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    dataset, content, said = UNFIT[name]
    file = tmp_path / "raw.csv"
    file.write_bytes(content)
    before = fingerprint(own_data)
    words = ("data", "add", dataset, file, "--vintage", VINTAGE, "--allow-fewer-rows")
    result = gigascale(*words)
    assert result.exit_code == 2, result.output
    assert len(result.stderr.splitlines()) == 1
    for word in ["raw.csv", *said]:
        assert word in result.stderr
    assert fingerprint(own_data) == before


def test_known_faults_of_the_publisher_are_left_out_of_a_new_vintage_too(
    own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    header = HEADER.replace("Abstract", "Finetune compute (FLOP)")
    cut, good = row(model="Cut").replace(",x", ",3"), row(model="Good").replace(",x", ",3e21")
    wrong = row(model="Bad", confidence="Wrong").replace(",x", ",1e20")
    file = tmp_path / "raw.csv"
    file.write_bytes(table(header, cut, wrong, good))
    words = ("data", "add", "notable_models", file, "--vintage", VINTAGE, "--allow-fewer-rows")
    assert gigascale(*words).exit_code == 0
    models = load("notable_models").set_index("model")
    assert "Bad" not in models.index
    assert models.loc[["Cut", "Good"], "finetune_compute_flop"].fillna(0).tolist() == [0, 3e21]
    left_out = load_dropped("notable_models", VINTAGE)
    assert left_out[["row", "name", "what", "column", "value"]].to_numpy().tolist()[:2] == [
        [3, "Bad", "row", "confidence", "Wrong"],
        [2, "Cut", "cell", "finetune_compute_flop", "3"],
    ]


def test_older_forms_of_the_file_are_read(
    own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    header = HEADER.replace("Model", "System", 1).replace("(FLOP)", "(FLOPs)")
    file = tmp_path / "raw.csv"
    file.write_bytes(b"\xef\xbb\xbf" + notable_csv(GOOD.replace("1e12", '"1,000"'), header=header))
    assert gigascale("data", "add", "notable_models", file, "--vintage", VINTAGE).exit_code == 0
    assert load("notable_models").set_index("model").loc["Gemini 9", "parameters"] == 1000


def test_a_row_out_of_scope_is_left_out_with_its_reason(
    own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    file = tmp_path / "raw.csv"
    file.write_bytes(notable_csv(row(criteria=""), row(model="", flop="1e20"), row(date="")))
    assert gigascale("data", "add", "notable_models", file, "--vintage", VINTAGE).exit_code == 0
    reasons = load_dropped("notable_models", VINTAGE)["reason"].tolist()
    assert reasons == [
        "notability_criteria is blank",
        "model is blank",
        "publication_date is blank",
    ]


def test_a_diff_says_what_came_went_and_was_revised_and_by_how_much(
    own_data: Path, tmp_path: Path, gigascale: Callable[..., Result]
) -> None:
    versions = {
        VINTAGE: notable_csv(GOOD, row(model="Old")),
        "2026-08-01": notable_csv(GOOD.replace("1e27", "2e27"), row(model="New")),
    }
    for date, content in versions.items():
        file = tmp_path / f"{date}.csv"
        file.write_bytes(content)
        assert gigascale("data", "add", "notable_models", file, "--vintage", date).exit_code == 0
    changes = diff("notable_models", *versions)
    assert changes.added["model"].tolist() == ["New"]
    assert changes.removed["model"].tolist() == ["Old"]
    assert changes.revised.to_dict("records") == [
        {
            "model": "Gemini 9",
            "column": "training_compute_flop",
            "old": 1e27,
            "new": 2e27,
            "factor": 2.0,
        }
    ]
    shown = gigascale("data", "diff", "notable_models", *versions, "--json")
    assert '"n_revised": 1' in shown.stdout
