"""The reader of Windows events that were exported as XML (`wevtutil qe … /f:xml`, Event Viewer, `Get-WinEvent`)."""

from collections.abc import Iterator
from typing import BinaryIO

import orjson

from indicia.config import Limits
from indicia.evidence.events.account import ended, unread
from indicia.evidence.events.decoding.loading import load
from indicia.evidence.events.decoding.markup import event_json
from indicia.evidence.events.decoding.shapes import route_of
from indicia.evidence.events.made import Maker
from indicia.evidence.events.steps import Unread
from indicia.evidence.events.units import Units
from indicia.evidence.events.xml.elements import Elements
from indicia.evidence.readers import reader
from indicia.model.evidence import Evidence, Kind
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
        if isinstance(item, Unread):
            unread(item, evidence, ledger)
            continue
        length = item.end - item.start
        ledger.records += length
        ledger.count += 1
        text = orjson.dumps(event_json(item.root))
        batch.append(maker.make(text, route_of(load(text)), item.start, length, item.line, item.text))
        if len(batch) >= _BATCH:
            yield Events(events=batch)
            batch = []
    if batch:
        yield Events(events=batch)
    ended(units, elements.reached, maker.tally, maker.clock, (), evidence, ledger)
