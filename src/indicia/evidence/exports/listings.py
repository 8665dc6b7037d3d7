"""The reader of file lists: body files, and tables of paths with hashes or times as collectors and scripts write them.

Each line becomes a record of the table `file`, without content: its path, size, times and hash can still be judged.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.exports.long_text import Lined, LongText
from indicia.evidence.exports.printed import from_csv, from_json, from_json_lines
from indicia.evidence.exports.text import Place, Text, fault_at, read_text
from indicia.evidence.exports.values import moment
from indicia.evidence.readers import reader
from indicia.model.coverage import Span
from indicia.model.evidence import Evidence, Kind, Locator
from indicia.model.record import Record, Value
from indicia.tables.batch import Ledger, Rows
from indicia.tables.schema import FILE

_BATCH = 500
_BODY_FIELDS = 11
_DELETED = re.compile(r" \(deleted(?:-realloc)?\)$")
_NUMBER = re.compile(r"[0-9]{1,18}")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
PATHS = ("fullname", "fullpath", "ospath", "path", "filepath", "file path", "full path", "_fullpath")
HASHES = ("sha256", "hash", "hash.sha256", "sha-256", "hash_sha256")
_SIZES = ("length", "size", "filesize", "file size")
_CREATED = ("creationtimeutc", "created0x10", "btime", "creationtime", "created", "birth")
_MODIFIED = ("lastwritetimeutc", "lastmodified0x10", "mtime", "lastwritetime", "modified", "lastmodified")
_UTC = frozenset({"creationtimeutc", "lastwritetimeutc", "created0x10", "lastmodified0x10", "btime", "mtime"})
_WEB = ("\\frontend\\httpproxy\\", "\\inetpub\\wwwroot\\", "\\clientaccess\\owa\\", "\\clientaccess\\ecp\\")


def is_listing(columns: Sequence[str]) -> bool:
    """Whether a header is one of a list of files: a path, and a hash, a size or a time of each."""
    lower = {name.strip().lower() for name in columns}
    of_file = lower & {*HASHES, *_SIZES, *_CREATED, *_MODIFIED}
    split = {"parentpath", "filename"} <= lower
    return (
        (bool(lower & set(PATHS)) or split) and bool(of_file) and not lower & {"commandline", "pathname", "startmode"}
    )


def is_body_line(line: str) -> bool:
    """Whether a line is one of a body file: eleven values, the last four are times."""
    parts = line.split("|")
    return len(parts) == _BODY_FIELDS and all(
        re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,9})?", part.strip()) for part in parts[7:]
    )


@reader(Kind.LISTING)
def read_listing(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Rows]:
    """One record of the table `file` for each file listed; lines that do not fit are faults.

    Times are taken where they are UTC by name, by zone, or as seconds since 1970; others are left out, which is noted.
    Source of the body file: The Sleuth Kit, “Body file”, version 3.
    """
    text: Text | LongText | None
    if evidence.size > limits.config_bytes:
        text = LongText(stream, evidence, ledger, limits)
    else:
        text = read_text(stream, evidence, ledger, limits)
    if text is None:
        return
    listed = _Listed(evidence, ledger)
    batch: list[Record] = []
    for record in listed.records(text):
        batch.append(record)
        ledger.count += 1
        if len(batch) >= _BATCH:
            yield Rows(table=FILE.name, records=batch)
            batch = []
    if batch:
        yield Rows(table=FILE.name, records=batch)
    listed.close()
    ledger.records = evidence.size - ledger.faulty


class _Listed:
    def __init__(self, evidence: Evidence, ledger: Ledger) -> None:
        self._evidence = evidence
        self._ledger = ledger
        self._web = 0
        self._zoneless = 0

    def records(self, text: Text | LongText) -> Iterator[Record]:
        head = (text.text if isinstance(text, Text) else text.head)[:4096].lstrip()
        found: Iterator[tuple[Place, Mapping[str, Value]]]
        if head.startswith(("{", "[")):
            objects = (
                from_json(text, self._evidence, self._ledger, "")
                if isinstance(text, Text)
                else from_json_lines(text, self._evidence, self._ledger, "")
            )
            found = ((item.place, item.values) for item in objects)
        elif any(is_body_line(line) for line in head.splitlines()[:20]):
            found = self._body(text)
        else:
            found = ((item.place, item.values) for item in from_csv(text, self._evidence, self._ledger, ""))
        for place, values in found:
            record = self._record(place, {name.strip().lower(): value for name, value in values.items()})
            if record is not None:
                yield record

    def close(self) -> None:
        """Coverage and assumptions."""
        if self._web:
            self._ledger.spans.append(Span(source="fs", host=None, records=self._web, first=None, last=None))
        if self._zoneless:
            self._ledger.note(f"{self._zoneless} times without a zone were left out")

    def _body(self, text: Lined) -> Iterator[tuple[Place, Mapping[str, Value]]]:
        for place, line in text.lines():
            if not line.strip() or line.startswith("#"):
                continue
            if not is_body_line(line):
                self._ledger.fault(fault_at(self._evidence, place, "not a line of a body file"))
                self._ledger.faulty += place.length
                continue
            parts = [part.strip() for part in line.split("|")]
            name = _DELETED.sub("", parts[1])
            own: dict[str, Value] = {
                "path": name,
                "inuse": "False" if _DELETED.search(parts[1]) else None,
                "size": parts[6],
                "mtime": _epoch(parts[8]),
                "btime": _epoch(parts[10]),
            }
            yield place, own

    def _record(self, place: Place, values: Mapping[str, Value]) -> Record | None:
        path = _first(values, PATHS)
        if not path and values.get("filename"):
            path = f"{values.get('parentpath') or ''}\\{values['filename']}"
        if not path:
            self._ledger.fault(fault_at(self._evidence, place, "names no file"))
            self._ledger.faulty += place.length
            return None
        shown = _windows(path)
        fields: dict[str, Value] = {"Path": shown, "Name": shown.rpartition("\\")[2], "Listed": "true"}
        fields["Extension"] = str(fields["Name"]).rpartition(".")[2].lower() if "." in str(fields["Name"]) else ""
        if _first(values, ("inuse", "isdeleted")).lower() == ("true" if "isdeleted" in values else "false"):
            fields["Deleted"] = "true"
        size = _first(values, _SIZES)
        if _NUMBER.fullmatch(size):
            fields["Size"] = int(size)
        digest = _first(values, HASHES)
        if _SHA256.fullmatch(digest):
            fields["SHA256"] = digest.lower()
        created, modified = self._time(values, _CREATED), self._time(values, _MODIFIED)
        if created is not None:
            fields["Created"] = created.isoformat()
        if modified is not None:
            fields["Modified"] = modified.isoformat()
        self._web += any(part in shown.lower() for part in _WEB)
        return Record(
            table=FILE.name,
            source="fs",
            time=created or modified,
            host=self._evidence.host,
            at=Locator(sha256=self._evidence.sha256, offset=place.offset, length=place.length, line=place.line),
            fields=fields,
            raw=" ".join(f"{name}={value}" for name, value in values.items() if value is not None)[:65536],
        )

    def _time(self, values: Mapping[str, Value], names: Sequence[str]) -> datetime | None:
        for name in names:
            value = values.get(name)
            found = moment(value, utc=name in _UTC)
            if found is not None:
                return found
            self._zoneless += value is not None
        return None


def _first(values: Mapping[str, Value], names: Sequence[str]) -> str:
    return next((str(values[name]).strip() for name in names if values.get(name) is not None), "")


def _epoch(text: str) -> str | None:
    try:
        seconds = float(text)
        return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _windows(path: str) -> str:
    r"""`C:\…` for the ways in which lists write a path."""
    path = path.strip().removeprefix("\\\\.\\").removeprefix("\\\\?\\").replace("/", "\\")
    if path.startswith(".\\"):
        path = "C:" + path[1:]
    drive = re.match(r"\\?([A-Za-z])(?::|%3[Aa])?\\", path)
    return f"{drive[1].upper()}:\\{path[drive.end() :]}" if drive else path
