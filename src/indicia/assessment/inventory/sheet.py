"""Rows of a CSV file as spreadsheets write it: encodings, separators, quotes; each row with its line."""

import csv
import io
import re
from collections.abc import Iterator

from msgspec import Struct

from indicia.errors import UsageError

MOST_BYTES = 64 * 2**20
MOST_ROWS = 500_000
_MOST_LINES = 20
"""Lines one row may span; beyond it a quote was left open."""
_MOST_FIELD = 4_000
_FEW = 3
"""So many zero bytes make no binary file."""
_SEPARATORS = (",", ";", "\t", "|")
_SEP = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')


class Row(Struct, frozen=True):
    """One row."""

    line: int
    """Where it starts, from 1."""
    values: tuple[str, ...]


class Torn(Struct, frozen=True):
    """A line that is no row."""

    line: int
    reason: str


def decoded(data: bytes) -> tuple[str, str]:
    """(text, assumption about its encoding or empty).  Raises UsageError beyond the limit and for what is no text."""
    if len(data) > MOST_BYTES:
        raise UsageError(f"inventory larger than {MOST_BYTES // 2**20} MiB (limit)", hint="Split it.")
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace"), ""
    head = data[:4096]
    if head.count(0) > len(head) // 4:
        name = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
        return data.decode(name, "replace"), f"the inventory has no byte order mark and is taken for {name.upper()}"
    if head.count(0) > max(_FEW, len(head) // 100):
        raise UsageError("the inventory is no text", hint="Save it as CSV.")
    try:
        return data.decode(), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "the inventory is not UTF-8 and is taken for Windows-1252"


def rows(text: str) -> Iterator[Row | Torn]:
    """Rows that hold anything, the header first, with the lines that are none."""
    lines = re.split(r"\r\n|\n|\r", text)
    start = 0
    separator = ""
    if lines and (given := _SEP.fullmatch(lines[0].strip('"'))):
        separator, start = given.group(1), 1
    number = start
    found = 0
    while number < len(lines):
        line = lines[number]
        if not line.strip() or line.startswith("#TYPE"):
            number += 1
            continue
        record, end = _record(lines, number)
        if record is None:
            yield Torn(number + 1, "a quote is opened and not closed")
            number += 1
            continue
        if found >= MOST_ROWS:
            yield Torn(number + 1, f"more than {MOST_ROWS:,} rows (limit): the rest was not read")
            return
        separator = separator or _separator(record)
        try:
            values = next(csv.reader(io.StringIO(record, newline=""), delimiter=separator), [])
        except csv.Error as error:
            yield Torn(number + 1, f"not readable as CSV: {error}")
        else:
            found += 1
            if any(len(value) > _MOST_FIELD for value in values):
                yield Torn(number + 1, f"a value is longer than {_MOST_FIELD:,} characters (limit)")
            elif any(value.strip() for value in values):
                yield Row(number + 1, tuple(value.strip() for value in values))
        number = end


def _record(lines: list[str], start: int) -> tuple[str | None, int]:
    """The row that starts at a line, which goes on while a quote is open; null when none closes it soon."""
    quotes = 0
    for end in range(start, min(start + _MOST_LINES, len(lines))):
        quotes += lines[end].count('"')
        if quotes % 2 == 0:
            return "\n".join(lines[start : end + 1]), end + 1
    return None, start + 1


def _separator(header: str) -> str:
    bare = _QUOTED.sub("", header)
    return max(_SEPARATORS, key=bare.count)
