"""Readings as Parquet: one row per sighting, everything else beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson

from indicia.detection.bundle import MOST, Bundle
from indicia.detection.packed import Packed, micros
from indicia.model.coverage import Span
from indicia.model.evidence import Account, Fault, Locator
from indicia.model.reading import Reading
from indicia.model.record import Record, Sighting, Value
from indicia.parquet.columns import Column, Kind
from indicia.parquet.reading import Reader
from indicia.parquet.writing import Writer
from indicia.plain import to_line

_FORMAT = b"indicia-reading/2"
_AT_A_TIME = 1000
"""Records of a reading that are made at a time where not all are wanted at once."""

_GROUP = 2 * 2**20
"""Characters of records that are written together; most readings hold fewer."""
_SHORT = 200
"""Characters of values of which it is looked whether they were met before; longer ones hardly ever were."""
_FEW = 100
"""Records up to which a reading is given back at once."""

Damaged = (OSError, ValueError, OverflowError, KeyError, TypeError, AttributeError)
"""What reading one raises when it is not there, torn, or of another form."""

SIGHTINGS = (
    Column("detector", Kind.TEXT, always=True),
    Column("table", Kind.TEXT, always=True),
    Column("source", Kind.TEXT, always=True),
    Column("time", Kind.MOMENT),
    Column("host", Kind.TEXT),
    Column("sha256", Kind.TEXT, always=True),
    Column("offset", Kind.NUMBER, always=True),
    Column("length", Kind.NUMBER, always=True),
    Column("line", Kind.NUMBER),
    Column("record_id", Kind.NUMBER),
    Column("fields", Kind.TEXT, always=True),
    Column("raw", Kind.TEXT, always=True),
    Column("matched", Kind.TEXT, several=True),
)
"""One row per sighting; `fields` is JSON, a list is a field with several values."""
_OF_RECORD = slice(1, -1)
"""Columns that say the same of all sightings of a record."""
_OFFSET = 6
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Row = tuple[Any, ...]


def read_reading(path: Path) -> Reading:
    """A reading; raises one of `Damaged`."""
    with Reader(path) as file:
        return _put_together(_head(file), Packed(_sightings(file.rows(SIGHTINGS))).few())


def read_spans(path: Path) -> tuple[Span, ...]:
    """The spans of a reading, without its records; raises one of `Damaged`."""
    with Reader(path) as file:
        return tuple(map(_span, _head(file)["spans"]))


def read_sightings(path: Path) -> Iterator[Sighting]:
    """The records of a reading, a few at a time; raises one of `Damaged`."""
    with Reader(path) as file:
        yield from _sightings(file.rows(SIGHTINGS))


def both(reading: Reading) -> tuple[bytes, Reading | None]:
    """A reading as Parquet, and as it will be read back from there; null where it holds very many records.

    More than a few come packed, in a `Bundle`.
    """
    line, sightings = _line(reading), reading.sightings
    few: list[_Row] = []
    bundle = Bundle() if _FEW < len(sightings) <= MOST else None
    file = BytesIO()
    writer = Writer(file, SIGHTINGS, {"format": _FORMAT, "reading": line})
    for rows in _together(sightings):
        few = rows
        if bundle is not None and not bundle.add(_sightings(rows)):
            bundle = None
        writer.write(list(zip(*rows, strict=True)))
    writer.close()
    if bundle is not None:
        bundle.close()
        return file.getvalue(), _put_together(orjson.loads(line), bundle)
    again = _put_together(orjson.loads(line), Packed(_sightings(few)).few()) if len(sightings) <= _FEW else None
    return file.getvalue(), again


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


def _together(sightings: Iterable[Sighting]) -> Iterator[list[_Row]]:
    """Rows that are written together: as Python objects, records take several times what they take there."""
    rows: list[_Row] = []
    size = 0
    before: Record | None = None
    for sighting in sightings:
        # What several detectors saw comes one after the other.
        told = rows[-1][_OF_RECORD] if rows and sighting.record is before else _of_record(sighting.record)
        rows.append((str(sighting.detector), *told, sighting.matched))
        before = sighting.record
        size += len(sighting.record.raw)
        if len(rows) == _AT_A_TIME or size >= _GROUP:
            yield rows
            rows = []
            size = 0
    if rows:
        yield rows


def _of_record(record: Record) -> _Row:
    at = record.at
    return (
        record.table, record.source, None if record.time is None else micros(record.time), record.host,
        at.sha256, at.offset, at.length, at.line, at.record_id, _json(record.fields), _utf8(record.raw),
    )  # fmt: skip


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


def _head(file: Reader) -> dict[str, Any]:
    if file.told.get("format") != _FORMAT:
        raise ValueError("another format")
    head: dict[str, Any] = orjson.loads(file.told["reading"])
    return head


def _put_together(head: dict[str, Any], sightings: Sequence[Sighting]) -> Reading:
    return Reading(
        sha256=head["sha256"],
        account=Account(**{name: int(number) for name, number in head["account"].items()}),
        spans=tuple(map(_span, head["spans"])),
        faults=tuple(map(_fault, head["faults"])),
        sightings=sightings,
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


def _sightings(rows: Iterable[_Row]) -> Iterator[Sighting]:
    """Sightings in their order.  What several detectors saw is one record, as it was when it was read, and values that
    come again are one value: of what a log keeps that is more than half.
    """
    texts: dict[str, str] = {}
    several: dict[tuple[str, ...], tuple[str, ...]] = {}
    before: Record | None = None
    told: _Row = ()
    for row in rows:
        names = tuple(map(str, row[-1]))
        if before is None or row[_OFFSET] != told[_OFFSET] or row[_OF_RECORD] != told[_OF_RECORD]:
            before, told = _record(row, texts, several), row
        yield Sighting(
            detector=texts.setdefault(row[0], row[0]), matched=several.setdefault(names, names), record=before
        )


def _record(row: _Row, texts: dict[str, str], several: dict[tuple[str, ...], tuple[str, ...]]) -> Record:
    """One record; `texts` and `several` hold values met before, so that each is kept once."""
    known = texts.setdefault
    table, source, time, host, sha256, offset, length, line, record_id, told, raw = row[_OF_RECORD]
    fields: dict[str, Value] = {}
    for key, value in orjson.loads(told).items():
        if isinstance(value, list):
            forms = tuple([known(form, form) if len(form) <= _SHORT else form for form in value])
            fields[key] = several.setdefault(forms, forms)
        else:
            fields[key] = known(value, value) if isinstance(value, str) and len(value) <= _SHORT else value
    return Record(
        table=known(table, table),
        source=known(source, source),
        time=None if time is None else _EPOCH + timedelta(microseconds=time),
        host=None if host is None else known(host, host),
        at=Locator(sha256=known(sha256, sha256), offset=offset, length=length, line=line, record_id=record_id),
        fields=fields,
        raw=raw,
    )
