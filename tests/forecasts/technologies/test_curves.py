import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student_t

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.forecasts.continued import damped, no_change, random_walk, straight_line
from gigascale.forecasts.predictive import Student
from gigascale.forecasts.technologies.curves import gap_free, hindcasts
from gigascale.lines.technologies import Technology
from gigascale.trends.points import Floats
from gigascale.trends.random_walk import fit_random_walk

METHODS = [no_change, straight_line, random_walk, damped]


def technology(name: str, n: int, seed: int) -> Technology:
    years = np.arange(1950.0, 1950 + n)
    logs = np.random.default_rng(seed).normal(-0.05, 0.1, n).cumsum()
    return Technology(name, name, years, logs, logs, 0)


def shipped() -> list[Technology]:
    return gap_free(datasets.load("experience_curves", "2023-12-31"))


def test_shipped_series_and_hindcasts_are_those_of_the_text() -> None:
    curves = shipped()
    table = hindcasts(curves, no_change)
    assert len(curves) == 77
    assert len({curve.family for curve in curves}) == 62
    assert len(table) == 11_624
    ten_years = [curve for curve in curves if curve.years.size >= 10]
    assert (len(ten_years), len(hindcasts(ten_years, no_change))) == (69, 11_587)


@pytest.mark.parametrize("method", METHODS)
def test_sliding_windows_agree_with_one_forecast_at_a_time(method) -> None:  # type: ignore[no-untyped-def]
    curves = [technology("a", 30, 1), technology("short", 5, 2), technology("b", 9, 3)]
    table = hindcasts(curves, method, horizons=12)
    rows = []
    for curve in curves:
        logs = curve.log10_cost
        for last in range(5, logs.size - 1):
            for ahead in range(1, min(12, logs.size - 1 - last) + 1):
                made = method(logs[last - 5 : last + 1], [ahead])
                place = curve.name, curve.years[last], ahead, logs[last + ahead]
                rows.append((*place, made.centre[0], made.scale[0]))
    names = ["technology", "origin_year", "horizon", "observed", "centre", "scale"]
    expected = pd.DataFrame(rows, columns=names)
    pd.testing.assert_frame_equal(table[names], expected, atol=1e-12, check_dtype=False)
    assert np.allclose(table["error"], table["observed"] - table["centre"])


def test_random_walk_agrees_with_the_fit_of_natural_logarithms() -> None:
    curve = technology("a", 20, 4)
    row = hindcasts([curve], random_walk).set_index(["origin_year", "horizon"]).loc[(1960.0, 7)]
    walk = fit_random_walk(curve.years[5:11], 10 ** curve.log10_cost[5:11])
    found = walk.forecast([1967.0], level=0.8)
    margin = student_t.ppf(0.9, 4) * row["scale"]
    assert np.log10(found.median[0]) == pytest.approx(row["centre"])
    assert np.log10(found.high[0]) == pytest.approx(row["centre"] + margin)


@pytest.mark.parametrize("method", METHODS)
def test_what_comes_after_an_origin_changes_no_forecast_from_it(method) -> None:  # type: ignore[no-untyped-def]
    curve = technology("a", 30, 5)
    spoilt = curve.log10_cost.copy()
    spoilt[16:] = 99.0
    columns = ["origin_year", "horizon", "centre", "scale", "degrees_of_freedom"]
    before, after = (
        table[table["origin_year"] <= 1965][columns]
        for table in (
            hindcasts([curve], method),
            hindcasts([curve._replace(log10_cost=spoilt)], method),
        )
    )
    pd.testing.assert_frame_equal(before, after)
    assert len(before) == 11 * 14 + sum(min(20, 29 - k) - 14 for k in range(5, 16))


def test_methods_see_only_the_changes_that_they_may() -> None:
    def look(logs: Floats, steps: Floats) -> Student:
        assert logs.shape == (19, 11)
        assert steps.tolist() == [1, 2, 3]
        return no_change(logs, steps)

    assert len(hindcasts([technology("a", 30, 6)], look, changes=10, horizons=3)) == 19 * 3 - 3


def test_too_short_series_are_refused() -> None:
    with pytest.raises(InputError, match="no technology has 7 years"):
        hindcasts([technology("a", 6, 7)], no_change)
