"""Lines of one layout: which are records, and when, on which host and in which part of the log they were written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from indicia.evidence.text.blocks.hours import Hour, hours_of
from indicia.evidence.text.families.cells import ColumnCells
from indicia.evidence.text.families.form import Form
from indicia.evidence.text.families.layout import Layout
from indicia.evidence.text.families.of_values import NAME_BYTES, name_of, shown_name, time_of
from indicia.evidence.text.raw.columns import Columns, Flags, Words8, number_equal
from indicia.evidence.text.raw.spans import Spans
from indicia.evidence.text.raw.times import DAY, NONE, Micros, clocks, days, parse_clock, parse_stamp
from indicia.tables.batch import Offsets, Run

_HEAD = 20
"""So many bytes begin a line with a date, a time and the separator behind it."""
_FEW = 4
"""Up to so many groups of lines are picked one after the other."""
_MANY = 400
"""Above so many lines looking for a column in all of them at once takes less time than splitting each."""
_LISTED = 8
"""The same where all separators are listed already."""
_NARROW = 24
"""Up to so many columns all values of a line are told apart at once."""
_BACK = DAY // 2
"""A clock that goes back by more than this has passed midnight."""


class Clock(Struct):
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
    times: Callable[[], Micros]
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
    split: dict[int, list[bytes]] = field(default_factory=dict, init=False)
    """Values of lines that were asked for; many rules ask for the same ones."""

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
            rest[fits] = columns.separator(width - 2, np.flatnonzero(fits)) + 1
        return first > rest

    def cover(self, words: Words8, spans: Spans, clock: Clock, odd: dict[int, list[str]]) -> "Covered":
        """Add all records to the spans; `odd` holds the values of those that do not fit, by their number here."""
        layout, lines = self.layout, np.flatnonzero(self.fits)
        if not odd:
            hours = hours_of(layout, self.text, words, self.columns.starts[lines], self.columns.ends[lines])
            if hours:
                self._add(words, spans, lines, hours)
                return Covered(None, lambda: np.concatenate([hour.times() for hour in hours]), lines)
        known = self._times(words, lines)
        if not odd and not layout.loose and not layout.dateless:
            self._add(words, spans, lines, known)
            return Covered(None, lambda: known, lines)
        micros = np.full(len(self.fits), NONE, dtype=np.int64)
        micros[lines] = known
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
        return Covered(each_day, lambda: micros[records], np.flatnonzero(records))

    def run(self, first: int, covered: Covered, form: Form) -> Run:
        """The records as columns; `first` is the index of the first of them in the batch."""
        lines, bounds = covered.lines, self._bounds
        return Run(
            first=first,
            names=self.layout.fields,
            when=covered.times,
            plain=self.fits[lines],
            bounds=lambda column, records: bounds(column, lines[records]),
            values=lambda columns, records: self._values(columns, lines[records]),
            cells=ColumnCells(form, self.layout),
            parted_by=b"" if self.layout.quoted or self.layout.rest else self.layout.sep.encode(),
        )

    def _times(self, words: Words8, lines: Offsets) -> Micros:
        """Times of these lines; one that begins like the line before it has the time of that one."""
        if not len(lines) or not self.layout.timed:
            return np.full(len(lines), NONE, dtype=np.int64)
        heads = self._heads(words, lines)
        if 2 * len(heads) < len(lines):
            first = lines[heads]
            where = self._where(first)
            longest = max(int((ends - self.columns.starts[first]).max()) for _, ends in where)
            if longest < _HEAD:
                return np.repeat(self._time_of_each(words, where), np.diff(heads, append=len(lines)))
        return self._time_of_each(words, self._where(lines))

    def _heads(self, words: Words8, lines: Offsets) -> Offsets:
        """Which of these lines do not begin like the one before."""
        starts = self.columns.starts[lines]
        new = np.zeros(len(lines), dtype=bool)
        new[:1] = True
        for at in (0, 8, _HEAD - 8):
            word = words.at(starts + at)
            new[1:] |= word[1:] != word[:-1]
        return np.flatnonzero(new)

    def _where(self, lines: Offsets) -> list[tuple[Offsets, Offsets]]:
        """Where the stamp, or else the time and the date if there is one, of these lines stand."""
        layout = self.layout
        if layout.stamp is not None:
            return [self._bounds(layout.stamp, lines)]
        if layout.time is None:
            return []
        if layout.date is None:
            return [self._bounds(layout.time, lines)]
        date = self._bounds(layout.date, lines)
        if layout.time == layout.date + 1 and not layout.quoted:
            return [self.columns.bounds(layout.time, lines, date[1] + 1), date]
        return [self._bounds(layout.time, lines), date]

    def _time_of_each(self, words: Words8, where: list[tuple[Offsets, Offsets]]) -> Micros:
        starts, ends = where[0]
        if self.layout.stamp is not None:
            day, good = days(words, starts, self.text)
            time, clear = clocks(words, starts + 11, ends - starts - 11)
            between = self.codes[np.minimum(starts + 10, len(self.codes) - 1)]
            good &= clear & ((between == 84) | (between == 32))
            micros = day + time
            for line in np.flatnonzero(~good).tolist():
                micros[line] = parse_stamp(self._text(starts[line], ends[line]))
            return micros
        micros, good = clocks(words, starts, ends - starts)
        for line in np.flatnonzero(~good).tolist():
            micros[line] = parse_clock(self._text(starts[line], ends[line]))
        if len(where) == 1:
            return micros
        starts, ends = where[1]
        day, clear = days(words, starts, self.text)
        clear &= (ends - starts == 10) & (micros != NONE)
        return np.where(clear, day + micros, NONE)

    def _bounds(self, column: int, lines: Offsets) -> tuple[Offsets, Offsets]:
        return (self.columns.unquoted if self.layout.quoted else self.columns.bounds)(column, lines)

    def _values(self, columns: tuple[int, ...], lines: Offsets) -> list[tuple[bytes, ...]]:
        """The values of these columns in plain lines."""
        if not columns:
            return [()] * len(lines)
        text, sep, width = self.text, self.layout.sep.encode(), len(self.layout.fields)
        most = _LISTED if self.columns.all_listed else _MANY
        if len(lines) > most or (self.layout.rest and width - 1 in columns):
            return self._bounded(columns, lines)
        if self.layout.quoted or width > _NARROW:
            return self._split(columns, lines)
        split, numbers = self.split, lines.tolist()
        missing = [number for number in numbers if number not in split]
        if missing:
            starts, ends = self.columns.starts[missing].tolist(), self.columns.ends[missing].tolist()
            for number, start, end in zip(missing, starts, ends, strict=True):
                split[number] = text[start:end].split(sep, width)
        if len(columns) == 1:
            (column,) = columns
            return [(split[number][column],) for number in numbers]
        return [tuple([split[number][column] for column in columns]) for number in numbers]

    def _split(self, columns: tuple[int, ...], lines: Offsets) -> list[tuple[bytes, ...]]:
        """The same, as few of the columns as have to be told apart for it."""
        text, sep, width = self.text, self.layout.sep.encode(), len(self.layout.fields)
        starts, ends = self.columns.starts[lines].tolist(), self.columns.ends[lines].tolist()
        whole = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        if self.layout.quoted and any(b'"' in line for line in whole):
            return self._bounded(columns, lines)
        front, back = max(columns) + 1, width - min(columns)
        if back < front and bool((self.columns.counts[lines] == width - 1).all()):
            rows = [line.rsplit(sep, back) for line in whole]
            columns = tuple(column - width for column in columns)
        else:
            rows = [line.split(sep, front) for line in whole]
        if len(columns) == 1:
            (column,) = columns
            return [(row[column],) for row in rows]
        return [tuple([row[column] for column in columns]) for row in rows]

    def _bounded(self, columns: tuple[int, ...], lines: Offsets) -> list[tuple[bytes, ...]]:
        """The same of many lines, and whatever stands in them."""
        text, found = self.text, []
        for column in columns:
            starts, ends = self._bounds(column, lines)
            found.append([text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)])
        return list(zip(*found, strict=True))

    def _text(self, start: int, end: int) -> str:
        return self.text[start : min(end, start + 100)].decode("latin-1")

    def _add(self, words: Words8, spans: Spans, lines: Offsets, times: "Micros | list[Hour]") -> None:
        if not len(lines):
            return
        layout = self.layout
        names = [column for column in (layout.host, layout.part) if column is not None]
        values = []
        for column in names:
            starts, ends = self._bounds(column, lines)
            values += words.values(starts, np.minimum(ends - starts, NAME_BYTES))
        if all(bool((word == word[0]).all()) for word in values):
            line = int(lines[0])
            host, part = self._name(line, layout.host), self._name(line, layout.part)
            self._note(spans, host, part, times, None)
            return
        numbers, shown = number_equal(values)
        for group, line in zip(_groups(numbers, len(shown)), lines[shown].tolist(), strict=True):
            host, part = self._name(line, layout.host), self._name(line, layout.part)
            self._note(spans, host, part, times, group)

    def _note(
        self, spans: Spans, host: str | None, part: str | None, times: "Micros | list[Hour]", group: Offsets | None
    ) -> None:
        """Add the lines of a group, or all."""
        if not isinstance(times, list):
            spans.add(host, part, times if group is None else times[group])
            return
        for hour in times:
            found = hour.of(group)
            if found is not None:
                spans.add_hour(host, part, *found)

    def _name(self, line: int, column: int | None) -> str | None:
        if column is None:
            return None
        ((value,),) = self._values((column,), np.array([line]))
        return shown_name(value)


def _groups(numbers: Offsets, count: int) -> list[Offsets]:
    """Where each of so many numbers stands."""
    if count <= _FEW:
        return [np.flatnonzero(numbers == number) for number in range(count)]
    return np.split(np.argsort(numbers, kind="stable"), np.cumsum(np.bincount(numbers))[:-1])
