"""Which limit binds the leading run's site, year by year and draw by draw."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gigascale.clusters.chips import Chip
from gigascale.clusters.quantities import inputs_for
from gigascale.clusters.sampling import FloatArray, from_scores
from gigascale.errors import InputError
from gigascale.projections.limits.site import BuildOut, site_power_limits_w
from gigascale.projections.outlooks import Outlooks
from gigascale.projections.project import draw_scores
from gigascale.projections.projection import Projection
from gigascale.projections.routes import project_scores

NONE = "none"


@dataclass(frozen=True)
class LimitedSite:
    """What the leading run asks of its site, and what each limit allows at that time.

    Attributes
    ----------
    projection : Projection
        The trend's, of all draws; ``projection.years``, shape (m,), are those of publication.
    stands : ndarray, shape (n, m)
        Decimal years in which the site must stand.
    needed_w : ndarray, shape (n, m)
        Facility power that the demand route asks for.
    limits_w : mapping
        As of :func:`gigascale.projections.limits.site.site_power_limits_w`, at ``stands``.
    inputs : mapping
        The draws behind them, each of shape (n, 1).
    world_chip_power_w, made_w : ndarray, shape (n, m)
        Rated power of all AI chips made by each year, and by the time the site stands, as forecast.
    """

    projection: Projection
    stands: FloatArray
    needed_w: FloatArray
    limits_w: Mapping[str, FloatArray]
    inputs: Mapping[str, FloatArray]
    world_chip_power_w: FloatArray
    made_w: FloatArray

    def given_what_stands(self) -> "LimitedSite":
        """Return the draws in which the run of the start needs no more than stood then.

        The rest put the compute of a run that is known so high that no site known could hold it.

        Raises
        ------
        InputError
            If no draw remains.
        """
        kept = self.needed_w[:, 0] <= self.limits_w["time"][:, 0]
        if not kept.any():
            raise InputError("every draw needs more at the start than stands")
        return replace(
            self,
            stands=self.stands[kept],
            needed_w=self.needed_w[kept],
            limits_w={name: values[kept] for name, values in self.limits_w.items()},
            inputs={name: values[kept] for name, values in self.inputs.items()},
            world_chip_power_w=self.world_chip_power_w[kept],
            made_w=self.made_w[kept],
        )

    def allowed_w(self) -> FloatArray:
        """Return the site that every limit allows and the run asks for, shape (n, m)."""
        lowest: FloatArray = np.minimum.reduce([self.needed_w, *self.limits_w.values()])
        return lowest


def limited_site(
    outlooks: Outlooks,
    chip: Chip,
    assumptions: pd.DataFrame,
    sites: BuildOut,
    *,
    rng: np.random.Generator,
    draws: int = 10_000,
) -> LimitedSite:
    """Return the site that the demand route asks for next to the limits, from the same draws.

    Parameters
    ----------
    outlooks, chip, assumptions, draws
        As in :func:`gigascale.projections.project.project`.
    sites : BuildOut
        What stands and is planned, of :func:`gigascale.projections.limits.site.build_out`.
    rng : Generator
        The source of randomness.

    Raises
    ------
    InputError
        As ``project``.
    """
    rows = inputs_for(chip, assumptions)
    scores = draw_scores(outlooks, rows, rng, draws)
    projection = project_scores(outlooks, chip, rows, scores)
    drawn = from_scores(rows, scores)
    inputs = {name: np.broadcast_to(values, (draws,))[:, None] for name, values in drawn.items()}
    chips = outlooks.world_chip_power_w.log10_path(scores["path world_chip_power_w"])
    world = np.asarray(10 ** chips[1:].T)
    route = projection.routes["demand"]
    needed = route.facility_power_w
    cost = None if route.capex_usd is None else (route.capex_usd / needed)[:, :1]
    stands = projection.years - projection.site_lead_years[:, None]
    limits = {
        name: np.broadcast_to(values, needed.shape)
        for name, values in site_power_limits_w(stands, inputs, sites, cost).items()
    }
    made = np.asarray(10**projection.log10_world_chip_power_w.T)
    return LimitedSite(projection, stands, needed, limits, inputs, world, made)


def binding_limits(
    years: FloatArray, needed_w: FloatArray, limits_w: Mapping[str, FloatArray]
) -> pd.DataFrame:
    """Return the share of draws that each limit binds, by year.

    The smallest limit binds where it lies below what is needed; else none does.

    Parameters
    ----------
    years : ndarray, shape (m,)
    needed_w : ndarray, shape (n, m)
    limits_w : mapping
        Arrays that broadcast to (n, m), by name.

    Returns
    -------
    DataFrame
        ``year``, ``limit`` (a name, or ``none``) and ``share``; the shares of a year sum to 1.

    Raises
    ------
    InputError
        If there is no limit.

    Examples
    --------
    >>> needed = np.array([[1.0, 5.0], [1.0, 9.0]])
    >>> found = binding_limits(np.array([2027.0, 2028.0]), needed,
    ...                        {"power": np.array([[4.0]]), "time": np.array([[6.0], [3.0]])})
    >>> found[found["year"] == 2028.0]["share"].tolist()
    [0.5, 0.5, 0.0]
    """
    if not limits_w:
        raise InputError("there must be a limit")
    names = list(limits_w)
    stacked = np.stack([np.broadcast_to(limits_w[name], needed_w.shape) for name in names])
    smallest = stacked.argmin(axis=0)
    binds = stacked.min(axis=0) < needed_w
    shares = [(binds & (smallest == place)).mean(axis=0) for place in range(len(names))]
    shares.append(1 - np.sum(shares, axis=0))
    return pd.DataFrame(
        [
            {"year": float(year), "limit": name, "share": max(float(share[column]), 0.0)}
            for column, year in enumerate(years)
            for name, share in zip([*names, NONE], shares, strict=True)
        ]
    )


def limit_quantiles(years: FloatArray, limits_w: Mapping[str, FloatArray]) -> pd.DataFrame:
    """Return median and 5th to 95th percentile of each limit by year, infinities as blanks.

    Examples
    --------
    >>> found = limit_quantiles(np.array([2027.0]), {"power": np.array([[1.0], [3.0]])})
    >>> found[["limit", "value"]].to_numpy().tolist()
    [['power', 1.0]]
    """
    rows = []
    for name, values in limits_w.items():
        found = np.quantile(values, (0.05, 0.5, 0.95), axis=0, method="inverted_cdf")
        for year, (low, middle, high) in zip(years, found.T, strict=True):
            rows.append(
                {"year": year, "limit": name, "value": middle, "value_low": low, "value_high": high}
            )
    return pd.DataFrame(rows).replace(np.inf, np.nan)
