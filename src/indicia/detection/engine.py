"""Put every detector to every record it is meant for, and decode only the records of which one could be true.

A record goes to the bucket of its kind (log source; channel, event id and provider).  The bucket's prefilter names the
detectors whose necessary literals stand in the undecoded text; those are decided exactly on the decoded record.
What comes out does not depend on the prefilter: `prefilter=False` decodes everything and answers the same.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from indicia.detection.bucket import Bucket, Kinds
from indicia.detection.choosing import Positions
from indicia.detection.detector import Detector, Route
from indicia.detection.evaluate import View
from indicia.detection.keeping import Keeping
from indicia.detection.literals import TEXT_KINDS, anchor
from indicia.model.record import Record, Sighting
from indicia.tables.batch import Batch, Events, Lines, Rows


Ticks = Callable[[str, Record], bool]
"""Told (detector id, record) of each record that satisfies a detector; true: it is kept even beyond the limit."""


class Engine:
    """Detectors, ready to be put to the files of a scan one after the other.  Not to be shared by threads."""

    def __init__(
        self, detectors: Sequence[Detector], *, prefilter: bool = True, limit: int = 2_000, plain: bool = False
    ) -> None:
        """Prepare nothing yet: buckets are built when the first record of their kind comes.

        `limit` is the number of sightings kept of one detector in one file; `plain` does without Hyperscan.
        """
        self.detectors = tuple(detectors)
        self.limit = limit
        self.overflow: dict[str, int] = {}
        """Detectors beyond the limit in the file scanned last, with the number of sightings not kept."""
        self.kinds = Kinds(self.detectors, prefilter=prefilter, plain=plain)

    @cached_property
    def always(self) -> tuple[tuple[str, Route], ...]:
        """(detector id, route) of each binding that has to be decided on every record of its route."""
        return tuple(
            (detector.id, binding.route)
            for detector in self.detectors
            for binding in detector.bindings
            if binding.route.table in TEXT_KINDS and anchor(binding.condition, TEXT_KINDS[binding.route.table]) is None
        )

    def start(self, ticks: Ticks | None = None) -> "Scan":
        """Begin with a file; `ticks` is told every record of it that satisfies a detector."""
        scan = Scan(self, ticks)
        self.overflow = scan.overflow
        return scan

    def scan(self, batches: Iterable[Batch]) -> Iterator[Sighting]:
        """Sightings in all batches of one file, in order of records, then of detectors; see `overflow` afterwards."""
        scan = self.start()
        for batch in batches:
            yield from scan.feed(batch)


class Scan:
    """One file on its way through the detectors; keeps nothing but counts."""

    def __init__(self, engine: Engine, ticks: Ticks | None = None) -> None:
        self._kinds = engine.kinds
        self._ticks = ticks
        self._keeping = Keeping(engine.limit)
        self.overflow = self._keeping.overflow
        """Detectors that reached the limit, with the number of sightings not kept."""

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
                    yield from self._decide(bucket, bucket.every, record)

    def _lines(self, lines: Lines) -> Iterator[Sighting]:
        bucket = self._kinds.of_source(lines.table, lines.source)
        if bucket.lines is not None:
            for row, positions in bucket.lines.lines(lines.text, lines.starts, lines.ends):
                yield from self._decide(bucket, positions, lines.decode(row))
        elif bucket.decode_all:
            for row in range(len(lines.starts)):
                yield from self._decide(bucket, bucket.every, lines.decode(row))

    def _events(self, events: Events) -> Iterator[Sighting]:
        of_event = self._kinds.of_event
        for event in events.events:
            bucket = of_event(event)
            if bucket.events is not None:
                positions = bucket.events.one(event.text)
                if positions:
                    yield from self._decide(bucket, positions, event.decode())
            elif bucket.decode_all:
                yield from self._decide(bucket, bucket.every, event.decode())

    def _decide(self, bucket: Bucket, positions: Positions, record: Record) -> Iterator[Sighting]:
        """Put the detectors at these positions to a decoded record."""
        view = View(record.fields)
        for position in positions:
            question = bucket.questions[position]
            if not question.decide(view):
                continue
            detector = question.detector
            worth = self._ticks is not None and self._ticks(detector, record)
            if not worth and not self._keeping.keeps(detector, record):
                continue
            yield Sighting(detector=detector, record=record, matched=question.mark(view))
