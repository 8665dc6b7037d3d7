"""Web logs without headers, whose values are bounded by quotes, brackets or commas: each line says all of itself.

As in `log`, structure is checked for whole blocks, and single lines are taken apart only where they are unusual.
"""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import numpy as np
from msgspec import Struct

from indicia.config import Limits
from indicia.evidence.text.blocks.whole_lines import BLOCK_BYTES, Block, Blocks
from indicia.evidence.text.families.cells import ColumnCells
from indicia.evidence.text.families.form import Form
from indicia.evidence.text.families.layout import Layout, Misfit
from indicia.evidence.text.families.of_values import shown_name
from indicia.evidence.text.logs.record_lines import Section
from indicia.evidence.text.logs.sorted_lines import BLANK, FRAMING, OPEN, RECORD, SortedLines, account
from indicia.evidence.text.raw.columns import Flags
from indicia.evidence.text.raw.ranges import Range
from indicia.evidence.text.raw.spans import Spans
from indicia.evidence.text.raw.times import NONE, Micros
from indicia.tables.batch import Ledger, Lines, Offsets, Run
from indicia.tables.schema import WEB_REQUEST

_LEAST = 30
"""No request is written in fewer bytes: lines that are shorter need no room among the columns."""


class Plain(Struct):
    """Lines as columns, as far as they are plain."""

    layout: Layout
    fits: Flags
    """Which lines are."""
    bounds: list[tuple[Offsets, Offsets]]
    """Of each column where the values start and end; of lines that are not plain they say nothing."""
    micros: Micros
    """Times of all lines, likewise."""


class FreeForm(Form):
    """One such log."""

    table = WEB_REQUEST.name

    @abstractmethod
    def measure(self, block: SortedLines, starts: Offsets, ends: Offsets) -> Plain:
        """Tell the plain ones among these lines of a block: each of them `split` accepts, with these values."""

    def matters(self, directive: str) -> bool:
        """There are none."""
        return False

    def follow(self, directive: str) -> None:
        """There are none."""

    def header(self, line: str) -> Layout | None:
        """There is none."""
        return None

    def assume(self, line: str) -> Layout | None:
        """There is nothing to assume."""
        return None


def read_free_log(
    stream: BinaryIO,
    ledger: Ledger,
    limits: Limits,
    form: FreeForm,
    block_bytes: int = BLOCK_BYTES,
    begin: Range | None = None,
) -> Iterator[Lines]:
    """One batch for each block that holds records.  Every line ends in a record, a fault or framing of the ledger.

    `begin`: only this range, at which the stream stands.
    """
    spans = Spans(form.source)
    repairs: dict[str, int] = defaultdict(int)
    for block in Blocks(stream, ledger, limits.line_bytes, block_bytes, begin):
        found = _take(block, form, ledger, limits, spans, repairs)
        if found is not None:
            yield found
    ledger.spans.extend(spans.finish())
    for text in form.notes:
        ledger.note(text)
    for text, times in repairs.items():
        ledger.note(f"{times} line{'' if times == 1 else 's'}: {text}")
    if count := spans.timeless:
        ledger.note(f"{count} line{'' if count == 1 else 's'}: no time that can be read, so in no period")
    if spans.full:
        ledger.note("more hosts or hours than are told apart: coverage is shown coarser than the log")


def _take(
    block: Block, form: FreeForm, ledger: Ledger, limits: Limits, spans: Spans, repairs: dict[str, int]
) -> Lines | None:
    """The records of a block; null when there are none."""
    lines = SortedLines(block, limits.line_bytes)
    chosen = np.flatnonzero((lines.kinds == OPEN) & (lines.ends - lines.starts >= _LEAST))
    plain = form.measure(lines, lines.starts[chosen], lines.ends[chosen])
    layout = plain.layout
    lines.kinds[chosen[plain.fits]] = RECORD
    unusual = np.flatnonzero(lines.kinds == OPEN)
    for line, place in zip(unusual.tolist(), np.searchsorted(chosen, unusual).tolist(), strict=True):
        text = lines.line(line)
        if not text.strip(BLANK):
            lines.kinds[line] = FRAMING
            continue
        split = form.split(text, layout)
        if isinstance(split, Misfit):
            lines.refuse(line, f"torn last line: {split.reason}" if lines.torn(line) else split.reason)
            continue
        if split.note:
            repairs[split.note] += 1
        lines.kinds[line] = RECORD
        plain.micros[place] = form.time(text, layout, split.values, None)
    records = np.searchsorted(chosen, np.flatnonzero(lines.kinds == RECORD))
    if not len(records):
        return account(form, ledger, lines, [])
    run = _run(block.text, plain, records, form)
    found = account(form, ledger, lines, [Section(0, layout, None, run)])
    if found is not None:
        _cover(found, plain, records, spans)
    return found


def _cover(lines: Lines, plain: Plain, records: Offsets, spans: Spans) -> None:
    """Add the records to the spans, by host where lines name one."""
    column = plain.layout.host
    if column is None:
        spans.add(None, None, plain.micros[records])
        return
    hosts: dict[str | None, list[int]] = defaultdict(list)
    starts, ends = plain.bounds[column]
    for number, at in enumerate(records.tolist()):
        plainly = plain.fits[at]
        host = shown_name(lines.text[starts[at] : ends[at]]) if plainly else lines.decode(number).host
        hosts[host].append(at)
    for host, those in hosts.items():
        spans.add(host, None, plain.micros[those])


def _run(text: bytes, plain: Plain, records: Offsets, form: Form) -> Run:
    """The records, by their numbers among the lines, as columns."""
    columns, micros = plain.bounds, plain.micros[records]

    def bounds(column: int, numbers: Offsets) -> tuple[Offsets, Offsets]:
        starts, ends = columns[column]
        those = records[numbers]
        return starts[those], ends[those]

    def values(asked: tuple[int, ...], numbers: Offsets) -> list[tuple[bytes, ...]]:
        found: list[Iterable[bytes]] = []
        for column in asked:
            starts, ends = bounds(column, numbers)
            found.append([text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)])
        return list(zip(*found, strict=True)) if asked else [()] * len(numbers)

    return Run(
        first=0,
        names=plain.layout.fields,
        when=lambda: micros,
        plain=plain.fits[records],
        bounds=bounds,
        values=values,
        cells=ColumnCells(form, plain.layout),
    )


def timeless(count: int) -> Micros:
    """No time, for so many lines."""
    return np.full(count, NONE, dtype=np.int64)
