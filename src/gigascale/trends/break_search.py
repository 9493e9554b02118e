"""Least squares over every candidate date of a break, for many series at once."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gigascale.errors import InputError
from gigascale.trends.points import Floats

KINDS = ("kink", "jump")
FEWEST_DATES_A_SIDE = 10
_SAME_DATE_YEARS = 1e-6


class Found(NamedTuple):
    """The best break of each series; arrays of shape (series,).

    `positions` index the candidate `years`; `before` and `after` are slopes in log10 per year,
    `jumps` steps in log10, `levels` fitted values where the first segment ends; `squares_*` are
    sums of squared residuals without and with the break.
    """

    positions: npt.NDArray[np.intp]
    years: Floats
    before: Floats
    after: Floats
    jumps: Floats
    levels: Floats
    squares_straight: Floats
    squares_bent: Floats
    f_ratios: Floats


@dataclass(frozen=True)
class BreakSearch:
    """Everything of a search that depends on the dates alone; g candidates, m added regressors.

    Attributes
    ----------
    straight : ndarray, shape (n, 2)
        Design of the straight line.
    years, candidates : ndarray, shape (g,)
        Dates tried: decimal years, and from the year that the design counts from.
    bends : ndarray, shape (g, n, m)
        Regressors that a break at each candidate adds.
    bases, triangles : ndarray, shapes (g, n, m) and (g, m, m)
        QR factors of the bends made orthogonal to the straight line.
    """

    straight: Floats
    years: Floats
    candidates: Floats
    bends: Floats
    bases: Floats
    triangles: Floats

    @property
    def added(self) -> int:
        """Regressors that a break adds to the straight line."""
        return int(self.bends.shape[2])

    def design(self, position: int) -> Floats:
        """Design of the two segments that meet at a candidate, shape (n, 2 + m)."""
        return np.column_stack([self.straight, self.bends[position]])

    def run(self, responses: Floats) -> Found:
        """Fit a break at every candidate and keep the best for each series.

        Parameters
        ----------
        responses : ndarray, shape (n, series)

        Returns
        -------
        Found
        """
        n, added, series = len(self.straight), self.added, np.arange(responses.shape[1])
        inverse = np.linalg.pinv(self.straight)
        lines = inverse @ responses
        errors = responses - self.straight @ lines
        bases = np.moveaxis(self.bases, 1, 2)
        scores = (bases.reshape(-1, n) @ errors).reshape(-1, added, series.size)
        gains = (scores**2).sum(axis=1)
        best = gains.argmax(axis=0)
        bend = np.linalg.solve(self.triangles[best], scores[best, :, series][..., None])[..., 0]
        line = lines.T - np.einsum("scm,sm->sc", (inverse @ self.bends)[best], bend)
        squares = (errors**2).sum(axis=0)
        bent = np.maximum(squares - gains[best, series], squares * np.finfo(float).eps ** 2)
        ratios = np.divide(squares - bent, bent, out=np.zeros_like(bent), where=bent > 0)
        return Found(
            positions=best,
            years=self.years[best],
            before=line[:, 1],
            after=line[:, 1] + bend[:, 0],
            jumps=bend[:, 1] if added == 2 else np.zeros(series.size),
            levels=line[:, 0] + line[:, 1] * self.candidates[best],
            squares_straight=squares,
            squares_bent=bent,
            f_ratios=ratios * (n - 2 - added) / added,
        )


def prepare(
    straight: Floats, kind: str, centre_year: float, at: float | None = None
) -> BreakSearch:
    """Set up the search for a break on a monthly grid with at least 10 dates on each side.

    Parameters
    ----------
    straight : ndarray, shape (n, 2)
        Weight of each date, and weight times years from `centre_year`, in date order.
    kind : str
        One of `KINDS`.
    centre_year : float
        Decimal year.
    at : float, optional
        Decimal year to try alone.

    Returns
    -------
    BreakSearch

    Raises
    ------
    InputError
        The kind is unknown, or no month, or not `at`, has 10 dates on each side.

    Examples
    --------
    >>> years = np.arange(24.0) - 11.5
    >>> search = prepare(np.column_stack([np.ones(24), years]), "kink", 2011.5)
    >>> found = search.run(np.maximum(years - 1, 0)[:, None])
    >>> found.years.round(6).tolist(), found.after.round(6).tolist()
    ([2012.5], [1.0])
    """
    if kind not in KINDS:
        raise InputError(f"kind of break {kind!r} is unknown; accepted: {', '.join(KINDS)}")
    weights, years = straight[:, 0], straight[:, 1] / straight[:, 0]
    dates = years + centre_year
    tried = _candidates(dates, distinct=kind == "jump") if at is None else _given(dates, at)
    candidates = tried - centre_year
    ahead = years - candidates[:, None]
    added = [np.maximum(ahead, 0)] + (
        [(ahead > -_SAME_DATE_YEARS).astype(float)] if kind == "jump" else []
    )
    bends = weights[:, None] * np.stack(added, axis=2)
    basis = np.linalg.qr(straight)[0]
    bases, triangles = np.linalg.qr(bends - basis @ (basis.T @ bends))
    return BreakSearch(straight, tried, candidates, bends, bases, triangles)


def is_searchable(years: Floats) -> bool:
    """Whether any month has enough dates before it and from it on.

    Parameters
    ----------
    years : ndarray, shape (n,)
        Decimal years in order; a date may repeat.

    Examples
    --------
    >>> is_searchable(np.arange(2000.0, 2020.0)), is_searchable(np.arange(2000.0, 2019.0))
    (True, False)
    """
    dates = np.unique(years)
    return dates.size >= 2 * FEWEST_DATES_A_SIDE and _months(dates)[0].size > 0


def _candidates(years: Floats, *, distinct: bool) -> Floats:
    """Months to try; with `distinct` the first of those with the same dates before them.

    Two segments that need not meet are the same for all months between two dates.
    """
    side = FEWEST_DATES_A_SIDE
    if years.size < 2 * side:
        raise InputError(
            f"a break needs points on at least {2 * side} dates; there are {years.size}"
        )
    months, before = _months(years)
    if months.size == 0:
        raise InputError(f"no month has points on {side} dates both before and after it")
    return months[np.unique(before, return_index=True)[1]] if distinct else months


def _months(years: Floats) -> tuple[Floats, npt.NDArray[np.intp]]:
    """Starts of months with enough dates on each side, and how many are before."""
    months = np.arange(np.floor(years[0] * 12), np.ceil(years[-1] * 12) + 1) / 12
    before = _dates_before(years, months)
    enough = np.minimum(before, years.size - before) >= FEWEST_DATES_A_SIDE
    return months[enough], before[enough]


def _given(years: Floats, at: float) -> Floats:
    """The one date asked for, if enough dates lie before it and from it on."""
    before = int(_dates_before(years, np.array([at]))[0])
    if min(before, years.size - before) < FEWEST_DATES_A_SIDE:
        raise InputError(
            f"a break at {at:g} needs points on at least {FEWEST_DATES_A_SIDE} dates before it "
            f"and from it on; there are {before} and {years.size - before}"
        )
    return np.array([at])


def _dates_before(years: Floats, moments: Floats) -> npt.NDArray[np.intp]:
    return np.searchsorted(years, moments - _SAME_DATE_YEARS)
