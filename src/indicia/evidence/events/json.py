"""The reader of Windows events that some tool exported as JSON."""

from collections.abc import Iterator
from typing import BinaryIO

import orjson

from indicia.config import Limits
from indicia.evidence.events import ranges as cutting
from indicia.evidence.events.clock import SYSMON, SysmonClock
from indicia.evidence.events.document import Broken, Lines
from indicia.evidence.events.documents import Documents
from indicia.evidence.events.heads import FLAT, FORMS, Form, Head, Told
from indicia.evidence.events.loading import Json, load
from indicia.evidence.events.ranges import Range, Stretch, parts_of, ranges_of
from indicia.evidence.events.run import LinePlaces, Run
from indicia.evidence.events.shapes import Route, flat_time, route_of, taken_out
from indicia.evidence.events.spans import Tally
from indicia.evidence.events.units import Units
from indicia.evidence.last_cut import LastCut
from indicia.evidence.readers import Parts, in_parts, reader
from indicia.model.evidence import Evidence, Fault, Kind, Locator
from indicia.tables.batch import EventKind, Events, Ledger

_BATCH = 500
_BYTES = 2**22
"""Documents are handed on when they are as many, or as large together."""
_KINDS, _LONGEST = 4096, 1024
"""Kinds of events remembered, and characters that tell one; hostile exports may name any number, at any length."""


@reader(Kind.EVENTS_JSON)
def read_json(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Events]:
    """Yield every Windows event of a JSON export: lines, an array, or documents one after another; UTF-8 or UTF-16.

    The forms of an event are those of `shapes`.  A document of another form is counted as read and not given on; a
    note says how many there were.  Broken JSON is a fault with its line, and reading goes on at the next line that
    begins a document; so is a document longer than four times `limits.line_bytes`.  Framing is what stands between
    documents.
    Source: RFC 8259; JSON Lines (jsonlines.org).
    """
    return _read(Units(stream), 1, None, evidence, ledger, limits)


def read_json_part(
    stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits, number: int
) -> Iterator[Events]:
    """The same of one range of `parts_of(size)`, counted from 0; the ledger is that of the range, places are those in
    the whole file.  A file that cannot be cut is read whole as its first range, and the others are empty.
    """
    ranges = _CUT.of(evidence, cutting.PART, lambda: ranges_of(stream, evidence.size))
    if ranges is None:
        if number:
            ledger.size = 0
            return
        stream.seek(0)
        yield from _read(Units(stream), 1, None, evidence, ledger, limits)
        return
    part = ranges[number]
    ledger.size = part.end - part.start
    if not ledger.size:
        return
    stream.seek(part.start)
    if part.end == evidence.size:
        yield from _read(Units(stream, part.start), part.line, None, evidence, ledger, limits)
        return
    # What is open where the range ends is broken by the object that begins there.
    begun = Stretch(stream, ledger.size + 1)
    yield from _read(Units(begun, part.start), part.line, part.end, evidence, ledger, limits)


in_parts(Kind.EVENTS_JSON, Parts(parts_of, read_json_part))

_CUT = LastCut[tuple[Range, ...]]()


def _read(
    units: Units, line: int, stop: int | None, evidence: Evidence, ledger: Ledger, limits: Limits
) -> Iterator[Events]:
    """Read on from a line of this number to the end, or to the document that begins at the place `stop`."""
    files = _Filing(evidence.sha256)
    start = units.offset(0) - units.mark
    documents = Documents(units, limits.line_bytes * 4 // units.width, line)
    singly = iter(documents)
    held = 0
    while True:
        if (lines := documents.lines(_BATCH)) is not None:
            ledger.records += lines.bytes
            ledger.count += len(lines.texts)
            held += lines.bytes
            files.take_lines(lines)
            if len(files) >= _BATCH or held > _BYTES:
                yield from files.batch()
                held = 0
            continue
        item = next(singly, None)
        if item is None or item.start == stop:
            break
        length = item.end - item.start
        if isinstance(item, Broken):
            ledger.faulty += length
            at = Locator(sha256=evidence.sha256, offset=item.start, length=length, line=item.line)
            ledger.fault(Fault(path=evidence.path, reason=item.reason, at=at))
            continue
        ledger.records += length
        ledger.count += 1
        held += length
        files.take(item.start, length, item.line, item.text, item.content)
        if len(files) >= _BATCH or held > _BYTES:
            yield from files.batch()
            held = 0
    yield from files.batch()
    if units.odd:
        ledger.faulty += units.odd
        at = Locator(sha256=evidence.sha256, offset=evidence.size - units.odd, length=units.odd)
        ledger.fault(Fault(path=evidence.path, reason="the file ends inside a character", at=at))
    reached = documents.reached if stop is None else stop
    ledger.framing = reached - start - ledger.records - ledger.faulty
    ledger.spans.extend(files.tally.spans())
    for note in (files.clock.note(), files.tally.note(), _note(files.strangers)):
        if note:
            ledger.note(note)


class _Filing:
    """Routes documents and gathers those that are events."""

    def __init__(self, sha256: str) -> None:
        self.tally = Tally()
        self.clock = SysmonClock()
        self.strangers = 0
        """Documents that are no event."""
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
        inner = taken_out(document)
        if inner is not None:
            document, text = inner, orjson.dumps(inner)
        route = route_of(document)
        if route is None:
            self.strangers += 1
            return
        key = (route.channel, route.provider, route.event_id, route.host)
        self._file(start, length, line, text, self._kind(key, route), route.time)

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
            self.strangers += 1
            return
        (time,) = form.times([head])
        self._file(start, len(text), line, text, kind, time or (flat_time(load(text)) if form is FLAT else ""))

    def _learnt(self, told: Told, text: bytes | memoryview) -> EventKind | None:
        """Kind of what is told so for the first time; null for what is no event."""
        route = route_of(load(text))
        if route is None:
            return None
        kind = self._kind((route.channel, route.provider, route.event_id, route.host), route)
        if sum(len(part) for part in told if isinstance(part, str)) < _LONGEST:
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


def _note(strangers: int) -> str:
    several = "" if strangers == 1 else "s"
    return f"{strangers} JSON document{several} not in the form of a Windows event: not searched" if strangers else ""
