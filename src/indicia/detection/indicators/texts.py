"""Many small texts in little memory: equal neighbours once, the rest in compressed blocks."""

import hashlib
from array import array
from functools import lru_cache

import zstandard

_BLOCK = 1 << 16
_REMEMBERED = 4096
_SHIFT = 20


class Texts:
    """Texts by number; number 0 is the empty text.  Call `seal` before reading."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._places = array("Q", [0])
        self._lengths = array("I", [0])
        self._open = bytearray()
        self._recent: dict[bytes, int] = {b"": 0}

    def add(self, text: bytes) -> int:
        """The number of a text."""
        known = self._recent.get(text)
        if known is not None:
            return known
        if len(self._open) + len(text) > _BLOCK:
            self._close()
        self._places.append(len(self._blocks) << _SHIFT | len(self._open))
        self._lengths.append(len(text))
        self._open += text
        if len(self._recent) >= _REMEMBERED:
            self._recent = {b"": 0}
        number = len(self._places) - 1
        self._recent[text] = number
        return number

    def seal(self) -> None:
        """Nothing is added any more."""
        self._close()
        self._recent = {}

    def digest(self) -> bytes:
        """SHA-256 of all texts; of a sealed collection."""
        found = hashlib.sha256(self._lengths.tobytes())
        for block in self._blocks:
            found.update(_opened(block))
        return found.digest()

    def _close(self) -> None:
        if self._open:
            self._blocks.append(zstandard.ZstdCompressor(level=3).compress(bytes(self._open)))
            self._open = bytearray()

    def __getitem__(self, number: int) -> bytes:
        place, length = self._places[number], self._lengths[number]
        if not length:
            return b""
        start = place & ((1 << _SHIFT) - 1)
        return _opened(self._blocks[place >> _SHIFT])[start : start + length]


@lru_cache(maxsize=16)
def _opened(block: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompress(block)
