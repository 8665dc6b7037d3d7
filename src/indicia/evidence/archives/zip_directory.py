"""Where the members of a zip archive lie: from its central directory, or by walking it where that is missing.

Only the places of the headers are kept in memory (8 bytes a member); entries are decoded when asked for.
"""

import struct
from array import array
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
from msgspec import Struct, field

from indicia.evidence.archives.damage import Damaged
from indicia.evidence.archives.zip_entry import CENTRAL, CENTRAL_HEADER, LOCAL, Entry, central_entry
from indicia.evidence.archives.zip_salvage import Salvaged, salvage

_END = b"PK\x05\x06"
_END_RECORD = struct.Struct("<4s4H2IH")
_END64_LOCATOR = struct.Struct("<4sIQI")
_END64_RECORD = struct.Struct("<4sQ2H2I4Q")
_COMMENT = 0xFFFF


class Directory(Struct):
    """Every member of one zip archive; member `i` is the same in every process that reads the same bytes."""

    central: "array[int]" = field(default_factory=lambda: array("Q"))
    """Places of the entries of the central directory."""
    shift: int = 0
    """Bytes that stand before the archive in its file."""
    salvaged: list[Salvaged] = field(default_factory=list)
    """Members found without the central directory; they follow the others."""
    overlapping: frozenset[int] = frozenset()
    """Members that share bytes with an earlier one."""
    damage: list[str] = field(default_factory=list)
    """What is wrong with the archive as a whole."""

    def __len__(self) -> int:
        return len(self.central) + len(self.salvaged)

    def entry(self, index: int, file: BinaryIO) -> Entry:
        """Decode member `index`; raises Damaged when it cannot be."""
        if index < len(self.central):
            return central_entry(file, self.central[index], self.shift)
        found = self.salvaged[index - len(self.central)]
        if found.damage:
            raise Damaged(found.damage)
        return found.entry


def read_directory(path: Path, most: int) -> Directory:
    """Find the members of the zip archive at `path`, at most one more than `most`.

    Kept for the last few archives as long as size and time of the file do not change.
    Raises OSError when the file cannot be read.
    """
    state = path.stat()
    return _cached(str(path), state.st_size, state.st_mtime_ns, most)


@lru_cache(maxsize=4)
def _cached(path: str, size: int, _changed: int, most: int) -> Directory:
    directory = Directory()
    with Path(path).open("rb") as file:
        end = _find_end(file, size)
        if end is None:
            directory.damage.append("the central directory is missing (cut off?); members were looked for one by one")
        elif end.disk:
            directory.damage.append("one part of a multi-volume zip; only what lies in this part was looked for")
        else:
            _walk_central(file, end, directory, most)
        if directory.damage:
            known = _places(file, directory)
            directory.salvaged = [
                found for found in salvage(file, size, most + 1 - len(known)) if found.entry.header not in known
            ]
        directory.overlapping = _overlaps(file, directory)
    return directory


class _End(Struct, frozen=True):
    position: int
    disk: int
    count: int
    size: int
    offset: int


def _find_end(file: BinaryIO, size: int) -> _End | None:
    start = max(0, size - _END_RECORD.size - _COMMENT)
    file.seek(start)
    tail = file.read(size - start)
    at = len(tail)
    while (at := tail.rfind(_END, 0, at)) >= 0:
        if at + _END_RECORD.size <= len(tail):
            _, disk, _, _, count, length, offset, _ = _END_RECORD.unpack_from(tail, at)
            found = _End(start + at, 0 if disk == 0xFFFF else disk, count, length, offset)
            if count == 0xFFFF or length == 0xFFFFFFFF or offset == 0xFFFFFFFF:
                found = _find_end64(file, found) or found
            if found.position - found.size >= 0:
                return found
    return None


def _find_end64(file: BinaryIO, end: _End) -> _End | None:
    if end.position < _END64_LOCATOR.size:
        return None
    file.seek(end.position - _END64_LOCATOR.size)
    signature, _, offset, disks = _END64_LOCATOR.unpack(file.read(_END64_LOCATOR.size))
    if signature != b"PK\x06\x07":
        return None
    # Where bytes stand before the archive, the record lies directly before its locator.
    for position in (offset, end.position - _END64_LOCATOR.size - _END64_RECORD.size):
        if 0 <= position <= end.position - _END64_RECORD.size:
            file.seek(position)
            record = _END64_RECORD.unpack(file.read(_END64_RECORD.size))
            if record[0] == b"PK\x06\x06":
                return _End(position, disks - 1 if disks > 1 else 0, record[7], record[8], record[9])
    return None


def _walk_central(file: BinaryIO, end: _End, directory: Directory, most: int) -> None:
    start = end.position - end.size
    for begin in (start, end.offset):
        file.seek(begin)
        if end.count == 0 or file.read(4) == CENTRAL:
            start = begin
            break
    directory.shift = max(0, start - end.offset)
    position = start
    file.seek(position)
    while position < end.position and len(directory.central) <= most:
        header = file.read(CENTRAL_HEADER.size)
        if len(header) < CENTRAL_HEADER.size or not header.startswith(CENTRAL):
            break
        length = sum(struct.unpack_from("<3H", header, 28))
        if position + CENTRAL_HEADER.size + length > end.position:
            break
        directory.central.append(position)
        position += CENTRAL_HEADER.size + length
        # Not seek: that would throw away what was read ahead.
        file.read(length)
    found = len(directory.central)
    # Counts above 65,535 wrap around in archives without Zip64 records.
    if found <= most and (position != end.position - (position < end.position) * (end.position - position)):
        directory.damage.append("the central directory is damaged")
    if found <= most and found & 0xFFFF != end.count & 0xFFFF:
        directory.damage.append(
            f"the central directory lists {end.count} members but holds {found}; others were looked for one by one"
        )


def _places(file: BinaryIO, directory: Directory) -> set[int]:
    return {directory.entry(index, file).header for index in range(len(directory.central))}


def _overlaps(file: BinaryIO, directory: Directory) -> frozenset[int]:
    """Members whose bytes begin inside those of another: the trick of every compact zip bomb.

    Source: D. Fifield, "A better zip bomb", WOOT 2019.
    """
    count = len(directory.central)
    starts, ends = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for index in range(count):
        file.seek(directory.central[index])
        header = CENTRAL_HEADER.unpack(file.read(CENTRAL_HEADER.size))
        packed, place = header[8], header[16]
        if packed == 0xFFFFFFFF or place == 0xFFFFFFFF:
            entry = central_entry(file, directory.central[index], 0)
            packed, place = entry.packed, entry.header
        limit = 2**62
        starts[index], ends[index] = min(place, limit), min(place + 30 + header[10] + packed, limit)
    order = np.lexsort((np.arange(count), starts))
    reach = np.maximum.accumulate(ends[order])
    inside = np.zeros(count, bool)
    inside[1:] = starts[order][1:] < reach[:-1]
    return frozenset(int(index) for index in order[inside])


def is_document(path: Path, most: int) -> bool:
    """Whether a zip is a document or program package (Office, jar, NuGet), which is one file to its host."""
    directory = read_directory(path, most)
    with path.open("rb") as file:
        for index in range(min(len(directory), 10_000)):
            try:
                name = directory.entry(index, file).name
            except Damaged:
                continue
            if names_document(name):
                return True
    return False


def names_document(name: str) -> bool:
    """Whether a member of this name makes its zip a document or program package."""
    return name in ("[Content_Types].xml", "mimetype") or name.startswith("META-INF/")


def first_local_name(head: bytes) -> str:
    """Name of the first member of a zip that begins with `head`; empty where there is none."""
    if not head.startswith(LOCAL) or len(head) < 30:
        return ""
    (length,) = struct.unpack_from("<H", head, 26)
    return head[30 : 30 + length].decode("utf-8", "replace")
