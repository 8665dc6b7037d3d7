"""The chain of custody: an append-only file in which each line carries the hash of the line before."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import orjson

from indicia.errors import CaseError, unwritable

GENESIS = "0" * 64
"""What the first line carries in place of a hash."""
_LINE_BYTES = 2**20
"""No line is as long; more without a line end is damage."""


class Custody:
    """The chain in one file, open for adding to it.

    Lines are JSON with sorted keys: `before` (SHA-256 of the line before, line end included), `container` (SHA-256 of
    the archive it was in, or null), `path`, `sha256`, `size` (bytes), `taken` (UTC), `who`.
    Raises CaseError when the file is damaged or cannot be written.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime], who: str) -> None:
        self._path = path
        self._clock = clock
        self._who = who
        self._known: set[bytes] = set()
        self.head = GENESIS
        """SHA-256 of the last line; 64 zeros while there is none."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("r+b" if path.exists() else "w+b")
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            self._load()
        except OSError as error:
            self._file.close()
            raise self._unwritable(error) from error
        except CaseError:
            self._file.close()
            raise

    def __enter__(self) -> "Custody":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; everything in it is already on disk."""
        with suppress(OSError):
            # On a full disk it tries once more to write what could not be written, which was said already.
            self._file.close()

    def take_in(self, path: str, sha256: str, size: int, container: str | None = None, *, sync: bool = True) -> None:
        """Add one piece of evidence, on disk when this returns; nothing where the chain holds it already.

        `container` is the SHA-256 of the archive it was in.  Without `sync` the line is on disk only after `sync()`:
        for many at once, as waiting for the disk costs milliseconds each.
        """
        identity = _identity(path, sha256, size)
        if identity in self._known:
            return
        entry = {
            "before": self.head,
            "container": container,
            "path": path.encode("utf-8", "backslashreplace").decode("utf-8"),
            "sha256": sha256,
            "size": size,
            "taken": self._clock().astimezone(UTC).isoformat(),
            "who": self._who,
        }
        line = orjson.dumps(entry, option=orjson.OPT_SORT_KEYS) + b"\n"
        end = self._file.tell()
        try:
            self._file.write(line)
            self._file.flush()
            if sync:
                os.fsync(self._file.fileno())
        except OSError as error:
            self._undo(end)
            raise self._unwritable(error) from error
        self._known.add(identity)
        self.head = hashlib.sha256(line).hexdigest()

    def sync(self) -> None:
        """Wait until every line is on disk."""
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._unwritable(error) from error

    def _load(self) -> None:
        """Learn what the chain holds, and cut off a last line that a crash left torn."""
        end = 0
        for number, line in enumerate(_lines(self._file), 1):
            entry = _parsed(line)
            if entry is None or entry["before"] != self.head:
                if line.endswith(b"\n"):
                    raise CaseError(
                        f"{self._path}: line {number} of the chain of custody is damaged",
                        hint="Keep the file as it is, find out who changed it, and scan into another case folder.",
                    )
                break
            self._known.add(_identity(str(entry["path"]), str(entry["sha256"]), entry["size"]))
            self.head = hashlib.sha256(line).hexdigest()
            end += len(line)
        self._file.truncate(end)
        self._file.seek(end)

    def _undo(self, end: int) -> None:
        """Leave no half line behind; should even that fail, the next opening cuts it off."""
        try:
            self._file.seek(end)
            self._file.truncate(end)
        except OSError:
            return

    def _unwritable(self, error: OSError) -> CaseError:
        return CaseError(
            f"{self._path}: the chain of custody cannot be written: {error.strerror or error}",
            hint=unwritable(
                error, "Free space on that disk, or choose a case folder elsewhere with --case, and scan again."
            ),
        )


def verify_chain(path: Path) -> list[str]:
    """Say which lines of the chain do not stand; empty when every line carries the hash of the one before.

    Raises CaseError when the file cannot be read.
    """
    wrong: list[str] = []
    before = GENESIS
    try:
        with path.open("rb") as file:
            for number, line in enumerate(_lines(file), 1):
                entry = _parsed(line)
                if entry is None:
                    wrong.append(f"line {number}: " + ("damaged" if line.endswith(b"\n") else "torn: it has no end"))
                elif entry["before"] != before:
                    wrong.append(f"line {number}: does not follow from the line before it")
                before = hashlib.sha256(line).hexdigest()
    except OSError as error:
        raise CaseError(
            f"{path}: the chain of custody cannot be read: {error.strerror or error}",
            hint="Name a case folder that `indicia scan --case` has written.",
        ) from error
    return wrong


def recorded(path: Path, name: str) -> frozenset[str]:
    """SHA-256 values that the chain holds for one path; empty when there is no chain."""
    try:
        with path.open("rb") as file:
            entries = [_parsed(line) for line in _lines(file)]
    except OSError:
        return frozenset()
    return frozenset(str(entry["sha256"]) for entry in entries if entry is not None and entry["path"] == name)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(_LINE_BYTES):
        yield line


def _parsed(line: bytes) -> dict[str, str | int | None] | None:
    """The entry on a line; null where it is not exactly as this module writes it."""
    if not line.endswith(b"\n"):
        return None
    try:
        entry = orjson.loads(line)
        if isinstance(entry, dict) and orjson.dumps(entry, option=orjson.OPT_SORT_KEYS) + b"\n" == line:
            return entry if {"before", "path", "sha256", "size", "taken", "who", "container"} == set(entry) else None
    except (orjson.JSONDecodeError, TypeError):
        return None
    return None


def _identity(path: str, sha256: str, size: object) -> bytes:
    return hashlib.sha256(f"{path}\x00{sha256}\x00{size}".encode("utf-8", "surrogateescape")).digest()[:16]
