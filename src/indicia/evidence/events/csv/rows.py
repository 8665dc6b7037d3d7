"""Rows of a CSV file out of a byte stream, one by one, with the place of each.

A quoted value may go on over line ends.  So one quote too many or too few would make the rest of a file one value:
where a row does not come out, reading goes on at the next line from which one does, and what lies between is unread.
"""

import csv
import io
from collections.abc import Callable, Iterator

from msgspec import Struct

from indicia.evidence.events.csv.hopeless import Hopeless
from indicia.evidence.events.steps import Steps, Unread
from indicia.evidence.events.units import Units
from indicia.evidence.text.raw.encodings import decode_text

SEPARATORS = ",;\t"
_AHEAD, _BLANK = 2**18, 2**16
"""Bytes looked at at once."""


class Row(Struct):
    """A whole row; `start` and `end` count bytes of the file without the line end, `line` from 1."""

    start: int
    end: int
    line: int
    text: str
    cells: list[str]


class Rows(Steps):
    """Iterates over rows and stretches that could not be read.

    The first row that is no directive of a spreadsheet (`sep=`) or of PowerShell (`#TYPE`) is the header, which tells
    the separator and how many values a row has; it comes out like any other.
    """

    def __init__(
        self,
        units: Units,
        limit: int,
        separator: str = "",
        is_header: Callable[[list[str]], bool] = lambda cells: False,
        unnamed: Callable[[list[str]], int] = lambda cells: 0,
    ) -> None:
        """`is_header`: whether a row of another width is a header, from which on rows have its width and as many
        values more as are `unnamed`."""
        super().__init__(units)
        self._limit = limit
        self._is_header = is_header
        self._unnamed = unnamed
        self._separator = separator
        """Empty before the header."""
        self.width = 0
        """Values of a row; 0 before the header."""
        self._header = b""
        """As it stands in the window."""
        self._hopeless = Hopeless(limit)

    def ahead(self) -> "Rows":
        """Rows that were read but not stepped over yet; the last one may be cut."""
        text = self._units.utf8(self._position, min(len(self._units.text), self._position + _AHEAD))
        return Rows(Units(io.BytesIO(text)), self._limit, self._separator)

    def __iter__(self) -> Iterator[Row | Unread]:
        lost: Unread | None = None
        while True:
            if lost is not None and self.width > 1:
                self._pass_by(lost)
            end = self._line_end()
            if end == self._position and self._units.ended and end == len(self._units.text):
                break
            if end - self._position > self._limit:
                lost = lost or self._begun(f"a row longer than {self._limit} bytes (limit)")
                self._step(end)
                lost.end = self._units.offset(end)
                continue
            made = None if self._is_blank(end) or self._is_directive(end) else self._row(alone=lost is None)
            if isinstance(made, Row):
                if lost is not None:
                    yield lost
                    lost = None
                yield made
                continue
            end = self._line_end()
            if made is not None or lost is not None:
                lost = lost or self._begun(made or "")
                lost.end = self._units.offset(self._bare(end))
            if made is None and lost is None and (blank := self._blank_lines()) > end:
                end = blank - 1
            self._step(end)
            self._position = min(self._position + 1, len(self._units.text))
            self._line += 1
        if lost is not None:
            yield lost

    def _pass_by(self, lost: Unread) -> None:
        """Step over lines at which no row can begin."""
        end = self._hopeless.end(self._units, self._position, self._separator, self.width)
        if end > self._position:
            lost.end = self._units.offset(self._bare(end - 1))
            self._step(end)

    def _begun(self, reason: str) -> Unread:
        place = self._units.offset(self._position)
        return Unread(place, place, self._line, reason)

    def _row(self, *, alone: bool) -> Row | str:
        """The row that begins here, stepped over; or why none does.  `alone`: also a line with quotes inside values."""
        first = self._line_end() - self._position
        end, wrong = self._row_end()
        if not wrong:
            text = self._text(end)
            made = self._cells(text)
            if isinstance(made, list):
                return self._made(end, text, made)
            wrong = made
        if (begin := self._glued(end)) > self._position:
            text = self._text(begin)
            made = self._cells(text)
            if isinstance(made, list):
                return self._made(begin, text, made)
        if alone and end - self._position > first:
            text = self._text(self._position + first)
            made = self._cells(text, strict=False)
            if isinstance(made, list):
                return self._made(self._position + first, text, made)
        return wrong

    def _glued(self, end: int) -> int:
        """Where a header begins behind a row without a line end: a file was put behind another; else where we are."""
        bare = self._bare(end)
        glued = self._header and self._units.text.endswith(self._header, self._position, bare)
        return bare - len(self._header) if glued else self._position

    def _made(self, end: int, text: str, cells: list[str]) -> Row:
        line, start = self._line, self._units.offset(self._position)
        if self.width != len(cells):
            self._header = self._units.text[self._position : self._bare(end)].lstrip(b"\xef\xbb\xbf\0")
            self.width = len(cells) + self._unnamed(cells)
        row = Row(start, self._units.offset(self._bare(end)), line, text, cells)
        self._step(end)
        if self._units.text[end : end + 1] == b"\n":
            self._position += 1
            self._line += 1
        return row

    def _cells(self, text: str, *, strict: bool = True) -> list[str] | str:
        separator = self._separator or separator_of(text)
        if strict:
            made = split(text, separator)
        else:
            made = [cell.strip('"') if cell.startswith('"') else cell for cell in text.split(separator)]
        if isinstance(made, str):
            return made
        if self.width and len(made) != self.width and not self._is_header(made):
            return f"{len(made)} values, {self.width} columns"
        self._separator = separator
        return made

    def _text(self, end: int) -> str:
        written = self._units.utf8(self._position, end)
        return decode_text(written).removeprefix("\ufeff").removesuffix("\ufeff").removesuffix("\r")

    def _bare(self, end: int) -> int:
        """Where a line ends without the carriage return before its end."""
        return end - 1 if end > self._position and self._units.text[end - 1] == ord("\r") else end

    def _is_blank(self, end: int) -> bool:
        return not self._units.text[self._position : end].strip(b"\0 \t\r")

    def _blank_lines(self) -> int:
        """Where the last of the blank lines ends that begin here."""
        seen = self._units.text[self._position : self._position + _BLANK]
        return self._position + seen.rfind(b"\n", 0, len(seen) - len(seen.lstrip(b"\0 \t\r\n"))) + 1

    def _is_directive(self, end: int) -> bool:
        """Whether a line before the header says how the file is written."""
        if self.width:
            return False
        line = self._units.text[self._position : end].rstrip(b"\r\0")
        if line[:4].lower() == b"sep=" and len(line) == 5:
            self._separator = line[4:].decode("latin-1")
            return True
        return line.startswith(b"#TYPE ")

    def _line_end(self) -> int:
        """Where the line ends that begins here; past the limit where it is longer than that."""
        searched = self._position
        while True:
            found = self._units.text.find(b"\n", searched)
            if found >= 0:
                return found
            searched = len(self._units.text) - self._position
            if searched > self._limit or not self._more():
                return len(self._units.text)

    def _row_end(self) -> tuple[int, str]:
        """The line end at which no quoted value is open; or what was found instead of one."""
        quotes, searched = 0, self._position
        while True:
            found = self._units.text.find(b"\n", searched)
            if found < 0:
                counted = searched - self._position
                if len(self._units.text) - self._position > self._limit:
                    return searched, f"a row longer than {self._limit} bytes (limit)"
                grown = self._more()
                searched = self._position + counted
                if grown:
                    continue
                quotes += self._units.text.count(b'"', searched)
                return len(self._units.text), "the file ends inside a row" if quotes % 2 else ""
            quotes += self._units.text.count(b'"', searched, found)
            if quotes % 2 == 0:
                return found, ""
            if found - self._position > self._limit:
                return found, f"a row longer than {self._limit} bytes (limit)"
            searched = found + 1


def separator_of(header: str) -> str:
    """What separates the values of a header: the commonest of comma, semicolon and tab."""
    return max(SEPARATORS, key=lambda mark: (header.count(mark), mark == ","))


def split(text: str, separator: str) -> list[str] | str:
    """The values of a row; or what is wrong with it.  Source: RFC 4180 section 2."""
    # The limit is that of the whole process: others must not meet a lower one than they left.
    if len(text) >= csv.field_size_limit():
        csv.field_size_limit(len(text) + 1)
    try:
        return next(csv.reader([text], delimiter=separator, strict=True), [])
    except csv.Error as error:
        return f"no row of CSV: {error}"
