"""From the binary XML of EVTX records to JSON text, through the `evtx` wheel, with every failure named.

The wheel reads whole files and may end at the first damaged record.  So it is handed small files made for it: a
valid file header and chunks that were walked before, and what it gives is joined to the walk by record number.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import islice
from operator import itemgetter
from typing import Any, cast

from evtx import PyEvtxParser

from indicia.evidence.events.evtx.chunk import (
    CHUNK,
    FILE_HEADER,
    MAGIC,
    RECORD_MAGIC,
    SMALLEST,
    TABLES_END,
    Bytes,
    Place,
    Walk,
)

Text = str | Exception
"""JSON of one record, or why the wheel could not decode it."""

_PREFIX = re.compile(r"^Failed to parse record number [0-9]+: ")
"""The wheel's own beginning, which the fault says already."""
_NOBODY = 2**64 - 1
"""Record number of the stand-in that covers what lies before a run of records."""
_NUMBER_AND_TEXT = itemgetter("event_record_id", "data")
_FIRST, _SECOND, _NUMBER = itemgetter(0), itemgetter(1), itemgetter(2)
_FIRST_TOKEN = 24
"""Where the binary XML of a record begins."""


class Undecoded(Exception):
    """The wheel gave no text for a record; the message says why."""


def decode(chunks: Sequence[Bytes], walks: Sequence[Walk]) -> Iterator[tuple[list[Text], bool]]:
    """The texts of the walked records of each chunk, in order, and whether all of them could be decoded.

    Chunks whose walk found nothing wrong are decoded together; a chunk at which the wheel stumbles is decoded again
    run by run and record by record, so that one bad record costs only itself.
    """
    items: Iterator[dict[str, Any]] | None = None
    for index, found in enumerate(walks):
        if _whole(chunks[index], found):
            try:
                if items is None:
                    items = _records(_file(list(_whole_ones(chunks, walks, index))))
                # No list of the wheel's own dictionaries: each is let go of before the next one is made.
                taken = list(map(_NUMBER_AND_TEXT, islice(items, len(found.places))))
                if list(map(_FIRST, taken)) == list(map(_NUMBER, found.places)):
                    yield list(map(_SECOND, taken)), True
                    continue
            except BaseException as error:
                _undecoded(error)
        items = None
        texts = _run_by_run(chunks[index], found.places)
        yield texts, all(type(text) is str for text in texts)


def _whole_ones(chunks: Sequence[Bytes], walks: Sequence[Walk], first: int) -> Iterator[Bytes]:
    for chunk, found in zip(chunks[first:], walks[first:], strict=True):
        if not _whole(chunk, found):
            return
        yield chunk


def _whole(chunk: Bytes, found: Walk) -> bool:
    return found.sound and not found.torn and len(chunk) == CHUNK


def _run_by_run(chunk: Bytes, places: Sequence[Place]) -> list[Text]:
    texts: list[Text] = []
    while len(texts) < len(places):
        first = last = len(texts)
        while last + 1 < len(places) and places[last + 1][0] == places[last][0] + places[last][1]:
            last += 1
        texts += _run(chunk, places[first : last + 1])
    return texts


def _run(chunk: Bytes, places: Sequence[Place]) -> list[Text]:
    """Texts of the first of these adjoining records, at least of one of them."""
    before = places[0][0] - TABLES_END
    if 0 < before < SMALLEST:
        return [Undecoded("too close behind damaged bytes")]
    items = _Items(_patched(chunk, places, before))
    texts: list[Text] = []
    try:
        if before:
            _skip(items)
        for _, _, number in places:
            try:
                item = next(items)
            except Undecoded as error:
                texts.append(error)
                continue
            if item["event_record_id"] != number:
                break
            texts.append(item["data"])
    except StopIteration:
        pass
    return texts or [Undecoded("the decoder passed over it")]


def _skip(items: Iterator[object]) -> None:
    try:
        next(items)
    except Undecoded:
        return


def _patched(chunk: Bytes, places: Sequence[Place], before: int) -> bytes:
    """The chunk with a header that leads to exactly these records; strings and templates stay where they were.

    The tables are left empty, which the wheel takes as "look in place", because damaged ones mislead it.  Bytes
    before the first record become one record without content.
    """
    whole = bytearray(bytes(chunk).ljust(CHUNK, b"\x00"))
    whole[:TABLES_END] = bytes(TABLES_END)
    numbers = (places[0][2], places[-1][2])
    last, length, _ = places[-1]
    struct.pack_into("<8s4Q4I", whole, 0, MAGIC, *numbers, *numbers, 128, last, last + length, 0)
    if before:
        struct.pack_into("<4sIQ", whole, TABLES_END, RECORD_MAGIC, before, _NOBODY)
        whole[TABLES_END + _FIRST_TOKEN] = 0
    return bytes(whole)


class _Items:
    """Records of the wheel over one chunk; each failure of the wheel is an `Undecoded`."""

    def __init__(self, chunk: bytes) -> None:
        self._file = _file([chunk])
        self._items: Iterator[dict[str, Any]] | None = None

    def __iter__(self) -> "_Items":
        return self

    def __next__(self) -> dict[str, Any]:
        try:
            if self._items is None:
                self._items = _records(self._file)
            return next(self._items)
        except StopIteration:
            raise
        except BaseException as error:
            raise _undecoded(error) from error


def _records(file: BytesIO) -> Iterator[dict[str, Any]]:
    """The wheel's own iterator; its type information calls the records of JSON optional."""
    return cast(Iterator[dict[str, Any]], PyEvtxParser(file, 1).records_json())


def _undecoded(error: BaseException) -> Undecoded:
    """What the wheel said.  A panic inside it is no Exception, but is as much about the bytes as its errors are."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
        raise error
    said = " ".join(_PREFIX.sub("", str(error)).split())[:300]
    return Undecoded("".join(character if character.isprintable() else "?" for character in said))


def _file(chunks: Sequence[Bytes]) -> BytesIO:
    """An event log of these chunks with a file header in order."""
    return BytesIO(b"".join((_header(len(chunks)), *chunks)))


@lru_cache(maxsize=64)
def _header(count: int) -> bytes:
    header = bytearray(FILE_HEADER)
    struct.pack_into("<8s3QI4H", header, 0, b"ElfFile\x00", 0, count - 1, 1, 128, 1, 3, FILE_HEADER, count)
    struct.pack_into("<I", header, 124, zlib.crc32(header[:120]))
    return bytes(header)
