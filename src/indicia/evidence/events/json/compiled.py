"""JSON lines of Windows events as a compiled reader takes them: checked, routed and put together by kind.

It holds a window of the file in its own memory and takes lines that are one event each in a form that `heads` knows;
at any other line it stops, and that line is read as if there was no such reader.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct

from indicia.evidence.events.lazily import Lazily
from indicia.evidence.events.run import Place
from indicia.evidence.events.units import Units
from indicia.tables.batch import EventKind, Group
from indicia.tables.joined import Joined
from indicia.wasm.sandbox import Sandbox, Trapped, wanted

KindOf = Callable[[bytes], EventKind | None]
"""The kind of the event in a text; null for what is none."""
WINDOW = 2**21
_WORTH_ASKING = 2**18
"""Bytes of a run of lines with which stopping behind it costs next to nothing."""
_LONGEST_WAIT = 4096
_FOR_GOOD = 1 << 62
_SIZE = 4
"""Bytes of a number that the reader answers with."""
_ANSWER, _OF_TIME, _OF_GROUP, _OF_HOUR = 14, 2, 8, 3
"""How many there are; see `wasm/jsonl/src/lib.rs` and `lines.rs`."""
_HOUR = 13
"""Characters of a time that tell the hour."""
_WORTH_A_START = 2
"""How many times as large as others inputs have to be: what Python reads here it reads quickly."""
_AT_WORK: set[int] = set()
"""Readers that have a file at hand, each of which has one window."""


@contextmanager
def window_of(units: Units, size: int, longest: int, kind_of: KindOf) -> Iterator["Window | None"]:
    """The window of a compiled reader for an input of so many bytes; null where it is to be read without one.

    `longest`: bytes of a document.
    """
    module = wanted("jsonl", size // _WORTH_A_START) if units.width == 1 and sys.byteorder == "little" else None
    if module is None or id(module) in _AT_WORK:
        yield None
        return
    _AT_WORK.add(id(module))
    try:
        yield _window(module, units, longest, kind_of)
    finally:
        _AT_WORK.discard(id(module))


def _window(module: Sandbox, units: Units, longest: int, kind_of: KindOf) -> "Window | None":
    try:
        return Window(module, units, longest, kind_of)
    except Trapped:
        return None


class When(Struct):
    """When events of a kind were, as texts without a zone."""

    first: str
    last: str
    hours: list[tuple[str, int]]
    """Hours with numbers of events; an hour may come several times."""


class Taken(Struct):
    """Lines that are one event each, one line after the other."""

    start: int
    """Byte of the file from which on places are counted."""
    end: int
    """The line feed of the last, counted as `Units.base` is."""
    line: int
    """Line of the first, from 1."""
    size: int
    """Bytes of all texts."""
    places: "TakenPlaces"
    moments: Sequence[int]
    """Place and length of the time of each, one after the other."""
    groups: list[Group]
    """In order of the first event of each."""
    when: list[When]
    """The events of each group."""
    group_of: Sequence[int]
    """Index of the group of each."""

    def __len__(self) -> int:
        return len(self.group_of)

    def time(self, index: int, text: bytes) -> str:
        """The time of an event with this text."""
        place, length = self.moments[_OF_TIME * index : _OF_TIME * (index + 1)]
        begin = place - self.places[index][0]
        return _time(text[begin : begin + length])


class TakenPlaces(Lazily[Place]):
    """Places of lines, of which hardly any is ever asked for."""

    def __init__(self, begins: Sequence[int], lengths: Sequence[int], line: int) -> None:
        super().__init__(len(begins))
        self._begins = begins
        self._lengths = lengths
        self._line = line

    def one(self, index: int) -> Place:
        """See `Lazily`."""
        return self._begins[index], self._lengths[index], self._line + index


def _time(text: bytes) -> str:
    """A time without its zone in the form that `moment.utc_text` gives."""
    return text.decode("ascii").replace(" ", "T")


class _Answer:
    """What the reader said, taken out of its memory."""

    def __init__(self, memory: memoryview, at: int, window: int) -> None:
        """`at`: where the answer is; `window`: where the window is."""
        self._memory = memory
        head = self._numbers(at, _ANSWER)
        count, self.stop, groups, hours, self.cleared = head[:5]
        begins, lengths, group_of, moments, groups_at, hours_at, indexes, ends, texts = head[5:]
        self.count = count
        self.begins = self._numbers(begins, count)
        self.lengths = self._numbers(lengths, count)
        self.group_of = self._numbers(group_of, count)
        self.moments = self._numbers(moments, count * _OF_TIME)
        self.size = -count
        """Bytes of all texts."""
        self.numbers: list[int] = []
        """What each group is told by."""
        self.groups: list[tuple[list[int], Joined]] = []
        """Indexes and texts of each."""
        self.when: list[When] = []
        """Of each group."""
        in_groups, stops = self._numbers(indexes, count).tolist(), self._numbers(ends, count).tolist()
        done = 0
        for row in self._rows(groups_at, groups, _OF_GROUP):
            number, events, begin, end, *times = row
            each = slice(done, done + events)
            done += events
            self.size += end - begin
            self.numbers.append(number)
            together = Joined(bytes(memory[texts + begin : texts + end]), stops[each])
            self.groups.append((in_groups[each], together))
            first, last = (self._time(window + place, length) for place, length in (times[:2], times[2:]))
            self.when.append(When(first, last, []))
        for group, place, events in self._rows(hours_at, hours, _OF_HOUR):
            self.when[group].hours.append((self._time(window + place, _HOUR), events))

    def _numbers(self, at: int, count: int) -> memoryview:
        return memoryview(bytes(self._memory[at : at + count * _SIZE])).cast("I")

    def _rows(self, at: int, count: int, width: int) -> Iterator[list[int]]:
        numbers = self._numbers(at, count * width).tolist()
        return (numbers[begin : begin + width] for begin in range(0, len(numbers), width))

    def _time(self, at: int, length: int) -> str:
        return _time(bytes(self._memory[at : at + length]))


class Window:
    """A window of the file that the compiled reader looks into.  Stands in for that of `units`, which then is empty."""

    def __init__(self, module: Sandbox, units: Units, longest: int, kind_of: KindOf) -> None:
        """`longest`: bytes of a document.  Raises `Trapped`."""
        self._module = module
        self._units = units
        self._longest = longest
        self._kind_of = kind_of
        self._at = module.call("begin", WINDOW)
        self._base = self._size = 0
        """Where it begins, counted as `units` does, and how much it holds."""
        self._lent = False
        """Whether `units` have lent theirs."""
        self._kinds: list[EventKind | None] = []
        """By the numbers that the reader gave them; null for what is no event."""
        self._numbers: dict[EventKind, int] = {}
        self._cleared = -1
        self._passed = _WORTH_ASKING
        """Bytes taken since it had to stop; the first time is free."""
        self._wait = 1

    def lines(self, position: int, line: int) -> Taken | int:
        """The lines that follow here; or how many documents are to be read in another way before asking again.

        `position` and `line` are those of the window of `units`, which may begin elsewhere afterwards.
        """
        place = self._units.base + position
        self._fill(place, position)
        try:
            taken = self._read(place, line)
        except Trapped:
            self._give_back(place)
            return _FOR_GOOD
        if taken is not None:
            self._passed += taken.size
            return taken
        self._give_back(place)
        self._wait = 1 if self._passed >= _WORTH_ASKING else min(self._wait * 2, _LONGEST_WAIT)
        self._passed = 0
        return self._wait

    def _fill(self, place: int, position: int) -> None:
        """Have the window hold what stands from this place on, as much as is worth a call."""
        units = self._units
        if not self._lent and not (self._base <= place and (self._is_last or self._end >= place + WINDOW // 2)):
            self._base, self._size = place, min(len(units.text) - position, WINDOW)
            self._memory(0, self._size)[:] = memoryview(units.text)[position : position + self._size]
        left = self._end - place
        if left < WINDOW // 2 and not units.ended and self._is_last:
            rest = bytes(self._memory(place - self._base, self._size))
            self._memory(0, left)[:] = rest
            self._base, self._size = place, left
            self._lend(place)
            while more := units.more_into(self._memory(self._size, WINDOW)):
                self._size += more

    @property
    def _end(self) -> int:
        return self._base + self._size

    @property
    def _is_last(self) -> bool:
        """Whether nothing was read of the file behind this window."""
        return self._lent or self._end == self._units.base + len(self._units.text)

    def _memory(self, begin: int, end: int) -> memoryview:
        return self._module.memory[self._at + begin : self._at + end]

    def _lend(self, place: int) -> None:
        self._units.hold(place, b"")
        self._lent = True

    def _give_back(self, place: int) -> None:
        if self._lent:
            self._units.hold(place, bytes(self._memory(place - self._base, self._size)))
            self._lent = False

    def _read(self, place: int, line: int) -> Taken | None:
        while True:
            at = self._module.call("read", place - self._base, self._size, min(self._longest, WINDOW))
            answer = _Answer(self._module.memory, at, self._at)
            if not answer.count:
                return None
            if answer.cleared != self._cleared:
                self._kinds, self._numbers, self._cleared = [], {}, answer.cleared
            if self._learnt(answer):
                break
        # The line end of the document before may stand in front of the first.
        line += answer.begins[0] > place - self._base
        start = self._units.offset(self._base - self._units.base)
        if self._is_last:
            self._lend(self._base + answer.stop)
        pairs = zip(answer.numbers, answer.groups, strict=True)
        return Taken(
            start=start,
            end=self._base + answer.stop,
            line=line,
            size=answer.size,
            places=TakenPlaces(answer.begins, answer.lengths, line),
            moments=answer.moments,
            groups=[
                Group(kind=kind, indexes=indexes, texts=texts)
                for number, (indexes, texts) in pairs
                # What is no event has been refused.
                if (kind := self._kinds[number])
            ],
            when=answer.when,
            group_of=answer.group_of,
        )

    def _learnt(self, answer: _Answer) -> bool:
        """Get to know the kinds that are new; false where the lines are to be read again because of them."""
        whole = True
        for number, (_, texts) in zip(answer.numbers, answer.groups, strict=True):
            # Numbers are given one after the other, in the order in which kinds come.
            if number < len(self._kinds):
                continue
            kind = self._kind_of(texts[0])
            self._kinds.append(kind)
            if kind is None:
                self._module.call("refuse", number)
                whole = False
            elif self._numbers.setdefault(kind, number) != number:
                self._module.call("unite", number, self._numbers[kind])
                whole = False
        return whole
