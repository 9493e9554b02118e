"""Claims on sites of gigawatts: their worth, power, chips and rank."""

from gigascale.claims.evidence import Evidence
from gigascale.claims.registry import Finding, evaluates, from_fact
from gigascale.clusters import size_cluster
from gigascale.clusters.power import HOURS_PER_YEAR

_QUOTED = "A press report of the same proposal, so this checks the quotation and not the plan."


@evaluates("J76")
def _proposed_power(evidence: Evidence) -> Finding:
    site = evidence.fact("proposed_site_power")
    mean, restarted, campus = (
        evidence.fact(name)
        for name in ("us_reactor_power_mean", "restarted_reactor_power", "nuclear_campus_power")
    )
    likened = (
        f" It is the capacity of {site.value / mean.value:.1f} mean reactors of the country, or of "
        f"{site.value / restarted.value:.1f} such as the one that is to restart for Microsoft; the "
        f"campus that Amazon bought has {campus.value / site.value:.0%} of it."
    )
    return from_fact(site, _QUOTED + likened, mean.source, restarted.source, campus.source)


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
    energy = evidence.fact("grand_coulee_energy")
    return Finding(
        1.0 + sum(station.value > power.value for station in stations),
        "rank",
        f"{power.value / 1e9:.0f} GW lie between Grand Coulee, {stations[0].value / 1e9:.1f} GW, "
        f"and Vogtle, {stations[1].value / 1e9:.1f} GW, the two largest of the country. On "
        f"average over a year Grand Coulee gives {energy.value / HOURS_PER_YEAR / 1e9:.1f} GW.",
        (*(station.source for station in stations), energy.source),
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
    new, old = chips["GB200"], chips["H100"]
    return Finding(
        new["accelerators"],
        "chips",
        f"GB200 that {power_w / 1e9:.0f} GW of facility power feed at peak, with "
        f"{new['facility_power_w'] / new['accelerators'] / 1000:.2f} kW each, from their 5th "
        f"percentile; high: of the smaller H100, {old['accelerators'] / 1e6:.1f} million, to their "
        "95th. Millions are two or more.",
        ("ml_hardware", "assumptions"),
        new["accelerators_q05"],
        old["accelerators_q95"],
    )


@evaluates("J81")
def _chip_initiative(evidence: Evidence) -> Finding:
    return from_fact(
        evidence.fact("chip_initiative"),
        "The press report that the claim repeats, which gives a range and this as its upper end.",
    )
