"""A series that keeps to a straight line, with errors that persist."""

import numpy as np
import numpy.typing as npt

from gigascale.forecasts.continued import checked
from gigascale.forecasts.predictive import Student
from gigascale.trends.points import Floats

_HIGHEST_AUTOCORRELATION = 0.97
_FEWEST_FOR_AUTOCORRELATION = 9


def trend_ar(logs: Floats, horizons: npt.ArrayLike) -> Student:
    """A straight line with AR(1) errors: the last error fades, and the series returns to the line.

    ρ comes from the first autocorrelation r of the residuals of least squares, corrected for the
    line: (n r + 2)/(n − 4), kept within 0 and 0.97; 0 for fewer than 9 values, as
    `gigascale.trends.dependence.error_autocorrelation`. Then generalised least squares, and the
    best linear forecast (Goldberger 1962): line + ρ^τ times the last error. Variance
    s² ((1 − ρ^2τ)/(1 − ρ²) + d' C d) for innovation variance s² and coefficients' covariance s² C,
    d the regressors at the target less ρ^τ times the last ones. Degrees of freedom n − 2, and one
    fewer where ρ is estimated. The error of ρ itself is left out.

    Parameters
    ----------
    logs, horizons
        As `gigascale.forecasts.continued.no_change`.

    Returns
    -------
    Student
        Of shape (..., h).

    Raises
    ------
    InputError
        As `gigascale.forecasts.continued.no_change`.

    Examples
    --------
    >>> late = np.arange(20.0) + 0.5 ** np.arange(19.0, -1, -1)
    >>> trend_ar(late, [1, 10]).centre.round(1).tolist()
    [20.9, 29.9]
    """
    logs, steps, _ = checked(logs, horizons)
    n = logs.shape[-1]
    times = np.arange(n) - (n - 1) / 2
    rho = _autocorrelation(logs, times)[..., None]
    first = np.sqrt(1 - rho**2)
    ones, line, response = (
        np.concatenate([first * x[..., :1], x[..., 1:] - rho * x[..., :-1]], axis=-1)
        for x in (np.ones(n), times, logs)
    )
    a, b, c = (
        (x * y).sum(-1, keepdims=True) for x, y in ((ones, ones), (ones, line), (line, line))
    )
    p, q = ((x * response).sum(-1, keepdims=True) for x in (ones, line))
    determinant = a * c - b**2
    level, slope = (c * p - b * q) / determinant, (a * q - b * p) / determinant
    freedom = n - 2 - (n >= _FEWEST_FOR_AUTOCORRELATION)
    errors = response - level * ones - slope * line
    variance = (errors**2).sum(-1, keepdims=True) / freedom
    fading, ahead = rho**steps, times[-1] + steps
    centre = level + slope * ahead + fading * (logs[..., -1:] - level - slope * times[-1])
    at_level, at_slope = 1 - fading, ahead - fading * times[-1]
    coefficients = (c * at_level**2 - 2 * b * at_level * at_slope + a * at_slope**2) / determinant
    return Student(
        centre,
        np.sqrt(variance * ((1 - fading**2) / (1 - rho**2) + coefficients)),
        freedom,
    )


def _autocorrelation(logs: Floats, times: Floats) -> Floats:
    n = logs.shape[-1]
    if n < _FEWEST_FOR_AUTOCORRELATION:
        return np.zeros(logs.shape[:-1])
    slope = (logs @ times / (times @ times))[..., None]
    errors = logs - logs.mean(axis=-1, keepdims=True) - slope * times
    power = (errors**2).sum(axis=-1)
    first = (errors[..., 1:] * errors[..., :-1]).sum(axis=-1) / np.where(power > 0, power, 1.0)
    return np.asarray(np.clip((n * first + 2) / (n - 4), 0.0, _HIGHEST_AUTOCORRELATION))
