"""Ways to draw a line through log10 values and to say how uncertain it is.

Least squares, which differ in what errors the interval allows:

cosine (default)
    Errors may be related to their neighbours. Long-run variance by the projections of AR(1)
    filtered errors on a few cosines, Student t quantiles (Lazarus, Lewis, Stock and Watson 2018;
    Andrews and Monahan 1992); see `gigascale.trends.dependence`.
hac
    Newey and West (1987) errors of `statsmodels`, 4 (n/100)^(2/9) lags, small-sample correction.
ols
    Independent errors of equal spread; `statsmodels`.
bootstrap
    Rows drawn independently, as in the published figures: standard errors of 999 refits and
    normal quantiles, which here serve better than quantiles of the refits and give the band of
    the line as well. A fixed seed.
blocks
    The same with moving blocks (Künsch 1989) of n^(1/3) rows in date order, the length that grows
    at the best rate for a variance (Hall, Horowitz and Jing 1995). How long is best depends on
    the dependence, which this does not look at.

Other lines:

gls
    Generalised least squares with AR(1) errors, iterated; `GLSAR` of `statsmodels`.
theil-sen, median
    Lines by ranks and by signs, intervals as `cosine`; see `gigascale.trends.robust_lines`.
errors-in-variables
    Least squares weighted by a stated error of each point, interval as `cosine`; see
    `gigascale.trends.stated_errors`.

`cosine` is the default because only its interval, and those built like it, holds the growth of
simulated series nearly as often as it says: with errors independent or related, of equal spread or
not, from about 15 points on. Where errors are independent it is hardly wider than `ols`. The others
are too narrow as soon as neighbours are related; `gls` least so, but it rests on the errors being
exactly AR(1), with an autocorrelation estimated too low. `gigascale.trends.coverage` measures this,
and where `cosine` too falls short: few points with strongly related errors, and slow errors under
much independent noise.

All but `ols`, `bootstrap` and `blocks` find their intervals from the mean of each date, weighted by
its number of points, so that points of one date may be related in any way. The order of rows that
share a date matters to none.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gigascale.errors import InputError
from gigascale.trends.bootstrap import block_bootstrap_lines, block_starts
from gigascale.trends.dependence import Uncertainty, residuals, robust_uncertainty
from gigascale.trends.points import Floats, Points, weighted_dates
from gigascale.trends.robust_lines import Line, median_line, theil_sen
from gigascale.trends.stated_errors import weighted_line

DEFAULT_METHOD = "cosine"
DRAWS = 999
_SEED = 20100101
_FEWEST_DATES_GLS = 4


def fit_line(centred: Points, method: str, error_factor: Floats | None = None) -> Line:
    """Fit a line by one of `METHODS`.

    Parameters
    ----------
    centred : Points
        Dates and log10 values, each less its mean, in date order.
    method : str
        One of `METHODS`.
    error_factor : ndarray, shape (n,), optional
        Stated error of each value, above 1; `errors-in-variables` needs it, the others ignore it.

    Returns
    -------
    Line
        With the level at the mean date, from the mean value.

    Raises
    ------
    InputError
        The method is unknown, or misses error factors or dates.

    Examples
    --------
    >>> points = Points(np.array([-1.0, 0.0, 1.0]), np.array([-0.1, 0.2, -0.1]))
    >>> fit_line(points, "cosine").covariance.round(6).tolist()
    [[0.02, 0.0], [0.0, 0.03]]
    """
    if method not in METHODS:
        raise InputError(f"method {method!r} is unknown; accepted: {', '.join(METHODS)}")
    return METHODS[method](centred, error_factor)


def _least_squares(centred: Points, uncertainty: Uncertainty) -> Line:
    slope = float(centred.years @ centred.values / (centred.years @ centred.years))
    return Line(0.0, slope, *uncertainty)


def _cosine(centred: Points) -> Uncertainty:
    return robust_uncertainty(*weighted_dates(centred))


def _hac(centred: Points) -> Uncertainty:
    design, response = weighted_dates(centred)
    lags = int(4 * (response.size / 100) ** (2 / 9))
    options = {"maxlags": lags, "use_correction": True}
    fit = _linear_model().OLS(response, design).fit(cov_type="HAC", cov_kwds=options, use_t=True)
    return Uncertainty(np.asarray(fit.cov_params()), float(fit.df_resid))


def _ols(centred: Points) -> Uncertainty:
    design = np.column_stack([np.ones_like(centred.years), centred.years])
    fit = _linear_model().OLS(centred.values, design).fit()
    return Uncertainty(np.asarray(fit.cov_params()), float(fit.df_resid))


def _bootstrap(centred: Points, block: int) -> Uncertainty:
    order = np.lexsort((centred.values, centred.years))
    starts = block_starts(order.size, DRAWS, block, np.random.default_rng(_SEED))
    lines = block_bootstrap_lines(centred.years[order], centred.values[order], starts, block)
    return Uncertainty(np.cov(np.stack(lines)[:, np.isfinite(lines.slopes)]), np.inf)


def _gls(centred: Points) -> Line:
    design, response = weighted_dates(centred)
    if response.size < _FEWEST_DATES_GLS:
        raise InputError(
            f"method 'gls' needs points on at least {_FEWEST_DATES_GLS} dates; "
            f"there are {response.size}"
        )
    errors = residuals(design, response)
    if errors @ errors <= 1e-24 * (response @ response):  # no errors, no autocorrelation
        return _least_squares(centred, _ols(centred))
    fit = _linear_model().GLSAR(response, design, rho=1).iterative_fit(maxiter=50)
    level, slope = fit.params.tolist()
    return Line(level, slope, np.asarray(fit.cov_params()), float(fit.df_resid))


def _errors_in_variables(centred: Points, error_factor: Floats | None) -> Line:
    if error_factor is None:
        raise InputError("method 'errors-in-variables' needs the error factor of every point")
    return weighted_line(centred, error_factor)


def _linear_model() -> Any:
    from statsmodels.regression import linear_model  # slow to import; the default needs none

    return linear_model


METHODS: dict[str, Callable[[Points, Floats | None], Line]] = {
    "cosine": lambda points, _: _least_squares(points, _cosine(points)),
    "hac": lambda points, _: _least_squares(points, _hac(points)),
    "ols": lambda points, _: _least_squares(points, _ols(points)),
    "bootstrap": lambda points, _: _least_squares(points, _bootstrap(points, block=1)),
    "blocks": lambda points, _: _least_squares(
        points, _bootstrap(points, block=round(points.years.size ** (1 / 3)))
    ),
    "gls": lambda points, _: _gls(points),
    "theil-sen": lambda points, _: theil_sen(points),
    "median": lambda points, _: median_line(points),
    "errors-in-variables": _errors_in_variables,
}
