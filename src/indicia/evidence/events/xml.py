"""The reader of Windows events that were exported as XML (`wevtutil qe … /f:xml`, Event Viewer, `Get-WinEvent`)."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

import orjson

from indicia.config import Limits
from indicia.evidence.events.clock import SYSMON, SysmonClock
from indicia.evidence.events.elements import Elements, Parsed, Unread
from indicia.evidence.events.loading import RAW, load
from indicia.evidence.events.markup import event_json
from indicia.evidence.events.shapes import event_of, route_of
from indicia.evidence.events.spans import Tally
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
    tally, clock = Tally(), SysmonClock()
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
        batch.append(_event(item, evidence.sha256, tally, clock))
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
    ledger.spans.extend(tally.spans())
    for note in (clock.note(), tally.note()):
        if note:
            ledger.note(note)


def _event(item: Parsed, sha256: str, tally: Tally, clock: SysmonClock) -> Event:
    text = orjson.dumps(event_json(item.root))
    route = route_of(load(text))
    provider, event_id, time, channel, host = (
        (route.provider, route.event_id, route.time, route.channel, route.host) if route else ("", -1, "", "", "")
    )
    tally.add(channel, host, time, event_id)
    if provider == SYSMON and clock.open:
        clock.see(time, text)
    decode = partial(event_of, sha256, item.start, item.end - item.start, item.line, text, item.text[:RAW])
    return Event(channel, provider, event_id, text, decode)
