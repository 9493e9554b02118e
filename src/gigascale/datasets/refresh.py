"""Fetching the publishers' files; the only module that opens a connection."""

import io
import zipfile

import requests
from tqdm import tqdm

from gigascale.datasets.catalog import Dataset
from gigascale.errors import InputError

LARGEST_BYTE = 200_000_000
TIMEOUT_S = 60


def is_address(source: str) -> bool:
    """Say whether a source is a web address and not a path.

    Examples
    --------
    >>> is_address("HTTPS://example.org/data.csv"), is_address("data.csv")
    (True, False)
    """
    return source.lower().startswith(("https://", "http://"))


def fetch(address: str) -> bytes:
    """Return what lies at a web address; ``#member`` names a file inside a zip archive.

    A progress bar shows on a terminal and nothing in a pipe.

    Raises
    ------
    InputError
        If the address cannot be reached, answers with an error, or sends too much.

    Examples
    --------
    >>> fetch("ftp://example.org/data.csv")
    Traceback (most recent call last):
    gigascale.errors.InputError: ftp://example.org/data.csv: only https and http are fetched
    """
    url, _, member = address.partition("#")
    if not is_address(url):
        raise InputError(f"{address}: only https and http are fetched")
    content = io.BytesIO()
    try:
        with requests.get(url, stream=True, timeout=TIMEOUT_S) as answer:
            answer.raise_for_status()
            size = int(answer.headers.get("Content-Length", 0)) or None
            with tqdm(total=size, unit="B", unit_scale=True, desc=url, disable=None) as bar:
                for chunk in answer.iter_content(1 << 16):
                    content.write(chunk)
                    bar.update(len(chunk))
                    if content.tell() > LARGEST_BYTE:
                        raise InputError(f"{address}: sends more than {LARGEST_BYTE} bytes")
    except requests.RequestException as fault:
        status = getattr(fault.response, "status_code", "")
        what = f"{type(fault).__name__} {status}".strip()
        raise InputError(f"{address}: cannot be fetched: {what}") from fault
    return _member(content, member, address) if member else content.getvalue()


def _member(archive: io.BytesIO, member: str, address: str) -> bytes:
    try:
        with zipfile.ZipFile(archive) as opened:
            if opened.getinfo(member).file_size > LARGEST_BYTE:
                raise InputError(f"{address}: holds more than {LARGEST_BYTE} bytes")
            return opened.read(member)
    except (zipfile.BadZipFile, KeyError) as fault:
        raise InputError(f"{address}: no zip archive with that file") from fault


def addresses(dataset: Dataset) -> list[str]:
    """Return the live addresses of the files that make a vintage.

    Raises
    ------
    InputError
        If the dataset has no live address.

    Examples
    --------
    >>> from gigascale.datasets.catalog import entry
    >>> addresses(entry("notable_models"))
    ['https://epoch.ai/data/notable_ai_models.csv']
    """
    found = [part.address for part in dataset.parts] or [dataset.address]
    if not all(found):
        raise InputError(f"dataset {dataset.name!r} has no live address")
    return found
