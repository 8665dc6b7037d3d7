"""What looks at evidence besides rules on single records: indicators, content rules, statistics of whole logs.

The engine decides rules record by record.  A consumer sees the same batches, or the same files, and gives sightings
of its own; what it has to say about a log as a whole it leaves as a table beside the reading (an extract).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import BinaryIO, Protocol

from msgspec import Struct, field

from indicia.detection.extracts import Extracts
from indicia.model.evidence import Evidence
from indicia.model.record import Record, Sighting, Value
from indicia.tables.batch import Batch


class LogPass(Protocol):
    """One consumer on its way through one log; bounded in memory whatever the log's size."""

    @property
    def overflow(self) -> Mapping[str, int]:
        """Detectors beyond what is kept of one file, with the number of sightings not kept."""

    @property
    def faults(self) -> Sequence[str]:
        """What this consumer could not look at, and why; read after `close`."""

    def feed(self, batch: Batch) -> Iterable[Sighting]:
        """Sightings in the next batch, drawn before the reader goes on."""

    def see(self, sighting: Sighting) -> Iterable[Sighting]:
        """Further sightings that follow from one of the engine's, e.g. from content packed into the record."""

    def close(self) -> None:
        """The log was read to its end: write what is left to the extracts."""


class LogConsumer(Protocol):
    """Looks at logs."""

    def start(self, evidence: Evidence, extracts: Extracts) -> LogPass | None:
        """Begin with a file; null when files of this kind are of no interest."""


class FileSeen(Struct, frozen=True, kw_only=True):
    """What a consumer has to say about one file."""

    fields: Mapping[str, Value] = field(default_factory=dict)
    """Further columns of the file's row, which rules and selectors are then put to."""
    sightings: tuple[Sighting, ...] = ()
    faults: tuple[str, ...] = ()
    """Why the file could not be looked at to its end."""


class FileConsumer(Protocol):
    """Looks at files as such: every file of a collection, logs included."""

    def look(self, record: Record, content: Callable[[], BinaryIO]) -> FileSeen:
        """`record` is the file's row (`Path`, `Extension`, `Size`, `SHA256`, `Content` …); `content` opens its bytes.

        Raises OSError or EvidenceError when the bytes cannot be had; the caller makes that a fault.
        """
