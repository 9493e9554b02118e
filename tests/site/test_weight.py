"""The front page stays light."""

from pathlib import Path

from tests.benchmarks.weight import page_weight


def test_front_page_is_light(site: Path) -> None:
    weight = page_weight(site)
    assert weight["own_byte"] < 60_000
    assert weight["own_byte"] < weight["total_byte"] < 700_000
