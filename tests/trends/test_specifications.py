"""Specification curves: every combination is there, and what sums them up is right."""

import numpy as np
import pandas as pd
import pytest

from gigascale.datasets import entry, error_factor, load, without
from gigascale.errors import InputError
from gigascale.trends import (
    choice_effects,
    growth_of,
    select,
    shares_containing,
    specification_curve,
)
from gigascale.trends.choice_effects import TOGETHER, published_growth
from gigascale.trends.reading import rows_read
from gigascale.trends.selection_noise import jittered_growth
from gigascale.trends.specifications import CHOICES

COMPUTE = {"date": "publication_date", "value": "training_compute_flop"}


@pytest.fixture(scope="module")
def curve() -> pd.DataFrame:
    return specification_curve("notable_models")


def test_the_curve_holds_every_combination_once(curve: pd.DataFrame) -> None:
    about = entry("notable_models")
    allowed = about.specifications
    settings = len(about.vintages) * len(allowed.rules) * len(allowed.starts) * 4 * 4
    assert len(curve) == len(curve.drop_duplicates([*CHOICES])) == settings >= 1000
    fitted = curve.dropna(subset=["growth_per_year"])
    assert len(fitted) > 1000
    assert (fitted["growth_per_year_low"] <= fitted["growth_per_year"]).all()
    assert (fitted["growth_per_year"] <= fitted["growth_per_year_high"]).all()
    assert (fitted["n"] >= 10).all()


def test_a_specification_without_an_estimate_says_why(curve: pd.DataFrame) -> None:
    missing = curve["growth_per_year"].isna()
    assert (missing == (curve["reason"] != "")).all()
    oldest = curve[curve["vintage"] == "2022-06-30"]
    untold = oldest["exclude"].str.contains("fine-tunes")
    assert oldest[untold]["reason"].str.contains("'base_model' is blank").all()
    weighted = oldest[~untold & (oldest["method"] == "errors-in-variables") & (oldest["n"] != 0)]
    assert weighted["reason"].str.contains("stated error|fewer than").all()
    newest = curve[curve["vintage"] == "2025-12-02"]
    assert newest["growth_per_year"].notna().all()


@pytest.mark.parametrize("method", ["cosine", "theil-sen", "median", "errors-in-variables"])
def test_a_specification_is_what_growth_of_gives_for_its_choices(
    curve: pd.DataFrame, method: str
) -> None:
    is_it = {
        "vintage": "2024-05-26",
        "rule": "top10",
        "start": "2010-01-01",
        "method": method,
        "exclude": "fine-tunes + alphago",
    }
    row = curve.loc[np.all([curve[k] == v for k, v in is_it.items()], axis=0)].iloc[0]
    models = without(load("notable_models", "2024-05-26"), ["alphago", "fine-tunes"])
    fit = growth_of(
        models,
        **COMPUTE,
        rule="top10",
        start="2010-01-01",
        method=method,
        error_factor=error_factor(models) if method == "errors-in-variables" else None,
    )
    assert (row["n"], row["growth_per_year"]) == (fit.n, fit.growth_per_year)
    assert row["growth_per_year_low"] == fit.growth_per_year_low


def test_excluded_rows_leave_before_the_rule_is_applied(curve: pd.DataFrame) -> None:
    """Models that only the AlphaGo runs overshadowed set records without them."""

    def records(models: pd.DataFrame) -> set[str]:
        chosen = select(models, **COMPUTE, rule="record", start="2010-01-01").rows
        return set(models["model"].iloc[chosen])

    models = load("notable_models", "2024-05-26")
    new = records(without(models, ["alphago"]))
    assert new - records(models)
    row = curve.query(
        "vintage == '2024-05-26' and rule == 'record' and start == '2010-01-01' "
        "and method == 'cosine' and exclude == 'alphago'"
    )
    assert row["n"].tolist() == [len(new)]


def test_choices_may_be_named() -> None:
    few = specification_curve(
        "gpu_clusters",
        value="chips",
        where=["status=Existing"],
        rules=["top10", "all"],
        starts=["2019"],
        methods=["ols"],
        exclusions=["country=China"],
        level=0.5,
    )
    assert few["exclude"].tolist() == ["nothing"] * 2 + ["country=China"] * 2
    assert few["rule"].tolist() == ["top10", "all"] * 2
    assert few.attrs["value"] == "chips"
    one = few.iloc[0]
    clusters = load("gpu_clusters")
    fit = growth_of(
        clusters[clusters["status"] == "Existing"],
        date="operational_date",
        value="chips",
        rule="top10",
        start="2019",
        method="ols",
        level=0.5,
    )
    assert one["growth_per_year_high"] == fit.growth_per_year_high


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"rules": ["best"]}, "rule 'best' is unknown"),
        ({"methods": ["magic"]}, "method 'magic' is unknown"),
        ({"starts": ["once"]}, "'once' is no date"),
        ({"end": "never"}, "'never' is no date"),
        ({"exclusions": ["beauty"]}, "exclusion 'beauty' is unknown"),
        ({"vintages": ["2020-01-01"]}, "no vintage '2020-01-01'"),
        ({"value": "model"}, "'model' is no column of numbers"),
        ({"starts": ["2100"]}, "no specification can be fitted: 0 points are fewer than 10"),
        ({"level": 9}, "level must lie between 0 and 1"),
    ],
)
def test_a_choice_that_is_none_is_refused(choice: dict, said: str) -> None:
    with pytest.raises(InputError, match=said):
        specification_curve("notable_models", **{"vintages": ["2024-05-26"], **choice})


def test_defaults_that_a_single_vintage_cannot_serve_are_reasons_not_errors() -> None:
    oldest = specification_curve("notable_models", vintages=["2022-06-30"], rules=["all"])
    assert oldest["growth_per_year"].notna().any()
    assert oldest["reason"].str.contains("base_model").any()


def made_up(log10_growth: np.ndarray) -> pd.DataFrame:
    """A curve of two rules by three methods whose estimates are given."""
    settings = [(rule, method) for rule in ("all", "record") for method in ("a", "b", "c")]
    growth = 10 ** log10_growth.ravel()
    return pd.DataFrame(settings, columns=["rule", "method"]).assign(
        vintage="2024-05-26",
        start=None,
        exclude="nothing",
        growth_per_year=growth,
        growth_per_year_low=growth / 2,
        growth_per_year_high=growth * 2,
    )


def test_effects_of_choices_that_add_up_explain_everything() -> None:
    rule, method = np.array([0.0, 0.3]), np.array([0.0, 0.1, 0.2])
    effects = choice_effects(made_up(rule[:, None] + method)).set_index("choice")
    assert effects.index.tolist() == ["rule", "method", TOGETHER, "rule × method"]
    shares = effects["share_of_variance"]
    variances = np.array([rule.var(), method.var()])
    assert shares[["rule", "method"]].to_numpy() == pytest.approx(variances / variances.sum())
    assert shares[[TOGETHER, "rule × method"]].to_numpy() == pytest.approx(0, abs=1e-9)
    assert effects.loc["rule", ["slowest", "fastest", "settings"]].tolist() == ["all", "record", 2]
    assert effects.loc["rule", "growth_slowest"] == pytest.approx(10**0.1)
    assert effects.loc["rule", "growth_fastest"] == pytest.approx(10**0.4)
    assert effects.loc["method", "median_swing"] == pytest.approx(10**0.2)


def test_effects_that_only_a_pair_of_choices_has_are_theirs() -> None:
    crossed = np.array([[0.1, 0.0, 0.0], [0.0, 0.1, 0.0]])
    effects = choice_effects(made_up(crossed)).set_index("choice")
    left = effects.loc[TOGETHER, "share_of_variance"]
    assert left > 0.5
    assert effects.loc["rule × method", "share_of_variance"] == pytest.approx(left)
    assert effects.loc["rule", "largest_swing"] == pytest.approx(10**0.1)
    assert effects.loc["rule", "median_swing"] == pytest.approx(10**0.1)


def test_a_specification_without_a_partner_has_no_swing() -> None:
    every = made_up(np.array([[0.0, 0.1, 0.2], [0.3, 0.4, 0.5]]))
    lone = every.query("rule == 'all' or method == 'c'")
    curve = pd.concat([lone, lone.assign(vintage="2025-12-02", growth_per_year=5.0)])
    effects = choice_effects(curve.assign(growth_per_year=curve["growth_per_year"] * 2))
    swings = effects.set_index("choice").loc["rule", ["median_swing", "largest_swing"]]
    assert swings.tolist() == pytest.approx([(1 + 10**0.3) / 2, 10**0.3])


def test_each_set_of_exclusions_is_a_choice_and_means_are_as_if_all_had_it(
    curve: pd.DataFrame,
) -> None:
    effects = choice_effects(curve).set_index("choice")
    alone = effects[effects["settings"].notna()]
    assert set(alone.index) == {"vintage", "rule", "start", "method", "fine-tunes", "alphago"}
    assert alone.index[0] == "rule"
    assert (alone["share_of_variance"].diff().dropna() <= 0).all()
    assert alone.loc["fine-tunes", "slowest"] in ("kept", "left out")
    shares = effects["share_of_variance"]
    assert shares.between(0, 1).all()
    assert shares[TOGETHER] > shares["rule × start"] > 0.01


def test_effects_need_two_choices() -> None:
    with pytest.raises(InputError, match="at least two choices"):
        choice_effects(made_up(np.zeros((2, 3))).query("method == 'a'"))


def test_shares_add_up_and_follow_the_intervals() -> None:
    shares = shares_containing(made_up(np.log10([[2, 4, 8], [16, 32, 64]])), {"x": 15.0, "y": 1e3})
    assert shares["share_containing"].tolist() == pytest.approx([2 / 6, 0])
    assert shares["share_below"].tolist() == pytest.approx([2 / 6, 1])
    assert shares["share_above"].tolist() == pytest.approx([2 / 6, 0])
    assert (shares["specifications"] == 6).all()


def test_published_figures_come_as_growth_per_year() -> None:
    figures = published_growth("notable_models", "training_compute_flop").set_index("figure_id")
    stated = load("published_figures").set_index("figure_id")["value"]
    assert {f"F0{number}" for number in range(1, 10)} <= set(figures.index)
    assert figures.loc["F01", "growth_per_year"] == stated["F01"]
    assert figures.loc["F07", "growth_per_year"] == pytest.approx(2 ** (1 / stated["F07"]))
    assert published_growth("gpu_clusters", "country").empty


@pytest.mark.parametrize(
    ("dataset", "options", "said"),
    [
        ("model_costs", {}, "no column of dates"),
        ("experience_curves", {}, "no default for --value; there are: unit_cost"),
        ("notable_models", {"date": "parameters"}, "'parameters' is no column of dates"),
        ("solar_capacity", {"where": ["planet=Mars"]}, "'planet=Mars': give COLUMN=VALUE"),
    ],
)
def test_columns_and_conditions_that_are_none_are_refused(
    dataset: str, options: dict, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        rows_read(entry(dataset), **options)


def test_a_condition_takes_the_place_of_the_catalogues() -> None:
    solar = load("solar_capacity")
    assert set(rows_read(entry("solar_capacity")).of(solar)["entity"]) == {"World"}
    read = rows_read(entry("solar_capacity"), where=["entity=Germany"])
    assert set(read.of(solar)["entity"]) == {"Germany"}


def flat(points: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    return pd.DataFrame(
        {"year": np.linspace(2010, 2020, points), "flop": 10 ** rng.normal(20, 0.1, points)}
    )


def test_values_moved_by_nothing_give_the_fit_itself() -> None:
    frame = flat()
    how = {"date": "year", "value": "flop", "rule": "top10"}
    still = jittered_growth(frame, **how, error_factor=np.ones(len(frame)), draws=3)
    assert still == pytest.approx(growth_of(frame, **how).growth_per_year)


def test_errors_of_rows_that_the_rule_left_out_do_nothing_unless_it_sees_them() -> None:
    frame = flat()
    how = {"date": "year", "value": "flop", "rule": "top10"}
    factors = np.full(len(frame), 30.0)
    factors[select(frame, **how).rows] = 1.0
    noise = {"error_factor": factors, "draws": 5}
    assert jittered_growth(frame, **how, **noise, reselect=False) == pytest.approx(
        growth_of(frame, **how).growth_per_year
    )
    assert np.ptp(jittered_growth(frame, **how, **noise)) > 0.01


def test_errors_that_widen_with_time_steepen_a_line_only_if_the_rule_sees_them() -> None:
    frame = flat()
    factors = np.linspace(1.01, 30, len(frame))
    how = {"date": "year", "value": "flop", "rule": "trailing10", "error_factor": factors}
    chosen_after = jittered_growth(frame, **how, draws=60)
    chosen_before = jittered_growth(frame, **how, draws=60, reselect=False)
    assert np.median(chosen_after) > 1.2
    assert np.median(chosen_before) == pytest.approx(1, abs=0.06)
    assert np.array_equal(chosen_before, jittered_growth(frame, **how, draws=60, reselect=False))


def test_the_draws_have_the_stated_interval() -> None:
    frame = pd.DataFrame({"year": [2010.0, 2011.0, 2012.0], "flop": [1e20] * 3})
    how = {"date": "year", "value": "flop", "error_factor": [3.0, 1.0, 1.0]}
    drawn = np.log10(jittered_growth(frame, **how, draws=2000))
    beyond = np.abs(drawn) > np.log10(3) / 2  # the slope is half the first point's error
    assert beyond.mean() == pytest.approx(0.1, abs=0.02)


def test_error_factors_must_fit_the_frame() -> None:
    with pytest.raises(InputError, match="must have 400 numbers"):
        jittered_growth(flat(), date="year", value="flop", error_factor=[3.0])
