"""The shipped tables, read once, and the chips the tests use most."""

import pandas as pd
import pytest

from gigascale import datasets
from gigascale.clusters import Chip, find_chip


@pytest.fixture(scope="session")
def hardware() -> pd.DataFrame:
    return datasets.load("ml_hardware")


@pytest.fixture(scope="session")
def assumptions() -> pd.DataFrame:
    return datasets.load("assumptions")


@pytest.fixture(scope="session")
def h100(hardware: pd.DataFrame) -> Chip:
    return find_chip("H100", hardware)


@pytest.fixture(scope="session")
def gb200(hardware: pd.DataFrame) -> Chip:
    return find_chip("GB200", hardware)
