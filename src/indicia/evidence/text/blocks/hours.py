"""Times of lines that begin with them, told by the hour: for coverage nothing more has to be known of most lines."""

from typing import NamedTuple

import numpy as np

from indicia.evidence.text.families.layout import Layout
from indicia.evidence.text.raw.columns import Words, Words8
from indicia.evidence.text.raw.times import DAY, NONE, Micros, all_clocks, all_thousandths, parse_clock, parse_day
from indicia.tables.batch import Offsets

_TO_HOUR = 13
"""So many of these bytes stand before the minute."""
_APART, _STAMP = b"yyyy-mm-dd hh:mm:ss", b"yyyy-mm-ddThh:mm:ss.fffZ"
"""Date and time as two values, and as one."""
_TAIL, _POINT = np.uint64((1 << 48) - 1), np.uint64((1 << 32) - 1)
_FEW = 4
"""Up to so many hours are told one by one."""
_BYTE = np.uint64(255)


class Hour(NamedTuple):
    """Times of lines that follow each other and were all written in one hour."""

    begin: int
    """Number of the first of them."""
    day: int
    """Microseconds since 1970 at its beginning."""
    clocks: Words
    """`hh:mm:ss` of each line, as a number that grows with the time."""
    after: Words | None = None
    """`.fff` of each line likewise; null where times are whole seconds."""

    def of(self, group: Offsets | None) -> tuple[int, int, int] | None:
        """How many of these lines there are, and the first and the last time; `group`: only those with these numbers,
        which rise.  Null where there are none."""
        mine, after = self.clocks, self.after
        if group is not None:
            low, high = np.searchsorted(group, (self.begin, self.begin + len(self.clocks)))
            if low == high:
                return None
            inside = group[low:high] - self.begin
            mine, after = mine[inside], None if after is None else after[inside]
        ends = [mine.min(), mine.max()]
        text = [int(each).to_bytes(8, "big").decode() for each in ends]
        if after is not None:
            parts = after[mine == ends[0]].min(), after[mine == ends[1]].max()
            text = [clock + int(part).to_bytes(8, "big")[4:].decode() for clock, part in zip(text, parts, strict=True)]
        first, last = map(parse_clock, text)
        return len(mine), self.day + first, self.day + last

    def times(self) -> Micros:
        """Of each line."""
        clock = self.clocks.view(np.int64)
        minutes, seconds = _digit(clock, 32) * 10 + _digit(clock, 24), _digit(clock, 8) * 10 + _digit(clock, 0)
        hour = int(_digit(clock[:1], 56)[0]) * 10 + int(_digit(clock[:1], 48)[0])
        micros: Micros = self.day + ((hour * 60 + minutes) * 60 + seconds) * 1_000_000
        if self.after is not None:
            after = self.after.view(np.int64)
            micros += (_digit(after, 16) * 100 + _digit(after, 8) * 10 + _digit(after, 0)) * 1000
        return micros


def _digit(text: Offsets, shift: int) -> Offsets:
    digit: Offsets = text >> shift & 15
    return digit


def hours_of(layout: Layout, text: bytes, words: Words8, starts: Offsets, ends: Offsets) -> list[Hour]:
    """The hours of lines that all begin with date and time, where these are few and can be told for all at once.

    Empty where that is not so.
    """
    if not len(starts):
        return []
    if layout.stamp == 0:
        form = _STAMP
    elif (layout.date, layout.time, layout.quoted) == (0, 1, False):
        form = _APART
    else:
        return []
    if int((ends - starts).min()) <= len(form):
        return []
    front, back = words.at(starts), words.at(starts + (_TO_HOUR - 8))
    heads = [0, *(np.flatnonzero((front[1:] != front[:-1]) | (back[1:] != back[:-1])) + 1).tolist()]
    if len(heads) > _FEW:
        return []
    clock = words.at(starts + 11)
    after: Words | None = None
    sep = ord(layout.sep)
    if form == _STAMP:
        # `.fffZ`, the separator, and two bytes of the next value.
        after = words.at(starts + 19)
        if not all_thousandths(after & _TAIL, ord("Z") | sep << 8):
            return []
        after = (after & _POINT).byteswap() >> np.uint64(32)
    elif bool((words.at(starts + len(form)) & _BYTE != sep).any()):
        return []
    hours = []
    for begin, end in zip(heads, [*heads[1:], len(starts)], strict=True):
        at = int(starts[begin])
        head = text[at : at + 11]
        day = parse_day(head[:10].decode("latin-1"))
        if day == NONE or head[10:] != (b"T" if form == _STAMP else layout.sep.encode()):
            return []
        if not all_clocks(clock[begin:end]):
            return []
        part = None if after is None else after[begin:end]
        hours.append(Hour(begin, day * DAY, clock[begin:end].byteswap(), part))
    return hours
