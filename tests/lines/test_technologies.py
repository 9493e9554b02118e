import numpy as np
import pandas as pd
import pytest

from gigascale import datasets
from gigascale.errors import InputError
from gigascale.lines.technologies import Technology, can_tell, technologies

COLUMNS = ["technology", "year", "unit_cost", "cumulative_production"]


def table(name: str, years: list[float]) -> pd.DataFrame:
    rows = [(name, year, 100.0 / (k + 1), 10.0**k) for k, year in enumerate(years)]
    return pd.DataFrame(rows, columns=COLUMNS)


def test_longest_stretch_is_kept_and_what_is_dropped_is_counted() -> None:
    found = technologies(table("Lamp", [1990, 1991, 1995, 1996, 1997, 2001]))
    assert found[0].years.tolist() == [1995, 1996, 1997]
    assert found[0].log10_production.tolist() == [2, 3, 4]
    assert found[0].n_dropped == 3


def test_order_of_rows_does_not_matter_and_parts_of_a_year_are_no_years() -> None:
    lamp, dna = table("Lamp", [1990, 1991, 1992]), table("DNA", [2002.25, 2002.5, 2002.75])
    shuffled = pd.concat([lamp, dna]).sample(frac=1, random_state=1)
    assert [curve.name for curve in technologies(shuffled)] == ["Lamp"]
    assert (
        technologies(shuffled)[0].log10_cost.tolist() == technologies(lamp)[0].log10_cost.tolist()
    )


def test_shipped_technologies_of_one_product_are_one_family() -> None:
    found = technologies(datasets.load("experience_curves", "2023-12-31"))
    names = {curve.name: curve for curve in found}
    assert len(found) == 86
    assert names["Photovoltaics_2"].family == names["Fotovoltaica"].family
    assert names["Beer_(Japan)"].family == "Beer_(Japan)"
    assert names["Automotive_(US)"].years[0] == 1985


def test_zero_cost_is_refused() -> None:
    with pytest.raises(InputError, match="Lamp must be above 0"):
        technologies(table("Lamp", [1990, 1991, 1992]).assign(unit_cost=[1.0, 0.0, 1.0]))


def changes(noise: float, steadiness: float, law: str, seed: int) -> Technology:
    rng = np.random.default_rng(seed)
    growth = 0.2 + steadiness * rng.normal(0, 0.1, 60)
    change = (-0.1 if law == "moore" else -0.5 * growth) + rng.normal(0, noise, 60)
    years = np.arange(1950.0, 2010.0)
    return Technology("Lamp", "lamp", years, np.cumsum(change), np.cumsum(growth), 0)


@pytest.mark.parametrize(("law", "rejected"), [("moore", "wright"), ("wright", "moore")])
def test_uneven_production_tells_the_laws_apart_and_steady_production_does_not(
    law: str, rejected: str
) -> None:
    uneven = [can_tell(changes(0.01, 1.0, law, seed)) for seed in range(50)]
    steady = [can_tell(changes(0.01, 0.02, law, seed)) for seed in range(50)]
    assert uneven.count(rejected) > 35
    assert steady.count("neither") > 30


def test_too_short_a_history_cannot_be_asked() -> None:
    short = technologies(table("Lamp", [1990, 1991, 1992]))[0]
    with pytest.raises(InputError, match="Lamp has 2 changes; 5 are needed"):
        can_tell(short)
