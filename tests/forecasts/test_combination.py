"""Weights from past scores, and the forecast made of them."""

import numpy as np
import pytest

from gigascale.forecasts import METHODS, History, forecast
from gigascale.forecasts.combination import CONTINUED, EQUAL, FEWEST_BEFORE, combined, weights
from gigascale.forecasts.predictive import student_quantiles
from gigascale.forecasts.records import FEWEST_RECORDS, records
from gigascale.forecasts.scores import score
from gigascale.trends.points import Floats


def of(logs: Floats) -> History:
    years = np.arange(2021.0 - logs.size, 2021.0)
    return History(2020.0, 1.0, logs, years, logs)


def walk(seed: int, length: int, drift: float = 0.0) -> Floats:
    return np.cumsum(np.random.default_rng(seed).normal(drift, 0.2, length))


def test_it_is_the_average_of_the_quantiles_by_weight() -> None:
    past, ahead = of(walk(1, 20)), [1.0, 3.5]
    shares = weights(past, ahead)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    parts = sum(
        shares[name].to_numpy()[:, None] * forecast(past, ahead, name) for name in shares.columns
    )
    np.testing.assert_allclose(combined(past, ahead), parts)


def test_weights_are_those_of_the_losses_computed_one_by_one() -> None:
    logs, step = walk(2, 15), 2
    counts = range(FEWEST_BEFORE, 15 - step + 1)
    losses = np.array([
        [
            score(student_quantiles(method(logs[:n], [step])), logs[n - 1 + step : n + step])[
                "crps"
            ].iloc[0]
            for method in CONTINUED.values()
        ]
        for n in counts
    ])  # fmt: skip
    inverse = 1 / (losses.mean(axis=0) / losses.mean() + 0.05) ** 2
    separate = len(counts) / step
    expected = (separate * inverse / inverse.sum() + EQUAL / 5) / (separate + EQUAL)
    np.testing.assert_allclose(weights(of(logs), [step]).to_numpy()[0], expected)


def test_what_did_well_weighs_more_and_a_short_history_weighs_all_the_same() -> None:
    rising = 0.3 * np.arange(25.0) + 0.02 * np.random.default_rng(1).standard_normal(25)
    falling_back = weights(of(rising), [3.0]).iloc[0]
    assert falling_back["line"] > 0.2 > falling_back["no-change"]
    assert weights(of(np.array([0.0, 1.0, 0.5, 2.0])), [1.0]).to_numpy().tolist() == [[0.2] * 5]
    assert weights(of(np.zeros(12)), [1.0, 40.0]).to_numpy() == pytest.approx(np.full((2, 5), 0.2))


def test_records_join_where_the_statistic_only_rises() -> None:
    rising = np.cumsum(np.random.default_rng(5).exponential(0.3, 20))
    assert weights(of(rising), [1.0]).columns[-1] == "records"
    assert "records" not in weights(of(walk(1, 20)), [1.0]).columns


def test_records_are_scored_on_the_records_known_at_each_origin() -> None:
    logs, step = np.cumsum(np.random.default_rng(5).exponential(0.3, 12)), 1
    past, losses = of(logs), []
    for n in range(FEWEST_BEFORE, 12):
        day = 2020.0 - (12 - n)
        known = History(day, 1.0, logs[:n], past.record_years[:n], logs[:n])
        rows = [method(logs[:n], [step]) for method in CONTINUED.values()]
        parts = [score(student_quantiles(row), logs[n : n + 1]) for row in rows]
        if n >= FEWEST_RECORDS:
            parts.append(score(records(known, [step], draws=200), logs[n : n + 1]))
        losses.append([float(part["crps"].iloc[0]) for part in parts] + [np.nan] * (6 - len(parts)))
    table = np.array(losses)
    others = table[:, :5].mean(axis=1)
    loss = np.append(table[:, :5].sum(axis=0) / others.sum(), table[1:, 5].sum() / others[1:].sum())
    inverse = (loss + 0.05) ** -2.0
    expected = (7 * inverse / inverse.sum() + EQUAL / 6) / (7 + EQUAL)
    np.testing.assert_allclose(weights(past, [step]).to_numpy()[0], expected)


def test_on_walks_it_is_calibrated_and_beats_the_worse_peers() -> None:
    tables: dict[str, list[float]] = {name: [] for name in ("combination", "line", "no-change")}
    inside = []
    for seed in range(250):
        logs = walk(seed, 28, 0.15)
        for name, losses in tables.items():
            table = score(METHODS[name](of(logs[:24]), np.array([4.0])), logs[27:])
            losses.append(float(table["crps"].iloc[0]))
            if name == "combination":
                inside.append(bool(table["inside90"].iloc[0]))
    means = {name: np.mean(losses) for name, losses in tables.items()}
    assert 0.84 < np.mean(inside) <= 0.97
    assert means["combination"] < min(means["line"], means["no-change"])
    # The best there is: the true drift and spread, 0.2 √4/√π.
    assert 0.9 < means["combination"] / (0.4 / np.sqrt(np.pi)) < 1.35
