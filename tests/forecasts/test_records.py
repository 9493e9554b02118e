"""Records at their own times."""

import numpy as np
import pytest

from gigascale.errors import InputError
from gigascale.forecasts.history import History
from gigascale.forecasts.records import records
from gigascale.forecasts.scores import score
from gigascale.trends.points import Floats


def past(years: Floats, logs: Floats, known_to: float) -> History:
    standing = logs[np.searchsorted(years, known_to - np.arange(4, -1, -1) / 4, side="right") - 1]
    return History(known_to, 0.25, standing, years, logs)


def test_coverage_and_level_on_records_of_known_law() -> None:
    rng, errors, inside = np.random.default_rng(4), [], []
    for _ in range(600):
        years = np.sort(rng.uniform(0, 24, rng.poisson(48)))
        logs = np.cumsum(rng.exponential(0.3, years.size))
        known = years <= 20
        end = logs[np.searchsorted(years, 24, side="right") - 1]
        forecast = records(past(years[known], logs[known], 20.0), [4.0], draws=400)
        errors.append(float(forecast.mean() - end))
        inside.append(bool(score(forecast, [end])["inside90"].iloc[0]))
    assert np.mean(inside) == pytest.approx(0.9, abs=0.035)
    assert np.mean(errors) == pytest.approx(0.0, abs=0.15)  # of 2.4 orders of magnitude to come


def test_records_at_steady_times_come_on_their_day() -> None:
    steady = past(np.arange(2010.0, 2020.0), np.arange(10.0), 2019.25)
    forecast = records(steady, [0.5, 0.75, 3.0])
    assert forecast[0].tolist() == [9.0] * 199
    assert forecast[1:, [0, 198]].tolist() == [[10.0, 10.0], [12.0, 12.0]]


def test_a_long_wait_under_way_puts_the_next_record_off() -> None:
    years = np.cumsum([0.0, 1, 1, 1, 1, 1, 1, 3, 1, 1])
    logs = np.arange(10.0)
    young, old = (records(past(years, logs, years[-1] + age), [0.8]) for age in (0.3, 1.5))
    assert (young > 9.0).mean() > (old > 9.0).mean() + 0.1
    assert records(past(years, logs, years[-1] + 8.0), [0.1])[0, 100] == 9.0


def test_a_forecast_does_not_depend_on_the_other_horizons_asked() -> None:
    rng = np.random.default_rng(1)
    years, logs = np.cumsum(rng.exponential(0.5, 12)), np.cumsum(rng.exponential(0.3, 12))
    history = past(years, logs, float(years[-1]) + 0.1)
    alone, beside = records(history, [1.0])[0], records(history, [0.2, 1.0, 15.0])[1]
    np.testing.assert_array_equal(alone, beside)


def test_faulty_input_is_one_clear_line() -> None:
    years = np.arange(2010.0, 2020.0)
    with pytest.raises(InputError, match=r"^records need at least 6 of them; there are 5$"):
        records(past(years[:5], np.arange(5.0), 2014.5), [1.0])
    with pytest.raises(InputError, match=r"^records must each be above the one before; the stat"):
        records(past(years, -np.arange(10.0), 2019.5), [1.0])
    with pytest.raises(InputError, match=r"^horizons must be a list of years above 0$"):
        records(past(years, np.arange(10.0), 2019.5), [-1.0])
