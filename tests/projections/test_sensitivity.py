"""Shares of variance by group of inputs."""

import numpy as np
import pytest

from gigascale.errors import InputError
from gigascale.projections.sensitivity import sobol_table

SIZE = 4096


def draws(names: str, *, seed: int = 5, width: int | None = None) -> list[dict[str, np.ndarray]]:
    rng = np.random.default_rng(seed)
    shape = SIZE if width is None else (SIZE, width)
    return [{name: rng.standard_normal(shape) for name in names} for _ in range(2)]


def indices(model, first, second, groups, **how):
    found = sobol_table(model, first, second, groups, rng=np.random.default_rng(1), **how)
    return found.set_index(["answer", "group"])


def test_a_model_linear_in_logs_gives_the_known_shares() -> None:
    deviations = {"a": 0.5, "b": 0.3, "c": 0.2, "d": 0.1}
    shares = {"big": 0.25 / 0.39, "pair": (0.09 + 0.04) / 0.39, "small": 0.01 / 0.39}
    found = indices(
        lambda at: {"y": sum(s * at[x] for x, s in deviations.items())},
        *draws("abcd"),
        {"big": ["a"], "pair": ["b", "c"], "small": ["d"]},
    ).loc["y"]
    for name, share in shares.items():
        row = found.loc[name]
        assert row["first_order"] == pytest.approx(share, abs=0.04)
        assert row["total"] == pytest.approx(share, rel=0.06)
        assert row["first_order_low"] < share < row["first_order_high"]
        assert row["total_low"] < share < row["total_high"]
    assert found["first_order"].sum() == pytest.approx(1, abs=0.06)
    assert found["total"].sum() == pytest.approx(1, abs=0.04)


def test_an_interaction_counts_in_the_total_of_both_groups_and_in_no_first_order() -> None:
    groups = {"a": ["a"], "b": ["b"], "c": ["c"]}
    found = indices(lambda at: {"y": at["a"] * at["b"] + at["c"]}, *draws("abc"), groups).loc["y"]
    assert found["first_order"].to_numpy() == pytest.approx([0, 0, 0.5], abs=0.05)
    assert found["total"].to_numpy() == pytest.approx([0.5, 0.5, 0.5], abs=0.06)
    together = indices(
        lambda at: {"y": at["a"] * at["b"] + at["c"]}, *draws("abc"), {"ab": "ab", "c": "c"}
    ).loc["y"]
    assert together["first_order"].to_numpy() == pytest.approx([0.5, 0.5], abs=0.05)


def test_the_scores_of_a_path_move_together() -> None:
    first, second = draws("pq", width=6)
    found = indices(
        lambda at: {"y": at["p"].sum(axis=1) + at["q"][:, 0]}, first, second, {"p": "p", "q": "q"}
    ).loc["y"]
    assert found["total"].to_numpy() == pytest.approx([6 / 7, 1 / 7], abs=0.03)


def test_each_answer_has_its_own_shares_and_the_same_seed_gives_the_same_table() -> None:
    model = lambda at: {"y": at["a"], "z": at["a"] + at["b"]}  # noqa: E731
    one, two = (indices(model, *draws("ab"), {"a": "a", "b": "b"}, resamples=9) for _ in "12")
    assert one.loc[("y", "b"), "total"] == 0
    assert one.loc[("z", "b"), "total"] == pytest.approx(0.5, abs=0.04)
    assert one.equals(two)


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ({"a": "a", "b": "a"}, "in only one"),
        ({"a": "a", "b": ""}, "in only one"),
        ({"all": "ab"}, "two groups"),
    ],
)
def test_groups_must_hold_every_score_once(groups: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        indices(lambda at: {"y": at["a"] + at["b"]}, *draws("ab"), groups)


def test_infinite_answers_and_odd_sizes_are_refused() -> None:
    first, second = draws("ab")
    groups = {"a": "a", "b": "b"}
    with pytest.raises(InputError, match="'date' is not finite"):
        indices(lambda at: {"date": np.where(at["b"] > 2, np.inf, at["a"])}, first, second, groups)
    short = [{name: x[:100] for name, x in scores.items()} for scores in (first, second)]
    with pytest.raises(InputError, match="power of 2, not 100"):
        indices(lambda at: {"y": at["a"]}, *short, groups)
