"""`Event` elements out of a byte stream of XML, one by one, with the place of each.

One document with all events under `Events`, and documents of one event after another, come out alike.  Document type
declarations are never read, so no entity is ever expanded.
"""

import codecs
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from msgspec import Struct

from indicia.evidence.events.decoding.markup import parsed
from indicia.evidence.events.steps import Steps, Unread
from indicia.evidence.events.units import Units

_START = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?Event)(?=[\s>/])")
_BETWEEN = re.compile(
    # An atomic group, not `*+`: before Python 3.11.5 a possessive loop whose last round fails half-way goes on there.
    rb"(?>(?:[\s\x00]++|(?<![^\n])Record [0-9]{1,20}(?=\r?\n)"
    rb"|<\?[^>]*+>|<!--(?s:.)*?-->|</?(?:[A-Za-z_][\w.-]*:)?Events(?:\s[^>]*+)?>)*)"
)
"""Also the line that evtx_dump writes before each event."""
_ROOT = re.compile(rb"<!--(?s:.)*?-->|<(/?)(?:[A-Za-z_][\w.-]*:)?Events(?:\s[^>]*+)?>")
"""A comment, or a tag of the root."""
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9_.-]{1,40})["']""")
_TAIL = 4096
"""Kept of what stands between events, in case a tag is cut by the end of what was read."""


class Parsed(Struct):
    """A whole event; `start` and `end` count bytes of the file, `line` from 1."""

    start: int
    end: int
    line: int
    text: str
    root: Element


class Elements(Steps):
    """Iterates over events and stretches that could not be read."""

    def __init__(self, units: Units, limit: int) -> None:
        super().__init__(units)
        self._limit = limit
        self._encoding = "utf-8"
        self._open = 0
        """Roots that have begun and not ended."""

    def __iter__(self) -> Iterator[Parsed | Unread]:
        while True:
            match = _START.search(self._units.text, self._position)
            if match is None:
                keep = 0 if self._units.ended else _TAIL
                edge = max(self._position, len(self._units.text) - keep)
                yield from self._between(edge if self._units.ended else self._last_tag(edge))
                if not self._more() and self._position >= len(self._units.text):
                    if self._open:
                        yield self._unread(
                            self._position, "the file ends before its root does: what followed is missing"
                        )
                    return
                continue
            yield from self._between(match.start())
            yield self._event(match[1])

    def _last_tag(self, edge: int) -> int:
        """Up to a tag or comment that may be cut; one longer than a mebibyte is not waited for."""
        opened = self._units.text.rfind(b"<", self._position, edge)
        return opened if opened >= 0 and edge - opened < 2**20 else edge

    def _between(self, end: int) -> Iterator[Unread]:
        """Step over what stands before an event; what is neither white space nor a known tag is unread."""
        text = self._units.text
        encoding = _ENCODING.search(text, self._position, end)
        if encoding and self._units.width == 1:
            self._encoding = _known(encoding[1].decode("ascii"))
        match = _BETWEEN.match(text, self._position, end)
        stop = match.end() if match else self._position
        for tag in _ROOT.finditer(text, self._position, stop):
            if tag[1] == b"/":
                self._open -= 1
            elif tag[1] is not None and not tag[0].endswith(b"/>"):
                self._open += 1
        self._step(stop)
        if self._open < 0:
            self._open = 0
            yield self._unread(stop, "a root ends that did not begin: what stood before is missing")
        if self._position < end:
            strange = text[self._position : self._position + 9].upper() == b"<!DOCTYPE"
            reason = "a document type declaration, which is not read" if strange else "no event begins here"
            yield self._unread(end, reason)

    def _event(self, name: bytes) -> Parsed | Unread:
        closing = b"</" + name + b">"
        scanned = 1
        while True:
            text, start = self._units.text, self._position
            tag_end = text.find(b">", start)
            if tag_end > 0 and text[tag_end - 1] == ord("/"):
                end = tag_end + 1
                break
            closed = text.find(closing, start + scanned)
            if closed >= 0:
                end = closed + len(closing)
                break
            following = _START.search(text, start + scanned)
            if following:
                return self._unread(following.start(), "an event without an end")
            scanned = max(1, len(text) - start - 64)
            if len(text) - start > self._limit:
                return self._unread(len(text), f"an event longer than {self._limit} bytes (limit)")
            if not self._more():
                return self._unread(len(self._units.text), "the file ends inside an event")
        fragment = self._units.utf8(start, end)
        found = parsed(fragment.decode(self._encoding if self._units.width == 1 else "utf-8", "replace"))
        if isinstance(found, str):
            following = _START.search(text, start + 1, end)
            return self._unread(following.start() if following else end, f"broken XML: {found}")
        line = self._line
        self._step(end)
        return Parsed(self._units.offset(start), self._units.offset(end), line, *found)

    def _unread(self, end: int, reason: str) -> Unread:
        start, line = self._units.offset(self._position), self._line
        self._step(end)
        return Unread(start, self._units.offset(end), line, reason)


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "utf-8"
