"""Curves that level off against the exponential: fit, ceilings claimed, and prediction.

A curve that follows the past closely need not predict. So besides the fit there are two tests: the
end of a series held out once, and fits at past dates compared with what came. A log-linear trend
that is damped (Holt's method with the damping of Gardner and McKenzie 1985) slows down without
claiming a ceiling, and serves as the rival.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.errors import InputError
from gigascale.trends.points import Floats, Points, as_log_points, as_points, date_means
from gigascale.trends.rates import DEFAULT_LEVEL
from gigascale.trends.saturation import CURVES, FEWEST_DATES, CurveFit, fit_curve

DAMPED = "damped trend"
HELD_OUT = 0.25


def compare_curves(
    years: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    launch: float | None = None,
    level: float = DEFAULT_LEVEL,
) -> pd.DataFrame:
    """Every curve on one series: ceilings, fit, and prediction of what was held out.

    Parameters
    ----------
    years, values, launch, level
        As `fit_curve`.

    Returns
    -------
    DataFrame
        One row a curve: curve, ceiling, ceiling_low, ceiling_high, midpoint_year, residual_sd
        (log10), aicc (Akaike's criterion for small samples less that of the best curve; errors
        AR(1) of the coefficient that the closest of the curves leaves) and held_out_error (root
        mean square in log10 over the dates of the last quarter of the time span, predicted by a
        fit that does not see them; missing where fewer than 10 dates are left).

    Raises
    ------
    InputError
        As `fit_curve`.

    Examples
    --------
    >>> years = np.arange(1990, 2020)
    >>> curves = compare_curves(years, 100 / (1 + np.exp(-0.5 * (years - 2000))))
    >>> curves.loc[curves["aicc"].idxmin(), "curve"]
    'logistic'
    """
    options: dict[str, Any] = {"launch": launch, "level": level}
    fits = [fit_curve(years, values, curve=curve, **options) for curve in CURVES]
    closest = min(fits, key=lambda fit: fit.residual_sd_orders_of_magnitude)
    rho = closest.error_autocorrelation
    alike = [
        fit_curve(years, values, curve=curve, autocorrelation=rho, **options) for curve in CURVES
    ]
    aicc = np.array([_aicc(fit) for fit in alike])
    times, logs = as_log_points(years, values)
    early = times <= times[0] + (1 - HELD_OUT) * (times[-1] - times[0])
    late = date_means(Points(times[~early], logs[~early]))
    held_out_errors = []
    for curve in CURVES:
        if np.unique(times[early]).size < FEWEST_DATES:
            held_out_errors.append(math.nan)
            continue
        seen = fit_curve(times[early], 10 ** logs[early], curve=curve, **options)
        misses = np.log10(seen.forecast(late.years)) - late.means
        held_out_errors.append(math.sqrt(float((misses**2).mean())))
    return pd.DataFrame(
        {
            "curve": CURVES,
            "ceiling": [fit.ceiling for fit in fits],
            "ceiling_low": [fit.ceiling_low for fit in fits],
            "ceiling_high": [fit.ceiling_high for fit in fits],
            "midpoint_year": [fit.midpoint_year for fit in fits],
            "residual_sd": [fit.residual_sd_orders_of_magnitude for fit in fits],
            "aicc": aicc - aicc.min(),
            "held_out_error": held_out_errors,
        }
    )


def curve_hindcasts(
    years: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    origins: npt.ArrayLike,
    horizons: npt.ArrayLike,
    curves: Sequence[str] = (*CURVES, DAMPED),
    launch: float | None = None,
    autocorrelation: float | None = None,
    level: float = DEFAULT_LEVEL,
) -> pd.DataFrame:
    """Fit curves to what was known at past dates, and compare with what came.

    Parameters
    ----------
    years, values : array_like, shape (n,)
        A yearly series without gaps, in any order; positive values.
    origins : array_like
        Last years that the fits see.
    horizons : array_like
        Years ahead.
    curves : sequence of str
        Of `gigascale.trends.saturation.CURVES`, and `DAMPED`.
    launch, autocorrelation, level
        As `gigascale.trends.saturation.fit_curve`.

    Returns
    -------
    DataFrame
        One row for each origin, curve and horizon: origin_year, curve, horizon, ceiling,
        ceiling_low, ceiling_high (in the unit of the values; missing for the damped trend),
        forecast, observed (missing where the series ends before) and error (log10 forecast less
        log10 observed).

    Raises
    ------
    InputError
        As `fit_curve`; also when the years have a gap or a repeat.

    Examples
    --------
    >>> years = np.arange(1990, 2020)
    >>> table = curve_hindcasts(
    ...     years, 1.3 ** (years - 1990), origins=[2010], horizons=[5], curves=["exponential"]
    ... )
    >>> table["error"].round(6).abs().tolist()
    [0.0]
    """
    dates, sizes = as_points(years, values)
    order = np.argsort(dates)
    dates, sizes = dates[order], sizes[order]
    if not np.allclose(np.diff(dates), 1):
        raise InputError("hindcasts of curves need one value a year, without gaps")
    came = dict(zip(dates.round(6).tolist(), sizes.tolist(), strict=True))
    ahead = np.atleast_1d(np.asarray(horizons, dtype=float))
    rows = []
    for origin in np.atleast_1d(np.asarray(origins, dtype=float)).tolist():
        seen = dates <= origin
        for curve in curves:
            ends = (math.nan, math.nan, math.nan)
            if curve == DAMPED:
                forecasts = damped_trend(sizes[seen], ahead)
            else:
                fit = fit_curve(
                    dates[seen],
                    sizes[seen],
                    curve=curve,
                    launch=launch,
                    autocorrelation=autocorrelation,
                    level=level,
                )
                ends = fit.ceiling, fit.ceiling_low, fit.ceiling_high
                forecasts = fit.forecast(origin + ahead)
            for horizon, forecast in zip(ahead.tolist(), forecasts.tolist(), strict=True):
                observed = came.get(round(origin + horizon, 6), math.nan)
                rows.append((origin, curve, horizon, *ends, forecast, observed))
    names = ["origin_year", "curve", "horizon", "ceiling", "ceiling_low", "ceiling_high"]
    table = pd.DataFrame(rows, columns=[*names, "forecast", "observed"])
    return table.assign(error=np.log10(table["forecast"] / table["observed"]))


def damped_trend(values: Floats, horizons: Floats) -> Floats:
    """Continue the logarithm of a yearly series by Holt's method with a damped trend.

    Parameters
    ----------
    values : ndarray, shape (n,)
        In order, one a year, positive; at least 10.
    horizons : ndarray
        Whole years after the last value.

    Returns
    -------
    ndarray, shape of `horizons`

    Examples
    --------
    >>> steps = np.arange(20.0)
    >>> damped_trend(10 ** (steps / 20), np.array([1.0])).round(1).tolist()
    [10.0]
    """
    from statsmodels.tsa.holtwinters import Holt  # slow to import

    steps = np.asarray(horizons, dtype=int)
    fit = Holt(np.log10(values), damped_trend=True, initialization_method="estimated").fit()
    return np.asarray(10 ** fit.forecast(int(steps.max()))[steps - 1])


def _aicc(fit: CurveFit) -> float:
    n, k = fit.n_dates, (2 if fit.curve == "exponential" else 3) + 2
    tiny = float(np.finfo(float).tiny)
    return n * math.log(max(fit.squares, tiny) / n) + 2 * k + 2 * k * (k + 1) / (n - k - 1)
