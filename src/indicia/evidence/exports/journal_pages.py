"""A change journal without its holes: what holds anything of a mostly empty file is put aside, page by page.

On the disk a journal is sparse: what fell out of it reads as zeros, gigabytes of them before the first record.
"""

from array import array
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, BinaryIO

PAGE = 4096
"""Records do not go over the end of a page as NTFS writes them; the rest of it is zeros."""
BLOCK = 256 * PAGE
"""Bytes handed over at once."""
_HOLE, _EMPTY = bytes(BLOCK), bytes(PAGE)


class Pages:
    """The pages of a file that hold anything, in a temporary file of their size.  To be closed."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        """Reads the stream to its end, at most `size` bytes of it."""
        self._kept: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed by close()
        self._starts = array("Q")
        self._lengths = array("Q")
        self.size = 0
        """Bytes that the stream gave."""
        while self.size < size and (block := read_up_to(stream, min(BLOCK, size - self.size))):
            self._take(block)
            self.size += len(block)

    def close(self) -> None:
        """Give the room back."""
        self._kept.close()

    def stretches(self) -> Iterator[tuple[int, int, int]]:
        """(where it begins in the file, bytes kept of it, zeros behind it that belong to it) of each stretch.

        A page of zeros behind a stretch is part of it: the last record may end in the first of them.
        """
        for number, (start, length) in enumerate(zip(self._starts, self._lengths, strict=True)):
            end = start + length
            following = self._starts[number + 1] if number + 1 < len(self._starts) else self.size
            yield start, length, min(PAGE, following - end)

    def blocks(self) -> Iterator[tuple[int, bytes, bool]]:
        """(where it begins in the file, bytes, whether its stretch ends with it) of every block, in order."""
        self._kept.seek(0)
        for start, length, zeros in self.stretches():
            at, end = start, start + length
            while at < end:
                block = self._kept.read(min(BLOCK, end - at))
                last = at + len(block) >= end
                yield at, block + bytes(zeros) if last else block, last
                at += len(block)

    def _take(self, block: bytes) -> None:
        # Comparing with zeros is how holes of gigabytes are passed at the speed of memory.
        if block == _HOLE[: len(block)]:
            return
        for number in range(-(-len(block) // PAGE)):
            page = block[number * PAGE : (number + 1) * PAGE]
            if page == _EMPTY[: len(page)]:
                continue
            start = self.size + number * PAGE
            if self._starts and self._starts[-1] + self._lengths[-1] == start:
                self._lengths[-1] += len(page)
            else:
                self._starts.append(start)
                self._lengths.append(len(page))
            self._kept.write(page)


def read_up_to(stream: BinaryIO, size: int) -> bytes:
    """As many bytes as there are, up to `size`: a stream may give less at a time than it was asked for."""
    parts: list[bytes] = []
    left = size
    while left and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
