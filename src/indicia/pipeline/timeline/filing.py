"""From a record to entries of the sort: which rows, whether they are wanted, under which key."""

import struct
from datetime import datetime

from msgspec import Struct

from indicia.model.record import Record
from indicia.pipeline.timeline.places import Place
from indicia.pipeline.timeline.sorting import Sorter
from indicia.report.timeline.form import Form
from indicia.report.timeline.marks import NO_MARKS, Marks, marks_to_bytes
from indicia.report.timeline.row import Row, rows_of
from indicia.tables.schema import TABLES

_TIME = struct.Struct(">BQ")
_OFFSET = struct.Struct(">Q")
_UNTIMED = 1
_SHIFT = 2**63


class Filing(Struct, frozen=True):
    """Which rows are wanted, and in which format."""

    form: Form
    hosts: frozenset[str] | None
    """Null for all."""
    since: datetime | None
    until: datetime | None

    def add(self, sorter: Sorter, record: Record, place: Place, marks: Marks = NO_MARKS) -> None:
        """Hand the rows of a record to the sort."""
        host, path = place
        if self.hosts is not None and host not in self.hosts:
            return
        for row in rows_of(record, host, path):
            if row.time is None or self._inside(row.time):
                sorter.add(key_of(row), self.form.encode(row), marks_to_bytes(marks))

    def _inside(self, moment: datetime) -> bool:
        return (self.since is None or moment >= self.since) and (self.until is None or moment <= self.until)


def key_of(row: Row) -> bytes:
    """What rows are sorted by, as bytes that compare like it: time, host, path, offset; then what tells records apart.

    Rows without a time come last.  Equal keys are the same record.
    """
    record = row.record
    micros = row.micros
    time = _TIME.pack(0, micros + _SHIFT) if micros is not None else _TIME.pack(_UNTIMED, 0)
    # A name ends where a zero stands, so that none may hold one.
    host, path = row.host.replace("\0", "\1"), row.path.replace("\0", "\1")
    place = f"{host}\0{path}\0".encode("utf-8", "backslashreplace")
    at = record.at
    tail = f"{at.sha256}{at.length:x} {record.table}".encode("ascii", "backslashreplace")
    return time + place + _OFFSET.pack(at.offset) + tail


def table_of(key: bytes) -> str:
    """The table of the record that a key stands for."""
    return next((name for name in TABLES if key.endswith(f" {name}".encode())), "other")


def micros_of_key(key: bytes) -> int | None:
    """Microseconds since 1970; null without a time."""
    flag, shifted = _TIME.unpack_from(key)
    return None if flag == _UNTIMED else int(shifted) - _SHIFT
