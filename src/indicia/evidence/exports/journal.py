r"""The reader of the change journal of an NTFS volume (`$UsnJrnl:$J`): what was made, written, renamed, deleted.

A record names a file and the number of its folder.  Paths come from the `$MFT` of the same volume where it was
collected, and from what the journal itself says of folders; a path that neither knows is said to be unknown.
"""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from indicia.config import Limits
from indicia.errors import EvidenceError
from indicia.evidence.exports.folders import MOST, Folders, folders_of_table
from indicia.evidence.exports.journal_lines import JournalLines
from indicia.evidence.exports.journal_pages import Pages
from indicia.evidence.exports.journal_records import Changes, Found, find
from indicia.evidence.exports.text import Place, fault_at
from indicia.evidence.readers import Beside, Companion, reader, with_companion
from indicia.evidence.text.raw.spans import Spans
from indicia.model.evidence import Evidence, Kind
from indicia.tables.batch import Ledger, Lines

SOURCE = Kind.USN_JOURNAL.value
_DRIVE = re.compile(r"(?:^|[\\/])([A-Za-z])(?::|%3A)?[\\/](?:\$Extend[\\/])?\$(?:UsnJrnl|J|MFT)", re.IGNORECASE)


@reader(Kind.USN_JOURNAL)
def read_journal(stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits) -> Iterator[Lines]:
    """One record of the table `file_journal` for each record of the journal, with paths as far as it tells them itself.

    Versions 2 and 3; records of version 4, which name no file, are counted.  Zeros are padding; what is neither is a
    fault at its place, and the next record is found again.  Times are UTC.
    """
    yield from read_with_table(stream, evidence, ledger, limits, None)


def read_with_table(
    stream: BinaryIO, evidence: Evidence, ledger: Ledger, limits: Limits, beside: Beside | None
) -> Iterator[Lines]:
    """The same with the folders of the file table of its volume.

    Folders are taken as they were at the time of each record: as the first record about a folder has it, from there
    on as each further one says, and as the table has those of which the journal says nothing.
    """
    del limits  # nothing is held that grows with the file but folders and open files, which have limits of their own
    pages = Pages(stream, evidence.size)
    try:
        folders = _folders(evidence, ledger, beside)
        _learn(folders, (found.changes for _, found in _blocks(pages, folders=True)))
        drive = _drive(evidence, beside)
        if not drive:
            ledger.note("the journal does not name its volume: paths are shown as those of drive C")
        yield from _Reading(pages, evidence, ledger, JournalLines(evidence, drive or "C", folders)).batches()
    finally:
        pages.close()


with_companion(Kind.USN_JOURNAL, Companion(Kind.MFT, read_with_table))


def _folders(evidence: Evidence, ledger: Ledger, beside: Beside | None) -> Folders:
    if beside is None:
        if evidence.beside == "":
            ledger.note(
                "several $MFT could be that of this journal's volume: none was used, paths are known as far as the "
                "journal tells them itself"
            )
        else:
            ledger.note("no $MFT of its volume was collected: paths are known as far as the journal tells them itself")
        return Folders()
    try:
        with beside.open() as table:
            folders, damaged = folders_of_table(table)
    except (OSError, EvidenceError, ValueError) as error:
        ledger.note(f"{beside.evidence.path} could not be used for paths: {error}")
        return Folders()
    ledger.note(
        f"paths come from {beside.evidence.path} ({len(folders):,} folders)"
        + (f"; {damaged:,} of its folders are damaged" if damaged else "")
    )
    return folders


def _learn(folders: Folders, blocks: Iterable[Changes]) -> None:
    """Call each folder what the first record about it calls it: so it is at the beginning of the journal."""
    told: set[int] = set()
    for changes in blocks:
        for reference, name, parent in zip(changes.files, changes.names, changes.folders, strict=True):
            if reference not in told and len(told) < MOST:
                told.add(reference)
                folders.put(reference, name, parent)


def _drive(evidence: Evidence, beside: Beside | None) -> str:
    paths = [evidence.original, evidence.path]
    if beside is not None:
        paths += [beside.evidence.original, beside.evidence.path]
    return next((found[1].upper() for path in paths if path and (found := _DRIVE.search(path))), "")


def _blocks(pages: Pages, *, folders: bool = False) -> Iterator[tuple[int, Found]]:
    """(where it begins in the file, what it holds) of each block; what a block leaves comes with the next one."""
    rest = b""
    for start, block, last in pages.blocks():
        data = rest + block
        at = start - len(rest)
        found = find(data, last=last, folders=folders)
        rest = b"" if last else data[found.end :]
        yield at, found


class _Reading:
    """One journal on its way: bytes, faults, span."""

    def __init__(self, pages: Pages, evidence: Evidence, ledger: Ledger, lines: JournalLines) -> None:
        self._pages = pages
        self._evidence = evidence
        self._ledger = ledger
        self._lines = lines
        self._spans = Spans(SOURCE)
        self._torn: tuple[int, int] | None = None
        self._ranges = 0

    def batches(self) -> Iterator[Lines]:
        """The records block by block."""
        ledger = self._ledger
        reached = 0
        for at, found in _blocks(self._pages):
            ledger.framing += at - reached
            reached = at + found.end
            for first, last in found.torn:
                self._tear(at + first, at + last)
            ledger.framing += found.framing
            self._ranges += found.ranges
            changes = found.changes
            count = len(changes.starts)
            if not count:
                continue
            ledger.records += int((changes.ends - changes.starts).sum())
            ledger.count += count
            self._spans.add(None, None, changes.times)
            yield from self._lines.batches(at, changes)
        ledger.framing += self._pages.size - reached
        self._close()

    def _tear(self, first: int, last: int) -> None:
        """A stretch without a record; what goes on in the next block is one."""
        self._ledger.faulty += last - first
        if self._torn is not None and self._torn[1] == first:
            self._torn = (self._torn[0], last)
            return
        self._tell()
        self._torn = (first, last)

    def _tell(self) -> None:
        if self._torn is not None:
            first, last = self._torn
            place = Place(first, last - first, 0)
            self._ledger.fault(fault_at(self._evidence, place, "no record of a change can be read here"))
            self._torn = None

    def _close(self) -> None:
        self._tell()
        ledger, missing = self._ledger, self._evidence.size - self._pages.size
        if missing:
            place = Place(self._pages.size, missing, 0)
            ledger.fault(fault_at(self._evidence, place, "ends earlier than its size says"))
            ledger.faulty += missing
        if self._ranges:
            ledger.note(f"{self._ranges:,} records of version 4, which only say which bytes changed, were left out")
        for note in self._lines.notes():
            ledger.note(note)
        ledger.spans.extend(self._spans.finish())
