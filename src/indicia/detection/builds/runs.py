"""Runs of one build in a web log, left as a table beside the reading."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from indicia.detection.extracts import Extracts
from indicia.model.exposure import BuildOrigin, BuildSeen, Precision
from indicia.parquet.columns import Column, Kind
from indicia.parquet.reading import Reader

EXTRACT = "builds-named"
"""Name of the table: one row a run.  Times are microseconds since 1970 UTC."""
_COLUMNS = (
    Column("build", Kind.TEXT),
    Column("first", Kind.NUMBER),
    Column("last", Kind.NUMBER),
    Column("path", Kind.TEXT),
    Column("line", Kind.NUMBER),
)
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
    rows = [
        (run.build, (run.first - _START) // _TICK, (run.last - _START) // _TICK, run.path, run.line) for run in runs
    ]
    extracts.append(EXTRACT, _COLUMNS, list(zip(*rows, strict=True)))


def runs_seen(paths: Sequence[Path]) -> Iterator[BuildSeen]:
    """Two places for each run of some tables: its first and its last request."""
    for path in paths:
        with Reader(path) as file:
            rows = list(file.rows(_COLUMNS))
        for build, first, last, where, line in rows:
            vague = build.count(".") == 2
            for moment in dict.fromkeys((first, last)):
                yield BuildSeen(
                    time=_START + moment * _TICK,
                    build=f"{build}.0" if vague else build,
                    origin=BuildOrigin.WEB_PATH,
                    precision=Precision.CU_ONLY if vague else Precision.FULL,
                    place=f"{where}, line {line}" if line and moment == first else where,
                )
