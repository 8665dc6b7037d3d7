"""Something made in a process of its own: what making it takes goes with that process."""

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import BinaryIO

import orjson

Told = Callable[[str, int, int], None]
"""Told (what, done, in all) while something is made."""

_DATA, _TOLD = b"d", b"t"


class Apart:
    """Makes one thing after the other; is itself what these tell how far they are."""

    def __init__(self, told: Told) -> None:
        """`told` is told in this process, wherever something is made."""
        self._told = told

    def __call__(self, what: str, done: int, total: int) -> None:
        """Tell it."""
        self._told(what, done, total)

    def made(self, make: Callable[[], bytes | None]) -> bytes | None:
        """What `make` gives in a copy of this process; null where that came to no end, or there are no such copies."""
        if sys.platform != "linux":
            return None
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            self._make(make, writing)
        os.close(writing)
        try:
            with os.fdopen(reading, "rb") as stream:
                return self._listen(stream)
        finally:
            os.waitpid(child, 0)

    def _listen(self, stream: BinaryIO) -> bytes | None:
        data = None
        while head := stream.read(9):
            text = stream.read(int.from_bytes(head[1:], "big"))
            if head[:1] == _DATA:
                data = text
            else:
                self._told(*orjson.loads(text))
        return data

    def _make(self, make: Callable[[], bytes | None], writing: int) -> None:
        """In the copy, which ends here: nothing of what it holds of files and terminals is to be written twice."""
        try:
            with os.fdopen(writing, "wb") as stream:
                self._told = partial(_tell, stream)
                data = make()
                if data is not None:
                    _send(stream, _DATA, data)
                stream.flush()
        finally:
            # Whatever went wrong: who asked has nothing, makes it himself, and meets the same.
            os._exit(0)


def _tell(stream: BinaryIO, what: str, done: int, total: int) -> None:
    _send(stream, _TOLD, orjson.dumps([what, done, total]))
    stream.flush()


def _send(stream: BinaryIO, kind: bytes, data: bytes) -> None:
    stream.write(kind + len(data).to_bytes(8, "big"))
    stream.write(data)
