"""Tables in the answers of Azure's interfaces for queries: names of columns once, then rows of values alone.

`{"tables":[{"name":…,"columns":[{"name":…,"type":…},…],"rows":[[…],[…]]}]}`, with capitals and `ColumnName` in the
older form (Kusto, version 1).
"""

import re
from collections.abc import Iterator
from functools import partial

import orjson
from msgspec import Struct

from indicia.evidence.events.steps import Steps, Unread
from indicia.evidence.events.units import Units
from indicia.evidence.web_rows.flat import Flat, text_of

_BEGIN = re.compile(rb'\s*\{\s*"[Tt]ables"\s*:\s*\[')
_TEXT = rb'"(?>(?:[^"\\\n]++|\\[^\n])*+)"'
_HEAD = re.compile(
    rb'"[Cc]olumns"\s*:\s*(\[(?>(?:[^\[\]"]++|' + _TEXT + rb')*+)\])\s*,\s*"[Rr]ows"\s*:\s*\[',
)
_ROW = re.compile(rb"\[(?>(?:[^\[\]{}\"]++|" + _TEXT + rb")*+)")
"""Without its end."""
_BETWEEN = re.compile(rb"[\s,\x00]*+")
_NEXT = re.compile(rb",\s*+\[(?=\s*+(?:\"|null|\d))")
"""Where a row may begin behind one that is damaged."""
_ROWS = re.compile(rb'"[Rr]ows"\s*:')
_LONGEST_HEAD = 2**20
"""Bytes in which the columns of a table have to be told."""
_LEAST = 2**16
"""Bytes that are kept to look at again with what follows."""
_UNFINISHED, _BROKEN = -1, -2


class Listed(Struct):
    """A row; `start` and `end` count bytes of the file, `line` from 1."""

    start: int
    end: int
    line: int
    text: bytes
    flat: partial[Flat]


def is_answer(units: Units) -> bool:
    """Whether a file begins as such an answer."""
    while len(units.text) < _LEAST and units.more(0):
        pass
    return _BEGIN.match(units.text) is not None


class Answer(Steps):
    """Iterates over rows and stretches that could not be read; bytes in neither stand around rows."""

    def __init__(self, units: Units, limit: int) -> None:
        super().__init__(units)
        self._limit = limit
        self._names: tuple[str, ...] = ()
        self._told = False
        """Whether it was told that what stands before could not be read."""

    def __iter__(self) -> Iterator[Listed | Unread]:
        while True:
            wrong = self._head()
            if wrong is not None:
                if wrong.reason:
                    yield wrong
                return
            yield from self._rows()

    def _head(self) -> Unread | None:
        """Step to the rows of the next table; null where there is one, else what stands there instead."""
        while True:
            text = self._units.text
            found = _HEAD.search(text, self._position)
            if found is not None:
                self._names = tuple(_names(self._units.utf8(found.start(1), found.end(1))))
                self._step(found.end())
                return None
            if len(text) - self._position > _LONGEST_HEAD or not self._more():
                break
        start, line = self._units.offset(self._position), self._line
        rest = self._units.text[self._position :]
        torn = self._units.ended and not self._told and not rest.rstrip(b"\0 \t\r\n").endswith(b"}")
        reason = "the file ends inside an answer: what followed is missing" if torn else ""
        reason = "rows without their columns" if _ROWS.search(rest) or not self._units.ended else reason
        while True:
            self._step(len(self._units.text))
            if not self._more():
                break
        self._step(len(self._units.text))
        return Unread(start, self._units.offset(self._position), line, reason)

    def _rows(self) -> Iterator[Listed | Unread]:
        """The rows of one table."""
        while True:
            found = self._row()
            if isinstance(found, Listed):
                self._told = False
                yield found
                continue
            if found is None:
                self._told = False
                return
            place = self._units.offset(self._position)
            lost = Unread(place, place, self._line, str(found))
            goes_on = self._next(lost)
            self._told = True
            yield lost
            if not goes_on:
                return

    def _row(self) -> Listed | str | None:
        """The row that follows, stepped over; what is wrong with it; null where the table ends."""
        units = self._units
        while True:
            between = _BETWEEN.match(units.text, self._position)
            self._step(between.end() if between else self._position)
            if self._position < len(units.text) or not self._more():
                break
        if self._position >= len(units.text):
            return "the file ends inside a table: what followed is missing"
        if units.text[self._position] != ord("["):
            if units.text[self._position] != ord("]"):
                return "no row of a table begins here"
            self._step(self._position + 1)
            return None
        while (end := self._row_end()) < 0:
            if len(units.text) - self._position > self._limit:
                return f"a row longer than {self._limit} bytes (limit)"
            if end == _BROKEN or not self._more():
                return "broken JSON: a row that does not end"
        if end - self._position > self._limit:
            return f"a row longer than {self._limit} bytes (limit)"
        text = units.utf8(self._position, end)
        cells = _values(text)
        if isinstance(cells, str):
            return f"broken JSON: {cells}"
        if len(cells) != len(self._names):
            return f"{len(cells)} values, {len(self._names)} columns"
        start, line = units.offset(self._position), self._line
        self._step(end)
        return Listed(start, units.offset(self._position), line, text, partial(_flat, self._names, text))

    def _row_end(self) -> int:
        """Where the row ends that begins here; `_UNFINISHED` where more has to be read for that, or `_BROKEN`."""
        text = self._units.text
        found = _ROW.match(text, self._position)
        end = found.end() if found else self._position
        if end >= len(text):
            return _UNFINISHED
        if text[end] == ord("]"):
            return end + 1
        # A text that does not end yet, and not on this line either.
        return _UNFINISHED if text[end] == ord('"') and text.find(b"\n", end) < 0 else _BROKEN

    def _next(self, lost: Unread) -> bool:
        """Step to where a row may begin again; false where none does before the next table."""
        first = True
        while True:
            text = self._units.text
            found, head = _NEXT.search(text, self._position + first), _HEAD.search(text, self._position + first)
            if head is not None and (found is None or head.start() < found.start()):
                self._step(head.start())
                lost.end = self._units.offset(self._position)
                return False
            if found is not None:
                self._step(found.end() - 1)
                lost.end = self._units.offset(self._position)
                return True
            self._step(max(self._position, len(text) - _LEAST * (not self._units.ended)))
            first = False
            if not self._more():
                self._step(len(self._units.text))
                lost.end = self._units.offset(self._position)
                return False


def _names(text: bytes) -> Iterator[str]:
    try:
        columns = orjson.loads(text)
    except orjson.JSONDecodeError:
        return
    for column in columns:
        if isinstance(column, dict):
            yield str(column.get("name") or column.get("ColumnName") or "")


def _values(text: bytes) -> list[object] | str:
    try:
        found: list[object] = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return str(error)
    return found


def _flat(names: tuple[str, ...], text: bytes) -> Flat:
    cells = _values(text)
    if isinstance(cells, str):
        return {}
    return {name: text_of(cell) for name, cell in zip(names, cells, strict=True) if cell is not None and cell != ""}
