"""A large file of JSON lines in ranges of whole lines that can be read apart.

A file is cut before a line that begins with an object where the line before it ends with one.  Whatever stands before
such a place, no document goes on over it: a text does not go past the end of its line, and an object that begins behind
the end of another, without a comma, breaks all that are open (see `nesting`), after which reading goes on at a line
that begins a document.  So a reader of the whole file comes to every such place, with nothing left over from before.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import BinaryIO

from msgspec import Struct

from indicia.evidence.events.units import encoding_of

PART = 64 * 2**20
"""Bytes of a range; it goes on to the end of its last line."""
_PIECE = 2**20
_CUTS = ((b'}\n{"', 2), (b'}\r\n{"', 3))
"""What stands around a cut, and where in it the cut is."""
_LONGEST = max(len(around) for around, _ in _CUTS)


class Range(Struct, frozen=True):
    """Whole lines of a file."""

    start: int
    end: int
    line: int
    """Number of its first line, counted from 1."""


class Stretch:
    """So many bytes of a stream from where it stands."""

    def __init__(self, stream: BinaryIO, length: int) -> None:
        self._stream = stream
        self._left = length

    def read(self, size: int) -> bytes:
        """At most so many bytes; empty at the end."""
        part = self._stream.read(min(size, self._left))
        self._left -= len(part)
        return part

    def readinto(self, room: memoryview) -> int:
        """The same into this room; 0 at the end."""
        into: Callable[[memoryview], int] | None = getattr(self._stream, "readinto", None)
        room = room[: self._left]
        if into is not None:
            size = into(room)
        else:
            part = self._stream.read(len(room))
            size = len(part)
            room[:size] = part
        self._left -= size
        return size


def parts_of(size: int) -> int:
    """Into how many ranges a file of so many bytes may be cut."""
    return max(1, -(-size // PART))


def ranges_of(stream: BinaryIO, size: int) -> tuple[Range, ...] | None:
    """The ranges of a file, `parts_of(size)` of them, of which the last may be empty; null for a file that has to be
    read from its beginning: one in UTF-16, or with a stretch as long as a range that cannot be cut.

    Reads the stream from its start, until it is known that there is none.  OSError where it cannot be read, ValueError
    where it is shorter than `size`.
    """
    stream.seek(0)
    if encoding_of(stream.read(4))[1] != "utf-8":
        return None
    parts = parts_of(size)
    cuts = [(0, 1)]
    line = 1
    for at, window, fresh in _windows(stream, size):
        while len(cuts) < parts:
            wanted = len(cuts) * PART
            place = _cut(window, wanted - at)
            if place < 0:
                if at + len(window) >= wanted + PART:
                    return None
                break
            if at + place >= wanted + PART:
                return None
            cuts.append((at + place, line + window.count(b"\n", fresh, place)))
        line += window.count(b"\n", fresh)
    # A short last range may hold less than a line.
    cuts.extend([(size, line)] * (parts + 1 - len(cuts)))
    return tuple(Range(start, end, number) for (start, number), (end, _) in pairwise(cuts))


def _windows(stream: BinaryIO, size: int) -> Iterator[tuple[int, bytes, int]]:
    """(place, bytes, index of the first that is new) of the file, each beginning with the last bytes of the one before,
    in which a cut could begin."""
    stream.seek(0)
    kept = b""
    at = 0
    while at < size:
        piece = stream.read(min(_PIECE, size - at))
        if not piece:
            raise ValueError("ends earlier than its size says")
        window = kept + piece
        yield at - len(kept), window, len(kept)
        at += len(piece)
        kept = window[1 - _LONGEST :]


def _cut(window: bytes, wanted: int) -> int:
    """The first place to cut that is not before the wanted one; -1 for none."""
    found = [place + cut for around, cut in _CUTS if (place := window.find(around, max(0, wanted - cut))) >= 0]
    return min(found, default=-1)
