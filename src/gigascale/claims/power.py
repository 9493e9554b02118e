"""Claims on the power of servers and racks, and what it is compared with."""

from dataclasses import replace
from typing import Any

from gigascale.claims.evidence import LEVEL, Evidence, Inputs
from gigascale.claims.hardware import GPUS_PER_NODE
from gigascale.claims.registry import Finding, evaluates
from gigascale.clusters.power import facility_power_w, it_power_w, server_power_w

_NODES_PER_RACK = 4
_NODES = 128
_GPUS_PER_NVL72_RACK = 72


def _servers_w(inputs: Inputs, gpus: float) -> Any:
    return server_power_w(gpus, inputs["chip_power_w"], inputs["server_overhead_ratio"])


def _it_w(inputs: Inputs, gpus: float) -> Any:
    chain = ("chip_power_w", "server_overhead_ratio", "network_overhead_ratio")
    return it_power_w(gpus, *(inputs[name] for name in chain))


def _server_finding(evidence: Evidence, chip: str, servers: int, what: str) -> Finding:
    drawn = evidence.spread(chip, lambda inputs: _servers_w(inputs, servers * GPUS_PER_NODE))
    overhead = evidence.assumption("server_overhead_ratio", chip)
    return Finding(
        drawn.value,
        "W",
        f"{what} at the chip power of the hardware table, vintage of "
        f"{evidence.vintage('ml_hardware')}, and {overhead.central:.2f} W of server per W of chip.",
        ("ml_hardware", "assumptions", overhead.source),
        drawn.low,
        drawn.high,
        LEVEL,
    )


@evaluates("J49")
def _v100_server(evidence: Evidence) -> Finding:
    return _server_finding(evidence, "V100", 1, "A server of eight V100")


@evaluates("J64")
def _h100_power(evidence: Evidence) -> Finding:
    basis = f"Rated power in the hardware table, vintage of {evidence.vintage('ml_hardware')}."
    return Finding(evidence.chip("H100").tdp_w or 0.0, "W", basis, ("ml_hardware",))


@evaluates("J65")
def _h100_server(evidence: Evidence) -> Finding:
    return _server_finding(evidence, "H100", 1, "A server of eight H100")


@evaluates("J66")
def _h100_rack(evidence: Evidence) -> Finding:
    gpus = _NODES_PER_RACK * GPUS_PER_NODE
    whole = evidence.spread("H100", lambda inputs: _it_w(inputs, gpus))
    rack = _server_finding(evidence, "H100", _NODES_PER_RACK, "Four servers of eight H100")
    network = f" With their share of the network it is {whole.value / 1000:.1f} kW."
    return replace(rack, basis=rack.basis + network)


@evaluates("J67")
def _driving_range(evidence: Evidence) -> dict[str, Finding]:
    battery, miles = evidence.fact("model_3_battery"), evidence.fact("model_3_range")
    per_mile = battery.value / miles.value

    def driven(servers: int, what: str) -> Finding:
        drawn = _server_finding(evidence, "H100", servers, what)
        return Finding(
            drawn.value / per_mile,
            "miles",
            f"{what} uses {drawn.value / 1000:.1f} kWh in an hour, and the long-range Model 3 "
            f"takes {per_mile:.0f} Wh a mile.",
            (*drawn.sources, battery.source),
            drawn.span.low / per_mile,
            drawn.span.high / per_mile,
            LEVEL,
        )

    return {
        "a rack for an hour": driven(_NODES_PER_RACK, "A rack of four servers"),
        "a server for an hour": driven(1, "One server"),
    }


@evaluates("J68")
def _cluster_power(evidence: Evidence) -> Finding:
    gpus = _NODES * GPUS_PER_NODE
    drawn = evidence.spread("H100", lambda inputs: _it_w(inputs, gpus))
    site = evidence.spread(
        "H100",
        lambda inputs: facility_power_w(_it_w(inputs, gpus), inputs["facility_overhead_ratio"]),
    )
    return Finding(
        drawn.value,
        "W",
        f"Peak IT power of {gpus:,} H100 with servers and network; the claim counts "
        f"{_NODES // _NODES_PER_RACK} racks at {evidence.claimed('J66') / 1000:.0f} kW. Its site "
        f"would need {site.value / 1e6:.1f} MW with cooling at peak.",
        ("ml_hardware", "assumptions"),
        drawn.low,
        drawn.high,
        LEVEL,
    )


@evaluates("J69")
def _wind_turbine(evidence: Evidence) -> Finding:
    """Mean of the fleet at the end of 2023, from that of 2018 and what was added since."""
    fleet, new = evidence.fact("wind_turbine_fleet_mean"), evidence.fact("wind_turbine_new_mean")
    turbines, total = evidence.fact("wind_fleet_turbines"), evidence.fact("wind_fleet_power")
    added_w = total.value - fleet.value * turbines.value
    small, large = new.span.low, new.value
    low, mean, high = (
        total.value / (turbines.value + added_w / size_w)
        for size_w in (small, (small + large) / 2, large)
    )
    return Finding(
        mean,
        "W",
        f"Mean of the turbines standing in the United States at the end of 2023: those of 2018, of "
        f"{fleet.value / 1e6:.2f} MW, and {added_w / 1e9:.0f} GW added since, a new one having "
        f"{small / 1e6:.1f} MW in 2018 and {large / 1e6:.1f} MW in 2023. Removals are not counted; "
        "as old ones are small, they raise the mean.",
        (fleet.source, new.source, "windexchange2018more", total.source),
        low,
        high,
    )


@evaluates("J47")
def _usual_rack(evidence: Evidence) -> Finding:
    mean, commonest = evidence.fact("rack_power_mean"), evidence.fact("rack_power_commonest")
    return Finding(
        mean.value,
        "W",
        "Mean of a survey of operators in 2020; low and high: means of another survey in 2016 and "
        f"2024. The commonest class in 2021 was {commonest.span.low / 1000:.0f} to "
        f"{commonest.span.high / 1000:.0f} kW, and over a third named less.",
        (mean.source, "afcom2024state", commonest.source),
        mean.low,
        mean.high,
    )


@evaluates("J70")
def _rack_ratio(evidence: Evidence) -> Finding:
    rack, usual = _h100_rack(evidence), _usual_rack(evidence)
    return Finding(
        rack.value / usual.value,
        "ratio",
        f"A rack of four H100 servers, {rack.value / 1000:.1f} kW, over the mean rack of a survey, "
        f"{usual.value / 1000:.1f} kW; low and high: over the means of another, "
        f"{usual.span.high / 1000:.1f} and {usual.span.low / 1000:.1f} kW.",
        (*rack.sources, *usual.sources),
        rack.span.low / usual.span.high,
        rack.span.high / usual.span.low,
    )


@evaluates("J75")
def _rack_growth(evidence: Evidence) -> Finding:
    usual = _usual_rack(evidence)
    h100 = evidence.spread("H100", lambda i: _servers_w(i, _NODES_PER_RACK * GPUS_PER_NODE))
    gb200 = evidence.spread("GB200", lambda i: _servers_w(i, _GPUS_PER_NVL72_RACK))
    return Finding(
        gb200.value / usual.value,
        "ratio",
        f"A GB200 rack, {gb200.value / 1000:.0f} kW, over the mean rack of a survey, "
        f"{usual.value / 1000:.1f} kW; low: a rack of four H100 servers; high: over the smaller "
        f"mean of another survey, {usual.span.low / 1000:.1f} kW. A site of racks of the "
        f"first mean has no power left once {usual.value / gb200.value:.0%} of its places hold "
        "GB200 racks.",
        ("ml_hardware", "assumptions", *usual.sources),
        h100.value / usual.value,
        gb200.value / usual.span.low,
    )


@evaluates("J74")
def _air_cooling(evidence: Evidence) -> Finding:
    """The largest rack that a reference design cools by air, and what a guide calls the limit."""
    racks = evidence.fact("air_cooled_rack_power")
    return Finding(
        racks.span.high,
        "W",
        "Largest air-cooled rack among the reference designs at hand, four DGX B300; low: what an "
        f"operators' guide calls the limit. Four DGX H100 are {racks.value / 1000:.1f} kW. Nothing "
        "fixes one number.",
        (racks.source, "datacentres2025cooling", "nvidia2025superpodb300"),
        racks.low,
        racks.high,
    )
