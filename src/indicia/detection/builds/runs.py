"""Runs of one build in a web log, left as a table beside the reading."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from indicia.detection.extracts import Extracts
from indicia.model.exposure import BuildOrigin, BuildSeen, Precision

EXTRACT = "builds-named"
"""Name of the table: one row a run.  Times are microseconds since 1970 UTC."""
_START = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class Run(Struct):
    """Answered requests in a row that name one build."""

    build: str
    """`15.1.2106.2`, or `15.1.2106` where only the cumulative update is named."""
    first: datetime
    last: datetime
    path: str
    line: int | None
    """Of the first request."""

    def extend(self, time: datetime) -> None:
        """One more request."""
        self.first, self.last = min(self.first, time), max(self.last, time)


def leave(extracts: Extracts, runs: Sequence[Run]) -> None:
    """Write the table; nothing without runs.  Raises CaseError when there is no room."""
    if not runs:
        return
    import pyarrow as pa

    rows = [
        {
            "build": run.build,
            "first": (run.first - _START) // _TICK,
            "last": (run.last - _START) // _TICK,
            "path": run.path,
            "line": run.line,
        }
        for run in runs
    ]
    columns = {"build": "string", "first": "int64", "last": "int64", "path": "string", "line": "int64"}
    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in columns.items()])
    extracts.append(EXTRACT, pa.RecordBatch.from_pylist(rows, schema=schema))


def runs_seen(paths: Sequence[Path]) -> Iterator[BuildSeen]:
    """Two places for each run of some tables: its first and its last request."""
    if not paths:
        return
    import pyarrow.parquet as pq

    for path in paths:
        # `read_table` would have Arrow's machinery for data sets imported, which takes longer than all rows.
        with pq.ParquetFile(path) as file:
            rows = file.read(use_threads=False).to_pylist()
        for row in rows:
            vague = row["build"].count(".") == 2
            for column in ("first", "last") if row["first"] != row["last"] else ("first",):
                yield BuildSeen(
                    time=_START + row[column] * _TICK,
                    build=f"{row['build']}.0" if vague else row["build"],
                    origin=BuildOrigin.WEB_PATH,
                    precision=Precision.CU_ONLY if vague else Precision.FULL,
                    place=f"{row['path']}, line {row['line']}" if row["line"] and column == "first" else row["path"],
                )
