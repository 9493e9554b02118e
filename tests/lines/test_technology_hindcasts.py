import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.lines.technologies import Technology, technologies
from gigascale.lines.technology_hindcasts import FORECASTS, compare_forecasts, hindcasts

YEARS = np.arange(1980.0, 2000.0)


def lamp(seed: int = 1) -> Technology:
    rng = np.random.default_rng(seed)
    cost, production = np.cumsum(rng.normal(-0.1, 0.05, 20)), np.cumsum(rng.uniform(0.1, 0.4, 20))
    return Technology("Lamp", "lamp", YEARS, cost, production, 0)


@pytest.mark.parametrize("changes", [5, 8, None])
def test_every_error_is_that_of_the_plain_fit(changes: int | None) -> None:
    curve = lamp()
    row = hindcasts([curve], changes=changes).query("origin_year == 1990 and horizon == 4").iloc[0]
    seen = slice(0 if changes is None else 10 - changes, 11)
    years, cost, production = YEARS[seen], curve.log10_cost[seen], curve.log10_production[seen]
    came, made = curve.log10_cost[14], curve.log10_production[14]
    own = 3 * np.diff(curve.log10_production[seen.start + 1 : 12]).mean()
    own += curve.log10_production[11]
    steps, growth = np.diff(cost), np.diff(production)
    slope = (steps @ growth) / (growth @ growth)
    line = np.polynomial.Polynomial.fit
    expected = [
        cost[-1],
        cost[-1] + 4 * steps.mean(),
        cost[-1] + slope * (made - production[-1]),
        cost[-1] + slope * (own - production[-1]),
        line(years, cost, 1)(1994),
        line(production, cost, 1)(made),
        line(production, cost, 1)(own),
    ]
    assert row[list(FORECASTS)].tolist() == pytest.approx([end - came for end in expected])


def test_each_law_is_exact_on_its_own_series() -> None:
    production = np.cumsum(np.tile([0.1, 0.4, 0.2, 0.3], 5))
    wright = hindcasts([Technology("w", "w", YEARS, -0.3 * production, production, 0)])
    moore = hindcasts([Technology("m", "m", YEARS, -0.1 * YEARS, production, 0)])
    exact = [name for name in FORECASTS if wright[name].abs().max() < 1e-9]
    assert exact == ["wright changes", "wright levels"]
    assert [name for name in FORECASTS if moore[name].abs().max() < 1e-9] == [
        "moore changes",
        "moore levels",
    ]


def test_only_forecasts_given_the_production_of_the_future_see_it() -> None:
    curve = lamp()
    later = curve._replace(log10_production=curve.log10_production + np.maximum(YEARS - 1991, 0))
    honest, changed = (hindcasts([c]).query("origin_year == 1990") for c in (curve, later))
    same = [name for name in FORECASTS if np.allclose(honest[name], changed[name])]
    assert same == [n for n in FORECASTS if n not in ("wright changes", "wright levels")]


def test_a_year_ahead_wright_knows_what_was_made() -> None:
    near, far = (hindcasts([lamp()]).query(f"horizon == {years}") for years in (1, 2))
    for form in ("changes", "levels"):
        told, own = f"wright {form}", f"wright {form}, own production"
        assert np.allclose(near[told], near[own])
        assert not np.isclose(far[told], far[own]).any()


def test_every_origin_with_a_known_outcome_is_there_once() -> None:
    table = hindcasts([lamp()], changes=5, horizons=4)
    assert table.groupby("horizon").size().tolist() == [14, 13, 12, 11]
    assert table["origin_year"].min() == 1985
    assert (table["origin_year"] + table["horizon"]).max() == 1999


def errors(families: int, gap: float) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    rows = [
        (f"{family} {twin}", str(family), 1, 1.0 + shift, 1.0 + gap)
        for family in range(families)
        for shift in [rng.normal(0, 0.3)]
        for twin in range(2)
    ]
    names = ["technology", "family", "horizon", "moore changes", "wright changes"]
    return pd.DataFrame(rows, columns=names)


def test_interval_counts_a_family_as_one() -> None:
    table = errors(40, 0.0)
    row = compare_forecasts(table, "moore changes", "wright changes").iloc[0]
    alone = compare_forecasts(
        table.assign(family=table["technology"]), "moore changes", "wright changes"
    ).iloc[0]
    width = row["difference_high"] - row["difference_low"]
    assert (row["technologies"], row["families"]) == (80, 40)
    assert width / (alone["difference_high"] - alone["difference_low"]) == pytest.approx(
        2**0.5, rel=0.1
    )


def test_difference_and_wins_have_the_sign_of_the_better() -> None:
    row = compare_forecasts(errors(40, 1.0), "moore changes", "wright changes", power=2).iloc[0]
    assert row["difference_high"] < 0
    assert row["win_share"] == 1.0
    assert row["second"] == pytest.approx(4.0)


def test_a_technology_with_many_hindcasts_counts_as_one() -> None:
    table = pd.DataFrame({
        "technology": ["a"] * 99 + ["b"], "family": ["a"] * 99 + ["b"], "horizon": 1,
        "moore changes": [0.0] * 99 + [1.0], "wright changes": [0.5] * 100,
    })  # fmt: skip
    assert compare_forecasts(table, "moore changes", "wright changes")["first"].item() == 0.5


def test_bad_requests_are_refused() -> None:
    with pytest.raises(InputError, match="at least 5 changes; not 4"):
        hindcasts([lamp()], changes=4)
    with pytest.raises(InputError, match="'goddard' is unknown; accepted: no change"):
        compare_forecasts(hindcasts([lamp()]), "goddard", "no change")


def test_wright_told_what_came_wins_far_ahead_and_less_when_it_must_extrapolate() -> None:
    table = hindcasts(technologies(datasets.load("experience_curves", "2023-12-31")))
    told, own = (
        compare_forecasts(table, name, "moore changes").set_index("horizon").loc[15]
        for name in ("wright changes", "wright changes, own production")
    )
    near = compare_forecasts(table, "wright changes", "moore changes").set_index("horizon").loc[1]
    assert told["difference_high"] < 0
    assert told["difference"] < 2 * own["difference"] < 0
    assert near["difference_low"] < 0 < near["difference_high"]
