"""Rows that came late: renamed ones, blank ones, and the real vintages."""

import numpy as np
import pandas as pd

from gigascale import datasets
from gigascale.forecasts.backtests.late_rows import completeness, start_errors

NAMES = {"date": "year", "value": "flop"}


def rows() -> pd.DataFrame:
    """A model a month for two years, ever larger."""
    table = pd.DataFrame({"year": np.linspace(2017 + 1 / 24, 2019 - 1 / 24, 24)})
    table["flop"] = 10.0 ** np.arange(24)
    table["model"] = [f"M{i}" for i in range(24)]
    return table


def test_completeness_counts_renamed_rows_and_not_blank_ones() -> None:
    new = rows()
    old = new.iloc[:12].copy()
    old["model"] = old["model"].where(old.index != old.index[-1], "another name")
    old.loc[old.index[-2], "flop"] = np.nan
    found = completeness(
        {"2018-01-01": old, "2019-01-01": new}, key=["model"], **NAMES, rule="all", months=[6, 12]
    ).set_index("months")
    assert (found["rows"] - found["had"] == 1).all()
    assert found.loc[12, "rows"] in (11, 12)
    assert found.loc[6, "rows"] < found.loc[12, "rows"]


def test_the_vintages_of_training_compute_miss_part_of_the_frontier() -> None:
    tables = {
        name: datasets.load("notable_models", name) for name in datasets.vintages("notable_models")
    }
    names = {"date": "publication_date", "value": "training_compute_flop"}
    causes = start_errors(tables, key=["model"], **names).set_index(["vintage", "statistic"])
    assert causes.loc[("2022-06-30", "tenth"), "start_error"] < -0.5
    parts = causes[["late", "revised", "removed"]].sum(axis=1)
    assert np.allclose(parts, causes["start_error"])
    had = completeness(tables, key=["model"], **names)
    assert (had["had"] <= had["rows"]).all()
    assert had["had"].sum() < had["rows"].sum()
