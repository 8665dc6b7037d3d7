"""A run of events of which none is made until somebody asks for it, which for most is never."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from indicia.evidence.events.decoding.cmdlets import CMDLETS
from indicia.evidence.events.decoding.layouts import LAYOUTS, FlatFields
from indicia.evidence.events.decoding.loading import RAW, Json, load
from indicia.evidence.events.decoding.shapes import Route, event_of, fields_of, nested_time, record_of
from indicia.evidence.events.early import Early, early
from indicia.evidence.events.lazily import Lazily
from indicia.model.record import Record, Value
from indicia.tables.batch import Event, EventKind, Events, Group, Texts

Place = tuple[int, int, int]
"""Offset from a start that several share, length, and a third number that may be the line."""


class Places:
    """Where events stand in their file, taken over as readers have them and put together on demand."""

    def __init__(self) -> None:
        self._begins: list[int] = []
        """Index of the first event of each stretch."""
        self._stretches: list[tuple[Sequence[Place], int, bool]] = []
        self._count = 0

    def extend(self, places: Sequence[Place], start: int, *, lines: bool) -> None:
        """Take the places of events that stand together, counted from `start`."""
        self._begins.append(self._count)
        self._stretches.append((places, start, lines))
        self._count += len(places)

    def __getitem__(self, index: int) -> tuple[int, int, int | None]:
        """Offset and length in the file, and the line where lines are counted."""
        at = bisect_right(self._begins, index) - 1
        places, start, lines = self._stretches[at]
        offset, length, line = places[index - self._begins[at]]
        return start + offset, length, line if lines else None


class LinePlaces(Lazily[Place]):
    """Places of events that stand one on each line, of which hardly any is ever asked for."""

    def __init__(self, starts: Sequence[int], texts: Sequence[bytes | memoryview], line: int) -> None:
        super().__init__(len(starts))
        self._starts = starts
        self._texts = texts
        self._line = line

    def one(self, index: int) -> Place:
        """See `Lazily`."""
        return self._starts[index], len(self._texts[index]), self._line + index


class Run:
    """Gathers events column by column."""

    def __init__(self, sha256: str) -> None:
        self._sha256 = sha256
        self._kinds: list[EventKind] = []
        self._texts: list[str] | list[bytes | memoryview] = []
        self._places = Places()

    def __len__(self) -> int:
        return len(self._texts)

    def extend(
        self,
        kinds: list[EventKind],
        texts: list[str] | list[bytes | memoryview],
        places: Sequence[Place],
        start: int = 0,
        *,
        lines: bool = False,
    ) -> None:
        """Take events that stand together; either all texts of a run are `str` or none.  For the rest see `Places`."""
        self._kinds += kinds
        self._texts += texts  # type: ignore[operator]  # nobody looks into them here
        self._places.extend(places, start, lines=lines)

    def batch(self) -> Events:
        """What has gathered; gathering starts anew."""
        kinds, texts, places = self._kinds, self._texts, self._places
        self._kinds, self._texts, self._places = [], [], Places()
        by_kind: defaultdict[EventKind, list[int]] = defaultdict(list)
        for index, kind in enumerate(kinds):
            by_kind[kind].append(index)
        gathered = Gathered(kinds, texts, places, self._sha256)
        return Events(events=gathered, kinds=kinds, by_kind=by_kind, texts=texts)


class GroupTexts(Lazily[bytes]):
    """Texts of events that stand together by kind, cut out on demand."""

    def __init__(self, groups: Sequence[Group], group_of: Sequence[int]) -> None:
        """`group_of`: the index of the group of each event."""
        super().__init__(len(group_of))
        self._groups = groups
        self._group_of = group_of

    def one(self, index: int) -> bytes:
        """See `Lazily`."""
        group = self._groups[self._group_of[index]]
        return group.texts[bisect_left(group.indexes, index)]


class GroupKinds(Lazily[EventKind]):
    """The kinds of the same events."""

    def __init__(self, groups: Sequence[Group], group_of: Sequence[int]) -> None:
        super().__init__(len(group_of))
        self._groups = groups
        self._group_of = group_of

    def one(self, index: int) -> EventKind:
        """See `Lazily`."""
        return self._groups[self._group_of[index]].kind


def grouped(sha256: str, groups: Sequence[Group], group_of: Sequence[int], places: Places) -> Events:
    """A batch of events that stand together by kind; `group_of` is as above."""
    kinds, texts = GroupKinds(groups, group_of), GroupTexts(groups, group_of)
    return Events(events=Gathered(kinds, texts, places, sha256), kinds=kinds, texts=texts, groups=groups)


class _GatheredEvent(Event):
    """An event that knows where it was gathered and is decoded from its text on demand."""

    __slots__ = ("_index", "_run")

    def __init__(self, run: "Gathered", index: int) -> None:
        self._run = run
        self._index = index

    @property
    def channel(self) -> str:  # type: ignore[override]  # of most events nobody asks, here and below
        """See `Event`."""
        return self._run.kinds[self._index].channel

    @property
    def provider(self) -> str:  # type: ignore[override]
        """See `Event`."""
        return self._run.kinds[self._index].provider

    @property
    def event_id(self) -> int:  # type: ignore[override]
        """See `Event`."""
        return self._run.kinds[self._index].event_id

    @property
    def text(self) -> bytes:  # type: ignore[override]
        """See `Event`."""
        written = self._run.texts[self._index]
        return written.encode() if isinstance(written, str) else bytes(written)

    def decode(self) -> Record:
        """See `Event`."""
        return event_of(self._run.sha256, *self._run.places[self._index], self.text)

    def opened(self) -> tuple[Mapping[str, Value], Callable[[], Record]]:
        """See `Event`."""
        kind = self._run.kinds[self._index]
        written = self._run.texts[self._index]
        # Text that is no bytes yet was written by the wheel.
        fields = early(written, kind) if isinstance(written, str) else None
        if fields is None:
            return _on_demand(load(self.text if isinstance(written, str) else written), kind), self.decode
        return fields, partial(self._completed, fields)

    def _completed(self, fields: Early) -> Record:
        """What `decode` gives, of an event that was opened early."""
        everything = fields.complete()
        kind = self._run.kinds[self._index]
        time = nested_time(fields.document)
        written = self._run.texts[self._index]
        if time is None or len(written) * 4 > RAW or not isinstance(written, str):
            return self.decode()
        route = Route(kind.provider, kind.event_id, time, kind.channel, kind.host)
        return record_of(self._run.sha256, self._run.places[self._index], route, everything, written)


def _on_demand(document: Json, kind: EventKind) -> Mapping[str, Value]:
    """The fields for who asks for few of them."""
    if "Event" not in document and kind.channel.lower() != CMDLETS:
        layout = LAYOUTS.of(document)
        if layout is not None:
            return FlatFields(layout, document, partial(fields_of, document, kind))
    return fields_of(document, kind)


class Placed(Protocol):
    """Where events stand in their file."""

    def __getitem__(self, index: int) -> tuple[int, int, int | None]:
        """Offset and length in the file, and the line where lines are counted."""


class Gathered(Lazily[Event]):
    """Events of which each is made when it is asked for; texts that are no bytes are those of the wheel."""

    def __init__(self, kinds: Sequence[EventKind], texts: Texts, places: Placed, sha256: str) -> None:
        super().__init__(len(texts))
        self.kinds = kinds
        self.texts = texts
        self.places = places
        self.sha256 = sha256

    def one(self, index: int) -> Event:
        """See `Lazily`."""
        return _GatheredEvent(self, index)
