"""Something made in a process of its own: what making it takes goes with that process."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import BinaryIO

import orjson

Told = Callable[[str, int, int], None]
"""Told (what, done, in all) while something is made."""
Make = Callable[[], bytes | None]

_DATA, _TOLD = b"d", b"t"


def processors() -> int:
    """How many copies of this process can work at once; 1 where there are no such copies."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


class Begun:
    """Something that a copy of this process makes, or nothing where there is no copy."""

    def __init__(self, stream: BinaryIO | None, told: Told) -> None:
        """What the copy writes, and who is told what it tells."""
        self._stream = stream
        self._told = told

    def made(self) -> bytes | None:
        """What it came to, as soon as that is there; null where it came to no end.  To be asked once."""
        data = None
        while self._stream and (head := self._stream.read(9)):
            text = self._stream.read(int.from_bytes(head[1:], "big"))
            if head[:1] == _DATA:
                data = text
            else:
                self._told(*orjson.loads(text))
        return data


class Apart:
    """Makes one thing after the other; is itself what these tell how far they are."""

    def __init__(self, told: Told) -> None:
        """`told` is told in this process, wherever something is made."""
        self._told = told

    def __call__(self, what: str, done: int, total: int) -> None:
        """Tell it."""
        self._told(what, done, total)

    def made(self, make: Make) -> bytes | None:
        """What `make` gives in a copy of this process; null where that came to no end, or there are no such copies."""
        with self._copy(make, quiet=False) as begun:
            return begun.made()

    @contextmanager
    def begun(self, make: Make) -> Iterator[Begun]:
        """The same begun, for this process to go on meanwhile and ask for it later.

        Of what the copy tells nothing is heard: until it is asked for nobody reads it, and the copy would stand still.
        Who leaves before he has asked ends the copy.
        """
        with self._copy(make, quiet=True) as begun:
            yield begun

    @contextmanager
    def _copy(self, make: Make, *, quiet: bool) -> Iterator[Begun]:
        if sys.platform != "linux":
            yield Begun(None, self._told)
            return
        reading, writing = os.pipe()
        try:
            child = os.fork()
        except OSError:
            # No room for another process: whoever asked makes it himself.
            os.close(reading)
            os.close(writing)
            yield Begun(None, self._told)
            return
        if not child:
            os.close(reading)
            self._make(make, writing, quiet=quiet)
        os.close(writing)
        try:
            with os.fdopen(reading, "rb") as stream:
                yield Begun(stream, self._told)
        finally:
            # It has said everything, or nobody wants to hear it any more.
            with suppress(OSError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)

    def _make(self, make: Make, writing: int, *, quiet: bool) -> None:
        """In the copy, which ends here: nothing of what it holds of files and terminals is to be written twice."""
        try:
            with os.fdopen(writing, "wb") as stream:
                self._told = _nobody if quiet else partial(_tell, stream)
                data = make()
                if data is not None:
                    _send(stream, _DATA, data)
                stream.flush()
        finally:
            # Whatever went wrong: who asked has nothing, makes it himself, and meets the same.
            os._exit(0)


def _nobody(what: str, done: int, total: int) -> None:
    """Nobody listens."""


def _tell(stream: BinaryIO, what: str, done: int, total: int) -> None:
    _send(stream, _TOLD, orjson.dumps([what, done, total]))
    stream.flush()


def _send(stream: BinaryIO, kind: bytes, data: bytes) -> None:
    stream.write(kind + len(data).to_bytes(8, "big"))
    stream.write(data)
