"""The ticks that a log left, as they are read back from its extract."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from indicia.detection.correlation.hit import TickFile
from indicia.detection.correlation.ticks import schema
from indicia.errors import CaseError

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 8_192


def tick_batches(file: TickFile) -> "Iterator[pa.RecordBatch]":
    """Its rows, thousands at a time.  Raises CaseError when it is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    wanted = schema()
    try:
        with pq.ParquetFile(file.path, page_checksum_verification=True) as reader:
            for batch in reader.iter_batches(batch_size=_BATCH, use_threads=False):
                # Casting has all of Arrow's functions imported, and what was written just now needs none.
                yield batch if batch.schema.equals(wanted) else batch.cast(wanted)
    except (OSError, pa.ArrowException, ValueError) as error:
        raise damaged(file, error) from None


def damaged(file: TickFile, error: Exception) -> CaseError:
    """What to say of a file whose rows cannot be used."""
    return CaseError(
        f"what {file.evidence} left for correlations cannot be read: {error}",
        hint="Delete its reading from the case and scan again.",
    )


def in_order(files: Sequence[TickFile]) -> list[TickFile]:
    """The files in an order that does not depend on how they are given."""
    return sorted(files, key=lambda file: (file.evidence, str(file.path)))
