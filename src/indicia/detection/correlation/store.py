"""The ticks of all files of a case in one place on disk, and the members of a correlation in order."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import compress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from indicia.detection.correlation.correlation import Correlation
from indicia.detection.correlation.correlation import Kind as Counting
from indicia.detection.correlation.hit import Tick, TickFile, microseconds, moment
from indicia.detection.correlation.loading import CorrelationSet
from indicia.detection.correlation.member import NUMBER, Member
from indicia.detection.correlation.tick_batches import Ticks, in_order, tick_batches
from indicia.detection.correlation.ticks import COLUMNS
from indicia.detection.correlation.words import HOST_FIELDS, key
from indicia.errors import CaseError
from indicia.model.evidence import Locator
from indicia.parquet.columns import Column, Kind
from indicia.parquet.writing import Writer

_MEMORY = "64MB"
"""What DuckDB may hold; sorting beyond it goes to the scratch folder."""
_BATCH = 8_192
_COMMIT = 50_000
"""Rows of one transaction: what is not committed stays in memory whatever the limit."""
_TICKS = """CREATE TABLE ticks (
    rule INTEGER, time BIGINT, identity BLOB, fields VARCHAR[], keys VARCHAR[], kind VARCHAR, source VARCHAR,
    sha256 VARCHAR, place BIGINT, length BIGINT, line BIGINT, record_id BIGINT, owner INTEGER, file INTEGER)"""

_STORED = (
    Column("rule", Kind.NUMBER),
    *(column for column in COLUMNS if column.name not in ("rule", "host")),
    Column("owner", Kind.NUMBER),
    Column("file", Kind.NUMBER),
)
_HELD = (Column("correlation", Kind.NUMBER), Column("tick", Kind.NUMBER), Column("first", Kind.TRUTH))


class Store:
    """A scratch database; leave it to delete it."""

    def __init__(
        self, scratch: Path, loaded: CorrelationSet, *, since: datetime | None = None, until: datetime | None = None
    ) -> None:
        """Begin an empty one below the folder `scratch`, which exists."""
        self._loaded = loaded
        self._rules = {leaf: number for number, leaf in enumerate(loaded.bases)}
        self._names = tuple(loaded.bases)
        self._correlations = {item.id: number for number, item in enumerate(loaded.correlations)}
        self._period = (microseconds(since) if since else None, microseconds(until) if until else None)
        self._path = scratch / "ticks.duckdb"
        self._hosts: list[str] = []
        self._files: list[str] = []
        self._open = 0
        """Rows since the last commit."""
        self._held: list[tuple[int, int, bool]] = []
        config: dict[str, str | bool | int | float | list[str]] = {
            "threads": "1",
            "memory_limit": _MEMORY,
            "temp_directory": str(scratch / "spill"),
        }
        try:
            self._db = duckdb.connect(str(self._path), config=config)
        except duckdb.Error as error:
            raise CaseError(f"no room to correlate in {scratch}: {error}") from None
        self._db.execute(_TICKS)
        self._db.execute("CREATE TABLE held (correlation INTEGER, tick BIGINT, first BOOLEAN)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        with suppress(OSError):
            self._path.unlink()

    def load(self, files: Sequence[TickFile]) -> None:
        """Take in the ticks of all files, in an order that does not depend on how they are given.

        Raises CaseError when one is damaged.
        """
        owners: dict[str, int] = {}
        self._db.begin()
        for number, file in enumerate(in_order(files)):
            self._files.append(file.evidence)
            for batch in tick_batches(file):
                self._take(batch, self._rules, file, number, owners)
        self._db.execute("CREATE TABLE owners (no INTEGER, key VARCHAR)")
        self._hosts = list(owners)
        if owners:
            self._db.executemany("INSERT INTO owners VALUES (?, ?)", [[no, key(host)] for host, no in owners.items()])
        self._db.commit()

    def _take(
        self, ticks: Ticks, names: Mapping[str, int], file: TickFile, number: int, owners: dict[str, int]
    ) -> None:
        named = sorted(dict.fromkeys(ticks["host"]), key=lambda name: name is None)
        of = {name: owners.setdefault(file.host_of(name), len(owners)) for name in named}
        columns = {
            **ticks,
            "rule": [names.get(rule) for rule in ticks["rule"]],
            "owner": [of[host] for host in ticks["host"]],
            "file": [number] * len(ticks["host"]),
        }
        chosen = [rule is not None for rule in columns["rule"]]
        rows = [list(compress(columns[column.name], chosen)) for column in _STORED]
        self._insert("ticks", _STORED, rows)
        self._open += len(rows[0])
        if self._open >= _COMMIT:
            self._db.commit()
            self._db.begin()
            self._open = 0

    def _insert(self, table: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> None:
        """Add rows by way of a file: handed over in memory they would have Arrow loaded, which takes 30 MB."""
        path = self._path.with_name("incoming.parquet")
        with path.open("wb") as file:
            writer = Writer(file, columns)
            writer.write(rows)
            writer.close()
        self._db.execute(f"INSERT INTO {table} SELECT * FROM read_parquet(?)", [str(path)])
        path.unlink()

    def gather(self, item: Correlation) -> tuple[int, int]:
        """Put the members of a correlation in order; (records without a time, records without a field it reads).

        What it holds on to replaces what an earlier call put there.
        """
        self._flush()
        parts = " UNION ALL ".join(
            self._part(item, number, part, leaf)
            for number, part in enumerate(item.rules)
            for leaf in self._loaded.leaves(part)
        )
        groups, values = len(item.group_by), len(item.fields)
        keys = [f"k{number}" for number in range(groups + values)]
        whole = " AND ".join(f"{name} IS NOT NULL" for name in keys) or "TRUE"
        if item.kind.numeric:
            whole += f" AND regexp_full_match(k{groups}, '{NUMBER}')"
        begins, ends = self._period
        inside = "time IS NOT NULL" + (f" AND time >= {begins}" if begins is not None else "")
        inside += f" AND time <= {ends}" if ends is not None else ""
        order = ", ".join([*keys[:groups], "time", "part", "owner", "identity", "file", "place"])
        columns = ", ".join(["tick", "time", "part", "owner", "identity", *keys])
        self._db.execute(
            f"CREATE OR REPLACE TABLE member AS SELECT {columns} FROM ({parts}) "
            f"WHERE {inside} AND {whole} ORDER BY {order}"
        )
        untimed, lacking = self._one(
            f"SELECT count(*) FILTER (time IS NULL), count(*) FILTER ({inside} AND NOT ({whole})) FROM ({parts})"
        )
        return int(untimed), int(lacking)

    def _part(self, item: Correlation, number: int, part: str, leaf: str) -> str:
        """The records of one base rule as part of a correlation, with their keys."""
        fields = self._loaded.bases[leaf].words.fields
        keys = []
        for place, name in enumerate((*item.group_by, *item.fields)):
            read = self._loaded.field_of(item, part, leaf, name)
            keys.append(f"{'o.key' if read in HOST_FIELDS else f't.keys[{fields.index(read) + 1}]'} AS k{place}")
        chosen = f"t.rule = {self._rules[leaf]}"
        source = "ticks t JOIN owners o ON o.no = t.owner"
        if part in self._correlations:
            source += " JOIN held h ON h.tick = t.rowid"
            chosen += f" AND h.correlation = {self._correlations[part]}"
            if not item.kind.temporal:
                chosen += " AND h.first"
        columns = ["t.rowid AS tick", "t.time", f"{number} AS part", "t.owner", "t.identity", "t.file"]
        return f"SELECT {', '.join([*columns, 't.place', *keys])} FROM {source} WHERE {chosen}"

    def members(self) -> Iterator[Member]:
        """The members in order of group, time and rule; each event of a rule once."""
        before: tuple[Any, ...] | None = None
        (total,) = self._one("SELECT count(*) FROM member")
        for start in range(0, total, _BATCH):
            end = start + _BATCH - 1
            self._db.execute(f"SELECT rowid, * FROM member WHERE rowid BETWEEN {start} AND {end} ORDER BY rowid")
            for row in self._db.fetchall():
                event = row[2:]
                if event != before:
                    yield row
                before = event

    def hold(self, item: Correlation, tick: int, *, first: bool) -> None:
        """Note that the correlation held when this record came, for the correlations that stand on it."""
        self._held.append((self._correlations[item.id], tick, first))
        if len(self._held) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            numbers, ticks, firsts = zip(*self._held, strict=True)
            self._held.clear()
            self._insert("held", _HELD, (numbers, ticks, firsts))

    def shares(self, first: int, last: int, apart: frozenset[int]) -> list[tuple[str, int, int, int]]:
        """(host, events, first position, last position) among the members of a stretch, most events first.

        An event is one whatever rules it satisfies, except those `apart`, by position.
        """
        by = f"CASE WHEN part IN ({', '.join(map(str, sorted(apart)))}) THEN part ELSE -1 END" if apart else "-1"
        rows = self._db.execute(
            f"SELECT owner, count(DISTINCT ({by}, identity)), min(rowid), max(rowid) FROM member "
            f"WHERE rowid BETWEEN {first} AND {last} GROUP BY owner ORDER BY 2 DESC, 3"
        ).fetchall()
        return [(self._hosts[owner], count, low, high) for owner, count, low, high in rows]

    def firsts(self, item: Correlation, first: int, last: int, most: int) -> list[int]:
        """Where in a stretch each rule shows first, and for `value_count` each value, the earliest so many."""
        groups = len(item.group_by)
        by = (
            [f"k{groups + place}" for place in range(len(item.fields))]
            if item.kind is Counting.VALUE_COUNT
            else ["part"]
        )
        rows = self._db.execute(
            f"SELECT min(rowid) FROM member WHERE rowid BETWEEN {first} AND {last} "
            f"GROUP BY {', '.join(by)} ORDER BY 1 LIMIT {most}"
        ).fetchall()
        return [position for (position,) in rows]

    def group(self, item: Correlation, position: int) -> tuple[tuple[str, str], ...]:
        """(field, value) that the member at this position is grouped by, as its record words it."""
        (tick,) = self.ticks([position])
        (part,) = self._one(f"SELECT part FROM member WHERE rowid = {position}")
        read = [(name, self._loaded.field_of(item, item.rules[part], tick.rule, name)) for name in item.group_by]
        return tuple((name, tick.fields[there]) for name, there in read)

    def ticks(self, positions: Sequence[int]) -> list[Tick]:
        """The records at these positions, in their order."""
        wanted = ", ".join(str(int(position)) for position in sorted(set(positions)))
        rows = self._db.execute(
            "SELECT t.rule, t.time, t.owner, t.kind, t.source, t.file, t.sha256, t.place, t.length, t.line, "
            f"t.record_id, t.fields FROM member m JOIN ticks t ON t.rowid = m.tick WHERE m.rowid IN ({wanted}) "
            "ORDER BY m.rowid"
        ).fetchall()
        return [self._tick(row) for row in rows] if wanted else []

    def _tick(self, row: tuple[Any, ...]) -> Tick:
        rule, time, owner, table, source, file, sha256, offset, length, line, record_id, values = row
        name = self._names[rule]
        names = self._loaded.bases[name].words.fields
        fields = {field: value for field, value in zip(names, values, strict=True) if value is not None}
        fields |= {field: self._hosts[owner] for field in names if field in HOST_FIELDS}
        return Tick(
            rule=name,
            time=moment(time),
            host=self._hosts[owner],
            table=table,
            source=source,
            path=self._files[file],
            at=Locator(sha256=sha256, offset=offset, length=length, line=line, record_id=record_id),
            fields=fields,
        )

    def _one(self, query: str) -> tuple[Any, ...]:
        (row,) = self._db.execute(query).fetchall()
        return tuple(row)
