"""The readers, one per kind of evidence: a decorator files them, `read` finds them.

A reader takes a forward-only stream and yields batches; faults, spans, notes and the byte account go into the ledger.
It never raises for what it finds in the evidence.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from indicia.config import Limits
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Batch, Ledger

Reader = Callable[[BinaryIO, Evidence, Ledger, Limits], Iterator[Batch]]

_READERS: dict[Kind, Reader] = {}


def reader(*kinds: Kind) -> Callable[[Reader], Reader]:
    """File a function as the reader of these kinds."""

    def file(function: Reader) -> Reader:
        for kind in kinds:
            _READERS[kind] = function
        return function

    return file


def reader_of(kind: Kind) -> Reader | None:
    """The reader of a kind; null for plain files, whose only record is the file itself."""
    return _READERS.get(kind)
