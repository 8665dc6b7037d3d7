"""Where the records of an EVTX chunk lie, found without decoding any of them.

A chunk is 64 KiB: a header of 512 bytes with string and template tables, then records one after the other, then
unused space that may still hold old records.  Source: [MS-EVEN6] 2.2 and the EVTX format notes of libevtx, "Chunk".
"""

import struct

from msgspec import Struct, field

from indicia.evidence.events.evtx.checksum import crc32

FILE_HEADER = 4096
CHUNK = 65536
TABLES_END = 512
"""Records start here."""
MAGIC = b"ElfChnk\x00"
RECORD_MAGIC = b"\x2a\x2a\x00\x00"
SMALLEST = 28
"""A record without content: 24 bytes of header, 4 bytes that repeat its size."""

_MAGIC_NUMBER = int.from_bytes(RECORD_MAGIC, "little")
_head = struct.Struct("<IIQ").unpack_from
_joint = struct.Struct("<IIIQ").unpack_from
"""The end of one record, its size again, and the header of the next."""
_size = struct.Struct("<I").unpack_from
_pair = struct.Struct("<II").unpack_from

Bytes = bytes | memoryview
"""A chunk, of its own or as a part of what was read."""
Place = tuple[int, int, int]
"""Offset in the chunk, length, and the record number its header carries (not System/EventRecordID)."""


class Walk(Struct):
    """What one chunk holds; offsets count from its first byte."""

    places: list[Place] = field(default_factory=list)
    """Records in order."""
    torn: list[tuple[int, int, str]] = field(default_factory=list)
    """(offset, length, reason) of stretches that are no record; length 0 where the bytes are counted elsewhere."""
    sound: bool = True
    """Whether the header and its tables are in order."""
    remarks: list[str] = field(default_factory=list)
    """Checksums that do not match although everything lies where it should."""


def walk(chunk: Bytes, *, checksums: bool = True) -> Walk:
    """Find every record of a chunk; `chunk` may be shorter than 64 KiB when the file ends inside it or bytes are lost.

    Records end where the header says that free space begins: what lies behind is stale and is not read.  A header
    that is damaged is not believed; then every place that has the form of a record counts, as long as the record
    numbers rise.  What lies between records and is none is `torn`.
    """
    if len(chunk) < TABLES_END:
        found = Walk(sound=False)
        _unread(found, chunk, 0, len(chunk), "fewer bytes than a chunk header has", salvage=True)
        return found
    free, records_sum = _pair(chunk, 48)
    damage = ""
    if chunk[:8] != MAGIC:
        damage = f"bad chunk magic {bytes(chunk[:8]).hex()}"
    elif not TABLES_END <= free <= CHUNK:
        damage = f"bad chunk header: free space said to begin at {free}"
    if not damage:
        found = Walk()
        _walk_records(found, chunk, min(free, len(chunk)), salvage=False)
        if free > len(chunk):
            found.torn.append((len(chunk), 0, f"the chunk ends {free - len(chunk)} bytes before its records do"))
        if not checksums:
            return found
        if crc32(chunk[128:TABLES_END], crc32(chunk[:120])) != _size(chunk, 124)[0]:
            found.sound = False
            if found.torn:
                damage = "bad checksum of the chunk header"
            else:
                found.remarks.append("the checksum of the chunk header does not match")
        if not found.torn and crc32(memoryview(chunk)[TABLES_END:free]) != records_sum:
            found.remarks.append("the checksum of the chunk's records does not match")
        if not damage:
            return found
    found = Walk(sound=False)
    _walk_records(found, chunk, len(chunk), salvage=True)
    if found.places:
        said = f"{damage}; behind it {len(found.places)} records were found by their form"
        found.torn.insert(0, (0, TABLES_END, said))
    else:
        found.torn = []
        _unread(found, chunk, 0, len(chunk), f"{damage}; no record was found in this chunk", salvage=True)
    return found


def in_order(chunk: Bytes) -> bool:
    """Whether a chunk of 64 KiB begins as it should and both its checksums match."""
    free, records_sum = _pair(chunk, 48)
    if not TABLES_END <= free <= CHUNK or crc32(chunk[TABLES_END:free]) != records_sum:
        return False
    header_sum: int = _size(chunk, 124)[0]
    return crc32(chunk[128:TABLES_END], crc32(chunk[:120])) == header_sum


def _adjoining(places: list[Place], chunk: Bytes, end: int) -> int:
    """Take records while each one follows the other as it should; gives where that stops."""
    position = TABLES_END
    if position + SMALLEST > end:
        return position
    _, magic, size, number = _joint(chunk, position - 4)
    while magic == _MAGIC_NUMBER and size >= SMALLEST and (stop := position + size) + 16 <= end:
        repeated, magic, following, next_number = _joint(chunk, stop - 4)
        if repeated != size:
            break
        places.append((position, size, number))
        position, size, number = stop, following, next_number
    return position


def _walk_records(found: Walk, chunk: Bytes, end: int, *, salvage: bool) -> None:
    position, last = TABLES_END, -1
    if not salvage:
        position = _adjoining(found.places, chunk, end)
    while position + SMALLEST <= end:
        magic, size, number = _head(chunk, position)
        stop = position + size
        formed = magic == _MAGIC_NUMBER and size >= SMALLEST and stop <= end
        if formed and (_size(chunk, stop - 4)[0] == size or stop == end or chunk[stop : stop + 4] == RECORD_MAGIC):
            if salvage and number <= last:
                return
            found.places.append((position, size, number))
            last = number
            position = stop
            continue
        chunk = bytes(chunk)
        following = _next_record(chunk, position + 1, end)
        reason = _why_torn(magic, size, stop, end)
        if formed and not 0 <= following < stop and not salvage:
            found.places.append((position, size, number))
            found.torn.append((position, 0, f"{reason}; it may be incomplete"))
            last = number
            position = stop
            reason = "no record where one should be"
        if following < 0:
            _unread(found, chunk, position, end, reason, salvage=salvage)
            return
        if salvage and _head(chunk, following)[2] <= last:
            return
        if following > position:
            found.torn.append((position, following - position, reason))
        position = following
    if position < end:
        _unread(found, chunk, position, end, "fewer bytes than a record has", salvage=salvage)


def _next_record(chunk: bytes, position: int, end: int) -> int:
    """The next place that has the form of a whole record, its size repeated at its end; -1 if there is none."""
    while (position := chunk.find(RECORD_MAGIC, position, end)) >= 0:
        if position + SMALLEST <= end:
            size = _size(chunk, position + 4)[0]
            if SMALLEST <= size <= end - position and _size(chunk, position + size - 4)[0] == size:
                return position
        position += 1
    return -1


def _why_torn(magic: int, size: int, stop: int, end: int) -> str:
    if magic != _MAGIC_NUMBER:
        return f"no record where one should be: {magic.to_bytes(4, 'little').hex()} in place of 2a2a0000"
    if size < SMALLEST:
        return f"torn record: a size of {size}"
    if stop > end:
        return f"torn record: its {size} bytes pass the end of the chunk's records"
    return "torn record: its size is not repeated at its end"


def _unread(found: Walk, chunk: Bytes, start: int, end: int, reason: str, *, salvage: bool) -> None:
    """Note the last stretch before the end; where nobody says how far the records go, zeros are unused space."""
    if salvage:
        end = start + len(bytes(chunk[start:end]).rstrip(b"\x00"))
    if start < end:
        found.torn.append((start, end - start, reason))
