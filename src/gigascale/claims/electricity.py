"""Claims on electricity: its price, the PUE, and the bill of the cluster of 127 nodes."""

from gigascale.claims.evidence import Evidence
from gigascale.claims.registry import Finding, evaluates, from_fact
from gigascale.clusters.training import energy_cost_usd, run_energy_kwh


@evaluates("J71")
def _pue(evidence: Evidence) -> Finding:
    pue = evidence.assumption("annual_pue_ratio", "H100")
    peak = evidence.assumption("facility_overhead_ratio", "H100")
    return Finding(
        pue.central,
        "ratio",
        "Facility over IT energy in a year at AI sites in the United States; low: the best large "
        f"fleets. To size a site at peak the ratio is {peak.central:.1f}.",
        ("assumptions", pue.source),
        pue.low,
        pue.high,
    )


@evaluates("J45")
def _norwegian_price(evidence: Evidence) -> Finding:
    return from_fact(
        evidence.fact("norway_electricity_price"),
        "What manufacturing paid in Norway in late 2024, without grid rent and taxes.",
    )


@evaluates("J46")
def _british_price(evidence: Evidence) -> Finding:
    paid = evidence.fact("uk_industrial_price")
    return from_fact(
        evidence.fact("uk_wholesale_price"),
        "Day-ahead average of the first quarter of 2024, high: of the quarter before. Industry "
        f"paid ${paid.value:.2f} in 2023 with networks and taxes.",
        paid.source,
    )


def _daily_usd(evidence: Evidence, usd_per_kwh: float, pue: float | None = None) -> float:
    """A day at the claimed power and PUE, at full draw."""
    overhead = evidence.claimed("J71") if pue is None else pue
    energy_kwh = run_energy_kwh(evidence.claimed("J68"), 1.0, 1.0, overhead)
    return float(energy_cost_usd(energy_kwh, usd_per_kwh))


@evaluates("J72")
def _daily_bill(evidence: Evidence) -> Finding:
    price = evidence.fact("uk_wholesale_price")
    stated = [_daily_usd(evidence, evidence.claimed("J46"), pue) for pue in (1.0, None)]
    return Finding(
        _daily_usd(evidence, price.value),
        "USD per day",
        "The claim's power and PUE at the real wholesale price. Its own price gives "
        f"${stated[0]:,.0f} without the PUE that it names and ${stated[1]:,.0f} with it.",
        (price.source,),
        _daily_usd(evidence, price.span.low),
        _daily_usd(evidence, price.span.high),
    )


@evaluates("J73")
def _yearly_bill(evidence: Evidence) -> Finding:
    day = _daily_bill(evidence)
    own = 365 * _daily_usd(evidence, evidence.claimed("J46"))
    return Finding(
        365 * day.value,
        "USD per year",
        "The day's bill at the real wholesale price, at full load all year; at the price that the "
        f"claim takes it is ${own / 1e6:.1f} million with its PUE.",
        day.sources,
        365 * day.span.low,
        365 * day.span.high,
    )
