"""Chunks of an event log through the compiled reader: the texts that the `evtx` wheel gives, put together by kind.

The compiled reader takes chunks as nearly all are and hands back every other one, see `wasm/evtx`.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from indicia.evidence.events.clock import SYSMON, SysmonClock
from indicia.evidence.events.evtx.chunk import CHUNK
from indicia.evidence.events.evtx.routing import Router
from indicia.evidence.events.lazily import Lazily
from indicia.evidence.events.run import Gathered
from indicia.evidence.events.spans import Tally
from indicia.tables.batch import EventKind, Events, Group
from indicia.tables.joined import Joined
from indicia.wasm.sandbox import Sandbox

_UNROUTED = 2**32 - 1
"""Kind of an event that the compiled reader does not route."""
_RECORD, _GROUP, _RESULT = 7, 8, 12
_PLACE, _LENGTH, _IN_GROUP, _BEGIN, _END, _TIME, _TIME_END = range(_RECORD)
"""Numbers of a record: where it stands behind the first chunk and how long it is, its group, where its text and the
time in that lie in the text of all."""


class Decoded(Struct):
    """Records of chunks that lie one after the other."""

    start: int
    """Where the first chunk lies in the file."""
    chunks: int
    records: list[int]
    """Of each record in the order of the file the numbers named above."""
    heads: list[list[int]]
    """Of each kind: its number, how many records, begin and end of their texts, of the first time and of the last."""
    members: list[int]
    stops: list[int]
    text: bytes
    count: int = 0
    """How many records."""

    def __post_init__(self) -> None:
        # Asked for with each event.
        self.count = len(self.records) // _RECORD

    @property
    def held(self) -> int:
        """Bytes of all records."""
        return sum(self.records[_LENGTH::_RECORD])

    def time(self, index: int) -> str:
        """The time of a record, as `moment.utc_text` gives it."""
        at = index * _RECORD
        begin, end = self.records[at + _TIME : at + _TIME_END + 1]
        return self.text[begin:end].decode()


class CompiledChunks:
    """Decodes the chunks of one file."""

    def __init__(self, box: Sandbox) -> None:
        self._box = box
        self._router = Router()
        self._kinds: dict[int, EventKind] = {}
        self._room = (0, 0)
        """For how many chunks there is room, and where."""

    def decode(self, chunks: Sequence[memoryview], start: int) -> Decoded | None:
        """The records of these chunks, of which the first lies at `start`, as far as they are usual; null for none.

        Raises Trapped when the compiled reader ends without an answer.
        """
        box = self._box
        if box.user is not self:
            box.user, self._room = self, (0, 0)
            self._kinds.clear()
            box.call("begin")
        if self._room[0] < len(chunks):
            self._room = len(chunks), box.call("room", len(chunks))
        _, address = self._room
        memory = box.memory
        for number, chunk in enumerate(chunks):
            memory[address + number * CHUNK : address + (number + 1) * CHUNK] = chunk
        at = box.call("decode", 0, len(chunks))
        memory = box.memory

        def numbers(at: int, count: int) -> npt.NDArray[np.uint32]:
            return np.frombuffer(memory[at : at + 4 * count], dtype="<u4").copy()

        result = numbers(at, _RESULT).tolist()
        done, anew, *lists, text, length = result
        if anew:
            self._kinds.clear()
        if not done:
            return None
        records, heads, members, stops = (numbers(lists[place], lists[place + 1]) for place in range(0, len(lists), 2))
        return Decoded(
            start=start,
            chunks=done,
            records=records.tolist(),
            heads=heads.reshape(-1, _GROUP).tolist(),
            members=members.tolist(),
            stops=stops.tolist(),
            text=bytes(memory[text : text + length]),
        )

    def batch(self, decoded: Decoded, sha256: str, tally: Tally, clock: SysmonClock) -> Events:
        """The records as events; what they say of times and of Sysmon's clock is told on."""
        groups: list[Group] = []
        elsewhere: dict[int, str] = {}
        last = 0
        for number, count, begin, end, *span in decoded.heads:
            first, last = last, last + count
            indexes = decoded.members[first:last]
            texts = Joined(decoded.text[begin:end], decoded.stops[first:last])
            if number == _UNROUTED:
                (kind,), (time,) = self._router.route([texts[0].decode()])
                tally.add(kind.channel, kind.host, time, kind.event_id)
                elsewhere[indexes[0]] = time
            else:
                kind = self._kinds.get(number) or self._learnt(number, texts[0])
                early, late = decoded.text[span[0] : span[1]].decode(), decoded.text[span[2] : span[3]].decode()
                tally.add_kind(kind, early, late, count, _times(decoded, indexes))
            groups.append(Group(kind=kind, indexes=indexes, texts=texts))
        if clock.open:
            _look_at_clock(decoded, groups, elsewhere, clock)
        texts_of_all = _Texts(decoded)
        kinds = _Kinds(decoded, groups)
        events = Gathered(kinds, texts_of_all, _Places(decoded), sha256)
        return Events(events=events, kinds=kinds, texts=texts_of_all, groups=groups)

    def _learnt(self, number: int, text: bytes) -> EventKind:
        (kind,), _ = self._router.route([text.decode()])
        self._kinds[number] = kind
        return kind


def _look_at_clock(decoded: Decoded, groups: Sequence[Group], elsewhere: Mapping[int, str], clock: SysmonClock) -> None:
    """Tell the events of Sysmon on, in their order; `elsewhere` are times that were not found here."""
    of_sysmon = [group for group in groups if group.kind.provider == SYSMON]
    for index, text in sorted(pair for group in of_sysmon for pair in zip(group.indexes, group.texts, strict=True)):
        if clock.open:
            clock.see(elsewhere[index] if index in elsewhere else decoded.time(index), text)


def _times(decoded: Decoded, indexes: Sequence[int]) -> Callable[[], list[str]]:
    return lambda: [*map(decoded.time, indexes)]


class _Kinds(Lazily[EventKind]):
    """Of each event its kind."""

    def __init__(self, decoded: Decoded, groups: Sequence[Group]) -> None:
        super().__init__(decoded.count)
        self._decoded = decoded
        self._groups = groups

    def one(self, index: int) -> EventKind:
        """See `Lazily`."""
        return self._groups[self._decoded.records[index * _RECORD + _IN_GROUP]].kind


class _Texts(Lazily[str]):
    """Of each event its text, as the wheel gives it."""

    def __init__(self, decoded: Decoded) -> None:
        super().__init__(decoded.count)
        self._decoded = decoded

    def one(self, index: int) -> str:
        """See `Lazily`."""
        at = index * _RECORD
        begin, end = self._decoded.records[at + _BEGIN : at + _END + 1]
        return self._decoded.text[begin:end].decode()


class _Places(Lazily[tuple[int, int, int | None]]):
    """Of each event its place in the file."""

    def __init__(self, decoded: Decoded) -> None:
        super().__init__(decoded.count)
        self._decoded = decoded

    def one(self, index: int) -> tuple[int, int, int | None]:
        """See `Lazily`."""
        at = index * _RECORD
        place, length = self._decoded.records[at + _PLACE : at + _LENGTH + 1]
        return self._decoded.start + place, length, None
