"""One text log from bytes to batches of records: structure is checked for whole blocks, single lines only where odd."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

import numpy as np

from indicia.config import Limits
from indicia.evidence.text.blocks.regular import Regular, regular, shape_of
from indicia.evidence.text.blocks.section import Clock, Measured
from indicia.evidence.text.blocks.whole_lines import BLOCK_BYTES, Block, Blocks
from indicia.evidence.text.families.form import Form
from indicia.evidence.text.families.layout import Layout, Misfit, Values
from indicia.evidence.text.families.of_values import time_of
from indicia.evidence.text.logs.record_lines import RecordLines, Section
from indicia.evidence.text.logs.sorted_lines import BLANK, FAULT, FRAMING, OPEN, RECORD, SortedLines, account
from indicia.evidence.text.raw.columns import Columns
from indicia.evidence.text.raw.encodings import decode_text
from indicia.evidence.text.raw.ranges import Range
from indicia.evidence.text.raw.spans import Spans
from indicia.evidence.text.raw.times import NONE
from indicia.tables.batch import Ledger, Lines
from indicia.wasm.weblog import WebLog, weblog

_JOIN_LINES = 64
_JOIN_BYTES = 256 * 1024
"""How far a quoted value may go on over line ends."""
_SPREADSHEET = frozenset(("sep=,", "sep=;", "sep=|", "sep="))
"""First line that tells a spreadsheet what parts the values; a tab is stripped with the blanks."""
_NO_HEADER = "no #Fields line before it, and not of the usual columns"


def read_log(
    stream: BinaryIO,
    ledger: Ledger,
    limits: Limits,
    form: Form,
    block_bytes: int = BLOCK_BYTES,
    begin: Range | None = None,
) -> Iterator[Lines]:
    """One batch for each block that holds records.  Every line ends in a record, a fault or framing of the ledger.

    `begin`: only this range, at which the stream stands; `form` has followed the header lines before it.

    Framing: `#` lines, plain header rows, blank lines, line ends, byte order marks, NUL bytes at the ends of a line.
    """
    log = _Log(form, ledger, limits)
    blocks = Blocks(stream, ledger, limits.line_bytes, block_bytes, begin)
    module = weblog(ledger.size)
    if module is not None:
        blocks.ask(module, partial(log.told, module))
    for block in blocks:
        lines = log.take(block)
        blocks.width = log.width
        if lines is not None:
            yield lines
    log.finish()


class _Log:
    """State of one log between its blocks."""

    def __init__(self, form: Form, ledger: Ledger, limits: Limits) -> None:
        self._form = form
        self._ledger = ledger
        self._limits = limits
        self._spans = Spans(form.source)
        self._clock = Clock()
        self._repairs: dict[str, int] = {}
        self._columns: Columns | None = None
        """Those of the section before."""

    def take(self, block: Block) -> Lines | None:
        """Sort the lines of a block; the records among them, or null when there are none."""
        if block.regular is not None:
            return self._regular(block, block.regular)
        sorted_lines = SortedLines(block, self._limits.line_bytes)
        sections: list[Section] = []
        low = 0
        for stop in sorted_lines.stops():
            low = self._find_layout(sorted_lines, low, stop)
            text = sorted_lines.line(stop)
            if text.startswith("#"):
                if not self._form.matters(text):
                    continue
                layout = None
            else:
                layout = self._form.header(text)
                if layout is None:
                    continue
                sorted_lines.kinds[stop] = FRAMING
                if self._form.layout is not None and layout.fields == self._form.layout.fields:
                    continue
            self._section(sorted_lines, low, stop, sections)
            if sorted_lines.stopped:
                break
            low = stop
            if layout is None:
                day = self._form.day
                self._form.follow(text)
                if self._form.day != day:
                    self._clock.restart(self._form.day)
            else:
                self._form.layout = layout
        else:
            high = len(sorted_lines.kinds)
            self._section(sorted_lines, self._find_layout(sorted_lines, low, high), high, sections)
        return account(self._form, self._ledger, sorted_lines, sections)

    def told(self, module: WebLog, text: bytes) -> Regular | bool | None:
        """See `Blocks.told`; lines from a header on that changes anything are not told."""
        layout = self._form.layout
        if layout is None:
            return True
        shape = shape_of(layout, self._limits.line_bytes)
        found = regular(module, text, layout, shape) if shape is not None else None
        if found is not None:
            for line in found.scanned.headers:
                start, end = int(found.scanned.starts[line]), int(found.scanned.ends[line])
                if self._form.matters(decode_text(text[start:end])):
                    found.cut(line)
                    break
        return found

    def _regular(self, block: Block, found: Regular) -> Lines | None:
        """The records of a block whose lines are records or headers that change nothing."""
        ledger, records, layout = self._ledger, found.records, found.layout
        self._columns = None
        ledger.framing += len(block.text)
        if not len(records):
            return None
        starts, ends = (block.starts, block.ends) if not found.headers else (block.starts[records], block.ends[records])
        size = int(ends.sum() - starts.sum())
        ledger.records += size
        ledger.framing -= size
        ledger.count += len(records)
        found.cover(self._spans)
        run = found.run(self._form)
        sections = [Section(0, layout, None, run)]
        decode = RecordLines(self._form, ledger.sha256, block, records, starts, ends, sections)
        return Lines(
            table=self._form.table,
            source=self._form.source,
            text=block.text,
            starts=starts,
            ends=ends,
            decode=decode,
            open=decode.opened,
            runs=(run,),
            held=found,
        )

    @property
    def width(self) -> int:
        """Values of a line, where nothing but blanks parts them; 0 elsewhere."""
        layout = self._form.layout
        return len(layout.fields) if layout is not None and layout.sep == " " and not layout.quoted else 0

    def finish(self) -> None:
        """Hand spans and notes over to the ledger."""
        self._ledger.spans.extend(self._spans.finish())
        for text in self._form.notes:
            self._ledger.note(text)
        for text, count in self._repairs.items():
            self._ledger.note(f"{count} line{'' if count == 1 else 's'}: {text}")
        if self._clock.rolled:
            self._ledger.note("no date column: date from the #Date line, a day further at each midnight")
        if count := self._spans.timeless:
            self._ledger.note(f"{count} line{'' if count == 1 else 's'}: no time that can be read, so in no period")
        if self._spans.full:
            self._ledger.note("more hosts, parts or hours than are told apart: coverage is shown coarser than the log")

    def _find_layout(self, lines: SortedLines, low: int, high: int) -> int:
        """Where the lines start that have a layout; where there is none, one is looked for among these lines."""
        if self._form.layout is not None:
            return low
        for line in (np.flatnonzero(lines.kinds[low:high] == OPEN) + low).tolist():
            text = lines.line(line)
            header = self._form.header(text)
            self._form.layout = header or self._form.assume(text)
            if header is not None:
                lines.kinds[line] = FRAMING
            if self._form.layout is not None:
                return line
            if text.strip().lower() in _SPREADSHEET:
                lines.kinds[line] = FRAMING
                continue
            lines.refuse(line, _NO_HEADER, blank=not text.strip(BLANK))
        return high

    def _section(self, lines: SortedLines, low: int, high: int, sections: list[Section]) -> None:
        """Sort the lines of a run without directive; may leave the rest of the block to the next one."""
        layout = self._form.layout
        open_lines = np.flatnonzero(lines.kinds[low:high] == OPEN) + low
        if layout is None or not len(open_lines):
            return
        sep = ord(layout.sep)
        starts, ends = lines.starts[open_lines], lines.ends[open_lines]
        # Of each block mostly the same is asked.
        listed = self._columns is not None and self._columns.all_listed
        width, table = len(layout.fields), lines.block.separators
        if table is not None and (table.shape != (len(starts), width - 1) or layout.sep != " " or layout.quoted):
            table = None
        columns = Columns(lines.codes, starts, ends, sep, width, listed=listed, table=table)
        self._columns = columns
        measured = Measured(lines.block.text, lines.codes, layout, columns)
        if not layout.fields:
            measured.fits[:] = False
        lines.kinds[open_lines[measured.fits]] = RECORD
        odd: dict[int, list[str]] = {}
        for number in np.flatnonzero(~measured.fits).tolist():
            line = int(open_lines[number])
            if lines.kinds[line] != OPEN:
                continue
            text = lines.line(line)
            if not text.strip(BLANK) or text.encode() == layout.plain_header:
                lines.kinds[line] = FRAMING
                continue
            found = self._form.split(text, layout)
            if isinstance(found, Misfit) and found.unclosed:
                joined = self._join(lines, line, high, layout, found)
                if joined is None:
                    lines.cut(line)
                    measured.fits[open_lines >= line] = False
                    break
                found = joined
                measured.fits &= lines.kinds[open_lines] != FRAMING
            if isinstance(found, Misfit):
                lines.refuse(line, f"torn last line: {found.reason}" if lines.torn(line) else found.reason)
                continue
            if found.note:
                self._repairs[found.note] = self._repairs.get(found.note, 0) + 1
            lines.kinds[line] = RECORD
            odd[number] = found.values
        covered = measured.cover(lines.words, self._spans, self._clock, odd)
        first = int(np.count_nonzero(lines.kinds[:low] == RECORD))
        sections.append(Section(first, layout, covered.days, measured.run(first, covered, self._form)))

    def _join(self, lines: SortedLines, line: int, high: int, layout: Layout, found: Misfit) -> Values | Misfit | None:
        """Read on over line ends for the end of a quoted value; null when the lines for it are in the next block.

        Only up to a line that is a record with a time by itself: an unpaired quote must not swallow records.
        """
        start = lines.starts[line]
        after = line + 1
        while after < high:
            if after - line >= _JOIN_LINES or lines.ends[after] - start > _JOIN_BYTES:
                return found
            if lines.kinds[after] == FAULT or lines.block.text.startswith(b"#", lines.starts[after]):
                return found
            text = lines.line(after)
            alone = self._form.split(text, layout)
            if isinstance(alone, Values) and (not layout.timed or time_of(alone.values, layout) != NONE):
                return found
            if '"' in text:
                whole = self._form.split(lines.line(line, after), layout)
                if isinstance(whole, Values):
                    lines.kinds[line + 1 : after + 1] = FRAMING
                    lines.ends[line] = lines.ends[after]
                    return whole
                if not whole.unclosed:
                    return found
            after += 1
        waiting = high == len(lines.kinds) and not lines.block.last
        return None if waiting else found
