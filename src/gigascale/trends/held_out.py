"""Is a break worth having? Straight line, kink and jump judged by points that they have not seen.

BIC asks which line describes the points that it was fitted to. Here each line is fitted to some
points and asked for others. `forward` fits to everything before an origin and predicts what
follows it, as somebody had to who drew the line on that day; the break, too, is searched on the
past alone. `blocks` leaves out each stretch of years in turn and fits to the rest: the future then
helps to predict the past, and neighbours on both sides know something of a block, so it says which
line describes the series, not which would have served as a forecast. Either works on the table as
it stands today: revisions are hindsight that no origin had.

Two questions are answered apart. *Would the break have predicted better?* is the difference in
mean squared error, by origin. Neighbouring origins share most of their points, so its interval is
that of Diebold and Mariano (1995) with a long-run variance from a few cosines and Student's t, as
Coroneo and Iacone (2020) recommend for few predictions. *Is there a break?* is another matter: a
line with needless coefficients predicts worse on average, so a break that predicts as well as the
straight line is evidence already, and ordinary critical values do not hold (Clark and McCracken
2001). The p-value comes from series without a break, by the bootstrap of
`gigascale.trends.breaks`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError
from gigascale.trends.breaks import DEFAULT_DRAWS
from gigascale.trends.dependence import error_autocorrelation, resampled_errors, residuals
from gigascale.trends.growth import t_quantile
from gigascale.trends.points import DateMeans, Floats, as_log_points, date_means
from gigascale.trends.predictions import MODELS, folds, lines_through
from gigascale.trends.rates import DEFAULT_LEVEL, check_level, json_value

_FEWEST_ORIGINS = 3
_SEED = 20180102


@dataclass(frozen=True, kw_only=True)
class Score:
    """How far one kind of line was off, over all origins.

    Attributes
    ----------
    rmse_orders_of_magnitude : float
        Root of the mean squared error, in log10.
    mse_difference, mse_difference_low, mse_difference_high : float
        Mean squared error less that of the straight line, in squared orders of magnitude, and its
        interval; negative where this line predicts better. 0 for the straight line itself.
    p_value : float
        How often a series without a break favours this line as much, by the ratio of the mean
        squared errors; 1 for the straight line.
    """

    rmse_orders_of_magnitude: float
    mse_difference: float
    mse_difference_low: float
    mse_difference_high: float
    p_value: float


@dataclass(frozen=True, kw_only=True)
class HeldOut:
    """Predictions of points not seen, scored.

    Attributes
    ----------
    straight, kink, jump : Score
        One straight line, two segments that meet, two that need not.
    scheme : str
        `forward` or `blocks`.
    horizon_years : float
        How far beyond the origin points are predicted, or how long a block is.
    n_origins, n_predictions : int
        Origins or blocks with points to predict, and pairs of an origin and a date.
    first_origin_year, last_origin_year : float
        Decimal years.
    level : float
        Probability of the intervals.
    """

    straight: Score
    kink: Score
    jump: Score
    scheme: str
    horizon_years: float
    n_origins: int
    n_predictions: int
    first_origin_year: float
    last_origin_year: float
    level: float

    def to_dict(self) -> dict[str, Any]:
        """Every figure by name, ready for JSON; the lines as a list under `models`."""
        figures = {name: json_value(v) for name, v in vars(self).items() if name not in MODELS}
        return figures | {
            "models": [{"model": name} | vars(getattr(self, name)) for name in MODELS]
        }


def held_out(
    years: npt.ArrayLike,
    values: npt.ArrayLike,
    *,
    horizon_years: float = 1.0,
    scheme: str = "forward",
    spacing_years: float = 0.5,
    level: float = DEFAULT_LEVEL,
    draws: int = DEFAULT_DRAWS,
    rng: np.random.Generator | None = None,
) -> HeldOut:
    """Compare a straight line with a kink and a jump by what they say of points not fitted.

    Every origin counts the same, and at an origin every point.

    Parameters
    ----------
    years, values, horizon_years, scheme, spacing_years
        As `gigascale.trends.predictions.predictions`.
    level : float
        Probability of the intervals.
    draws : int
        Series without a break, for the p-values.
    rng : numpy.random.Generator, optional
        By default one of a fixed seed.

    Returns
    -------
    HeldOut

    Raises
    ------
    InputError
        As `predictions`; also with fewer than 3 origins, no draws or a level outside 0 to 1.

    Examples
    --------
    >>> years = 2010 + np.arange(120) / 8
    >>> noise = np.random.default_rng(1).normal(0, 0.1, 120)
    >>> values = 10 ** (0.8 * years - 0.4 * np.maximum(years - 2015, 0) - 1600 + noise)
    >>> found = held_out(years, values, draws=99)
    >>> found.kink.mse_difference_high < 0, found.kink.p_value
    (True, 0.01)
    >>> round(found.straight.rmse_orders_of_magnitude, 2), found.n_origins
    (0.49, 23)
    """
    check_level(level)
    if draws < 1:
        raise InputError(f"draws must be at least 1; it is {draws}")
    dates = date_means(as_log_points(years, values))
    split = folds(
        dates.years, horizon_years=horizon_years, scheme=scheme, spacing_years=spacing_years
    )
    if len(split) < _FEWEST_ORIGINS:
        raise InputError(
            f"an interval needs at least {_FEWEST_ORIGINS} origins with points to predict; "
            f"there are {len(split)}"
        )
    generator = np.random.default_rng(_SEED) if rng is None else rng
    series = np.column_stack([dates.means, _without_break(dates, draws, generator)])
    squares = {name: np.empty((len(split), draws + 1)) for name in MODELS}
    for row, fold in enumerate(split):
        counts = dates.counts[fold.ahead]
        for name, lines in lines_through(dates, fold, series).items():
            errors = lines - series[fold.ahead]
            squares[name][row] = counts @ errors**2 / counts.sum()
    return HeldOut(
        **{name: _score(squares[name], squares["straight"], level) for name in MODELS},
        scheme=scheme,
        horizon_years=float(horizon_years),
        n_origins=len(split),
        n_predictions=sum(int(fold.ahead.sum()) for fold in split),
        first_origin_year=split[0].origin,
        last_origin_year=split[-1].origin,
        level=level,
    )


def _without_break(dates: DateMeans, draws: int, rng: np.random.Generator) -> Floats:
    """Errors of the straight line through all dates, drawn anew, shape (dates, draws)."""
    weights = np.sqrt(dates.counts)
    design = weights[:, None] * np.column_stack(
        [np.ones_like(dates.years), dates.years - dates.years.mean()]
    )
    errors = residuals(design, weights * dates.means)
    drawn = resampled_errors(errors, error_autocorrelation(errors), draws, rng)
    return drawn / weights[:, None]


def _score(squares: Floats, straight: Floats, level: float) -> Score:
    """Score one kind of line from its squared errors by origin; the first series is observed."""
    n = len(squares)
    difference = squares[:, 0] - straight[:, 0]
    count = max(round(0.4 * n ** (2 / 3)), 1)
    cosines = np.cos(np.pi * (np.arange(n)[:, None] + 0.5) / n * np.arange(1, count + 1))
    projections = np.sqrt(2 / n) * cosines.T @ difference
    error = np.sqrt(projections @ projections / count / n)
    mean, margin = float(difference.mean()), float(t_quantile(level, count) * error)
    worse, base = squares.mean(axis=0), straight.mean(axis=0)
    ratios = np.divide(worse, base, out=np.ones_like(base), where=base > 0)
    return Score(
        rmse_orders_of_magnitude=float(np.sqrt(worse[0])),
        mse_difference=mean,
        mse_difference_low=mean - margin,
        mse_difference_high=mean + margin,
        p_value=float(np.mean(ratios <= ratios[0])),
    )
