"""The change journal of an NTFS volume (`$UsnJrnl:$J`) is recognised and not read.

It names files without their folders, and no well-kept library with a free licence reads it.
"""

from collections.abc import Iterator
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.exports.text import whole_fault
from indicia.evidence.readers import reader
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger, Rows


@reader(Kind.USN_JOURNAL)
def read_journal(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Rows]:
    """Nothing; the whole file is a fault that says what to do."""
    whole_fault(
        evidence,
        ledger,
        "a change journal ($UsnJrnl:$J) is not read: add the $MFT of the same volume, and search the journal for the "
        "names of files that were deleted with a tool that joins the two",
    )
    yield from ()
