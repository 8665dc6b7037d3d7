"""The reader of the master file table (`$MFT`) of an NTFS volume: every file it knows, also deleted ones.

It goes over the table twice, once for the folders and once for the files, so that only folders are held in memory.
"""

import re
import shutil
import struct
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from indicia.config import Limits
from indicia.evidence.exports.file_records import FileRecord, Name, is_folder, parse_record, record_size
from indicia.evidence.exports.listed_file import ListedFile, listed_rows
from indicia.evidence.exports.text import Place, fault_at, whole_fault
from indicia.evidence.readers import reader
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger, Rows

_ROOT = 5
_OWN = 24
"""Records before it are the file system's own."""
_DEEPEST = 128
_DRIVE = re.compile(r"(?:^|[\\/])([A-Za-z])(?::|%3A)?[\\/]\$MFT", re.IGNORECASE)
_LOST = "?"
"""Stands for a folder that is no longer there, or whose record now belongs to another."""

_Folder = tuple[str, int, int, int]
"""(name, record of its folder, sequence of that, sequence of its own)"""


@reader(Kind.MFT)
def read_file_table(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Rows]:
    """One record of the table `file` for each name of each file; deleted ones are marked, folders are left out.

    Times are those of `$STANDARD_INFORMATION`, which an intruder can set.  A damaged record is a fault at its place; a
    path that goes through a folder that is gone begins with `?`.
    """
    with TemporaryFile() as table:
        shutil.copyfileobj(stream, table, 2**20)
        end = table.tell()
        table.seek(0)
        size = record_size(table.read(64))
        if not size or end < evidence.size:
            whole_fault(evidence, ledger, "ends earlier than its size says" if size else "its first record is damaged")
            return
        found = _drive(evidence)
        if not found:
            ledger.note("the table does not name its volume: paths are shown as those of drive C")
        yield from listed_rows(_Table(table, size, evidence, ledger).files(found or "C"), evidence, ledger)
    ledger.records = evidence.size - ledger.faulty


def _drive(evidence: Evidence) -> str:
    for path in (evidence.original or "", evidence.path):
        if drive := _DRIVE.search(path):
            return drive[1].upper()
    return ""


class _Table:
    def __init__(self, table: IO[bytes], size: int, evidence: Evidence, ledger: Ledger) -> None:
        self._table = table
        self._size = size
        self._evidence = evidence
        self._ledger = ledger
        self._folders: dict[int, _Folder] = {}

    def files(self, drive: str) -> Iterator[ListedFile]:
        """Files in the order of the table."""
        for number, _, record in self._records(folders=True):
            if record.names and not record.extends:
                name = record.names[0]
                self._folders[number] = (name.text, name.parent, name.sequence, record.sequence)
        unnamed = 0
        for number, place, record in self._records(folders=False):
            if record.extends or number < _OWN:
                continue
            unnamed += not record.names
            for name in record.names:
                folder = self._folder(name, record.in_use)
                path = f"{drive}:\\{folder}{name.text}"
                yield ListedFile(
                    path=path,
                    place=place,
                    raw=f"record {number}, {'in use' if record.in_use else 'deleted'}: {path}",
                    size=record.size,
                    created=record.created,
                    modified=record.modified,
                    deleted=not record.in_use,
                )

        if unnamed:
            self._ledger.note(f"{unnamed:,} files without a name in their own record were left out")

    def _records(self, *, folders: bool) -> Iterator[tuple[int, Place, FileRecord]]:
        """Records of folders, or all others, so that each is taken apart and found damaged once."""
        self._table.seek(0)
        number = 0
        while data := self._table.read(self._size):
            if is_folder(data) is folders and data.strip(b"\0"):
                # A place without a line: records of the table are told by their offset.
                place = Place(number * self._size, len(data), 0)
                try:
                    yield number, place, parse_record(data)
                except (ValueError, IndexError, struct.error) as error:
                    self._ledger.fault(fault_at(self._evidence, place, str(error)))
                    self._ledger.faulty += place.length
            number += 1

    def _folder(self, name: Name, in_use: bool) -> str:
        """Path of the folder of a name with a `\\` at its end; empty for the root."""
        parts: list[str] = []
        parent, sequence = name.parent, name.sequence
        while parent != _ROOT:
            folder = self._folders.get(parent)
            # Deleting a folder counts its record up: what was deleted with it still belongs to it.
            fits = folder is not None and (sequence == folder[3] or (not in_use and sequence + 1 == folder[3]))
            if folder is None or not fits or len(parts) >= _DEEPEST:
                parts.append(_LOST)
                break
            parts.append(folder[0])
            parent, sequence = folder[1], folder[2]
        return "".join(f"{part}\\" for part in reversed(parts))
