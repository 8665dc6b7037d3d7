"""Evidence that is at hand, by SHA-256: files of a folder, members of zip archives in it, what travels in a bundle.

A collection is handed on as it was made, often as a zip, and exhibits name the files inside.  Members are read in
place, one piece at a time; an archive that says it unpacks to far more than itself is left closed.  Archives inside
archives, protected ones and other formats have to be unpacked first.
"""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from msgspec import Struct

from indicia.errors import StatementError
from indicia.statement.bundle.opened import Bundle

_PIECE = 1 << 20
MOST_FILES = 1_000_000
_MOST_UNPACKED = 64 << 30
"""Bytes of all members of one archive."""
_MOST_RATIO = 1_000
_SMALL = 64 << 20
"""Bytes to which an archive may unpack whatever its own size."""
_BROKEN = (OSError, ValueError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile, zipfile.LargeZipFile)
"""What a damaged, protected or unknown archive leads to."""


class _Held(Struct, frozen=True):
    size: int
    path: Path | None
    """Null for one in the bundle."""
    member: str | None = None
    """Of the archive at this path."""


class Evidence:
    """Files by their hash.  What has no hash that is asked for is not opened again."""

    def __init__(self, bundle: Bundle | None = None) -> None:
        self._bundle = bundle
        self._held: dict[str, _Held] = {}
        self.closed: list[str] = []
        """Archives that were not looked into, and why."""
        for path in bundle.below("evidence") if bundle is not None else ():
            name = path.partition("/")[2]
            # Its hash is that of the index, and was checked with all other files.
            if bundle is not None and bundle.files[path].sha256 == name:
                self._held[name] = _Held(bundle.files[path].size, None)

    def add_folder(self, root: Path, told: Callable[[str, int, int], None] = lambda what, done, total: None) -> int:
        """Hash every file below a folder, without following links; how many.  Raises StatementError."""
        count = 0
        for path in _files(root):
            count += 1
            if count > MOST_FILES:
                raise StatementError(f"{root}: more than {MOST_FILES:,} files")
            told("files of evidence hashed", count, 0)
            try:
                with path.open("rb") as stream:
                    hashed = hashlib.file_digest(stream, "sha256").hexdigest()
                    self._held.setdefault(hashed, _Held(os.fstat(stream.fileno()).st_size, path))
                    stream.seek(0)
                    if stream.read(2) == b"PK" and zipfile.is_zipfile(stream):
                        count += self._add_members(path, stream, count, told)
            except OSError as error:
                raise StatementError(f"{path}: cannot be read: {error.strerror or error}") from None
        return count

    def _add_members(self, path: Path, stream: IO[bytes], before: int, told: Callable[[str, int, int], None]) -> int:
        count = 0
        try:
            with zipfile.ZipFile(stream) as archive:
                members = [one for one in archive.infolist() if not one.is_dir()]
                unpacked, packed = sum(one.file_size for one in members), os.fstat(stream.fileno()).st_size
                most = min(_MOST_UNPACKED, max(_SMALL, _MOST_RATIO * packed))
                if len(members) + before > MOST_FILES or unpacked > most:
                    self.closed.append(f"{path}: unpacks to {unpacked:,} bytes in {len(members):,} files")
                    return 0
                for member in members:
                    count += 1
                    told("files of evidence hashed", before + count, 0)
                    hashed = hashlib.sha256()
                    with archive.open(member) as opened:
                        while piece := opened.read(_PIECE):
                            hashed.update(piece)
                    self._held.setdefault(hashed.hexdigest(), _Held(member.file_size, path, member.filename))
        except _BROKEN as error:
            self.closed.append(f"{path}: {error}")
        return count

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._held

    def size(self, sha256: str) -> int:
        """Bytes of a file that is at hand."""
        return self._held[sha256].size

    def path(self, sha256: str) -> Path | None:
        """Where a file that is at hand lies on a disk; null for one in the bundle or in an archive."""
        held = self._held.get(sha256)
        return held.path if held is not None and held.member is None else None

    def part(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        """Bytes of a file that is at hand, in pieces."""
        held = self._held[sha256]
        end = min(end, held.size)
        for at in range(start, end, _PIECE):
            yield self._read(sha256, held, at, min(at + _PIECE, end))

    def data(self, sha256: str, most: int) -> bytes | None:
        """The whole file; null where it is larger."""
        return b"".join(self.part(sha256, 0, most)) if self.size(sha256) <= most else None

    def _read(self, sha256: str, held: _Held, start: int, end: int) -> bytes:
        if held.path is None:
            assert self._bundle is not None  # only a bundle gives files without a path
            return self._bundle.part(f"evidence/{sha256}", start, end)
        try:
            if held.member is not None:
                with zipfile.ZipFile(held.path) as archive, archive.open(held.member) as opened:
                    opened.seek(start)
                    return opened.read(end - start)
            with held.path.open("rb") as stream:
                stream.seek(start)
                return stream.read(end - start)
        except _BROKEN as error:
            raise StatementError(f"{held.path}: cannot be read: {error}") from None


def _files(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        raise StatementError(f"{root}: no folder of evidence")
    for folder, below, names in os.walk(root, followlinks=False):
        below.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path
