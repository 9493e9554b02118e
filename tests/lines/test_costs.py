"""Costs of training runs joined to their models."""

import pandas as pd
import pytest

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.lines.costs import dated_costs
from gigascale.trends import growth_of

COSTS = pd.DataFrame(
    {"model": ["Grok-3", "Small", "GPT-4", "Gone"], "amortized_cost_usd": range(4)}
)
MODELS = pd.DataFrame(
    {
        "model": ["GPT-4", "Grok 3", "Small", "Costless"],
        "publication_date": pd.to_datetime(["2023-03-15", "2025-02-17", "2024-01-01", None]),
        "training_compute_flop": [2e25, 4e26, 1e20, 9e26],
        "confidence": ["Likely"] * 4,
    }
)


def test_names_match_by_their_letters_and_digits_and_the_rest_is_listed():
    dated = dated_costs(COSTS, MODELS)
    assert dated.rows["model"].tolist() == ["GPT-4", "Small", "Grok-3"]
    assert dated.rows["amortized_cost_usd"].tolist() == [2, 1, 0]
    assert dated.rows["training_compute_flop"].tolist() == [2e25, 1e20, 4e26]
    assert dated.unmatched == ("Gone",)


def test_an_equal_name_wins_and_a_likeness_of_two_names_matches_neither():
    models = pd.concat([MODELS, MODELS.assign(model=["GPT4", "GROK3", "x", "y"])])
    dated = dated_costs(COSTS, models)
    assert dated.rows["model"].tolist() == ["GPT-4", "Small"]
    assert dated.unmatched == ("Gone", "Grok-3")


def test_two_costs_that_look_alike_do_not_share_a_model():
    costs = pd.DataFrame({"model": ["Grok-3", "Grok_3", "Small"]})
    assert dated_costs(costs, MODELS).unmatched == ("Grok-3", "Grok_3")


def test_the_frontier_is_ranked_by_compute_among_models_without_a_cost_too():
    models = MODELS.assign(publication_date=pd.Timestamp("2024-01-01"))
    assert dated_costs(COSTS, models, rule="top2").rows.set_index("model")[
        "frontier"
    ].to_dict() == {
        "GPT-4": False,
        "Grok-3": True,
        "Small": False,
    }


@pytest.mark.parametrize(
    ("costs", "models", "named"),
    [
        (COSTS.drop(columns="model"), MODELS, "model"),
        (COSTS, MODELS.drop(columns="confidence"), "confidence"),
        (COSTS.assign(model="nobody"), MODELS, "no model"),
    ],
)
def test_bad_input_is_named(costs, models, named):
    with pytest.raises(InputError, match=named):
        dated_costs(costs, models)


def test_the_published_growth_of_costs_comes_out_on_the_vintage_of_its_month():
    """Cottier et al. 2024: 2.4 a year, 2.0 to 3.1 at 95%."""
    rows = dated_costs(
        datasets.load("model_costs", "2026-04-01"), datasets.load("notable_models", "2024-05-26")
    ).rows
    fit = growth_of(
        rows[rows["frontier"]],
        date="publication_date",
        value="amortized_cost_usd",
        start="2016-01-01",
        end="2024-05-31",
        method="ols",
        level=0.95,
    )
    assert fit.n == 47
    assert fit.growth_per_year == pytest.approx(2.212, abs=5e-4)
    assert fit.growth_per_year_low == pytest.approx(1.799, abs=5e-4)
    assert fit.growth_per_year_high == pytest.approx(2.719, abs=5e-4)
