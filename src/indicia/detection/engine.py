"""Put every detector to every record it is meant for, and decode only the records of which one could be true.

A record goes to the bucket of its kind (log source; channel, event id and provider).  The bucket's prefilter names the
detectors whose necessary literals stand in the undecoded text; those are decided exactly on the decoded record.
What comes out does not depend on the prefilter: `prefilter=False` decodes everything and answers the same.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain
from operator import itemgetter
from time import perf_counter
from typing import Any

from indicia.detection.bucket import Bucket, Kinds
from indicia.detection.cache import Cache
from indicia.detection.conditions.backtracking import Undecided
from indicia.detection.conditions.evaluate import View
from indicia.detection.detector import Detector, Route
from indicia.detection.filtering.choosing import Positions
from indicia.detection.filtering.literals import TEXT_KINDS, anchor
from indicia.detection.keeping import Keeping, Likeness, likeness
from indicia.detection.profile import Account, Profile
from indicia.model.record import Record, Sighting, Value
from indicia.tables.batch import Batch, Events, Group, Lines, Rows, Texts
from indicia.tables.joined import Joined
from indicia.tables.schema import WIN_EVENT

Ticks = Callable[[str, Record], bool]
"""Told (detector id, record) of each record that satisfies a detector; true: it is kept even beyond the limit."""


PATIENCE = 10
"""Undecided records of one file after which a detector is not decided on the file's other records either."""


class Engine:
    """Detectors, ready to be put to the files of a scan one after the other.  Not to be shared by threads."""

    def __init__(
        self,
        detectors: Sequence[Detector],
        *,
        prefilter: bool = True,
        limit: int = 2_000,
        plain: bool = False,
        profiled: bool = False,
        kept: Cache | None = None,
        named: bytes = b"",
    ) -> None:
        """Prepare nothing yet: buckets are built when the first record of their kind comes.

        `limit` is the number of sightings kept of one detector in one file; `plain` does without Hyperscan;
        `profiled` counts for `profile`, which costs a little time; `kept` is where plans are kept between runs, `named`
        tells this set of detectors from others there.
        """
        self.account = Account() if profiled else None
        self.detectors = tuple(detectors)
        self.limit = limit
        self.overflow: dict[str, int] = {}
        """Detectors beyond the limit in the file scanned last, with the number of sightings not kept."""
        self.kinds = Kinds(self.detectors, prefilter=prefilter, plain=plain, kept=kept or Cache(None), named=named)

    @cached_property
    def always(self) -> tuple[tuple[str, Route], ...]:
        """(detector id, route) of each binding that has to be decided on every record of its route."""
        return tuple(
            (detector.id, binding.route)
            for detector in self.detectors
            for binding in detector.bindings
            if binding.route.table in TEXT_KINDS and anchor(binding.condition, TEXT_KINDS[binding.route.table]) is None
        )

    def profile(self) -> Profile:
        """What was done so far, over all files; all zero unless the engine was asked to count."""
        return (self.account or Account()).profile()

    def take_profile(self) -> Profile:
        """What was done since this was asked last; counting begins anew."""
        return (self.account or Account()).take()

    def start(self, ticks: Ticks | None = None, ticking: Container[str] | None = None) -> "Scan":
        """Begin with a file; `ticks` is told every record of it that satisfies a detector, of `ticking` if these are
        given."""
        scan = Scan(self, ticks, ticking)
        self.overflow = scan.overflow
        return scan

    def scan(self, batches: Iterable[Batch]) -> Iterator[Sighting]:
        """Sightings in all batches of one file, in order of records, then of detectors; see `overflow` afterwards."""
        scan = self.start()
        for batch in batches:
            yield from scan.feed(batch)


class Scan:
    """One file on its way through the detectors; keeps nothing but counts."""

    def __init__(self, engine: Engine, ticks: Ticks | None = None, ticking: Container[str] | None = None) -> None:
        """See `Engine.start`."""
        self._kinds = engine.kinds
        self._ticks = ticks
        self._ticking = ticking
        self._account = engine.account
        self._keeping = Keeping(engine.limit)
        self.overflow = self._keeping.overflow
        """Detectors that reached the limit, with the number of sightings not kept."""
        self.undecided: dict[str, int] = {}
        """Detectors with the number of records of which it is not known whether they are true, see `Undecided`."""
        self._given_up: set[str] = set()

    def feed(self, batch: Batch) -> Iterator[Sighting]:
        """Sightings in the next batch of the file; draw all of them before the reader goes on."""
        match batch:
            case Lines():
                yield from self._lines(batch)
            case Events():
                yield from self._events(batch)
            case Rows():
                for record in batch.records:
                    bucket = self._kinds.of_source(batch.table, record.source)
                    self._count(bucket, 1)
                    yield from self._decide(bucket, bucket.every, batch.table, record.fields, partial(_itself, record))

    def _lines(self, lines: Lines) -> Iterator[Sighting]:
        bucket = self._kinds.of_source(lines.table, lines.source)
        self._count(bucket, len(lines.starts))
        if bucket.lines is not None:
            left = bucket.columns.of(lines) if bucket.columns else None
            plain = bucket.plain.of(lines) if bucket.plain and lines.runs else None
            among = None
            if lines.held is not None and bucket.columns is not None:
                among = partial(bucket.lines.among, lines, bucket.columns)
            for row, positions in bucket.lines.lines(lines.text, lines.starts, lines.ends, left, plain, among):
                yield from self._decide(bucket, positions, lines.table, *lines.opened(row))
        elif bucket.decode_all:
            for row in range(len(lines.starts)):
                yield from self._decide(bucket, bucket.every, lines.table, *lines.opened(row))

    def _events(self, batch: Events) -> Iterator[Sighting]:
        """Search the events of each kind together, then decide on the candidates in the order of the batch."""
        events = batch.events
        candidates: list[tuple[int, Bucket, Positions]] = []
        for bucket, indexes, texts in self._joined(batch) if batch.groups else self._gathered(batch):
            self._count(bucket, len(indexes))
            if bucket.events is not None:
                for index, positions in bucket.events.of_each(texts):
                    candidates.append((indexes[index], bucket, positions))
            elif bucket.decode_all:
                candidates.extend((index, bucket, bucket.every) for index in indexes)
        candidates.sort(key=itemgetter(0))
        for index, bucket, positions in candidates:
            yield from self._decide(bucket, positions, WIN_EVENT.name, *events[index].opened())

    def _joined(self, batch: Events) -> Iterator[tuple[Bucket, Sequence[int], Texts]]:
        """Buckets, with the indexes of their events and their texts, which the reader put together."""
        found: dict[int, tuple[Bucket, list[Group]]] = {}
        for group in batch.groups:
            bucket = self._kinds.of_event(group.kind)
            found.setdefault(id(bucket), (bucket, []))[1].append(group)
        for bucket, groups in found.values():
            indexes = groups[0].indexes if len(groups) == 1 else [*chain(*(group.indexes for group in groups))]
            yield bucket, indexes, Joined.of([group.texts for group in groups])

    def _gathered(self, batch: Events) -> Iterator[tuple[Bucket, Sequence[int], Texts]]:
        """The same where texts stand apart."""
        texts: Sequence[Any] = batch.texts or [event.text for event in batch.events]
        for bucket, indexes in self._by_bucket(batch).values():
            yield bucket, indexes, [texts[index] for index in indexes]

    def _by_bucket(self, batch: Events) -> dict[int, tuple[Bucket, list[int]]]:
        """Buckets, by identity, with the indexes of their events."""
        of_event = self._kinds.of_event
        groups: dict[int, tuple[Bucket, list[int]]] = {}
        if not batch.by_kind:
            for index, event in enumerate(batch.events):
                bucket = of_event(event)
                groups.setdefault(id(bucket), (bucket, []))[1].append(index)
            return groups
        for kind, indexes in batch.by_kind.items():
            bucket = of_event(kind)
            groups.setdefault(id(bucket), (bucket, []))[1].extend(indexes)
        return groups

    def _decide(
        self,
        bucket: Bucket,
        positions: Positions,
        table: str,
        fields: Mapping[str, Value],
        make: Callable[[], Record],
    ) -> Iterator[Sighting]:
        """Put the detectors at these positions to the fields of a record, which is made if somebody wants it."""
        view = View(fields)
        record: Record | None = None
        alike: Likeness | None = None
        account = self._account
        if account is not None:
            account.opened += 1
            positions = _accounted(bucket, positions, view, account)
        for position in positions:
            question = bucket.questions[position]
            detector = question.detector
            if detector in self._given_up:
                self._undecided(detector)
                continue
            try:
                if not question.decide(view):
                    continue
            except Undecided:
                self._undecided(detector)
                continue
            worth = False
            if self._ticks is not None and (self._ticking is None or detector in self._ticking):
                record = record or make()
                worth = self._ticks(detector, record)
            if not worth:
                alike = alike or likeness(table, fields)
                if not self._keeping.keeps_alike(detector, alike):
                    continue
            record = record or make()
            yield Sighting(detector=detector, record=record, matched=question.mark(view))

    def _undecided(self, detector: str) -> None:
        """Count a record of which nothing is known; a detector that costs too much is given up for this file."""
        self.undecided[detector] = count = self.undecided.get(detector, 0) + 1
        if count >= PATIENCE:
            self._given_up.add(detector)

    def _count(self, bucket: Bucket, records: int) -> None:
        """Count records that were routed, where anybody wants to know."""
        if self._account is not None:
            self._account.route(records, len(bucket.questions), bucket.unfiltered)


def _itself(record: Record) -> Record:
    return record


def _accounted(bucket: Bucket, positions: Positions, view: View, account: Account) -> Positions:
    """Those of the positions whose detector is true of the record, or undecided; each decision is timed."""
    true = []
    for position in positions:
        question = bucket.questions[position]
        begun = perf_counter()
        try:
            hit = question.decide(view)
        except Undecided:
            hit = True
        account.decision(question.detector, perf_counter() - begun, hit=hit)
        if hit:
            true.append(position)
    return tuple(true)
