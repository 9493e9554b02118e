"""The experience curves as stretches of yearly data, and whether they can tell Wright from Moore.

Wright (1936) ties cost to cumulative production, a generalised Moore's law ties it to time. Where
production grows at a steady rate both say the same (Sahal 1979). Only changes from one year to the
next are used: in this dataset the production of years without a row is not always counted.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from gigascale.errors import InputError
from gigascale.trends.dependence import robust_uncertainty
from gigascale.trends.growth import t_quantile
from gigascale.trends.points import Floats
from gigascale.trends.rates import DEFAULT_LEVEL, check_level

FEWEST_CHANGES = 5
_FAMILIES = {
    "aluminium": ("Aluminum", "Primary_Aluminum"),
    "chips": ("DRAM", "Transistor"),
    "combined cycle": ("CCGT_Electricity", "CCGT_Power"),
    "ethanol": ("Ethanol_(Brazil)", "Ethanol_2"),
    "ethylene": ("Ethylene", "Ethylene_2"),
    "gas pipelines": ("Offshore_Gas_Pipeline", "Onshore_Gas_Pipeline"),
    "magnesium": ("Magnesium", "Primary_Magnesium"),
    "nuclear power": ("Nuclear_Electricity", "Nuclear_Power_(OECD)"),
    "photovoltaics": ("Fotovoltaica", "Photovoltaics", "Photovoltaics_2", "Photovoltaics_4"),
    "polyethylene": ("Low_Density_Polyethylene", "PolyethyleneHD", "PolyethyleneLD"),
    "ranges": ("Electric_Range", "Free_Standing_Gas_Range"),
    "sequencing": ("Capillary_DNA_Sequencing", "Shotgun_Sanger_DNA_Sequencing"),
    "solar heat": ("Solar_Thermal", "Solar_Thermal_Electricity", "Solar_Water_Heaters"),
    "wind": (
        "Wind_Electricity", "Wind_Power", "Wind_Turbine_(Denmark)", "Wind_Turbine_2_(Germany)"
    ),
}  # fmt: skip
_FAMILY = {name: family for family, names in _FAMILIES.items() for name in names}


class Technology(NamedTuple):
    """A stretch of consecutive years of one technology, arrays of shape (years,)."""

    name: str
    family: str
    years: Floats
    log10_cost: Floats
    log10_production: Floats
    n_dropped: int


def technologies(curves: pd.DataFrame) -> list[Technology]:
    """Longest stretch of consecutive years of each technology.

    Parameters
    ----------
    curves : DataFrame
        Columns technology, year, unit_cost and cumulative_production.

    Returns
    -------
    list of Technology
        In alphabetical order; `n_dropped` counts the rows outside the stretch. Technologies
        without two years in a row are left out. `family` joins those of the same product, by our
        reading of their names.

    Raises
    ------
    InputError
        A cost or production is not positive.

    Examples
    --------
    >>> curves = pd.DataFrame({
    ...     "technology": "Lamp", "year": [2000, 2005, 2006, 2007], "unit_cost": [9, 6, 5, 4],
    ...     "cumulative_production": [1, 5, 7, 9],
    ... })
    >>> [(lamp.years.tolist(), lamp.n_dropped) for lamp in technologies(curves)]
    [([2005.0, 2006.0, 2007.0], 1)]
    """
    found = []
    for name, rows in curves.groupby("technology", sort=True):
        table = rows.sort_values("year")[["year", "unit_cost", "cumulative_production"]]
        years, cost, production = table.to_numpy(dtype=float).T
        if (cost <= 0).any() or (production <= 0).any():
            raise InputError(f"cost and production of {name} must be above 0")
        breaks = np.flatnonzero(~np.isclose(np.diff(years), 1)) + 1
        first, last = max(
            zip([0, *breaks], [*breaks, years.size], strict=True),
            key=lambda ends: ends[1] - ends[0],
        )
        if last - first >= 2:
            keep = slice(first, last)
            stretch = years[keep], np.log10(cost[keep]), np.log10(production[keep])
            family = _FAMILY.get(str(name), str(name))
            dropped = int(years.size - (last - first))
            found.append(Technology(str(name), family, *stretch, dropped))
    return found


def can_tell(curve: Technology, *, level: float = DEFAULT_LEVEL) -> str:
    """Which of the two laws the yearly changes of a technology reject.

    The change of log cost is fitted to a constant and the change of log production together. Moore
    says that production does not matter, Wright that the constant is 0. Where production grows at
    a steady rate the two explain the same, and neither can be rejected (Sahal 1979).

    Parameters
    ----------
    curve : Technology
        At least 6 years.
    level : float
        1 less the size of the two tests.

    Returns
    -------
    str
        `neither`, `moore`, `wright` or `both`: what is rejected.

    Raises
    ------
    InputError
        Fewer than 5 changes, or a level outside 0 to 1.

    Examples
    --------
    >>> growth = np.tile([0.1, 0.3, 0.2], 8)
    >>> noise = 0.01 * np.sin(np.arange(24.0) ** 2)
    >>> production, cost = np.cumsum(growth), np.cumsum(-0.5 * growth + noise)
    >>> can_tell(Technology("Lamp", "lamp", np.arange(24.0), cost, production, 0))
    'moore'
    """
    check_level(level)
    change = np.diff(curve.log10_cost)
    if change.size < FEWEST_CHANGES:
        raise InputError(f"{curve.name} has {change.size} changes; {FEWEST_CHANGES} are needed")
    design = np.column_stack([np.ones_like(change), np.diff(curve.log10_production)])
    constant, slope = np.linalg.lstsq(design, change)[0]
    covariance, degrees_of_freedom = robust_uncertainty(design, change)
    margins = t_quantile(level, degrees_of_freedom) * np.sqrt(np.diag(covariance))
    rejected = abs(slope) > margins[1], abs(constant) > margins[0]
    names = {(True, True): "both", (True, False): "moore", (False, True): "wright"}
    return names.get((bool(rejected[0]), bool(rejected[1])), "neither")
