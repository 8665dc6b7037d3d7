"""A large log in ranges of whole lines that can be read apart, each with the header lines that hold where it begins."""

from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

import numpy as np
from msgspec import Struct

from indicia.evidence.text.raw.encodings import HEAD_BYTES, decode_text, wide_codec
from indicia.tables.batch import Offsets
from indicia.tables.marks import Codes, Marks

WHOLE = 64 * 2**20
"""A log of up to so many bytes is read at once: to find where one can be cut is to go through all of it."""
PART = 32 * 2**20
"""Bytes of a range, at most; it goes on to the end of its last line."""
_PIECE = 2**20
_LF, _CR = 10, 13
_HEADER_BYTES = 2**16
"""A header line that is longer, or more header text than this, is for a reader that sees the whole log."""
_MOST_HEADERS = 20_000
_FIRST = np.zeros(256, dtype=bool)
_FIRST[list(b'#DdTt"\xef')] = True
"""First bytes of lines that may change how the lines after them are read."""
_WORDS = (b"date", b"time")


class Range(Struct, frozen=True):
    """Whole lines of a log."""

    start: int
    end: int
    line: int
    """Number of its first line, counted from 1."""
    headers: tuple[str, ...]
    """What was said before it, each line once, in the order in which it was last said."""


def parts_of(size: int) -> int:
    """Into how many ranges a log of so many bytes may be cut, all of about the same size."""
    return 1 if size <= WHOLE else -(-size // PART)


def ranges_of(stream: BinaryIO, size: int) -> tuple[tuple[Range, ...], tuple[str, ...]] | None:
    """The ranges of a log, `parts_of(size)` of them, the last ones empty where lines are very long, and all its header
    lines; null for a log that has to be read from its beginning.

    That is one in UTF-16, with NUL bytes, with CR alone as a line end, or with more header lines than can be kept.
    Reads the stream from its start; OSError where it cannot be read, ValueError where it is shorter than `size`.
    """
    stream.seek(0)
    if wide_codec(stream.read(HEAD_BYTES)) is not None:
        return None
    cuts = [(0, 1)]
    headers: list[tuple[int, str]] = []
    line = 1
    count = parts_of(size)
    part = -(-size // count)
    for at, piece in _pieces(stream, size):
        if b"\0" in piece:
            return None
        codes = np.frombuffer(piece, dtype=np.uint8)
        breaks = _breaks(codes, last=at + len(piece) == size)
        if breaks is None:
            return None
        while len(cuts) < count:
            wanted = np.searchsorted(breaks, max(len(cuts) * part - 1 - at, 0))
            if wanted == len(breaks):
                break
            cuts.append((at + int(breaks[wanted]) + 1, line + int(wanted) + 1))
        line += len(breaks)
        found = _headers(stream, at, codes, breaks)
        if found is None or len(headers) + len(found) > _MOST_HEADERS:
            return None
        headers.extend(found)
    cuts.extend([(size, line)] * (count + 1 - len(cuts)))
    made = [Range(start, end, number, _before(headers, start)) for (start, number), (end, _) in pairwise(cuts)]
    every = _before(headers, size)
    return (tuple(made), every) if sum(map(len, every)) <= _HEADER_BYTES else None


def _pieces(stream: BinaryIO, size: int) -> Iterator[tuple[int, bytes]]:
    """(place, bytes) of the log, piece by piece; a CR at the end of one is left to the next."""
    at = 0
    while at < size:
        stream.seek(at)
        piece = stream.read(min(_PIECE, size - at))
        if not piece:
            raise ValueError("ends earlier than its size says")
        if piece.endswith(b"\r") and 1 < len(piece) < size - at:
            piece = piece[:-1]
        yield at, piece
        at += len(piece)


def _breaks(codes: Codes, *, last: bool) -> Offsets | None:
    """Places of LF; null where a CR stands elsewhere than before one.  As the very last byte of the log it ends nothing
    more.
    """
    if last and int(codes[-1]) == _CR:
        codes = codes[:-1]
    marks = Marks(codes, _CR, lower=True).places()
    found = codes[marks]
    breaks, returns = marks[found == _LF], marks[found == _CR]
    if len(returns) == len(breaks):
        paired = bool((breaks - returns == 1).all())
    else:
        paired = not len(returns) or (returns[-1] < len(codes) - 1 and bool((codes[returns + 1] == _LF).all()))
    return breaks if paired else None


def _headers(stream: BinaryIO, at: int, codes: Codes, breaks: Offsets) -> list[tuple[int, str]] | None:
    """(place, text) of the lines of a piece that may be headers; null where that cannot be told here."""
    starts = np.concatenate((breaks + 1, [0])) if not at else breaks + 1
    inside = starts[starts < len(codes)]
    places = (inside[_FIRST[codes[inside]]] + at).tolist()
    if len(places) > _MOST_HEADERS:
        return None
    # The first byte of the next piece begins a line when this piece ends with one.
    if len(breaks) and breaks[-1] == len(codes) - 1:
        places.append(at + len(codes))
    found = []
    for place in sorted(places):
        stream.seek(place)
        text = stream.readline(_HEADER_BYTES)
        if text.startswith(b"\xef\xbb\xbf"):
            if place:
                return None
            text = text[3:]
        if text.startswith(b"#") or text.lstrip(b'"')[:4].lower() in _WORDS:
            if len(text) == _HEADER_BYTES:
                return None
            found.append((place, decode_text(text.rstrip(b"\r\n"))))
    return found


def _before(headers: list[tuple[int, str]], start: int) -> tuple[str, ...]:
    """Each header line before a place, once, in the order in which it was last said."""
    last: dict[str, int] = {}
    for place, text in headers:
        if place < start:
            last.pop(text, None)
            last[text] = place
    return tuple(last)
