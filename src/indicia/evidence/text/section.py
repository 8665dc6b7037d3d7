"""Lines of one layout: which are records, and when, on which host and in which part of the log they were written."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indicia.evidence.text.columns import Columns, Flags, Words8, number_equal
from indicia.evidence.text.layout import Layout
from indicia.evidence.text.spans import Spans
from indicia.evidence.text.times import DAY, NONE, Micros, clocks, days, parse_clock, parse_day, parse_stamp
from indicia.tables.batch import Offsets, Run

_NAME_BYTES = 64
"""Hosts and parts are told apart by so many bytes of their name."""
_BACK = DAY // 2
"""A clock that goes back by more than this has passed midnight."""


@dataclass(slots=True)
class Clock:
    """Where the time of a log without dates has got to."""

    day: int | None = None
    last: int = NONE
    rolled: bool = False

    def restart(self, day: int | None) -> None:
        """Count on from a date that the log states."""
        self.day, self.last = day, NONE

    def days(self, clock: Micros) -> Offsets:
        """Days since 1970 of times of day that follow each other; NONE where there is no date to count from."""
        each = np.full(len(clock), NONE, dtype=np.int64)
        timed = np.flatnonzero(clock != NONE)
        if self.day is None or not len(timed):
            return each
        known = clock[timed]
        back = np.diff(known, prepend=self.last if self.last != NONE else known[0]) < -_BACK
        each[timed] = self.day + np.cumsum(back)
        self.rolled |= bool(back.any())
        self.day, self.last = int(each[timed[-1]]), int(known[-1])
        return each


class Covered(NamedTuple):
    """The records among measured lines, in order."""

    days: Offsets | None
    """Their days in a log without dates; null for one with dates."""
    times: Micros
    lines: Offsets
    """Their numbers among the lines."""


@dataclass(slots=True)
class Measured:
    """Lines `index` of a block, measured against a layout."""

    text: bytes
    codes: npt.NDArray[np.uint8]
    layout: Layout
    columns: Columns
    fits: Flags = field(init=False)

    def __post_init__(self) -> None:
        """Tell plain lines from those that need a closer look."""
        columns, width = self.columns, len(self.layout.fields)
        low, high = int(columns.starts[0]), int(columns.ends[-1])
        quotes = self.layout.quoted and self.text.find(b'"', low, high) >= 0
        plain = columns.leave_quoted() if quotes and not self.layout.rest else None
        counts = columns.counts
        if self.layout.sep == " ":
            trailing = self.codes[columns.ends - 1] == 32
            fits = (counts - trailing == width - 1) & (self.codes[columns.starts] != 32)
            if columns.doubled:
                fits &= ~columns.lines_with_doubled()
        elif self.layout.rest:
            fits = counts >= width - 1
        else:
            fits = counts == width - 1
        if plain is not None:
            fits &= plain
        elif quotes:
            fits &= self._only_rest_has_quotes(fits, width)
        header = self.layout.plain_header
        if header:
            same = columns.ends - columns.starts == len(header)
            for line in np.flatnonzero(same & (self.codes[columns.starts] == header[0])).tolist():
                fits[line] &= self.text[columns.starts[line] : columns.ends[line]] != header
        self.fits = fits

    def _only_rest_has_quotes(self, fits: Flags, width: int) -> Flags:
        """Which lines have no quote before the last column nor at its start."""
        columns = self.columns
        low, high = int(columns.starts[0]), int(columns.ends[-1])
        places = np.append(np.flatnonzero(self.codes[low:high] == 34) + low, high + 1)
        first = places[np.searchsorted(places, columns.starts)]
        rest = columns.starts.copy()
        if width > 1:
            rest[fits] = columns.seps[columns.first[fits] + (width - 2)] + 1
        return first > rest

    def cover(self, words: Words8, spans: Spans, clock: Clock, odd: dict[int, list[str]]) -> "Covered":
        """Add all records to the spans; `odd` holds the values of those that do not fit, by their number here."""
        layout, lines = self.layout, np.flatnonzero(self.fits)
        micros = np.full(len(self.fits), NONE, dtype=np.int64)
        micros[lines] = self._times(words, lines)
        records = self.fits.copy()
        groups: dict[tuple[str | None, str | None], list[int]] = {}
        for line, values in odd.items():
            records[line] = True
            micros[line] = time_of(values, layout)
            groups.setdefault((name_of(values, layout.host), name_of(values, layout.part)), []).append(line)
        if layout.loose:
            for line in np.flatnonzero(records & (micros == NONE)).tolist():
                start, end = self.columns.starts[line], self.columns.ends[line]
                micros[line] = parse_stamp(self._text(start, end), alone=False)
        each_day = None
        if layout.dateless:
            clocks_only = micros[records]
            each_day = clock.days(clocks_only)
            micros[records] = np.where(each_day == NONE, NONE, each_day * DAY + clocks_only)
        self._add(words, spans, lines, micros[lines])
        for (host, part), group in groups.items():
            spans.add(host, part, micros[group])
        return Covered(each_day, micros[records], np.flatnonzero(records))

    def run(self, first: int, covered: Covered) -> Run:
        """The records as columns; `first` is the index of the first of them in the batch."""
        lines, bounds = covered.lines, self._bounds
        return Run(
            first=first,
            names=self.layout.fields,
            times=covered.times,
            plain=self.fits[lines],
            bounds=lambda column, records: bounds(column, lines[records]),
        )

    def _times(self, words: Words8, lines: Offsets) -> Micros:
        layout = self.layout
        if not len(lines):
            return np.zeros(0, dtype=np.int64)
        if layout.stamp is not None:
            starts, ends = self._bounds(layout.stamp, lines)
            day, good = days(words, starts, self.text)
            time, clear = clocks(words, starts + 11, ends - starts - 11)
            between = self.codes[np.minimum(starts + 10, len(self.codes) - 1)]
            good &= clear & ((between == 84) | (between == 32))
            micros = day + time
            for line in np.flatnonzero(~good).tolist():
                micros[line] = parse_stamp(self._text(starts[line], ends[line]))
            return micros
        if layout.time is None:
            return np.full(len(lines), NONE, dtype=np.int64)
        starts, ends = self._bounds(layout.time, lines)
        micros, good = clocks(words, starts, ends - starts)
        for line in np.flatnonzero(~good).tolist():
            micros[line] = parse_clock(self._text(starts[line], ends[line]))
        if layout.date is None:
            return micros
        starts, ends = self._bounds(layout.date, lines)
        day, clear = days(words, starts, self.text)
        clear &= (ends - starts == 10) & (micros != NONE)
        return np.where(clear, day + micros, NONE)

    def _bounds(self, column: int, lines: Offsets) -> tuple[Offsets, Offsets]:
        return (self.columns.unquoted if self.layout.quoted else self.columns.bounds)(column, lines)

    def _text(self, start: int, end: int) -> str:
        return self.text[start : min(end, start + 100)].decode("latin-1")

    def _add(self, words: Words8, spans: Spans, lines: Offsets, micros: Micros) -> None:
        if not len(lines):
            return
        names = [column for column in (self.layout.host, self.layout.part) if column is not None]
        values = []
        for column in names:
            starts, ends = self._bounds(column, lines)
            values += words.values(starts, np.minimum(ends - starts, _NAME_BYTES))
        numbers, shown = number_equal(values) if values else (np.zeros(len(lines), np.int64), np.zeros(1, np.int64))
        order = np.argsort(numbers, kind="stable") if len(shown) > 1 else slice(None)
        groups = np.split(micros[order], np.cumsum(np.bincount(numbers))[:-1])
        for group, line in zip(groups, lines[shown].tolist(), strict=True):
            spans.add(self._name(line, self.layout.host), self._name(line, self.layout.part), group)

    def _name(self, line: int, column: int | None) -> str | None:
        if column is None:
            return None
        starts, ends = self._bounds(column, np.array([line]))
        return _name(self.text[starts[0] : min(ends[0], starts[0] + _NAME_BYTES)])


def time_of(values: list[str], layout: Layout) -> int:
    """Time of a record by its values; in a log without dates only the time of day."""
    if layout.stamp is not None:
        return parse_stamp(values[layout.stamp]) if layout.stamp < len(values) else NONE
    if layout.time is None or layout.time >= len(values):
        return NONE
    time = parse_clock(values[layout.time])
    if layout.date is None or time == NONE:
        return time
    day = parse_day(values[layout.date])
    return NONE if day == NONE else day * DAY + time


def name_of(values: list[str], column: int | None) -> str | None:
    """Host or part by the values of a record; null where the log has none."""
    if column is None or column >= len(values):
        return None
    return _name(values[column].encode("utf-8")[:_NAME_BYTES])


def _name(value: bytes) -> str | None:
    return value.decode("utf-8", "replace") if value not in {b"", b"-"} else None
