"""A file's bytes gone through once: hashed, counted, their beginning kept."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from indicia.evidence.archives.compression import PIECE
from indicia.evidence.archives.damage import CutOff
from indicia.evidence.archives.formats import TELLING_BYTES


class Copy(Struct, frozen=True, kw_only=True):
    """A file on this disk whose bytes were read once."""

    path: Path
    head: bytes
    """Its first bytes, at most `Limits.content_bytes`."""
    sha256: str
    size: int
    modified: datetime | None = None
    created: datetime | None = None


class Hashing:
    """Goes through bytes and tells `on_bytes` how many there were since it was last told."""

    def __init__(self, head_bytes: int, on_bytes: Callable[[int], None]) -> None:
        self._head_bytes = head_bytes
        self._on_bytes = on_bytes

    def told(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces, each told of as it is drawn."""
        for piece in pieces:
            self._on_bytes(len(piece))
            yield piece

    def digest(self, pieces: Iterator[bytes]) -> tuple[bytes, str, int]:
        """(first bytes, SHA-256, number) of all pieces."""
        head, digest, size = bytearray(), sha256(), 0
        for piece in self.told(pieces):
            digest.update(piece)
            size += len(piece)
            if len(head) < self._head_bytes:
                head += piece[: self._head_bytes - len(head)]
        return bytes(head), digest.hexdigest(), size


def beginning(pieces: Iterator[bytes]) -> bytes:
    """Enough of the first pieces to tell an archive or disk image."""
    start = b""
    while len(start) < TELLING_BYTES and (piece := next(pieces, None)) is not None:
        start += piece
    return start


def with_beginning(start: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What was drawn to tell the format, and then the rest."""
    if start:
        yield start
    yield from pieces


def until_cut(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces before the place where a member is cut off."""
    with suppress(CutOff):
        yield from pieces


def rest_of(start: bytes, file: BinaryIO, size: int) -> Iterator[bytes]:
    """The pieces of a file of `size` bytes; a little more of one that grows, but not without end."""
    if start:
        yield start
    given = len(start)
    while given <= size and (piece := file.read(PIECE)):
        given += len(piece)
        yield piece
