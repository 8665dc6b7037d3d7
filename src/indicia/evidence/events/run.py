"""A run of events of which none is made until somebody asks for it, which for most is never."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import overload

from indicia.evidence.events.shapes import event_of, fields_of, load
from indicia.model.record import Record, Value
from indicia.tables.batch import Event, EventKind, Events

Place = tuple[int, int, int | None]
"""Offset and length in the file, and the line where lines are counted."""


class Run:
    """Gathers events column by column."""

    def __init__(self, sha256: str) -> None:
        self._sha256 = sha256
        self._kinds: list[EventKind] = []
        self._texts: list[str] = []
        self._places: list[Place] = []

    def __len__(self) -> int:
        return len(self._texts)

    def extend(self, kinds: list[EventKind], texts: list[str] | list[bytes], places: list[Place]) -> None:
        """Take events that stand together; all texts of a run are of one type."""
        self._kinds += kinds
        self._texts += texts  # type: ignore[arg-type]  # nobody looks into them here
        self._places += places

    def batch(self) -> Events:
        """What has gathered; gathering starts anew."""
        kinds, texts, places = self._kinds, self._texts, self._places
        self._kinds, self._texts, self._places = [], [], []
        return Events(events=_Gathered(kinds, texts, places, self._sha256), kinds=kinds, texts=texts)


class _GatheredEvent(Event):
    """An event that keeps its place and is decoded from its text on demand."""

    __slots__ = ("_kind", "_place", "_sha256", "_written")

    def __init__(self, kind: EventKind, written: str | bytes, sha256: str, place: Place) -> None:
        self.channel = kind.channel
        self.provider = kind.provider
        self.event_id = kind.event_id
        self._kind = kind
        self._written = written
        self._sha256 = sha256
        self._place = place

    @property
    def text(self) -> bytes:  # type: ignore[override]  # of most events nobody asks for the bytes
        """See `Event`."""
        return self._written.encode() if isinstance(self._written, str) else self._written

    def decode(self) -> Record:
        """See `Event`."""
        return event_of(self._sha256, *self._place, self.text)

    def opened(self) -> tuple[Mapping[str, Value], Callable[[], Record]]:
        """See `Event`."""
        return fields_of(load(self.text), self._kind), self.decode


class _Gathered(Sequence[Event]):
    def __init__(self, kinds: list[EventKind], texts: Sequence[str | bytes], places: list[Place], sha256: str) -> None:
        self._kinds = kinds
        self._texts = texts
        self._places = places
        self._sha256 = sha256

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> list[Event]: ...
    def __getitem__(self, index: int | slice) -> Event | list[Event]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        return _GatheredEvent(self._kinds[index], self._texts[index], self._sha256, self._places[index])

    def __iter__(self) -> Iterator[Event]:
        for kind, text, place in zip(self._kinds, self._texts, self._places, strict=True):
            yield _GatheredEvent(kind, text, self._sha256, place)
