"""The timeline of a case: what rules and analyses touched, and on demand everything else, sorted by time.

Rows are encoded in their format at once, sorted as bytes under a key (time, host, path, offset), and joined: a record
that three rules picked and that was read again comes once, with all marks.  Nothing is held but the sort's budget.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, field

from indicia.case import Case
from indicia.config import Settings
from indicia.errors import CaseError
from indicia.evidence.intake import Intake as Collections
from indicia.evidence.readers import reader_of
from indicia.model.assessment import Result
from indicia.model.coverage import Span
from indicia.model.evidence import Evidence, Kind
from indicia.model.finding import Exhibit
from indicia.model.record import Record
from indicia.pipeline.progress import Progress, Silent
from indicia.pipeline.reading.units import log_name
from indicia.pipeline.timeline.filing import Filing, micros_of_key, table_of
from indicia.pipeline.timeline.marks import Marker
from indicia.pipeline.timeline.places import Content, Place, Places, content, places
from indicia.pipeline.timeline.reading import FILES, Unread, file_row, known_listing, take_in_again
from indicia.pipeline.timeline.sorting import BUDGET, Sorter, joined
from indicia.pipeline.timeline.work import Gatherer, gather
from indicia.report.timeline.form import Form
from indicia.report.timeline.marks import joined_marks, marks_from_bytes
from indicia.report.timeline.row import micros_of

EARLIEST = micros_of(datetime(1678, 1, 1, tzinfo=UTC))
LATEST = micros_of(datetime(2262, 1, 1, tzinfo=UTC))
"""Times that 64 bits of nanoseconds hold; importers built on them drop others."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What a timeline is to hold."""

    kinds: frozenset[Kind] = frozenset()
    """Kinds of which every record is read again; `FILES` stands for the table of files."""
    hosts: tuple[str, ...] = ()
    """Only these, as a user names them; empty for all."""
    since: datetime | None = None
    until: datetime | None = None
    """Only records from here to there, both included; records without a time are not asked."""
    untimed: bool = False
    """Whether records without a time are written, last; otherwise they are only counted."""


class Told(Struct):
    """What a timeline holds, and what it does not."""

    rows: int = 0
    touched: int = 0
    """Rows that a rule or an analysis touched."""
    first: datetime | None = None
    last: datetime | None = None
    untimed: Counter[str] = field(default_factory=Counter)
    """Records without a time by table."""
    strange: int = 0
    """Rows with a time before 1678 or after 2261."""
    copies: int = 0
    """Log files whose records came from an equal file."""
    places: int = 0
    """Places that could not be read again."""
    unread: tuple[str, ...] = ()
    """Files that could not be read again to their end, with the reason."""
    changed: tuple[str, ...] = ()
    """Files that are not what they were when they were scanned."""
    spilled: int = 0
    """Bytes that the sort wrote to disk."""


def timeline(
    case: Case,
    wanted: Wanted,
    settings: Settings,
    form: Form,
    out: BinaryIO,
    progress: Progress | None = None,
    budget: int = BUDGET,
) -> Told:
    """Write the timeline of a case to `out` and say what it holds.  Equal input gives equal bytes.

    Raises CaseError when the case is damaged or there is no room to sort in, EvidenceError when evidence that is to
    be read again cannot be taken in, UsageError for a host that is none.
    """
    result = case.result()
    shown = progress or Silent()
    gathering = _Gathering(case, result, wanted, form)
    with case.room() as room, Sorter(room, budget=budget) as sorter:
        gathering.sorter = sorter
        gathering.touched()
        if wanted.kinds:
            gathering.read_again(settings, shown, room)
        shown.judging()
        told = _write(sorter, wanted, form, out)
        told.spilled = sorter.spilled
    told.copies = gathering.places.copies
    told.places = gathering.unread.places
    told.unread = tuple(gathering.unread.files)
    told.changed = tuple(gathering.changed)
    return told


class _Gathering:
    """Brings the rows together."""

    def __init__(self, case: Case, result: Result, wanted: Wanted, form: Form) -> None:
        self.sorter: Sorter
        self._case = case
        self._result = result
        self._wanted = wanted
        self._digest = result.ruleset.digest
        self._evidence = [line.evidence for line in result.evidence]
        self._logs = {content(each): each for each in self._evidence if reader_of(each.kind) is not None}
        self._parts = {key: case.parts(self._digest, log_name(each)) for key, each in self._logs.items()}
        spans: dict[Content, tuple[Span, ...]] = {
            key: tuple(span for name in names for span in case.spans(self._digest, name))
            for key, names in self._parts.items()
        }
        self.places: Places = places(self._evidence, spans, result.faults)
        hosts = self.places.chosen(wanted.hosts)
        self._filing = Filing(form, hosts, wanted.since, wanted.until)
        self._marker = Marker(result.findings)
        self.unread = Unread()
        self.changed: list[str] = []

    def touched(self) -> None:
        """All kept records of rules and analyses, and the exhibits of findings."""
        for key in self._logs:
            for sighting in (one for name in self._parts[key] for one in self._case.sightings(self._digest, name)):
                for place in self.places.of(key, sighting.record):
                    self._filing.add(self.sorter, sighting.record, place, self._marker.of_sighting(sighting, place[0]))
        by_row = {(each.sha256, _row_path(each)): each for each in reversed(self._evidence)}
        for name in self._case.listings(self._digest):
            for sighting in self._case.sightings(self._digest, name):
                record = sighting.record
                # A batch of an earlier listing may name files that are no longer there.
                evidence = by_row.get((record.at.sha256, str(record.fields.get("Path", ""))))
                if evidence is not None:
                    place = (self.places.owner(evidence), evidence.path)
                    self._filing.add(self.sorter, record, place, self._marker.of_sighting(sighting, place[0]))
        by_path = {each.path: each for each in self._evidence}
        for finding in self._result.findings:
            marks = self._marker.of_exhibit(finding)
            for exhibit in finding.exhibits:
                record = _record(exhibit)
                self._filing.add(
                    self.sorter, record, self._place(exhibit, finding.host, by_path.get(exhibit.path)), marks
                )

    def _place(self, exhibit: Exhibit, host: str, evidence: Evidence | None) -> Place:
        """Where an exhibit stands, under the same name as the record it shows."""
        if evidence is None or exhibit.table == "file" or content(evidence) not in self._logs:
            return host, exhibit.path
        owners = self.places.by_content[content(evidence)]
        return host, next((path for owner, path in owners if owner == host), owners[0][1])

    def read_again(self, settings: Settings, progress: Progress, room: Path) -> None:
        """All records of the kinds that were asked for; archives are unpacked into `room`."""
        made = self._case.made()
        if made is None:
            raise CaseError(
                f"{self._case.root}: it does not say where its evidence is", hint="Run the same `indicia scan` again."
            )
        arguments = [Path(argument) for argument in made.arguments]
        with Collections(arguments, settings, room, progress.taking_in, without=self._case.root) as collections:
            listed = known_listing(self._case, arguments, settings) or take_in_again(collections, self.unread)
            before = {each.path: each.sha256 for each in self._evidence}
            now = {item.evidence.path: item.evidence.sha256 for item in listed}
            self.changed += sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
            todo = {content(item.evidence): item for item in reversed(listed) if item.evidence.kind in self._read_kinds}
            progress.reading(len(todo), sum(item.evidence.size for item in todo.values()))
            gatherer = Gatherer(self._filing, self.places, settings)
            for gathered in gather([todo[key] for key in sorted(todo)], gatherer, self.sorter, progress):
                self.sorter.adopt(gathered.runs)
                self.unread.places += gathered.unread.places
                self.unread.files += gathered.unread.files
                self._filing.form.names |= gathered.names
            if FILES in self._wanted.kinds:
                for item in listed:
                    self._filing.add(
                        self.sorter, file_row(item), (self.places.owner(item.evidence), item.evidence.path)
                    )

    @property
    def _read_kinds(self) -> frozenset[Kind]:
        return self._wanted.kinds - {FILES}


def _write(sorter: Sorter, wanted: Wanted, form: Form, out: BinaryIO) -> Told:
    told = Told()
    first = last = None
    sink = form.open(out)
    for key, row, marks in joined(sorter.sorted(), joined_marks):
        micros = micros_of_key(key)
        if micros is None:
            told.untimed[table_of(key)] += 1
            if not wanted.untimed:
                continue
        else:
            first = micros if first is None else first
            last = micros
            told.strange += not EARLIEST <= micros < LATEST
        told.rows += 1
        told.touched += bool(marks)
        sink.write(row, marks_from_bytes(marks))
    sink.close()
    told.first, told.last = _moment(first), _moment(last)
    return told


def _moment(micros: int | None) -> datetime | None:
    if micros is None:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


def _row_path(evidence: Evidence) -> str:
    """`Path` of a file's row in the file table."""
    return evidence.original or evidence.path.replace("/", "\\")


def _record(exhibit: Exhibit) -> Record:
    return Record(
        table=exhibit.table,
        source=exhibit.source,
        time=exhibit.time,
        host=None,
        at=exhibit.at,
        fields=exhibit.fields,
        raw=exhibit.raw,
    )
