"""What readers of text files put into the ledger beside their events: what could not be read, and the end."""

from collections.abc import Iterable

from indicia.evidence.events.clock import SysmonClock
from indicia.evidence.events.spans import Tally
from indicia.evidence.events.steps import Unread
from indicia.evidence.events.units import Units
from indicia.model.evidence import Evidence, Fault, Locator
from indicia.tables.batch import Ledger


def unread(item: Unread, evidence: Evidence, ledger: Ledger) -> None:
    """Account for a stretch that is no event."""
    length = item.end - item.start
    ledger.faulty += length
    at = Locator(sha256=evidence.sha256, offset=item.start, length=length, line=item.line)
    ledger.fault(Fault(path=evidence.path, reason=item.reason, at=at))


def ended(
    units: Units, read: int, tally: Tally, clock: SysmonClock, notes: Iterable[str], evidence: Evidence, ledger: Ledger
) -> None:
    """Account for the end of what was read, so many bytes: all of it that is no event and no fault is framing.

    A file that ends inside a character has a fault there.  Empty notes are none.
    """
    if units.odd:
        ledger.faulty += units.odd
        at = Locator(sha256=evidence.sha256, offset=evidence.size - units.odd, length=units.odd)
        ledger.fault(Fault(path=evidence.path, reason="the file ends inside a character", at=at))
    ledger.framing = read - ledger.records - ledger.faulty
    ledger.spans.extend(tally.spans())
    for note in (clock.note(), tally.note(), *notes):
        if note:
            ledger.note(note)
