"""The timeline as JSON lines: one object a row, the fields of the record beside the columns.

A search index makes `a` and `a.b` text and object and refuses the second, so dots in names become `_`; a field that
has the name of a column, or one that importers drop, gets `field_` before it.
"""

from functools import lru_cache
from typing import BinaryIO

import orjson

from indicia.model.record import Value
from indicia.report.timeline.form import COLUMNS
from indicia.report.timeline.marks import NO_MARKS, Marks
from indicia.report.timeline.row import Row, to_json

_TAKEN = frozenset(COLUMNS) | {"label", "comment", "timesketch_label", "timesketch_emojis", "similarity_score"}
"""Our columns, and what Timesketch itself writes into an event."""
_NAME = 200
"""Longest name; a search index refuses names of megabytes."""
_COUNTED = 20_000
"""Distinct names counted."""


class Jsonl:
    """See the module."""

    name = "jsonl"

    def __init__(self) -> None:
        self.names: set[str] = set()

    def encode(self, row: Row) -> bytes:
        """The object; marks go before its closing brace."""
        record = row.record
        at = record.at
        found: dict[str, object] = {}
        if row.time is not None:
            found["datetime"] = row.moment
        found["timestamp_desc"] = row.what
        if row.time is not None:
            found["timestamp"] = row.micros
        found |= {"host": row.host, "source": record.source, "data_type": row.data_type}
        if row.event_id is not None:
            found["event_id"] = row.event_id
        found["path"] = row.path
        if at.line is not None:
            found["line"] = at.line
        if row.record_id is not None:
            found["record_id"] = row.record_id
        found |= {"offset": at.offset, "length": at.length, "sha256": at.sha256}
        fields = row.fields
        names = _flat_names(tuple(fields))
        if not names.keys() <= self.names and len(self.names) < _COUNTED:
            self.names |= names.keys()
        found.update(zip(names, map(_one_type, fields.values()), strict=True))
        # The message is clean already, and its arrow would have the whole object looked through for what is not.
        return b'{"message":%b,%b' % (orjson.dumps(row.message), to_json(found)[1:])

    def open(self, out: BinaryIO) -> "_Sink":
        """Nothing stands before the first row."""
        return _Sink(out)


class _Sink:
    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, row: bytes, marks: Marks) -> None:
        """See `Sink`."""
        self._out.write(row + b"\n" if marks is NO_MARKS else b"%b,%b\n" % (row[:-1], _marks(marks)))

    def close(self) -> None:
        """Nothing is left."""


@lru_cache(maxsize=2000)
def _flat_names(names: tuple[str, ...]) -> dict[str, None]:
    """The names that fields of these names have in a flat object, in their order, each its own."""
    flat: dict[str, None] = {}
    for name in names:
        wanted = flat_name(name)
        free, number = wanted, 2
        while free in flat:
            free, number = f"{wanted}_{number}", number + 1
        flat[free] = None
    return flat


def flat_name(name: str) -> str:
    """The name of a field in a flat object."""
    flat = name[:_NAME].replace(".", "_").strip() or "unnamed"
    return f"field_{flat}" if flat in _TAKEN or flat.startswith("_") else flat


def _one_type(value: Value) -> Value:
    """A text, several, or null: an index gives a name one type and refuses another."""
    return value if type(value) is str or type(value) is tuple or value is None else str(value)


def _marks(marks: Marks) -> bytes:
    """Members of an object, with its closing brace."""
    said = {
        "stage": marks.stage_word,
        "severity": marks.severity_word,
        "tag": marks.tags,
        "rule": marks.rules,
        "rule_id": marks.rule_ids,
        "attack": marks.techniques,
        "finding": marks.findings,
    }
    return to_json({name: value for name, value in said.items() if value})[1:]
