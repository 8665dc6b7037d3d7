"""A bundle, opened: its files by path.  Every one is hashed before it is used, and nothing is unpacked.

No link is followed, nothing is written, and at most one file is in memory at a time.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO

from indicia.errors import StatementError
from indicia.statement.bundle.archive import Place, read_archive
from indicia.statement.bundle.index import MOST_FILES, MOST_INDEX, MOST_READ, NAME, FileLine, Index, index_of

_PIECE = 1 << 20
_MOST_LINE = 4 << 20
_DEEPEST = 2
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Bundle:
    """Open with `open_bundle`, close when done (a context manager)."""

    def __init__(self, root: Path, index: Index, archive: IO[bytes] | None, places: Mapping[str, Place]) -> None:
        self.root = root
        self.index = index
        self.files = {one.path: one for one in index.files}
        self._archive = archive
        self._places = places

    def __enter__(self) -> "Bundle":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._archive is not None:
            self._archive.close()

    def below(self, folder: str) -> list[str]:
        """Paths in a folder, sorted."""
        return [path for path in self.files if path.startswith(f"{folder}/")]

    def data(self, path: str) -> bytes:
        """A file.  Raises StatementError where it is not there, too large to be read whole, or not what was listed."""
        line = self._line(path)
        if line.size > MOST_READ:
            raise StatementError(f"{path}: larger than {MOST_READ >> 20} MiB")
        return b"".join(self._pieces(line))

    def check(self, path: str) -> None:
        """Hash a file.  Raises StatementError where it is not what was listed."""
        for _ in self._pieces(self._line(path)):
            pass

    def lines(self, path: str) -> Iterator[bytes]:
        """Lines of a file without their ends; none where it is not there.

        Raises StatementError for a long line, one that is not ended, and, at the end, another hash.
        """
        if path not in self.files:
            return
        rest = b""
        for piece in self._pieces(self.files[path]):
            *whole, rest = (rest + piece).split(b"\n")
            if len(rest) > _MOST_LINE or any(len(one) > _MOST_LINE for one in whole):
                raise StatementError(f"{path}: a line longer than {_MOST_LINE >> 20} MiB")
            yield from whole
        if rest:
            raise StatementError(f"{path}: its last line is not ended")

    def part(self, path: str, start: int, end: int) -> bytes:
        """Bytes of a file that was checked before."""
        line = self._line(path)
        with self._opened(line) as (stream, begin):
            stream.seek(begin + start)
            return stream.read(max(min(end, line.size) - start, 0))

    def _line(self, path: str) -> FileLine:
        line = self.files.get(path)
        if line is None:
            raise StatementError(f"{path} is not in the bundle")
        return line

    def _pieces(self, line: FileLine) -> Iterator[bytes]:
        hashed, left = hashlib.sha256(), line.size
        with self._opened(line) as (stream, begin):
            stream.seek(begin)
            while left:
                piece = stream.read(min(left, _PIECE))
                if not piece:
                    raise StatementError(f"{line.path}: shorter than the {line.size:,} bytes that are listed")
                hashed.update(piece)
                left -= len(piece)
                yield piece
        if hashed.hexdigest() != line.sha256:
            raise StatementError(f"{line.path}: was changed: its hash is not the one that is listed")

    def _opened(self, line: FileLine) -> "_Open":
        if self._archive is not None:
            return _Open(self._archive, self._places[line.path][0], own=False)
        stream = _plain_file(self.root / line.path)
        size = os.fstat(stream.fileno()).st_size
        if size != line.size:
            stream.close()
            raise StatementError(f"{line.path}: {size:,} bytes, not the {line.size:,} that are listed")
        return _Open(stream, 0, own=True)


class _Open:
    """A stream and where the file begins in it; a stream of its own is closed at the end."""

    def __init__(self, stream: IO[bytes], begin: int, *, own: bool) -> None:
        self._stream, self._begin, self._own = stream, begin, own

    def __enter__(self) -> tuple[IO[bytes], int]:
        return self._stream, self._begin

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._own:
            self._stream.close()


def is_bundle(path: Path) -> bool:
    """Whether a folder holds a bundle, or a file may be one."""
    return (path / NAME).is_file() if path.is_dir() else path.is_file()


def open_bundle(path: Path) -> Bundle:
    """Open a bundle, folder or archive, and look at the names and sizes of everything in it.

    Raises StatementError for a file that is not listed or missing, a link, and whatever else no bundle has.
    """
    if path.is_dir():
        index = index_of(_small(path / NAME, MOST_INDEX), NAME)
        found = set(_walked(path))
        listed = {one.path for one in index.files}
        for extra in sorted(found - listed - {NAME})[:1]:
            raise StatementError(f"{extra!a}: is in the bundle and not listed in {NAME}")
        for missing in sorted(listed - found)[:1]:
            raise StatementError(f"{missing}: is listed in {NAME} and missing")
        return Bundle(path, index, None, {})
    stream = _plain_file(path, follow=True)
    try:
        index, _, places = read_archive(stream, os.fstat(stream.fileno()).st_size, path.name)
    except BaseException:
        stream.close()
        raise
    return Bundle(path, index, stream, places)


def _walked(root: Path) -> Iterator[str]:
    """Names of all files, bounded; raises StatementError for links and anything else that is no file."""
    waiting, seen = [(root, "", 0)], 0
    while waiting:
        folder, prefix, depth = waiting.pop()
        try:
            with os.scandir(folder) as items:
                for item in items:
                    seen += 1
                    name = f"{prefix}{item.name}"
                    if seen > MOST_FILES + 100:
                        raise StatementError(f"{root}: more than {MOST_FILES:,} files")
                    if item.is_symlink():
                        raise StatementError(f"{name!a}: a link; bundles hold none")
                    if item.is_dir(follow_symlinks=False):
                        if depth + 1 >= _DEEPEST:
                            raise StatementError(f"{name!a}: a folder where bundles have none")
                        waiting.append((folder / item.name, f"{name}/", depth + 1))
                    elif item.is_file(follow_symlinks=False):
                        yield name
                    else:
                        raise StatementError(f"{name!a}: neither file nor folder")
        except OSError as error:
            raise StatementError(f"{folder}: cannot be read: {error.strerror or error}") from None


def _plain_file(path: Path, *, follow: bool = False) -> IO[bytes]:
    flags = os.O_RDONLY | (_NOFOLLOW if not follow else _NOFOLLOW & ~getattr(os, "O_NOFOLLOW", 0))
    try:
        stream = os.fdopen(os.open(path, flags), "rb")
    except (OSError, ValueError) as error:
        raise StatementError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise StatementError(f"{path}: not a file")
    return stream


def _small(path: Path, most: int) -> bytes:
    with _plain_file(path) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise StatementError(f"{path}: larger than {most >> 20} MiB")
    return data
