"""The timeline as CSV (RFC 4180, UTF-8, every text in quotes).

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, so such a cell gets an apostrophe before
it, and so does one that begins with an apostrophe: taking the first apostrophe away gives every cell back.  Characters
that act on a terminal are written out (`\\x1b`, `\\n`); the column `fields` is JSON, where their escapes are exact.
"""

from typing import BinaryIO

from indicia.report.clean import clean
from indicia.report.timeline.form import COLUMNS
from indicia.report.timeline.marks import NO_MARKS, Marks
from indicia.report.timeline.row import Row, to_json

_FORMULA = ("=", "+", "-", "@", "'")
_FULL_WIDTH = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Some spreadsheets take these for the same."""
_GUARDED = (*_FORMULA, *_FULL_WIDTH)


class Csv:
    """See the module."""

    name = "csv"

    def __init__(self) -> None:
        self.names: set[str] = set()

    def encode(self, row: Row) -> bytes:
        """Cells before the marks, a line feed, cells behind them; no cell holds a line feed."""
        record = row.record
        at = record.at
        micros = row.micros
        return (
            f"{guarded(row.message)},{row.moment or ''},{text_cell(row.what)},{'' if micros is None else micros},"
            f"{text_cell(row.host)},{text_cell(record.source)},{text_cell(row.data_type)},{_number(row.event_id)}\n"
            f"{text_cell(row.path)},{_number(at.line)},{_number(row.record_id)},{at.offset},{at.length},"
            f"{text_cell(at.sha256)},"
        ).encode() + _quoted(to_json(row.fields).decode()).encode()

    def open(self, out: BinaryIO) -> "_Sink":
        """Write the header."""
        out.write((",".join(COLUMNS) + "\n").encode())
        return _Sink(out)


class _Sink:
    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, row: bytes, marks: Marks) -> None:
        """See `Sink`."""
        before, _, behind = row.partition(b"\n")
        self._out.write(b"%b,%b,%b\n" % (before, _UNMARKED if marks is NO_MARKS else _marks(marks), behind))

    def close(self) -> None:
        """Nothing is left."""


def text_cell(text: str) -> str:
    """A text in quotes that no spreadsheet runs and no terminal obeys; empty for an empty text."""
    if not text:
        return ""
    # A tab or a carriage return is written out, so what makes a formula of a cell is still its first character.
    return guarded(text if text.isascii() and text.isprintable() else clean(text))


def guarded(shown: str) -> str:
    """A text that is fit to show, in quotes, and no formula."""
    return _quoted(f"'{shown}" if shown.startswith(_GUARDED) else shown)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _marks(marks: Marks) -> bytes:
    # An empty list, not an empty cell: Timesketch makes a tag `nan` of that.
    lists = (marks.tags, marks.rules, marks.rule_ids, marks.techniques, marks.findings)
    cells = (text_cell(marks.stage_word), text_cell(marks.severity_word))
    return ",".join((*cells, *(_quoted(to_json(each).decode()) for each in lists))).encode()


_UNMARKED = _marks(NO_MARKS)
