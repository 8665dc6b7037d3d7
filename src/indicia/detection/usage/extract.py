"""The tables that the statistics of a log leave beside its reading."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indicia.detection.extracts import Extracts
from indicia.errors import CaseError

if TYPE_CHECKING:
    import pyarrow as pa

LOG, PAGES, VISITS, SAMPLES = "usage-log", "usage-pages", "usage-visits", "usage-samples"
"""Names of the extracts: one row for the file; one a page, method and class of status; one a page and client; and
requests kept whole.  Times are microseconds since 1970 UTC, null where the log has none."""

_BATCH = 8_192
_COLUMNS = {
    LOG: (
        ("sha256", "string"), ("path", "string"), ("source", "string"), ("requests", "int64"), ("scripts", "int64"),
        ("first", "int64"), ("last", "int64"), ("referers", "bool"), ("agents", "bool"), ("users", "bool"),
        ("statuses", "bool"), ("untold", "int64"),
    ),
    PAGES: (
        ("stem", "string"), ("method", "string"), ("status", "string"), ("requests", "int64"), ("first", "int64"),
        ("last", "int64"), ("clients", "int64"), ("busy", "bool"),
    ),
    VISITS: (
        ("stem", "string"), ("client", "string"), ("requests", "int64"), ("posts", "int64"), ("ok", "int64"),
        ("failed", "int64"), ("referers", "int64"), ("queries", "int64"), ("signed_in", "int64"), ("sent", "int64"),
        ("received", "int64"), ("gap_1", "int64"), ("gap_10", "int64"), ("gap_60", "int64"), ("gap_600", "int64"),
        ("pauses", "int64"), ("gap_sum", "int64"), ("gap_squares", "int64"), ("hours", "int64"), ("days", "int64"),
        ("first", "int64"), ("last", "int64"), ("agents", "int64"), ("kinds_of_query", "int64"), ("others", "int64"),
    ),
    SAMPLES: (
        ("stem", "string"), ("client", "string"), ("sha256", "string"), ("path", "string"), ("kind", "string"),
        ("source", "string"), ("time", "int64"), ("place", "int64"), ("length", "int64"), ("line", "int64"),
        ("raw", "string"), ("fields", "string"),
    ),
}  # fmt: skip


def leave(extracts: Extracts, name: str, rows: Iterator[Sequence[object]]) -> None:
    """Write rows whose values stand in the order of the columns.  Raises OSError when there is no room."""
    import pyarrow as pa

    fields = schema(name)
    batch: list[Sequence[object]] = []

    def flush() -> None:
        if batch:
            columns = zip(*batch, strict=True)
            arrays = [pa.array(column, type=field.type) for column, field in zip(columns, fields, strict=True)]
            extracts.append(name, pa.record_batch(arrays, schema=fields))
            batch.clear()

    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            flush()
    flush()


def schema(name: str) -> "pa.Schema":
    """Columns of an extract."""
    import pyarrow as pa

    return pa.schema([(column, pa.type_for_alias(kind)) for column, kind in _COLUMNS[name]])


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Values of these columns, row by row, a few thousand rows at a time in memory.

    Raises CaseError when the extract cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # `read_table` would have Arrow's machinery for data sets imported, which takes longer and more than all rows.
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            for batch in file.iter_batches(batch_size=_BATCH, columns=list(columns), use_threads=False):
                yield from zip(*(batch.column(name).to_pylist() for name in columns), strict=True)
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise CaseError(
            f"statistics of web requests cannot be read: {error}",
            hint="Delete the readings of this case and scan again.",
        ) from None
