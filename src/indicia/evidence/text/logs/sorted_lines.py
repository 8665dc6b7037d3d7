"""The lines of one block, sorted into records, faults and framing, and what that comes to in the ledger."""

import numpy as np
import numpy.typing as npt

from indicia.evidence.text.blocks.whole_lines import Block, long_line
from indicia.evidence.text.families.form import Form
from indicia.evidence.text.logs.record_lines import RecordLines, Section
from indicia.evidence.text.raw.columns import Words8
from indicia.evidence.text.raw.encodings import decode_text
from indicia.model.evidence import Fault, Locator
from indicia.tables.batch import Ledger, Lines

OPEN, FRAMING, RECORD, FAULT = range(4)
BLANK = " \t\r\n\v\f"
"""What makes a line blank; other control characters are content, if only damage."""
_BOM = b"\xef\xbb\xbf"
_FIRST = np.zeros(256, dtype=bool)
_FIRST[list(b'#DdTt"')] = True
"""First bytes of lines that may change the layout."""
_NAMES = (b"date", b"time", b'"date', b'"time')


class SortedLines:
    """The lines of one block while they are sorted into records, faults and framing."""

    def __init__(self, block: Block, limit: int) -> None:
        self.block = block
        self.codes: npt.NDArray[np.uint8] = np.frombuffer(block.text, dtype=np.uint8)
        self.words = Words8(block.text)
        self.starts = block.starts.copy()
        self.ends = block.ends.copy()
        self.kinds = np.full(len(self.starts), OPEN, dtype=np.uint8)
        self.reasons: dict[int, str] = {}
        self.stopped = False
        """Whether the rest of the block was left to the next."""
        self._trim(limit)
        self.kinds[(self.ends <= self.starts) & (self.kinds == OPEN)] = FRAMING

    def line(self, line: int, last: int | None = None) -> str:
        """Text of a line, or of the lines from it up to another."""
        return decode_text(self.block.text[self.starts[line] : self.ends[line if last is None else last]])

    def torn(self, line: int) -> bool:
        """Whether the file ends on this line, without a line end."""
        block = self.block
        return block.last and line == len(block.ends) - 1 and int(block.ends[line]) == len(block.text)

    def refuse(self, line: int, reason: str, *, blank: bool = False) -> None:
        """Make a line a fault, or framing when it is blank."""
        self.kinds[line] = FRAMING if blank else FAULT
        self.reasons[line] = reason

    def cut(self, line: int) -> None:
        """Leave this line and all after it to the next block."""
        self.block.used = int(self.block.starts[line])
        self.kinds = self.kinds[:line]
        self.starts, self.ends = self.starts[:line], self.ends[:line]
        self.stopped = True

    def stops(self) -> list[int]:
        """Lines that may change the layout: `#` lines, now framing, and those that start like a header row."""
        first = self.codes[np.minimum(self.starts, len(self.codes) - 1)]
        found = []
        for line in np.flatnonzero(_FIRST[first] & (self.kinds == OPEN)).tolist():
            start, end = self.starts[line], self.ends[line]
            if first[line] == ord("#"):
                self.kinds[line] = FRAMING
                found.append(line)
            elif self.block.text[start : min(start + 5, end)].lower().startswith(_NAMES):
                found.append(line)
        return found

    def _trim(self, limit: int) -> None:
        """Take NUL bytes and byte order marks off the ends of lines; a NUL inside makes a line a fault, length too."""
        text = self.block.text
        if b"\0" in text:
            places = np.flatnonzero(self.codes == 0)
            held = np.searchsorted(places, self.ends) > np.searchsorted(places, self.starts)
            for line in np.flatnonzero(held).tolist():
                whole = text[self.starts[line] : self.ends[line]]
                inner = whole.rstrip(b"\0")
                self.ends[line] -= len(whole) - len(inner)
                self.starts[line] += len(inner) - len(inner.lstrip(b"\0"))
                if b"\0" in inner.lstrip(b"\0"):
                    self.refuse(line, "NUL byte inside the line")
        lengths = self.ends - self.starts
        if int(lengths.max(initial=0)) > limit:
            for line in np.flatnonzero(lengths > limit).tolist():
                self.refuse(line, long_line(limit))
        if len(self.starts):
            first = self.codes[np.minimum(self.starts, len(self.codes) - 1)]
            marks = first == _BOM[0]
            for line in np.flatnonzero(marks & (self.kinds == OPEN)).tolist() if bool(marks.any()) else ():
                if text.startswith(_BOM, self.starts[line]):
                    self.starts[line] = min(self.starts[line] + len(_BOM), self.ends[line])


def account(form: Form, ledger: Ledger, lines: SortedLines, sections: list[Section]) -> Lines | None:
    """Put the lines' bytes into the ledger; the records among them, or null when there are none."""
    block = lines.block
    kinds = lines.kinds
    ledger.framing += block.place(block.used) - block.base
    for line, reason in sorted(lines.reasons.items()):
        if line >= len(kinds) or kinds[line] != FAULT:
            continue
        offset, after = block.place(int(lines.starts[line])), block.place(int(lines.ends[line]))
        length = after - offset
        at = Locator(sha256=ledger.sha256, offset=offset, length=length, line=block.line_number(line))
        ledger.fault(Fault(path=ledger.path, reason=reason, at=at))
        ledger.faulty += length
        ledger.framing -= length
    records = np.flatnonzero(kinds == RECORD)
    if not len(records):
        return None
    starts, ends = lines.starts[records], lines.ends[records]
    size = block.length(starts, ends)
    ledger.records += size
    ledger.framing -= size
    ledger.count += len(records)
    decode = RecordLines(form, ledger.sha256, block, records, starts, ends, sections)
    return Lines(
        table=form.table,
        source=form.source,
        text=block.text,
        starts=starts,
        ends=ends,
        decode=decode,
        open=decode.opened,
        runs=[section.run for section in sections],
    )
