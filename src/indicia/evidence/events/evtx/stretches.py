"""Where the chunks of an event log lie, also behind bytes that were lost or added.

Chunks lie one after the other, each of 64 KiB.  Where no chunk begins at the end of another, the beginning of the next
one is looked for at every byte.  Source: the EVTX format notes of libevtx, "Chunk".
"""

from collections.abc import Iterator
from typing import BinaryIO
from zlib import crc32

from indicia.evidence.events.evtx.chunk import CHUNK, MAGIC, TABLES_END
from indicia.evidence.events.evtx.realigned import MOST_ADDED, Piece

_AHEAD = 2**20
"""How far behind the place where a part should end a chunk is looked for that begins the next part; less than half of
a part."""
TOGETHER = 2
"""Chunks read at a time: with the texts made of them they stay in a processor's own cache, and the memory they take is
given again and again; a buffer of half a mebibyte is new pages each time."""


class Window:
    """What was read of a stream and not let go of yet; places count bytes of the file."""

    def __init__(self, stream: BinaryIO, base: int, begun: bytes = b"") -> None:
        """The stream stands at `base`, behind what was `begun` with."""
        self._stream = stream
        self._ended = False
        self._data = begun
        self.base = base

    @property
    def end(self) -> int:
        """How far has been read."""
        return self.base + len(self._data)

    def reach(self, place: int) -> int:
        """Read on up to a place; gives it, or where the file ends before."""
        missing = place - self.end
        if missing > 0 and not self._ended:
            parts = [self._data]
            while missing > 0 and (part := self._stream.read(missing)):
                parts.append(part)
                missing -= len(part)
            self._ended = missing > 0
            self._data = parts[1] if len(parts) == 2 and not parts[0] else b"".join(parts)
        return min(place, self.end)

    def begins(self, place: int) -> bool:
        """Whether a chunk begins there."""
        self.reach(place + len(MAGIC))
        return self._data.startswith(MAGIC, place - self.base)

    def find(self, start: int, stop: int) -> int:
        """The first place from `start` on and before `stop` where a chunk begins; -1 for none."""
        self.reach(stop + len(MAGIC) - 1)
        found = self._data.find(MAGIC, start - self.base, max(stop + len(MAGIC) - 1 - self.base, 0))
        return found + self.base if found >= 0 else -1

    def view(self, start: int, stop: int) -> memoryview:
        """Bytes that were read."""
        return memoryview(self._data)[start - self.base : stop - self.base]

    def drop(self, place: int) -> None:
        """Let go of what lies before."""
        self._data = self._data[place - self.base :]
        self.base = place

    def boundary(self, place: int, most: int) -> int:
        """Where a part of `most` bytes begins that should begin here: at the first chunk that does, if one is near.

        It hangs on nothing before, so that whoever reads a part finds the same place as who reads on from the part
        before it.
        """
        if self.begins(place):
            return place
        found = self.find(place, place + min(_AHEAD, most // 2))
        return max(found, place)


def stretches(window: Window, end: int | None, part: int, together: int = TOGETHER) -> Iterator[list[Piece]]:
    """Pieces of the file from where the window begins, so many at a time: whole chunks, and what lies between them.

    `end`: where the next part, of `part` bytes, should begin, null for the end of the file; the window is left where
    it does.
    """
    place, stop = window.base, None
    while True:
        pieces: list[Piece] = []
        window.reach(place + together * CHUNK + len(MAGIC))
        while len(pieces) < together:
            if end is not None and stop is None and place + CHUNK + MOST_ADDED > end:
                stop = window.boundary(end, part)
            piece = _piece(window, place, stop)
            if not len(piece.data):
                break
            pieces.append(piece)
            place += len(piece.data)
        if not pieces:
            return
        yield pieces
        window.drop(place)


def _piece(window: Window, place: int, stop: int | None) -> Piece:
    """What begins here; empty where the file or the part ends."""
    following = place + CHUNK
    limit = window.reach(following if stop is None else min(following, stop))
    begins = window.begins(place)
    at_end = limit < following or limit == stop or window.reach(limit + 1) == limit
    if begins and limit == following and (at_end or window.begins(limit)):
        return Piece(place, window.view(place, limit))
    # What its checksum holds together is not cut.
    free = _sound_to(window.view(place, limit)) if begins else 0
    found = window.find(place + max(free, TABLES_END if begins else 1), limit)
    if found >= 0:
        return Piece(place, window.view(place, found), early=True)
    if begins and not free and not at_end:
        # Bytes that were added push the next chunk away.
        most = limit + MOST_ADDED if stop is None else min(limit + MOST_ADDED, stop)
        found = window.find(limit, most)
        if found < 0 and stop is not None and stop <= limit + MOST_ADDED and window.begins(stop):
            found = stop
        if found >= 0:
            return Piece(place, window.view(place, found))
    return Piece(place, window.view(place, limit))


def _sound_to(chunk: memoryview) -> int:
    """Where the records of a chunk end, if their checksum holds; else 0."""
    if len(chunk) < TABLES_END:
        return 0
    free = int.from_bytes(chunk[48:52], "little")
    if not TABLES_END < free <= len(chunk):
        return 0
    return free if crc32(chunk[TABLES_END:free]) == int.from_bytes(chunk[52:56], "little") else 0
