"""Wright's law as a forecast: cost follows cumulative production, in changes from step to step."""

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError
from gigascale.forecasts.continued import checked
from gigascale.forecasts.predictive import Student
from gigascale.trends.points import Floats

MOVING_AVERAGE = 0.19


def wright(
    logs: Floats,
    log_production: Floats,
    horizons: npt.ArrayLike,
    future_log_production: Floats | None = None,
    *,
    moving_average: float = MOVING_AVERAGE,
) -> Student:
    """Wright's law in first differences with moving-average noise (Lafond et al. 2018).

    Change of log cost y = ω x + v_t + ρ v_{t−1} for the change x of log production; ω̂ = Σxy/Σx²
    over the m past changes. With z the change of log production from the last value to horizon τ
    and g = z/Σx², the error of the forecast, last + ω̂ z, is a sum over the shocks v, of variance

    σ²/(1 + ρ²) · (1 + (τ − 1)(1 + ρ)² + (ρ − g x_m)² + g² (Σ_{j<m} (x_j + ρ x_{j+1})² + ρ² x_1²))

    for σ² = Σ(y − ω̂ x)²/(m − 1); m − 1 degrees of freedom. With x = 1 throughout it is the
    variance of `gigascale.forecasts.continued.random_walk`. Within the first step it rises in
    proportion from 0. Without the production of the future, z = τ times the mean of x, and
    ω̂² s² (τ + τ²/m) is added, s² the variance of x: production as a random walk with drift.

    Parameters
    ----------
    logs, log_production : ndarray, shape (..., n)
        log10 of cost and of cumulative production one step apart, oldest first; at least 4. What
        the forecaster knew on the day of the last cost.
    horizons : array_like, shape (h,)
        Steps from the last value, above 0.
    future_log_production : ndarray, shape (..., h), optional
        At the horizons.
    moving_average : float
        ρ, 0.19 in Lafond et al. for 51 technologies.

    Returns
    -------
    Student
        Of shape (..., h).

    Raises
    ------
    InputError
        As `gigascale.forecasts.continued.no_change`; also when costs and production differ in
        shape, or production does not change.

    Examples
    --------
    >>> cost, made = np.array([3.0, 2.5, 2.0, 1.5, 1.0]), np.arange(5.0)
    >>> wright(cost, made, [1, 2]).centre.tolist()
    [0.5, 0.0]
    >>> wright(cost, made, [1, 2], np.array([6.0, 8.0])).centre.tolist()
    [0.0, -1.0]
    """
    logs, steps, changes = checked(logs, horizons)
    made, _, growth = checked(log_production, horizons)
    if made.shape != logs.shape:
        raise InputError(f"costs have shape {logs.shape} and production {made.shape}; not the same")
    m, rho = changes.shape[-1], moving_average
    squares = (growth**2).sum(axis=-1, keepdims=True)
    if not (squares > 0).all():
        raise InputError("production must change; Wright's law says nothing where it does not")
    slope = (growth * changes).sum(axis=-1, keepdims=True) / squares
    variance = ((changes - slope * growth) ** 2).sum(axis=-1, keepdims=True) / (m - 1)
    added: Floats = np.zeros(1)
    if future_log_production is None:
        ahead = growth.mean(axis=-1, keepdims=True) * steps
        spread = growth.var(axis=-1, ddof=1, keepdims=True)
        added = slope**2 * spread * (steps + steps**2 / m)
    else:
        future = np.asarray(future_log_production, dtype=float)
        if future.shape != (*logs.shape[:-1], steps.size):
            wanted = (*logs.shape[:-1], steps.size)
            raise InputError(f"future production has shape {future.shape}; {wanted} is needed")
        ahead = future - made[..., -1:]
    leverage = ahead / squares
    inner = ((growth[..., :-1] + rho * growth[..., 1:]) ** 2).sum(axis=-1, keepdims=True)
    inner = inner + rho**2 * growth[..., :1] ** 2
    shocks = (
        1
        + (np.maximum(steps, 1.0) - 1) * (1 + rho) ** 2
        + (rho - leverage * growth[..., -1:]) ** 2
        + leverage**2 * inner
    )
    noise = variance * shocks / (1 + rho**2) * np.minimum(steps, 1.0)
    return Student(logs[..., -1:] + slope * ahead, np.sqrt(noise + added), m - 1)
