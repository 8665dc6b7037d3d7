"""Texts that wait as bytes among many others until somebody asks for one: of thousands of rules a scan reads a few."""

import hashlib
from collections.abc import Sequence
from itertools import accumulate

import zstandard

_BLOCK = 2**16
"""Bytes packed together: whoever asks for one text has so much unpacked."""
_UNPACKED = 4
"""Blocks that are kept unpacked; texts are asked for in the order they lie in."""


class Blocks:
    """Bytes, packed in blocks of equal size."""

    __slots__ = ("_ends", "_packed", "_unpacked")

    def __init__(self, packed: bytes, lengths: Sequence[int]) -> None:
        """Packed blocks one after the other, and how long each is."""
        self._packed = packed
        self._ends = (0, *accumulate(lengths))
        self._unpacked: dict[int, bytes] = {}

    def cut(self, start: int, end: int) -> bytes:
        """The bytes from `start` to before `end`."""
        first = start // _BLOCK
        whole = b"".join(self._block(number) for number in range(first, -(-end // _BLOCK)))
        return whole[start - first * _BLOCK : end - first * _BLOCK]

    def _block(self, number: int) -> bytes:
        found = self._unpacked.get(number)
        if found is None:
            if len(self._unpacked) >= _UNPACKED:
                del self._unpacked[next(iter(self._unpacked))]
            packed = self._packed[self._ends[number] : self._ends[number + 1]]
            found = self._unpacked[number] = zstandard.ZstdDecompressor().decompress(packed, max_output_size=_BLOCK)
        return found


class Waiting:
    """A text, or the place of one in UTF-8 bytes that many share."""

    __slots__ = ("_end", "_start", "_whole")

    def __init__(self, whole: str | Blocks, start: int = 0, end: int = 0) -> None:
        self._whole = whole
        self._start = start
        self._end = end

    @property
    def text(self) -> str:
        """The text; bytes that are no UTF-8 (a lone surrogate was written) come back as they went in."""
        if isinstance(self._whole, str):
            return self._whole
        return self._whole.cut(self._start, self._end).decode("utf-8", "surrogatepass")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Waiting) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Waiting({self.text!r})"


class Room:
    """Where texts are put to wait; holds what it packed, and the last block."""

    def __init__(self) -> None:
        self._places: dict[bytes, tuple[int, int]] = {}
        """By digest: the texts of thousands of rules take more room than what is packed of them."""
        self._packer = zstandard.ZstdCompressor(level=3)
        self._packed: list[bytes] = []
        self._last = bytearray()

    def place(self, text: str) -> tuple[int, int]:
        """Start and end of the text in all of them; equal texts have one place."""
        data = text.encode("utf-8", "surrogatepass")
        name = hashlib.blake2b(data, digest_size=16).digest()
        found = self._places.get(name)
        if found is None:
            start = len(self._packed) * _BLOCK + len(self._last)
            self._last += data
            found = self._places[name] = start, start + len(data)
            while len(self._last) >= _BLOCK:
                self._packed.append(self._block())
                del self._last[:_BLOCK]
        return found

    def packed(self) -> list[bytes]:
        """The blocks that `Blocks` takes."""
        return [*self._packed, self._block()] if self._last else self._packed

    def _block(self) -> bytes:
        # A copy: what comes from the packer has the room of what went in.
        return bytes(memoryview(self._packer.compress(bytes(self._last[:_BLOCK]))))
