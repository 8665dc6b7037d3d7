"""The units of work: one log read against the ruleset, or one batch of files as rows of the file table."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import orjson

from indicia.case import Listed
from indicia.config import Settings
from indicia.detection.engine import Engine
from indicia.errors import EvidenceError
from indicia.evidence import iis_config  # noqa: F401 - files its reader
from indicia.evidence.events import evtx, json, xml  # noqa: F401 - file their readers
from indicia.evidence.files import file_record
from indicia.evidence.intake import open_origin
from indicia.evidence.readers import reader_of
from indicia.evidence.text import exchange, iis  # noqa: F401 - file their readers
from indicia.model.evidence import Account, Fault
from indicia.model.reading import Reading
from indicia.model.record import Sighting
from indicia.tables.batch import Batch, Ledger, Rows

_BATCH = 500
"""Files per batch of the file table; a batch is what a resumed scan repeats at most."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Work that gives one reading."""

    name: str
    """Name of its file in the case: SHA-256 of what it reads, so that equal work is done once."""
    files: tuple[Listed, ...]
    size: int
    """Bytes to read, for the progress."""
    listing: bool
    """True for a batch of the file table."""


def plan(files: Iterable[Listed]) -> list[Unit]:
    """All units in a fixed order: logs first (each content once), then the batches of files."""
    listed = list(files)
    units: dict[str, Unit] = {}
    for item in listed:
        if reader_of(item.evidence.kind) is not None:
            name = f"{item.evidence.sha256}-{item.evidence.kind.value}"
            units.setdefault(name, Unit(name, (item,), item.evidence.size, listing=False))
    for start in range(0, len(listed), _BATCH):
        batch = tuple(listed[start : start + _BATCH])
        units.setdefault(_batch_name(batch), Unit(_batch_name(batch), batch, 0, listing=True))
    return list(units.values())


def _batch_name(batch: Sequence[Listed]) -> str:
    """Hash of everything the rows of a batch are made from."""
    rows = [
        [
            item.evidence.path,
            item.evidence.original,
            item.evidence.sha256,
            item.evidence.size,
            item.evidence.kind,
            item.evidence.created,
            item.evidence.modified,
        ]
        for item in batch
    ]
    return hashlib.sha256(orjson.dumps(rows)).hexdigest() + "-files"


def perform(unit: Unit, engine: Engine, settings: Settings) -> Reading:
    """Do one unit.  What goes wrong with the evidence is a fault of the reading, never an exception."""
    return _list_files(unit, engine, settings) if unit.listing else _read_log(unit.files[0], unit, engine, settings)


def _read_log(item: Listed, unit: Unit, engine: Engine, settings: Settings) -> Reading:
    evidence = item.evidence
    ledger = Ledger(
        size=evidence.size, path=evidence.path, sha256=evidence.sha256, limit=settings.limits.faults_per_file
    )
    read = reader_of(evidence.kind)
    scan = engine.start()
    sightings: list[Sighting] = []
    account: Account | None = None
    try:
        if read is not None:
            with open_origin(item.origin, settings.passwords) as stream:
                for batch in read(stream, evidence, ledger, settings.limits):
                    sightings.extend(scan.feed(batch))
            account = ledger.account()
    except (OSError, EvidenceError) as error:
        ledger.fault(Fault(path=evidence.path, reason=f"could not be read to its end: {error}"))
    except ValueError as error:
        ledger.fault(Fault(path=evidence.path, reason=f"not accounted for: {error}"))
    if account is None:
        # What was read before the break still counts; the rest of the file is one fault.
        done = min(ledger.records + ledger.framing, evidence.size)
        records = min(ledger.records, done)
        account = Account(
            size=evidence.size,
            records=records,
            framing=done - records,
            faults=evidence.size - done,
            count=ledger.count,
        )
    return Reading(
        sha256=evidence.sha256,
        account=account,
        spans=tuple(ledger.spans),
        faults=ledger.all_faults(),
        sightings=tuple(sightings),
        overflow=tuple(sorted(scan.overflow.items())),
        notes=tuple(ledger.notes),
    )


def _list_files(unit: Unit, engine: Engine, settings: Settings) -> Reading:
    faults: list[Fault] = []
    scan = engine.start()
    sightings: list[Sighting] = []
    for batch in _rows(unit.files, settings, faults):
        sightings.extend(scan.feed(batch))
    return Reading(
        sha256=unit.name.partition("-")[0],
        account=Account(size=0, count=len(unit.files)),
        spans=(),
        faults=tuple(faults),
        sightings=tuple(sightings),
        overflow=tuple(sorted(scan.overflow.items())),
    )


def _rows(files: Sequence[Listed], settings: Settings, faults: list[Fault]) -> Iterator[Batch]:
    """One row at a time: a row holds up to a megabyte of content."""
    for item in files:
        try:
            with open_origin(item.origin, settings.passwords) as stream:
                head = stream.read(settings.limits.content_bytes)
        except (OSError, EvidenceError) as error:
            faults.append(Fault(path=item.evidence.path, reason=f"could not be read: {error}"))
            head = b""
        yield Rows(table="file", records=[file_record(item.evidence, head)])
