"""Lines of a damaged CSV file at which no row can begin, found for many lines at once.

Behind damage reading goes on at the next line from which a row comes out.  Where millions of short lines follow, asking
each of them takes minutes; nearly all are refuted by how many separators stand up to the line end that closes the row.
"""

import re

import numpy as np
import numpy.typing as npt

from indicia.evidence.events.decoding.names import EVENT_ID
from indicia.evidence.events.units import Units

_REGION = 2**18
_HEADER = re.compile(
    rb'(?:^|[,;\t"\n]) *(?:%s) *["\r\n,;\t]'
    % b"|".join(re.escape(name.encode()) for name in (*EVENT_ID, "winlog.event_id", "event.code", "Event ID"))
)
"""What every header of events has, also one of fewer columns."""


class Hopeless:
    """Remembers what it found of the part of a window looked at last."""

    def __init__(self, limit: int) -> None:
        """Lines longer than the limit are left to whoever asks."""
        self._limit = limit
        self._asked: tuple[str, int] = "", 0
        self._until = 0
        self._starts: npt.NDArray[np.int64] = np.empty(0, np.int64)
        self._ends: npt.NDArray[np.int64] = self._starts

    def end(self, units: Units, position: int, separator: str, width: int) -> int:
        """Where the next line begins that may begin a row of so many values; `position`, the start of a line, if it
        does or nothing is known.  Both are places in the window."""
        place = units.base + position
        if place >= self._until or self._asked != (separator, width):
            self._look(units.text[position : position + _REGION], place, separator, width)
        if not len(self._starts):
            return position
        line = int(np.searchsorted(self._starts, place))
        known = line < len(self._starts) and self._starts[line] == place
        return int(self._ends[line]) - units.base if known else position

    def _look(self, text: bytes, place: int, separator: str, width: int) -> None:
        self._asked = separator, width
        self._until = place + len(text)
        at = np.frombuffer(text, np.uint8)
        line_ends = np.flatnonzero(at == ord("\n"))
        starts = np.concatenate(([0], line_ends + 1))
        if not len(line_ends):
            self._starts = self._ends = starts[:0]
            return
        # A row goes on to the first line end in front of which quotes are even in number: from a line of an odd number
        # to the next such line.
        odd = np.flatnonzero(np.diff(_up_to(line_ends, np.flatnonzero(at == ord('"')))) & 1)
        last = np.arange(len(line_ends))
        last[odd[:-1]] = odd[1:]
        separators = _up_to(line_ends, np.flatnonzero(at == ord(separator)))
        names = _up_to(line_ends, np.array([found.start() for found in _HEADER.finditer(text)], np.int64))
        hopeless = (separators[last + 1] - separators[:-1] < width - 1) & (names[last + 1] == names[:-1])
        hopeless[odd[-1:]] = False
        hopeless[np.diff(starts) > self._limit] = False
        # Of each line the next one that is not.
        others = np.where(hopeless, len(line_ends), np.arange(len(line_ends)))
        following = np.minimum.accumulate(others[::-1])[::-1]
        self._starts, self._ends = place + starts[:-1], place + starts[following]


def _up_to(line_ends: npt.NDArray[np.int64], places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many of the places lie before each line end, with a nought in front."""
    return np.concatenate(([0], np.searchsorted(places, line_ends)))
