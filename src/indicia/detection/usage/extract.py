"""The tables that the statistics of a log leave beside its reading."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from indicia.detection.extracts import Extracts
from indicia.errors import CaseError
from indicia.parquet.columns import Column, Kind
from indicia.parquet.reading import Reader

LOG, PAGES, VISITS, SAMPLES = "usage-log", "usage-pages", "usage-visits", "usage-samples"
"""Names of the extracts: one row for the file; one a page, method and class of status; one a page and client; and
requests kept whole.  Times are microseconds since 1970 UTC, null where the log has none."""

_BATCH = 8_192
_TEXT, _NUMBER, _TRUTH = Kind.TEXT, Kind.NUMBER, Kind.TRUTH
_COLUMNS = {
    LOG: (
        ("sha256", _TEXT), ("path", _TEXT), ("source", _TEXT), ("requests", _NUMBER), ("scripts", _NUMBER),
        ("first", _NUMBER), ("last", _NUMBER), ("referers", _TRUTH), ("agents", _TRUTH), ("users", _TRUTH),
        ("statuses", _TRUTH), ("untold", _NUMBER),
    ),
    PAGES: (
        ("stem", _TEXT), ("method", _TEXT), ("status", _TEXT), ("requests", _NUMBER), ("first", _NUMBER),
        ("last", _NUMBER), ("clients", _NUMBER), ("busy", _TRUTH),
    ),
    VISITS: (
        ("stem", _TEXT), ("client", _TEXT), ("requests", _NUMBER), ("posts", _NUMBER), ("ok", _NUMBER),
        ("failed", _NUMBER), ("referers", _NUMBER), ("queries", _NUMBER), ("signed_in", _NUMBER), ("sent", _NUMBER),
        ("received", _NUMBER), ("gap_1", _NUMBER), ("gap_10", _NUMBER), ("gap_60", _NUMBER), ("gap_600", _NUMBER),
        ("pauses", _NUMBER), ("gap_sum", _NUMBER), ("gap_squares", _NUMBER), ("hours", _NUMBER), ("days", _NUMBER),
        ("first", _NUMBER), ("last", _NUMBER), ("agents", _NUMBER), ("kinds_of_query", _NUMBER), ("others", _NUMBER),
    ),
    SAMPLES: (
        ("stem", _TEXT), ("client", _TEXT), ("sha256", _TEXT), ("path", _TEXT), ("kind", _TEXT), ("source", _TEXT),
        ("time", _NUMBER), ("place", _NUMBER), ("length", _NUMBER), ("line", _NUMBER), ("raw", _TEXT),
        ("fields", _TEXT),
    ),
}  # fmt: skip


def leave(extracts: Extracts, name: str, rows: Iterator[Sequence[object]]) -> None:
    """Write rows whose values stand in the order of the columns.  Raises OSError when there is no room."""
    columns = columns_of(name)
    while batch := list(islice(rows, _BATCH)):
        extracts.append(name, columns, list(zip(*batch, strict=True)))


def columns_of(name: str) -> tuple[Column, ...]:
    """Columns of an extract."""
    return tuple(Column(column, kind) for column, kind in _COLUMNS[name])


def rows_of(path: Path, name: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Values of these columns of an extract of this name, row by row, a few thousand rows at a time in memory.

    Raises CaseError when the extract cannot be read.
    """
    known = {column.name: column for column in columns_of(name)}
    try:
        with Reader(path) as reader:
            yield from reader.rows([known[column] for column in columns])
    except (OSError, ValueError) as error:
        raise CaseError(
            f"statistics of web requests cannot be read: {error}",
            hint="Delete the readings of this case and scan again.",
        ) from None
