"""How the commands answer: a table of text for people, JSON for programs."""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

import click
import pandas as pd

_REMARKS = {"not_known": "not known", "estimated": "estimated"}

json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")


def plain(value: Any) -> Any:
    """Return a value as JSON knows it: NumPy scalars unpacked, not-a-number as null.

    Examples
    --------
    >>> plain({"power_w": float("nan"), "dates": [pd.Timestamp("2025-01-02")]})
    {'power_w': None, 'dates': ['2025-01-02']}
    """
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, pd.DataFrame):
        return plain(value.to_dict("records"))
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def answer(result: Any, *, as_json: bool, text: Callable[[], str]) -> None:
    """Print a result as JSON, or the text made from it.

    Examples
    --------
    >>> answer({"n": 3}, as_json=True, text=str)
    {
      "n": 3
    }
    """
    click.echo(json.dumps(plain(result), indent=2, ensure_ascii=False) if as_json else text())


def estimate_text(result: Mapping[str, Any]) -> str:
    """Return a cluster or a run as lines of text, ending with what is not known or estimated.

    Examples
    --------
    >>> print(estimate_text({"n": 3.0, "not_known": ["the price"], "estimated": []}))
    n  3
    not known: the price
    """
    rest = {name: value for name, value in result.items() if name not in _REMARKS}
    return "\n".join([listing(rest), *remarks(result)])


def remarks(result: Mapping[str, Any]) -> list[str]:
    """Return a line for everything that a result says is not known or estimated.

    Examples
    --------
    >>> remarks({"not_known": ["the rent"], "estimated": ["the price"]})
    ['not known: the rent', 'estimated: the price']
    """
    return [f"{word}: {said}" for key, word in _REMARKS.items() for said in result.get(key, [])]


def listing(result: Mapping[str, Any], indent: str = "") -> str:
    """Return nested keys and values as aligned lines of text.

    Examples
    --------
    >>> print(listing({"n": 3, "power_w": 1.5e9, "last_year": 2025.55}))
    n          3
    power_w    1.5e+09
    last_year  2025.5
    """
    width = max((len(k) for k, v in result.items() if not isinstance(v, Mapping)), default=0)
    lines = []
    for key, value in result.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{key}", listing(value, indent + "  ")]
        else:
            lines.append(f"{indent}{key:<{width}}  {_short(key, value)}")
    return "\n".join(lines)


def _short(key: str, value: Any) -> str:
    if value is None:
        return "none" if "ing_time_" in key else "not known"
    if isinstance(value, float) and "_year" in key and "years" not in key and "per_year" not in key:
        return f"{value:.1f}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
