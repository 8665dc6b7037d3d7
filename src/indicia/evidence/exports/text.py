"""A small text file as lines, with the place of each in the file's own bytes."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from indicia.config import Limits
from indicia.evidence.text.raw.encodings import decode_text
from indicia.model.evidence import Evidence, Fault, Locator
from indicia.tables.batch import Ledger

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDE_SAMPLE = 64


class Place(Struct, frozen=True):
    """A stretch of a file."""

    offset: int
    length: int
    line: int
    """Counted from 1; 0 where the file has no lines."""


class Text(Struct, frozen=True):
    """A decoded file."""

    text: str
    codec: str
    skipped: int
    """Bytes of the byte order mark."""

    def lines(self) -> Iterator[tuple[Place, str]]:
        """Each line without its end, with its place.  A line ends with a line feed, whatever else a value may hold."""
        offset = self.skipped
        number = start = 0
        while start < len(self.text):
            end = self.text.find("\n", start) + 1 or len(self.text)
            line = self.text[start:end]
            bare = line.rstrip("\r\n")
            number += 1
            yield Place(offset, self._bytes(bare), number), bare
            offset += self._bytes(line)
            start = end

    def place(self, start: int, end: int) -> Place:
        """The place of a stretch of characters."""
        before = self.text[:start]
        return Place(self.skipped + self._bytes(before), self._bytes(self.text[start:end]), before.count("\n") + 1)

    def _bytes(self, text: str) -> int:
        return len(text.encode(self.codec, "replace"))


def read_text(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Text | None:
    """The whole file as text; null, with the whole file a fault, where it is larger than a configuration may be or
    cannot be read to its end.

    UTF-8 and UTF-16 with or without byte order mark, else Windows code page 1252.
    """
    if evidence.size > limits.config_bytes:
        whole_fault(evidence, ledger, f"larger than {limits.config_bytes} bytes (limit)")
        return None
    data = stream.read(evidence.size + 1)
    if len(data) < evidence.size:
        whole_fault(evidence, ledger, "ends earlier than its size says")
        return None
    data = data[: evidence.size]
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return Text(data[len(mark) :].decode(codec, "replace"), codec, len(mark))
    head = data[:_WIDE_SAMPLE]
    if len(head) > 3 and not any(head[1::2]):
        return Text(data.decode("utf-16-le", "replace"), "utf-16-le", 0)
    if len(head) > 3 and not any(head[0::2]):
        return Text(data.decode("utf-16-be", "replace"), "utf-16-be", 0)
    try:
        return Text(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        text = decode_text(data)
        try:
            text.encode("cp1252")
            return Text(text, "cp1252", 0)
        except UnicodeEncodeError:
            return Text(data.decode("latin-1"), "latin-1", 0)


def whole_fault(evidence: Evidence, ledger: Ledger, reason: str) -> None:
    """The whole file cannot be read."""
    ledger.faulty = evidence.size
    ledger.fault(Fault(path=evidence.path, reason=reason))


def fault_at(evidence: Evidence, place: Place, reason: str) -> Fault:
    """A stretch that cannot be read."""
    at = Locator(sha256=evidence.sha256, offset=place.offset, length=place.length, line=place.line or None)
    return Fault(path=evidence.path, reason=reason, at=at)
