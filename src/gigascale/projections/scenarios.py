"""The scenarios and routes of a projection."""

from gigascale.errors import InputError

SCENARIOS = ("trend", "slower-efficiency", "power-limited", "capital-limited")
ROUTES = ("demand", "supply")
QUANTITIES = ("training_flop", "accelerators", "facility_power_w", "capex_usd")
# The limit of :mod:`gigascale.projections.limits` that caps the site in a scenario.
CAPS = {"power-limited": "power", "capital-limited": "capital"}


def one_of(what: str, name: str, known: tuple[str, ...]) -> str:
    """Return a name that is known.

    Raises
    ------
    InputError
        If it is not; the message lists those that are.

    Examples
    --------
    >>> one_of("scenario", "trend", SCENARIOS)
    'trend'
    """
    if name not in known:
        raise InputError(f"{what} {name!r} is unknown; there are: {', '.join(known)}")
    return name
