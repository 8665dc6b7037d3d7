"""Decoding of single records out of a block of lines that were only measured."""

from bisect import bisect_right

from msgspec import Struct

from indicia.evidence.text.blocks import Block
from indicia.evidence.text.encodings import decode_text
from indicia.evidence.text.form import Form
from indicia.evidence.text.layout import Layout
from indicia.evidence.text.times import as_datetime
from indicia.model.evidence import Locator
from indicia.model.record import Record
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
        start, end = int(self.starts[index]), int(self.ends[index])
        line = self.block.text[start:end]
        text = decode_text(line)
        sections = self.sections
        section = sections[0]
        if len(sections) > 1:
            section = sections[bisect_right(sections, index, key=lambda section: section.first) - 1]
        day = None if section.days is None else int(section.days[index - section.first])
        decoded = self.form.decode(text, section.layout, day)
        offset, after = self.block.place(start), self.block.place(end)
        return Record(
            table=self.form.table,
            source=self.form.source,
            time=as_datetime(decoded.micros),
            host=decoded.host,
            at=Locator(
                sha256=self.sha256,
                offset=offset,
                length=after - offset,
                line=self.block.line_number(int(self.lines[index])),
            ),
            fields=decoded.fields,
            raw=text if len(line) <= RAW_BYTES else _cut(line),
        )


def _cut(line: bytes) -> str:
    """The first part of a long line, not ending inside a character."""
    end = RAW_BYTES
    while end > RAW_BYTES - 4 and line[end] & 0xC0 == 0x80:
        end -= 1
    return decode_text(line[:end]).encode()[:RAW_BYTES].decode("utf-8", "ignore")
