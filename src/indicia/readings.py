"""Readings as Parquet: one row per sighting, everything else in the schema's metadata."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from indicia.detection.packed import Packed
from indicia.model.coverage import Span
from indicia.model.evidence import Account, Fault, Locator
from indicia.model.reading import Reading
from indicia.model.record import Record, Sighting, Value
from indicia.plain import to_line

_FORMAT = b"indicia-reading/1"
_AT_A_TIME = 1000
"""Records of a reading that are made at a time where not all are wanted at once."""

_GROUP = 8 * 2**20
"""Bytes of records that are written as one row group; most readings hold fewer."""
_FEW = 100
"""Records up to which packing them well takes longer than all else that a small log needs."""
_SHORT = 200
"""Characters of values of which it is looked whether they were met before; longer ones hardly ever were."""

Damaged = (OSError, pa.ArrowException, ValueError, KeyError, TypeError, AttributeError)
"""What reading one raises when it is not there, torn, or of another form."""

SIGHTINGS = pa.schema(
    [
        pa.field("detector", pa.string(), nullable=False),
        pa.field("table", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("time", pa.timestamp("us", tz="UTC")),
        pa.field("host", pa.string()),
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("offset", pa.int64(), nullable=False),
        pa.field("length", pa.int64(), nullable=False),
        pa.field("line", pa.int64()),
        pa.field("record_id", pa.int64()),
        pa.field("matched", pa.list_(pa.string()), nullable=False),
        pa.field("fields", pa.string(), nullable=False),
        pa.field("raw", pa.string(), nullable=False),
    ]
)
"""One row per sighting; `fields` is JSON, a list is a field with several values."""
_OF_RECORD = [name for name in SIGHTINGS.names if name not in {"detector", "matched"}]


def read_reading(path: Path) -> Reading:
    """A reading; raises one of `Damaged`."""
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        return _put_together(_head(file.schema_arrow), _rows(file))


def read_spans(path: Path) -> tuple[Span, ...]:
    """The spans of a reading, without its records; raises one of `Damaged`."""
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        return tuple(map(_span, _head(file.schema_arrow)["spans"]))


def read_sightings(path: Path) -> Iterator[Sighting]:
    """The records of a reading, a few at a time; raises one of `Damaged`."""
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        yield from _sightings(_rows(file))


def _rows(file: pq.ParquetFile) -> Iterator[list[dict[str, object]]]:
    for batch in file.iter_batches(batch_size=_AT_A_TIME, use_threads=False):
        yield batch.to_pylist()


def reading_bytes(reading: Reading) -> bytes:
    """A reading as Parquet: sightings as rows, everything else in the schema's metadata."""
    return both(reading)[0]


def both(reading: Reading) -> tuple[bytes, Reading | None]:
    """A reading as Parquet, and as it will be read back from there; null where it holds more than a few records."""
    line, sightings = _line(reading), reading.sightings
    schema = SIGHTINGS.with_metadata({b"format": _FORMAT, b"reading": line})
    if len(sightings) > _FEW:
        return _many(schema, sightings), None
    rows = list(map(_row, sightings))
    batches = [pa.RecordBatch.from_pylist(rows, schema)] if rows else []
    sink = pa.BufferOutputStream()
    pq.write_table(
        pa.Table.from_batches(batches, schema),
        sink,
        compression="snappy",
        write_page_checksum=True,
        write_statistics=False,
        use_dictionary=False,
    )
    return bytes(sink.getvalue()), _put_together(orjson.loads(line), [rows])


def _line(reading: Reading) -> bytes:
    """All of a reading but its sightings."""
    head = {
        "sha256": reading.sha256,
        "account": reading.account,
        "spans": reading.spans,
        "faults": reading.faults,
        "overflow": reading.overflow,
        "notes": reading.notes,
        "extracts": reading.extracts,
    }
    return to_line(head)


def _many(schema: pa.Schema, sightings: Iterable[Sighting]) -> bytes:
    """As Parquet, so much in a row group as may well be in memory."""
    sink = pa.BufferOutputStream()
    waiting: list[pa.RecordBatch] = []
    # Statistics would hold texts of records once more, and nobody asks for them.
    with pq.ParquetWriter(sink, schema, compression="zstd", write_page_checksum=True, write_statistics=False) as writer:
        for batch in _batches(schema, sightings):
            waiting.append(batch)
            if sum(one.nbytes for one in waiting) >= _GROUP:
                writer.write_table(pa.Table.from_batches(waiting, schema))
                waiting.clear()
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting, schema))
    return bytes(sink.getvalue())


def _batches(schema: pa.Schema, sightings: Iterable[Sighting]) -> Iterator[pa.RecordBatch]:
    """As Python objects, records take several times what they take in a batch."""
    rows: list[dict[str, object]] = []
    size = 0
    before: Record | None = None
    for sighting in sightings:
        # What several detectors saw comes one after the other.
        rows.append(_row(sighting, rows[-1] if rows and sighting.record is before else None))
        before = sighting.record
        size += len(sighting.record.raw)
        if len(rows) == _AT_A_TIME or size >= _GROUP:
            yield pa.RecordBatch.from_pylist(rows, schema)
            rows.clear()
            size = 0
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema)


def _row(sighting: Sighting, same: Mapping[str, object] | None = None) -> dict[str, object]:
    """One row; `same` is another of the same record."""
    return {
        **(_of_record(sighting.record) if same is None else same),
        "detector": sighting.detector,
        "matched": list(sighting.matched),
    }


def _of_record(record: Record) -> dict[str, object]:
    return {
        "table": record.table,
        "source": record.source,
        "time": record.time,
        "host": record.host,
        "sha256": record.at.sha256,
        "offset": record.at.offset,
        "length": record.at.length,
        "line": record.at.line,
        "record_id": record.at.record_id,
        "fields": _json(record.fields),
        "raw": _utf8(record.raw),
    }


def _json(fields: Mapping[str, Value]) -> str:
    try:
        return orjson.dumps(fields).decode()
    except orjson.JSONEncodeError:
        return orjson.dumps(_printable(fields)).decode()


def _printable(fields: object) -> object:
    """Fields with lone surrogates made visible: JSON and Parquet hold UTF-8 only."""
    if isinstance(fields, str):
        return _utf8(fields)
    if isinstance(fields, tuple | list):
        return [_printable(item) for item in fields]
    if isinstance(fields, dict):
        return {_utf8(str(key)): _printable(item) for key, item in fields.items()}
    return fields


def _utf8(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _head(schema: pa.Schema) -> dict[str, Any]:
    metadata = schema.metadata or {}
    if metadata.get(b"format") != _FORMAT:
        raise ValueError("another format")
    head: dict[str, Any] = orjson.loads(metadata[b"reading"])
    return head


def _put_together(head: dict[str, Any], batches: Iterable[Sequence[dict[str, object]]]) -> Reading:
    return Reading(
        sha256=head["sha256"],
        account=Account(**{name: int(number) for name, number in head["account"].items()}),
        spans=tuple(map(_span, head["spans"])),
        faults=tuple(map(_fault, head["faults"])),
        sightings=Packed(_sightings(batches)).few(),
        overflow=tuple((detector, number) for detector, number in head["overflow"]),
        notes=tuple(head["notes"]),
        extracts=tuple(head["extracts"]),
    )


def _span(written: dict[str, Any]) -> Span:
    first, last, host = written["first"], written["last"], written["host"]
    return Span(
        source=str(written["source"]),
        host=None if host is None else str(host),
        records=int(written["records"]),
        first=None if first is None else datetime.fromisoformat(first).astimezone(UTC),
        last=None if last is None else datetime.fromisoformat(last).astimezone(UTC),
        hours={str(hour): int(number) for hour, number in written["hours"].items()},
        parts={str(part): int(number) for part, number in written["parts"].items()},
    )


def _fault(written: dict[str, Any]) -> Fault:
    at = written["at"]
    return Fault(
        path=str(written["path"]),
        reason=str(written["reason"]),
        at=None if at is None else Locator(**at),
        count=int(written["count"]),
    )


def _sightings(batches: Iterable[Sequence[dict[str, object]]]) -> Iterator[Sighting]:
    """Sightings in their order.  What several detectors saw is one record, as it was when it was read, and values that
    come again are one value: of what a log keeps that is more than half.
    """
    texts: dict[str, str] = {}
    several: dict[tuple[str, ...], tuple[str, ...]] = {}
    before: Record | None = None
    told: dict[str, object] = {}
    for batch in batches:
        for row in batch:
            names = tuple(_texts(row["matched"]))
            if before is None or row["offset"] != told["offset"] or any(row[name] != told[name] for name in _OF_RECORD):
                before, told = _record(row, texts, several), row
            detector, matched = str(row["detector"]), several.setdefault(names, names)
            yield Sighting(detector=texts.setdefault(detector, detector), matched=matched, record=before)


def _record(row: dict[str, object], texts: dict[str, str], several: dict[tuple[str, ...], tuple[str, ...]]) -> Record:
    """One record; `texts` and `several` hold values met before, so that each is kept once."""
    known = texts.setdefault
    table, source, sha256 = str(row["table"]), str(row["source"]), str(row["sha256"])
    host = None if row["host"] is None else str(row["host"])
    fields: dict[str, Value] = {}
    for key, value in orjson.loads(str(row["fields"])).items():
        if isinstance(value, list):
            forms = tuple([known(form, form) if len(form) <= _SHORT else form for form in value])
            fields[key] = several.setdefault(forms, forms)
        else:
            fields[key] = known(value, value) if isinstance(value, str) and len(value) <= _SHORT else value
    return Record(
        table=known(table, table),
        source=known(source, source),
        time=row["time"] if isinstance(row["time"], datetime) else None,
        host=None if host is None else known(host, host),
        at=Locator(
            sha256=known(sha256, sha256),
            offset=_number(row["offset"]) or 0,
            length=_number(row["length"]) or 0,
            line=_number(row["line"]),
            record_id=_number(row["record_id"]),
        ),
        fields=fields,
        raw=str(row["raw"]),
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _texts(value: object) -> Sequence[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
