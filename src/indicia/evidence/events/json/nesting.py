"""Which bracket closes which, found out once however many documents are looked for among the same brackets.

A text does not go past the end of its line, so the brackets outside of texts are the same ones wherever on the way
reading begins.  What one search has come across therefore holds for each later one that begins inside it: where a
bracket was closed, what stopped all that are still open, and how far the search has come.
"""

import re
from array import array
from bisect import bisect_left

# An atomic group, not `*+`: before Python 3.11.5 a possessive loop whose last round fails half-way goes on from there.
# The matcher remembers each round of a loop until the loop ends, so loops end after some.
_STRUCTURE = re.compile(rb'(?>(?:[^"{}\[\]]++|"(?>(?:[^"\\\n]++|\\[^\n]){0,1000})"){0,1000})([{}\[\]"])?')
"""Up to the next bracket outside of texts, or the quote before a long text or one without an end, or so many rounds."""
_WITHIN = re.compile(rb'(?>(?:[^"\\\n]++|\\[^\n]){0,1000})')
"""On inside a text."""
_BEFORE_OBJECT = b"{[,:"
_MOST = 2**20
"""Brackets of one document; what is known of each takes 24 bytes."""
_KEPT = 4096
"""Brackets before the place at hand that are not worth letting go of."""


class Nesting:
    """The brackets of the document at hand; places count units of the whole file."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._scanned = 0
        """How far brackets were looked for; or where what is wrong stands."""
        self._failed = ""
        """What is wrong with all that is open; empty while nothing is."""
        self._starts = array("q")
        """Places of the brackets that open, in order."""
        self._ends = array("q")
        """Behind the bracket that closes each; -1 while none did."""
        self._dropped = 0
        """Brackets let go of; numbers of brackets count them."""
        self._open = array("q")
        """Numbers of the brackets that are open."""
        self._within = -1
        """How far the text has been read that begins behind `_scanned`; -1 for none."""

    def end(self, start: int, text: bytes, base: int, ended: bool) -> int | str | None:
        """Where the object that begins at `start` ends, or what is wrong with it; null where more has to be read.

        `text` is a window that begins at `base` and holds all from `start` on; documents are asked for in order.
        """
        number = self._number(start)
        known = self._ends[number - self._dropped] if number >= 0 else -1
        if known >= 0:
            return known
        if number >= 0 and self._failed:
            return self._failed
        if number < 0:
            number = self._anew(start)
        return self._scan(start, number, text, base, ended)

    def ends(self) -> None:
        """Nothing follows the window last looked at."""
        self._failed = "broken JSON: the file ends inside a document"

    @property
    def _too_long(self) -> str:
        return f"a document longer than {self._limit} bytes (limit)"

    def _number(self, start: int) -> int:
        """Number of the bracket at a place; -1 where none was found."""
        if start >= self._scanned:
            return -1
        index = bisect_left(self._starts, start)
        if index == len(self._starts) or self._starts[index] != start:
            return -1
        number = index + self._dropped
        if index > max(_KEPT, len(self._starts) // 2):
            del self._starts[:index], self._ends[:index]
            self._dropped = number
        below = bisect_left(self._open, number)
        if below > max(_KEPT, len(self._open) // 2):
            del self._open[:below]
        return number

    def _anew(self, start: int) -> int:
        self._scanned, self._failed, self._dropped, self._within = start, "", 0, -1
        del self._starts[:], self._ends[:], self._open[:]
        return 0

    def _scan(self, start: int, number: int, text: bytes, base: int, ended: bool) -> int | str | None:
        """Follow the brackets until the one with this number, which is open or comes first, is closed."""
        limit, dropped, opened = self._limit, self._dropped, self._open
        while True:
            if self._scanned - start > limit:
                return self._too_long
            if dropped + len(self._starts) - number > _MOST:
                return f"a document with more than {_MOST} brackets that open (limit)"
            match = _STRUCTURE.match(text, self._scanned - base) if self._within < 0 else None
            mark = match[1] if match else b'"'
            end = match.end() if match else self._within - base
            if mark is None:
                self._scanned = base + end
                if end < len(text):
                    continue
                return self._too_long if base + end - start > limit else None
            if mark == b'"':
                end = _text_end(text, end)
                if text[end : end + 1] == b'"':
                    self._scanned, self._within = base + end + 1, -1
                    continue
                if ended or text.find(b"\n", end, end + 2) >= 0:
                    return self._fail(base + end, "broken JSON: a text that does not end on its line")
                self._within = base + end
                return self._too_long if base + len(text) - start > limit else None
            if mark in b"{[":
                if mark == b"{" and opened and text[max(end - 257, 0) : end - 1].rstrip()[-1:] not in _BEFORE_OBJECT:
                    return self._fail(base + end - 1, "broken JSON: an object begins inside another without a comma")
                opened.append(dropped + len(self._starts))
                self._starts.append(base + end - 1)
                self._ends.append(-1)
            else:
                closed = opened.pop()
                if closed >= dropped:
                    self._ends[closed - dropped] = base + end
                if closed == number:
                    self._scanned = base + end
                    return base + end
            self._scanned = base + end

    def _fail(self, place: int, reason: str) -> str:
        self._scanned, self._failed, self._within = place, reason, -1
        return reason


def _text_end(text: bytes, place: int) -> int:
    """Where a text that goes on at a place stops: at its quote, at the end of its line or of all there is."""
    while (match := _WITHIN.match(text, place)) is not None and match.end() > place:
        place = match.end()
    return place
