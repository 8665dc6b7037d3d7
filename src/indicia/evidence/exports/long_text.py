"""A text file too large to be held in memory, line by line, with the place of each line in the file's own bytes."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from indicia.config import Limits
from indicia.evidence.exports.text import Place, fault_at
from indicia.evidence.text.raw.encodings import decode_text, wide_codec
from indicia.model.evidence import Evidence
from indicia.tables.batch import Ledger

_PIECE = 2**20
_HEAD = 2**16


class Lined(Protocol):
    """Text that is read line by line, whether it is held in memory or not."""

    def lines(self) -> Iterator[tuple[Place, str]]:
        """Each line without its end, with its place."""
        ...


class LongText:
    """Lines of a stream, each decoded by itself: UTF-16 as its beginning tells, else UTF-8, else code page 1252.

    A line longer than the limit is a fault and is not held; a stream that ends too early is a fault at its end.
    """

    def __init__(self, stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> None:
        self._stream = stream
        self._evidence = evidence
        self._ledger = ledger
        self._longest = limits.line_bytes
        self._buffer = stream.read(_HEAD)
        self._wide = wide_codec(self._buffer)
        self._skipped = 3 if self._buffer.startswith(codecs.BOM_UTF8) else 0
        if self._buffer.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            self._skipped = 2
        self._end = {"utf-16-le": b"\n\0", "utf-16-be": b"\0\n"}.get(self._wide or "", b"\n")

    @property
    def head(self) -> str:
        """The beginning of the text."""
        return self._decoded(self._buffer[self._skipped :])

    def lines(self) -> Iterator[tuple[Place, str]]:
        """Each line once; the stream cannot be read again."""
        offset, number = self._skipped, 0
        buffer = self._buffer[self._skipped :]
        start = searched = lost = 0
        while True:
            end = self._line_end(buffer, searched)
            if end < 0:
                buffer = buffer[start:]
                if len(buffer) > self._longest:
                    # Half a code unit stays, so that code units begin where they began.
                    keep = len(buffer) % len(self._end)
                    lost += len(buffer) - keep
                    buffer = buffer[len(buffer) - keep :]
                start, searched = 0, len(buffer) - len(buffer) % len(self._end)
                piece = self._stream.read(_PIECE)
                if piece:
                    buffer += piece
                    continue
                if not buffer and not lost:
                    break
                end = len(buffer)
            line = buffer[start:end]
            start = searched = end
            number += 1
            if lost or len(line) > self._longest:
                place = Place(offset, lost + len(line), number)
                self._ledger.fault(fault_at(self._evidence, place, f"line longer than {self._longest} bytes (limit)"))
                self._ledger.faulty += place.length
            else:
                yield Place(offset, len(self._bare(line)), number), self._decoded(line).rstrip("\r\n")
            offset += lost + len(line)
            lost = 0
        if offset < self._evidence.size:
            rest = Place(offset, self._evidence.size - offset, number + 1)
            self._ledger.fault(fault_at(self._evidence, rest, "ends earlier than its size says"))
            self._ledger.faulty += rest.length

    def _line_end(self, buffer: bytes, start: int) -> int:
        """Where the first line ends, its end included; -1 where it does not."""
        while (at := buffer.find(self._end, start)) >= 0:
            if at % len(self._end) == 0:
                return at + len(self._end)
            start = at + 1
        return -1

    def _bare(self, line: bytes) -> bytes:
        for mark in (self._end, b"\r\0" if self._wide == "utf-16-le" else b"\0\r" if self._wide else b"\r"):
            line = line.removesuffix(mark)
        return line

    def _decoded(self, line: bytes) -> str:
        return line.decode(self._wide, "replace") if self._wide else decode_text(line)
