"""The timeline as JSON lines: one object a row, the fields of the record beside the columns.

A search index makes `a` and `a.b` text and object and refuses the second, so dots in names become `_`; a field that
has the name of a column, or one that importers drop, gets `field_` before it.
"""

from functools import lru_cache
from typing import BinaryIO

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
        """Names of fields that were written, as many as are counted."""

    def encode(self, row: Row) -> bytes:
        """The object; marks go before its closing brace."""
        record = row.record
        at = record.at
        found: dict[str, object] = {"message": row.message}
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
        for name, value in row.fields.items():
            flat = flat_name(name)
            if flat in found:
                flat = _free(flat, found)
            # A name has one type, whatever records say: an index refuses the second.
            found[flat] = value if type(value) is str or type(value) is tuple or value is None else str(value)
        if not self.names.issuperset(found) and len(self.names) < _COUNTED:
            self.names.update(found)
        return to_json(found)

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


@lru_cache(maxsize=10_000)
def flat_name(name: str) -> str:
    """The name of a field in a flat object."""
    flat = name[:_NAME].replace(".", "_").strip() or "unnamed"
    return f"field_{flat}" if flat in _TAKEN or flat.startswith("_") else flat


def _free(name: str, found: dict[str, object]) -> str:
    number = 2
    while f"{name}_{number}" in found:
        number += 1
    return f"{name}_{number}"


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
