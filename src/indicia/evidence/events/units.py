"""A text file as a sliding window in which one byte is one code unit, whatever its encoding.

In UTF-8 the window is the file itself.  In UTF-16 each pair of bytes becomes one byte, ASCII as it is and anything else
a question mark, but for byte order marks: so structure can be looked for the same way, and places still lead back to
bytes.
"""

import codecs
from collections.abc import Callable
from typing import Protocol

import numpy as np

_BLOCK = 2**18
_MARK = 0xFEFF
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def encoding_of(head: bytes) -> tuple[int, str]:
    """Length of the byte order mark of a text file and its encoding, by its first four bytes."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return len(mark), encoding
    if len(head) >= 2 and head[0] and not head[1]:
        return 0, "utf-16-le"
    if len(head) >= 2 and head[1] and not head[0]:
        return 0, "utf-16-be"
    return 0, "utf-8"


class Readable(Protocol):
    """What is read on; what has `readinto` too is asked to copy less."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; empty at the end."""


class Units:
    """The window: `text` from `base` on, both in code units behind the byte order mark."""

    def __init__(self, stream: Readable, start: int = 0) -> None:
        """`start` is the place in the file at which the stream begins."""
        self._stream = stream
        self._start = start
        head = self._read(4)
        self.mark, self.encoding = encoding_of(head)
        """Bytes of the byte order mark, and what the file is written in."""
        self.width = 1 if self.encoding == "utf-8" else 2
        """Bytes of a unit."""
        self.base = 0
        self.text = b""
        self.ended = False
        """Whether nothing follows the window."""
        self._raw = b""
        self._take(head[self.mark :])

    @property
    def odd(self) -> int:
        """Bytes at the end of the file that are no whole unit."""
        return len(self._raw) - len(self.text) * self.width if self.ended else 0

    def more(self, done: int) -> bool:
        """Let go of the first `done` units and read on; false when nothing is left to read."""
        if done:
            self.base += done
            self._raw = self._raw[done * self.width :]
            self.text = self.text[done:]
        if self.ended:
            return False
        block = self._read(_BLOCK)
        if not block:
            self.ended = True
            return False
        self._take(block)
        return True

    def more_into(self, room: memoryview) -> int:
        """Read on into another window, which may be filled only in part; 0 when nothing is left to read."""
        if self.ended or not room:
            return 0
        into: Callable[[memoryview], int] | None = getattr(self._stream, "readinto", None)
        if into is not None:
            size = into(room)
        else:
            block = self._stream.read(min(len(room), _BLOCK))
            size = len(block)
            room[:size] = block
        self.ended = not size
        return size

    def hold(self, base: int, text: bytes) -> None:
        """Have this window instead, in UTF-8, of what was read so far; empty where another window holds it."""
        self.base = base
        self._raw = self.text = text

    def offset(self, position: int) -> int:
        """Byte in the file of a place in the window."""
        return self._start + self.mark + (self.base + position) * self.width

    def utf8(self, start: int, end: int) -> bytes:
        """A part of the window as UTF-8; in UTF-16, half of a pair becomes a replacement character."""
        part = self._raw[start * self.width : end * self.width]
        return part if self.width == 1 else part.decode(self.encoding, "replace").encode()

    def _take(self, block: bytes) -> None:
        if self.width == 1:
            self._raw = self.text = self.text + block if self.text else block
            return
        self._raw += block
        order = "<u2" if self.encoding == "utf-16-le" else ">u2"
        fresh = self._raw[len(self.text) * 2 :]
        units = np.frombuffer(fresh, dtype=order, count=len(fresh) // 2)
        # The mark of a file that was put behind another stands between documents like a NUL.
        seen = np.where(units < 128, units, np.where(units == _MARK, 0, ord("?")))
        self.text += seen.astype(np.uint8).tobytes()

    def _read(self, size: int) -> bytes:
        parts = []
        while size > 0 and (part := self._stream.read(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)
