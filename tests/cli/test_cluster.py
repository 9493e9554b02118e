"""``gigascale cluster`` for power or accelerators, one chip or a mix; faults in one line."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Command = Callable[..., Result]


def test_accelerators_and_a_mix(gigascale: Command) -> None:
    words = ("cluster", "--accelerators", "100000", "--mix", "GB200=0.7,H100=0.3", "--json")
    result = gigascale(*words)
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["accelerators"] == 100_000
    assert told["accelerators_by_chip"]["NVIDIA GB200"]["q95"] == 70_000
    assert told["facility_power_w_q05"] < told["facility_power_w"] < told["facility_power_w_q95"]


def test_the_mix_of_a_year_says_in_words_what_is_not_known(gigascale: Command) -> None:
    text = gigascale("cluster", "--power", "1GW", "--mix-year", "2025").stdout
    assert "NVIDIA B200" in text
    assert "not known: the price of Amazon Trainium2: " in text


def test_a_chip_without_a_price_has_null_and_words(gigascale: Command) -> None:
    told = json.loads(
        gigascale("cluster", "--power", "1GW", "--chip", "Trainium3", "--json").stdout
    )
    assert told["capex_usd"]["total"] is None
    assert told["annualised_cost_usd_per_year"]["total"] is None
    assert told["cost_usd_per_flop"] is None
    assert "the price of Amazon Trainium3" in told["not_known"][0]
    assert (
        json.loads(gigascale("cluster", "--power", "1GW", "--chip", "GB200", "--json").stdout)[
            "not_known"
        ]
        == []
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--chip", "H100"), "exactly one of --power and --accelerators"),
        (("--power", "1GW", "--accelerators", "8", "--chip", "H100"), "exactly one of --power"),
        (("--power", "1GW"), "exactly one of --chip, --mix and --mix-year"),
        (("--power", "1GW", "--chip", "H100", "--mix", "H100=1"), "exactly one of --chip"),
        (("--accelerators", "0", "--chip", "H100"), "--accelerators"),
        (("--power", "1GW", "--mix", "H100"), "give each chip once"),
        (("--power", "1GW", "--mix", "H100=0.5,H100=0.5"), "give each chip once"),
        (("--power", "1GW", "--mix", "H100=x"), "--mix 'x'"),
        (("--power", "1GW", "--mix", "H100=0.5"), "add up to 0.5"),
        (("--power", "1GW", "--mix", ""), "give each chip once"),
        (("--power", "1GW", "--mix-year", "soon"), "--mix-year"),
        (("--power", "1GW", "--mix-year", "1999"), "mix of 1999"),
        (("--power", "1GW", "--chip", "H100", "--dollars", "1850"), "1850"),
        (("--power", "1GW", "--chip", "Rubin CPX"), "power of NVIDIA Rubin CPX is unknown"),
    ],
)
def test_faults_are_one_line_and_exit_code_2(
    words: tuple[str, ...], said: str, gigascale: Command
) -> None:
    result = gigascale("cluster", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
