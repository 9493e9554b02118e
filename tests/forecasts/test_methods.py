"""What holds for every method: nothing later enters, quantiles rise, short horizons work."""

import numpy as np
import pytest

from gigascale.errors import InputError
from gigascale.forecasts import LEVELS, METHODS, History, forecast, history
from gigascale.trends.points import Floats

ORIGIN, AHEAD = 2015.6, [0.05, 0.3, 2.0, 8.0]
STATISTICS = ("largest", "tenth", "mean10", "value")


def points(later: int | None = None) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(11)
    years = np.sort(rng.uniform(2000, 2020, 240))
    values = 10 ** (0.3 * (years - 2000) + rng.normal(0, 0.6, 240))
    if later is not None:
        other, gone = np.random.default_rng(later), years > ORIGIN
        values[gone] = 10 ** other.normal(0, 5, gone.sum())
        more = other.uniform(ORIGIN + 1e-6, 2030, 50)
        years, values = np.append(years, more), np.append(values, 10 ** other.normal(0, 5, 50))
        order = other.permutation(years.size)
        years, values = years[order], values[order]
    return years, values


def known(statistic: str, later: int | None = None) -> History:
    return history(*points(later), statistic=statistic, known_to=ORIGIN, step_years=0.5)


def applies(name: str, statistic: str) -> bool:
    return not (name == "records" and statistic == "value")


CASES = [(n, s) for n in METHODS for s in STATISTICS if applies(n, s)]


@pytest.mark.parametrize(("name", "statistic"), CASES)
def test_corrupting_all_later_data_changes_no_forecast(name: str, statistic: str) -> None:
    before = forecast(known(statistic), AHEAD, name)
    for later in (1, 2):
        np.testing.assert_array_equal(forecast(known(statistic, later), AHEAD, name), before)


@pytest.mark.parametrize(("name", "statistic"), CASES)
def test_earlier_data_does_change_the_forecast(name: str, statistic: str) -> None:
    years, values = points()
    values = np.where(years < 2014, values**0.9, values)
    other = history(years, values, statistic=statistic, known_to=ORIGIN, step_years=0.5)
    before = forecast(known(statistic), AHEAD, name)
    assert not np.allclose(forecast(other, AHEAD, name)[2:], before[2:])


@pytest.mark.parametrize(("name", "statistic"), CASES)
def test_quantiles_never_cross_and_are_finite_also_below_one_step(
    name: str, statistic: str
) -> None:
    past = known(statistic)
    quantiles = forecast(past, AHEAD, name)
    assert quantiles.shape == (4, LEVELS.size)
    assert np.isfinite(quantiles).all()
    assert (np.diff(quantiles, axis=1) >= 0).all()
    spread = quantiles[:, 189] - quantiles[:, 9]
    assert spread[0] < spread[3]


@pytest.mark.parametrize("name", METHODS)
def test_a_forecast_does_not_depend_on_the_other_horizons(name: str) -> None:
    past = known("mean10")
    alone = forecast(past, [2.0], name)[0]
    np.testing.assert_allclose(forecast(past, AHEAD, name)[2], alone, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", METHODS)
def test_faulty_input_is_one_clear_line(name: str) -> None:
    for horizons in ([0.0], [1.0, -1.0], [[1.0]], [np.nan]):
        with pytest.raises(InputError, match=r"^horizons must be a list of years above 0$"):
            forecast(known("largest"), horizons, name)
    short = History(2020.0, 1.0, np.arange(3.0), np.arange(3.0), np.arange(3.0))
    with pytest.raises(InputError, match=r"needs? at least"):
        forecast(short, [1.0], name)


def test_an_unknown_method_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"^method 'tarot' is unknown; accepted: no-change, line"):
        forecast(known("largest"), [1.0], "tarot")
