"""The ledger: what is written is never changed, and is scored on what came."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import tomlkit

from gigascale.datasets import load, vintages
from gigascale.errors import InputError
from gigascale.forecasts.ledger import issued as ledger
from gigascale.forecasts.ledger.declared import declared_dates, quantiles
from gigascale.forecasts.ledger.targets import target, targets
from gigascale.forecasts.predictive import NAMED, Student, student_quantiles
from gigascale.forecasts.scores import score as scores_of

EARLY, LATE = "2024-05-26", "2025-12-02"
RUN = target("training_compute")


@pytest.fixture
def no_issues(own_data: Path) -> Path:
    """The data with an empty ledger."""
    catalog = own_data / "catalog.toml"
    document = tomlkit.parse(catalog.read_text(encoding="utf-8"))
    document["forecasts"].pop("vintages", None)
    catalog.write_text(tomlkit.dumps(document), encoding="utf-8")
    for file in own_data.glob("forecasts/*.csv"):
        file.unlink()
    return own_data


def state(folder: Path) -> tuple[bytes, ...]:
    files = [folder / "catalog.toml", *sorted(folder.glob("forecasts/*"))]
    return tuple(file.read_bytes() for file in files)


def test_dates_are_declared_by_rule() -> None:
    dates = declared_dates(RUN, "2025-02-24")
    assert list(dates.strftime("%m-%d")) == ["07-01", "01-01"] * 5
    assert str(dates[-1].date()) == "2030-01-01"
    yearly = declared_dates(target("solar_capacity"), "2024-12-31")
    assert list(yearly.strftime("%Y-%m-%d")) == [f"{year}-01-01" for year in range(2025, 2030)]
    # the price of 2024 stands on 1 January 2025 and is known already
    assert declared_dates(target("solar_price"), "2024-12-31")[0].year == 2026
    for to in ("2025-02-24", "2019-01-01"):
        with pytest.raises(InputError, match="no 1 January or 1 July after the vintage"):
            declared_dates(RUN, "2025-02-24", to)
    assert declared_dates(RUN, "2025-02-24", "2125-02-24")[-1].year == 2125
    for to in ("2125-02-25", "9999-12-31"):
        with pytest.raises(InputError, match="over 100 years after 2025-02-24"):
            declared_dates(RUN, "2025-02-24", to)


@pytest.mark.parametrize("method", ledger.ISSUED)
def test_a_forecast_reads_nothing_after_its_vintage(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dates = declared_dates(RUN, EARLY)
    before = quantiles(RUN, EARLY, dates, method)

    def corrupted(name: str, date: str | None = None) -> pd.DataFrame:
        assert date == EARLY
        table = load(name, date)
        late = table.loc[[0]].assign(
            model="late", publication_date=pd.Timestamp("2024-05-27"), training_compute_flop=1e30
        )
        both = pd.concat([table, late], ignore_index=True)
        both.attrs.update(table.attrs)
        return both

    monkeypatch.setattr("gigascale.forecasts.ledger.targets.load", corrupted)
    pd.testing.assert_frame_equal(quantiles(RUN, EARLY, dates, method), before)


def test_an_issue_is_a_vintage_of_the_ledger(no_issues: Path) -> None:
    done = ledger.issue(EARLY, issued_on="2026-01-02")
    held = load("forecasts", EARLY)
    pd.testing.assert_frame_equal(held, done.lines[held.columns], check_dtype=False)
    assert set(held["method"]) == {"combination", "random-walk", "no-change", "line"}
    assert set(held["target_id"]) == {
        t.target_id for t in targets() if EARLY in vintages(t.dataset)
    }
    assert set(held["issued_on"]) == {pd.Timestamp("2026-01-02")}
    assert (held["date"] > held["vintage"]).all()
    assert (np.diff(held[list(NAMED)]) >= 0).all()
    file = no_issues / f"forecasts/{EARLY}.csv"
    file.write_text(file.read_text().replace("FLOP", "flop"), encoding="utf-8")
    for read in (lambda: load("forecasts", EARLY), lambda: ledger.score(LATE)):
        with pytest.raises(InputError, match="checksum differs"):
            read()


def test_issued_lines_stay_and_new_methods_follow(
    no_issues: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "ISSUED", ("random-walk",))
    ledger.issue(EARLY, issued_on="2025-01-01")
    file = no_issues / f"forecasts/{EARLY}.csv"
    first = file.read_bytes()
    before = state(no_issues)
    with pytest.raises(InputError, match="issued already; none is rewritten"):
        ledger.issue(EARLY)
    assert state(no_issues) == before
    monkeypatch.setattr(ledger, "ISSUED", ("random-walk", "line"))
    monkeypatch.setattr(ledger, "METHOD_VERSION", 7)
    added = ledger.issue(EARLY, issued_on="2025-02-01").lines
    assert set(added["method"]) == {"line"}
    assert file.read_bytes().startswith(first)
    assert len(load("forecasts", EARLY)) == 2 * len(added)
    assert load("forecasts", EARLY)["version"].str.endswith("+7").sum() == len(added)


def test_a_new_target_follows_the_old_lines(no_issues: Path) -> None:
    ledger.issue(EARLY, issued_on="2025-01-01")
    file = no_issues / f"forecasts/{EARLY}.csv"
    first = file.read_bytes()
    table = no_issues / "forecast_targets.csv"
    row = 'new,"<b>a</b>, {x} %s",notable_models,parameters,,largest,1,2010-01-01,trends/x\n'
    table.write_text(table.read_text() + row, encoding="utf-8")
    assert set(ledger.issue(EARLY).lines["target_id"]) == {"new"}
    assert file.read_bytes().startswith(first)
    assert len(file.read_bytes()) > len(first)


def test_a_faulty_file_of_one_target_stops_the_issue(no_issues: Path) -> None:
    """Two datasets have a vintage of that day; only one is whole."""
    path = no_issues / "gpu_clusters/2025-12-14.csv"
    path.write_bytes(path.read_bytes().replace(b"1", b"2", 1))
    before = state(no_issues)
    with pytest.raises(InputError, match="checksum differs"):
        ledger.issue("2025-12-14")
    assert state(no_issues) == before


def test_a_day_is_written_one_way(no_issues: Path) -> None:
    done = ledger.issue(EARLY, issued_on="2025-W40-1")
    assert set(done.lines["issued_on"]) == {pd.Timestamp("2025-09-29")}
    assert 'retrieved = "2025-09-29"' in (no_issues / "catalog.toml").read_text()


def test_a_target_that_was_redefined_is_not_scored(no_issues: Path) -> None:
    ledger.issue(EARLY)
    path = no_issues / "forecast_targets.csv"
    old = "training_compute_tenth,training compute of the tenth largest run,notable_models,"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old + "training_compute_flop", old + "parameters"))
    with pytest.raises(InputError, match="was issued as notable_models in FLOP; give what is new"):
        ledger.score(LATE)


def test_a_fault_while_writing_leaves_the_old_lines(
    no_issues: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "ISSUED", ("line",))
    ledger.issue(EARLY)
    before = state(no_issues)
    monkeypatch.setattr(ledger, "ISSUED", ("line", "no-change"))
    write = Path.write_text

    def full(path: Path, *words: object, **named: object) -> int:
        if path.name.startswith("catalog"):
            raise OSError(28, "No space left on device", str(path))
        return write(path, *words, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(Path, "write_text", full)
        with pytest.raises(InputError, match="No space left"):
            ledger.issue(EARLY)
    assert state(no_issues) == before


@pytest.mark.parametrize(
    ("vintage", "issued_on", "said"),
    [
        ("2024-05-27", None, "no target has a vintage '2024-05-27'; there are: 2022-06-30"),
        ("yesterday", None, "no target has a vintage 'yesterday'"),
        (EARLY, "2024-05-25", "before the vintage"),
        (EARLY, "2999-01-01", "in the future"),
        (EARLY, "soon", "not a date"),
        (EARLY, "", "not a date"),
    ],
)
def test_what_cannot_be_issued(
    vintage: str, issued_on: str | None, said: str, no_issues: Path
) -> None:
    before = state(no_issues)
    with pytest.raises(InputError, match=said):
        ledger.issue(vintage, issued_on=issued_on)
    assert state(no_issues) == before


def test_a_target_too_new_is_left_out_with_the_reason(
    no_issues: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = no_issues / "forecast_targets.csv"
    text = path.read_text().replace("largest,1,2010-01-01", "largest,1,2023-06-01")
    path.write_text(text, encoding="utf-8")
    done = ledger.issue(EARLY)
    assert done.left_out["training_compute"].startswith("a history needs at least 4 values")
    assert "training_compute" not in set(load("forecasts", EARLY)["target_id"])


def test_scores_are_those_of_what_the_newer_vintage_says(no_issues: Path) -> None:
    ledger.issue(EARLY)
    table = ledger.score(LATE)
    assert ledger.score(EARLY).empty
    assert table["date"].max() == pd.Timestamp("2025-07-01")  # the last declared day before LATE
    row = table[(table["target_id"] == RUN.target_id) & (table["method"] == "line")].iloc[-1]
    models = load("notable_models", LATE)
    known = models[models["publication_date"] <= row["date"]]["training_compute_flop"]
    assert row["observed"] == pytest.approx(known.max())
    assert row["error"] == pytest.approx(np.log10(row["q50"] / known.max()))
    assert row["inside90"] == (row["q05"] <= known.max() <= row["q95"])
    assert row["horizon_years"] == pytest.approx(2025 + 181 / 365 - (2024 + 146 / 366))
    assert row["scored_on"] == pd.Timestamp(LATE)


def test_five_quantiles_score_nearly_as_the_whole_distribution() -> None:
    rng = np.random.default_rng(4)
    student = Student(np.zeros(400), rng.uniform(0.1, 1.0, 400), 8)
    whole = student_quantiles(student)
    seen = rng.standard_t(8, 400) * student.scale
    named = np.stack([np.quantile(whole, at, axis=-1) for at in NAMED.values()], axis=-1)
    full, five = scores_of(whole, seen), scores_of(ledger.through(named), seen)
    assert five["crps"].mean() == pytest.approx(full["crps"].mean(), rel=0.01)
    assert np.abs(five["pit"] - full["pit"]).max() < 0.02
    assert five["inside90"].mean() == pytest.approx(0.9, abs=0.04)


def test_the_ledger_that_ships_is_of_declared_targets() -> None:
    known = {one.target_id: one for one in targets()}
    for vintage in vintages("forecasts"):
        lines = load("forecasts", vintage)
        assert set(lines["vintage"]) == {pd.Timestamp(vintage)}
        assert (lines["issued_on"] >= lines["vintage"]).all()
        for name, group in lines.groupby("target_id"):
            assert set(group["unit"]) == {known[str(name)].unit}
            assert set(group["dataset"]) == {known[str(name)].dataset}
            dates = declared_dates(known[str(name)], vintage)
            assert set(group["date"]) == set(dates)


def test_every_vintage_of_the_first_edition_has_issues() -> None:
    first = {date for date in ledger.scorable() if date <= "2026-04-22"}
    assert set(vintages("forecasts")) >= first
