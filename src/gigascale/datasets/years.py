"""Dates as decimal years, the time axis of every fit."""

import numpy as np
import numpy.typing as npt
import pandas as pd


def decimal_year(dates: pd.Series) -> npt.NDArray[np.float64]:
    """Return dates as decimal years: the year plus the share of it that has passed at midnight.

    Parameters
    ----------
    dates
        Shape (n,), datetimes; a numeric series is taken for decimal years already.

    Returns
    -------
    ndarray
        Shape (n,), years; not-a-number where the date is blank.

    Examples
    --------
    >>> decimal_year(pd.Series(pd.to_datetime(["2020-07-02", "2021-01-01"])))
    array([2020.5, 2021. ])
    """
    if not pd.api.types.is_datetime64_any_dtype(dates):
        return dates.to_numpy(dtype=np.float64, na_value=np.nan)
    start = pd.to_datetime(dates.dt.year.astype("Int64").astype("string") + "-01-01")
    length = 365 + dates.dt.is_leap_year
    years = (dates - start) / pd.Timedelta(days=1) / length + dates.dt.year
    return np.asarray(years, dtype=np.float64)
