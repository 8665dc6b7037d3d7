"""Files hashed by a thread of their own while rules are still being loaded, the large ones first.

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
_WORTH = 2**20
"""Bytes of a file below which a thread beside the one that loads rules hashes it no sooner."""
_MET = 500
"""Files that are looked at for such ones."""
_REST = 64 * 2**20
"""Bytes of a file that are still hashed while processes wait for their start."""
_PIECE = 16 * 2**20
"""Bytes hashed at a time: after each the thread has to wait for its turn beside the one that loads rules."""


class Hashed(NamedTuple):
    """A file gone through once."""

    sha256: str
    size: int


_State = tuple[int, int, int, int, int]


class HashingAhead:
    """Begins at once with the first large file of the arguments.  A context manager: its end ends the thread."""

    def __init__(self, arguments: Sequence[Path], large: int = LARGE, worth: int = _WORTH) -> None:
        """Large ones come first, then those of which it is worth it, each in the order of the intake."""
        self._arguments, self._large, self._worth = arguments, large, worth
        self._found: dict[Path, tuple[Hashed, _State]] = {}
        self._now: Path | None = None
        self._size = 0
        self._lock, self._last, self._wanted, self._ended = Lock(), False, False, False
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._thread.join()

    @property
    def at_work(self) -> bool:
        """Whether so much was met as a large file holds."""
        return self._size >= self._large

    def of(self, path: Path, now: os.stat_result) -> Hashed | None:
        """What was hashed of a file that is as `now` says; null where it was another one, or not begun.

        Waits where it is being hashed; begins with no other one afterwards.
        """
        with self._lock:
            self._last = True
            at_hand = self._now == path
        if at_hand:
            self._thread.join()
        hashed, state = self._found.pop(path, (None, None))
        return hashed if state == _state(now) else None

    def finish(self) -> None:
        """Have no thread left, as processes are started next; waits for a file of which little is left to hash."""
        with self._lock:
            self._last = self._wanted = True
        self._thread.join()

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
        """The files that are hashed, of the first ones of the arguments."""
        later: list[Path] = []
        for path in self._first():
            size = _size(path)
            self._size += size if size >= self._worth else 0
            if size >= self._large:
                yield path
            elif size >= self._worth:
                later.append(path)
        yield from later

    def _first(self) -> Iterator[Path]:
        """The first files of the arguments, as the intake meets them."""
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
                if isinstance(item, Found):
                    yield item.path

    def _hash(self, path: Path) -> None:
        with open_evidence(path) as file, mmap.mmap(-1, _PIECE) as room, memoryview(room) as piece:
            place = file.fileno()
            before = os.fstat(place)
            whole, size = sha256(), 0
            # A little more of a file that grows, but not without end.
            while size <= before.st_size and not self._ended:
                if self._wanted and before.st_size - size > _REST:
                    return
                with piece[: file.readinto(piece)] as given:
                    if not given:
                        break
                    whole.update(given)
                    size += len(given)
            after = os.fstat(place)
        if not self._ended and size == before.st_size and _state(before) == _state(after):
            self._found[path] = Hashed(whole.hexdigest(), size), _state(after)


def _state(found: os.stat_result) -> _State:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
