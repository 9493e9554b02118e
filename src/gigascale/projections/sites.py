"""The sites that stand and are planned, and the draws of a projection that agree with them."""

import datetime as dt

import numpy as np
import pandas as pd

from gigascale.clusters.checks import require_positive
from gigascale.clusters.sampling import FloatArray
from gigascale.datasets import decimal_year
from gigascale.errors import InputError
from gigascale.projections.projection import Projection


def largest_sites(timelines: pd.DataFrame, since: str | dt.date) -> pd.DataFrame:
    """Return each date on which a site becomes larger than all before it.

    Parameters
    ----------
    timelines : DataFrame
        The ``data_center_timelines`` dataset: ``data_center``, ``date`` and ``power_w``.
    since : str or date
        First date of the result; earlier sites count for the record.

    Returns
    -------
    DataFrame
        ``data_center``, ``date`` and ``power_w``, in the order of the dates.

    Examples
    --------
    >>> states = pd.DataFrame({"data_center": ["A", "B", "A"], "power_w": [3e8, 2e8, 5e8],
    ...                        "date": pd.to_datetime(["2024-01-01", "2025-01-01", "2026-01-01"])})
    >>> largest_sites(states, "2024-06-01")["power_w"].tolist()
    [500000000.0]
    """
    dated = timelines.sort_values(["date", "power_w"], ascending=[True, False])
    before = dated["power_w"].cummax().shift(fill_value=0.0)
    records = dated[(dated["power_w"] > before) & (dated["date"] >= pd.Timestamp(since))]
    return records[["data_center", "date", "power_w"]].reset_index(drop=True)


def sites_reaching(timelines: pd.DataFrame, power_w: float, now: str | dt.date) -> pd.DataFrame:
    """Return the sites that reach a power, built or planned, the first one first.

    Parameters
    ----------
    timelines : DataFrame
        The ``data_center_timelines`` dataset.
    power_w : float
        Facility power.
    now : str or date
        The day whose power is given as ``now_w``; later states are plans.

    Returns
    -------
    DataFrame
        ``data_center``, ``now_w``, ``date`` (when it first has the power) and ``planned_w`` (the
        most that is planned).

    Raises
    ------
    InputError
        If the power is not above 0 and finite.

    Examples
    --------
    >>> states = pd.DataFrame({"data_center": ["A", "B", "A"], "power_w": [3e8, 2e8, 5e8],
    ...                        "date": pd.to_datetime(["2024-01-01", "2025-01-01", "2026-01-01"])})
    >>> sites_reaching(states, 4e8, "2025-06-01")[["now_w", "planned_w"]].to_numpy().tolist()
    [[300000000.0, 500000000.0]]
    """
    require_positive("power_w", power_w)
    dated = timelines.sort_values("date")
    past = dated[dated["date"] <= pd.Timestamp(now)]
    by_site = dated.groupby("data_center")
    reached = dated[dated["power_w"] >= power_w].groupby("data_center")["date"].min()
    table = pd.DataFrame(
        {
            "now_w": past.groupby("data_center")["power_w"].last().reindex(reached.index),
            "date": reached,
            "planned_w": by_site["power_w"].max().reindex(reached.index),
        }
    )
    return table.fillna({"now_w": 0.0}).sort_values("date").reset_index()


def no_site_until(timelines: pd.DataFrame, power_w: float, now: str | dt.date) -> pd.Timestamp:
    """Return the day until which no site of a power is known to have stood.

    Parameters
    ----------
    timelines : DataFrame
        The ``data_center_timelines`` dataset.
    power_w : float
        Facility power.
    now : str or date
        The day of the data: the answer where the power is only planned, or not even that.

    Raises
    ------
    InputError
        If the power is not above 0 and finite.

    Examples
    --------
    >>> states = pd.DataFrame({"data_center": ["A", "A"], "power_w": [3e8, 5e8],
    ...                        "date": pd.to_datetime(["2024-01-01", "2026-01-01"])})
    >>> [str(no_site_until(states, 4e8, now).date()) for now in ("2025-06-01", "2026-06-01")]
    ['2025-06-01', '2026-01-01']
    """
    built = sites_reaching(timelines, power_w, now)["date"]
    first: pd.Timestamp = min([pd.Timestamp(now), *built])
    return first


def given_no_site(
    projection: Projection,
    timelines: pd.DataFrame,
    power_w: float,
    now: str | dt.date,
    route: str = "demand",
) -> FloatArray:
    """Return when the leading run needs a power, by the draws that agree with the sites known.

    A run cannot have needed a site before one stood, so the draws that date the need up to
    :func:`no_site_until` are left out. This holds as far as the table knows every site and the
    run stays on one.

    Parameters
    ----------
    projection : Projection
        The draws.
    timelines, power_w, now
        As for :func:`no_site_until`.
    route : str
        ``demand`` or ``supply``.

    Returns
    -------
    ndarray, shape (k,)
        Decimal years, as of :meth:`gigascale.projections.Projection.year_reached`: minus
        infinite for a draw that needs the power from a start after that day.

    Raises
    ------
    InputError
        If no draw remains, or the power is not above 0 and finite.

    Examples
    --------
    >>> from gigascale.projections.route import Route
    >>> states = pd.DataFrame({"data_center": ["A"], "power_w": [3e8],
    ...                        "date": pd.to_datetime(["2024-01-01"])})
    >>> power = np.log10([[2e9, 5e8, 1e8], [2e9, 2e9, 2e8]])
    >>> route = Route(power, {}, np.array([0.0, 1.0]))
    >>> future = Projection({}, "trend", np.array([2025.5, 2026.5]), np.full(3, 0.5),
    ...                     {"demand": route}, np.full(3, True), power)
    >>> given_no_site(future, states, 1e9, "2025-07-01").tolist()
    [2025.5, inf]
    """
    until = decimal_year(pd.Series([no_site_until(timelines, power_w, now)]))[0]
    needed = projection.year_reached(route, "facility_power_w", power_w)
    latest = np.maximum(needed, projection.years[0] - projection.site_lead_years)
    if not (latest > until).any():
        raise InputError(f"every draw needs {power_w:g} W before {until:.1f}, when no site stood")
    kept: FloatArray = needed[latest > until]
    return kept
