"""What was known on a day."""

import numpy as np
import pytest

from gigascale.errors import InputError
from gigascale.forecasts.history import history, standing

YEARS = np.arange(2000.0, 2020.0)
VALUES = 10.0 ** np.random.default_rng(1).permutation(20)


@pytest.mark.parametrize("day", [2009.0, 2009.9, 2015.3])
def test_standings_are_those_of_the_points_up_to_the_day(day: float) -> None:
    seen = np.sort(np.log10(VALUES[day >= YEARS]))[::-1]
    expected = {"largest": seen[0], "tenth": seen[9], "mean10": seen[:10].mean()}
    expected["value"] = np.log10(VALUES[int(day) - 2000])
    for statistic, value in expected.items():
        assert standing(YEARS, VALUES, [day], statistic) == pytest.approx(value)


def test_standings_before_enough_points_are_missing() -> None:
    assert np.isnan(standing(YEARS, VALUES, [1999.0, 2008.5], "tenth")).all()
    assert np.isnan(standing(YEARS, VALUES, [1999.0], "value")).all()


def test_a_history_ends_on_its_day_and_holds_the_records_at_their_own_dates() -> None:
    known = history(YEARS, VALUES, statistic="largest", known_to=2012.25, step_years=0.5)
    assert known.logs.size == 25
    assert known.logs[-1] == np.log10(VALUES[:13]).max()
    best = np.maximum.accumulate(np.log10(VALUES[:13]))
    np.testing.assert_array_equal(known.record_logs, np.unique(best))
    assert known.record_years.tolist() == [
        YEARS[i] for i in range(13) if i == 0 or best[i] > best[i - 1]
    ]


def test_since_cuts_the_window_but_not_what_stood_before_it() -> None:
    known = history(YEARS, VALUES, statistic="largest", known_to=2018, step_years=1, since=2010)
    assert known.logs.size == 9
    assert known.logs[0] == np.log10(VALUES[:11]).max()
    assert (known.record_years >= 2010).all()


def test_faulty_input_is_one_clear_line() -> None:
    with pytest.raises(InputError, match=r"^a history needs at least 4 values; there are 3$"):
        history(YEARS, VALUES, statistic="value", known_to=2002.5, step_years=1)
    with pytest.raises(InputError, match=r"^statistic 'median' is unknown; accepted: largest, "):
        history(YEARS, VALUES, statistic="median", known_to=2010, step_years=1)
    with pytest.raises(InputError, match=r"^a history needs at least 4 values; there are 0$"):
        history(YEARS, VALUES, statistic="value", known_to=1990, step_years=1)
