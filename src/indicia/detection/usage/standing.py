"""Do records still stand that only the statistics of a log kept: are they among those of a reading made anew."""

from collections.abc import Collection
from pathlib import Path

from indicia.detection.usage.extract import SAMPLES, columns_of
from indicia.parquet.reading import Reader

Key = tuple[object, ...]
"""(table, SHA-256, offset, length, raw) of an exhibit."""


def standing(path: Path, wanted: Collection[Key]) -> set[Key]:
    """Those of the wanted exhibits that the extract `usage-samples` at `path` holds.

    Raises OSError when the extract cannot be read, ValueError when it is damaged.
    """
    asked = set(wanted)
    columns = {column.name: column for column in columns_of(SAMPLES)}
    with Reader(path) as reader:
        return asked.intersection(reader.rows([columns[name] for name in ("kind", "sha256", "place", "length", "raw")]))
