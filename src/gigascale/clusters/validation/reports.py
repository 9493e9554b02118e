"""Reports of the publishers' tables in the columns of ``clusters``, with what each one counts."""

import pandas as pd

from gigascale import datasets
from gigascale.clusters.chips import Chip, find_chip
from gigascale.errors import InputError

# Epoch raises a TOP500 power by this and by a yearly PUE, to get the peak of a facility.
PEAK_OVER_TOP500_RATIO = 1.5
SERVER_OVERHEAD_RATIO = 1.82  # of Epoch's formula: chips x TDP x this x PUE
ROUND_W = 1e5  # what is announced is a round number; a measured power times a ratio is not

COLUMNS = {
    "cluster": "cluster",
    "owner": "owner",
    "sector": "sector",
    "chip": "chip",
    "chip_quantity": "accelerators",
    "secondary_chip": "second_chip",
    "secondary_chip_quantity": "second_accelerators",
    "operational_date": "date",
    "reported_power_w": "reported_power_w",
    "reported_cost_usd": "reported_cost_usd",
}


def from_gpu_clusters(
    table: pd.DataFrame,
    reports: pd.DataFrame,
    conversion: pd.DataFrame,
    *,
    as_published: bool = False,
) -> pd.DataFrame:
    """Return the clusters of ``gpu_clusters`` with known chips and a reported power or cost.

    A power that is not planned and not a multiple of 0.1 MW comes from the TOP500: the publisher
    multiplies the average power under LINPACK by 1.5 and by a PUE, and this divides by both. Other
    powers are as announced. The number of chips of a planned cluster is often worked out from its
    power, so one counts as independent only if ``reports`` says so. A cost is the publisher's
    figure in dollars of January 2025.

    Parameters
    ----------
    table, reports, conversion : DataFrame
        The datasets ``gpu_clusters``, ``cluster_reports`` and ``top500_conversion``.
    as_published : bool
        Take the powers from the TOP500 as the publisher has raised them, as facility power.

    Returns
    -------
    DataFrame
        With the columns of the dataset ``clusters``.

    Examples
    --------
    >>> names = ("gpu_clusters", "cluster_reports", "top500_conversion")
    >>> found = from_gpu_clusters(*map(datasets.load, names)).set_index("cluster")
    >>> float(round(found.loc["Oak Ridge NL Titan", "reported_power_w"] / 1e6, 2))
    8.21
    """
    reported = table["reported_power_w"].notna() | table["reported_cost_usd"].notna()
    table = table[reported & table["chip"].notna() & table["chip_quantity"].notna()]
    found = table[list(COLUMNS)].rename(columns=COLUMNS).reset_index(drop=True)
    planned = table["status"].eq("Planned").to_numpy()
    listed = reports.set_index("cluster").reindex(found["cluster"])
    watts = found["reported_power_w"]
    measured = (watts.notna() & (watts % ROUND_W > 0) & ~planned).to_numpy()
    raised = PEAK_OVER_TOP500_RATIO * _pue(found["date"], conversion)
    if not as_published:
        found["reported_power_w"] = watts.where(~measured, watts / raised)
    basis = listed["power_basis"].fillna("not stated").to_numpy()
    found["power_basis"] = pd.Series(basis).mask(
        measured, "facility" if as_published else "linpack"
    )
    by_rule = pd.Series("yes", index=found.index).mask(planned, "no").to_numpy()
    found["independent"] = listed["independent"].fillna("").to_numpy()
    found["independent"] = found["independent"].where(found["independent"] != "", by_rule)
    costed = found["reported_cost_usd"].notna()
    found["reported_cost_usd"] = table["cost_usd"].to_numpy()
    found["reported_cost_usd"] = found["reported_cost_usd"].where(costed)
    found["cost_counts"] = pd.Series("hardware", index=found.index).where(costed)
    found["dollar_year"] = pd.Series(2025, index=found.index, dtype="Int64").where(costed)
    found["source"] = "epoch2025gpuclusters"
    found["note"] = listed["note"].to_numpy()
    return found


def all_reports() -> pd.DataFrame:
    """Return every cluster that the book predicts: the hand-kept ones and ``gpu_clusters``.

    Examples
    --------
    >>> set(all_reports()["independent"]) == {"yes", "no"}
    True
    """
    names = ("gpu_clusters", "cluster_reports", "top500_conversion")
    published = from_gpu_clusters(*map(datasets.load, names))
    return pd.concat([datasets.load("clusters"), published], ignore_index=True)


def formula_pue(table: pd.DataFrame, hardware: pd.DataFrame) -> pd.DataFrame:
    """Return the PUE of each year that stands in the publisher's formula for power.

    From its calculated powers of clusters with one kind of chip. Years before that of the highest
    PUE, which the publisher has no figure for, are left out.

    Returns
    -------
    DataFrame
        ``year`` and ``pue_ratio``, as in the dataset ``top500_conversion``.

    Examples
    --------
    >>> found = formula_pue(datasets.load("gpu_clusters"), datasets.load("ml_hardware"))
    >>> bool(found["pue_ratio"].between(1.0, 1.4).all())
    True
    """
    chips_w = table["chip"].map(hardware.set_index("chip")["tdp_w"]) * table["chip_quantity"]
    pue = table["calculated_power_w"] / (SERVER_OVERHEAD_RATIO * chips_w)
    pue = pue[table["secondary_chip"].isna()]
    by_year = pue.groupby(table["operational_date"].dt.year).median().dropna()
    by_year = by_year[by_year.index >= by_year.idxmax()]
    return pd.DataFrame({"year": by_year.index.astype(int), "pue_ratio": by_year.to_numpy()})


def cluster_chip(name: str, hardware: pd.DataFrame) -> Chip:
    """Return the chip of a name, with or without its maker; a family means its usual variant.

    Examples
    --------
    >>> from gigascale.clusters.chips import load_hardware
    >>> cluster_chip("NVIDIA H100", load_hardware()).name
    'NVIDIA H100 SXM5 80GB'
    """
    try:
        return find_chip(name, hardware)
    except InputError:
        maker, _, rest = name.partition(" ")
        if rest and hardware["chip"].str.startswith(f"{maker} ").any():
            return find_chip(rest, hardware)
        raise


def _pue(dates: "pd.Series[pd.Timestamp]", conversion: pd.DataFrame) -> "pd.Series[float]":
    """Return the PUE of each year; before the first year and after the last, theirs."""
    known = conversion.set_index("year")["pue_ratio"].sort_index()
    years = dates.dt.year.clip(known.index[0], known.index[-1])
    return years.map(known).astype(float)
