"""What the ledger is told at the end of a file of rows."""

from indicia.evidence.events.units import Units
from indicia.model.evidence import Evidence, Fault, Locator
from indicia.tables.batch import Ledger


def ended(units: Units, read: int, evidence: Evidence, ledger: Ledger) -> None:
    """Of so many bytes that were read, all that is neither request nor fault is framing.

    A file that ends inside a character has a fault there.
    """
    if units.odd:
        ledger.faulty += units.odd
        at = Locator(sha256=evidence.sha256, offset=evidence.size - units.odd, length=units.odd)
        ledger.fault(Fault(path=evidence.path, reason="the file ends inside a character", at=at))
    ledger.framing = read - ledger.records - ledger.faulty
