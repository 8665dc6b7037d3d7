"""JSON that others publish, plain or packed with gzip, taken in whole but never more than a bound."""

import gzip
import zlib
from pathlib import Path

import orjson

from indicia.errors import RulesetError

_MOST = 512 * 2**20
"""Bytes of the open file; the largest bundle of ATT&CK is 50 MB."""


def read_json(path: Path) -> object:
    """The document.

    Raises RulesetError when it cannot be read, is damaged, is no JSON, or opens to more than 512 MiB.
    """
    try:
        return orjson.loads(read_packed(path))
    except orjson.JSONDecodeError as error:
        raise RulesetError(f"{path}: not readable as JSON: {error}", hint="fetch the file again") from error


def read_packed(path: Path) -> bytes:
    """The bytes of a file, opened where it is packed with gzip.  Raises RulesetError as above."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(path, "rb") if packed else path.open("rb") as file:
            data = file.read(_MOST + 1)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise RulesetError(f"{path}: {reason}", hint="fetch the file again") from error
    if len(data) > _MOST:
        raise RulesetError(f"{path}: opens to more than {_MOST // 2**20} MiB", hint="is this the right file?")
    return data
