"""The reader of Windows events that were exported as XML (`wevtutil qe … /f:xml`, Event Viewer, `Get-WinEvent`)."""

from collections.abc import Iterator
from typing import BinaryIO

import orjson

from indicia.config import Limits
from indicia.evidence.events.elements import Elements, Unread
from indicia.evidence.events.loading import load
from indicia.evidence.events.made import Maker
from indicia.evidence.events.markup import event_json
from indicia.evidence.events.shapes import route_of
from indicia.evidence.events.units import Units
from indicia.evidence.readers import reader
from indicia.model.evidence import Evidence, Fault, Kind, Locator
from indicia.tables.batch import Event, Events, Ledger

_BATCH = 500


@reader(Kind.EVENTS_XML)
def read_xml(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Events]:
    """Yield every `Event` element of an XML export, whether under one root or one after another.

    `Event.text` is the JSON that the same event would have from EVTX.  An event that is no XML is a fault and the
    others come out; characters that XML forbids are replaced.  A document type declaration is a fault and never read,
    so entities are never expanded.  Framing is declarations, comments, the root's tags and white space.
    Source: the event schema of Windows, http://schemas.microsoft.com/win/2004/08/events/event.
    """
    units = Units(stream)
    maker = Maker(evidence.sha256)
    batch: list[Event] = []
    elements = Elements(units, limits.line_bytes * 4 // units.width)
    for item in elements:
        length = item.end - item.start
        if isinstance(item, Unread):
            ledger.faulty += length
            at = Locator(sha256=evidence.sha256, offset=item.start, length=length, line=item.line)
            ledger.fault(Fault(path=evidence.path, reason=item.reason, at=at))
            continue
        ledger.records += length
        ledger.count += 1
        text = orjson.dumps(event_json(item.root))
        batch.append(maker.make(text, route_of(load(text)), item.start, length, item.line, item.text))
        if len(batch) >= _BATCH:
            yield Events(events=batch)
            batch = []
    if batch:
        yield Events(events=batch)
    if units.odd:
        ledger.faulty += units.odd
        at = Locator(sha256=evidence.sha256, offset=evidence.size - units.odd, length=units.odd)
        ledger.fault(Fault(path=evidence.path, reason="the file ends inside a character", at=at))
    ledger.framing = elements.reached - ledger.records - ledger.faulty
    ledger.spans.extend(maker.tally.spans())
    for note in (maker.clock.note(), maker.tally.note()):
        if note:
            ledger.note(note)
