"""The commands as a user types them: answers, and refusals with the accepted values."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

Command = Callable[..., Result]
GROWTH = ("growth", "notable_models", "--vintage", "2025-12-02", "--to", "2024-05-28")


def answered(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        (("--rule", "all", "--from", "2010-01-01"), 3.6, 4.4),
        (("--rule", "top10", "--from", "2010-01-01"), 4.6, 5.3),
        (("--rule", "top10", "--from", "2018-01-01"), 4.0, 5.0),
        (("--rule", "top10", "--from", "2010-01-01", "--to", "2018-01-01"), 5.0, 7.3),
    ],
)
def test_growth_of_the_newest_vintage(
    words: tuple[str, ...], low: float, high: float, gigascale: Command
) -> None:
    fit = answered(gigascale(*GROWTH, *words, "--json"))
    assert low <= fit["growth_per_year"] <= high
    assert fit["growth_per_year_low"] < fit["growth_per_year"] < fit["growth_per_year_high"]
    assert fit["level"] == 0.9
    assert fit["n"] > 40
    assert 0.3 < fit["doubling_time_years"] < 0.6
    assert fit["vintage"] == "2025-12-02"


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        (("--rule", "all", "--from", "2010-01-01"), 4.0, 4.3),
        (("--rule", "top10", "--from", "2010-01-01"), 5.2, 5.5),
        (("--rule", "top10", "--from", "2018-01-01"), 4.05, 4.4),
    ],
)
def test_the_published_rates_come_out_on_the_vintage_of_their_month(
    words: tuple[str, ...], low: float, high: float, gigascale: Command
) -> None:
    command = ("growth", "notable_models", "--vintage", "2024-05-26", "--method", "ols", "--json")
    assert low <= answered(gigascale(*command, *words))["growth_per_year"] <= high


def test_transistors_double_every_two_years(gigascale: Command) -> None:
    fit = answered(gigascale("growth", "transistors", "--json"))
    assert 1.9 <= fit["doubling_time_years"] <= 2.1


@pytest.mark.parametrize("value", ["power_w", "cost_usd", "chips", "peak_op_per_s"])
def test_any_numeric_column_grows(value: str, gigascale: Command) -> None:
    words = ("growth", "gpu_clusters", "--value", value, "--rule", "top10", "--from", "2019-01-01")
    assert answered(gigascale(*words, "--json"))["growth_per_year"] > 1


def test_a_table_of_many_countries_grows_by_its_total_or_by_the_one_asked_for(
    gigascale: Command,
) -> None:
    world = answered(gigascale("growth", "solar_capacity", "--json"))
    assert world["n"] == world["n_dates"]
    assert world["where"] == {"entity": "World"}
    one = answered(gigascale("growth", "solar_capacity", "--where", "entity=Germany", "--json"))
    assert one["where"] == {"entity": "Germany"}
    assert one["growth_per_year"] != world["growth_per_year"]


def test_a_year_as_the_last_date_is_its_last_day(gigascale: Command) -> None:
    words = ("growth", "notable_models", "--vintage", "2025-12-02", "--json", "--to")
    year, day = (answered(gigascale(*words, end))["n"] for end in ("2020", "2020-12-31"))
    assert year == day > answered(gigascale(*words, "2020-01-01"))["n"]


def test_a_gigawatt_of_gb200(gigascale: Command) -> None:
    command = ("cluster", "--power", "1GW", "--chip", "GB200", "--json")
    site = answered(gigascale(*command, "--basis", "facility"))
    assert site["accelerators_q05"] < 500_000
    assert site["accelerators_q95"] > 340_000
    assert site["it_power_w"] < site["facility_power_w"] == 1e9
    assert site["peak_flop_per_s"]["fp8"]["q50"] > site["peak_flop_per_s"]["bf16"]["q50"]
    parts = {k: v for k, v in site["capex_usd"].items() if k != "total"}
    assert sum(p["central"] for p in parts.values()) == pytest.approx(
        site["capex_usd"]["total"]["central"]
    )
    it = answered(gigascale("cluster", "--power", "1e9 W", "--basis", "it", *command[3:]))
    assert it["accelerators_q50"] > site["accelerators_q50"]
    assert it["it_power_w"] == 1e9


def test_llama_3_takes_about_as_long_as_it_took(gigascale: Command) -> None:
    command = ("run", "--flop", "3.8e25", "--chip", "H100", "--json")
    run = answered(gigascale(*command, "--accelerators", "16384"))
    assert run["days"] == pytest.approx(54, rel=0.25)
    back = answered(gigascale(*command, "--days", run["days"]))
    assert back["accelerators"] == pytest.approx(16384)


def test_a_chip_without_a_price_has_no_cost_and_no_zero(gigascale: Command) -> None:
    site = answered(gigascale("cluster", "--power", "1GW", "--chip", "Trainium2", "--json"))
    assert site["capex_usd"]["accelerators"] is None
    assert site["capex_usd"]["total"] is None
    assert site["accelerators"] > 0


@pytest.mark.parametrize("power", ["0", "-1", "nan", "1 banana", "1e9", "0W", "-1GW", "infW", ""])
def test_a_power_that_is_none_is_refused_with_the_units(power: str, gigascale: Command) -> None:
    result = gigascale("cluster", f"--power={power}", "--chip", "GB200")
    assert result.exit_code == 2
    assert "W, kW, MW, GW or TW" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("cluster", "--power", "1GW", "--chip", "H1000"), "H1000"),
        (("cluster", "--power", "1GW", "--chip", "GB200", "--basis", "roof"), "facility, it"),
        (("run", "--flop", "-1", "--chip", "H100", "--days", "9"), "--flop"),
        (("run", "--flop", "1e25", "--chip", "H100"), "exactly one"),
        (("run", "--flop", "1e25", "--chip", "H100", "--days", "9", "--mfu", "2"), "at most 1"),
        (("growth", "nothing"), "there are: notable_models"),
        (("growth", "notable_models", "--vintage", "2020-01-01"), "there are: 2022-06-30"),
        (("growth", "notable_models", "--rule", "best"), "topN"),
        (("growth", "notable_models", "--method", "magic"), "cosine, hac, ols"),
        (("growth", "notable_models", "--value", "beauty"), "training_compute_flop"),
        (("growth", "notable_models", "--value", "organization"), "numbers"),
        (("growth", "notable_models", "--from", "once"), "once"),
        (("growth", "notable_models", "--level", "2"), "between 0 and 1"),
        (("growth", "notable_models", "--from", "2199-01-01"), "at least 3"),
        (("growth", "model_costs"), "no column of dates"),
        (("growth", "experience_curves"), "no default for --value"),
        (
            ("growth", "notable_models", "--date", "parameters"),
            "no column of dates; there are: publ",
        ),
        (("growth", "notable_models", "--value", ""), "training_compute_flop"),
        (("growth", "solar_capacity", "--where", "planet=Mars"), "entity"),
        (("growth", "solar_capacity", "--where", "entity=Mars"), "'Mars'"),
        (("growth", "data_center_timelines"), "above 0"),
        (("cluster", "--power", "1mW", "--chip", "GB200"), "GW or TW"),
        (("run", "--flop", "1e308", "--days", "1e-308", "--chip", "H100"), "--flop"),
        (("run", "--flop", "1_0", "--days", "9", "--chip", "H100"), "--flop"),
        (("run", "--flop", "1e25", "--accelerators", "0.5", "--chip", "H100"), "1 or more"),
        (("project", "--to", "9999"), "2050"),
        (("project", "--to", "soon"), "--to"),
        (("project", "--scenario", "boom"), "slower-efficiency"),
        (("data", "show", "notable_models", "--rows", "-1"), "--rows"),
        (("data", "diff", "assumptions", "a", "b"), "kept by hand"),
        (("nothing",), "data, growth"),
    ],
)
def test_unknown_words_are_refused_with_the_known_ones(
    words: tuple[str, ...], said: str, gigascale: Command
) -> None:
    result = gigascale(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "command", ["data", "growth", "spec-curve", "cluster", "run", "project", "claims"]
)
def test_every_command_has_help_and_json(command: str, gigascale: Command) -> None:
    text = gigascale(command, "--help")
    assert text.exit_code == 0
    if command == "data":
        for sub in ("list", "show", "add", "diff", "refresh"):
            assert "--json" in gigascale(command, sub, "--help").stdout
    else:
        assert "--json" in text.stdout


def test_text_for_people_and_json_hold_the_same(gigascale: Command) -> None:
    shown = gigascale("data", "show", "solar_prices").stdout
    told = answered(gigascale("data", "show", "solar_prices", "--json"))
    assert told["title"] in shown
    assert told["columns"]["price_usd2024_per_w"]["unit"] == "USD(2024)/W"
    assert len(told["rows"]) == 5
    assert "growth_per_year" in gigascale("growth", "transistors").stdout
    assert "not known" in gigascale("cluster", "--power", "1GW", "--chip", "Trainium2").stdout
