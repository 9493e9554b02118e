"""How far a growth rate moves because its points are chosen by the very values that are uncertain.

A rule that ranks points keeps those whose estimates are too high more readily than those whose
estimates are too low. To see what that does, every estimate is moved once more by its stated
error, the rule is applied to the moved values, and the line is fitted again. The estimates hold
their own errors already, so the shift shows the size and the sign of what one such helping of
error does; it does not undo it.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gigascale.errors import InputError
from gigascale.trends.growth import fit_growth
from gigascale.trends.points import Floats
from gigascale.trends.series import Bound, select
from gigascale.trends.stated_errors import stated_sd

_SEED = 20240526


def jittered_growth(
    frame: pd.DataFrame,
    *,
    date: str,
    value: str,
    error_factor: npt.ArrayLike,
    rule: str = "all",
    start: Bound = None,
    reselect: bool = True,
    draws: int = 200,
    rng: np.random.Generator | None = None,
) -> Floats:
    """Growth per year when each value is moved by its stated error, drawn anew and lognormal.

    Parameters
    ----------
    frame, date, value, rule, start
        As `gigascale.trends.select`.
    error_factor : array_like, shape (rows of the frame,)
        A factor of 3 either way is the 90% interval; the draws have that interval.
    reselect : bool
        Whether the rule sees the moved values. Else it sees those of the frame, and the spread of
        the result is what the errors do to a line through points chosen without them.
    draws : int
    rng : numpy.random.Generator, optional
        By default one of a fixed seed.

    Returns
    -------
    ndarray, shape (draws,)
        Growth per year by least squares.

    Raises
    ------
    InputError
        As `gigascale.trends.growth_of`; also if the factors do not fit the frame.

    Examples
    --------
    >>> frame = pd.DataFrame({"year": np.arange(2010.0, 2030.0)})
    >>> frame["flop"] = 4 ** (frame["year"] - 2010)
    >>> drawn = jittered_growth(
    ...     frame, date="year", value="flop", error_factor=np.full(20, 3.0), draws=50
    ... )
    >>> drawn.shape, round(float(np.median(drawn)))
    ((50,), 4)
    """
    factors = np.asarray(error_factor, dtype=float)
    if factors.shape != (len(frame),):
        raise InputError(f"error_factor must have {len(frame)} numbers, one a row of the frame")
    generator = np.random.default_rng(_SEED) if rng is None else rng
    sd = stated_sd(factors)
    chosen: dict[str, Any] = {"date": date, "value": value, "rule": rule, "start": start}
    years, values, rows, _ = select(frame, **chosen)
    growth = np.empty(draws)
    for draw in range(draws):
        moved = 10 ** (sd * generator.standard_normal(sd.size))
        drawn = values * moved[rows]
        if reselect:
            years, drawn, *_ = select(frame.assign(**{value: frame[value] * moved}), **chosen)
        growth[draw] = fit_growth(years, drawn).growth_per_year
    return growth
