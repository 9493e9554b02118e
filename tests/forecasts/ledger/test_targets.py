"""Targets: what stands when, and that nothing after the vintage is read."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gigascale.datasets import load, vintages
from gigascale.errors import InputError
from gigascale.forecasts.ledger import targets as module
from gigascale.forecasts.ledger.targets import target, targets, year_of


@pytest.mark.parametrize("one", targets(), ids=lambda t: t.target_id)
def test_every_target_has_a_history_in_every_vintage(one: module.Target) -> None:
    for vintage in vintages(one.dataset):
        past = one.history(vintage)
        assert past.logs.size >= 8
        assert past.known_to <= year_of(vintage) + 0.01
        (last,) = one.standing(vintage, past.known_to)
        assert past.logs[-1] == last
    assert one.unit


def test_the_largest_run_stands_at_what_the_table_says() -> None:
    models = load("notable_models", "2025-02-24")
    early = models[models["publication_date"] <= "2024-01-01"]["training_compute_flop"].dropna()
    flop = np.sort(early)[::-1]
    for name, wanted in (
        ("training_compute", flop[0]),
        ("training_compute_tenth", flop[9]),
        ("training_compute_top10", np.exp(np.log(flop[:10]).mean())),
    ):
        (log,) = target(name).standing("2025-02-24", 2024.0)
        assert 10**log == pytest.approx(wanted)


def test_a_year_stands_on_the_first_day_of_the_next() -> None:
    prices = load("solar_prices", "2024-12-31").set_index("year")["price_usd2024_per_w"]
    stood = 10 ** target("solar_price").standing("2024-12-31", [2024.9, 2025.0, 2025.1])
    assert stood[:2] == pytest.approx([prices[2023], prices[2024]])
    assert np.isnan(stood[2])


def test_chips_are_summed_over_makers_where_all_have_a_count() -> None:
    totals = load("chip_count_totals", "2026-04-22")
    wanted = totals[totals["end_date"] == "2025-12-31"]["chips_median"]
    chips = target("chips_installed")
    assert len(wanted) == totals["maker"].nunique()
    assert 10 ** chips.standing("2026-04-22", 2026.0)[0] == pytest.approx(wanted.sum())
    assert chips.known_to("2026-04-22") == 2026.0
    assert np.isnan(chips.standing("2026-04-22", 2026.3)[0])


def test_rows_dated_after_the_vintage_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    vintage = "2025-12-14"
    power = target("cluster_power")
    before = power.history(vintage)

    def corrupted(name: str, date: str | None = None) -> pd.DataFrame:
        table = load(name, date)
        late = table.loc[[0]].assign(
            operational_date=pd.Timestamp("2025-12-15"), power_w=1e15, status="Existing"
        )
        both = pd.concat([table, late], ignore_index=True)
        both.attrs.update(table.attrs)
        return both

    monkeypatch.setattr(module, "load", corrupted)
    after = power.history(vintage)
    assert all(np.array_equal(one, two) for one, two in zip(before, after, strict=True))


@pytest.mark.parametrize(
    ("name", "vintage", "column", "late"),
    [
        ("solar_capacity", "2024-12-31", "year", 2030),
        ("solar_price", "2024-12-31", "year", 2025),
        ("chips_installed", "2026-04-22", "end_date", pd.Timestamp("2026-06-30")),
    ],
)
def test_estimates_of_years_to_come_are_left_out(
    name: str, vintage: str, column: str, late: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = target(name)
    before = one.history(vintage)

    def foretold(dataset: str, date: str | None = None) -> pd.DataFrame:
        table = load(dataset, date)
        rows = table.groupby(column)[column].transform("size")
        full = table[rows == rows.max()]  # of chips, dates that every maker has
        last = full[full[column] == full[column].max()]
        both = pd.concat([table, last.assign(**{column: late})], ignore_index=True)
        both.attrs.update(table.attrs)
        return both

    monkeypatch.setattr(module, "load", foretold)
    after = one.history(vintage)
    assert after.known_to == before.known_to
    assert np.array_equal(after.logs, before.logs)


def test_an_unknown_target_is_named_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"'compute' is unknown; there are: training_compute, "):
        target("compute")


def test_a_wrong_row_of_the_table_is_named(own_data: Path) -> None:
    path = own_data / "forecast_targets.csv"
    path.write_text(path.read_text().replace("capacity_w", "capacity_gw"), encoding="utf-8")
    with pytest.raises(InputError, match=r"forecast_targets.csv: 'solar_capacity': .*capacity_gw"):
        targets()
