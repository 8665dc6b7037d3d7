"""The reader of Windows events that some tool exported as JSON."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.events.clock import SYSMON, SysmonClock
from indicia.evidence.events.documents import Broken, Document, Documents
from indicia.evidence.events.shapes import event_of, route_of
from indicia.evidence.events.spans import Tally
from indicia.evidence.events.units import Units
from indicia.evidence.readers import reader
from indicia.model.evidence import Evidence, Fault, Kind, Locator
from indicia.tables.batch import Event, Events, Ledger

_BATCH = 500


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
    tally, clock = Tally(), SysmonClock()
    batch: list[Event] = []
    strangers = 0
    documents = Documents(units, limits.line_bytes * 4 // units.width)
    for item in documents:
        length = item.end - item.start
        if isinstance(item, Broken):
            ledger.faulty += length
            at = Locator(sha256=evidence.sha256, offset=item.start, length=length, line=item.line)
            ledger.fault(Fault(path=evidence.path, reason=item.reason, at=at))
            continue
        ledger.records += length
        ledger.count += 1
        event = _event(item, evidence.sha256, tally, clock)
        if event is None:
            strangers += 1
            continue
        batch.append(event)
        if len(batch) >= _BATCH:
            yield Events(events=batch)
            batch = []
    if batch:
        yield Events(events=batch)
    if units.odd:
        ledger.faulty += units.odd
        at = Locator(sha256=evidence.sha256, offset=evidence.size - units.odd, length=units.odd)
        ledger.fault(Fault(path=evidence.path, reason="the file ends inside a character", at=at))
    ledger.framing = documents.reached - ledger.records - ledger.faulty
    ledger.spans.extend(tally.spans())
    for note in (clock.note(), tally.note(), _note(strangers)):
        if note:
            ledger.note(note)


def _event(item: Document, sha256: str, tally: Tally, clock: SysmonClock) -> Event | None:
    route = route_of(item.content)
    if route is None:
        return None
    tally.add(route.channel, route.host, route.time, route.event_id)
    if route.provider == SYSMON and clock.open:
        clock.see(route.time, item.text)
    decode = partial(event_of, sha256, item.start, item.end - item.start, item.line, item.text)
    return Event(route.channel, route.provider, route.event_id, item.text, decode)


def _note(strangers: int) -> str:
    return f"{strangers} JSON documents have not the form of a Windows event and were not searched" if strangers else ""
