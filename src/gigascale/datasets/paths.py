"""Where the data lies: beside the source, in the installed package, or where a variable says."""

import os
from pathlib import Path

_HERE = Path(__file__).resolve()


def data_folder() -> Path:
    """Return the folder that holds ``catalog.toml`` and the vintages.

    The environment variable ``GIGASCALE_DATA`` names another folder, for instance a copy to try a
    refresh on; otherwise it is ``data/`` of the source tree or the copy inside the wheel.

    Examples
    --------
    >>> (data_folder() / "catalog.toml").is_file()
    True
    """
    if named := os.environ.get("GIGASCALE_DATA"):
        return Path(named)
    source_tree = _HERE.parents[3] / "data"
    return source_tree if source_tree.is_dir() else _HERE.parents[1] / "_data"
