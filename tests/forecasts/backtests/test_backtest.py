import numpy as np
import pytest

from gigascale.errors import InputError
from gigascale.forecasts.backtests.backtest import backtest, backtest_lines, line_statistic
from gigascale.forecasts.history import history, standing
from gigascale.forecasts.methods import METHODS, forecast
from gigascale.forecasts.scores import score
from gigascale.lines import line

RNG = np.random.default_rng(7)
YEARS = np.sort(RNG.uniform(2000, 2020, 240))
VALUES = 10 ** (0.3 * (YEARS - 2000) + RNG.normal(0, 0.6, YEARS.size))
FRONTIER = {"statistic": "mean10", "step_years": 0.5}


def test_each_row_is_the_forecast_and_outcome_of_a_plain_loop() -> None:
    scored = backtest("x", YEARS, VALUES, **FRONTIER, horizons_years=[1, 3], methods=["line"])
    origins = scored["origin_year"].unique()
    assert np.diff(origins).tolist() == [0.5] * (len(origins) - 1)
    assert scored["target_year"].max() <= YEARS.max() < scored["target_year"].max() + 0.5
    for origin in origins[:: len(origins) // 4]:
        seen = origin >= YEARS
        past = history(YEARS[seen], VALUES[seen], known_to=origin, **FRONTIER)
        rows = scored[scored["origin_year"] == origin]
        quantiles = forecast(past, rows["horizon_years"].to_numpy(), "line")
        outcome = standing(YEARS, VALUES, rows["target_year"], "mean10")
        direct = score(quantiles, outcome)
        assert np.allclose(rows[direct.columns].astype(float), direct.astype(float))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("statistic", ["mean10", "largest"])
def test_nothing_after_an_origin_changes_its_forecasts(method: str, statistic: str) -> None:
    origin, options = 2012.0, {"statistic": statistic, "step_years": 0.5, "methods": [method]}
    later = origin < YEARS
    corrupt = np.where(later, VALUES * 10 ** RNG.uniform(-9, 9, YEARS.size), VALUES)
    moved = np.where(later, RNG.uniform(origin + 0.01, 2019, YEARS.size), YEARS)
    moved[np.argmax(YEARS)] = YEARS.max()
    both = [backtest("x", *data, **options) for data in ((YEARS, VALUES), (moved, corrupt))]
    before, after = (scored[scored["origin_year"] <= origin] for scored in both)
    told = ["origin_year", "horizon_years", "q05", "q25", "q50", "q75", "q95"]
    assert len(before) > 20
    assert before[told].to_numpy().tolist() == after[told].to_numpy().tolist()
    assert (before["observed"].to_numpy() != after["observed"].to_numpy()).any()


def test_coverage_on_simulated_walks_is_the_stated_one() -> None:
    years = np.arange(1990.0, 2001)
    inside = [
        backtest(
            "walk", years, 10 ** np.cumsum(RNG.normal(0.2, 0.3, 11)), statistic="value",
            step_years=1, horizons_years=[1, 3], origins=[1997], methods=["no-change", "line"],
        )["inside90"]
        for _ in range(200)
    ]  # fmt: skip
    changes = RNG.normal(0.2, 0.3, (200, 11)).cumsum(axis=1)
    spread = np.sqrt((np.diff(changes[:, :8]) ** 2).mean(axis=1))
    reach = 1.8946 * spread[:, None] * np.sqrt([1, 3])  # Student's t, 7 degrees of freedom
    direct = (np.abs(changes[:, [8, 10]] - changes[:, [7]]) <= reach).mean(axis=0)
    shares = np.reshape(inside, (200, 4)).mean(axis=0)
    assert shares[:2] == pytest.approx(direct, abs=0.09)
    assert shares[2] < 0.85  # the interval of a straight line is too narrow for a walk


def test_short_histories_and_unknown_outcomes_are_left_out() -> None:
    years = np.arange(2000, 2013)
    options = {"statistic": "value", "step_years": 1, "methods": ["damped"]}
    scored = backtest("x", years, 2.0 ** (years - 2000), **options, horizons_years=[1, 5])
    assert scored["origin_year"].min() == 2005
    assert scored["target_year"].max() == 2012
    assert scored.groupby("horizon_years")["origin_year"].max().tolist() == [2011, 2007]
    later = backtest("x", years, 2.0 ** (years - 2000), **options, horizons_years=[1], since=2003)
    assert later["origin_year"].min() == 2008
    with pytest.raises(InputError, match="series 'x' has no origin with 20 values"):
        backtest("x", years, 2.0 ** (years - 2000), **options, fewest=20)


def test_a_method_that_needs_more_has_no_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    def long(past, horizons):
        if past.logs.size < 9:
            raise InputError("too short")
        return METHODS["damped"](past, horizons)

    monkeypatch.setitem(METHODS, "long", long)
    years = np.arange(2000, 2013)
    scored = backtest(
        "x",
        years,
        2.0 ** (years - 2000),
        statistic="value",
        step_years=1,
        methods=["damped", "long"],
    )
    assert scored.groupby("method")["origin_year"].min().tolist() == [2005, 2008]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"methods": ["oracle"]}, "method 'oracle' is unknown"), ({"statistic": "best"}, "'best'")],
)
def test_unknown_names_are_refused(wrong: dict, said: str) -> None:
    with pytest.raises(InputError, match=said):
        backtest("x", YEARS, VALUES, **FRONTIER | wrong)


def test_lines_are_scored_by_their_rule_where_horizons_do_not_all_overlap() -> None:
    names = ["training_compute", "chip_fp32", "solar_price"]
    statistics = [line_statistic(line(name)) for name in names]
    assert statistics == [("mean10", 0.5), ("largest", 0.5), ("value", 1.0)]
    scored = backtest_lines([line(name) for name in names], methods=["no-change", "damped"])
    assert scored["series"].unique().tolist() == names
    by_series = scored.groupby("series")
    span = by_series["target_year"].max() - by_series["origin_year"].min()
    assert (by_series["horizon_years"].max() <= span / 2).all()
    start = line("training_compute").start
    assert scored["origin_year"].min() >= 1980
    assert scored.query("series == 'training_compute'")["origin_year"].min() >= start.year + 2.5
    price = line("solar_price").points()
    row = scored.query("series == 'solar_price' and target_year == 2010").iloc[0]
    assert 10 ** row["observed"] == pytest.approx(price.values[price.years == 2010][0])
