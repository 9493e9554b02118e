"""Claims on sites of gigawatts: their worth, power, chips and rank."""

import pandas as pd

from gigascale.claims.evidence import LEVEL, Evidence, largest
from gigascale.claims.registry import Finding, evaluates, from_fact
from gigascale.clusters import size_cluster

_QUOTED = "A press report of the same proposal, so this checks the quotation and not the plan."
_WORTH_USD = 1e11


@evaluates("J21")
def _dearest_sites(evidence: Evidence) -> dict[str, Finding]:
    """Capital cost of the dearest site, standing and planned, and the companies that own one."""
    timeline = evidence.table("data_center_timelines")
    vintage = evidence.vintage("data_center_timelines")
    standing = timeline[timeline["date"] <= pd.Timestamp(vintage)]
    cost = "capital_cost_usd2025"
    top = largest(timeline, cost)
    owners = evidence.table("data_centers").set_index("data_center")["owner"]
    planned = timeline.loc[timeline[cost] >= _WORTH_USD, "data_center"].unique()
    basis = (
        f"Largest frontier data centre with announced extensions, {top['data_center']} in "
        f"{top['date'].year}, vintage of {vintage}; low: the largest one standing by then. "
        "Its cost is modelled from its power. Companies are the owners of sites of that worth."
    )
    sources = ("data_center_timelines", "data_centers")
    return {
        "largest site": Finding(
            top[cost], "USD", basis, sources, float(standing[cost].max()), float(top[cost])
        ),
        "companies with one": Finding(
            float(owners[planned].nunique()), "companies", basis, sources
        ),
    }


@evaluates("J76")
def _proposed_power(evidence: Evidence) -> Finding:
    return from_fact(evidence.fact("proposed_site_power"), _QUOTED)


@evaluates("J77")
def _proposed_sites(evidence: Evidence) -> dict[str, Finding]:
    return {
        "first": from_fact(evidence.fact("proposed_sites_first"), _QUOTED),
        "in all": from_fact(evidence.fact("proposed_sites"), _QUOTED),
    }


@evaluates("J78")
def _proposed_total(evidence: Evidence) -> Finding:
    site, sites = evidence.fact("proposed_site_power"), evidence.fact("proposed_sites")
    installed = evidence.table("chip_count_totals")
    latest = installed.sort_values("end_date").groupby("maker")["power_w_median"].last().sum()
    return Finding(
        site.value * sites.value,
        "W",
        "Sites times power. All AI chips that the vintage of "
        f"{evidence.vintage('chip_count_totals')} counts in the world draw {latest / 1e9:.0f} GW.",
        (site.source, "chip_count_totals"),
        site.value * sites.span.low,
        site.value * sites.span.high,
    )


@evaluates("J79")
def _rank_of_power_station(evidence: Evidence) -> Finding:
    power = evidence.fact("proposed_site_power")
    stations = [evidence.fact(f"{name}_power") for name in ("grand_coulee", "second_power_station")]
    return Finding(
        1.0 + sum(station.value > power.value for station in stations),
        "rank",
        f"{power.value / 1e9:.0f} GW lie between Grand Coulee, {stations[0].value / 1e9:.1f} GW, "
        f"and Vogtle, {stations[1].value / 1e9:.1f} GW, the largest of the country.",
        tuple(station.source for station in stations),
    )


@evaluates("J80")
def _chips_in_five_gigawatts(evidence: Evidence) -> Finding:
    power_w = evidence.fact("proposed_site_power").value
    chips = {
        name: size_cluster(
            power_w, "facility", evidence.chip(name), evidence.table("assumptions")
        ).to_dict()
        for name in ("GB200", "H100")
    }
    found = chips["GB200"]
    return Finding(
        found["accelerators"],
        "chips",
        f"GB200 that {power_w / 1e9:.0f} GW of facility power feed at peak, with "
        f"{found['facility_power_w'] / found['accelerators'] / 1000:.2f} kW each; of H100 it would "
        f"feed {chips['H100']['accelerators'] / 1e6:.1f} million.",
        ("ml_hardware", "assumptions"),
        found["accelerators_q05"],
        found["accelerators_q95"],
        LEVEL,
    )


@evaluates("J81")
def _chip_initiative(evidence: Evidence) -> Finding:
    return from_fact(
        evidence.fact("chip_initiative"),
        "The press report that the claim repeats, which gives a range and this as its upper end.",
    )
