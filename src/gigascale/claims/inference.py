"""Claims on serving models: reading speed, tokens, bandwidth."""

from gigascale.claims.evidence import Evidence
from gigascale.claims.registry import Finding, evaluates, from_fact

_GPUS = 8
_BYTE_PER_PARAMETER = 2
_FLOP_PER_PARAMETER_AND_TOKEN = 2
_TRILLION = 1e12
_TOKENS_PER_S = 20  # at which the claim states the utilisation


@evaluates("J24")
def _reading_speed(evidence: Evidence) -> Finding:
    return from_fact(
        evidence.fact("reading_speed"),
        "Review of studies of silent reading of English; the range covers most adults.",
    )


@evaluates("J25")
def _fastest_reading(evidence: Evidence) -> Finding:
    fact = evidence.fact("reading_speed")
    return Finding(
        fact.span.high,
        fact.unit,
        "Upper end of the range of most adults in the same review, which finds a thousand words a "
        "minute impossible with understanding.",
        (fact.source,),
    )


def _tokens_per_s(evidence: Evidence, speed: str, tokens: str) -> Finding:
    """Tokens a second at the reading speed that one claim states, beside those of another."""
    words_per_min, claimed = evidence.claimed(speed), evidence.claimed(tokens)
    fact = evidence.fact("tokens_per_word")
    value, low, high = (
        words_per_min / 60 * ratio for ratio in (fact.value, fact.span.low, fact.span.high)
    )
    return Finding(
        value,
        "tokens per second",
        f"{words_per_min:,.0f} words a minute at {fact.value:.2f} tokens a word; the claim implies "
        f"{claimed * 60 / words_per_min:.1f}.",
        (fact.source,),
        low,
        high,
    )


@evaluates("J26")
def _tokens_for_average_reader(evidence: Evidence) -> Finding:
    return _tokens_per_s(evidence, "J24", "J26")


@evaluates("J27")
def _tokens_for_fast_reader(evidence: Evidence) -> Finding:
    return _tokens_per_s(evidence, "J25", "J27")


def _bandwidth(evidence: Evidence) -> float:
    return _GPUS * (evidence.chip("H100").memory_bandwidth_byte_per_s or 0.0)


@evaluates("J28")
def _tokens_of_a_trillion(evidence: Evidence) -> Finding:
    """One user: every token reads every weight once."""
    memory = _GPUS * (evidence.chip("H100").memory_byte or 0.0)
    weights = _BYTE_PER_PARAMETER * _TRILLION
    return Finding(
        _bandwidth(evidence) / weights,
        "tokens per second",
        f"Memory bandwidth of eight H100, {_bandwidth(evidence) / 1e12:.1f} TB/s in the vintage of "
        f"{evidence.vintage('ml_hardware')}, over {weights / 1e12:.0f} TB of 16-bit weights; high: "
        f"8-bit weights. Neither fits into their {memory / 1e9:.0f} GB at all.",
        ("ml_hardware",),
        _bandwidth(evidence) / weights,
        _bandwidth(evidence) / _TRILLION,
    )


@evaluates("J29")
def _flop_utilisation(evidence: Evidence) -> Finding:
    peak = _GPUS * evidence.chip("H100").peak("bf16")
    used = _FLOP_PER_PARAMETER_AND_TOKEN * _TRILLION * _TOKENS_PER_S / peak
    return Finding(
        used,
        "fraction",
        f"Two FLOP a parameter and token over the dense 16-bit peak of eight H100, "
        f"{peak / 1e15:.1f} PFLOP/s, for one user; it takes {evidence.claimed('J29') / used:.0f} "
        "users at once to reach the bound.",
        ("ml_hardware",),
    )


@evaluates("J30")
def _largest_dense_model(evidence: Evidence) -> Finding:
    """What fits into memory and, at the fast reader's speed, what the bandwidth can read."""
    by_memory = _GPUS * (evidence.chip("H100").memory_byte or 0.0) / _BYTE_PER_PARAMETER
    tokens_per_s = evidence.claimed("J27")
    by_bandwidth = _bandwidth(evidence) / (_BYTE_PER_PARAMETER * tokens_per_s)
    return Finding(
        min(by_memory, by_bandwidth),
        "parameters",
        f"At 16 bits the memory of eight H100 holds {by_memory / 1e9:.0f} billion parameters and "
        f"their bandwidth reads {by_bandwidth / 1e9:.0f} billion at {tokens_per_s:.0f} "
        "tokens a second; low: half of that bandwidth lost to overhead, as the claim assumes.",
        ("ml_hardware",),
        by_bandwidth / 2,
        min(by_memory, by_bandwidth),
    )


@evaluates("J31")
def _gpt_4_price(evidence: Evidence) -> Finding:
    return from_fact(
        evidence.fact("gpt4_output_price"),
        "Price list at release, for output; input cost half as much.",
    )
