"""``gigascale project``: what the training trend takes, year by year, and when it needs a power."""

import click
import pandas as pd

from gigascale.cli.output import answer, json_option
from gigascale.cli.quantity import power_w
from gigascale.clusters.chips import find_chip
from gigascale.datasets import decimal_year, load
from gigascale.projections.project import project as project_trend
from gigascale.projections.records import leading_run
from gigascale.trends.series import growth_of, select

_DATE, _VALUE = "publication_date", "training_compute_flop"


@click.command()
@click.option("--to", "last_year", type=int, default=2030, show_default=True, help="Last year.")
@click.option(
    "--when", "powers", multiple=True, help="A power such as 5GW: when does the site need it?"
)
@click.option("--chip", default="GB200", show_default=True, help="Chip that the trend starts from.")
@click.option("--vintage", help="Vintage of notable_models; the latest by default.")
@click.option("--rule", default="top10", show_default=True, help="Frontier rule of the growth fit.")
@click.option("--from", "start", default="2018-01-01", show_default=True, help="Start of the fit.")
@json_option
def project(
    last_year: int,
    powers: tuple[str, ...],
    chip: str,
    vintage: str | None,
    rule: str,
    start: str,
    as_json: bool,
) -> None:
    """Project the leading training run: FLOP, accelerators, facility power and capex by year.

    This is the demand route alone, and its intervals are not yet calibrated against past
    forecasts. 1 GW is dated if --when names no power. A date is null before the projection's start
    or beyond its horizon; probability_by_start and probability_not_by_horizon say how likely.
    """
    models = load("notable_models", vintage)
    date = models.attrs["vintage"]
    every = select(models, date=_DATE, value=_VALUE)
    frontier = leading_run(
        growth_of(models, date=_DATE, value=_VALUE, rule=rule, start=start),
        every.years,
        every.values,
        float(decimal_year(pd.Series([pd.Timestamp(date)]))[0]),
    )
    projection = project_trend(
        frontier, find_chip(chip, load("ml_hardware")), load("assumptions"), last_year=last_year
    )
    given = [power_w(text) for text in powers] or [1e9]
    result = {"vintage": date, "rule": rule, "from": start, **projection.to_dict(given)}

    def text() -> str:
        years = pd.DataFrame(result["by_year"]).set_index("year").T
        dates = pd.DataFrame(result["dates"])
        return (
            f"trend of vintage {date}, {rule} since {start}; chip {result['chip']}\n"
            f"{years.to_string(float_format='{:.3g}'.format)}\n\n{dates.to_string(index=False)}"
        )

    answer(result, as_json=as_json, text=text)
