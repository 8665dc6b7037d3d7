"""JSON documents out of a byte stream, in whatever layout they stand, with the place of each.

Lines with one document each, pretty-printed documents one after another, and one array of them all come out alike.
Nothing longer than the limit is held, and nothing is skipped without a word: every unit is in a document, in a broken
stretch, or is white space, comma or bracket between documents.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import orjson

from indicia.evidence.events.heads import FLAT, FORMS, Form, Head
from indicia.evidence.events.loading import tolerantly
from indicia.evidence.events.units import Units

_BETWEEN = re.compile(rb"[\s,\x00\[\]]*")
# An atomic group, not `*+`: before Python 3.11.5 a possessive loop whose last round fails half-way goes on from there.
_STRUCTURE = re.compile(rb'(?>(?:[^"{}\[\]]++|"(?>(?:[^"\\\n]++|\\[^\n])*)")*)([{}\[\]"])')
"""Up to the next bracket that is not inside a string; a quote means that a string does not end on its line."""
_LINE_WITH_OBJECT = re.compile(rb"\n([ \t]*)\{")
_BEFORE_OBJECT = b"{[,:"
_AFTER_DOCUMENT = b" \t\r\x00,]"
_FIRST, _LAST = itemgetter(slice(1)), itemgetter(slice(-1, None))
_BEGUN, _ENDED = {b"{"}, {b"}"}


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

    start: int
    """Byte of the file where the first begins."""
    line: int
    """Line of the first, from 1."""
    texts: list[bytes]
    """UTF-8 that loads; without the line end."""
    form: Form | None
    """The form of all documents; null where there is more than one."""
    heads: list[Head]
    """One of each document where they have one form; else none."""
    contents: list[Head | dict[str, Any]]
    """Where they have not: a head, or the document where it has none."""
    lengths: list[int]
    """Bytes of each line with its end."""


@dataclass(slots=True)
class Broken:
    """A stretch that is no document, and why."""

    start: int
    end: int
    line: int
    reason: str


class Documents:
    """Iterates over documents and broken stretches; the bytes in neither stand between documents."""

    def __init__(self, units: Units, limit: int) -> None:
        self._units = units
        self._limit = limit
        self._position = 0
        self._line = 1
        self._column = 0
        """How far the document at hand is indented; the next one cannot begin deeper."""
        self._line_end = -1
        self._tried_to = -1
        """End of a line that was not one document as a whole."""
        self._form = FLAT
        """Form of the heads that came last."""

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
        text, position, line = units.text, self._position, self._line
        for ended in (b"\n", b"\r\n"):
            # The document before did not step over the end of its line.
            if text.startswith(ended, position):
                position += len(ended)
                line += 1
                break
        stop = text.rfind(b"\n", position)
        if stop < 0 or text[position : position + 1] != b"{":
            return None
        texts = text[position:stop].split(b"\n", most)[:most]
        lengths = list(map(len, texts))
        if texts[0][-1:] == b"\r":
            texts = [written.removesuffix(b"\r") for written in texts]
        size = sum(lengths) + len(lengths)
        heads = self._heads(position, size, texts)
        contents = [] if heads else self._objects(texts)
        if not heads:
            if not contents:
                return None
            del texts[len(contents) :], lengths[len(contents) :]
            size = sum(lengths) + len(lengths)
        lengths = [length + 1 for length in lengths]
        # The last line feed is stepped over with what stands before the next document.
        self._position = position + size
        self._line = line + len(texts)
        return Lines(
            units.base + units.mark + position, line, texts, self._form if heads else None, heads, contents, lengths
        )

    def _heads(self, start: int, size: int, texts: list[bytes]) -> list[Head]:
        """Heads of all these lines of the window at once; empty where they do not all have one of one form."""
        if {*map(_FIRST, texts)} != _BEGUN or {*map(_LAST, texts)} != _ENDED or max(map(len, texts)) > self._limit:
            return []
        window = self._units.text
        # Copying is what most of the time goes into.
        block = memoryview(window)[start : start + size] if window.isascii() else window[start : start + size]
        for form in (self._form, *(other for other in FORMS.values() if other is not self._form)):
            heads = form.of_lines(block, len(texts))
            if heads is not None:
                self._form = form
                return heads
        return []

    def _objects(self, texts: list[bytes]) -> list[Head | dict[str, Any]]:
        """What the texts hold, up to the first that is too long or no JSON object."""
        loads, head_of = orjson.loads, self._form.of_document
        found: list[Head | dict[str, Any]] = []
        try:
            for text in texts:
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
            if self._line_end < 0 and not units.ended and len(units.text) - self._position < 2**19 and self._more():
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

    def _by_structure(self) -> Document | tuple[int, str]:
        """The document that begins here; or how far it goes (-1: not known) and what is wrong with it."""
        if self._units.text[self._position] != ord("{"):
            return -1, "no JSON object begins here"
        length, reason = self._length()
        if length < 0:
            return -1, reason
        end = self._position + length
        text = self._units.utf8(self._position, end)
        loaded = tolerantly(text)
        if isinstance(loaded, str):
            return length, f"broken JSON: {loaded}"
        return self._document(end, *loaded)

    def _length(self) -> tuple[int, str]:
        """Units up to the bracket that closes the document; -1 and the reason when none does."""
        depth, scanned = 0, 0
        while True:
            text = self._units.text
            match = _STRUCTURE.match(text, self._position + scanned)
            mark = match[1] if match else b""
            if not match or (mark == b'"' and text.find(b"\n", match.end()) < 0 and not self._units.ended):
                if len(text) - self._position > self._limit:
                    return -1, f"a document longer than {self._limit} bytes (limit)"
                if not self._more():
                    return -1, "broken JSON: the file ends inside a document"
                continue
            if mark == b'"':
                return -1, "broken JSON: a text that does not end on its line"
            place = match.end() - 1
            if mark in b"{[":
                if mark == b"{" and depth and text[max(place - 256, 0) : place].rstrip()[-1:] not in _BEFORE_OBJECT:
                    return -1, "broken JSON: an object begins inside another without a comma"
                depth += 1
            else:
                depth -= 1
            scanned = match.end() - self._position
            if depth == 0:
                return scanned, ""
            if scanned > self._limit:
                return -1, f"a document longer than {self._limit} bytes (limit)"

    def _resynchronised(self, length: int, reason: str) -> Broken:
        """Step to the next line that begins a document no deeper than this one, or behind this one if it ends first."""
        start, line = self._units.offset(self._position), self._line
        while True:
            text, first = self._units.text, self._position
            place = self._next_line(first, first + length if length >= 0 else len(text))
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
        for match in _LINE_WITH_OBJECT.finditer(self._units.text, start, end):
            if len(match[1]) <= self._column:
                return match.end() - 1
        return -1
