"""Tables that a reading leaves beside it: written batch by batch, in place whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq


class Extracts:
    """The extracts of one reading; each is a Parquet file `<stem>-<name>.parquet`.

    Without a stem nothing is kept.  Left with an exception, none of the files appears.
    """

    def __init__(self, stem: Path | None) -> None:
        self._stem = stem
        self._open: dict[str, tuple[pq.ParquetWriter, Path]] = {}
        self.names: tuple[str, ...] = ()
        """Extracts in place, in order of name; filled on leaving."""

    def append(self, name: str, batch: "pa.RecordBatch") -> None:
        """Add rows; every batch of one name has the same schema.  Raises OSError when there is no room."""
        if self._stem is None or not batch.num_rows:
            return
        if name not in self._open:
            import pyarrow.parquet as pq

            self._stem.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._stem.parent, prefix=".new-")
            os.close(handle)
            writer = pq.ParquetWriter(temporary, batch.schema, compression="zstd", write_page_checksum=True)
            self._open[name] = writer, Path(temporary)
        self._open[name][0].write_batch(batch)

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
            finally:
                with suppress(FileNotFoundError):
                    temporary.unlink()
        self.names = tuple(sorted(self._open)) if kind is None else ()


def extract_path(stem: Path, name: str) -> Path:
    """Where an extract lies."""
    return stem.with_name(f"{stem.name}-{name}.parquet")
