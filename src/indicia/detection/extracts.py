"""Tables that a reading leaves beside it: written batch by batch, in place whole or not at all."""

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from indicia.errors import CaseError, unwritable
from indicia.parquet.columns import Column
from indicia.parquet.writing import Rows, Writer


class Extracts:
    """The extracts of one reading; each is a Parquet file `<stem>-<name>.parquet`.

    Without a stem nothing is kept.  Left with an exception, none of the files appears.  Whatever the disk refuses is
    a CaseError: it is no fault of the evidence.
    """

    def __init__(self, stem: Path | None) -> None:
        self._stem = stem
        self._open: dict[str, tuple[Writer, BinaryIO, Path]] = {}
        self.names: tuple[str, ...] = ()
        """Extracts in place, in order of name; filled on leaving."""

    def append(self, name: str, columns: Sequence[Column], rows: Rows) -> None:
        """Add rows, column by column; those of one name have the same columns."""
        if self._stem is None or not rows or not rows[0]:
            return
        try:
            if name not in self._open:
                self._open[name] = _begun(self._stem.parent, columns)
            self._open[name][0].write(rows)
        except OSError as error:
            raise _no_room(self._stem.parent, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, (writer, file, temporary) in self._open.items():
            try:
                with file:
                    writer.close()
                if kind is None and self._stem is not None:
                    temporary.chmod(0o644)
                    temporary.replace(extract_path(self._stem, name))
            except OSError as problem:
                # Already leaving with an error, that one tells more.
                if kind is None:
                    raise _no_room(temporary.parent, problem) from problem
            finally:
                with suppress(FileNotFoundError):
                    temporary.unlink()
        self.names = tuple(sorted(self._open)) if kind is None else ()


def _begun(folder: Path, columns: Sequence[Column]) -> tuple[Writer, BinaryIO, Path]:
    """A table that is being written, under a temporary name."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".new-")
    file = os.fdopen(handle, "wb")
    return Writer(file, columns), file, Path(temporary)


def _no_room(folder: Path, error: OSError) -> CaseError:
    return CaseError(
        f"{folder}: {error.strerror or error}; nothing half-written was left",
        hint=unwritable(
            error, "Make room or name another folder with --case, then run the same command again: it goes on."
        ),
    )


def extract_path(stem: Path, name: str) -> Path:
    """Where an extract lies."""
    return stem.with_name(f"{stem.name}-{name}.parquet")


def part_stem(stem: str, part: int) -> str:
    """Stem of the extracts of one part of a log, counted from 0."""
    return f"{stem}-{part:05d}"


def part_name(name: str, part: int) -> str:
    """The name under which the extract of a part lies beside the stem of the whole log."""
    return f"{part:05d}-{name}"


def whole_name(name: str) -> str:
    """Name of an extract without the part it comes from."""
    return name[6:] if name[:5].isdigit() and name[5:6] == "-" else name
