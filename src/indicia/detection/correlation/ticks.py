"""What a log leaves for correlations: one small row for every record that satisfies a base rule, kept or not."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from indicia.detection.correlation.hit import microseconds
from indicia.detection.correlation.loading import Base
from indicia.detection.correlation.words import key, shown, whole
from indicia.detection.extracts import Extracts
from indicia.model.record import Record
from indicia.parquet.columns import Column, Kind

EXTRACT = "ticks"
"""Name of the extract."""
COLUMNS = (
    Column("rule", Kind.TEXT),
    Column("time", Kind.NUMBER),
    Column("host", Kind.TEXT),
    Column("identity", Kind.BYTES),
    Column("fields", Kind.TEXT, several=True),
    Column("keys", Kind.TEXT, several=True),
    Column("kind", Kind.TEXT),
    Column("source", Kind.TEXT),
    Column("sha256", Kind.TEXT),
    Column("place", Kind.NUMBER),
    Column("length", Kind.NUMBER),
    Column("line", Kind.NUMBER),
    Column("record_id", Kind.NUMBER),
)
"""Columns of the extract.

`time` is in microseconds since 1970 UTC, null where the record has none; `fields` are the values as written, in
the order of the rule's `Words`, `keys` the same as they are compared; null where the record has no such field.
`kind` is the record's table, `place` its first byte.
"""
_BATCH = 4_096
"""Rows held before they are written."""
_EXTRA = 500
"""Records of one rule that are kept beyond the limit of a file, to show of each group and window at least one."""


class TickLog:
    """One log on its way past the base rules; give it to `Engine.start` and close it after the last record."""

    def __init__(self, bases: Mapping[str, Base], extracts: Extracts) -> None:
        self._bases = bases
        self._extracts = extracts
        self._rows: list[tuple[Any, ...]] = []
        self._slots: dict[str, set[tuple[object, ...]]] = {}

    def __call__(self, detector: str, record: Record) -> bool:
        """Note the record if a correlation needs it; true when it is the first of its group and window.

        Raises OSError when there is no room for the rows.
        """
        base = self._bases.get(detector)
        if base is None:
            return False
        values = base.words.values(record)
        keys = [key(value) for value in values]
        time = None if record.time is None else microseconds(record.time)
        at = record.at
        self._rows.append(
            (
                detector, time, whole(record.host), _identity(record, time), [shown(value) for value in values], keys,
                record.table, whole(record.source), at.sha256, at.offset, at.length, at.line, at.record_id,
            )
        )  # fmt: skip
        if len(self._rows) >= _BATCH:
            self._flush()
        return time is not None and self._first(base, time, keys)

    def close(self) -> None:
        """Write what is left."""
        self._flush()

    def _first(self, base: Base, time: int, keys: Sequence[str | None]) -> bool:
        slots = self._slots.setdefault(base.id, set())
        slot = (time // base.slot, *keys)
        if slot in slots or len(slots) >= _EXTRA:
            return False
        slots.add(slot)
        return True

    def _flush(self) -> None:
        if not self._rows:
            return
        self._extracts.append(EXTRACT, COLUMNS, list(zip(*self._rows, strict=True)))
        self._rows.clear()


def _identity(record: Record, time: int | None) -> bytes:
    """The same for the same event in two copies of a log, as `pipeline.hosts.known` sees it."""
    at = record.at
    if record.table == "win_event" and at.record_id is not None:
        parts: tuple[object, ...] = ("event", record.host, record.source, at.record_id, time)
    elif record.table in ("web_request", "exchange_log", "win_event"):
        parts = ("line", record.source, time, record.raw, at.line, at.offset)
    else:
        parts = ("place", at.sha256, at.offset)
    text = "\0".join(map(str, parts))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
