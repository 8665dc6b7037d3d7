"""One entry of a zip archive, decoded from its central or local header.

Source: APPNOTE.TXT 6.3.9 (PKWARE), 4.3.7, 4.3.12, 4.4, 4.5.
"""

import stat
import struct
import zlib
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from msgspec import Struct

from indicia.evidence.archives.damage import Damaged

CENTRAL = b"PK\x01\x02"
LOCAL = b"PK\x03\x04"
CENTRAL_HEADER = struct.Struct("<4s6H3I5H2I")
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_UNKNOWN = 0xFFFFFFFF
_FILETIME_ZERO = datetime(1601, 1, 1, tzinfo=UTC)


class Entry(Struct, frozen=True, kw_only=True):
    """What a header says of one member.  Nothing of it is believed before the bytes were counted."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    """Bytes in the archive."""
    size: int
    """Bytes unpacked, as stated."""
    header: int
    """Place of the local header in the file."""
    dos_time: int
    mode: int
    """Unix mode; 0 where the archive keeps none."""
    aes: tuple[int, int, int] | None
    """(vendor version, key strength, real method) of WinZip encryption."""
    modified: datetime | None
    created: datetime | None

    @property
    def encrypted(self) -> bool:
        """Whether a password is needed."""
        return bool(self.flags & 1)

    @property
    def folder(self) -> bool:
        """Whether it only names a folder and holds no bytes."""
        return self.name.endswith(("/", "\\")) and self.size == 0

    @property
    def special(self) -> str | None:
        """What it is if not a file: `link`, `device`; null for files."""
        kind = stat.S_IFMT(self.mode)
        if kind == stat.S_IFLNK:
            return "link"
        return "device" if kind in (stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK) else None


def central_entry(file: BinaryIO, position: int, shift: int) -> Entry:
    """Decode the central header at `position`; `shift` is added to the place of its local header.

    Raises Damaged when there is none.
    """
    file.seek(position)
    fixed = file.read(CENTRAL_HEADER.size)
    if len(fixed) < CENTRAL_HEADER.size or not fixed.startswith(CENTRAL):
        raise Damaged(f"no entry of the central directory at byte {position}")
    (
        _,
        made,
        _,
        flags,
        method,
        time,
        date,
        crc,
        packed,
        size,
        name_len,
        extra_len,
        note_len,
        _,
        _,
        external,
        header,
    ) = CENTRAL_HEADER.unpack(fixed)
    variable = file.read(name_len + extra_len + note_len)
    if len(variable) < name_len + extra_len:
        raise Damaged(f"the central directory is cut off at byte {position}")
    name, extra = variable[:name_len], _extra_fields(variable[name_len : name_len + extra_len])
    wide = iter(_wide(extra))
    size = next(wide, size) if size == _UNKNOWN else size
    packed = next(wide, packed) if packed == _UNKNOWN else packed
    header = next(wide, header) if header == _UNKNOWN else header
    # Some writers put the Unix mode there although they claim to be DOS; both shapes of a link count.
    mode = external >> 16 if made >> 8 == 3 or stat.S_ISLNK(external >> 16) else 0
    return _entry(
        name, extra, flags=flags, method=method, crc=crc, packed=packed, size=size,
        header=header + shift, dos=(date << 16) | time, mode=mode,
    )  # fmt: skip


def local_entry(file: BinaryIO, position: int) -> tuple[Entry, int]:
    """Decode the local header at `position`; also gives the place where its data begins.  Raises Damaged."""
    file.seek(position)
    fixed = file.read(LOCAL_HEADER.size)
    if len(fixed) < LOCAL_HEADER.size or not fixed.startswith(LOCAL):
        raise Damaged(f"no member begins at byte {position}")
    _, _, flags, method, time, date, crc, packed, size, name_len, extra_len = LOCAL_HEADER.unpack(fixed)
    variable = file.read(name_len + extra_len)
    if len(variable) < name_len + extra_len:
        raise Damaged(f"the header of a member is cut off at byte {position}")
    extra = _extra_fields(variable[name_len:])
    wide = iter(_wide(extra))
    size = next(wide, size) if size == _UNKNOWN else size
    packed = next(wide, packed) if packed == _UNKNOWN else packed
    entry = _entry(
        variable[:name_len], extra, flags=flags, method=method, crc=crc, packed=packed, size=size,
        header=position, dos=(date << 16) | time, mode=0,
    )  # fmt: skip
    return entry, position + LOCAL_HEADER.size + name_len + extra_len


def _entry(
    raw_name: bytes, extra: dict[int, bytes], *,
    flags: int, method: int, crc: int, packed: int, size: int, header: int, dos: int, mode: int,
) -> Entry:  # fmt: skip
    aes = None
    if method == 99 and len(extra.get(0x9901, b"")) >= 7:
        version, _, strength, method = struct.unpack_from("<HHBH", extra[0x9901])
        aes = (version, strength, method)
    modified, created = _times(extra)
    return Entry(
        name=_name(raw_name, flags, extra), flags=flags, method=method, crc=crc, packed=packed, size=size,
        header=header, dos_time=dos & 0xFFFF, mode=mode, aes=aes, modified=modified, created=created,
    )  # fmt: skip


def _extra_fields(data: bytes) -> dict[int, bytes]:
    fields: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(data):
        tag, length = struct.unpack_from("<HH", data, at)
        fields.setdefault(tag, data[at + 4 : at + 4 + length])
        at += 4 + length
    return fields


def _wide(extra: dict[int, bytes]) -> tuple[int, ...]:
    """The 64-bit sizes and place of the Zip64 field, in the order in which they are needed (4.5.3)."""
    data = extra.get(1, b"")
    return struct.unpack_from(f"<{len(data) // 8}Q", data)


def _name(raw: bytes, flags: int, extra: dict[int, bytes]) -> str:
    unicode_name = extra.get(0x7075, b"")
    if len(unicode_name) > 5 and struct.unpack_from("<I", unicode_name, 1)[0] == zlib.crc32(raw):
        raw, flags = unicode_name[5:], flags | 0x800
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "surrogateescape") if flags & 0x800 else raw.decode("cp437")


def _times(extra: dict[int, bytes]) -> tuple[datetime | None, datetime | None]:
    """(modified, created) where the archive keeps them in UTC; the DOS time has no zone and is not taken."""
    ntfs = extra.get(0x000A, b"")
    if len(ntfs) >= 32 and struct.unpack_from("<HH", ntfs, 4) == (1, 24):
        modified, _, created = struct.unpack_from("<3Q", ntfs, 8)
        return filetime(modified), filetime(created)
    unix = extra.get(0x5455, b"")
    if len(unix) >= 5 and unix[0] & 1:
        return unix_time(struct.unpack_from("<i", unix, 1)[0]), None
    return None, None


def filetime(ticks: int) -> datetime | None:
    """A Windows FILETIME (100 ns since 1601) as UTC; null for 0 and for what no calendar holds."""
    try:
        return _FILETIME_ZERO + timedelta(microseconds=ticks // 10) if ticks else None
    except OverflowError:
        return None


def unix_time(seconds: float) -> datetime | None:
    """Seconds since 1970 as UTC; null for 0 and for what no calendar holds."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds) if seconds else None
    except (OverflowError, ValueError):
        return None
