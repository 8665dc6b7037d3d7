"""One process at a time: a lock that the system gives back when its holder ends, however it ends."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_PAUSE = 0.02
"""Seconds between two tries."""

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def take(stream: IO[bytes]) -> bool:
        """Whether this process has the file for itself from now on, until it is closed."""
        stream.seek(0)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    @contextmanager
    def folder_alone(folder: Path, wait: float) -> Iterator[bool]:
        """As below, by a file in the folder, since folders cannot be locked here."""
        with (folder / ".new-lock").open("ab") as stream:
            yield _waited(lambda: take(stream), wait)

else:
    import fcntl

    def take(stream: IO[bytes]) -> bool:
        """Whether this process has the file for itself from now on, until it is closed."""
        return _take(stream.fileno())

    def _take(number: int) -> bool:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    @contextmanager
    def folder_alone(folder: Path, wait: float) -> Iterator[bool]:
        """Hold a folder until the end of the block; false where another process does, still after `wait` seconds.

        Nothing is written for it.  Where the file system has no locks it is true and nothing is held.  OSError when the
        folder cannot be opened.
        """
        number = os.open(folder, os.O_RDONLY)
        try:
            yield _waited(lambda: _taken(number), wait)
        finally:
            os.close(number)

    def _taken(number: int) -> bool:
        try:
            return _take(number)
        except OSError:
            # Some network drives lock no folders; that is no reason not to work on them.
            return True


def _waited(try_it: Callable[[], bool], wait: float) -> bool:
    until = time.monotonic() + wait
    while not try_it():
        if time.monotonic() > until:
            return False
        time.sleep(_PAUSE)
    return True
