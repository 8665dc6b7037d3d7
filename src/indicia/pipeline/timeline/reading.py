"""All records of chosen kinds, read again from the evidence."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field

from indicia.case import Case, Listed
from indicia.config import Settings
from indicia.errors import EvidenceError
from indicia.evidence.files import file_record
from indicia.evidence.intake import Intake as Collections
from indicia.evidence.origin import open_origin
from indicia.model.evidence import Fault, Kind
from indicia.model.record import Record
from indicia.pipeline.reading.companions import batches, with_companions
from indicia.pipeline.reading.listing import sign
from indicia.tables.batch import Batch, Events, Ledger, Lines

_EVENTS = frozenset({Kind.EVTX, Kind.EVENTS_JSON, Kind.EVENTS_XML, Kind.EVENTS_CSV})
_EXPORTS = frozenset({Kind.EXPORT, Kind.TASK, Kind.REGISTRY, Kind.HIVE})
_WEB = frozenset({Kind.IIS, Kind.HTTP_ERROR, Kind.NCSA, Kind.IIS_NCSA, Kind.IIS_NATIVE, Kind.WEB_CSV, Kind.WEB_JSON})
_OTHERS = frozenset({Kind.IIS_CONFIG, Kind.LISTING, Kind.MFT, Kind.USN_JOURNAL, Kind.PLAIN}) | _EXPORTS | _WEB
FILES = Kind.PLAIN
"""Stands for every file of the collection as a row of the table `file`."""
GROUPS: dict[str, frozenset[Kind]] = {
    "everything": frozenset(Kind),
    "win_event": _EVENTS,
    "web_request": _WEB,
    "exchange_log": frozenset(Kind) - _EVENTS - _OTHERS,
    "file": frozenset({FILES, Kind.LISTING, Kind.MFT}),
    "exported": _EXPORTS,
    "file_journal": frozenset({Kind.USN_JOURNAL}),
}
"""Names that stand for several kinds, or for a table."""
NAMES: dict[str, frozenset[Kind]] = GROUPS | {kind.value: frozenset({kind}) for kind in Kind if kind is not FILES}
"""What a user may ask for: tables, kinds, everything."""


class Unread(Struct):
    """What could not be had again."""

    places: int = 0
    """Places in files that could not be read; the report names them."""
    files: list[str] = field(default_factory=list)
    """Display paths of files that could not be opened or read to their end, with the reason."""

    def file(self, path: str, reason: object) -> None:
        """A file that could not be read to its end."""
        self.files.append(f"{path}: {reason}")


def known_listing(case: Case, arguments: Sequence[Path], settings: Settings) -> tuple[Listed, ...] | None:
    """The files of the last scan when nothing on disk changed since and all can be opened where they are.

    Null when the evidence has to be taken in again: it changed, or lies in archives that have to be unpacked.
    """
    intake = case.intake()
    if intake is None or intake.signature != sign(arguments, settings, case.root):
        return None
    spool = case.spool.resolve()
    for path in {item.origin.path for item in intake.files}:
        if spool in Path(path).resolve().parents or not Path(path).exists():
            return None
    return intake.files


def take_in_again(collections: Collections, unread: Unread) -> list[Listed]:
    """All files, hashed again.  Raises EvidenceError when they cannot be taken in at all."""
    listed = []
    for item in collections.items():
        if isinstance(item, Fault):
            unread.places += item.count
        else:
            listed.append(Listed(evidence=item.evidence, origin=item.origin))
    return with_companions(listed)


class Share(Struct, frozen=True):
    """Every `of`-th batch of a log: reading it costs little beside decoding, so several processes may read one file."""

    item: Listed
    part: int = 0
    of: int = 1


def records(share: Share, settings: Settings, unread: Unread, on_bytes: Callable[[int], None]) -> Iterator[Record]:
    """The records of a share in the order of the file; what is wrong with the file is counted in its first share."""
    evidence = share.item.evidence
    ledger = Ledger(size=evidence.size, path=evidence.path, sha256=evidence.sha256, limit=0)
    told = 0
    try:
        with open_origin(share.item.origin, settings.passwords) as stream:
            for number, batch in enumerate(batches(share.item, stream, ledger, settings)):
                if number % share.of == share.part:
                    yield from _decoded(batch)
                done = min(ledger.records + ledger.framing + ledger.faulty, evidence.size) // share.of
                on_bytes(done - told)
                told = done
    except (OSError, EvidenceError) as error:
        if share.part == 0:
            unread.file(evidence.path, error)
    if share.part == 0:
        unread.places += ledger.unlisted
    on_bytes(evidence.size // share.of - told)


def _decoded(batch: Batch) -> Iterator[Record]:
    match batch:
        case Lines():
            yield from map(batch.decode, range(len(batch.starts)))
        case Events():
            for event in batch.events:
                yield event.decode()
        case _:
            yield from batch.records


def file_row(item: Listed) -> Record:
    """A file as a record, without its content."""
    return file_record(item.evidence, b"")
