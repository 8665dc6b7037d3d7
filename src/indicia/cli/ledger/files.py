"""Small files that the ledger's commands read and write."""

from pathlib import Path

from indicia.errors import UsageError

MOST_FILE = 1 << 20
"""Bytes of a checkpoint, a proof or a key."""


def save(path: Path, data: bytes) -> None:
    """Write what a user asked for.  Raises UsageError."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}") from error
