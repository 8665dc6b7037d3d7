"""Which candidates cannot be true after all, told from single columns of a text log before a line is decoded.

A condition is taken apart into what must hold together (`All`).  A part that looks at few columns by themselves comes
out alike for all lines with the same values there, so it is decided once for each value, exactly and by the same code
as on a decoded record; a line for which any part is false is no candidate.  Mostly one status or one path is enough.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from indicia.detection.conditions.condition import All, Condition, Fields
from indicia.detection.conditions.evaluate import View, compile_condition
from indicia.detection.conditions.fields import deciding_fields
from indicia.tables.batch import Cells, Lines, Offsets, Run

Flags = npt.NDArray[np.bool_]
Left = Callable[[int, Flags], Flags]
"""(position, candidates among some rows) → those of them of which that condition could still be true."""
LeftOf = Callable[[Offsets], Left]
"""Rows of a batch, ascending → what can be told of them."""

_MOST_BYTES = 16 * 2**20
"""Values remembered, all parts together; then it begins anew."""
_EACH = 100
"""Bytes that remembering a value takes beside its own."""
_LONGEST = 512
"""Bytes of values that are remembered."""
_MOST_FIELDS = 4
"""Fields of a part; with more of them values hardly ever come again."""
_MOST_LAYOUTS = 16
_MANY = 64
"""So many records are looked up in a column all at once."""
_FEW_LONG = 16
"""One in so many values may be longer than eight bytes where a column is looked at as numbers."""
_MASKS = np.array([(1 << (8 * count)) - 1 for count in range(9)], dtype=np.uint64)
_REVIEW = 256
"""After so many uses the parts of a condition are put in order anew: first what refuted most."""

Values = tuple[bytes, ...]
Name = bytes | Values | int
"""What a value is remembered under: itself where it is of one column; as a number where it is looked at as one, the
first byte lowest; values of several columns together."""
Words = npt.NDArray[np.uint64]


class Part(Struct):
    """One of several conditions that must hold together."""

    condition: Condition
    fields: frozenset[str]
    _decide: Callable[[Fields], bool] | None = None

    def decide(self, fields: Fields) -> bool:
        """Whether it is true of a record with these fields."""
        # Compiled when first asked: of many rules few ever have a candidate.
        if self._decide is None:
            self._decide = compile_condition(self.condition)
        return self._decide(fields)


class OneValue:
    """One value of a column, put to several parts that look at nothing else."""

    def __init__(self, cells: Cells, column: int, text: bytes) -> None:
        fields = cells.fields_of((column,), (text,))
        self._view = None if fields is None else View(fields)
        self._answers: dict[int, bool] = {}

    def refutes(self, part: Part) -> bool:
        """Whether a part is false of every record with this value."""
        if self._view is None:
            return False
        answer = self._answers.get(id(part))
        if answer is None:
            answer = self._answers[id(part)] = not part.decide(self._view)
        return answer


class _Placed(Struct):
    """A part where its columns are known."""

    part: Part
    cells: Cells
    columns: tuple[int, ...]
    known: dict[Name, bool] = field(default_factory=dict)
    long: bool = False
    """Whether many values were met that are not short."""
    asked: int = 0
    refuted: int = 0

    @property
    def short(self) -> bool:
        """Whether it takes next to nothing to ask."""
        return len(self.columns) == 1 and not self.long

    @property
    def worth(self) -> tuple[bool, float, int]:
        """Whether it is short, share of rows refuted so far, and how little it takes."""
        return self.short, self.refuted / self.asked if self.asked else 0.5, -len(self.columns)


class ColumnChecks:
    """The conditions of one bucket.  Learns which part refutes most; the answer does not depend on that."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        shared: dict[Condition, Part | None] = {}
        self._parts: list[list[Part]] = []
        for condition in conditions:
            parts = [shared.setdefault(part, _part(part)) for part in dict.fromkeys(_together(condition))]
            self._parts.append([part for part in parts if part is not None])
        self._placed: dict[Hashable, list[list[_Placed]]] = {}
        self._bytes = 0
        self._uses = 0

    def of(self, lines: Lines) -> LeftOf:
        """What can be told of the rows of this batch."""
        runs = [_Run(self, run, lines.text) for run in lines.runs]
        firsts = [each.run.first for each in runs]

        def of_rows(rows: Offsets) -> Left:
            if not runs or not len(rows):
                return undecided
            if len(runs) == 1:
                return _Rows(runs[0], rows).left
            cuts = np.searchsorted(rows, firsts).tolist()
            each = [
                (low, high, _Rows(run, rows[low:high]))
                for run, low, high in zip(runs, cuts, [*cuts[1:], len(rows)], strict=True)
                if low < high
            ]

            def left(position: int, candidates: Flags) -> Flags:
                return np.concatenate([mine.left(position, candidates[low:high]) for low, high, mine in each])

            return left

        return of_rows

    def single(self, cells: Cells, position: int) -> dict[int, list["Part"]]:
        """By column the parts of the condition at a position that look at nothing else."""
        found: dict[int, list[Part]] = {}
        for placed in self.placed(cells)[position]:
            if len(placed.columns) == 1:
                found.setdefault(placed.columns[0], []).append(placed.part)
        return found

    def known(self, placed: _Placed, name: Name) -> bool:
        """Whether the part could be true of a record with this value."""
        answer = placed.known.get(name)
        if answer is None:
            if isinstance(name, int):
                value: Values = (name.to_bytes(8, "little").rstrip(b"\0"),)
            else:
                value = (name,) if isinstance(name, bytes) else name
            answer = self._answer(placed, name, value)
        return answer

    def _answer(self, placed: _Placed, name: Name, value: Values) -> bool:
        fields = placed.cells.fields_of(placed.columns, value)
        answer = fields is None or placed.part.decide(fields)
        size = sum(map(len, value))
        if size <= _LONGEST:
            self._bytes += size + _EACH
            if self._bytes > _MOST_BYTES:
                self._forget()
                self._bytes = size + _EACH
            placed.known[name] = answer
        return answer

    def _forget(self) -> None:
        for every in self._placed.values():
            for each in every:
                for placed in each:
                    placed.known.clear()

    def placed(self, cells: Cells) -> list[list[_Placed]]:
        """By condition the parts that these columns decide, those that refute most first."""
        every = self._placed.get(cells.key)
        if every is None:
            if len(self._placed) >= _MOST_LAYOUTS:
                self._placed.clear()
                self._bytes = 0
            every = self._placed[cells.key] = list(self._place(cells))
        return every

    def used(self, every: list[list[_Placed]]) -> None:
        """Count a use of parts, and now and then put all of them in order anew."""
        self._uses += 1
        if self._uses % _REVIEW == 0:
            for each in every:
                each.sort(key=lambda placed: placed.worth, reverse=True)

    def _place(self, cells: Cells) -> Iterator[list[_Placed]]:
        shared: dict[int, _Placed | None] = {}
        for parts in self._parts:
            found = []
            for part in parts:
                if id(part) not in shared:
                    columns = cells.columns_of(part.fields)
                    shared[id(part)] = None if columns is None else _Placed(part, cells, columns)
                placed = shared[id(part)]
                if placed is not None:
                    found.append(placed)
            found.sort(key=lambda placed: placed.worth, reverse=True)
            yield found


class _Run:
    """A run of a batch, and which parts its columns decide."""

    def __init__(self, checks: ColumnChecks, run: Run, text: bytes) -> None:
        self.checks = checks
        self.run = run
        self.text = text
        self.all_plain = bool(run.plain.all())
        self.placed = checks.placed(run.cells) if run.cells is not None else None
        """Null where the reader does not tell what columns say."""


class _Rows:
    """Records of one run that were found, and what was seen of them: rules of one family ask the same."""

    def __init__(self, run: _Run, rows: Offsets) -> None:
        self._run = run
        self._checks = run.checks
        numbers = rows - run.run.first if run.run.first else rows
        self._plain: Flags | None = None
        """Which of the records columns can be looked up for; null: all."""
        if not run.all_plain:
            self._plain = run.run.plain[numbers]
            numbers = numbers[self._plain]
        self._numbers = numbers
        self._placed: dict[int, tuple[Offsets, Offsets]] = {}
        """By column where the values of the records stand, as far as they were asked for."""
        self._short: dict[int, tuple[Words, list[int], list[int]] | None] = {}
        self._told: dict[int | tuple[int, bytes], Flags | None] = {}
        """What came out for a part and records."""

    def left(self, position: int, candidates: Flags) -> Flags:
        """See `Left`."""
        every = self._run.placed
        if every is None or not every[position]:
            return candidates
        self._checks.used(every)
        mine = candidates if self._plain is None else candidates[self._plain]
        count = int(np.count_nonzero(mine))
        for placed in every[position]:
            if not count:
                break
            true = self._true(placed, mine)
            placed.asked += count
            if true is not None:
                mine = mine & true
                still = int(np.count_nonzero(mine))
                placed.refuted += count - still
                count = still
        if self._plain is None:
            return mine
        answer = candidates.copy()
        answer[self._plain] = mine
        return answer

    def _true(self, placed: _Placed, candidates: Flags) -> Flags | None:
        """Of which of the candidates the part could be true; null: of all of them."""
        if placed.short:
            if id(placed) in self._told:
                return self._told[id(placed)]
            short = self.short(placed.columns[0])
            if short is not None:
                true = self._told[id(placed)] = self._of_short(placed, *short)
                return true
            placed.long = True
        name = (id(placed), candidates.tobytes())
        if name not in self._told:
            self._told[name] = self._of_values(placed, candidates)
        return self._told[name]

    def _of_short(self, placed: _Placed, words: Words, distinct: list[int], long: list[int]) -> Flags | None:
        """The same of all records, by their values as numbers."""
        known = self._checks.known
        true = [word for word in distinct if known(placed, word)]
        if len(true) == len(distinct) and not long:
            return None
        flags = np.zeros(len(words), dtype=bool)
        for word in true:
            flags |= words == word
        if long:
            flags[long] = [known(placed, value) for value in self._values(placed.columns, np.array(long))]
        return flags

    def _of_values(self, placed: _Placed, candidates: Flags) -> Flags | None:
        known = self._checks.known
        if not placed.columns:
            return None if known(placed, ()) else np.zeros(len(candidates), dtype=bool)
        places = np.flatnonzero(candidates)
        values = self._values(placed.columns, places)
        answers = {value: known(placed, value) for value in set(values)}
        flags = np.zeros(len(candidates), dtype=bool)
        flags[places] = [answers[value] for value in values]
        return flags

    def _values(self, columns: tuple[int, ...], places: Offsets) -> Sequence[bytes | Values]:
        """Values of these columns of the records at these places; of one column by themselves."""
        if len(self._numbers) < _MANY:
            values = self._run.run.values
            assert values is not None  # comes together with `cells`
            found = values(columns, self._numbers[places])
            return [value for (value,) in found] if len(columns) == 1 else found
        each = [self._column(column, places) for column in columns]
        return each[0] if len(each) == 1 else list(zip(*each, strict=True))

    def _column(self, column: int, places: Offsets) -> list[bytes]:
        text = self._run.text
        starts, ends = self._bounds(column)
        return [text[start:end] for start, end in zip(starts[places].tolist(), ends[places].tolist(), strict=True)]

    def _bounds(self, column: int) -> tuple[Offsets, Offsets]:
        if column not in self._placed:
            self._placed[column] = self._run.run.bounds(column, self._numbers)
        return self._placed[column]

    def short(self, column: int) -> tuple[Words, list[int], list[int]] | None:
        """Values of a column as numbers, the first byte lowest; the different ones; and the places of records with a
        value of more than eight bytes.  Null where these are many.
        """
        if column not in self._short:
            self._short[column] = self._words(*self._bounds(column))
        return self._short[column]

    def _words(self, starts: Offsets, ends: Offsets) -> tuple[Words, list[int], list[int]] | None:
        sizes = ends - starts
        last = len(self._run.text) - 8
        if int(starts.max()) > last:
            return None
        long = []
        if int(sizes.max()) > 8:
            long = np.flatnonzero(sizes > 8).tolist()
            if len(long) * _FEW_LONG > len(sizes):
                return None
            sizes = np.minimum(sizes, 8)
        every: Words = np.ndarray((last + 1,), dtype="<u8", buffer=self._run.text, strides=(1,))
        words: Words = every[starts] & _MASKS[sizes]
        return words, list(set(words.tolist())), long


def undecided(position: int, candidates: Flags) -> Flags:
    """Nothing can be told: a `Left`."""
    del position
    return candidates


def _together(condition: Condition) -> Iterator[Condition]:
    """What must hold together."""
    if isinstance(condition, All):
        for item in condition.items:
            yield from _together(item)
    else:
        yield condition


def _part(condition: Condition) -> Part | None:
    """Null for what single columns cannot decide."""
    # What may come out undecided is asked of the record itself, and noted there.
    fields = deciding_fields(condition)
    return None if fields is None or len(fields) > _MOST_FIELDS else Part(condition, fields)
