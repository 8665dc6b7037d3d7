"""How records travel from a reader to the detectors: in batches that are decoded only where a detector asks.

A reader checks structure and counts bytes; it does not decode.  Detection scans the undecoded text for necessary
literals and calls `decode` for the few records that hold one.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from indicia.model.coverage import Span
from indicia.model.evidence import Account, Fault
from indicia.model.record import Record, Value
from indicia.tables.joined import Joined

Offsets = npt.NDArray[np.int64]
TIMELESS = int(np.iinfo(np.int64).min)
"""Stands for "no time" in arrays of times."""


class Cells(Protocol):
    """What single columns say of a record, for who would decide on it before it is decoded."""

    @property
    def key(self) -> Hashable:
        """Equal for runs of which all below comes out alike."""

    def columns_of(self, fields: frozenset[str]) -> tuple[int, ...] | None:
        """Numbers of the columns that decide these fields of a record; null where more than columns decides them."""

    def fields_of(self, columns: tuple[int, ...], values: tuple[bytes, ...]) -> Mapping[str, Value] | None:
        """The fields that these values of these columns decide, as a decoded record has them (others may be wrong);
        null where the values alone do not tell."""


class Run(Struct, kw_only=True):
    """Records of a batch that follow each other and share their columns, for consumers that need whole columns."""

    first: int
    """Index of the first record in the batch."""
    names: tuple[str, ...]
    """Columns as the log declares them."""
    when: Callable[[], Offsets]
    """Works out `times`."""
    plain: npt.NDArray[np.bool_]
    """Which records `bounds` can answer for; the others have to be decoded."""
    bounds: Callable[[int, Offsets], tuple[Offsets, Offsets]]
    """(column, numbers of plain records counted from `first`) → where their values start and end in the text."""
    values: Callable[[tuple[int, ...], Offsets], list[tuple[bytes, ...]]] | None = None
    """(columns, numbers of plain records) → the values of these columns of each."""
    cells: Cells | None = None
    """What they say; both null where the reader does not tell."""
    parted_by: bytes = b""
    """What stands between the values of plain records, and nowhere in them; empty where that is not so."""
    _times: Offsets | None = None

    def __len__(self) -> int:
        return len(self.plain)

    @property
    def times(self) -> Offsets:
        """Of each record, microseconds since 1970 UTC, or TIMELESS."""
        if self._times is None:
            self._times = self.when()
        return self._times


class Held(Protocol):
    """Who had a compiled module look at a block, and may still find it there."""

    @property
    def held(self) -> object:
        """The module, if it holds this block; else null."""

    def rows(self, lines: Offsets) -> Offsets:
        """Numbers of the records that these lines of the module are, ascending."""


class Lines(Struct, kw_only=True):
    """Whole records of a text log, one after the other in one block of text (UTF-8, or the log's own code page).

    Record `i` is `text[starts[i]:ends[i]]`; bytes between records (line ends, directives, faults) belong to none.
    """

    table: str
    source: str
    text: bytes
    starts: Offsets
    ends: Offsets
    decode: Callable[[int], Record]
    """Decode record `i`.  Never raises for a record that the reader has passed."""
    open: Callable[[int], tuple[Mapping[str, Value], Callable[[], Record]]] | None = None
    """The same in two steps, see `opened`; null where the reader takes one."""
    runs: Sequence[Run] = ()
    """Together they hold every record; empty where the reader does not tell columns."""
    held: Held | None = None
    """For filters that ask a compiled module about the text; null where none was asked."""

    def opened(self, row: int) -> tuple[Mapping[str, Value], Callable[[], Record]]:
        """The fields of a record, and what makes it of them: of most that are looked at nothing else is needed."""
        if self.open is not None:
            return self.open(row)
        record = self.decode(row)
        return record.fields, lambda: record


class EventKind(Struct, eq=False):
    """What events of a kind have in common.  One object for all of them alike, told from others by identity."""

    provider: str
    """As written; empty where the record has none."""
    event_id: int
    """-1 where the record has none."""
    channel: str
    """As written; empty where the record has none (ETW)."""
    host: str
    """Computer; empty where the record names none."""


@dataclass(slots=True)
class Event:
    """One Windows event as JSON text, with what routing needs already taken out of it."""

    channel: str
    """As written; empty where the record has none (ETW)."""
    provider: str
    event_id: int
    """-1 where the record has none."""
    text: bytes
    """JSON, UTF-8, as a reader produced or found it; may hold `\\u` escapes when it was found."""
    decode: Callable[[], Record]

    def opened(self) -> tuple[Mapping[str, Value], Callable[[], Record]]:
        """The fields, and what makes the record of them: of most events that are looked at nothing else is needed."""
        record = self.decode()
        return record.fields, lambda: record


Texts = Sequence[str] | Sequence[bytes | memoryview]
"""Texts of events; views are of bytes that many of them share."""


class Group(Struct, kw_only=True):
    """Events of one kind in a batch, their texts put together."""

    kind: EventKind
    indexes: Sequence[int]
    """Which events they are, ascending."""
    texts: Joined


class Events(Struct, kw_only=True):
    """A run of Windows events."""

    events: Sequence[Event]
    """May make each event when it is asked for."""
    kinds: Sequence[EventKind] = ()
    """Of each event, where the reader knows it without making the event; else empty."""
    by_kind: Mapping[EventKind, Sequence[int]] = field(default_factory=dict)
    """Indexes, ascending, of the events of each kind; given together with `kinds`."""
    texts: Texts = ()
    """Text of each event; given together with `kinds`."""
    groups: Sequence[Group] = ()
    """All events by kind, where a reader puts texts together; then `by_kind` is empty."""


class Rows(Struct, kw_only=True):
    """Records of small tables, already decoded (files, configuration elements)."""

    table: str
    records: Sequence[Record]


Batch = Lines | Events | Rows


class Ledger(Struct):
    """What a reader keeps while it reads one file: bytes, faults, spans, notes.  Filled as the batches are drawn.

    When the reader is exhausted `account()` balances: records + faults + framing equals the file's size.
    """

    size: int
    path: str
    sha256: str
    records: int = 0
    faulty: int = 0
    framing: int = 0
    count: int = 0
    faults: list[Fault] = field(default_factory=list)
    unlisted: int = 0
    """Faults beyond the limit, counted but not kept one by one."""
    limit: int = 1000
    spans: list[Span] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fault(self, fault: Fault) -> None:
        """Note a fault; its bytes go to `faulty` separately."""
        if len(self.faults) < self.limit:
            self.faults.append(fault)
        else:
            self.unlisted += fault.count

    def note(self, text: str) -> None:
        """Note an assumption once."""
        if text not in self.notes:
            self.notes.append(text)

    def account(self) -> Account:
        """The byte account; raises ValueError when bytes are missing, which is a defect of the reader."""
        total = self.records + self.faulty + self.framing
        if total != self.size:
            raise ValueError(f"{self.path}: {self.size} bytes, {total} accounted for")
        return Account(size=self.size, records=self.records, faults=self.faulty, framing=self.framing, count=self.count)

    def all_faults(self) -> tuple[Fault, ...]:
        """The faults, closed by one that counts those beyond the limit."""
        if not self.unlisted:
            return tuple(self.faults)
        rest = Fault(path=self.path, reason=f"{self.unlisted} more places could not be read", count=self.unlisted)
        return (*self.faults, rest)
