"""The readers, one per kind of evidence: a decorator files them, `read` finds them.

A reader takes a forward-only stream and yields batches; faults, spans, notes and the byte account go into the ledger.
It never raises for what it finds in the evidence.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from importlib import import_module
from typing import BinaryIO

from msgspec import Struct

from indicia.config import Limits
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Batch, Ledger

Reader = Callable[[BinaryIO, Evidence, Ledger, Limits], Iterator[Batch]]

PartReader = Callable[[BinaryIO, Evidence, Ledger, Limits, int], Iterator[Batch]]


class Parts(Struct, frozen=True):
    """How a large file of a kind is read in parts that several processes can share."""

    count: Callable[[int], int]
    """Number of parts for a size in bytes; 1 or more."""
    read: PartReader
    """Reads one part, counted from 0.  Needs a stream that can be read from any place."""


class Beside(Struct, frozen=True):
    """Another file of the same collection that a reader looks things up in."""

    evidence: Evidence
    open: Callable[[], AbstractContextManager[BinaryIO]]
    """Its bytes from the beginning.  Raises OSError or EvidenceError."""


CompanionReader = Callable[[BinaryIO, Evidence, Ledger, Limits, Beside | None], Iterator[Batch]]


class Companion(Struct, frozen=True):
    """What a kind is read with: one file of another kind, where the same volume was collected."""

    kind: Kind
    read: CompanionReader


MODULES = {
    Kind.IIS: "text.web.iis",
    Kind.HTTP_ERROR: "text.web.iis",
    Kind.NCSA: "text.web.ncsa",
    Kind.IIS_NCSA: "text.web.ncsa",
    Kind.IIS_NATIVE: "text.web.iis_native",
    Kind.WEB_CSV: "web_rows.in_csv",
    Kind.WEB_JSON: "web_rows.in_json",
    **dict.fromkeys(
        (
            Kind.HTTPPROXY,
            Kind.ECP_SERVER,
            Kind.ECP_ACTIVITY,
            Kind.OABGEN,
            Kind.EWS,
            Kind.RPS_CMDLET,
            Kind.RPS_HTTP,
            Kind.MESSAGE_TRACKING,
            Kind.EXCHANGE_OTHER,
        ),
        "text.exchange.reading",
    ),
    Kind.EVTX: "events.evtx.reading",
    Kind.EVENTS_JSON: "events.json.reading",
    Kind.EVENTS_XML: "events.xml.reading",
    Kind.EVENTS_CSV: "events.csv.reading",
    Kind.IIS_CONFIG: "iis_config",
    Kind.EXPORT: "exports.reading",
    Kind.TASK: "exports.tasks",
    Kind.REGISTRY: "exports.registry",
    Kind.LISTING: "exports.listings",
    Kind.HIVE: "exports.hive",
    Kind.MFT: "exports.file_table",
    Kind.USN_JOURNAL: "exports.journal",
}
"""Where the reader of each kind is filed.  Imported when a file of the kind is met: a collection holds few."""
_COMPANIONS: dict[Kind, Companion] = {}
_READERS: dict[Kind, Reader] = {}
_PARTS: dict[Kind, Parts] = {}


def reader(*kinds: Kind) -> Callable[[Reader], Reader]:
    """File a function as the reader of these kinds."""

    def file(function: Reader) -> Reader:
        for kind in kinds:
            _READERS[kind] = function
        return function

    return file


def reader_of(kind: Kind) -> Reader | None:
    """The reader of a kind; null for plain files, whose only record is the file itself."""
    _import(kind)
    return _READERS.get(kind)


def in_parts(kind: Kind, parts: Parts) -> None:
    """File how a kind is read in parts."""
    _PARTS[kind] = parts


def parts_of_kind(kind: Kind) -> Parts | None:
    """How a kind is read in parts; null where it is read whole."""
    _import(kind)
    return _PARTS.get(kind)


def with_companion(kind: Kind, companion: Companion) -> None:
    """File what a kind is read with."""
    _COMPANIONS[kind] = companion


def companion_of_kind(kind: Kind) -> Companion | None:
    """What a kind is read with; null where it is read by itself."""
    _import(kind)
    return _COMPANIONS.get(kind)


def _import(kind: Kind) -> None:
    """Have the built-in reader of a kind filed."""
    if kind not in _READERS and kind in MODULES:
        import_module(f"indicia.evidence.{MODULES[kind]}")
