"""Take title and legend out of a chart: in the page they are text, which wraps on a phone."""

from html import escape
from typing import Any


def take_title(spec: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Split a specification into its title and the rest.

    Examples
    --------
    >>> take_title({"title": {"text": ["Two", "lines"]}, "mark": "bar"})
    ('Two lines', {'mark': 'bar'})
    """
    rest = {key: value for key, value in spec.items() if key not in ("title", "$schema")}
    title = spec.get("title", "")
    text = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(text) if isinstance(text, list) else text, rest


def take_legend(spec: Any) -> tuple[dict[str, str], Any]:
    """Split a specification into name and colour of its series and the rest.

    Only a colour scale that lists its names and colours is taken; any other legend stays.

    Examples
    --------
    >>> scale = {"domain": ["<b>", "fit"], "range": ["#00f", "#f00"]}
    >>> legend, rest = take_legend({"encoding": {"color": {"field": "s", "scale": scale}}})
    >>> legend, rest["encoding"]["color"]["legend"]
    ({'<b>': '#00f', 'fit': '#f00'}, None)
    """
    entries: dict[str, str] = {}
    if isinstance(spec, list):
        parts = [take_legend(part) for part in spec]
        for found, _ in parts:
            entries |= found
        return entries, [part for _, part in parts]
    if not isinstance(spec, dict):
        return entries, spec
    rest = {}
    for key, value in spec.items():
        scale = value.get("scale") if key == "color" and isinstance(value, dict) else None
        if isinstance(scale, dict) and {"domain", "range"} <= scale.keys():
            entries |= dict(zip(map(str, scale["domain"]), scale["range"], strict=False))
            rest[key] = {**value, "legend": None}
        elif key in ("datasets", "data"):
            rest[key] = value
        else:
            found, rest[key] = take_legend(value)
            entries |= found
    return entries, rest


def caption(title: str, legend: dict[str, str]) -> str:
    """Write title and legend as the caption of a figure.

    Examples
    --------
    >>> caption("Growth of <AI>", {})
    '<figcaption>Growth of &lt;AI&gt;</figcaption>\\n'
    """
    items = "".join(
        f'<li><span style="background:{escape(colour)}"></span>{escape(name)}</li>'
        for name, colour in legend.items()
    )
    key = f'<ul class="chart-legend">{items}</ul>' if legend else ""
    return f"<figcaption>{escape(title)}{key}</figcaption>\n" if title or legend else ""
