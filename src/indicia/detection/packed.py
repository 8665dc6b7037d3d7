"""Sightings packed away: a tenth of what they take as objects."""

import marshal
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, overload

import zstandard

from indicia.as_list import AsList
from indicia.model.evidence import Locator
from indicia.model.record import Record, Sighting

OPEN, _SIZE = 1_000, 4 * 2**20
"""Sightings of one file that lie about as objects before they are packed, and characters of theirs; most files have
fewer."""
_TOGETHER = 250
"""Packed together, in their order, in which they are looked at again."""
_LATEST = 2**63 - 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

_packer, _unpacker = zstandard.ZstdCompressor(level=1), zstandard.ZstdDecompressor()
Block = tuple[bytes, int]
"""Packed bytes, and how many they were before."""
_Plain = tuple[Any, ...]
Row = tuple[_Plain, str, tuple[str, ...]]
"""A sighting before it is made."""


class Packed(AsList[Sighting]):
    """Sightings in the order in which they come, to be gone through from the first to the last."""

    def __init__(self, sightings: Iterable[Sighting] = (), most: int = OPEN) -> None:
        """Leave at most so many unpacked; the answers do not depend on it."""
        self._most = most
        self._open: list[Sighting] = []
        self._size = 0
        self._blocks: list[Block] = []
        self._ends: list[int] = []
        """How many sightings end with each block."""
        self._last: tuple[int, list[Sighting]] = -1, []
        self.extend(sightings)

    def extend(self, sightings: Iterable[Sighting]) -> None:
        """Take in more."""
        for sighting in sightings:
            self._open.append(sighting)
            self._size += len(sighting.record.raw)
            if len(self._open) > self._most or self._size > _SIZE:
                self._pack()

    def few(self) -> Sequence[Sighting]:
        """All of them as a tuple where none had to be packed, else these."""
        return self if self._blocks else tuple(self._open)

    def _pack(self) -> None:
        before = self._ends[-1] if self._ends else 0
        for start in range(0, len(self._open), _TOGETHER):
            block = self._open[start : start + _TOGETHER]
            self._blocks.append(pack(block))
            self._ends.append(before + start + len(block))
        self._open.clear()
        self._size = 0

    def __len__(self) -> int:
        return (self._ends[-1] if self._ends else 0) + len(self._open)

    @overload
    def __getitem__(self, at: int) -> Sighting: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sighting]: ...
    def __getitem__(self, at: int | slice) -> Sighting | Sequence[Sighting]:
        if isinstance(at, slice):
            return [self[number] for number in range(len(self))[at]]
        number = range(len(self))[at]
        block = bisect_right(self._ends, number)
        row = number - (self._ends[block - 1] if block else 0)
        if block == len(self._blocks):
            return self._open[row]
        if self._last[0] != block:
            self._last = block, unpack(self._blocks[block])
        return self._last[1][row]

    def __iter__(self) -> Iterator[Sighting]:
        for block in self._blocks:
            yield from unpack(block)
        yield from self._open


def pack(sightings: Iterable[Sighting]) -> Block:
    """Sightings as bytes that never leave this process; what is the same in several of them is written once."""
    found: list[tuple[_Plain, list[tuple[str, tuple[str, ...]]]]] = []
    before: Record | None = None
    for sighting in sightings:
        if sighting.record is not before:
            before = sighting.record
            found.append((_plain(before), []))
        found[-1][1].append((str(sighting.detector), sighting.matched))
    plain = marshal.dumps(found)
    # What the compressor gives holds on to the room of `plain`; a copy takes what it needs.
    return bytes(memoryview(_packer.compress(plain))), len(plain)


def unpack(block: Block) -> list[Sighting]:
    """The inverse.  What several detectors saw one after the other is one record, as it was."""
    return [
        Sighting(detector=detector, record=record, matched=matched)
        for record, seen in ((_record(plain), seen) for plain, seen in _found(block))
        for detector, matched in seen
    ]


def rows(block: Block) -> list[Row]:
    """The same for who wants a few of them: see `made`."""
    return [(plain, detector, matched) for plain, seen in _found(block) for detector, matched in seen]


def made(row: Row) -> Sighting:
    """A sighting of its row."""
    plain, detector, matched = row
    return Sighting(detector=detector, record=_record(plain), matched=matched)


def _found(block: Block) -> list[tuple[_Plain, list[tuple[str, tuple[str, ...]]]]]:
    packed, _ = block
    found: list[Any] = marshal.loads(_unpacker.decompress(packed))
    return found


def micros(moment: datetime | None) -> int:
    """Microseconds since 1970 UTC; of what has no time, more than any time has, as it comes last."""
    return _LATEST if moment is None else (moment - EPOCH) // MICROSECOND


def timeless(time: int) -> bool:
    """Whether `micros` said so of what has no time."""
    return time == _LATEST


def _plain(record: Record) -> _Plain:
    at = record.at
    return (
        record.table, str(record.source), record.time and micros(record.time), record.host,
        at.sha256, at.offset, at.length, at.line, at.record_id, dict(record.fields), record.raw,
    )  # fmt: skip


def _record(plain: _Plain) -> Record:
    table, source, time, host, sha256, offset, length, line, record_id, fields, raw = plain
    return Record(
        table=table,
        source=source,
        time=None if time is None else EPOCH + timedelta(microseconds=time),
        host=host,
        at=Locator(sha256=sha256, offset=offset, length=length, line=line, record_id=record_id),
        fields=fields,
        raw=raw,
    )
