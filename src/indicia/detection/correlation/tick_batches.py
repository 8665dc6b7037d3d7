"""The ticks that a log left, as they are read back from its extract."""

from collections.abc import Iterator, Sequence
from typing import Any

from indicia.detection.correlation.hit import TickFile
from indicia.detection.correlation.ticks import COLUMNS
from indicia.errors import CaseError
from indicia.parquet.reading import Reader

Ticks = dict[str, list[Any]]
"""Some ticks, column by column, by the columns' names."""


def tick_batches(file: TickFile) -> Iterator[Ticks]:
    """Its rows, thousands at a time.  Raises CaseError when it is damaged."""
    names = [column.name for column in COLUMNS]
    try:
        with Reader(file.path) as reader:
            for group in reader.groups(COLUMNS):
                yield dict(zip(names, group, strict=True))
    except (OSError, ValueError) as error:
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
