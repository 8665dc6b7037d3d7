"""Where one byte value stands in a text, kept as bits: counting and finding looks at words of 64 bytes at a time.

Most lines need only be counted through, and of few columns it has to be known where they are; a list of all separators
would take longer to write down than everything else that is done to a line.
"""

from functools import cached_property

import numpy as np
import numpy.typing as npt

from indicia.tables.batch import Offsets

Codes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

_PIECE = 2**18
"""Bytes compared at a time, so that what comes of it stays near the processor."""
_WALK = 4
"""Words looked at one after the other before a place is searched for."""
_DENSE = 16
"""With one mark in fewer bytes than this, all places are listed byte by byte."""
_ONE, _ALL, _SIX, _TOP = np.uint64(1), np.uint64(2**64 - 1), np.uint64(63), np.uint64(8)
_ODD, _PAIRS, _NIBBLES = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333), np.uint64(0x0F0F0F0F0F0F0F0F)
_BYTES, _HIGH = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)


def _table() -> Offsets:
    """For (number, byte) where in the byte the bit of that number is."""
    table = np.zeros((8, 256), dtype=np.int64)
    for byte in range(256):
        for number, bit in enumerate(bit for bit in range(8) if byte >> bit & 1):
            table[number, byte] = bit
    return table.ravel()


_BIT = _table()


class Marks:
    """The places of one byte value, in order."""

    def __init__(self, codes: Codes, value: int, *, lower: bool = False) -> None:
        """`lower`: of all values up to this one."""
        self._codes = codes
        self._told = (np.less_equal if lower else np.equal, np.uint8(value))
        # One word more than needed, so that the place behind the text has one.
        packed = np.zeros((len(codes) // 64 + 1) * 8, dtype=np.uint8)
        for at in range(0, len(codes), _PIECE):
            bits = np.packbits(self._where(at, at + _PIECE), bitorder="little")
            packed[at // 8 : at // 8 + len(bits)] = bits
        self._words: Words = packed.view("<u8")

    def _where(self, low: int, high: int | None) -> Flags:
        compare, value = self._told
        flags: Flags = compare(self._codes[low:high], value)
        return flags

    @cached_property
    def _upto(self) -> Offsets:
        """How many stand before each word, and at the end how many there are."""
        upto = np.zeros(len(self._words) + 1, dtype=np.int64)
        np.cumsum(np.bitwise_count(self._words), out=upto[1:])
        return upto

    def __len__(self) -> int:
        return int(np.bitwise_count(self._words).sum(dtype=np.int64))

    def before(self, places: Offsets) -> Offsets:
        """How many stand before each place."""
        words = places >> 6
        below = (_ONE << (places.view(np.uint64) & _SIX)) - _ONE
        count: Offsets = self._upto[words] + np.bitwise_count(self._words[words] & below)
        return count

    def numbered(self, numbers: Offsets, near: Offsets) -> Offsets:
        """The place of the mark of each number, counted from 0; there is one, and it is not before `near`."""
        word = near >> 6
        for _ in range(_WALK):
            word = word + (self._upto[word + 1] <= numbers)
        far = (self._upto[word + 1] <= numbers).nonzero()[0]
        if len(far):
            word[far] = np.searchsorted(self._upto, numbers[far], side="right") - 1
        inside = (numbers - self._upto[word]).view(np.uint64)
        # Source: Vigna, "Broadword Implementation of Rank/Select Queries", WEA 2008, algorithm 2.
        bits = self._words[word]
        sums = bits - ((bits >> _ONE) & _ODD)
        sums = (sums & _PAIRS) + ((sums >> np.uint64(2)) & _PAIRS)
        sums = ((sums + (sums >> np.uint64(4))) & _NIBBLES) * _BYTES
        shift = np.bitwise_count(((inside * _BYTES | _HIGH) - sums) & _HIGH).astype(np.uint64) << np.uint64(3)
        left = inside - (((sums << _TOP) >> shift) & np.uint64(255))
        entry = ((bits >> shift) & np.uint64(255)) | (left << _TOP)
        place: Offsets = (word << 6) + shift.view(np.int64) + _BIT[entry.view(np.int64)]
        return place

    def following(self, places: Offsets) -> Offsets:
        """The first mark at or behind each place; there is one."""
        word = places >> 6
        bits = self._words[word] & (_ALL << (places.view(np.uint64) & _SIX))
        found: Offsets = (word << 6) + np.bitwise_count((bits & (~bits + _ONE)) - _ONE)
        later = (bits == 0).nonzero()[0]
        word = word[later]
        for _ in range(_WALK):
            if not len(later):
                return found
            word += 1
            bits = self._words[word]
            found[later] = (word << 6) + np.bitwise_count((bits & (~bits + _ONE)) - _ONE)
            none = (bits == 0).nonzero()[0]
            word, later = word[none], later[none]
        behind = places[later]
        found[later] = self.numbered(self.before(behind), behind)
        return found

    def doubled(self) -> bool:
        """Whether any two follow each other."""
        words = self._words
        return bool((words & (words >> _ONE)).any()) or bool(((words[:-1] >> _SIX) & words[1:] & _ONE).any())

    def places(self) -> Offsets:
        """All of them."""
        if len(self) * _DENSE > len(self._codes):
            return np.flatnonzero(self._where(0, None))
        word = self._words.nonzero()[0]
        bits = self._words[word]
        found: list[Offsets] = []
        while len(word):
            lowest = bits & (~bits + _ONE)
            found.append((word << 6) + np.bitwise_count(lowest - _ONE))
            bits = bits ^ lowest
            more = bits.nonzero()[0]
            word, bits = word[more], bits[more]
        if len(found) == 1:
            return found[0]
        # Each part is sorted, which the stable way makes use of.
        return np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *found]), kind="stable")
