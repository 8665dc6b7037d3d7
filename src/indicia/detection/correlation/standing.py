"""Do records still stand of which only a tick was kept: are they among the ticks of a reading made anew."""

from collections.abc import Collection
from pathlib import Path

from indicia.detection.correlation.ticks import COLUMNS
from indicia.parquet.reading import Reader

Key = tuple[object, ...]
"""(table, SHA-256, offset, length, raw) of an exhibit; raw is empty where only a tick was kept."""


def standing(path: Path, wanted: Collection[Key]) -> set[Key]:
    """Those of the wanted exhibits, of whom only ticks were kept, that the extract at `path` holds.

    Memory is that of one batch and of the answer.  Raises OSError when the extract cannot be read, ValueError when
    it is damaged.
    """
    asked = {key for key in wanted if key[-1] == ""}
    if not asked:
        return set()
    columns = {column.name: column for column in COLUMNS}
    with Reader(path) as reader:
        rows = reader.rows([columns[name] for name in ("kind", "sha256", "place", "length")])
        return asked.intersection((*place, "") for place in rows)
