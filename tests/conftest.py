"""Fixtures that several test packages use."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import tomlkit
from click.testing import CliRunner, Result

from gigascale import datasets
from gigascale.cli.app import app
from gigascale.clusters import Chip, find_chip, load_hardware
from gigascale.datasets.paths import data_folder

LAST_VINTAGE = "2025-12-02"
HEADER = (
    "Model,Organization,Publication date,Domain,Parameters,Training compute (FLOP),"
    "Notability criteria,Confidence,Abstract"
)


def notable_csv(*rows: str, header: str = HEADER) -> bytes:
    """A publisher's file of notable models with enough rows not to look truncated."""
    filler = [
        f"Model {i},Lab {i % 9},{2010 + i % 15}-03-{1 + i % 28:02d},Language,{1e6 * (i + 1)},"
        f'{1e18 * (i + 1)},SOTA improvement,Likely,"An abstract, with a comma\nand a second line"'
        for i in range(900)
    ]
    return "\n".join([header, *rows, *filler, ""]).encode()


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data folder that a test may change, with models up to LAST_VINTAGE."""
    copy = tmp_path / "data"
    shutil.copytree(data_folder(), copy)
    document = tomlkit.parse((copy / "catalog.toml").read_text(encoding="utf-8"))
    for date in [d for d in document["notable_models"]["vintages"] if d > LAST_VINTAGE]:
        document["notable_models"]["vintages"].remove(date)
        for file in (copy / "notable_models").glob(f"{date}*"):
            file.unlink()
    (copy / "catalog.toml").write_text(tomlkit.dumps(document), encoding="utf-8")
    monkeypatch.setenv("GIGASCALE_DATA", str(copy))
    return copy


@pytest.fixture
def gigascale() -> Callable[..., Result]:
    """Run the command; standard error is kept apart."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="session")
def hardware() -> pd.DataFrame:
    return load_hardware()


@pytest.fixture(scope="session")
def assumptions() -> pd.DataFrame:
    return datasets.load("assumptions")


@pytest.fixture(scope="session")
def h100(hardware: pd.DataFrame) -> Chip:
    return find_chip("H100", hardware)


@pytest.fixture(scope="session")
def gb200(hardware: pd.DataFrame) -> Chip:
    return find_chip("GB200", hardware)
