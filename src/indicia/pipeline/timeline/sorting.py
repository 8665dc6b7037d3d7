"""Sorting more than fits into memory: sorted runs in files of our own, merged when all is in.

A run is a row of blocks, each packed on its own, so that a merge holds one block of each run and nothing more.  The
files hold lengths and bytes; reading them executes nothing.
"""

import heapq
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import zstandard

from indicia.errors import CaseError, unwritable

Entry = tuple[bytes, bytes, bytes]
"""Key, row and marks; entries are ordered by all three, as bytes."""

BUDGET = 20 * 2**20
"""Bytes gathered before they are sorted and written as a run."""
_OVERHEAD = 230
"""What Python adds to an entry: a tuple of three and the heads of its parts."""
_BLOCK = 96 * 2**10
"""Bytes of a block before it is packed."""
_FAN = 48
"""Runs merged at once; more are merged into fewer first."""
_LENGTHS = struct.Struct("<III")
_SIZE = struct.Struct("<II")


class Sorter:
    """Takes entries in any order and gives them sorted.  A context manager: its end removes the runs."""

    def __init__(self, folder: Path, *, budget: int = BUDGET, fan: int = _FAN) -> None:
        """Runs go into a new folder below `folder`, which is made when the first is written."""
        self._parent = folder
        self._budget = budget
        self._fan = max(fan, 2)
        self._folder: Path | None = None
        self._gathered: list[Entry] = []
        self._room = budget
        self._runs: list[Path] = []
        self._made = 0
        self.spilled = 0
        """Bytes written to runs so far, packed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the runs."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            with suppress(OSError):
                # Only goes where nothing else lies in it.
                self._parent.rmdir()

    def add(self, key: bytes, row: bytes, marks: bytes) -> None:
        """Take one entry.  Raises CaseError when a run cannot be written."""
        # A copy is as large as it has to be; what writers of JSON hand over keeps the room they wrote in.
        self._gathered.append((key, bytes(memoryview(row)), marks))
        self._room -= len(key) + len(row) + len(marks) + _OVERHEAD
        if self._room < 0:
            self._spill()

    def room(self) -> Path:
        """The folder of the runs, made now; other processes may sort in it.  Raises CaseError."""
        try:
            if self._folder is None:
                self._parent.mkdir(parents=True, exist_ok=True)
                self._folder = Path(tempfile.mkdtemp(dir=self._parent, prefix="sort-"))
        except OSError as error:
            raise self._full(error) from error
        return self._folder

    def hand_over(self) -> tuple[Path, ...]:
        """Write what is gathered and give the runs away: they are no longer this sorter's to remove."""
        self._spill()
        given, self._runs, self._folder = tuple(self._runs), [], None
        return given

    def adopt(self, runs: Iterable[Path]) -> None:
        """Take over runs that another sorter gave away."""
        for run in runs:
            self._runs.append(run)
            self.spilled += run.stat().st_size

    def sorted(self) -> Iterator[Entry]:
        """All entries in order; to be drawn once, after the last `add`.

        Raises CaseError when a run cannot be written or read.
        """
        self._gathered.sort()
        if not self._runs:
            yield from _letting_go(self._gathered)
            return
        self._spill()
        while len(self._runs) > self._fan:
            # The smallest first, so that no byte is copied more often than it must be.
            self._runs.sort(key=lambda run: (run.stat().st_size, str(run)))
            merged = min(self._fan, len(self._runs) - self._fan + 1)
            chosen, self._runs = self._runs[:merged], self._runs[merged:]
            self._runs.append(self._write(heapq.merge(*(_read(run) for run in chosen))))
            for run in chosen:
                run.unlink(missing_ok=True)
        yield from heapq.merge(*(_read(run) for run in self._runs))

    def _spill(self) -> None:
        if self._gathered:
            self._gathered.sort()
            self._runs.append(self._write(self._gathered))
            self._gathered = []
        self._room = self._budget

    def _write(self, entries: Iterable[Entry]) -> Path:
        self._made += 1
        path = self.room() / f"{self._made:06}"
        try:
            with path.open("wb") as file:
                _write(file, entries)
            self.spilled += path.stat().st_size
        except OSError as error:
            raise self._full(error) from error
        return path

    def _full(self, error: OSError) -> CaseError:
        return CaseError(
            f"{self._parent}: no room to sort in: {error.strerror or error}",
            hint=unwritable(error, "Free space on that disk, or copy the case to a larger one."),
        )


def joined(entries: Iterable[Entry], join: Callable[[list[bytes]], bytes]) -> Iterator[Entry]:
    """Each key once.

    Of entries with the same key the first row that has marks stands, and `join` makes one of their marks.
    """
    last: Entry | None = None
    more: list[Entry] = []
    for entry in entries:
        if last is not None and last[0] == entry[0]:
            more.append(entry)
            continue
        if last is not None:
            yield _one(last, more, join) if more else last
        last, more = entry, []
    if last is not None:
        yield _one(last, more, join) if more else last


def _one(first: Entry, more: list[Entry], join: Callable[[list[bytes]], bytes]) -> Entry:
    marked = [entry for entry in (first, *more) if entry[2]]
    if not marked:
        return first
    return first[0], marked[0][1], join([entry[2] for entry in marked])


def _letting_go(entries: list[Entry]) -> Iterator[Entry]:
    """The entries of a list, each let go when it was drawn."""
    entries.reverse()
    while entries:
        yield entries.pop()


def _write(file: BinaryIO, entries: Iterable[Entry]) -> None:
    # A fast level: a run is read once and then thrown away.
    packer = zstandard.ZstdCompressor(level=1)
    parts: list[bytes] = []
    size = 0
    for key, row, marks in entries:
        parts += (_LENGTHS.pack(len(key), len(row), len(marks)), key, row, marks)
        size += len(key) + len(row) + len(marks) + _LENGTHS.size
        if size >= _BLOCK:
            _block(file, packer, parts, size)
            parts, size = [], 0
    if parts:
        _block(file, packer, parts, size)


def _block(file: BinaryIO, packer: zstandard.ZstdCompressor, parts: list[bytes], size: int) -> None:
    packed = packer.compress(b"".join(parts))
    file.write(_SIZE.pack(len(packed), size))
    file.write(packed)


def _read(run: Path) -> Iterator[Entry]:
    unpacker = zstandard.ZstdDecompressor()
    try:
        with run.open("rb", buffering=0) as file:
            while head := file.read(_SIZE.size):
                length, size = _SIZE.unpack(head)
                yield from _entries(unpacker.decompress(file.read(length), max_output_size=size))
    except (OSError, struct.error, zstandard.ZstdError) as error:
        raise CaseError(
            f"{run}: a file of the sort cannot be read again: {error}", hint="Is the disk in order?  Run it again."
        ) from error


def _entries(block: bytes) -> Iterator[Entry]:
    at = 0
    while at < len(block):
        key, row, marks = _LENGTHS.unpack_from(block, at)
        at += _LENGTHS.size
        row_at = at + key
        marks_at = row_at + row
        end = marks_at + marks
        yield block[at:row_at], block[row_at:marks_at], block[marks_at:end]
        at = end
