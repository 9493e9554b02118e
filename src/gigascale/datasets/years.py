"""Dates as decimal years, the time axis of every fit, and back."""

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


def calendar_date(years: npt.ArrayLike) -> pd.DatetimeIndex:
    """Return decimal years as dates, the inverse of `decimal_year`.

    Parameters
    ----------
    years
        Finite decimal years, one or several.

    Examples
    --------
    >>> calendar_date([2020.5, 2021.0])
    DatetimeIndex(['2020-07-02', '2021-01-01'], dtype='datetime64[us]', freq=None)
    """
    decimal = np.atleast_1d(np.asarray(years, dtype=np.float64))
    whole = np.floor(decimal).astype(int)
    start = pd.to_datetime([f"{year}-01-01" for year in whole])
    days = (decimal - whole) * (365 + start.is_leap_year)
    return pd.DatetimeIndex(start + pd.to_timedelta(np.floor(days + 1e-6), unit="D"))
