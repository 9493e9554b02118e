"""``gigascale published``: published figures computed anew, with a verdict and the reason."""

import click
import pandas as pd

from gigascale.cli.output import answer, json_option
from gigascale.published import figures_table


@click.command()
@click.argument("figure_ids", nargs=-1, metavar="[FIGURE]...")
@click.option(
    "--vintage",
    help="Date of the vintage to compute them on, or all; by default the newest that can.",
)
@json_option
def published(figure_ids: tuple[str, ...], vintage: str | None, as_json: bool) -> None:
    """Compute published FIGUREs such as F02 anew (all by default).

    Ours has the interval of the default method; the interval of the published method is beside
    it. The verdict follows the rule of the claims.

    \b
    gigascale published F01 F02 --vintage 2024-05-26
    gigascale published F02 --vintage all --json
    """
    table = figures_table(figure_ids, vintage=vintage)
    answer(table, as_json=as_json, text=lambda: "\n".join(table.apply(_said, axis="columns")))


def _said(row: pd.Series) -> str:
    published = _span(row["published"], row["published_low"], row["published_high"])
    ours = _span(row["value"], row["value_low"], row["value_high"])
    by = f" by a factor of {row['factor']:.2g}" if pd.notna(row["factor"]) else ""
    return (
        f"{row['figure_id']} {row['quantity']} ({row['unit']})\n"
        f"    published {published}; ours {ours} from {row['n']} points of {row['dataset']} "
        f"{row['vintage']}\n"
        f"    {row['verdict']}{by}: {row['reason']}"
    )


def _span(value: float, low: float, high: float) -> str:
    if pd.isna(low):
        return f"{value:.3g}"
    return f"{value:.3g} ({low:.3g} to {'any' if pd.isna(high) else format(high, '.3g')})"
