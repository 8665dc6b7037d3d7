"""JSON documents out of a byte stream, in whatever layout they stand, with the place of each.

Lines with one document each, pretty-printed documents one after another, and one array of them all come out alike.
Nothing longer than the limit is held, and nothing is skipped without a word: every unit is in a document, in a broken
stretch, or is white space, comma or bracket between documents.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import sub
from typing import Any

import orjson

from indicia.evidence.events.heads import FLAT, FORMS, Form, Head
from indicia.evidence.events.loading import tolerantly
from indicia.evidence.events.nesting import Nesting
from indicia.evidence.events.units import Units

_BETWEEN = re.compile(rb"[\s,\x00\[\]]*")
_LINE_WITH_OBJECT = re.compile(rb"\n([ \t]*)\{")
_AFTER_DOCUMENT = b" \t\r\x00,]"
_BEGUN, _ENDED = {ord("{")}, {ord("}")}
_RETURN = ord("\r")
_TOGETHER = 512
_WORTH_READING = 2**19
"""With less left than this the window is read on for the end of a line."""
_SMALL_PART = 4
"""A window is kept for views of this part of it at least."""
_IN_VAIN = 16
"""How many times the length of a broken document is read in vain for whole ones that stand inside it."""


@dataclass(slots=True)
class Document:
    """A whole JSON object; `start` and `end` count bytes of the file, `line` from 1."""

    start: int
    end: int
    line: int
    text: bytes
    """UTF-8 that loads."""
    content: dict[str, Any]


@dataclass(slots=True)
class Lines:
    """Documents that stand one on each line, one line after the other."""

    line: int
    """Line of the first, from 1."""
    starts: list[int]
    """Byte of the file where each begins."""
    texts: list[bytes | memoryview]
    """UTF-8 that loads; without the line end.  Views of the window where they are most of it."""
    bytes: int
    """Bytes of all texts."""
    form: Form | None
    """The form of all documents; null where there is more than one."""
    heads: list[Head]
    """One of each document where they have one form; else none."""
    contents: list[Head | dict[str, Any]]
    """Where they have not: a head, or the document where it has none."""


@dataclass(slots=True)
class Broken:
    """A stretch that is no document, and why."""

    start: int
    end: int
    line: int
    reason: str


class Documents:
    """Iterates over documents and broken stretches; the bytes in neither stand between documents."""

    def __init__(self, units: Units, limit: int, line: int = 1) -> None:
        """`line` is the number of the line that `units` begin with."""
        self._units = units
        self._limit = limit
        self._position = 0
        self._line = line
        self._column = 0
        """How far the document at hand is indented; the next one cannot begin deeper."""
        self._line_end = -1
        self._tried_to = -1
        """End of a line that was not one document as a whole."""
        self._form = FLAT
        """Form of the heads that came last."""
        self._together = _TOGETHER
        """Lines to try at once: fewer where one of them was no document, more again where all were."""
        self._nesting = Nesting(limit)
        self._outer = (0, 0)
        """Where the broken document begins and ends that stands in no other; counts units of the file."""
        self._vain = 0
        """Units of it that were read in vain, those in several documents several times."""

    def __iter__(self) -> Iterator[Document | Broken]:
        while self._between():
            document = self._whole_line() or self._by_structure()
            if isinstance(document, Document):
                yield document
            else:
                yield self._resynchronised(*document)

    def lines(self, most: int) -> Lines | None:
        """The documents that follow here, each on a line of its own, as far as the window goes; null for none.

        By far the most exports are written so, and this is the short way.  It ends before what is no such line;
        `__iter__` goes on from there.
        """
        units = self._units
        if units.width != 1:
            return None
        if not units.ended and units.text.find(b"\n", self._position + len(b"\r\n")) < 0 and self._short:
            self._more()
        text, position, line = units.text, self._position, self._line
        for ended in (b"\n", b"\r\n"):
            # The document before did not step over the end of its line.
            if text.startswith(ended, position):
                position += len(ended)
                line += 1
                break
        if text[position : position + 1] != b"{":
            return None
        stops = _line_ends(text, position, min(most, self._together))
        if not stops:
            return None
        tried = len(stops)
        starts = [position, *[stop + 1 for stop in stops[:-1]]]
        ends = [stop - (text[stop - 1] == _RETURN) for stop in stops] if text[stops[0] - 1] == _RETURN else stops
        heads = self._heads(starts, ends, stops[-1] + 1) if tried > 1 else []
        contents = [] if heads else self._objects(starts, ends)
        if not heads:
            if len(contents) < tried:
                self._together = max(tried // 2, 1)
            if not contents:
                return None
            del starts[len(contents) :], ends[len(contents) :], stops[len(contents) :]
        if len(starts) == tried:
            self._together = max(self._together, min(tried * 2, _TOGETHER))
        # The last line feed is stepped over with what stands before the next document, which it says the indent of.
        self._position = stops[-1]
        self._line = line + len(starts) - 1
        view, offset = memoryview(text), units.offset(0)
        size = sum(ends) - sum(starts)
        texts: list[bytes | memoryview] = [view[start:end] for start, end in zip(starts, ends, strict=True)]
        if size < len(text) // _SMALL_PART:
            texts = list(map(bytes, texts))
        places = [offset + start for start in starts]
        return Lines(line, places, texts, size, self._form if heads else None, heads, contents)

    def _heads(self, starts: list[int], ends: list[int], stop: int) -> list[Head]:
        """Heads of all these lines of the window at once; empty where they do not all have one of one form."""
        window = self._units.text
        if (
            {*map(window.__getitem__, starts)} != _BEGUN
            or {window[end - 1] for end in ends} != _ENDED
            or max(map(sub, ends, starts)) > self._limit
        ):
            return []
        # Copying takes more than looking whether there is anything to be looked at.
        block = memoryview(window)[starts[0] : stop] if window.isascii() else window[starts[0] : stop]
        for form in (self._form, *(other for other in FORMS.values() if other is not self._form)):
            heads = form.of_lines(block, len(starts))
            if heads is not None:
                self._form = form
                return heads
        return []

    def _objects(self, starts: list[int], ends: list[int]) -> list[Head | dict[str, Any]]:
        """What the lines hold, up to the first that is too long or no JSON object."""
        window, loads, head_of = self._units.text, orjson.loads, self._form.of_document
        found: list[Head | dict[str, Any]] = []
        try:
            for start, end in zip(starts, ends, strict=True):
                text = window[start:end]
                if text[:1] != b"{" or text[-1:] != b"}" or len(text) > self._limit:
                    break
                head = head_of(text)
                found.append(loads(text) if head is None else head)
        except orjson.JSONDecodeError:
            pass
        return found

    @property
    def reached(self) -> int:
        """Bytes of the file stepped over so far."""
        return self._units.offset(self._position) + self._units.odd

    def _between(self) -> bool:
        """Step over what stands between documents; false at the end."""
        fresh = self._units.base == 0 and self._position == 0
        passed = b""
        while True:
            match = _BETWEEN.match(self._units.text, self._position)
            end = match.end() if match else self._position
            passed = (passed + self._units.text[self._position : end])[-4096:]
            self._step(end)
            if end < len(self._units.text):
                break
            if not self._more():
                return False
        indent = passed[passed.rfind(b"\n") + 1 :]
        blank = not indent.strip(b" \t") and (fresh or b"\n" in passed)
        self._column = len(indent) if blank else 0
        return True

    def _step(self, end: int) -> None:
        self._line += self._units.text.count(b"\n", self._position, end)
        self._position = end

    @property
    def _short(self) -> bool:
        """Whether so little is left of the window that it may be read on."""
        return len(self._units.text) - self._position < _WORTH_READING

    def _more(self) -> bool:
        """Read on; what lies before the position is let go of."""
        self._line_end -= self._position
        self._tried_to -= self._position
        grown = self._units.more(self._position)
        self._position = 0
        return grown

    def _whole_line(self) -> Document | None:
        """The document that ends where its line ends; null where there is none."""
        units = self._units
        if units.text[self._position] != ord("{") or self._position < self._tried_to:
            return None
        if self._line_end < self._position:
            self._line_end = units.text.find(b"\n", self._position)
            if self._line_end < 0 and not units.ended and self._short and self._more():
                self._line_end = units.text.find(b"\n", self._position)
            if self._line_end < 0:
                self._line_end = len(units.text)
        line = units.text[self._position : self._line_end].rstrip(_AFTER_DOCUMENT)
        self._tried_to = self._line_end
        if not line.endswith(b"}") or len(line) > self._limit:
            return None
        end = self._position + len(line)
        text = line if units.width == 1 else units.utf8(self._position, end)
        try:
            content = orjson.loads(text)
        except orjson.JSONDecodeError:
            return None
        return self._document(end, text, content)

    def _document(self, end: int, text: bytes, content: dict[str, Any]) -> Document:
        start, line = self._position, self._line
        self._step(end)
        return Document(self._units.offset(start), self._units.offset(end), line, text, content)

    def _by_structure(self) -> Document | tuple[int, str, bool]:
        """The document that begins here; or how far it goes (-1: not known), what is wrong, whether to look inside."""
        if self._units.text[self._position] != ord("{"):
            return -1, "no JSON object begins here", True
        length, reason = self._length()
        if length < 0:
            return -1, reason, True
        text = self._units.utf8(self._position, self._position + length)
        loaded = tolerantly(text)
        if not isinstance(loaded, str):
            return self._document(self._position + length, *loaded)
        start = self._units.base + self._position
        if start >= self._outer[1]:
            self._outer, self._vain = (start, start + length), 0
        self._vain += length
        if self._vain <= _IN_VAIN * (self._outer[1] - self._outer[0]):
            return length, f"broken JSON: {loaded}", True
        return self._outer[1] - start, f"broken JSON: {loaded}; it is in too many others to look for whole ones", False

    def _length(self) -> tuple[int, str]:
        """Units up to the bracket that closes the document; -1 and the reason when none does."""
        units = self._units
        start = units.base + self._position
        while (found := self._nesting.end(start, units.text, units.base, units.ended)) is None:
            if not self._more():
                self._nesting.ends()
        return (-1, found) if isinstance(found, str) else (found - start, "")

    def _resynchronised(self, length: int, reason: str, inside: bool) -> Broken:
        """Step to the next line that begins a document no deeper than this one, or behind this one if it ends first.

        Only behind it where nothing `inside` is to be looked at.
        """
        start, line = self._units.offset(self._position), self._line
        while True:
            text, first = self._units.text, self._position
            place = self._next_line(first, first + length if length >= 0 else len(text)) if inside else -1
            if place >= 0 or length >= 0:
                self._step(place if place >= 0 else first + length)
                break
            # A line end that was read last may be followed by a document.
            kept = text.rfind(b"\n", max(first, len(text) - 4096))
            self._step(kept if kept >= 0 and not text[kept:].strip(b" \t\n") else len(text))
            if not self._more():
                self._step(len(self._units.text))
                break
        return Broken(start, self._units.offset(self._position), line, reason)

    def _next_line(self, start: int, end: int) -> int:
        """The line end before it: `_between` has to see how far the line is indented."""
        for match in _LINE_WITH_OBJECT.finditer(self._units.text, start, end):
            if len(match[1]) <= self._column:
                return match.start()
        return -1


def _line_ends(text: bytes, position: int, most: int) -> list[int]:
    """Where the lines from a place on end, as many as are asked for."""
    find = text.find
    found: list[int] = []
    add = found.append
    stop = position - 1
    for _ in range(most):
        stop = find(b"\n", stop + 1)
        if stop < 0:
            break
        add(stop)
    return found
