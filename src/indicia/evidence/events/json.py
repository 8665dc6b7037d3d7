"""The reader of Windows events that some tool exported as JSON."""

from collections.abc import Iterator
from operator import itemgetter
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.events.clock import SYSMON, SysmonClock
from indicia.evidence.events.documents import Broken, Documents, Lines
from indicia.evidence.events.run import Place, Run
from indicia.evidence.events.shapes import COMMONEST, OTHER_SHAPES, Json, flat_time, route_of, told_by
from indicia.evidence.events.spans import Tally
from indicia.evidence.events.units import Units
from indicia.evidence.readers import reader
from indicia.model.evidence import Evidence, Fault, Kind, Locator
from indicia.tables.batch import EventKind, Events, Ledger

_BATCH = 1000
_BYTES = 2**22
"""Documents are handed on when they are as many, or as large together."""
_TOLD_BY = itemgetter(*COMMONEST)
_KINDS = 4096
"""Kinds of events remembered; hostile exports may name any number."""


@reader(Kind.EVENTS_JSON)
def read_json(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Events]:
    """Yield every Windows event of a JSON export: lines, an array, or documents one after another; UTF-8 or UTF-16.

    The forms of an event are those of `shapes`.  A document of another form is counted as read and not given on; a
    note says how many there were.  Broken JSON is a fault with its line, and reading goes on at the next line that
    begins a document; so is a document longer than four times `limits.line_bytes`.  Framing is what stands between
    documents.
    Source: RFC 8259; JSON Lines (jsonlines.org).
    """
    units = Units(stream)
    files = _Filing(evidence.sha256)
    documents = Documents(units, limits.line_bytes * 4 // units.width)
    singly = iter(documents)
    held = 0
    while True:
        if (lines := documents.lines(_BATCH - len(files))) is not None:
            ledger.records += sum(map(len, lines.texts))
            ledger.count += len(lines.texts)
            held += sum(lines.lengths)
            files.take_lines(lines)
            if len(files) >= _BATCH or held > _BYTES:
                yield from files.batch()
                held = 0
            continue
        item = next(singly, None)
        if item is None:
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
        files.take(item.start, item.end, item.line, item.text, item.content)
        if len(files) >= _BATCH or held > _BYTES:
            yield from files.batch()
            held = 0
    yield from files.batch()
    if units.odd:
        ledger.faulty += units.odd
        at = Locator(sha256=evidence.sha256, offset=evidence.size - units.odd, length=units.odd)
        ledger.fault(Fault(path=evidence.path, reason="the file ends inside a character", at=at))
    ledger.framing = documents.reached - ledger.records - ledger.faulty
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
        """Kinds of the documents that tell theirs by the commonest names."""
        self._kinds: list[EventKind] = []
        self._times: list[str] = []
        self._texts: list[bytes] = []
        self._places: list[Place] = []

    def __len__(self) -> int:
        return len(self._kinds)

    def take(self, start: int, end: int, line: int, text: bytes, document: Json) -> None:
        """File one document."""
        key = told_by(document)
        kind = self._known.get(key) if key is not None else None
        if kind is not None:
            time = flat_time(document)
        else:
            route = route_of(document)
            if route is None:
                self.strangers += 1
                return
            time = route.time
            kind = EventKind(route.provider, route.event_id, route.channel, route.host)
            if key is not None:
                if len(self._known) >= _KINDS:
                    self._known.clear()
                self._known[key] = kind
        if self.clock.open and kind.provider == SYSMON:
            self.clock.see(time, text)
        self._kinds.append(kind)
        self._times.append(time)
        self._texts.append(text)
        self._places.append((start, end - start, line))

    def take_lines(self, lines: Lines) -> None:
        """File the documents of many lines; the loop that everything hangs on."""
        known, told, others, clock = self._known, _TOLD_BY, OTHER_SHAPES, self.clock
        kinds, times, texts, places = self._kinds, self._times, self._texts, self._places
        start, line = lines.start, lines.line
        for text, document, length in zip(lines.texts, lines.contents, lines.lengths, strict=True):
            try:
                key = told(document)
                kind = known.get((*key, type(key[2])))
            except (KeyError, TypeError):
                kind = None
            if kind is None or clock.open or not document.keys().isdisjoint(others):
                self.take(start, start + len(text), line, text, document)
            else:
                kinds.append(kind)
                times.append(flat_time(document))
                texts.append(text)
                places.append((start, len(text), line))
            start += length
            line += 1

    def batch(self) -> Iterator[Events]:
        """What has gathered, if anything has."""
        if self._kinds:
            self.tally.add_run(self._kinds, self._times)
            self._run.extend(self._kinds, self._texts, self._places, lines=True)
            self._kinds, self._times, self._texts, self._places = [], [], [], []
            yield self._run.batch()


def _note(strangers: int) -> str:
    return f"{strangers} JSON documents have not the form of a Windows event and were not searched" if strangers else ""
