"""Do records still stand that only the statistics of a log kept: are they among those of a reading made anew."""

from collections.abc import Collection
from pathlib import Path

Key = tuple[object, ...]
"""(table, SHA-256, offset, length, raw) of an exhibit."""


def standing(path: Path, wanted: Collection[Key]) -> set[Key]:
    """Those of the wanted exhibits that the extract `usage-samples` at `path` holds.

    Raises OSError when the extract cannot be read.
    """
    import pyarrow.parquet as pq

    asked = set(wanted)
    found: set[Key] = set()
    with pq.ParquetFile(path, page_checksum_verification=True) as reader:
        for batch in reader.iter_batches(batch_size=8_192, columns=["kind", "sha256", "place", "length", "raw"]):
            columns = [batch.column(name).to_pylist() for name in ("kind", "sha256", "place", "length", "raw")]
            found |= asked.intersection(zip(*columns, strict=True))
    return found
