"""Tables that a reading leaves beside it: written batch by batch, in place whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from indicia.errors import CaseError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq


class Extracts:
    """The extracts of one reading; each is a Parquet file `<stem>-<name>.parquet`.

    Without a stem nothing is kept.  Left with an exception, none of the files appears.  Whatever the disk refuses is
    a CaseError: it is no fault of the evidence.
    """

    def __init__(self, stem: Path | None) -> None:
        self._stem = stem
        self._open: dict[str, tuple[pq.ParquetWriter, Path]] = {}
        self.names: tuple[str, ...] = ()
        """Extracts in place, in order of name; filled on leaving."""

    def append(self, name: str, batch: "pa.RecordBatch") -> None:
        """Add rows; every batch of one name has the same schema."""
        if self._stem is None or not batch.num_rows:
            return
        try:
            if name not in self._open:
                self._open[name] = _begun(self._stem.parent, batch.schema)
            self._open[name][0].write_batch(batch)
        except OSError as error:
            raise _no_room(self._stem.parent, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, (writer, temporary) in self._open.items():
            try:
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


def _begun(folder: Path, schema: "pa.Schema") -> "tuple[pq.ParquetWriter, Path]":
    """A table that is being written, under a temporary name."""
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".new-")
    os.close(handle)
    return pq.ParquetWriter(temporary, schema, compression="zstd", write_page_checksum=True), Path(temporary)


def _no_room(folder: Path, error: OSError) -> CaseError:
    return CaseError(
        f"{folder}: {error.strerror or error}; nothing half-written was left",
        hint="Make room or name another folder with --case, then run the same command again: it goes on.",
    )


def extract_path(stem: Path, name: str) -> Path:
    """Where an extract lies."""
    return stem.with_name(f"{stem.name}-{name}.parquet")
