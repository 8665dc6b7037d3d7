"""Evidence that is at hand, by SHA-256: files of a folder, and what travels in a bundle."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indicia.errors import StatementError
from indicia.statement.bundle.opened import Bundle

_PIECE = 1 << 20
MOST_FILES = 1_000_000


@dataclass(frozen=True, slots=True)
class _Held:
    size: int
    path: Path | None
    """Null for one in the bundle."""


class Evidence:
    """Files by their hash.  What has no hash that is asked for is not opened again."""

    def __init__(self, bundle: Bundle | None = None) -> None:
        self._bundle = bundle
        self._held: dict[str, _Held] = {}
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
            except OSError as error:
                raise StatementError(f"{path}: cannot be read: {error.strerror or error}") from None
        return count

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._held

    def size(self, sha256: str) -> int:
        """Bytes of a file that is at hand."""
        return self._held[sha256].size

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
            with held.path.open("rb") as stream:
                stream.seek(start)
                return stream.read(end - start)
        except OSError as error:
            raise StatementError(f"{held.path}: cannot be read: {error.strerror or error}") from None


def _files(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        raise StatementError(f"{root}: no folder of evidence")
    for folder, below, names in os.walk(root, followlinks=False):
        below.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path
