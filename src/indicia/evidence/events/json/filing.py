"""Where documents become events: their kinds, and the batches that they are handed on in."""

from collections.abc import Iterator

import orjson

from indicia.evidence.events.clock import SYSMON, SysmonClock
from indicia.evidence.events.decoding.loading import Json, load
from indicia.evidence.events.decoding.messages.opening import Opening
from indicia.evidence.events.decoding.shapes import Route, flat_time, route_of, taken_out
from indicia.evidence.events.json.compiled import Taken
from indicia.evidence.events.json.document import Lines
from indicia.evidence.events.json.heads import FLAT, FORMS, Form, Head, Told
from indicia.evidence.events.run import LinePlaces, Places, Run, grouped
from indicia.evidence.events.spans import Tally
from indicia.tables.batch import EventKind, Events

_KINDS, _LONGEST = 4096, 1024
"""Kinds of events remembered, and characters that tell one; hostile exports may name any number, at any length."""


class Filing:
    """Routes documents and gathers those that are events."""

    def __init__(self, sha256: str) -> None:
        self.tally = Tally()
        self.clock = SysmonClock()
        self.strangers = 0
        """Documents that are no event."""
        self.messages = Opening()
        self._sha256 = sha256
        self._run = Run(sha256)
        self._known: dict[tuple[object, ...], EventKind] = {}
        """Kinds by all that makes one."""
        self._told: dict[Told, EventKind] = {}
        """The same by what heads tell."""
        self._times: list[str] = []

    def __len__(self) -> int:
        return len(self._times)

    def take(self, start: int, length: int, line: int, text: bytes | memoryview, document: Json) -> None:
        """File one document that was loaded as a whole."""
        inner = self.messages.opened(document) or taken_out(document)
        if inner is not None:
            document, text = inner, orjson.dumps(inner)
        route = route_of(document)
        if route is None:
            self.strangers += 1
            return
        key = (route.channel, route.provider, route.event_id, route.host)
        self._file(start, length, line, text, self._kind(key, route), route.time)

    def taken(self, taken: Taken) -> Events:
        """The events that the compiled reader took, as a batch."""
        places = Places()
        places.extend(taken.places, taken.start, lines=True)
        for group, when in zip(taken.groups, taken.when, strict=True):
            self.tally.add_counted(group.kind, when.first, when.last, when.hours)
        events = grouped(self._sha256, taken.groups, taken.group_of, places)
        if self.clock.open and any(group.kind.provider == SYSMON for group in taken.groups):
            for index, kind in enumerate(events.kinds):
                if self.clock.open and kind.provider == SYSMON:
                    text = events.events[index].text
                    self.clock.see(taken.time(index, text), text)
        return events

    def kind_of(self, text: bytes | memoryview) -> EventKind | None:
        """The kind of an event that is in no envelope; null for what is no event."""
        route = route_of(load(text))
        return None if route is None else self._kind((route.channel, route.provider, route.event_id, route.host), route)

    def take_lines(self, lines: Lines) -> None:
        """File the documents of many lines: all at once where they are of kinds that are known."""
        form = lines.form
        if form is not None:
            told = [*map(form.told, lines.heads)]
            kinds = [kind for kind in map(self._told.get, told) if kind is not None]
            if len(kinds) < len(told):
                each = (
                    self._told.get(key) or self._learnt(key, text) for key, text in zip(told, lines.texts, strict=True)
                )
                kinds = [kind for kind in each if kind is not None]
            if len(kinds) == len(told):
                self._take_known(form, lines, kinds)
                return
        whole = zip(lines.starts, lines.texts, lines.heads or lines.contents, strict=True)
        for line, (start, text, content) in enumerate(whole, lines.line):
            if isinstance(content, dict):
                self.take(start, len(text), line, text, content)
            else:
                self._take_head(start, line, text, content)

    def _take_known(self, form: Form, lines: Lines, kinds: list[EventKind]) -> None:
        texts = lines.texts
        times = form.times(lines.heads)
        if form is FLAT and not all(times):
            times = [time or flat_time(load(text)) for time, text in zip(times, texts, strict=True)]
        if self.clock.open:
            for kind, time, text in zip(kinds, times, texts, strict=True):
                self._look_at_clock(kind, time, text)
        self._times += times
        self._run.extend(kinds, texts, LinePlaces(lines.starts, texts, lines.line), lines=True)

    def _take_head(self, start: int, line: int, text: bytes | memoryview, head: Head) -> None:
        form = FORMS[type(head)]
        told = form.told(head)
        kind = self._told.get(told) or self._learnt(told, text)
        if kind is None:
            # The event may be in an envelope.
            self.take(start, len(text), line, text, load(text))
            return
        (time,) = form.times([head])
        self._file(start, len(text), line, text, kind, time or (flat_time(load(text)) if form is FLAT else ""))

    def _learnt(self, told: Told, text: bytes | memoryview) -> EventKind | None:
        """Kind of what is told so for the first time; null for what is no event."""
        kind = self.kind_of(text)
        if kind is not None and sum(len(part) for part in told if isinstance(part, str)) < _LONGEST:
            if len(self._told) >= _KINDS:
                self._told.clear()
            self._told[told] = kind
        return kind

    def _kind(self, key: tuple[object, ...], route: Route) -> EventKind:
        """One object for all events alike."""
        kind = self._known.get(key)
        if kind is None:
            kind = EventKind(route.provider, route.event_id, route.channel, route.host)
            if len(route.provider) + len(route.channel) + len(route.host) < _LONGEST:
                if len(self._known) >= _KINDS:
                    self._known.clear()
                self._known[key] = kind
        return kind

    def _file(self, start: int, length: int, line: int, text: bytes | memoryview, kind: EventKind, time: str) -> None:
        self._look_at_clock(kind, time, text)
        self._times.append(time)
        self._run.extend([kind], [text], [(start, length, line)], lines=True)

    def _look_at_clock(self, kind: EventKind, time: str, text: bytes | memoryview) -> None:
        if self.clock.open and kind.provider == SYSMON:
            self.clock.see(time, bytes(text))

    def batch(self) -> Iterator[Events]:
        """What has gathered, if anything has."""
        if self._times:
            events = self._run.batch()
            self.tally.add_run(events.by_kind, self._times)
            self._times = []
            yield events
