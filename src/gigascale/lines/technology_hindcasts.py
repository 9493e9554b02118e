"""Wright against Moore: which law of falling costs predicts better, technology by technology.

Both laws are fitted at every past year of every technology and compared with what came, in two
forms. Levels (Nagy et al. 2013): a line through log cost against time or log production, read where
it arrives. Changes (Farmer and Lafond 2016; Lafond et al. 2018): the mean change a year, or the
change of cost for a change of production by a line through the origin, continued from the last
cost. Wright's law needs the production of the future: either that which came, or an extrapolation
of its own by the mean growth over as many years. A row holds what was made before its year, so the
row after the origin is what was made by the end of the origin's year. A forecaster knows it then:
a year ahead there is nothing to extrapolate. Errors are log10 of forecast over actual cost.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.errors import InputError
from gigascale.lines.technologies import FEWEST_CHANGES, Technology
from gigascale.trends.points import Floats
from gigascale.trends.rates import DEFAULT_LEVEL, check_level

Indices = npt.NDArray[np.intp]
_DRAWS = 2000
_SEED = 20130228
FORECASTS = (
    "no change",
    "moore changes",
    "wright changes",
    "wright changes, own production",
    "moore levels",
    "wright levels",
    "wright levels, own production",
)


def hindcasts(
    curves: list[Technology], *, changes: int | None = FEWEST_CHANGES, horizons: int = 20
) -> pd.DataFrame:
    """Forecast each technology from each of its past years by every law and form.

    Parameters
    ----------
    curves : list of Technology
        From `technologies`.
    changes : int, optional
        Yearly changes that a forecast looks back on, at least 5; None for all there are.
    horizons : int
        Most years ahead.

    Returns
    -------
    DataFrame
        One row for each technology, origin year and horizon whose outcome is known: technology,
        family, origin_year, horizon, and one column of errors (log10 forecast less log10 actual
        cost) for each name in `FORECASTS`.

    Raises
    ------
    InputError
        Fewer than 5 changes.

    Examples
    --------
    >>> years = np.arange(2000.0, 2020.0)
    >>> lamp = Technology("Lamp", "lamp", years, -0.1 * (years - 2000), 0.2 * (years - 2000), 0)
    >>> table = hindcasts([lamp], horizons=10)
    >>> len(table), bool(table[list(FORECASTS[1:])].abs().max().max() < 1e-9)
    (95, True)
    """
    if changes is not None and changes < FEWEST_CHANGES:
        raise InputError(f"a hindcast needs at least {FEWEST_CHANGES} changes; not {changes}")
    tables = [_hindcasts(curve, changes, horizons) for curve in curves]
    return pd.concat([table for table in tables if len(table)], ignore_index=True)


def _hindcasts(curve: Technology, changes: int | None, horizons: int) -> pd.DataFrame:
    years, cost, production = curve.years, curve.log10_cost, curve.log10_production
    n = years.size
    origins, ahead = np.meshgrid(
        np.arange(changes or FEWEST_CHANGES, n), np.arange(1, horizons + 1), indexing="ij"
    )
    known = origins + ahead < n
    last, ahead = origins[known], ahead[known]
    first = np.zeros_like(last) if changes is None else last - changes
    target = last + ahead
    cost_change, growth = np.diff(cost), np.diff(production)
    slope = _sums(cost_change * growth, first, last) / _sums(growth**2, first, last)
    drift = (cost[last] - cost[first]) / (last - first)
    made = production[last + 1]
    grown = made + (ahead - 1) * (made - production[first + 1]) / (last - first)
    forecasts = [
        cost[last],
        cost[last] + drift * ahead,
        cost[last] + slope * (production[target] - production[last]),
        cost[last] + slope * (grown - production[last]),
        _line(years, cost, first, last, years[target]),
        _line(production, cost, first, last, production[target]),
        _line(production, cost, first, last, grown),
    ]
    errors = {name: ends - cost[target] for name, ends in zip(FORECASTS, forecasts, strict=True)}
    place = {"technology": curve.name, "family": curve.family, "origin_year": years[last]}
    return pd.DataFrame({**place, "horizon": ahead, **errors})


def _line(x: Floats, y: Floats, first: Indices, last: Indices, at: Floats) -> Floats:
    """Least squares of y on x over the points first to last, both included, read at `at`."""
    x_mean, y_mean = x.mean(), y.mean()
    x, y = x - x_mean, y - y_mean
    end, count = last + 1, last + 1 - first
    sum_x, sum_y = _sums(x, first, end), _sums(y, first, end)
    spread = _sums(x * x, first, end) - sum_x**2 / count
    slope = (_sums(x * y, first, end) - sum_x * sum_y / count) / spread
    return np.asarray(y_mean + sum_y / count + slope * (at - x_mean - sum_x / count))


def _sums(terms: Floats, first: Indices, end: Indices) -> Floats:
    """Sum of the terms from `first` to before `end`, for many stretches."""
    running = np.concatenate([[0.0], np.cumsum(terms)])
    return np.asarray(running[end] - running[first])


def compare_forecasts(
    errors: pd.DataFrame,
    first: str,
    second: str,
    *,
    power: int = 1,
    level: float = DEFAULT_LEVEL,
) -> pd.DataFrame:
    """Compare two forecasts, by horizon, every technology counting the same.

    Hindcasts of one technology overlap and technologies of one family share their history, so the
    interval comes from drawing families, with all that belongs to them, again.

    Parameters
    ----------
    errors : DataFrame
        From `hindcasts`.
    first, second : str
        Two of `FORECASTS`.
    power : int
        1 for absolute errors, 2 for squared ones.
    level : float
        Probability of the interval.

    Returns
    -------
    DataFrame
        One row a horizon: horizon, technologies, families, first, second (mean over technologies
        of each one's mean error in log10, or of its square), difference (first less second),
        difference_low, difference_high, and win_share (of technologies in which the first has
        the smaller mean error; a tie counts half).

    Raises
    ------
    InputError
        A forecast is unknown, or the level is outside 0 to 1.

    Examples
    --------
    >>> errors = pd.DataFrame({
    ...     "technology": ["a", "a", "b"], "family": ["a", "a", "b"], "horizon": 1,
    ...     "moore changes": [0.1, -0.3, 0.2], "no change": [0.2, 0.4, 0.0],
    ... })
    >>> row = compare_forecasts(errors, "moore changes", "no change").iloc[0]
    >>> float(row["difference"].round(3)), float(row["win_share"]), int(row["technologies"])
    (0.05, 0.5, 2)
    """
    check_level(level)
    for name in (first, second):
        if name not in errors.columns:
            raise InputError(f"forecast {name!r} is unknown; accepted: {', '.join(FORECASTS)}")
    rng = np.random.default_rng(_SEED)
    sizes = errors[[first, second]].abs() ** power
    keys = [errors["horizon"], errors["family"], errors["technology"]]
    means = sizes.groupby(keys).mean().reset_index()
    means["difference"] = means[first] - means[second]
    rows = []
    for horizon, table in means.groupby("horizon"):
        difference = table["difference"].to_numpy()
        sums = table.groupby("family")["difference"].agg(["sum", "size"]).to_numpy(dtype=float)
        drawn = sums[rng.integers(0, len(sums), (_DRAWS, len(sums)))].sum(axis=1)
        low, high = np.quantile(drawn[:, 0] / drawn[:, 1], [(1 - level) / 2, (1 + level) / 2])
        wins = float((np.sign(-difference).mean() + 1) / 2)
        ends = table[first].mean(), table[second].mean(), difference.mean(), low, high, wins
        rows.append((horizon, len(table), len(sums), *ends))
    names = ["horizon", "technologies", "families", "first", "second", "difference"]
    return pd.DataFrame(rows, columns=[*names, "difference_low", "difference_high", "win_share"])
