"""The forecast methods by name: a history in, quantiles at each horizon out."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError
from gigascale.forecasts.combination import CONTINUED, combined
from gigascale.forecasts.history import History
from gigascale.forecasts.predictive import Student, student_quantiles
from gigascale.forecasts.records import records
from gigascale.trends.points import Floats

Method = Callable[[History, Floats], Floats]
PEERS = ("no-change", "line")


def _continued(method: Callable[[Floats, npt.ArrayLike], Student]) -> Method:
    def forecast(history: History, horizons_years: Floats) -> Floats:
        return student_quantiles(method(history.logs, horizons_years / history.step_years))

    return forecast


METHODS: dict[str, Method] = {
    **{name: _continued(method) for name, method in CONTINUED.items()},
    "records": records,
    "combination": combined,
}


def forecast(
    history: History, horizons_years: npt.ArrayLike, method: str = "random-walk"
) -> Floats:
    """Forecast a history by the name of a method.

    Parameters
    ----------
    history : History
    horizons_years : array_like, shape (h,)
        Years from the last value, above 0.
    method : str
        One of `METHODS`.

    Returns
    -------
    ndarray, shape (h, levels)
        Quantiles of log10 values at `gigascale.forecasts.predictive.LEVELS`.

    Raises
    ------
    InputError
        The method is unknown, the history too short for it, or a horizon not above 0.

    Examples
    --------
    >>> past = History(2020.0, 1.0, np.arange(5.0), np.arange(2016.0, 2021.0), np.arange(5.0))
    >>> forecast(past, [1.0, 2.0])[:, 99].round(6).tolist()
    [5.0, 6.0]
    """
    if method not in METHODS:
        raise InputError(f"method {method!r} is unknown; accepted: {', '.join(METHODS)}")
    horizons = np.asarray(horizons_years, dtype=float)
    if horizons.ndim != 1 or not (horizons > 0).all():
        raise InputError("horizons must be a list of years above 0")
    return METHODS[method](history, horizons)
