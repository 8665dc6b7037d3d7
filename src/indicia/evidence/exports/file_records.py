"""One record of the master file table of an NTFS volume: names, parents, times and size of a file.

Source: Microsoft, “Master File Table (Local File Systems)”: FILE_RECORD_SEGMENT_HEADER, ATTRIBUTE_RECORD_HEADER,
FILE_NAME, STANDARD_INFORMATION.
"""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from msgspec import Struct

SIGNATURE = b"FILE"
_HEADER = struct.Struct("<4sHHQHHHHIIQ")
_FLAGS_AT = 0x16
_SECTOR = 512
_IN_USE, _FOLDER = 1, 2
_STANDARD, _NAME, _DATA, _END = 0x10, 0x30, 0x80, 0xFFFFFFFF
_DOS_ONLY = 2
_REFERENCE = 2**48 - 1
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_FIRST_YEAR = 1980
"""What is dated earlier is no time of a file."""


class Name(Struct, frozen=True):
    """One name of a file, and the folder that it has it in."""

    text: str
    parent: int
    """Number of the folder's record."""
    sequence: int
    """How often that record had been used when the name was given: tells whether it is still the same folder."""


class FileRecord(Struct, frozen=True):
    """A file or folder."""

    sequence: int
    in_use: bool
    folder: bool
    extends: bool
    """Whether it only goes on with another record."""
    names: tuple[Name, ...]
    size: int | None
    created: datetime | None
    modified: datetime | None


def record_size(head: bytes) -> int:
    """Bytes of each record, from the first; 0 where that is no record."""
    if len(head) < _HEADER.size or not head.startswith(SIGNATURE):
        return 0
    size: int = _HEADER.unpack_from(head)[9]
    return size if size in (1024, 2048, 4096) else 0


def is_folder(data: bytes) -> bool:
    """Whether a record calls itself one of a folder."""
    return data.startswith(SIGNATURE) and len(data) > _FLAGS_AT and bool(data[_FLAGS_AT] & _FOLDER)


def parse_record(data: bytes) -> FileRecord:
    """A record of the table; raises ValueError, saying why, where it is damaged."""
    if not data.startswith(SIGNATURE):
        raise ValueError("no record of a file")
    body = _restored(data)
    _, _, _, _, sequence, _, first, flags, used, _, base = _HEADER.unpack_from(body)
    names: list[tuple[int, Name]] = []
    size: int | None = None
    created = modified = None
    for kind, attribute in _attributes(body[: min(used, len(body))], first):
        resident = _resident(attribute)
        if kind == _STANDARD and resident is not None and len(resident) >= 16:
            created, modified = (_time(value) for value in struct.unpack_from("<QQ", resident))
        elif kind == _NAME and resident is not None:
            if (found := _name(resident)) is not None:
                names.append(found)
        elif kind == _DATA and attribute[9] == 0:
            size = _data_size(attribute) if size is None else size
    long = tuple(name for space, name in names if space != _DOS_ONLY) or tuple(name for _, name in names)
    return FileRecord(
        sequence=sequence,
        in_use=bool(flags & _IN_USE),
        folder=bool(flags & _FOLDER),
        extends=bool(base & _REFERENCE),
        names=tuple(dict.fromkeys(long)),
        size=size,
        created=created,
        modified=modified,
    )


def _restored(data: bytes) -> bytes:
    """The record with the last two bytes of each sector put back; raises where a sector is not of this writing."""
    at, count = struct.unpack_from("<HH", data, 4)
    if count < 2 or at + 2 * count > len(data) or (count - 1) * _SECTOR > len(data):
        raise ValueError("its update sequence does not fit")
    body = bytearray(data)
    mark = data[at : at + 2]
    for sector in range(1, count):
        end = sector * _SECTOR - 2
        if data[end : end + 2] != mark:
            raise ValueError("a sector of it was not written with the others")
        body[end : end + 2] = data[at + 2 * sector : at + 2 * sector + 2]
    return bytes(body)


def _attributes(body: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    while start + 16 <= len(body):
        kind, length = struct.unpack_from("<II", body, start)
        if kind == _END:
            return
        if length < 16 or start + length > len(body):
            raise ValueError("an attribute of it is longer than the record")
        yield kind, body[start : start + length]
        start += length


def _resident(attribute: bytes) -> bytes | None:
    if attribute[8] or len(attribute) < 24:
        return None
    length, at = struct.unpack_from("<IH", attribute, 16)
    return attribute[at : at + length]


def _data_size(attribute: bytes) -> int | None:
    if not attribute[8]:
        return int(struct.unpack_from("<I", attribute, 16)[0]) if len(attribute) >= 20 else None
    # Only the first part of a fragmented stream tells its size.
    if len(attribute) < 56 or struct.unpack_from("<Q", attribute, 16)[0]:
        return None
    return int(struct.unpack_from("<Q", attribute, 48)[0])


def _name(value: bytes) -> tuple[int, Name] | None:
    if len(value) < 66:
        return None
    (reference,) = struct.unpack_from("<Q", value)
    length, space = value[64], value[65]
    text = value[66 : 66 + 2 * length].decode("utf-16-le", "replace")
    return space, Name(text, reference & _REFERENCE, reference >> 48)


def _time(value: int) -> datetime | None:
    try:
        found = _EPOCH + timedelta(microseconds=value // 10)
    except OverflowError:
        return None
    return found if found.year >= _FIRST_YEAR else None
