"""Blocks whose lines are all as they should be: a compiled module tells their lines, times and columns.

What is unusual in any way, and all from there on, is left to the reader in Python.
"""

import numpy as np
from msgspec import Struct

from indicia.evidence.text.blocks.section import Measured
from indicia.evidence.text.families.cells import ColumnCells
from indicia.evidence.text.families.form import Form
from indicia.evidence.text.families.layout import Layout
from indicia.evidence.text.families.of_values import shown_name
from indicia.evidence.text.raw.columns import Columns
from indicia.evidence.text.raw.spans import Spans
from indicia.evidence.text.raw.times import Micros
from indicia.tables.batch import Offsets, Run
from indicia.wasm.sandbox import Trapped
from indicia.wasm.weblog import MOST, WIDEST, Scanned, Shape, WebLog


def shape_of(layout: Layout, longest: int) -> Shape | None:
    """How lines of a layout look; null where the module does not know them."""
    width = len(layout.fields)
    if not 2 < width <= WIDEST or layout.rest or layout.loose or len(layout.sep) != 1 or layout.sep in "\t\r\n":
        return None
    stamped = layout.quoted and layout.stamp == 0
    apart = not layout.quoted and layout.sep == " " and (layout.date, layout.time) == (0, 1) and layout.stamp is None
    if not stamped and not apart:
        return None
    host, part = (-1 if column is None else column for column in (layout.host, layout.part))
    return Shape(ord(layout.sep), width, stamped, host, part, longest)


class Regular(Struct, eq=False):
    """The lines of a block, and where its columns lie, whether or not the module still holds it."""

    module: WebLog
    text: bytes
    layout: Layout
    scanned: Scanned
    records: Offsets
    """Numbers of the lines that are records."""
    _measured: Measured | None = None

    @property
    def held(self) -> WebLog | None:
        """The module, if it holds this block."""
        module = self.module
        return module if module.number == self.scanned.number and not module.lost else None

    def rows(self, lines: Offsets) -> Offsets:
        """See `Held`."""
        return np.searchsorted(self.records, lines) if self.scanned.headers else lines

    @property
    def headers(self) -> bool:
        """Whether any line is no record."""
        return bool(self.scanned.headers)

    def cut(self, line: int) -> None:
        """Leave this line and all behind it to somebody else."""
        scanned = self.scanned
        starts, ends = scanned.starts[:line], scanned.ends[:line]
        headers = [header for header in scanned.headers if header < line]
        self.scanned = scanned._replace(
            starts=starts, ends=ends, headers=headers, stopped=int(scanned.starts[line]), number=-1
        )
        self.records = self.records[self.records < line]

    def cover(self, spans: Spans) -> None:
        """Add all records to the spans."""
        micros, groups = self.scanned.micros[self.records], self.scanned.groups[self.records]
        lines = len(self.scanned.starts)
        heads = [number for number, head in enumerate(self.scanned.heads) if head < lines]
        for number in heads:
            bounds = self.scanned.names[number]
            host = self._name(self.layout.host, bounds[0], bounds[1])
            part = self._name(self.layout.part, bounds[2], bounds[3])
            spans.add(host, part, micros if len(heads) == 1 else micros[groups == number])

    def _name(self, column: int | None, start: int, end: int) -> str | None:
        if column is None:
            return None
        value = self.text[start:end]
        quoted = self.layout.quoted and len(value) > 1 and value.startswith(b'"')
        return shown_name(value[1:-1] if quoted else value)

    def run(self, form: Form) -> Run:
        """The records as columns."""
        layout, records = self.layout, self.records

        def micros() -> Micros:
            return self.scanned.micros[records]

        return Run(
            first=0,
            names=layout.fields,
            when=micros,
            plain=np.ones(len(records), dtype=bool),
            bounds=lambda column, numbers: self.column(column, records[numbers]),
            values=lambda columns, numbers: self._values(columns, records[numbers]),
            cells=ColumnCells(form, layout),
            parted_by=b"" if layout.quoted else layout.sep.encode(),
        )

    def column(self, column: int, lines: Offsets) -> tuple[Offsets, Offsets]:
        """Where the values of a column of these lines start and end, without the quotes around them."""
        module, scanned = self.held, self.scanned
        if module is None:
            return self._again(column, lines)
        if not self.layout.quoted:
            return self._listed(module, column, lines)
        try:
            starts, ends = module.bounds(column, lines)
        except Trapped:
            return self._again(column, lines)
        del scanned
        codes = np.frombuffer(self.text, dtype=np.uint8)
        quoted = (ends - starts > 1) & (codes[np.minimum(starts, len(codes) - 1)] == 34)
        return starts + quoted, ends - quoted

    def _listed(self, module: WebLog, column: int, lines: Offsets) -> tuple[Offsets, Offsets]:
        width = len(self.layout.fields)
        table = module.separators(width, len(self.scanned.starts))
        starts = table[lines, column - 1].astype(np.int64) + 1 if column else self.scanned.starts[lines]
        ends = table[lines, column].astype(np.int64) if column + 1 < width else self.scanned.ends[lines]
        return starts, ends

    def _again(self, column: int, lines: Offsets) -> tuple[Offsets, Offsets]:
        """The same without the module."""
        if self._measured is None:
            codes = np.frombuffer(self.text, dtype=np.uint8)
            starts, ends = self.scanned.starts[self.records], self.scanned.ends[self.records]
            columns = Columns(codes, starts, ends, ord(self.layout.sep), len(self.layout.fields))
            self._measured = Measured(self.text, codes, self.layout, columns)
        columns = self._measured.columns
        mine = np.searchsorted(self.records, lines)
        return (columns.unquoted if self.layout.quoted else columns.bounds)(column, mine)

    def _values(self, columns: tuple[int, ...], lines: Offsets) -> list[tuple[bytes, ...]]:
        if not columns:
            return [()] * len(lines)
        text, found = self.text, []
        for column in columns:
            starts, ends = self.column(column, lines)
            found.append([text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)])
        return list(zip(*found, strict=True))


def regular(module: WebLog, text: bytes, layout: Layout, shape: Shape) -> Regular | None:
    """The lines of a block up to the first unusual one; null where the module cannot tell."""
    if len(text) > MOST or module.lost:
        return None
    try:
        scanned = module.scan(text, shape)
    except Trapped:
        return None
    records = np.arange(len(scanned.starts), dtype=np.int64)
    if scanned.headers:
        records = np.delete(records, scanned.headers)
    return Regular(module, text, layout, scanned, records)
