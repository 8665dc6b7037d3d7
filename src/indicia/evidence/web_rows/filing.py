"""Rows that were read, put together as blocks of lines: each row is written down again, a value for each column.

So rules, statistics and indicators look at them as they look at the logs of servers.  What a row says beside the
columns stands behind them in its line.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial

import numpy as np
from msgspec import Struct, field

from indicia.evidence.text.raw.spans import Spans
from indicia.evidence.text.raw.times import NONE, Micros, as_datetime
from indicia.evidence.web_rows.flat import Flat
from indicia.evidence.web_rows.moments import Moments
from indicia.evidence.web_rows.names import COLUMNS, Plan, plan_of
from indicia.evidence.web_rows.request import (
    Request,
    fields_of,
    host_of,
    request_in,
    sources_of,
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
    lines: list[str] = field(default_factory=list)
    """Values of `COLUMNS` and what else a row says."""
    lengths: list[list[int]] = field(default_factory=list)
    """Bytes of each of them."""
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
        self._seen: set[str] = set()
        """Columns that some row had a value for."""
        self._in_lines: set[str] = set()
        """Fields of lines inside rows, likewise."""
        self._filed = _Filed()
        self.moments = Moments()
        self.strangers = 0
        """Rows that are no requests."""

    def takes(self, row: Stood, flat: Flat) -> bool:
        """File a row that says this; false where it is no request."""
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
        values = request.values
        self._seen |= values.keys()
        if request.line is not None and not request.line.fields.keys() <= self._in_lines:
            self._in_lines |= request.line.fields.keys()
            self._seen |= sources_of(frozenset(self._in_lines)) & _COLUMNS
        parts = [values.get(column, "-") for column in COLUMNS]
        others = [*_headers(values), *_others(request)]
        plain = request.plain
        line = _PARTS.join([*parts, " ".join(others)])
        if line.count(_PARTS) != len(COLUMNS) or "\n" in line or "\r" in line:
            parts = [part.translate(_PARTING) for part in parts]
            others = [_PARTS.join(others).translate(_PARTING)]
            plain = plain and all(parts[number] == values.get(column, "-") for number, column in enumerate(COLUMNS))
            line = _PARTS.join([*parts, *others])
        parts.append(line[sum(map(len, parts)) + len(parts) :])
        if not line.isascii():
            filed.lengths.append([len(part.encode("utf-8", "replace")) for part in parts])
        else:
            filed.lengths.append(list(map(len, parts)))
        filed.plain.append(plain)
        filed.lines.append(line)
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
        lengths = np.array(filed.lengths, dtype=np.int64)
        text = "\n".join([*filed.lines, ""]).encode("utf-8", "replace")
        ends = (np.cumsum(lengths.ravel() + 1) - 1).reshape(lengths.shape)
        begins = ends - lengths
        columns = [number for number, column in enumerate(COLUMNS) if column in self._seen]
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

    def _cover(self, hosts: list[str | None], micros: Micros) -> None:
        names = dict.fromkeys(hosts)
        if len(names) == 1:
            self._spans.add(hosts[0], None, micros)
            return
        for host in names:
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
        return (
            f"{count} {'row that tells' if count == 1 else 'rows that tell'} of no web request: not searched"
            if count
            else ""
        )


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


_HEADERS = tuple(column for column in COLUMNS if column.startswith("cs("))


def _headers(values: Mapping[str, str]) -> list[str]:
    """Headers that IIS wrote, with the blanks that they were sent with."""
    found = [with_blanks(values[column]) for column in _HEADERS if column in values]
    return [text for text in found if text]


def _others(request: Request) -> list[str]:
    """What a row says beside its columns."""
    found = [text for text in (request.whole, request.odd, request.text, *request.forms) if text]
    for value in request.more.values():
        if isinstance(value, tuple):
            found.extend(value)
        else:
            found.append(str(value))
    return found
