"""A text file stepped through, with the line and the place, and what could not be read on the way."""

from msgspec import Struct

from indicia.evidence.events.units import Units


class Unread(Struct):
    """A stretch that is no event, and why; `start` and `end` count bytes of the file, `line` from 1."""

    start: int
    end: int
    line: int
    reason: str


class Steps:
    """A position in a window, and its line."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._position = 0
        self._line = 1

    @property
    def reached(self) -> int:
        """Bytes of the file stepped over so far."""
        return self._units.offset(self._position) + self._units.odd

    def _step(self, end: int) -> None:
        """Step over a part of the window."""
        self._line += self._units.text.count(b"\n", self._position, end)
        self._position = end

    def _more(self) -> bool:
        """Read on, letting go of what was stepped over; false when nothing is left to read."""
        grown = self._units.more(self._position)
        self._position = 0
        return grown
