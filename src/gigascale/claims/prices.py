"""Claims on prices: chips, servers, networks, clusters, training runs, spending."""

import pandas as pd

from gigascale.claims.evidence import Evidence, largest
from gigascale.claims.hardware import GPUS_PER_NODE
from gigascale.claims.registry import Finding, evaluates, from_fact
from gigascale.clusters.capex import network_cost_usd
from gigascale.trends import select

_NODES = 127


def _quotes(evidence: Evidence) -> pd.Series:
    """Quoted prices of a server of eight H100, within a year of the claim, in USD."""
    table = evidence.table("hardware_prices")
    day, year = pd.Timestamp(evidence.said_on("J60")), pd.Timedelta(days=365)
    chosen = table[
        (table["chip"] == evidence.chip("H100").name)
        & (table["quoted_chips"] == GPUS_PER_NODE)
        & table["purchase_price_usd"].notna()
        & table["price_date"].between(day - year, day + year)
    ]
    return GPUS_PER_NODE * chosen["purchase_price_usd"]


@evaluates("J59")
def _h100_price(evidence: Evidence) -> Finding:
    paid, before = evidence.fact("h100_price_paid_2024"), evidence.fact("h100_price_paid_2023")
    listed = evidence.chip("H100").release_price_usd or 0.0
    return from_fact(
        paid,
        f"Average price paid in 2024; in 2023 it was ${before.value:,.0f}, and the list price at "
        f"release ${listed:,.0f}, so the claim was right a year before it was made.",
        "ml_hardware",
    )


@evaluates("J60")
def _server_price(evidence: Evidence) -> Finding:
    quotes = _quotes(evidence)
    return Finding(
        float(quotes.median()),
        "USD",
        f"Median and range of {len(quotes)} sellers' prices within a year of the claim, vintage of "
        f"{evidence.vintage('hardware_prices')}; large buyers paid less.",
        ("hardware_prices",),
        float(quotes.min()),
        float(quotes.max()),
    )


@evaluates("J61")
def _cluster_server_cost(evidence: Evidence) -> Finding:
    server = _server_price(evidence)
    return Finding(
        _NODES * server.value,
        "USD",
        f"{_NODES} servers at the prices that sellers quoted, median and range; the claim takes "
        f"${evidence.claimed('J61') / _NODES:,.0f} each, the lowest of its own range, and calls it "
        "the price without any discount.",
        server.sources,
        _NODES * server.span.low,
        _NODES * server.span.high,
    )


@evaluates("J62")
def _network_surcharge(evidence: Evidence) -> Finding:
    share = evidence.assumption("network_cost_fraction", "H100")
    low, central, high = (
        network_cost_usd(1.0, fraction) for fraction in (share.low, share.central, share.high)
    )
    return Finding(
        central,
        "fraction",
        f"The network's share of IT hardware, {share.central:.0%} ({share.low:.0%} to "
        f"{share.high:.0%}), as a surcharge on the servers.",
        ("assumptions", share.source),
        low,
        high,
    )


@evaluates("J63")
def _cluster_cost(evidence: Evidence) -> Finding:
    servers, surcharge = _cluster_server_cost(evidence), _network_surcharge(evidence)
    own = evidence.claimed("J61") * (1 + evidence.claimed("J62"))
    low, high = (
        cost * (1 + extra)
        for cost, extra in (
            (servers.span.low, surcharge.span.low),
            (servers.span.high, surcharge.span.high),
        )
    )
    return Finding(
        servers.value * (1 + surcharge.value),
        "USD",
        "Servers at quoted prices and the network's surcharge, central values and extremes; "
        f"the claim's own figures give ${own / 1e6:.1f} million. Storage, building and power "
        "supply are left out by both.",
        (*servers.sources, *surcharge.sources),
        low,
        high,
    )


@evaluates("J22")
def _training_cost(evidence: Evidence) -> Finding:
    """Frontier runs of the year before the claim, as far as their cost is known."""
    day = pd.Timestamp(evidence.said_on("J22"))
    models, since = evidence.table("notable_models"), day - pd.Timedelta(days=365)
    columns = {"date": "publication_date", "value": "training_compute_flop"}
    frontier = models.iloc[
        select(models, **columns, rule="top10", start=str(since.date()), end=str(day.date())).rows
    ]
    costs = evidence.table("model_costs")
    known = costs[costs["model"].isin(frontier["model"])]
    column = "amortized_cost_usd"
    dearest = largest(known, column)
    return Finding(
        float(known[column].median()),
        "USD",
        f"Median and range of the {len(known)} frontier runs (running top 10) of the year to "
        f"{day.date()} with a known cost, hardware written off and energy, vintage of "
        f"{evidence.vintage('model_costs')}. The dearest is {dearest['model']}, which at the price "
        f"of rented machines cost ${dearest['cloud_cost_usd'] / 1e6:.0f} million; staff and failed "
        "runs are left out.",
        ("model_costs", "notable_models"),
        float(known[column].min()),
        float(known[column].max()),
    )


@evaluates("J23")
def _failed_ventures(evidence: Evidence) -> dict[str, Finding]:
    return {
        "Meta's metaverse": from_fact(
            evidence.fact("reality_labs_loss"),
            "Operating loss of Meta's Reality Labs in 2023, and in 2022 as the low end.",
        ),
        "Amazon's Alexa": from_fact(
            evidence.fact("amazon_devices_loss"),
            "Loss of all of Amazon's devices from 2017 to 2021, to 2022 as the high end, half of "
            "what is claimed for Alexa alone. Nothing public adds up Google's projects or crypto.",
        ),
    }


@evaluates("J44")
def _server_life(evidence: Evidence) -> Finding:
    return from_fact(
        evidence.fact("server_service_life"),
        "Useful life of servers in the accounts of five large operators, commonest and range.",
    )
