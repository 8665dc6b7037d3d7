"""Records of a change journal as lines that detectors can search before anything is decoded.

A line holds the path, the path before a renaming, and the reasons in words, with tabs between them.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
from msgspec import Struct, field

from indicia.evidence.exports.folders import Folders
from indicia.evidence.exports.journal_records import (
    CLOSED,
    FOLDER,
    NEW_NAME,
    OLD_NAME,
    REASONS,
    Changes,
)
from indicia.evidence.text.raw.times import as_datetime
from indicia.model.evidence import Evidence, Kind, Locator
from indicia.model.record import Record, Value
from indicia.tables.batch import Lines
from indicia.tables.schema import FILE_JOURNAL

_OPEN = 50_000
"""Files whose last record is remembered until they are closed: what a record adds is told by the one before it."""
_MOST_HELD = 8_000_000
"""Characters of the paths that are remembered with them, of files that are being renamed."""
_BATCH_LETTERS = 4_000_000
"""Characters of lines handed over at once: deep folders make far more of a block than it holds."""
_NUMBER = 2**48 - 1


class JournalLines:
    """Follows the journal from its beginning: which folder is called how, which file is open."""

    def __init__(self, evidence: Evidence, drive: str, folders: Folders) -> None:
        self._evidence = evidence
        self._drive = f"{drive}:\\"
        self._folders = folders
        self._open: dict[int, tuple[int, str]] = {}
        """Reference of a file → (reasons of its last record, path before a renaming under way)."""
        self._held = 0
        self._lost = 0
        self._forgotten = 0

    def batches(self, at: int, changes: Changes) -> Iterator[Lines]:
        """The records of a block that begins at `at` of the file, in order."""
        rows = _Rows(self._evidence, at, changes, 0)
        lines: list[str] = []
        letters = 0
        for file, folder, name, reason, attributes in zip(
            changes.files, changes.folders, changes.names, changes.reasons, changes.attributes, strict=True
        ):
            inside, known = self._folders.path(folder)
            path = f"{self._drive}{inside}{name}" if known else f"{inside}{name}"
            self._lost += not known
            new, old = self._added(file, reason, path)
            if attributes & FOLDER:
                self._folders.put(file, name, folder)
            rows.paths.append(path)
            rows.before.append(old)
            rows.news.append(new)
            line = f"{path}\t{old}{_tail(reason, attributes & FOLDER)}"
            lines.append(line)
            letters += len(line)
            if letters >= _BATCH_LETTERS:
                yield _batch(lines, rows)
                rows = _Rows(self._evidence, at, changes, rows.first + len(lines))
                lines, letters = [], 0
        if lines:
            yield _batch(lines, rows)

    def notes(self) -> list[str]:
        """What is not known."""
        found = [f"{self._lost:,} records lie in a folder whose path is not known"] if self._lost else []
        if self._folders.full:
            found.append(f"more folders than are held ({len(self._folders):,}): paths through the others are not known")
        if self._forgotten:
            found.append(
                f"{self._forgotten:,} files were forgotten because so many were open at once: what a record of them "
                "adds may be called new where it is not"
            )
        return found

    def _added(self, file: int, reason: int, path: str) -> tuple[int, str]:
        """Reasons that the record before it of the same opened file did not have, and the path before a renaming."""
        last, old = self._open.pop(file, (0, ""))
        self._held -= len(old)
        new = reason & ~last
        if new & OLD_NAME:
            old = path
        if not reason & CLOSED:
            while self._open and (len(self._open) >= _OPEN or self._held + len(old) > _MOST_HELD):
                self._held -= len(self._open.pop(next(iter(self._open)))[1])
                self._forgotten += 1
            self._open[file] = (reason, old)
            self._held += len(old)
        return new, old if reason & NEW_NAME else ""


def _batch(lines: Sequence[str], rows: "_Rows") -> Lines:
    text = "".join(lines)
    encoded = text.encode("utf-8", "replace")
    lengths = map(len, lines) if text.isascii() else (len(line.encode("utf-8", "replace")) for line in lines)
    ends = np.fromiter(accumulate(lengths), np.int64, len(lines))
    return Lines(
        table=FILE_JOURNAL.name,
        source=Kind.USN_JOURNAL.value,
        text=encoded,
        starts=np.concatenate((np.zeros(1, np.int64), ends[:-1])),
        ends=ends - 1,
        decode=rows.record,
    )


@lru_cache(maxsize=4096)
def _tail(reason: int, folder: int) -> str:
    return f"\t{'folder' if folder else 'file'}\t{'; '.join(words(reason))}\n"


@lru_cache(maxsize=4096)
def words(reason: int) -> tuple[str, ...]:
    """The reasons of a record; a bit that has no word as a number."""
    return tuple(REASONS.get(bit, f"0x{bit:x}") for bit in (1 << number for number in range(32)) if reason & bit)


class _Rows(Struct, frozen=True):
    """Records of one block, from its `first` on."""

    evidence: Evidence
    at: int
    changes: Changes
    first: int
    paths: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    news: list[int] = field(default_factory=list)

    def record(self, index: int) -> Record:
        """One of them, decoded."""
        changes, path, old, new = self.changes, self.paths[index], self.before[index], self.news[index]
        number = self.first + index
        name = changes.names[number]
        reasons = words(changes.reasons[number])
        folder = bool(changes.attributes[number] & FOLDER)
        fields: dict[str, Value] = {
            "KnownPath" if path.startswith("?") else "TargetFilename": path,
            "Name": name,
            "Extension": name.rpartition(".")[2].lower() if "." in name else "",
            "Kind": "folder" if folder else "file",
            "Change": words(new),
            "Reason": reasons,
        }
        if old:
            fields["SourceKnownPath" if old.startswith("?") else "SourceFilename"] = old
        time = as_datetime(int(changes.times[number]))
        start, end = int(changes.starts[number]), int(changes.ends[number])
        return Record(
            table=FILE_JOURNAL.name,
            source=Kind.USN_JOURNAL.value,
            time=time,
            host=self.evidence.host,
            at=Locator(sha256=self.evidence.sha256, offset=self.at + start, length=end - start),
            fields=fields,
            raw=(
                f"change {changes.numbers[number]} at {time.isoformat() if time else 'no time'}, "
                f"{'folder' if folder else 'file'} {_reference(changes.files[number])} in "
                f"{_reference(changes.folders[number])}: {path}{f' (was {old})' if old else ''}: {', '.join(reasons)}"
            ),
        )


def _reference(value: int) -> str:
    """`45-3`: number of the record and how often it had been used; a long identifier as it stands."""
    return f"{value & _NUMBER}-{value >> 48}" if value < 1 << 64 else f"{value:032x}"
