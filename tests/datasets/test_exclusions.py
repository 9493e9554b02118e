"""Rows left out by name or value, and the errors that a publisher states."""

from pathlib import Path

import numpy as np
import pytest

from gigascale.datasets import entry, error_factor, load, matching, vintages, without
from gigascale.errors import InputError

WITH_EXCLUSIONS = [
    (name, vintage)
    for name in ("notable_models", "all_models", "gpu_clusters")
    for vintage in vintages(name)
]


@pytest.mark.parametrize(("name", "vintage"), WITH_EXCLUSIONS)
def test_a_named_set_leaves_out_its_rows_or_says_that_the_vintage_cannot_tell(
    name: str, vintage: str
) -> None:
    table = load(name, vintage)
    for named, rows in entry(name).exclusions.items():
        if table[rows.column].isna().all():
            with pytest.raises(InputError, match=f"{vintage} cannot leave out {named}.*is blank"):
                without(table, [named])
            continue
        left_out = table.drop(without(table, [named]).index)
        assert 0 < len(left_out) < len(table)
        told = left_out[rows.column].astype(str).str.lower()
        assert told.notna().all()
        assert set(told) <= {value.lower() for value in rows.any_of} or not rows.any_of


def test_vintages_before_the_column_cannot_tell_fine_tunes() -> None:
    for vintage in ("2022-06-30", "2023-03-03"):
        with pytest.raises(InputError, match="'base_model' is blank"):
            without(load("notable_models", vintage), ["fine-tunes"])


def test_several_exclusions_add_up_and_keep_the_order() -> None:
    models = load("notable_models", "2025-12-02")
    both = without(models, ["fine-tunes", "alphago"])
    one_by_one = without(without(models, ["alphago"]), ["fine-tunes"])
    assert both.index.tolist() == one_by_one.index.tolist() == sorted(both.index)
    assert not set(both["model"]) & {"AlphaGo Master", "AlphaGo Zero"}
    assert without(models, []).equals(models)
    assert both.attrs == models.attrs


@pytest.mark.parametrize(
    ("name", "condition", "rows"),
    [
        ("gpu_clusters", "possible_duplicate=true", 94),
        ("gpu_clusters", "possible_duplicate=TRUE", 94),
        ("gpu_clusters", "status=Planned", 171),
        ("transistors", "year=1971", 1),
        ("transistors", "year=1971.0", 1),
        ("notable_models", "publication_date=2012-09-30", 1),
        ("notable_models", "confidence=nan", 0),
        ("notable_models", "parameters=many", 0),
    ],
)
def test_a_condition_matches_by_the_kind_of_the_column(
    name: str, condition: str, rows: int
) -> None:
    table = load(name, max(date for date in vintages(name) if date <= "2025-12-14"))
    assert matching(table, condition).sum() == rows


@pytest.mark.parametrize(
    ("exclusion", "said"),
    [
        ("fine-tuned", "unknown; accepted for notable_models: fine-tunes, alphago, COLUMN=VALUE"),
        ("beauty=high", "unknown; accepted"),
        ("model=Nobody's", "has none of its values"),
        ("organization", "give COLUMN=VALUE"),
    ],
)
def test_an_exclusion_that_leaves_nothing_out_is_refused(exclusion: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        without(load("notable_models", "2025-12-02"), [exclusion])


def test_stated_errors_follow_the_publisher_and_a_blank_is_the_widest() -> None:
    models = load("notable_models", "2025-04-23")
    factors = error_factor(models)
    words = models["confidence"]
    for word, factor in {"Confident": 3, "Likely": 10, "Speculative": 30, "Unverified": 30}.items():
        assert set(factors[words == word]) == {factor}
    assert set(factors[words.isna()]) == {30}
    assert np.array_equal(factors, error_factor(models, "parameters"))


@pytest.mark.parametrize(
    ("name", "vintage", "value"),
    [
        ("notable_models", "2022-06-30", None),
        ("notable_models", "2023-03-03", None),
        ("notable_models", "2025-12-02", "hardware_quantity"),
        ("transistors", None, None),
    ],
)
def test_where_no_error_is_stated_there_is_none(
    name: str, vintage: str | None, value: str | None
) -> None:
    assert error_factor(load(name, vintage), value) is None


def test_the_two_model_tables_share_what_is_said_of_their_rows() -> None:
    notable, everything = entry("notable_models"), entry("all_models")
    assert notable.exclusions == everything.exclusions != {}
    assert notable.error_factors == everything.error_factors is not None
    assert notable.specifications == everything.specifications


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('column = "base_model"', 'column = "base"', "names the column 'base'"),
        ('of = ["training_compute_flop", ', 'of = ["beauty", ', "names the column 'beauty'"),
        ("Likely = 10", "Likely = 0.1", "a factor is 1 or more, not 0.1"),
        ('any_of = ["Planned"]', 'some_of = ["Planned"]', "unknown field 'some_of'"),
        ('any_of = ["Planned"]', "any_of = 3", "any_of cannot be 3"),
        ('title = "Notable AI models"', "title = 3", "notable_models.title cannot be 3"),
        ('title = "Notable AI models"\n', "", "notable_models.title is missing"),
        ('like = "all_models"', 'like = "some"', "unknown dataset 'some'"),
        ("row = 453, reason", "row = 453, why", "names the column 'why'"),
        ("row = 453, ", "", "neither rows nor a column"),
        ("never_falls = true", "never_falls = 1", "never_falls cannot be 1"),
        ("largest_step = 20", "largest_step = 0.5", "largest_step is 1 or more"),
        ("[1e-19, inf]", "[1e-19]", "ratio_to.training_compute_flop cannot be"),
        ("[1e-19, inf]", "[1, 0]", "reaches from 1 to 0"),
        ("{ training_compute_flop = [1e-19", "{ model = [1e-19", "bounds that only numbers"),
    ],
)
def test_a_fault_in_the_catalogue_is_named(
    own_data: Path, right: str, wrong: str, said: str
) -> None:
    catalog = own_data / "catalog.toml"
    text = catalog.read_text(encoding="utf-8")
    assert right in text
    catalog.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        entry("notable_models")


def test_a_text_matches_as_one_of_several() -> None:
    models = load("notable_models", "2025-12-02")
    language = models["domain"].fillna("").str.split(",").map(lambda words: "Language" in words)
    assert language.sum() > (models["domain"] == "Language").sum()
    assert matching(models, "domain=Language").tolist() == language.tolist()
