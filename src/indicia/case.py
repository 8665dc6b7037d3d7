"""The case folder: everything known about one investigation, in plain files.

    case.json                                what made it: format, version, arguments, rules
    custody.jsonl                            who took in which evidence when, chained by hashes
    intake.json                              the evidence as it was listed last, so that unchanged input costs nothing
    findings/<ruleset digest>/<name>.parquet one reading each, named after the SHA-256 of its evidence
    result.json  report.html                 the result and its page

Every file is written under a temporary name and renamed: it is whole or it is not there.
"""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import cattrs
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from cattrs.preconf.orjson import make_converter

from indicia.detection.sources import Sources
from indicia.errors import CaseError
from indicia.model.assessment import Result
from indicia.model.coverage import Span
from indicia.model.evidence import Account, Evidence, Fault, Locator, Origin
from indicia.model.reading import Reading
from indicia.model.record import Record, Sighting, Value

FORMAT = "indicia-case/1"
RESULT_FORMAT = "indicia-result/1"
_READING_FORMAT = b"indicia-reading/1"
_AT_A_TIME = 1000
"""Records of a reading that are made at a time where not all are wanted at once."""

_T = TypeVar("_T")

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


def _converter() -> cattrs.Converter:
    converter: cattrs.Converter = make_converter()
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text).astimezone(UTC))
    converter.register_structure_hook(Path, lambda text, _: Path(text))
    converter.register_unstructure_hook(Path, str)
    converter.register_unstructure_hook(datetime, lambda moment: moment.astimezone(UTC).isoformat())
    # A field's value is a JSON scalar or a list of texts; the only thing lost in JSON is that the list was a tuple.
    converter.register_structure_hook(Value, lambda value, _: tuple(value) if isinstance(value, list) else value)
    return converter


_CONVERTER = _converter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One evidence file as it was listed: what it is, where its bytes are, which build its header names."""

    evidence: Evidence
    origin: Origin
    build: tuple[datetime, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Everything listed from the arguments, with a signature that changes when a file on disk does."""

    signature: str
    files: tuple[Listed, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What made a case, kept so that `verify` can do it again."""

    format: str
    version: str
    arguments: tuple[str, ...]
    """Absolute paths of the evidence."""
    sources: Sources
    """What the user brought besides the pack, with absolute paths."""
    ruleset: str
    since: datetime | None
    until: datetime | None


class Case:
    """A case folder, opened for writing or reading."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def create(cls, root: Path) -> "Case":
        """Open or make a case folder; refuses a folder that holds something else.

        Raises CaseError.
        """
        try:
            root.mkdir(parents=True, exist_ok=True)
            others = {item.name for item in root.iterdir()}
        except OSError as error:
            raise CaseError(f"{root}: {error.strerror}", hint="Name another folder with --case.") from error
        if others and not others & {"case.json", "custody.jsonl", "spool"}:
            raise CaseError(f"{root}: not empty and no case", hint="Name a new or an existing case folder with --case.")
        return cls(root)

    @classmethod
    def open(cls, root: Path) -> "Case":
        """Open a case that exists; CaseError otherwise."""
        if not (root / "case.json").is_file():
            raise CaseError(f"{root}: no case here", hint="Name the folder that `indicia scan` wrote.")
        return cls(root)

    @property
    def custody(self) -> Path:
        """The chain of custody."""
        return self.root / "custody.jsonl"

    @property
    def spool(self) -> Path:
        """Room for archives that cannot be read in place; empty between scans."""
        return self.root / "spool"

    @property
    def report(self) -> Path:
        """The HTML page."""
        return self.root / "report.html"

    def write(self, name: str, data: bytes, *, sync: bool = True) -> None:
        """Write a file whole or not at all; leaves an equal file alone.

        Without `sync` a power cut may tear it (a killed process cannot).  Raises CaseError.
        """
        path = self.root / name
        with suppress(OSError):
            if path.read_bytes() == data:
                return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    if sync:
                        os.fsync(file.fileno())
                Path(temporary).chmod(0o644)
                Path(temporary).replace(path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise CaseError(
                f"{path}: {error.strerror}; nothing half-written was left",
                hint="Make room or name another folder with --case, then run the same command again: it goes on.",
            ) from error

    def _read(self, name: str, kind: type[_T]) -> _T | None:
        """Read a JSON file of the case; null when it is not there.  Raises CaseError when it is damaged."""
        path = self.root / name
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CaseError(f"{path}: {error.strerror}") from error
        try:
            return _CONVERTER.structure(orjson.loads(data), kind)
        except Exception as error:
            raise CaseError(
                f"{path}: damaged or of another version ({type(error).__name__})",
                hint="Scan again into a new case folder.",
            ) from error

    def made(self) -> Made | None:
        """What made the case; null before the first scan."""
        return self._read("case.json", Made)

    def save_made(self, made: Made) -> None:
        """Keep what made the case."""
        self.write("case.json", _json(made))

    def intake(self) -> Intake | None:
        """The last listing; null when there is none or it cannot be read (it only saves work)."""
        try:
            return self._read("intake.json", Intake)
        except CaseError:
            return None

    def save_intake(self, intake: Intake) -> None:
        """Keep the listing."""
        self.write("intake.json", _json(intake))

    def result(self) -> Result:
        """The saved result.  Raises CaseError when there is none."""
        result = self._read("result.json", Result)
        if result is None:
            raise CaseError(f"{self.root}: no result yet", hint="The scan did not end; run it again, it goes on.")
        return result

    def save_result(self, result: Result) -> bytes:
        """Write `result.json`; returns its bytes."""
        data = result_json(result)
        self.write("result.json", data)
        return data

    def readings(self, digest: str) -> Path:
        """Folder of the readings made with a ruleset, and of their extracts."""
        return self.root / "findings" / digest

    def reading_path(self, digest: str, name: str) -> Path:
        """Where a reading lies."""
        return self.readings(digest) / f"{name}.parquet"

    def save_reading(self, digest: str, name: str, reading: Reading) -> None:
        """Write a reading.

        Thousands of small logs would each wait milliseconds for the disk; a reading that a power cut tore fails its
        page checksums and is made again, so nothing has to wait.
        """
        path = self.reading_path(digest, name)
        self.write(str(path.relative_to(self.root)), reading_bytes(reading), sync=False)

    def load_reading(self, digest: str, name: str) -> Reading | None:
        """A saved reading; null when there is none or it is damaged, so that the evidence is read again."""
        try:
            path = self.reading_path(digest, name)
            with pq.ParquetFile(path, page_checksum_verification=True) as file:
                table = file.read(use_threads=False)
            return _reading(table)
        except (OSError, pa.ArrowException, ValueError, KeyError, cattrs.BaseValidationError):
            return None

    def spans(self, digest: str, name: str) -> tuple[Span, ...]:
        """The spans of a saved reading, without its records.  Raises CaseError when it is not there or damaged."""
        with self._reading_file(digest, name) as file:
            metadata = file.schema_arrow.metadata or {}
            if metadata.get(b"format") != _READING_FORMAT:
                raise ValueError("another format")
            return _CONVERTER.structure(orjson.loads(metadata[b"reading"])["spans"], tuple[Span, ...])

    def sightings(self, digest: str, name: str) -> Iterator[Sighting]:
        """The records of a saved reading, a few at a time.  Raises CaseError when it is not there or damaged."""
        with self._reading_file(digest, name) as file:
            for batch in file.iter_batches(batch_size=_AT_A_TIME, use_threads=False):
                yield from map(_sighting, batch.to_pylist())

    def listings(self, digest: str) -> tuple[str, ...]:
        """Names of the readings of the file table, also of earlier listings of the same evidence."""
        return tuple(sorted(path.stem for path in self.readings(digest).glob("*-files.parquet")))

    @contextmanager
    def _reading_file(self, digest: str, name: str) -> Iterator[pq.ParquetFile]:
        path = self.reading_path(digest, name)
        try:
            with pq.ParquetFile(path, page_checksum_verification=True) as file:
                yield file
        except (OSError, pa.ArrowException, ValueError, KeyError, cattrs.BaseValidationError) as error:
            raise CaseError(
                f"{path}: the records kept of a file are gone or damaged",
                hint="Run the same `indicia scan` again: it reads that file anew.",
            ) from error

    def has_reading(self, digest: str, name: str) -> bool:
        """Whether a reading was saved; it is whole if it is there."""
        return self.reading_path(digest, name).is_file()


def result_json(result: Result) -> bytes:
    """The result as JSON: the same result gives the same bytes."""
    return _json(result)


def result_from_json(data: bytes) -> Result:
    """The inverse of `result_json`."""
    return _CONVERTER.structure(orjson.loads(data), Result)


def _json(value: object) -> bytes:
    return orjson.dumps(_CONVERTER.unstructure(value), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def reading_bytes(reading: Reading) -> bytes:
    """A reading as Parquet: sightings as rows, everything else in the schema's metadata."""
    head = {
        "sha256": reading.sha256,
        "account": _CONVERTER.unstructure(reading.account),
        "spans": _CONVERTER.unstructure(reading.spans),
        "faults": _CONVERTER.unstructure(reading.faults),
        "overflow": reading.overflow,
        "notes": reading.notes,
        "extracts": reading.extracts,
    }
    metadata = {b"format": _READING_FORMAT, b"reading": orjson.dumps(head, option=orjson.OPT_SORT_KEYS)}
    table = pa.Table.from_pylist([_row(sighting) for sighting in reading.sightings], SIGHTINGS.with_metadata(metadata))
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", write_page_checksum=True)
    return bytes(sink.getvalue())


def _row(sighting: Sighting) -> dict[str, object]:
    record = sighting.record
    return {
        "detector": sighting.detector,
        "table": record.table,
        "source": record.source,
        "time": record.time,
        "host": record.host,
        "sha256": record.at.sha256,
        "offset": record.at.offset,
        "length": record.at.length,
        "line": record.at.line,
        "record_id": record.at.record_id,
        "matched": list(sighting.matched),
        "fields": orjson.dumps(_printable(record.fields)).decode(),
        "raw": _utf8(record.raw),
    }


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


def _reading(table: pa.Table) -> Reading:
    metadata = table.schema.metadata or {}
    if metadata.get(b"format") != _READING_FORMAT:
        raise ValueError("another format")
    head = orjson.loads(metadata[b"reading"])
    return Reading(
        sha256=head["sha256"],
        account=_CONVERTER.structure(head["account"], Account),
        spans=_CONVERTER.structure(head["spans"], tuple[Span, ...]),
        faults=_CONVERTER.structure(head["faults"], tuple[Fault, ...]),
        sightings=tuple(_sighting(row) for row in table.to_pylist()),
        overflow=tuple((detector, number) for detector, number in head["overflow"]),
        notes=tuple(head["notes"]),
        extracts=tuple(head["extracts"]),
    )


def _sighting(row: dict[str, object]) -> Sighting:
    fields = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in orjson.loads(str(row["fields"])).items()
    }
    return Sighting(
        detector=str(row["detector"]),
        matched=tuple(_texts(row["matched"])),
        record=Record(
            table=str(row["table"]),
            source=str(row["source"]),
            time=row["time"] if isinstance(row["time"], datetime) else None,
            host=None if row["host"] is None else str(row["host"]),
            at=Locator(
                sha256=str(row["sha256"]),
                offset=_number(row["offset"]) or 0,
                length=_number(row["length"]) or 0,
                line=_number(row["line"]),
                record_id=_number(row["record_id"]),
            ),
            fields=fields,
            raw=str(row["raw"]),
        ),
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _texts(value: object) -> Sequence[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
