"""Decoding of single records out of a block of lines that were only measured."""

from bisect import bisect_right
from collections.abc import Callable

from msgspec import Struct

from indicia.evidence.text.blocks.whole_lines import Block
from indicia.evidence.text.families.form import Form
from indicia.evidence.text.families.layout import Layout
from indicia.evidence.text.families.of_values import name_of
from indicia.evidence.text.raw.encodings import decode_text
from indicia.evidence.text.raw.times import as_datetime
from indicia.model.evidence import Locator
from indicia.model.record import Record, Value
from indicia.tables.batch import Offsets, Run

RAW_BYTES = 64 * 1024
"""How much of a record's text is kept."""


class Section(Struct, frozen=True):
    """Records of a block that share a layout."""

    first: int
    """Index of its first record in the block."""
    layout: Layout
    days: Offsets | None
    """Day of each record, days since 1970, in a log without a date column."""
    run: Run
    """The same records as columns."""


class RecordLines(Struct):
    """Called with the index of a record, gives the record."""

    form: Form
    sha256: str
    block: Block
    lines: Offsets
    """For each record the index of its first line in the block."""
    starts: Offsets
    ends: Offsets
    sections: list[Section]

    def __call__(self, index: int) -> Record:
        """Record `index` of the block, decoded."""
        return self.opened(index)[1]()

    def opened(self, index: int) -> tuple[dict[str, Value], Callable[[], Record]]:
        """Its fields, and what makes the record: of most lines that are looked at nothing else is needed."""
        start, end = int(self.starts[index]), int(self.ends[index])
        line = self.block.text[start:end]
        text = decode_text(line)
        layout = self._section(index).layout
        values, fields = self.form.opened(text, layout)

        def make() -> Record:
            return self._record(index, line, text, values, fields)

        return fields, make

    def _section(self, index: int) -> Section:
        sections = self.sections
        if len(sections) == 1:
            return sections[0]
        return sections[bisect_right(sections, index, key=lambda section: section.first) - 1]

    def _record(self, index: int, line: bytes, text: str, values: list[str], fields: dict[str, Value]) -> Record:
        start, end = int(self.starts[index]), int(self.ends[index])
        section = self._section(index)
        layout = section.layout
        day = None if section.days is None else int(section.days[index - section.first])
        offset, after = self.block.place(start), self.block.place(end)
        return Record(
            table=self.form.table,
            source=self.form.source,
            time=as_datetime(self.form.time(text, layout, values, day)),
            host=name_of(values, layout.host),
            at=Locator(
                sha256=self.sha256,
                offset=offset,
                length=after - offset,
                line=self.block.line_number(int(self.lines[index])),
            ),
            fields=fields,
            raw=text if len(line) <= RAW_BYTES else _cut(line),
        )


def _cut(line: bytes) -> str:
    """The first part of a long line, not ending inside a character."""
    end = RAW_BYTES
    while end > RAW_BYTES - 4 and line[end] & 0xC0 == 0x80:
        end -= 1
    return decode_text(line[:end]).encode()[:RAW_BYTES].decode("utf-8", "ignore")
