"""Folders of a volume by their references, and the paths that lead through them.

A reference is the number of a folder's record and, above 48 bits, how often that record had been used: a number that
belongs to another folder by now is another reference, and is not resolved.
"""

import struct
from typing import BinaryIO

from indicia.evidence.exports.file_records import is_folder, parse_record, record_size
from indicia.evidence.exports.journal_pages import read_up_to

ROOT = 5
LOST = "?"
"""Stands for a folder that is not known."""
_NUMBER = 2**48 - 1
_DEEPEST = 128
_LONGEST = 32_767
"""Characters of a path as Windows has it at most; what leads further up is left out as unknown."""
MOST = 500_000
"""Folders held in memory; paths through others are unknown."""
_MOST_LETTERS = 32_000_000
"""Characters of all their names together."""
_LETTERS_KEPT = 8_000_000
"""Characters of the paths that are kept because they may be asked for again."""


class Folders:
    """Name and parent of each folder known, as they are at one moment."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[str, int]] = {}
        self._letters = 0
        self._paths: dict[int, tuple[str, bool]] = {}
        self._lost: dict[int, tuple[str, bool]] = {}
        """Paths that were asked for: known ones, which a renaming may change, and those that any new folder may."""
        self._kept = 0
        self.full = False
        """Whether there were more folders than are held."""

    def __len__(self) -> int:
        return len(self._known)

    def put(self, reference: int, name: str, parent: int) -> None:
        """What a folder is called from now on, and where it lies."""
        now = (name, parent)
        before = self._known.get(reference)
        if before == now:
            return
        more = len(name) - (len(before[0]) if before else 0)
        if (before is None and len(self._known) >= MOST) or self._letters + more > _MOST_LETTERS:
            self.full = True
            # What it was called before it is no longer called.
            if self._known.pop(reference, None) is not None:
                self._letters += more - len(name)
                self._forget()
            return
        self._letters += more
        self._known[reference] = now
        if before is None:
            self._lost.clear()
        else:
            self._forget()

    def path(self, reference: int) -> tuple[str, bool]:
        r"""Path of a folder from the root with a `\` at its end, and whether all of it is known.

        Empty for the root; what is not known to its root begins with `?\`.
        """
        found = self._paths.get(reference) or self._lost.get(reference)
        if found is None:
            if self._kept >= _LETTERS_KEPT:
                self._forget()
            found = self._resolved(reference)
            (self._paths if found[1] else self._lost)[reference] = found
            self._kept += len(found[0]) + 1
        return found

    def _forget(self) -> None:
        self._paths.clear()
        self._lost.clear()
        self._kept = 0

    def _resolved(self, reference: int) -> tuple[str, bool]:
        parts: list[str] = []
        passed: set[int] = set()
        letters = 0
        while reference & _NUMBER != ROOT or reference >> 64:
            folder = self._known.get(reference)
            letters += len(folder[0]) + 1 if folder else 0
            # Folders that hold each other, which only damage makes, lie nowhere.
            if folder is None or reference in passed or len(parts) >= _DEEPEST or letters > _LONGEST:
                return "".join(f"{part}\\" for part in (LOST, *reversed(parts))), False
            parts.append(folder[0])
            passed.add(reference)
            reference = folder[1]
        return "".join(f"{part}\\" for part in reversed(parts)), True


def folders_of_table(stream: BinaryIO) -> tuple[Folders, int]:
    """The folders of a master file table, and how many of its records of folders are damaged.

    Of a folder that was deleted, whose record counts one up, the reference that it had.
    Raises ValueError where its first record is damaged.
    """
    folders = Folders()
    head = read_up_to(stream, 64)
    size = record_size(head)
    if not size:
        raise ValueError("its first record is damaged")
    data = head + read_up_to(stream, size - len(head))
    number = damaged = 0
    while data:
        if is_folder(data):
            try:
                record = parse_record(data)
            except (ValueError, IndexError, struct.error):
                damaged += 1
            else:
                if record.names and not record.extends:
                    name = record.names[0]
                    used = record.sequence if record.in_use else (record.sequence - 1) & 0xFFFF
                    folders.put(number | used << 48, name.text, name.parent | name.sequence << 48)
        data = read_up_to(stream, size)
        number += 1
    return folders, damaged
