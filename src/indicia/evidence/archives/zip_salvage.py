"""Finding the members of a zip archive whose central directory is missing or damaged, by their local headers."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from indicia.evidence.archives.damage import Damaged
from indicia.evidence.archives.zip_entry import CENTRAL, LOCAL, Entry, local_entry

_DESCRIPTOR = b"PK\x07\x08"
_BLOCK = 2**20
_ENDLESS = 1 << 62
_MOST = 200_000
"""Members that are looked for without a directory: each is kept in memory."""
_ENDS = (CENTRAL, b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x08")
"""What may follow the last member."""


class Salvaged(Struct, frozen=True):
    """A member found by its local header."""

    entry: Entry
    damage: str = ""
    """Why its bytes cannot be had; empty when they can."""


def salvage(file: BinaryIO, size: int, most: int) -> Iterator[Salvaged]:
    """Walk the local headers of a zip of `size` bytes; at most `most` members.

    Where the sizes stand behind the data (streamed archives), the data's end is found by its descriptor.
    """
    start: int = 0
    found = 0
    most = min(most, _MOST)
    # Each search for an end may run to the end of the file; without a bound crafted headers make that quadratic.
    effort = _Effort(4 * size + 64 * _BLOCK)
    while found < most and (position := _find(file, LOCAL, start, size)) is not None:
        try:
            entry, data = local_entry(file, position)
        except Damaged:
            start = position + 4
            continue
        if not _plausible(entry):
            start = position + 4
            continue
        found += 1
        if entry.flags & 8 and entry.packed in (0, 0xFFFFFFFF):
            described = _described(file, data, size, effort)
            if described is None:
                # One byte more than there is: reading it ends as cut off, behind everything that can be had.
                yield Salvaged(replace(entry, packed=size - data + 1, size=_ENDLESS))
                # Its data may hold other headers (a stored zip); without an end they cannot be told apart.
                start = data
                continue
            crc, packed, unpacked, after = described
            yield Salvaged(replace(entry, crc=crc, packed=packed, size=unpacked))
            start = after
        elif data + entry.packed > size:
            yield Salvaged(entry)
            start = data
        else:
            yield Salvaged(entry)
            start = data + entry.packed


def _plausible(entry: Entry) -> bool:
    return bool(entry.name) and entry.method in (0, 8, 9, 12, 14, 93, 95, 98, 99)


def _find(file: BinaryIO, needle: bytes, start: int, size: int) -> int | None:
    """Place of `needle` at or after `start`; null where there is none."""
    while start < size:
        file.seek(start)
        block = file.read(_BLOCK + len(needle) - 1)
        at = block.find(needle)
        if at >= 0:
            return start + at
        start += _BLOCK
    return None


class _Effort(Struct):
    """Bytes that searching for the ends of members may still look at."""

    left: int


def _described(file: BinaryIO, data: int, size: int, effort: _Effort) -> tuple[int, int, int, int] | None:
    """(CRC, packed, unpacked, place after it) from the descriptor whose packed size fits its place (4.3.9)."""
    position: int | None = data
    while position is not None and effort.left > 0:
        start = position
        position = _find(file, b"PK", start, size)
        # A look at one place costs about as much as reading a few KiB.
        effort.left -= (size if position is None else position) - start + 4096
        if position is None:
            return None
        file.seek(position)
        record = file.read(24)
        if record.startswith(_DESCRIPTOR):
            for shape, length in (("<4x3I", 16), ("<4xI2Q", 24)):
                if len(record) >= length:
                    crc, packed, unpacked = struct.unpack_from(shape, record)
                    if packed == position - data:
                        return crc, packed, unpacked, position + length
        elif record.startswith((LOCAL, *_ENDS)):
            # The descriptor's own signature is optional.
            for shape, length in (("<3I", 12), ("<I2Q", 20)):
                if position - data >= length:
                    file.seek(position - length)
                    crc, packed, unpacked = struct.unpack(shape, file.read(length))
                    if packed == position - data - length:
                        return crc, packed, unpacked, position
        position += 2
    return None
