"""What the book forecasts, each target declared in one row of ``data/forecast_targets.csv``."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.datasets import Dataset, calendar_date, decimal_year, entry, load
from gigascale.errors import InputError
from gigascale.forecasts.history import History, history, standing
from gigascale.trends.points import Floats, Points
from gigascale.trends.reading import Rows, declared_rows

_OVER = {"value", "total"}  # statistics of periods, known when the period is over
_ROUNDING = 1e-9
_A_DAY = 1.01 / 365  # a period up to the day of the vintage stands on the day after


@dataclass(frozen=True, kw_only=True)
class Target:
    """A quantity whose standing on a day is forecast.

    Attributes
    ----------
    target_id, title, chapter : str
        Its identifier, its label and the chapter that treats it.
    dataset : str
        A name of the catalogue; its vintages decide what came.
    rows : Rows
        What of the dataset is read: columns and conditions.
    statistic : str
        `largest`, `tenth`, `mean10` or `value` of `gigascale.forecasts.history`, or `total`: the
        sum over the rows of a date, at the dates that every maker has.
    step_years : float
        Of the history that the methods continue.
    since : float
        Decimal year at which that history starts, at the earliest.
    """

    target_id: str
    title: str
    dataset: str
    rows: Rows
    statistic: str
    step_years: float
    since: float
    chapter: str

    @property
    def unit(self) -> str:
        """Unit of the values."""
        return self.rows.unit(entry(self.dataset))

    @property
    def yearly(self) -> bool:
        """Whether there is one value a year, which stands on 1 January of the next."""
        return entry(self.dataset).columns[self.rows.date].type != "date"

    def points(self, vintage: str) -> Points:
        """Return the values of a vintage and when each stood, as decimal years.

        Of a single event, such as a training run, that is its day. Values of a period (statistics
        `value` and `total`) stand when it is over: that of a year on 1 January of the next, that up
        to a last day on the day after. What a vintage states of days after its own, such as an
        estimate of the years to come, is left out.

        Raises
        ------
        InputError
            The dataset has no such vintage, or no row is left.

        Examples
        --------
        >>> target("solar_price").points("2024-12-31").years[-1]
        np.float64(2025.0)
        """
        date, value = self.rows.date, self.rows.value
        about, table = entry(self.dataset), self.rows.of(load(self.dataset, vintage))
        table = table.dropna(subset=[date, value])
        table = table[table[value] > 0]
        if self.statistic == "total":
            table = _summed(table, date, value, about)
        day_after = pd.Timedelta(days=int(self.statistic in _OVER))
        if self.yearly:
            years = table[date].to_numpy(dtype=float) + int(self.statistic in _OVER)
        else:
            years = decimal_year(table[date] + day_after)
        reached = years <= year_of(vintage) + _A_DAY
        if not reached.any():
            raise InputError(f"{self.dataset} of {vintage} has no value of {self.target_id!r}")
        return Points(years[reached], table[value].to_numpy(dtype=float)[reached])

    def known_to(self, vintage: str) -> float:
        """Return until when a vintage tells the target, a decimal year.

        The day of the vintage for what is a record of single events, the last value's otherwise.

        Examples
        --------
        >>> target("solar_capacity").known_to("2024-12-31")
        2024.0
        """
        if self.statistic in _OVER:
            return float(self.points(vintage).years.max())
        return year_of(vintage)

    def history(self, vintage: str) -> History:
        """Return what a vintage tells, as the methods take it.

        Raises
        ------
        InputError
            As `points`, and if there are fewer than 4 values.

        Examples
        --------
        >>> target("training_compute").history("2025-02-24").known_to.__round__(2)
        2025.15
        """
        return history(
            *self.points(vintage),
            statistic=self._of_points,
            known_to=self.known_to(vintage),
            step_years=self.step_years,
            since=self.since,
        )

    def standing(self, vintage: str, years: npt.ArrayLike) -> Floats:
        """Return where the target stood on given days as a vintage tells it.

        Parameters
        ----------
        vintage : str
        years : array_like, shape (k,)
            Decimal years.

        Returns
        -------
        ndarray, shape (k,)
            log10 of the values; NaN for a day that the vintage does not reach.

        Examples
        --------
        >>> capacity = target("solar_capacity").standing("2024-12-31", [2024.0, 2025.0])
        >>> (10**capacity).round(-10).tolist()
        [1420000000000.0, nan]
        """
        at = np.atleast_1d(np.asarray(years, dtype=float))
        stood = standing(*self.points(vintage), at, self._of_points)
        return np.where(at <= self.known_to(vintage) + _ROUNDING, stood, np.nan)

    @property
    def _of_points(self) -> str:
        return "value" if self.statistic == "total" else self.statistic


def targets() -> list[Target]:
    """Return every target, in the order of the table.

    Raises
    ------
    InputError
        A row of ``data/forecast_targets.csv`` names a dataset or column that is not there.

    Examples
    --------
    >>> targets()[0].unit
    'FLOP'
    """
    return [_target(row, rows) for row, rows in declared_rows("forecast_targets")]


def target(target_id: str) -> Target:
    """Return one target.

    Raises
    ------
    InputError
        There is no such target; the message lists those there are.

    Examples
    --------
    >>> target("flop_per_w").unit
    'FLOP/s / W'
    """
    known = {one.target_id: one for one in targets()}
    if target_id not in known:
        raise InputError(f"target {target_id!r} is unknown; there are: {', '.join(known)}")
    return known[target_id]


def year_of(day: str) -> float:
    """Return an ISO date as a decimal year.

    Examples
    --------
    >>> year_of("2025-07-02") == 2025 + 182 / 365
    True
    """
    return float(decimal_year(pd.Series([pd.Timestamp(day)]))[0])


def day_of(year: float) -> pd.Timestamp:
    """Return a decimal year as a date."""
    return pd.Timestamp(calendar_date(year)[0])


def _target(row: dict[str, Any], rows: Rows) -> Target:
    return Target(
        target_id=row["target_id"],
        title=row["title"],
        dataset=row["dataset"],
        rows=rows,
        statistic=row["statistic"],
        step_years=row["step_years"],
        since=year_of(row["since"]) if row["since"] else -np.inf,
        chapter=row["chapter"],
    )


def _summed(table: pd.DataFrame, date: str, value: str, about: Dataset) -> pd.DataFrame:
    """One row a date: the sum over makers, where all have a value."""
    (maker,) = (name for name in about.key if about.columns[name].type == "text")
    wide = table.pivot_table(index=date, columns=maker, values=value, aggfunc="sum").dropna()
    return wide.sum(axis="columns").rename(value).reset_index()
