"""How a growth rate moves with the rule, the window and the method: one series, every combination.

`gigascale.trends.specification_curve` does the same for a dataset of the catalogue and its
vintages; this is for a table at hand.
"""

from collections.abc import Mapping
from itertools import product

import numpy as np
import pandas as pd

from gigascale.errors import InputError
from gigascale.trends.growth import fit_growth
from gigascale.trends.series import Bound, select

RULES: Mapping[str, str] = {
    "all": "all rows, all years, least squares",
    "top5": "five leaders to date",
    "top10": "ten leaders to date",
    "trailing5": "five leaders of the last year",
}
STARTS: Mapping[Bound, str] = {None: "all years", "2016-01-01": "since 2016"}
METHODS: Mapping[str, str] = {
    "cosine": "least squares",
    "theil-sen": "Theil and Sen's line",
    "median": "median line",
}


def growth_by_choice(
    frame: pd.DataFrame,
    *,
    date: str,
    value: str,
    ranked_by: str | None = None,
    rules: Mapping[str, str] = RULES,
    starts: Mapping[Bound, str] = STARTS,
    end: Bound = None,
    fewest: int = 3,
) -> pd.DataFrame:
    """Growth per year of a column under every combination of rule, window and method.

    Parameters
    ----------
    frame : DataFrame
        One row a point.
    date, value : str
        As `gigascale.trends.growth_of`.
    ranked_by : str, optional
        Column whose largest values make a row a leader; by default `value`. Of a ratio such as
        the machine balance the largest values are no lead, so its leaders need another column.
    rules, starts : mapping
        Rules and first dates with words for each; the first of each is the usual one.
    end : str, date or float, optional
        Last date of every window.
    fewest : int
        Dates with points that a combination needs; with fewer, its growth is blank.

    Returns
    -------
    DataFrame
        A row for each combination with the three methods `cosine`, `theil-sen` and `median`:
        `rule`, `start`, `method`, `n`, `growth_per_year` with its 90% interval in
        `growth_per_year_low` and `growth_per_year_high`, and `choice`: words for the combination
        if at most one choice differs from the first of each, otherwise blank.

    Raises
    ------
    InputError
        As `gigascale.trends.select`, or no combination has enough points.

    Examples
    --------
    >>> chips = pd.DataFrame({"year": [2016, 2017, 2018, 2019], "speed": [1.0, 2.0, 4.0, 8.0]})
    >>> curve = growth_by_choice(chips, date="year", value="speed")
    >>> curve["choice"].dropna().tolist()[1:3], curve["growth_per_year"].round(6).unique().tolist()
    (["Theil and Sen's line", 'median line'], [2.0])
    """
    known = frame.dropna(subset=[date, value])
    usual = (next(iter(rules)), next(iter(starts)), next(iter(METHODS)))
    rows = []
    for combination in product(rules, starts, METHODS):
        rule, start, method = combination
        chosen = select(
            known, date=date, value=ranked_by or value, rule=rule, start=start, end=end
        ).rows
        leaders = select(known.iloc[chosen], date=date, value=value)
        words = (rules[rule], starts[start], METHODS[method])
        pairs = zip(words, combination, usual, strict=True)
        moved = [word for word, taken, first in pairs if taken != first]
        growth = dict.fromkeys(_GROWTH, np.nan)
        if np.unique(leaders.years).size >= max(fewest, 3):
            fit = fit_growth(leaders.years, leaders.values, method=method)
            growth = {name: getattr(fit, name) for name in _GROWTH}
        rows.append(
            {
                "choice": (moved or words)[0] if len(moved) < 2 else None,
                "rule": rule,
                "start": start,
                "method": method,
                "n": leaders.years.size,
                **growth,
            }
        )
    curve = pd.DataFrame(rows)
    if curve["growth_per_year"].isna().all():
        raise InputError(f"no combination has points on {fewest} dates")
    return curve


_GROWTH = ("growth_per_year", "growth_per_year_low", "growth_per_year_high")
