"""The records that were kept of all files, by number; packed, where they are too many to lie about as objects.

Of ten gigabytes of logs tens of thousands of records are kept: some kilobytes each as objects, a tenth of that packed.
"""

import marshal
from array import array
from collections import OrderedDict
from collections.abc import Iterable
from hashlib import blake2b

from indicia.aside import Aside
from indicia.detection.packed import Block, Row, made, micros, pack, rows
from indicia.model.record import Record, Sighting

OPEN = 1_000
"""Records that may lie about unpacked before they are packed; most cases have fewer."""
_TOGETHER = 48
"""Records packed together: the more the smaller, but all of them are unpacked for one."""
_UNPACKED = 2 * 2**20
"""Bytes of blocks that were unpacked last and are held; as objects they take about twice as much."""
_NOWHERE = -1
_ROOM = 4 * 2**20
"""Bytes of packed records that stay in memory where there is somewhere else to put them."""

_Put = tuple[int, int, int]
"""Where a block begins and ends among what was put aside, and its bytes before it was packed."""


class Kept:
    """Sightings by number, from 0 in the order in which they were added.

    What decides on order, owner and period can be asked without unpacking anything.
    """

    def __init__(self, most: int = OPEN, aside: Aside | None = None) -> None:
        """Leave at most so many unpacked, and put what is packed `aside` where it is much; the answers do not depend
        on either."""
        self._most = most
        self._aside, self._room = aside, _ROOM
        self._open: dict[int, Sighting] = {}
        self._blocks: list[Block | _Put] = []
        self._last: OrderedDict[int, list[Row]] = OrderedDict()
        self._held = 0
        self._block, self._row = array("i"), array("i")
        self._places, self._lengths = array("q"), array("i")
        """Where each record lies by itself, once they were told apart."""
        self._names: dict[str | None, int] = {}
        self._named: list[str | None] = []
        self._detectors, self._hosts = array("i"), array("i")
        self._times, self._offsets = array("q"), array("q")
        self._identities = bytearray()

    def __len__(self) -> int:
        return len(self._times)

    def add(self, sightings: Iterable[Sighting]) -> range:
        """Take in sightings; their numbers."""
        begin = len(self)
        for sighting in sightings:
            record = sighting.record
            self._open[len(self)] = sighting
            self._detectors.append(self._name(sighting.detector))
            self._hosts.append(self._name(record.host))
            time = micros(record.time)
            self._times.append(time)
            self._offsets.append(record.at.offset)
            self._identities += _identity(record, time)
            self._block.append(_NOWHERE)
            self._row.append(_NOWHERE)
            if len(self._open) > self._most:
                self._pack()
        return range(begin, len(self))

    def absorb(self, other: "Kept", numbers: Iterable[int]) -> range:
        """Take in these of another one that is closed, packed as they are; their numbers here."""
        begin = len(self)
        blocks: dict[int, int] = {}
        for number in numbers:
            block = other._block[number]
            if block not in blocks:
                blocks[block] = len(self._blocks)
                self._file(other._block_of(block))
            self._block.append(blocks[block])
            self._row.append(other._row[number])
            self._detectors.append(self._name(other.detector(number)))
            self._hosts.append(self._name(other.host(number)))
            self._times.append(other.time(number))
            self._offsets.append(other.offset(number))
            self._identities += other.identity(number)
        return range(begin, len(self))

    def close(self) -> None:
        """Pack what lies open."""
        self._pack()

    def tell_apart(self) -> None:
        """Put each record aside by itself, all being there, where they are too many for memory.

        They are asked for host by host.  Of hundreds of hosts nearly every record would have its block unpacked.
        """
        if self._aside is None or self._room >= 0:
            return
        self._pack()
        numbers = sorted(range(len(self)), key=self._block.__getitem__)
        places, lengths = array("q", bytes(8 * len(self))), array("i", bytes(4 * len(self)))
        for number in numbers:
            data = marshal.dumps(self._unpacked(self._block[number])[self._row[number]])
            places[number], lengths[number] = self._aside.put(data), len(data)
        self._places, self._lengths = places, lengths
        self._blocks, self._block, self._row = [], array("i"), array("i")
        self._last.clear()
        self._held = 0

    @property
    def size(self) -> int:
        """Bytes of what is packed."""
        return sum(block[1] - block[0] if len(block) == 3 else len(block[0]) for block in self._blocks)

    def __getitem__(self, number: int) -> Sighting:
        if self._places:
            assert self._aside is not None  # only what was put there has a place
            return made(marshal.loads(self._aside.get(self._places[number], self._lengths[number])))
        block = self._block[number]
        return self._open[number] if block < 0 else made(self._unpacked(block)[self._row[number]])

    def detector(self, number: int) -> str:
        """Which detector saw it."""
        return str(self._named[self._detectors[number]])

    def host(self, number: int) -> str | None:
        """The computer that the record names."""
        return self._named[self._hosts[number]]

    def time(self, number: int) -> int:
        """Microseconds since 1970 UTC, see `micros`."""
        return self._times[number]

    def offset(self, number: int) -> int:
        """Where the record begins in its file."""
        return self._offsets[number]

    def identity(self, number: int) -> bytes:
        """The same for two copies of one event."""
        return bytes(self._identities[number * 16 : number * 16 + 16])

    def _name(self, name: str | None) -> int:
        number = self._names.setdefault(name, len(self._named))
        if number == len(self._named):
            self._named.append(name)
        return number

    def _pack(self) -> None:
        """Pack what lies open; of one detector together, for that is how they are asked for."""
        ordered = sorted(self._open, key=lambda number: (self._detectors[number], number))
        for start in range(0, len(ordered), _TOGETHER):
            block = ordered[start : start + _TOGETHER]
            for row, number in enumerate(block):
                self._block[number], self._row[number] = len(self._blocks), row
            self._file(pack(self._open[number] for number in block))
        self._open.clear()

    def _file(self, block: Block) -> None:
        packed, size = block
        self._room -= len(packed)
        if self._aside is None or self._room >= 0:
            self._blocks.append(block)
        else:
            begin = self._aside.put(packed)
            self._blocks.append((begin, begin + len(packed), size))

    def _block_of(self, block: int) -> Block:
        found = self._blocks[block]
        if len(found) == 2:
            return found
        assert self._aside is not None  # only what was put there has a place
        begin, end, size = found
        return self._aside.get(begin, end - begin), size

    def _unpacked(self, block: int) -> list[Row]:
        found = self._last.get(block)
        if found is not None:
            self._last.move_to_end(block)
            return found
        found = self._last[block] = rows(self._block_of(block))
        self._held += self._blocks[block][-1]
        while self._held > _UNPACKED and len(self._last) > 1:
            gone, _ = self._last.popitem(last=False)
            self._held -= self._blocks[gone][-1]
        return found


def _identity(record: Record, time: int) -> bytes:
    """The same for the second copy of an event: the same channel, number and time on the same computer.

    The number in an EVTX chunk differs after an export, so it is never used; events without a number (exports that
    dropped it) are compared by their text.
    """
    at = record.at
    if record.table == "win_event" and at.record_id is not None:
        text = f"event {record.host!r} {record.source!r} {at.record_id} {time}"
    elif record.table in ("web_request", "exchange_log", "win_event"):
        # Two equal lines of one file are two requests; the same line in a second copy of the file is one.
        text = f"line {record.source!r} {time} {at.line} {at.offset} {record.raw}"
    elif record.table == "file_journal":
        # It begins with the number of the change, which is its place in the journal whichever part of that was taken.
        text = f"change {record.source!r} {time} {record.raw}"
    else:
        text = f"place {at.sha256} {at.offset} {record.fields.get('Path')!r}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
