"""One series under every combination of rule, window and method."""

import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.lines.hardware import by_format
from gigascale.trends import growth_of
from gigascale.trends.alternatives import growth_by_choice


def test_a_choice_is_the_fit_that_it_names_and_has_words_if_it_moves_one_thing():
    rows = by_format(datasets.load("ml_hardware"))
    rows = rows[rows["format"] == "FP32"]
    names = {"date": "release_date", "value": "flop_per_s_per_w"}
    curve = growth_by_choice(rows, **names)
    assert len(curve) == 24
    assert curve["choice"].count() == curve["choice"].nunique() == 7
    assert curve["choice"].iloc[0] == "all rows, all years, least squares"
    words = curve.set_index("choice")["growth_per_year"]
    since = growth_of(rows, **names, start="2016-01-01")
    assert words["since 2016"] == pytest.approx(since.growth_per_year)
    best = growth_of(rows, **names, rule="top5")
    assert words["five leaders to date"] == pytest.approx(best.growth_per_year)


def test_leaders_can_be_ranked_by_another_column():
    years = np.arange(2016.0, 2036.0)
    fast = np.arange(20) % 2 == 0
    speed = np.where(fast, 2.0, 0.1) ** (years - 2015)
    frame = pd.DataFrame(
        {"year": years, "speed": speed, "balance": np.where(fast, 1.0, 1.5 ** (years - 2015))}
    )
    curve = growth_by_choice(frame, date="year", value="balance", ranked_by="speed")
    leaders = curve[curve["choice"] == "five leaders to date"].iloc[0]
    assert leaders["n"] == 12  # ten fast chips, and the two slow ones of the first four years
    assert leaders["growth_per_year"] < curve["growth_per_year"].iloc[0]


def test_a_combination_of_too_few_points_stays_with_a_blank_rate():
    frame = pd.DataFrame({"year": np.arange(2000.0, 2020.0), "size": 2.0 ** np.arange(20)})
    starts = {None: "all years", "2015": "since 2015"}
    curve = growth_by_choice(frame, date="year", value="size", starts=starts, fewest=10)
    few = curve[curve["start"] == "2015"]
    assert (few["n"] == 5).all()
    assert few["growth_per_year"].isna().all()
    assert curve["growth_per_year"].dropna().to_numpy() == pytest.approx(2.0)
    with pytest.raises(InputError, match="no combination"):
        growth_by_choice(frame, date="year", value="size", fewest=30)
