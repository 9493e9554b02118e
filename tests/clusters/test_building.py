"""Areas and water of a gigawatt lie where built sites are."""

import pandas as pd
import pytest

from gigascale.clusters import Chip, size_cluster


def test_abilene_has_the_floor_and_land_of_abilene(gb200: Chip, assumptions: pd.DataFrame) -> None:
    site = size_cluster(1.2e9, "facility", gb200, assumptions).to_dict()
    assert site["floor_area_m2"] == pytest.approx(4e6 * 0.3048**2, rel=0.02)
    assert site["site_area_m2"] > 5 * site["floor_area_m2"]


def test_water_is_that_of_the_energy_of_the_it_equipment(
    gb200: Chip, assumptions: pd.DataFrame
) -> None:
    given = {"water_litre_per_it_kwh": 2.0, "annual_pue_ratio": 1.25}
    site = size_cluster(1e9, "it", gb200, assumptions, draws=10, overrides=given).central
    assert site["water_litre_per_year"] == pytest.approx(2.0 * site["energy_kwh_per_year"] / 1.25)
