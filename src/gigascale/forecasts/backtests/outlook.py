"""The World Energy Outlook's scenarios of solar power, scored beside our methods.

An edition of year E appears in that autumn, so that E − 1 is the last whole year it can know. Our
methods get the same years, from today's table: revisions since then are hindsight.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale import datasets
from gigascale.forecasts.history import history
from gigascale.forecasts.methods import forecast
from gigascale.forecasts.predictive import probability
from gigascale.forecasts.scores import score
from gigascale.trends.points import Floats

OURS = ("no-change", "line", "random-walk", "damped", "trend-ar", "combination")
LOWER, GOAL = "current policies", "with a goal"
SCENARIOS = {"current_policies": LOWER, "450_ppm": GOAL, "sustainable_development": GOAL}
SINCE = 1991  # the two sources of the older table are joined in 1990


class Solar(NamedTuple):
    """What came, and what the editions put down.

    Attributes
    ----------
    generation : Series
        Wh of each year, by year; the first source before the second begins.
    projections : DataFrame
        `edition_year`, `scenario` (`LOWER` or `GOAL`), `target_year`, `generation_wh`.
    """

    generation: "pd.Series[float]"
    projections: pd.DataFrame


def load_solar() -> Solar:
    """Solar generation and its projections, without the values the catalogue holds doubtful.

    Returns
    -------
    Solar

    Examples
    --------
    >>> solar = load_solar()
    >>> float(solar.generation.loc[2020]), 2035 in set(solar.projections["target_year"])
    (824000000000000.0, True)
    """
    recent = _certain("solar_generation", "generation_wh").set_index("year")["generation_wh"]
    older = _certain("solar_pv_costs", "production_wh").set_index("year")["production_wh"]
    joined = pd.concat([older.loc[: recent.index[0] - 1], recent]).astype(float)
    projections = _certain("weo_projections", "generation_wh").astype({"generation_wh": float})
    projections["scenario"] = projections["scenario"].map(SCENARIOS)
    return Solar(joined.sort_index(), projections.dropna(subset=["scenario"]))


def _certain(name: str, column: str) -> pd.DataFrame:
    table = datasets.load(name)
    sure = np.ones(len(table), dtype=np.bool_)
    for rule in datasets.entry(name).doubts:
        here = table.attrs["vintage"] in rule.get("vintage", table.attrs["vintage"])
        if here and rule.get("column") == column:
            named = [f for f in table.columns if f in rule]
            hits = [table[f].isin(np.atleast_1d(rule[f]).tolist()) for f in named]
            sure &= ~np.all(hits, axis=0)
    return table[sure].reset_index(drop=True)


def scenario_paths(solar: Solar) -> pd.DataFrame:
    """Each scenario from year to year: the same addition every year between what is printed.

    It starts at the generation of the year before the edition. If the additions that a scenario
    meant grow with time, its true path lies below this one, and nowhere above.

    Parameters
    ----------
    solar : Solar

    Returns
    -------
    DataFrame
        `edition_year`, `scenario`, `target_year`, `generation_wh`, and `printed`: whether the
        value is the edition's own.

    Examples
    --------
    >>> of_2016 = scenario_paths(load_solar()).query("edition_year == 2016 and printed")
    >>> of_2016["target_year"].tolist()
    [2020, 2030, 2020, 2030]
    """
    names = ["edition_year", "scenario"]
    rows = []
    for _, given in solar.projections.sort_values("target_year").groupby(names):
        edition, targets = int(given["edition_year"].iloc[0]), given["target_year"].to_numpy()
        known = solar.generation.get(edition - 1, np.nan)
        years = np.arange(edition, targets[-1] + 1)
        values = np.interp(years, [edition - 1, *targets], [known, *given["generation_wh"]])
        path = pd.DataFrame({"target_year": years, "generation_wh": values})
        path["printed"] = np.isin(years, targets)
        rows.append(path.assign(**given.iloc[0][names]))
    paths = pd.concat(rows, ignore_index=True).dropna(subset=["generation_wh"])
    return paths[[*names, "target_year", "generation_wh", "printed"]]


def issued(
    solar: Solar,
    edition: int,
    years: npt.ArrayLike,
    method: str,
    *,
    lag_years: int = 1,
    since: float = SINCE,
) -> Floats:
    """Forecast generation with what could be known when an edition appeared.

    Parameters
    ----------
    solar : Solar
    edition : int
        Nothing after year `edition − lag_years` enters.
    years : array_like, shape (n,)
        From the edition's own year on.
    method : str
        One of `gigascale.forecasts.METHODS`.
    lag_years : int
        From the last year known to the edition.
    since : float
        First year that enters.

    Returns
    -------
    ndarray, shape (n, levels)
        Quantiles of log10 Wh at `gigascale.forecasts.LEVELS`.

    Raises
    ------
    InputError
        As `gigascale.forecasts.forecast`.

    Examples
    --------
    >>> bool(issued(load_solar(), 2010, [2020], "random-walk")[0, 99] > np.log10(100e12))
    True
    """
    past = history(
        solar.generation.index,
        solar.generation,
        statistic="value",
        known_to=int(edition) - lag_years,
        step_years=1,
        since=since,
    )
    return forecast(past, np.asarray(years, dtype=float) - past.known_to, method)


def scored(
    solar: Solar,
    *,
    methods: Sequence[str] = OURS,
    lag_years: int = 1,
    since: float = SINCE,
) -> pd.DataFrame:
    """Score scenarios and our methods on every edition and every year that has come since.

    A scenario is one value; its CRPS is then the absolute error.

    Parameters
    ----------
    solar : Solar
    methods : sequence of str
    lag_years, since
        As `issued`.

    Returns
    -------
    DataFrame
        One row an edition, target and `forecaster` (a scenario or a method): `edition_year`,
        `target_year`, `horizon_years` (after the year before the edition), `printed` (the
        edition prints a value of current policies for that year) and the columns of
        `gigascale.forecasts.scores.score`, in orders of magnitude. The targets of an edition are
        the years to which its scenario of current policies reaches.

    Examples
    --------
    >>> scores = scored(load_solar(), methods=["no-change"])
    >>> scores.query("printed and edition_year == 2016")["error"].round(2).tolist()
    [-0.52, -0.19, -0.11]
    """
    paths = scenario_paths(solar)
    paths = paths[paths["target_year"] <= solar.generation.index[-1]]
    lower = paths[paths["scenario"] == LOWER]
    keys = ["edition_year", "target_year"]
    tables = []
    for edition in lower["edition_year"].unique():
        years = lower.loc[lower["edition_year"] == edition, "target_year"].to_numpy()
        came = np.log10(solar.generation.loc[years].to_numpy())
        for method in methods:
            told = issued(solar, edition, years, method, lag_years=lag_years, since=since)
            one = score(told, came).assign(forecaster=method, edition_year=edition)
            tables.append(one.assign(target_year=years))
    reached = paths.merge(lower[keys]).rename(columns={"scenario": "forecaster"})
    reached["observed"] = np.log10(reached["target_year"].map(solar.generation))
    reached["error"] = np.log10(reached.pop("generation_wh")) - reached["observed"]
    tables.append(reached.drop(columns="printed").assign(crps=reached["error"].abs()))
    joined = pd.concat(tables, ignore_index=True)
    scores: pd.DataFrame = joined.merge(lower[[*keys, "printed"]], on=keys)
    scores["horizon_years"] = scores["target_year"] - scores["edition_year"] + 1
    return scores


def place_in_ours(
    solar: Solar, *, methods: Sequence[str] = OURS, lag_years: int = 1, since: float = SINCE
) -> pd.DataFrame:
    """Where each printed scenario lay in our forecasts of its day; needs no outcome.

    Parameters
    ----------
    solar : Solar
    methods : sequence of str
    lag_years, since
        As `issued`.

    Returns
    -------
    DataFrame
        `edition_year`, `scenario`, `target_year`, `method` and `below`: the probability that our
        forecast gave to at most the scenario.

    Examples
    --------
    >>> place = place_in_ours(load_solar(), methods=["line"])
    >>> bool(place.query("edition_year == 2010 and target_year == 2020")["below"].max() < 0.5)
    True
    """
    printed = scenario_paths(solar).query("printed")
    tables = []
    for edition in printed["edition_year"].unique():
        given = printed[printed["edition_year"] == edition]
        years, logs = given["target_year"].to_numpy(), np.log10(given["generation_wh"].to_numpy())
        for method in methods:
            told = issued(solar, edition, years, method, lag_years=lag_years, since=since)
            tables.append(given.assign(method=method, below=probability(told, logs)))
    columns = ["edition_year", "scenario", "target_year", "method", "below"]
    return pd.DataFrame(pd.concat(tables, ignore_index=True), columns=columns)
