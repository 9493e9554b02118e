"""The forecasts that a projection starts from, as distributions at year ends.

They are made by a method of :mod:`gigascale.forecasts`, those that the book issues and scores:
the training compute of the largest run, the power of the largest site standing, and the power of
all AI chips made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gigascale.datasets import load
from gigascale.errors import InputError
from gigascale.forecasts.history import History
from gigascale.forecasts.methods import forecast
from gigascale.forecasts.predictive import LEVELS
from gigascale.projections.histories import QUARTER, chips_made, largest_site, training_runs
from gigascale.projections.limits import BuildOut, build_out
from gigascale.projections.paths import quantile_table, read_off, walk
from gigascale.trends.points import Floats

LAST_YEAR = 2050
METHOD = "combination"
_DRAWS, _SEED = 20_000, 20260422


@dataclass(frozen=True)
class Outlook:
    """A quantity's predictive distributions at the years of a projection.

    Attributes
    ----------
    years : ndarray, shape (m,)
        Decimal years, the first not before ``known_to``.
    quantiles : ndarray, shape (m, levels)
        Quantiles of the log10 value at :data:`gigascale.forecasts.predictive.LEVELS`, none below
        ``known``: none of the quantities falls.
    known_to : float
        The last day that the data tells of.
    known, known_before : float
        log10 of the value on that day, and a year before the first of ``years``.
    span_years : float
        How long a past the forecast rests on.
    vintage : str
        Of the dataset.
    """

    years: Floats
    quantiles: Floats
    known_to: float
    known: float
    known_before: float
    span_years: float
    vintage: str

    def scores(self, rng: np.random.Generator, draws: int) -> Floats:
        """Return the standard normal numbers of paths, shape (draws, 1 + m)."""
        return rng.standard_normal((1 + self.years.size, draws)).T

    def log10_draws(self, scores: Floats) -> Floats:
        """Return draws of the log10 value at each year: each year's have its quantiles.

        Returns
        -------
        ndarray, shape (m, n)

        Examples
        --------
        >>> runs = load_outlooks("line", last_year=2027).training_flop
        >>> drawn = runs.log10_draws(runs.scores(np.random.default_rng(1), 20_000))
        >>> bool(abs(np.median(drawn[-1]) - runs.quantiles[-1, 99]) < 0.02)
        True
        """
        values = walk(np.maximum(self.years - self.known_to, 0.0), self.span_years, scores)
        for z, table in zip(values, self._tables, strict=True):
            read_off(z, table)
        return values

    @cached_property
    def _tables(self) -> list[Floats]:
        return [quantile_table(quantiles) for quantiles in self.quantiles]

    def log10_path(self, scores: Floats) -> Floats:
        """Return draws of the log10 value the year before the first, then at each year.

        Each year's have the quantiles of the outlook and none lies below what is known. A record
        cannot fall, and its quantiles allow for that already; a single draw may dip where its
        walk does, and a level counts as reached from the first time on.

        Returns
        -------
        ndarray, shape (1 + m, n)
        """
        drawn = self.log10_draws(scores)
        path = np.full((1 + drawn.shape[0], drawn.shape[1]), self.known_before)
        np.maximum(drawn, self.known, out=path[1:])
        return path


@dataclass(frozen=True)
class Outlooks:
    """The three outlooks on one grid of years, and the sites that stand and are planned."""

    training_flop: Outlook
    site_power_w: Outlook
    world_chip_power_w: Outlook
    sites: BuildOut
    method: str

    @property
    def years(self) -> Floats:
        """Decimal years: the last day that the data tells of, then the end of each year."""
        return self.training_flop.years

    @property
    def vintages(self) -> dict[str, str]:
        """Vintage of each quantity's dataset."""
        named = ("training_flop", "site_power_w", "world_chip_power_w")
        return {name: getattr(self, name).vintage for name in named}


def load_outlooks(
    method: str = METHOD, *, last_year: int = 2035, vintages: Mapping[str, str] | None = None
) -> Outlooks:
    """Return the forecasts to the end of a year.

    Parameters
    ----------
    method : str
        A method of :data:`gigascale.forecasts.methods.METHODS`.
    last_year : int
        The horizon is the end of this year.
    vintages : mapping, optional
        Vintages by dataset, where not the latest: ``notable_models``, ``data_center_timelines``,
        ``chip_count_totals``.

    Raises
    ------
    InputError
        If the method or a vintage is unknown, or the horizon lies before the data or after 2050.

    Examples
    --------
    >>> outlooks = load_outlooks("line", last_year=2030)
    >>> outlooks.years[-1], outlooks.site_power_w.quantiles.shape == (outlooks.years.size, 199)
    (np.float64(2031.0), True)
    """
    chosen = dict(vintages or {})
    runs, of_runs = training_runs(chosen.get("notable_models"))
    site, of_sites = largest_site(chosen.get("data_center_timelines"))
    stock, additions, of_chips = chips_made(chosen.get("chip_count_totals"))
    start = max(runs.known_to, site.known_to, additions.known_to)
    if last_year + 1 <= start:
        raise InputError(
            f"the last year must not lie before {start:.1f}, the last date of the data"
        )
    if last_year > LAST_YEAR:
        raise InputError(
            f"the last year must not lie after {LAST_YEAR}: no trend is known that far"
        )
    years = np.concatenate([[start], np.arange(np.floor(start) + 1, last_year + 2)])
    timelines = load("data_center_timelines", of_sites)
    return Outlooks(
        training_flop=_outlook(runs, years, method, of_runs),
        site_power_w=_outlook(site, years, method, of_sites),
        world_chip_power_w=_stock_outlook(*stock, additions, years, method, of_chips),
        sites=build_out(timelines, of_sites),
        method=method,
    )


def _outlook(past: History, years: Floats, method: str, vintage: str) -> Outlook:
    known, ahead = float(past.logs[-1]), years - past.known_to
    quantiles = np.full((years.size, LEVELS.size), known)
    later = ahead > 0
    quantiles[later] = np.maximum(forecast(past, ahead[later], method), known)
    steps = past.known_to - past.step_years * np.arange(past.logs.size)[::-1]
    before = float(np.interp(years[0] - 1, steps, past.logs))
    return Outlook(years, quantiles, past.known_to, known, before, float(np.ptp(steps)), vintage)


def _stock_outlook(
    made_years: Floats, made_w: Floats, additions: History, years: Floats, method: str, vintage: str
) -> Outlook:
    """The stock that forecast additions lead to: what each draw adds, summed over the quarters."""
    ahead = np.arange(QUARTER, years[-1] - additions.known_to + 1e-9, QUARTER)
    ends = np.concatenate([[0.0], ahead]) + additions.known_to
    span = additions.step_years * (additions.logs.size - 1)
    scores = np.random.default_rng(_SEED).standard_normal((_DRAWS, 1 + ahead.size))
    added = walk(ahead, span, scores)
    for z, quantiles in zip(added, forecast(additions, ahead, method), strict=True):
        read_off(z, quantile_table(quantiles))
    stock = np.log10(made_w[-1] + np.cumsum(QUARTER * 10**added, axis=0))
    known = np.log10(made_w)
    levels = np.vstack([np.full(LEVELS.size, known[-1]), np.quantile(stock, LEVELS, axis=1).T])
    quantiles = np.array([np.interp(years, ends, level) for level in levels.T]).T
    before = float(np.interp(years[0] - 1, made_years, known))
    return Outlook(years, quantiles, additions.known_to, float(known[-1]), before, span, vintage)
