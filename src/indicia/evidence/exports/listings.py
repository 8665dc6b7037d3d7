"""The reader of file lists: body files, and tables of paths with hashes or times as collectors and scripts write them.

Each line becomes a record of the table `file`, without content: its path, size, times and hash can still be judged.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

from indicia.config import Limits
from indicia.evidence.exports.listed_file import ListedFile, listed_rows
from indicia.evidence.exports.long_text import Lined, LongText
from indicia.evidence.exports.printed import from_csv, from_json, from_json_lines
from indicia.evidence.exports.text import Place, Text, fault_at, read_text
from indicia.evidence.exports.values import moment
from indicia.evidence.readers import reader
from indicia.model.evidence import Evidence, Kind
from indicia.model.record import Value
from indicia.tables.batch import Ledger, Rows

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
    yield from listed_rows(listed.files(text), evidence, ledger)
    listed.close()
    ledger.records = evidence.size - ledger.faulty


class _Listed:
    def __init__(self, evidence: Evidence, ledger: Ledger) -> None:
        self._evidence = evidence
        self._ledger = ledger
        self._zoneless = 0

    def files(self, text: Text | LongText) -> Iterator[ListedFile]:
        """Each file of the list; folders are left out."""
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
            lower = {name.strip().lower(): value for name, value in values.items()}
            file = None if _is_folder(lower) else self._file(place, lower)
            if file is not None:
                yield file

    def close(self) -> None:
        """Assumptions."""
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
                "mode": parts[3],
                "size": parts[6],
                "mtime": _epoch(parts[8]),
                "btime": _epoch(parts[10]),
            }
            yield place, own

    def _file(self, place: Place, values: Mapping[str, Value]) -> ListedFile | None:
        path = _first(values, PATHS)
        if not path and values.get("filename"):
            path = f"{values.get('parentpath') or ''}\\{values['filename']}"
        if not path:
            self._ledger.fault(fault_at(self._evidence, place, "names no file"))
            self._ledger.faulty += place.length
            return None
        size, digest = _first(values, _SIZES), _first(values, HASHES)
        gone = _first(values, ("inuse", "isdeleted")).lower()
        return ListedFile(
            path=_windows(path),
            place=place,
            raw=" ".join(f"{name}={value}" for name, value in values.items() if value is not None)[:65536],
            size=int(size) if _NUMBER.fullmatch(size) else None,
            sha256=digest.lower() if _SHA256.fullmatch(digest) else "",
            created=self._time(values, _CREATED),
            modified=self._time(values, _MODIFIED),
            deleted=gone == ("true" if "isdeleted" in values else "false"),
        )

    def _time(self, values: Mapping[str, Value], names: Sequence[str]) -> datetime | None:
        for name in names:
            value = values.get(name)
            found = moment(value, utc=name in _UTC)
            if found is not None:
                return found
            self._zoneless += value is not None
        return None


def _is_folder(values: Mapping[str, Value]) -> bool:
    """Whether a list says so: `IsDirectory`, `PSIsContainer`, or a mode such as `d/drwx`, `drwxr-x` or `d-----`."""
    told = _first(values, ("isdirectory", "isdir", "psiscontainer", "_isdir")).lower()
    return told == "true" or _first(values, ("mode",)).startswith("d")


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
