"""Large files hashed by a thread of their own while rules are still being loaded.

What is hashed is used only for the very file that is taken in later: same inode, size and times of change.
"""

import mmap
import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from threading import Lock, Thread
from typing import NamedTuple, Self

from indicia.errors import EvidenceError
from indicia.evidence.arguments import arguments_of
from indicia.evidence.walk import Found, open_evidence, walk

LARGE = 48 * 2**20
"""Bytes of a file from which on hashing it takes as long as a good part of a start."""
_MET = 500
"""Files that are looked at for large ones."""
_PIECE = 16 * 2**20
"""Bytes hashed at a time: after each the thread has to wait for its turn beside the one that loads rules."""


class Hashed(NamedTuple):
    """A file gone through once."""

    head: bytes
    """Its first bytes."""
    sha256: str
    size: int


_State = tuple[int, int, int, int, int]


class HashingAhead:
    """Begins at once with the first large file of the arguments.  A context manager: its end ends the thread."""

    def __init__(self, arguments: Sequence[Path], head_bytes: int, large: int = LARGE) -> None:
        """Keep `head_bytes` of each file, as the intake does."""
        self._arguments, self._head_bytes, self._large = arguments, head_bytes, large
        self._found: dict[Path, tuple[Hashed, _State]] = {}
        self._now: Path | None = None
        self._lock, self._last, self._ended = Lock(), False, False
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._thread.join()

    @property
    def at_work(self) -> bool:
        """Whether a large file was met."""
        return self._now is not None

    def of(self, path: Path, now: os.stat_result) -> Hashed | None:
        """What was hashed of a file that is as `now` says; null where it was another one, or not begun.

        Waits where it is being hashed; begins with no other one afterwards, so that no thread is left.
        """
        with self._lock:
            self._last = True
            self._ended = self._ended or self._now != path
        self._thread.join()
        hashed, state = self._found.pop(path, (None, None))
        return hashed if state == _state(now) else None

    def _run(self) -> None:
        for path in self._files():
            with self._lock:
                if self._last or self._ended:
                    return
                self._now = path
            try:
                self._hash(path)
            except OSError:
                # The same will be said when its turn comes.
                continue

    def _files(self) -> Iterator[Path]:
        """The large files among the first ones, as the intake meets them."""
        try:
            arguments = arguments_of(self._arguments)
        except (EvidenceError, OSError):
            return
        left = _MET
        for argument in arguments:
            found = walk(argument.path, argument.label) if argument.folder else iter((Found(argument.path, ()),))
            for item in found:
                left -= 1
                if not left:
                    return
                if isinstance(item, Found) and _size(item.path) >= self._large:
                    yield item.path

    def _hash(self, path: Path) -> None:
        with open_evidence(path) as file, mmap.mmap(-1, _PIECE) as room, memoryview(room) as piece:
            place = file.fileno()
            before = os.fstat(place)
            whole, head, size = sha256(), b"", 0
            # A little more of a file that grows, but not without end.
            while size <= before.st_size and not self._ended:
                with piece[: file.readinto(piece)] as given:
                    if not given:
                        break
                    whole.update(given)
                    size += len(given)
                    head += given[: max(self._head_bytes - len(head), 0)]
            after = os.fstat(place)
        if not self._ended and size == before.st_size and _state(before) == _state(after):
            self._found[path] = Hashed(head, whole.hexdigest(), size), _state(after)


def _state(found: os.stat_result) -> _State:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
