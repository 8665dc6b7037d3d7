"""JSON documents out of a byte stream, in whatever layout they stand, with the place of each.

Lines with one document each, pretty-printed documents one after another, and one array of them all come out alike.
Nothing longer than the limit is held, and nothing is skipped without a word: every unit is in a document, in a broken
stretch, or is white space, comma or bracket between documents.
"""

import re
from collections.abc import Iterator
from operator import sub
from typing import Any

import orjson

from indicia.evidence.events.decoding.loading import tolerantly
from indicia.evidence.events.json.arrays import UNBEGUN, Arrays
from indicia.evidence.events.json.compiled import Taken, Window
from indicia.evidence.events.json.document import Document, Lines
from indicia.evidence.events.json.heads import FLAT, FORMS, Head
from indicia.evidence.events.json.line_ends import line_ends
from indicia.evidence.events.json.nesting import Nesting
from indicia.evidence.events.json.pages import LONGEST as HEAD_LONGEST
from indicia.evidence.events.json.pages import PageHead, page_head, page_tail
from indicia.evidence.events.steps import Steps, Unread
from indicia.evidence.events.units import Units

_BETWEEN = re.compile(rb"(?>(?:[\s,\x00\[\]]++|\xef\xbb\xbf|(?<![^\n])Record [0-9]{1,20}(?=\r?\n))*)")
"""Also the line that evtx_dump writes before each document, and the mark of a file that was put behind another."""
_BETWEEN_IN_PAGE = re.compile(rb"[\s,\x00]*")
_RECORD_LINE = 32
"""Longer than such a line."""
_LINE_WITH_OBJECT = re.compile(rb"\n([ \t]*)\{")
_AFTER_DOCUMENT = b" \t\r\x00,]"
_BEGUN, _ENDED = {ord("{")}, {ord("}")}
_RETURN = ord("\r")
_PAGE_TORN = "the file ends inside a page of events: what followed is missing"
_TOGETHER = 512
_WORTH_READING = 2**19
"""With less left than this the window is read on for the end of a line."""
_SMALL_PART = 4
"""A window is kept for views of this part of it at least."""
_IN_VAIN = 16
"""How many times the length of a broken document is read in vain for whole ones that stand inside it."""


class Documents(Steps):
    """Iterates over documents and broken stretches; the bytes in neither stand between documents."""

    def __init__(self, units: Units, limit: int, line: int = 1, window: Window | None = None) -> None:
        """`line` is the number of the line that `units` begin with; `window` that of a compiled reader of them."""
        super().__init__(units)
        self._window = window
        self._left = 0
        """How many documents are read before the compiled reader is asked again."""
        self._limit = limit
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
        self._arrays = Arrays()
        self._pages: list[PageHead] = []
        """The pages that documents stand in, see `pages`."""
        self._may_be_page = True
        self._wrong: Unread | None = None
        """What is wrong with what stands before the document at hand, or with the end of the file."""
        self._behind_object = False
        """Whether an object, be it a broken one, ends before what stands between."""
        self._outer = (0, 0)
        """Where the broken document begins and ends that stands in no other; counts units of the file."""
        self._vain = 0
        """Units of it that were read in vain, those in several documents several times."""

    def __iter__(self) -> Iterator[Document | Unread]:
        while self._between():
            if self._wrong:
                wrong, self._wrong = self._wrong, None
                yield wrong
                # Whoever took it may have read on.
                continue
            if self._may_be_page and self._page_begins():
                continue
            self._left -= 1
            document = self._whole_line() or self._by_structure()
            if isinstance(document, Document):
                yield document
            else:
                yield self._resynchronised(*document)
        if self._wrong:
            yield self._wrong

    def taken(self) -> Taken | None:
        """The documents that follow here as the compiled reader takes them; null for none.  See `lines`."""
        if self._window is None or self._left > 0:
            return None
        base, position = self._units.base, self._position
        found = self._window.lines(position, self._line)
        if isinstance(found, int):
            self._left = found
            self._moved(base + position - self._units.base)
            return None
        self._moved(found.end - self._units.base)
        if len(found) > 1 or found.line > self._line:
            self._apart()
        self._behind_object = True
        self._line = found.line + len(found) - 1
        return found

    def _moved(self, position: int) -> None:
        """Go on from this place of a window that begins elsewhere."""
        by = position - self._position
        self._position += by
        self._line_end += by
        self._tried_to += by

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
        if self._left > 0:
            most = min(most, self._left)
        stops = line_ends(text, position, min(most, self._together))
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
        if len(starts) > 1 or starts[0] > self._position:
            self._apart()
        self._behind_object = True
        self._left -= len(starts)
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
        # Copying takes more than looking at the window whether there is anything to be looked at, but for a small part.
        whole = (stop - starts[0]) * _SMALL_PART > len(window) and window.isascii()
        block = memoryview(window)[starts[0] : stop] if whole else window[starts[0] : stop]
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
                if head is None and page_head(text, 0):
                    break
                found.append(loads(text) if head is None else head)
        except orjson.JSONDecodeError:
            pass
        return found

    def _between(self) -> bool:
        """Step over what stands between documents; false at the end."""
        fresh = self._units.base == 0 and self._position == 0
        passed = b""
        plain = True
        while True:
            text = self._units.text
            match = (_BETWEEN_IN_PAGE if self._pages else _BETWEEN).match(text, self._position)
            end = match.end() if match else self._position
            piece = text[self._position : end]
            passed = (passed + piece)[-4096:]
            if piece.strip():
                plain = False
                if not self._pages and (unbegun := self._arrays.passed(piece)) >= 0:
                    self._step(self._position + unbegun)
                    self._say(UNBEGUN)
            self._step(end)
            if text[end : end + 1] == b"]" and self._pages:
                passed, plain = b"", True
                if not self._page_ends():
                    return False
                continue
            if len(text) - end > _RECORD_LINE or (end < len(text) and text[end] not in b"R\xef"):
                break
            if not self._more():
                if self._position < len(self._units.text):
                    break
                self._say(self._arrays.end() or (_PAGE_TORN if self._pages and self._behind_object else ""))
                return False
        if not plain:
            self._arrays.document()
        elif self._behind_object and b"\n" in passed:
            self._apart()
        self._behind_object = True
        if not passed and not fresh:
            return True
        self._may_be_page = fresh or b"\n" in passed or (bool(self._pages) and self._pages[-1].of_pages)
        indent = passed[passed.rfind(b"\n") + 1 :]
        self._column = len(indent) if not indent.strip(b" \t") and (fresh or b"\n" in passed) else 0
        return True

    def _apart(self) -> None:
        """A document begins where files are cut: nothing goes on over that."""
        self._arrays.apart()
        self._pages.clear()

    def _page_begins(self) -> bool:
        """Step over what stands before the array of a page, if one begins here."""
        if len(self._units.text) - self._position < HEAD_LONGEST and not self._units.ended:
            self._more()
        found = page_head(self._units.text, self._position)
        if found is None:
            return False
        self._pages.append(found)
        self._step(found.end)
        self._behind_object = False
        return True

    def _page_ends(self) -> bool:
        """Step over what stands behind the array of a page; false where the file ends inside it."""
        self._step(self._position + 1)
        depth, held = self._pages.pop().depth, 0
        while depth:
            end, depth = page_tail(self._units.text, self._position, depth)
            held = 0 if end > self._position else held + 1
            self._step(end)
            if depth and not self._more():
                self._say(_PAGE_TORN)
                self._step(len(self._units.text))
                return False
            if held > _IN_VAIN:
                # What follows is no end of a page; it is read as it stands.
                break
        return True

    def _say(self, wrong: str) -> None:
        if wrong and not self._wrong:
            place = self._units.offset(self._position)
            self._wrong = Unread(place, place, self._line, wrong)

    @property
    def _short(self) -> bool:
        """Whether so little is left of the window that it may be read on."""
        return len(self._units.text) - self._position < _WORTH_READING

    def _more(self) -> bool:
        self._line_end -= self._position
        self._tried_to -= self._position
        return super()._more()

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

    def _resynchronised(self, length: int, reason: str, inside: bool) -> Unread:
        """Step to the next line that begins a document no deeper than this one, or behind this one if it ends first.

        Only behind it where nothing `inside` is to be looked at.
        """
        start, line = self._units.offset(self._position), self._line
        self._arrays.broken()
        before, found = b"", False
        while not found:
            text, first = self._units.text, self._position
            place = self._next_line(first, first + length if length >= 0 else len(text)) if inside else -1
            found = place >= 0 or length >= 0
            if found:
                stop = place if place >= 0 else first + length
            else:
                # A line end that was read last may be followed by a document.
                kept = text.rfind(b"\n", max(first, len(text) - 4096))
                stop = kept if kept >= 0 and not text[kept:].strip(b" \t\n") else len(text)
            before = (before + text[max(first, stop - 2) : stop])[-2:]
            self._step(stop)
            if not found and not self._more():
                self._step(len(self._units.text))
                break
        self._behind_object = found and before.rstrip(b"\r").endswith(b"}")
        return Unread(start, self._units.offset(self._position), line, reason)

    def _next_line(self, start: int, end: int) -> int:
        """The line end before it: `_between` has to see how far the line is indented."""
        for match in _LINE_WITH_OBJECT.finditer(self._units.text, start, end):
            if len(match[1]) <= self._column:
                return match.start()
        return -1
