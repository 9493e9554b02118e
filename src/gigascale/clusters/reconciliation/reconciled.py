"""Published dollars and accelerators per watt, each brought to one measure with its uncertainty."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gigascale.clusters.estimates import SEED
from gigascale.clusters.reconciliation.readings import PARTS, PUBLISHED, Readings, Site
from gigascale.clusters.sampling import FloatArray
from gigascale.errors import InputError

MEASURES = ("capital cost", "accelerators")
SERIES = {PUBLISHED: "published", "converted": "converted", "model for its chip": "model"}
_KEPT = ["figure_id", "publisher", "counts", "denominator", "price_basis", "dollar_year"]
_ENDS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Reconciliation:
    """Figures before and after conversion.

    Attributes
    ----------
    table : DataFrame
        One row a figure, see :func:`reconcile`.
    steps : mapping of str to ndarray
        Draws after each step of the conversion and those before it, ``(figures, draws)``; NaN
        where a figure cannot be converted.
    model : ndarray
        Draws of the model for the chip of each figure, in the same shape.
    """

    table: pd.DataFrame
    steps: Mapping[str, FloatArray]
    model: FloatArray

    @property
    def converted(self) -> FloatArray:
        """Return the draws after the last step."""
        return list(self.steps.values())[-1]


def reconcile(
    figures: pd.DataFrame,
    hardware: pd.DataFrame,
    assumptions: pd.DataFrame,
    measure: str = "capital cost",
    *,
    rng: np.random.Generator | None = None,
    draws: int = 10_000,
    overrides: Mapping[str, float] | None = None,
    dollar_year: int | None = None,
    usual_chip: str = "GB200",
) -> Reconciliation:
    """Bring published figures to one measure, each step on draws of the model's assumptions.

    Capital costs become USD of one year per W of facility power at peak, for a whole site at
    prices paid; numbers of accelerators become those per W of facility power. Where a figure does
    not say whose watts it divides by, or whether its prices are list prices, each draw reads it
    one way or the other, alike for all figures of a family. Parts that a figure leaves out are
    those of the model. The generation of chips is not converted.

    Parameters
    ----------
    figures : DataFrame
        The table ``gigawatt_figures``.
    hardware : DataFrame
        The table of :func:`gigascale.clusters.chips.load_hardware`.
    assumptions : DataFrame
        The ``assumptions`` table.
    measure : {"capital cost", "accelerators"}
        Which figures.
    rng : Generator, optional
        The source of randomness; a fixed seed if left out.
    draws : int
        How many.
    overrides : mapping, optional
        Values that replace assumptions by name.
    dollar_year : int, optional
        Year of the dollars; :func:`gigascale.clusters.dollars.default_year` if left out.
    usual_chip : str
        The chip of figures that name none.

    Returns
    -------
    Reconciliation
        Its table has columns of ``figures``; ``chip``, by its full name; ``published`` with
        ``_low`` and ``_high``; ``converted`` with ``_low`` and ``_high``, median and 90%
        interval; ``done``, the steps in words; ``added_fraction``, the median share of it that
        is the model's; ``model`` with ``_low`` and ``_high``, the model for that chip;
        ``model_inside``, whether the 90% interval of figure over model holds 1, ``None`` where
        either is not known.

    Raises
    ------
    InputError
        If the measure or a chip is unknown, or a figure lacks what its kind needs; it names the
        row.

    Examples
    --------
    >>> from gigascale import datasets
    >>> from gigascale.clusters.chips import load_hardware
    >>> tables = datasets.load("gigawatt_figures"), load_hardware(), datasets.load("assumptions")
    >>> found = reconcile(*tables, "accelerators", draws=1000).table.set_index("figure_id")
    >>> found["done"]["G37"]
    'dies to accelerators; denominator not stated'
    """
    if measure not in MEASURES:
        raise InputError(f"measure {measure!r} is unknown; there are: {', '.join(MEASURES)}")
    root = int((rng or np.random.default_rng(SEED)).integers(2**62))
    readings = Readings(hardware, assumptions, overrides, dollar_year, root, draws)
    kept = figures[figures["measure"] == measure].reset_index(drop=True)
    rows = kept.to_dict("records")
    sites = [
        _site(readings, row, usual_chip, place)
        for row, place in zip(rows, figures.index[figures["measure"] == measure], strict=True)
    ]
    cost = measure == "capital cost"
    convert = readings.cost if cost else readings.count
    found = [convert(row, site) for row, site in zip(rows, sites, strict=True)]
    steps = {name: np.stack([values[name] for values, _ in found]) for name in found[0][0]}
    model = np.stack([site.parts_usd(PARTS) if cost else site.accelerators for site in sites])
    before = steps.get("prices paid", steps[PUBLISHED])
    after = list(steps.values())[-1]
    published = {f"published{end}": kept[f"{end[1:] or 'value'}"] for end in ("", "_low", "_high")}
    said = {
        "chip": [site.chip for site in sites],
        "done": [words or "nothing" for _, words in found],
    }
    table = kept[[*_KEPT, "family", "relies_on", "source"]].assign(
        **said,
        **published,
        **_spread("converted", after),
        added_fraction=np.median(np.maximum(1 - before / after, 0), axis=1) if cost else 0.0,
        **_spread("model", model),
        model_inside=_holds_one(after / model),
    )
    return Reconciliation(table, steps, model)


def before_and_after(table: pd.DataFrame, factor: float = 1.0) -> pd.DataFrame:
    """Return the table of a reconciliation as a chart draws it: three rows a figure.

    Parameters
    ----------
    table : DataFrame
        Of a :class:`Reconciliation`.
    factor : float
        Multiplies the values, such as 1e9 for those per gigawatt.

    Returns
    -------
    DataFrame
        ``figure``, ``series`` (as published, converted, model for its chip), ``value`` with
        ``_low`` and ``_high``; a published figure without a range has none.

    Examples
    --------
    >>> ends = {f"{name}{end}": [1.0] for name in SERIES.values() for end in ("", "_low", "_high")}
    >>> before_and_after(pd.DataFrame({"publisher": ["a bank"], **ends}))["series"].tolist()
    ['as published', 'converted', 'model for its chip']
    """
    ends = ("", "_low", "_high")
    parts = []
    for words, name in SERIES.items():
        columns = {f"{name}{end}": f"value{end}" for end in ends}
        values = table[list(columns)].rename(columns=columns).mul(factor)
        values.insert(0, "figure", table["publisher"])
        values.insert(1, "series", words)
        parts.append(values)
    return pd.concat(parts, ignore_index=True)


def _site(readings: Readings, row: Mapping[Hashable, Any], usual_chip: str, place: int) -> Site:
    """Return the model for a figure's chip; the row at fault is named."""
    where = f"gigawatt_figures.csv: row {place + 2}, column"
    for column, needed in (
        ("dies_per_accelerator", row["unit"] == "dies/W"),
        ("dollar_year", row["measure"] == MEASURES[0]),
        ("energy_fraction", row["counts"] == "everything and energy"),
    ):
        if needed and pd.isna(row[column]):
            raise InputError(f"{where} {column!r}: is blank")
    try:
        return readings.site(usual_chip if pd.isna(row["chip"]) else row["chip"])
    except InputError as fault:
        raise InputError(f"{where} 'chip': {fault}") from None


def _spread(name: str, values: FloatArray) -> dict[str, FloatArray]:
    low, middle, high = np.quantile(values, _ENDS, axis=1)
    return {name: middle, f"{name}_low": low, f"{name}_high": high}


def _holds_one(ratio: FloatArray) -> pd.Series:
    low, _, high = np.quantile(ratio, _ENDS, axis=1)
    ends = zip(low, high, strict=True)
    return pd.Series([None if np.isnan(a) else bool(a <= 1 <= b) for a, b in ends], dtype=object)
