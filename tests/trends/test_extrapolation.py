import numpy as np
import pytest

from gigascale.errors import InputError
from gigascale.trends.extrapolation import extrapolate

YEARS = np.arange(1990, 2021)
VALUES = 1.4 ** (YEARS - 1990) * np.exp(np.random.default_rng(2).normal(0, 0.1, YEARS.size))


def test_a_line_sees_nothing_from_its_origin_on() -> None:
    corrupted = np.where(YEARS >= 2005, 1e-3, VALUES)
    columns = ["line", "line_low", "line_high", "points"]
    honest = extrapolate(YEARS, VALUES, origins=[2000, 2005], targets=2020)
    blind = extrapolate(YEARS, corrupted, origins=[2000, 2005], targets=2020)
    assert blind[columns].equals(honest[columns])
    assert (blind["observed"] != honest["observed"]).all()


def test_a_line_looks_back_no_further_than_told() -> None:
    corrupted = np.where(YEARS < 1995, 1e6, VALUES)
    drawn = extrapolate(YEARS, corrupted, origins=2005, targets=2015, history_years=10)
    assert drawn["points"].tolist() == [10]
    assert 0.3 < drawn["ratio"].item() < 3


def test_ratio_says_how_much_too_high_the_line_was_when_growth_stops() -> None:
    stopped = 2.0 ** np.minimum(YEARS - 1990, 15)
    drawn = extrapolate(YEARS, stopped, origins=2005, targets=2015)
    assert drawn["ratio"].item() == pytest.approx(2.0**10)


def test_outcome_is_the_geometric_mean_of_the_points_around_the_target() -> None:
    drawn = extrapolate(YEARS, VALUES, origins=2000, targets=2010, within_years=1)
    assert drawn["observed"].item() == pytest.approx(np.prod(VALUES[19:22]) ** (1 / 3))
    assert drawn["outcomes"].item() == 3


def test_a_point_that_the_line_saw_is_no_outcome() -> None:
    drawn = extrapolate(YEARS, VALUES, origins=2010, targets=2011, within_years=2)
    assert drawn["outcomes"].item() == 4
    assert drawn["observed"].item() == pytest.approx(np.prod(VALUES[20:24]) ** (1 / 4))


@pytest.mark.parametrize(("target", "message"), [(2000, "after the origin"), (2030, "no points")])
def test_target_must_come_later_and_have_an_outcome(target: float, message: str) -> None:
    with pytest.raises(InputError, match=message):
        extrapolate(YEARS, VALUES, origins=2005, targets=target)
