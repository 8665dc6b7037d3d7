"""One writer at a time, whose files are whole or as they were, whenever it is killed or the power fails."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from indicia.alone import take
from indicia.errors import StatementError

_WAIT = 30.0
"""Seconds."""
_PAUSE = 0.02


class Writes:
    """Files written whole; `settle` waits until the disk has them and their names."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._new = root / ".new"
        self._folders: set[Path] = set()

    def put(self, name: os.PathLike[str] | str, data: bytes) -> None:
        """Write a file under the folder, over what is there.  Raises StatementError."""
        path = self._root / name
        try:
            if path.parent not in self._folders:
                self._make(path.parent)
            with self._new.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            self._new.replace(path)
        except OSError as error:
            raise StatementError(
                f"{path}: cannot be written: {error.strerror or error}",
                hint="Nothing half-written counts; make room, then give the same command again.",
            ) from error

    def settle(self) -> None:
        """Wait for the names of all files that were put since."""
        for folder in self._folders:
            _sync_folder(folder)
        self._folders.clear()

    def _make(self, folder: Path) -> None:
        # Each folder that is new has its name in the one above.
        above = folder
        while not above.exists():
            above = above.parent
            self._folders.add(above)
        folder.mkdir(parents=True, exist_ok=True)
        self._folders.add(folder)


def put(root: Path, name: str, data: bytes) -> None:
    """Write one file and wait for it."""
    writes = Writes(root)
    writes.put(name, data)
    writes.settle()


@contextmanager
def alone(root: Path, wait: float = _WAIT) -> Iterator[None]:
    """Keep other writers out; the system lets go when the process ends, however it ends.

    Raises StatementError where another one does not finish within `wait` seconds.
    """
    try:
        stream = (root / "lock").open("ab")
    except OSError as error:
        raise StatementError(f"{root}: cannot be written: {error.strerror or error}") from error
    with stream:
        until = time.monotonic() + wait
        while not take(stream):
            if time.monotonic() > until:
                raise StatementError(
                    f"{root}: another process writes to it",
                    hint="Wait for it to end, then give the same command again.",
                )
            time.sleep(_PAUSE)
        yield


if sys.platform == "win32":  # pragma: no cover

    def _sync_folder(folder: Path) -> None:
        """Windows writes names with the files."""

else:

    def _sync_folder(folder: Path) -> None:
        with suppress(FileNotFoundError):
            number = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)
