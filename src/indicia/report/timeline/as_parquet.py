"""The timeline as Parquet with typed columns; `fields` is JSON."""

from typing import BinaryIO

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from indicia.report.timeline.form import COLUMNS
from indicia.report.timeline.marks import Marks
from indicia.report.timeline.row import Row, dumps, to_json

_TEXTS = pa.list_(pa.string())
_TYPES = {
    "datetime": pa.timestamp("us", tz="UTC"),
    "timestamp": pa.int64(),
    "event_id": pa.int64(),
    "tag": _TEXTS,
    "rule": _TEXTS,
    "rule_id": _TEXTS,
    "attack": _TEXTS,
    "finding": _TEXTS,
    "line": pa.int64(),
    "record_id": pa.int64(),
    "offset": pa.int64(),
    "length": pa.int64(),
}
SCHEMA = pa.schema([pa.field(name, _TYPES.get(name, pa.string())) for name in COLUMNS])
"""Null where a record has none; lists are empty where nothing touched a record."""
_OF_ROW = tuple(
    name for name in COLUMNS if name not in {"stage", "severity", "tag", "rule", "rule_id", "attack", "finding"}
)
_GROUP = 2 * 2**20
"""Bytes of rows gathered for a row group."""
_MOST = 4_000
"""Rows of a row group."""


class Parquet:
    """See the module."""

    name = "parquet"

    def __init__(self) -> None:
        self.names: set[str] = set()

    def encode(self, row: Row) -> bytes:
        """The values of the row's own columns as JSON."""
        record = row.record
        at = record.at
        micros = row.micros
        values = (
            row.message, micros, row.what, micros, row.host, record.source, row.data_type, row.event_id,
            row.path, at.line, row.record_id, at.offset, at.length, at.sha256, to_json(row.fields).decode(),
        )  # fmt: skip
        return dumps(values)

    def open(self, out: BinaryIO) -> "_Sink":
        """Begin a file."""
        return _Sink(out)


class _Sink:
    def __init__(self, out: BinaryIO) -> None:
        self._writer = pq.ParquetWriter(out, SCHEMA, compression="zstd", write_page_checksum=True)
        self._begin()

    def _begin(self) -> None:
        self._columns: dict[str, list[object]] = {name: [] for name in COLUMNS}
        self._size = self._rows = 0

    def write(self, row: bytes, marks: Marks) -> None:
        """See `Sink`."""
        columns = self._columns
        for name, value in zip(_OF_ROW, orjson.loads(row), strict=True):
            columns[name].append(value)
        columns["stage"].append(marks.stage_word or None)
        columns["severity"].append(marks.severity_word or None)
        columns["tag"].append(marks.tags)
        columns["rule"].append(marks.rules)
        columns["rule_id"].append(marks.rule_ids)
        columns["attack"].append(marks.techniques)
        columns["finding"].append(marks.findings)
        self._size += len(row)
        self._rows += 1
        if self._size >= _GROUP or self._rows >= _MOST:
            self._flush()

    def _flush(self) -> None:
        arrays = [pa.array(self._columns[field.name], field.type) for field in SCHEMA]
        self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=SCHEMA))
        self._begin()

    def close(self) -> None:
        """Write the last row group and the footer."""
        if self._rows:
            self._flush()
        self._writer.close()
