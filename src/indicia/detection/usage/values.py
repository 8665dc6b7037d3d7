"""Values of many lines at once: eight bytes from a place on, and numbers that are equal for equal values."""

import numpy as np
import numpy.typing as npt

from indicia.tables.batch import Offsets

Words = npt.NDArray[np.uint64]
MOST_BYTES = 512
"""Longer values are told apart by so many bytes and their length."""
_MASKS = np.array([(1 << (8 * count)) - 1 for count in range(9)], dtype=np.uint64)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_EACH = 0x0101010101010101


class Values:
    """A block of text in which values lie."""

    def __init__(self, text: bytes) -> None:
        padded = text if len(text) >= 8 else text + bytes(8)
        self.text = text
        self.codes: npt.NDArray[np.uint8] = np.frombuffer(text, dtype=np.uint8)
        self._last = len(padded) - 8
        self._words: Words = np.ndarray((self._last + 1,), dtype="<u8", buffer=padded, strides=(1,))

    def words(self, places: Offsets) -> Words:
        """Eight bytes from each place on, the first one lowest; zero behind the end of the text."""
        inside = np.minimum(places, self._last)
        words: Words = self._words[inside]
        beyond = places - inside
        if beyond.any():
            shift = np.minimum(beyond, 7).astype(np.uint64) * np.uint64(8)
            words = np.where(beyond < 8, words >> shift, np.uint64(0))
        return words

    def heads(self, starts: Offsets, ends: Offsets) -> Words:
        """The first eight bytes of each value, zero-filled."""
        words: Words = self.words(starts) & _MASKS[np.minimum(ends - starts, 8)]
        return words

    def tails(self, ends: Offsets) -> Words:
        """The eight bytes before each end, the last one highest."""
        words = self.words(np.maximum(ends - 8, 0))
        short = np.clip(8 - ends, 0, 7)
        if short.any():
            words = words << (short.astype(np.uint64) * np.uint64(8))
        return words

    def hashes(self, starts: Offsets, ends: Offsets, key: int, *, fold: bool = False) -> Words:
        """A number for each value, equal for equal ones; `fold` takes ASCII letters of either case for one.

        The key keeps who writes the log from choosing values with the same number.
        """
        lengths = ends - starts
        found: Words = (lengths.astype(np.uint64) ^ np.uint64(key)) * _ODD
        for done in range(0, min(int(lengths.max(initial=0)), MOST_BYTES), 8):
            live = np.flatnonzero(lengths > done)
            words = self.words(starts[live] + done) & _MASKS[np.minimum(lengths[live] - done, 8)]
            found[live] = mixed(found[live], lower(words) if fold else words)
        return found

    def sketch(self, starts: Offsets, ends: Offsets, key: int) -> Words:
        """A number below 64 for each value, equal for equal ones, from its length and four places in it."""
        lengths = ends - starts
        found: Words = (lengths.astype(np.uint64) ^ np.uint64(key)) * _ODD
        for places in (starts, starts + lengths // 3, starts + 2 * lengths // 3, np.maximum(ends - 8, starts)):
            found = mixed(found, self.words(places) & _MASKS[np.minimum(ends - places, 8)])
        return found >> np.uint64(58)

    def numbers(self, starts: Offsets, ends: Offsets) -> Offsets:
        """Whole decimal numbers of at most sixteen digits; 0 for anything else."""
        lengths = ends - starts
        total = np.zeros(len(starts), dtype=np.int64)
        good = lengths <= 16
        for place in range(min(int(lengths.max(initial=0)), 16)):
            digits = self.codes[np.minimum(starts + place, len(self.codes) - 1)].astype(np.int64) - 48
            inside = lengths > place
            good &= ~inside | ((digits >= 0) & (digits <= 9))
            total = np.where(inside, total * 10 + digits, total)
        return np.where(good, total, 0)

    def present(self, starts: Offsets, ends: Offsets) -> npt.NDArray[np.bool_]:
        """Which values are there: neither empty nor `-`."""
        single = self.codes[np.minimum(starts, len(self.codes) - 1)] == 45
        there: npt.NDArray[np.bool_] = (ends > starts) & ~((ends - starts == 1) & single)
        return there

    def shown(self, start: int, end: int, most: int) -> str:
        """One value as text, cut at so many bytes; what is no UTF-8 is made visible."""
        return self.text[start:end][:most].decode("utf-8", "backslashreplace")


def mixed(number: Words, words: Words) -> Words:
    """A number for two."""
    found: Words = (number ^ words) * _ODD
    return found ^ (found >> np.uint64(29))


def lower(words: Words) -> Words:
    """ASCII capitals made small, eight bytes at a time."""
    low = words & np.uint64(0x7F * _EACH)
    after = low + np.uint64((0x7F - ord("Z")) * _EACH)
    reached = low + np.uint64((0x80 - ord("A")) * _EACH)
    capital = (reached ^ after) & ~words & np.uint64(0x80 * _EACH)
    return words | (capital >> np.uint64(2))
