"""One member of an archive that can only be read from front to back (tar, 7z, a single compressed file)."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct


class Member(Struct, frozen=True, kw_only=True):
    """A member; its pieces have to be drawn before the next member is asked for."""

    name: str
    pieces: Iterator[bytes]
    """Raises Damaged where the bytes cannot be had."""
    special: str | None = None
    """What it is if not a file: `link`, `device`; null for files."""
    modified: datetime | None = None
    created: datetime | None = None


class Flaw(Struct, frozen=True, kw_only=True):
    """Something wrong with the archive itself, or with a member that never came into sight."""

    reason: str
    name: str = ""
    """Member it concerns; empty when the archive is meant."""
