"""Do records still stand of which only a tick was kept: are they among the ticks of a reading made anew."""

from collections.abc import Collection
from pathlib import Path

Key = tuple[object, ...]
"""(table, SHA-256, offset, length, raw) of an exhibit; raw is empty where only a tick was kept."""


def standing(path: Path, wanted: Collection[Key]) -> set[Key]:
    """Those of the wanted exhibits, of whom only ticks were kept, that the extract at `path` holds.

    Memory is that of one batch and of the answer.  Raises OSError when the extract cannot be read.
    """
    import pyarrow.parquet as pq

    asked = {key for key in wanted if key[-1] == ""}
    found: set[Key] = set()
    if not asked:
        return found
    with pq.ParquetFile(path, page_checksum_verification=True) as reader:
        for batch in reader.iter_batches(batch_size=8_192, columns=["kind", "sha256", "place", "length"]):
            columns = [batch.column(name).to_pylist() for name in ("kind", "sha256", "place", "length")]
            found |= asked.intersection((*place, "") for place in zip(*columns, strict=True))
    return found
