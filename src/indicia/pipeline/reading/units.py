"""The units of work: one log read against the ruleset, or one batch of files as rows of the file table."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from indicia.case import Listed
from indicia.config import Settings
from indicia.detection.correlation.ticks import TickLog
from indicia.detection.engine import Scan
from indicia.detection.extracts import Extracts, part_stem
from indicia.detection.packed import Packed
from indicia.detection.tools import Tools
from indicia.detection.yara.files import MOST_BYTES
from indicia.errors import EvidenceError
from indicia.evidence.exports.classes import by_command
from indicia.evidence.files import bytes_shown, file_record
from indicia.evidence.origin import open_origin
from indicia.evidence.readers import companion_of_kind, parts_of_kind, reader_of
from indicia.model.evidence import Account, Evidence, Fault, Kind
from indicia.model.reading import Reading
from indicia.model.record import Record, Sighting
from indicia.pipeline.reading.companions import batches
from indicia.pipeline.reading.give_back import give_back
from indicia.plain import to_line
from indicia.resident import look
from indicia.tables.batch import Ledger, Rows

_BATCH = 500
"""Files per batch of the file table; a batch is what a resumed scan repeats at most."""


class Unit(Struct, frozen=True):
    """Work that gives one reading."""

    name: str
    """Name of its file in the case: SHA-256 of what it reads, so that equal work is done once."""
    files: tuple[Listed, ...]
    size: int
    """Bytes to read, for the progress."""
    listing: bool
    """True for a batch of the file table."""
    part: int | None = None
    """Which part of a large log, counted from 0; null for a whole one."""

    @property
    def log(self) -> str:
        """Name of the log it reads, whole or in part."""
        return log_name(self.files[0].evidence)


def log_name(evidence: Evidence) -> str:
    """The same for equal logs.  What an export is an export of, its name may say: equal ones need not be the same.

    A log that is read with another file is another log beside another file.
    """
    name = f"{evidence.sha256}-{evidence.kind.value}"
    if evidence.beside is not None:
        name += f"-{evidence.beside[:16] or 'several'}"
    noun = by_command(evidence.path.rpartition("/")[2]) if evidence.kind is Kind.EXPORT else ""
    return f"{name}-{noun.lower()}" if noun else name


class Ahead:
    """The units of logs that can be read before all files are listed; of each content once, as in `plan`."""

    def __init__(self) -> None:
        self._logs: set[str] = set()

    def of(self, item: Listed) -> list[Unit]:
        """The units that a file gives whatever else is found; empty where that depends on the other files."""
        kind = item.evidence.kind
        if reader_of(kind) is None or companion_of_kind(kind) is not None or log_name(item.evidence) in self._logs:
            return []
        self._logs.add(log_name(item.evidence))
        return list(_reading(item))


def plan(files: Iterable[Listed]) -> list[Unit]:
    """All units in a fixed order: logs first (each content once), then the batches of files."""
    listed = list(files)
    units: dict[str, Unit] = {}
    logs: set[str] = set()
    for item in listed:
        # The same log in a folder and in an archive is read as it was met first, in parts or whole.
        if reader_of(item.evidence.kind) is not None and log_name(item.evidence) not in logs:
            logs.add(log_name(item.evidence))
            units.update((unit.name, unit) for unit in _reading(item))
    for start in range(0, len(listed), _BATCH):
        batch = tuple(listed[start : start + _BATCH])
        size = sum(min(item.evidence.size, MOST_BYTES) for item in batch if reader_of(item.evidence.kind) is None)
        units.setdefault(_batch_name(batch), Unit(_batch_name(batch), batch, size, listing=True))
    return list(units.values())


def _reading(item: Listed) -> Iterator[Unit]:
    """What is to be read of one log.

    A large one is read in parts, whatever the number of processes, so that the answer does not depend on it.
    What can only be read from its beginning is read whole.
    """
    name, size = log_name(item.evidence), item.evidence.size
    parts = parts_of_kind(item.evidence.kind) if item.origin.member is None else None
    count = parts.count(size) if parts is not None else 1
    if count < 2:
        yield Unit(name, (item,), size, listing=False)
    for part in range(count if count > 1 else 0):
        yield Unit(part_stem(name, part), (item,), size // count, listing=False, part=part)


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
    return hashlib.sha256(to_line(rows)).hexdigest() + "-files"


def perform(unit: Unit, tools: Tools, settings: Settings, folder: Path | None) -> Reading:
    """Do one unit.  What goes wrong with the evidence is a fault of the reading, never an exception.

    Extracts are left in `folder` under the unit's name; null keeps none.
    """
    if unit.listing:
        # Files come behind all logs, and rules on content take memory of their own.
        give_back()
        return _list_files(unit, tools, settings)
    with Extracts(folder and folder / unit.name) as extracts:
        reading = _read_log(unit.files[0], unit.part, tools, settings, extracts)
    return replace(reading, extracts=extracts.names)


def _read_log(item: Listed, part: int | None, tools: Tools, settings: Settings, extracts: Extracts) -> Reading:
    evidence = item.evidence
    ledger = Ledger(
        size=evidence.size, path=evidence.path, sha256=evidence.sha256, limit=settings.limits.faults_per_file
    )
    ticks = TickLog(tools.bases, extracts)
    scan = tools.engine.start(ticks if tools.bases else None, tools.bases)
    passes = [begun for consumer in tools.logs if (begun := consumer.start(evidence, extracts)) is not None]
    sightings = Packed()
    account: Account | None = None
    try:
        with open_origin(item.origin, settings.passwords) as stream:
            for batch in batches(item, stream, ledger, settings, part):
                for sighting in scan.feed(batch):
                    sightings.extend((sighting, *(more for one in passes for more in one.see(sighting))))
                for one in passes:
                    sightings.extend(one.feed(batch))
                look()
        account = ledger.account()
    except (OSError, EvidenceError) as error:
        ledger.fault(Fault(path=evidence.path, reason=f"could not be read to its end: {_why(error, item)}"))
    except ValueError as error:
        ledger.fault(Fault(path=evidence.path, reason=f"not accounted for: {error}"))
    if account is None:
        # What was read before the break still counts; the rest of the file is one fault.
        done = min(ledger.records + ledger.framing, ledger.size)
        records = min(ledger.records, done)
        account = Account(
            size=ledger.size,
            records=records,
            framing=done - records,
            faults=ledger.size - done,
            count=ledger.count,
        )
    ticks.close()
    for one in passes:
        one.close()
        for reason in one.faults:
            ledger.fault(Fault(path=evidence.path, reason=reason))
    for reason in _undecided(scan, tools):
        ledger.fault(Fault(path=evidence.path, reason=reason))
    overflow = Counter(scan.overflow)
    for one in passes:
        overflow.update(one.overflow)
    return Reading(
        sha256=evidence.sha256,
        account=account,
        spans=tuple(ledger.spans),
        faults=ledger.all_faults(),
        sightings=sightings.few(),
        overflow=tuple(sorted(overflow.items())),
        notes=tuple(ledger.notes),
    )


def _undecided(scan: Scan, tools: Tools) -> Iterator[str]:
    """What is not known because a regular expression was ended by its guard."""
    for detector, count in sorted(scan.undecided.items()):
        records = "1 record" if count == 1 else f"{count:,} records"
        yield (
            f"{tools.named(detector)} was not decided on {records}:"
            " its regular expression takes too long, or the value is too long for it"
        )


def _list_files(unit: Unit, tools: Tools, settings: Settings) -> Reading:
    faults: list[Fault] = []
    scan = tools.engine.start()
    sightings: list[Sighting] = []
    for item in unit.files:
        record = _row(item, settings, faults)
        for consumer in tools.files:
            try:
                seen = consumer.look(record, partial(open_origin, item.origin, settings.passwords))
            except (OSError, EvidenceError) as error:
                faults.append(Fault(path=item.evidence.path, reason=f"could not be looked at: {_why(error, item)}"))
                continue
            record = replace(record, fields={**record.fields, **seen.fields}) if seen.fields else record
            sightings.extend(seen.sightings)
            faults.extend(Fault(path=item.evidence.path, reason=reason) for reason in seen.faults)
        sightings.extend(scan.feed(Rows(table=record.table, records=[record])))
    faults.extend(Fault(path=unit.files[0].evidence.path, reason=reason) for reason in _undecided(scan, tools))
    return Reading(
        sha256=unit.name.partition("-")[0],
        account=Account(size=0, count=len(unit.files)),
        spans=(),
        faults=tuple(faults),
        sightings=tuple(sightings),
        overflow=tuple(sorted(scan.overflow.items())),
    )


def _row(item: Listed, settings: Settings, faults: list[Fault]) -> Record:
    """The row of one file; it holds up to a megabyte of content, so rows are made one at a time."""
    try:
        with open_origin(item.origin, settings.passwords) as stream:
            head = stream.read(bytes_shown(item.evidence.kind, settings.limits.content_bytes))
    except (OSError, EvidenceError) as error:
        faults.append(Fault(path=item.evidence.path, reason=f"could not be read: {_why(error, item)}"))
        head = b""
    return file_record(item.evidence, head)


def _why(error: OSError | EvidenceError, item: Listed) -> str:
    """What is wrong, without the path on this machine: the fault names the file as the collection does."""
    reason = error.strerror if isinstance(error, OSError) else None
    return reason or str(error).removeprefix(f"{item.origin.path}: ")
