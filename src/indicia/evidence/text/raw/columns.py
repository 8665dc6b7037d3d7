"""Where the values of many lines lie, found for a whole block at once."""

import numpy as np
import numpy.typing as npt

from indicia.tables.batch import Offsets
from indicia.tables.marks import Marks

Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]

_LOOKUP = 150
"""Bytes that are searched for all separators in the time in which one is looked up."""
_LINE_END = 2
_GAPS = 16
_FEW = 8
_MASKS = np.array([(1 << (8 * count)) - 1 for count in range(9)], dtype=np.uint64)


class Columns:
    """Separators of lines that do not overlap, in order."""

    def __init__(
        self,
        codes: npt.NDArray[np.uint8],
        starts: Offsets,
        ends: Offsets,
        sep: int,
        width: int,
        *,
        listed: bool = False,
        table: Offsets | None = None,
    ) -> None:
        """`listed`: so much will be asked that all separators are written down at once.  `table`: all of them, where
        it is known that each line has one for each column but the last, and no two stand side by side.
        """
        self.starts = starts
        self.ends = ends
        self._codes = codes
        self._sep = sep
        self._low, self._high = int(starts[0]), int(ends[-1])
        self._lookups = 0
        self._width = width
        self._seps: Offsets = np.zeros(0, dtype=np.int64)
        """Separators that count, once they are listed."""
        self._every = np.arange(len(starts))
        self._table = table
        """The same by line, where each line has one for each column but the last."""
        self._single = table is not None
        self._marks: Marks | None = None
        """All separators of these lines and of what stands between; null once they are listed."""
        if table is not None:
            self._count(starts, np.full(len(starts), width - 1))
            return
        if listed:
            self._seps = self._listed()
            table = self._whole_table()
            if table is not None:
                self._table = table
                self._count(np.arange(0, table.size, width - 1), np.full(len(starts), width - 1))
                return
        marks = self._marks = Marks(codes[self._low : self._high], sep)
        first = marks.before(starts - self._low)
        self._count(first, marks.before(ends - self._low) - first)

    def _count(self, first: Offsets, counts: Offsets) -> None:
        self._first = first
        """Number of the first separator at or behind the start of each line."""
        self.counts = counts
        """Separators of each line."""

    def _listed(self) -> Offsets:
        seps = np.flatnonzero(self._codes[self._low : self._high] == self._sep)
        return seps + self._low if self._low else seps

    def _list(self) -> None:
        """Write all separators down: many will be asked for."""
        self._marks, self._seps = None, self._listed()
        self._table = self._whole_table()

    @property
    def all_listed(self) -> bool:
        """Whether so much was asked that all were written down, and each line had as many as it should."""
        return self._table is not None

    def _whole_table(self) -> Offsets | None:
        """The listed separators by line; null where not each line has one for each column but the last."""
        count = self._width - 1
        seps = self._seps
        if len(seps) > count * len(self.starts):
            seps = self._without_gaps(seps)
        if count < 1 or len(seps) != count * len(self.starts):
            return None
        table = seps.reshape(-1, count)
        inside = bool((table[:, 0] >= self.starts).all()) and bool((table[:, -1] < self.ends).all())
        return table if inside else None

    def _without_gaps(self, seps: Offsets) -> Offsets:
        """Without those in other lines that stand between these, which mostly are one header."""
        gaps = np.flatnonzero(self.starts[1:] - self.ends[:-1] > _LINE_END)
        if not 0 < len(gaps) <= _GAPS:
            return seps
        kept = np.ones(len(seps), dtype=bool)
        for low, high in np.searchsorted(seps, np.stack((self.ends[gaps], self.starts[gaps + 1]), axis=1)).tolist():
            kept[low:high] = False
        return seps[kept]

    def leave_quoted(self) -> Flags:
        """Forget separators inside double quotes; which lines quote only whole values, so that this is right.

        In these a quote opens at the start of a value, closes at its end, or is doubled, and all are closed.
        """
        low, high = self._low, self._high
        marks = self._codes[low:high] == 34
        odd = np.cumsum(marks, dtype=np.uint8) & np.uint8(1)
        places = np.flatnonzero(marks) + low
        before = np.searchsorted(places, self.starts)
        plain: Flags = (np.searchsorted(places, self.ends) - before) % 2 == 0
        at_start = (before & 1).astype(np.uint8)
        line = np.searchsorted(self.starts, places, side="right") - 1
        opens = odd[places - low] != at_start[line]
        ahead, behind = self._codes[places - 1], self._codes[np.minimum(places + 1, len(self._codes) - 1)]
        good = np.where(
            opens,
            (places == self.starts[line]) | (ahead == self._sep) | (ahead == 34),
            (places + 1 == self.ends[line]) | (behind == self._sep) | (behind == 34),
        )
        plain[line[~good]] = False
        seps = self._listed() if self._marks is not None else self._seps
        if int(self.counts.sum()) == len(seps):
            line = np.repeat(np.arange(len(self.starts)), self.counts)
        else:
            line = np.searchsorted(self.starts, seps, side="right") - 1
        self._marks, self._table, self._seps = None, None, seps[odd[seps - low] == at_start[line]]
        self._first = np.searchsorted(self._seps, self.starts)
        self.counts = np.searchsorted(self._seps, self.ends) - self._first
        return plain

    def lines_with_doubled(self) -> Flags:
        """Which lines hold two separators one after the other."""
        if self._single or (self._marks is not None and not self._marks.doubled()):
            return np.zeros(len(self.starts), dtype=bool)
        seps = self._listed() if self._marks is not None else self._seps
        return self.lines_holding(seps[1:][np.diff(seps) == 1])

    def lines_holding(self, places: Offsets) -> Flags:
        """Which lines hold at least one of these places (sorted)."""
        held: Flags = np.searchsorted(places, self.ends) > np.searchsorted(places, self.starts)
        return held

    def separator(self, number: int, lines: Offsets) -> Offsets:
        """Place of the separator of this number, counted from 0, in lines that have it."""
        if self._marks is not None:
            self._lookups += len(lines)
            if self._lookups * _LOOKUP > self._high - self._low:
                self._list()
        if self._table is not None:
            return self._of_table(number, lines)
        if self._marks is None:
            return self._seps[self._first[lines] + number]
        return self._marks.numbered(self._first[lines] + number, self.starts[lines] - self._low) + self._low

    def _of_table(self, number: int, lines: Offsets) -> Offsets:
        assert self._table is not None  # asked by both callers
        # Mostly all lines are asked for, and then nothing has to be picked.
        if len(lines) == len(self._every) and bool((lines == self._every).all()):
            place: Offsets = self._table[:, number]
        else:
            place = self._table[lines, number]
        return place

    def bounds(self, column: int, lines: Offsets, starts: Offsets | None = None) -> tuple[Offsets, Offsets]:
        """Start and end of the values of a column in these lines, all of which must have it; `starts` if known."""
        if starts is None:
            starts = self.starts[lines] if column == 0 else self.separator(column - 1, lines) + 1
        if self._table is not None:
            return starts, self._of_table(column, lines) if column < self._table.shape[1] else self.ends[lines]
        more = self.counts[lines] > column
        if self._marks is not None:
            if bool(more.all()):
                return starts, self._marks.following(starts - self._low) + self._low
            ends = self.ends[lines]
            ends[more] = self._marks.following(starts[more] - self._low) + self._low
            return starts, ends
        ends = self.ends[lines]
        ends[more] = self._seps[self._first[lines][more] + column]
        return starts, ends

    def unquoted(self, column: int, lines: Offsets) -> tuple[Offsets, Offsets]:
        """The same without the double quotes around a value."""
        starts, ends = self.bounds(column, lines)
        quoted = (ends - starts > 1) & (self._codes[np.minimum(starts, len(self._codes) - 1)] == 34)
        return starts + quoted, ends - quoted


class Words8:
    """The text as the eight bytes from each place on, read as little-endian numbers; zero beyond the end."""

    def __init__(self, text: bytes) -> None:
        padded = text if len(text) >= 8 else text + bytes(8)
        self._last = len(padded) - 8
        self._words: Words = np.ndarray((self._last + 1,), dtype="<u8", buffer=padded, strides=(1,))

    def at(self, places: Offsets) -> Words:
        """Eight bytes from each place on; places may lie up to anywhere behind the end."""
        if len(places) and int(places.max()) <= self._last:
            whole: Words = self._words[places]
            return whole
        inside = np.minimum(places, self._last)
        words: Words = self._words[inside]
        beyond = places - inside
        if beyond.any():
            words = np.where(
                beyond < 8, words >> (np.minimum(beyond, 7).astype(np.uint64) * np.uint64(8)), np.uint64(0)
            )
        return words

    def values(self, starts: Offsets, lengths: Offsets) -> list[Words]:
        """Values as columns of words, zero-filled; the words of a value are equal only if the values are.

        (Values with NUL bytes never come here: a line that holds one is no record.)
        """
        longest, shortest = int(lengths.max(initial=0)), int(lengths.min(initial=0))
        found = []
        for done in range(0, max(longest, 1), 8):
            words = self.at(starts + done) if done else self.at(starts)
            if longest == shortest or shortest >= done + 8:
                words = words & _MASKS[min(max(longest - done, 0), 8)]
            else:
                words = words & _MASKS[np.minimum(np.maximum(lengths - done, 0), 8)]
            found.append(words)
        return found


def number_equal(words: list[Words]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """A number for each value, the same for equal ones and counted from 0; and one line that shows each number."""
    size = len(words[0])
    numbers = np.zeros(size, dtype=np.int64)
    for word in words:
        if bool((word == word[0]).all()):
            continue
        more = _number(word)
        numbers = _number(numbers * (int(more.max()) + 1) + more) if numbers.any() else more
    shown = np.zeros(int(numbers.max(initial=0)) + 1, dtype=np.int64)
    shown[numbers[::-1]] = np.arange(size - 1, -1, -1)
    return numbers, shown


def _number(values: Words | Offsets) -> Offsets:
    """A number for each value, counted from 0; quick where there are only few different ones."""
    numbers = np.full(len(values), -1, dtype=np.int64)
    for number in range(_FEW):
        left = numbers < 0
        first = int(left.argmax())
        if not left[first]:
            return numbers
        numbers[values == values[first]] = number
    return np.unique(values, return_inverse=True)[1].astype(np.int64)
