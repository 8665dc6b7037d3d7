"""Rows that were read, put together as blocks of lines: each row is written down again, a value for each column.

So rules, statistics and indicators look at them as they look at the logs of servers.  What a row says beside the
columns stands behind them in its line.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial

import numpy as np
from msgspec import Struct, field

from indicia.evidence.text.spans import Spans
from indicia.evidence.text.times import NONE, Micros, as_datetime
from indicia.evidence.web_rows.flat import Flat
from indicia.evidence.web_rows.moments import Moments
from indicia.evidence.web_rows.names import COLUMNS, Plan, plan_of
from indicia.evidence.web_rows.request import (
    Request,
    fields_of,
    host_of,
    request_in,
    sources_of,
    texts_of,
    with_blanks,
)
from indicia.model.evidence import Locator
from indicia.model.record import Record, Value
from indicia.tables.batch import Ledger, Lines, Offsets, Run
from indicia.tables.schema import WEB_REQUEST

_ROWS, _BYTES = 4096, 2**22
"""Rows are handed on when they are as many, or as large together."""
_RAW = 65536
"""Characters kept of a row as it stands in the file."""
_PLANS = 4096
_PARTING = str.maketrans("\t\r\n", "   ")
_PARTS = "\t"
"""What stands between values."""
_MOST_NAMES = 2048
"""Columns of a row that are told apart."""


class Stood(Struct, frozen=True):
    """A row as it stands in the file."""

    start: int
    length: int
    """Bytes of the file."""
    line: int
    text: str | bytes
    flat: Callable[[], Flat]
    """Its names and values; must give the same each time."""


class _Filed(Struct):
    rows: list[Stood] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)
    """Values of `COLUMNS` and what else a row says."""
    plain: list[bool] = field(default_factory=list)
    micros: list[int] = field(default_factory=list)
    hosts: list[str | None] = field(default_factory=list)
    size: int = 0


class Filing:
    """The rows of one file."""

    def __init__(self, source: str, sha256: str, ledger: Ledger) -> None:
        self._source = source
        self._sha256 = sha256
        self._ledger = ledger
        self._spans = Spans(source)
        self._plans: dict[tuple[str, ...], Plan] = {}
        self._seen = [False] * len(COLUMNS)
        """Which columns some row had a value for."""
        self._filed = _Filed()
        self.moments = Moments()
        self.strangers = 0
        """Rows that are no requests."""

    def takes(self, row: Stood) -> bool:
        """File a row; false where it is no request."""
        flat = row.flat()
        plan = self.plan_of(flat)
        request = request_in(flat, plan)
        if request is None:
            return False
        filed = self._filed
        micros = self.moments.micros(flat, plan) if request.line is None else request.line.micros
        if micros == NONE and request.line is not None:
            micros = self.moments.micros(flat, plan)
        if micros == NONE:
            self.moments.lose(flat, plan)
        values = list(map(request.values.get, COLUMNS))
        for number, value in enumerate(values):
            if value is not None:
                self._seen[number] = True
        if request.line is not None:
            self._see(request.line.fields)
        written = [value or "-" for value in values]
        written.append(_PARTS.join(filter(None, (*_headers(request), *map(_bare, _others(request))))))
        clean = [value.translate(_PARTING) for value in written[:-1]]
        filed.plain.append(request.plain and clean == written[:-1])
        filed.lines.append([*clean, written[-1]])
        filed.rows.append(row)
        filed.micros.append(micros)
        filed.hosts.append(host_of(request))
        filed.size += len(row.text)
        self._ledger.records += row.length
        self._ledger.count += 1
        return True

    @property
    def full(self) -> bool:
        """Whether it is time for `batch`."""
        return len(self._filed.rows) >= _ROWS or self._filed.size >= _BYTES

    def batch(self) -> Iterator[Lines]:
        """What was filed since the last time; nothing where nothing was."""
        filed, self._filed = self._filed, _Filed()
        if not filed.rows:
            return
        micros = np.array(filed.micros, dtype=np.int64)
        self._cover(filed.hosts, micros)
        encoded = [[value.encode("utf-8", "replace") for value in line] for line in filed.lines]
        lengths = np.array([list(map(len, line)) for line in encoded], dtype=np.int64)
        text = b"\n".join(map(_PARTS.encode().join, encoded)) + b"\n"
        ends = (np.cumsum(lengths.ravel() + 1) - 1).reshape(lengths.shape)
        begins = ends - lengths
        columns = [number for number, seen in enumerate(self._seen) if seen]
        run = _run(text, begins[:, columns], ends[:, columns], np.array(filed.plain), micros, columns)
        make = partial(self._opened, filed.rows, filed.micros)
        yield Lines(
            table=WEB_REQUEST.name,
            source=self._source,
            text=text,
            starts=begins[:, 0].copy(),
            ends=ends[:, -1].copy(),
            decode=lambda number: make(number)[1](),
            open=make,
            runs=(run,),
        )

    def finish(self) -> None:
        """Tell the ledger what was covered and what was assumed."""
        ledger = self._ledger
        ledger.spans.extend(self._spans.finish())
        for note in (self.moments.written.note("requests"), self._note()):
            if note:
                ledger.note(note)
        if self._spans.full:
            ledger.note("more hosts or hours than are told apart: coverage is shown coarser than the log")

    def plan_of(self, flat: Flat) -> Plan:
        """What the names of a row are."""
        names = tuple(flat)
        plan = self._plans.get(names)
        if plan is None:
            if len(self._plans) >= _PLANS:
                self._plans.clear()
            plan = plan_of(names)
            if len(names) < _MOST_NAMES:
                self._plans[names] = plan
        return plan

    def _see(self, fields: Mapping[str, Value]) -> None:
        """The columns that a line of its own gives values of."""
        for number, column in enumerate(COLUMNS):
            self._seen[number] = self._seen[number] or not sources_of(frozenset(fields)).isdisjoint({column})

    def _cover(self, hosts: list[str | None], micros: Micros) -> None:
        for host in dict.fromkeys(hosts):
            those = np.array([each == host for each in hosts])
            self._spans.add(host, None, micros[those])

    def _opened(
        self, rows: list[Stood], micros: list[int], number: int
    ) -> tuple[Mapping[str, Value], Callable[[], Record]]:
        row = rows[number]
        flat = row.flat()
        request = request_in(flat, self.plan_of(flat))
        fields = {} if request is None else request.fields()
        host = None if request is None else host_of(request)

        def make() -> Record:
            text = row.text[:_RAW]
            return Record(
                table=WEB_REQUEST.name,
                source=self._source,
                time=as_datetime(micros[number]),
                host=host,
                at=Locator(sha256=self._sha256, offset=row.start, length=row.length, line=row.line),
                fields=fields,
                raw=text if isinstance(text, str) else text.decode("utf-8", "replace"),
            )

        return fields, make

    def _note(self) -> str:
        count = self.strangers
        return f"{count} row{'' if count == 1 else 's'} that tell of no web request: not searched" if count else ""


class RowCells(Struct, frozen=True):
    """What columns of rows written down again say; see `tables.batch.Cells`."""

    names: tuple[str, ...]

    @property
    def key(self) -> Hashable:
        """Fields follow from the columns."""
        return "web rows", self.names

    def columns_of(self, fields: frozenset[str]) -> tuple[int, ...] | None:
        """Whatever is not made of columns may be among what rows say besides."""
        wanted = sources_of(fields)
        if not wanted <= _COLUMNS:
            return None
        return tuple(number for number, name in enumerate(self.names) if name in wanted)

    def fields_of(self, columns: tuple[int, ...], values: tuple[bytes, ...]) -> Mapping[str, Value]:
        """See `Cells`."""
        texts = (value.decode("utf-8", "replace") for value in values)
        return fields_of((self.names[column], text) for column, text in zip(columns, texts, strict=True))


_COLUMNS = frozenset(COLUMNS)


def _run(text: bytes, begins: Offsets, ends: Offsets, plain: Offsets, micros: Micros, columns: list[int]) -> Run:
    names = tuple(COLUMNS[number] for number in columns)

    def bounds(column: int, numbers: Offsets) -> tuple[Offsets, Offsets]:
        return begins[numbers, column], ends[numbers, column]

    def values(asked: tuple[int, ...], numbers: Offsets) -> list[tuple[bytes, ...]]:
        found: list[Iterable[bytes]] = []
        for column in asked:
            starts, stops = bounds(column, numbers)
            found.append([text[start:stop] for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)])
        return list(zip(*found, strict=True)) if asked else [()] * len(numbers)

    return Run(
        first=0,
        names=names,
        when=lambda: micros,
        plain=plain.astype(bool),
        bounds=bounds,
        values=values,
        cells=RowCells(names),
    )


def _headers(request: Request) -> Iterator[str]:
    """Headers that IIS wrote, with the blanks that they were sent with."""
    return (text for name, value in request.values.items() if name.startswith("cs(") and (text := with_blanks(value)))


def _others(request: Request) -> Iterator[str]:
    yield from (request.whole, request.odd, request.text, *request.forms)
    yield from texts_of(request.more)


def _bare(text: str) -> str:
    return text.translate(_PARTING)
