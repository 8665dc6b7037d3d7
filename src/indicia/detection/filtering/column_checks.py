"""Which candidates cannot be true after all, told from single columns of a text log before a line is decoded.

A condition is taken apart into what must hold together (`All`).  A part that looks at few columns by themselves comes
out alike for all lines with the same values there, so it is decided once for each value, exactly and by the same code
as on a decoded record; a line for which any part is false is no candidate.  Mostly one status or one path is enough.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from indicia.detection.conditions.condition import All, Any, Backtracking, Condition, Fields, Not, SameAs, Test
from indicia.detection.conditions.evaluate import compile_condition
from indicia.tables.batch import Cells, Lines, Offsets, Run

Left = Callable[[int, Offsets], Offsets]
"""(position, rows of a batch, ascending) → those of the rows of which that condition could still be true."""

_MOST_BYTES = 16 * 2**20
"""Values remembered, all parts together; then it begins anew."""
_EACH = 100
"""Bytes that remembering a value takes beside its own."""
_LONGEST = 512
"""Bytes of values that are remembered."""
_MOST_FIELDS = 4
"""Fields of a part; with more of them values hardly ever come again."""
_MOST_LAYOUTS = 16
_MANY = 16
"""Records from which on short values are looked at as numbers."""
_MASKS = np.array([(1 << (8 * count)) - 1 for count in range(9)], dtype=np.uint64)
_REVIEW = 256
"""After so many uses the parts of a condition are put in order anew: first what refuted most."""

Values = tuple[bytes, ...]
Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]


class _Part(Struct):
    """One of several conditions that must hold together."""

    condition: Condition
    fields: frozenset[str]
    _decide: Callable[[Fields], bool] | None = None

    def decide(self, fields: Fields) -> bool:
        # Compiled when first asked: of many rules few ever have a candidate.
        if self._decide is None:
            self._decide = compile_condition(self.condition)
        return self._decide(fields)


class _Placed(Struct):
    """A part where its columns are known."""

    part: _Part
    cells: Cells
    columns: tuple[int, ...]
    known: dict[Values | int, bool] = field(default_factory=dict)
    long: bool = False
    """Whether a value was met that is not short."""
    asked: int = 0
    refuted: int = 0

    @property
    def worth(self) -> tuple[bool, float, int]:
        """Whether it takes next to nothing to ask, share of rows refuted so far, and how little it takes."""
        cheap = len(self.columns) == 1 and not self.long
        return cheap, self.refuted / self.asked if self.asked else 0.5, -len(self.columns)


class ColumnChecks:
    """The conditions of one bucket.  Learns which part refutes most; the answer does not depend on that."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        shared: dict[Condition, _Part | None] = {}
        self._parts: list[list[_Part]] = []
        for condition in conditions:
            parts = [shared.setdefault(part, _part(part)) for part in dict.fromkeys(_together(condition))]
            self._parts.append([part for part in parts if part is not None])
        self._placed: dict[Hashable, list[list[_Placed]]] = {}
        self._bytes = 0
        self._uses = 0

    def of(self, lines: Lines) -> Left:
        """What can be told of the rows of this batch."""
        runs = lines.runs
        firsts = [run.first for run in runs]
        seen = [_Seen(run, lines.text) for run in runs]

        def left(position: int, rows: Offsets) -> Offsets:
            if not runs or not len(rows) or not self._parts[position]:
                return rows
            if len(runs) == 1:
                return self._left(position, rows, seen[0])
            first = bisect_right(firsts, rows[0]) - 1
            last = bisect_right(firsts, rows[-1]) - 1
            cuts = np.searchsorted(rows, firsts[first + 1 : last + 1])
            pieces = zip(np.split(rows, cuts), seen[first : last + 1], strict=True)
            return np.concatenate([self._left(position, mine, one) for mine, one in pieces])

        return left

    def _left(self, position: int, rows: Offsets, seen: "_Seen") -> Offsets:
        run = seen.run
        if run.cells is None:
            return rows
        numbers = rows - run.first if run.first else rows
        odd = None
        if not seen.all_plain:
            plain = run.plain[numbers]
            odd, numbers = numbers[~plain], numbers[plain]
        placed = self._of(run.cells, position, seen)
        numbers = self._few(placed, numbers, seen) if len(numbers) < _MANY else self._many(placed, numbers, seen)
        if odd is not None and len(odd):
            numbers = np.sort(np.concatenate((numbers, odd)))
        return numbers + run.first if run.first else numbers

    def _few(self, parts: "list[_Placed]", numbers: Offsets, seen: "_Seen") -> Offsets:
        """One after the other, which is quicker up to some."""
        left = numbers.tolist()
        for placed in parts:
            if not left:
                break
            placed.asked += len(left)
            values = seen.cells(placed.columns, left)
            true = [number for number in left if self._known(placed, values[number])]
            placed.refuted += len(left) - len(true)
            left = true
        return numbers if len(left) == len(numbers) else np.array(left, dtype=np.int64)

    def _many(self, parts: "list[_Placed]", numbers: Offsets, seen: "_Seen") -> Offsets:
        for placed in parts:
            if not len(numbers):
                break
            placed.asked += len(numbers)
            name = (id(placed), numbers.tobytes())
            if name in seen.told:
                true = seen.told[name]
            else:
                true = seen.told[name] = self._true(placed, numbers, seen)
            if true is not None:
                placed.refuted += len(numbers)
                numbers = numbers[true]
                placed.refuted -= len(numbers)
        return numbers

    def _true(self, placed: _Placed, numbers: Offsets, seen: "_Seen") -> Flags | None:
        """Of which of these records the part could be true; null: of all of them."""
        if not placed.columns:
            return None if self._known(placed, ()) else np.zeros(len(numbers), dtype=bool)
        if len(placed.columns) == 1 and len(numbers) >= _MANY and not placed.long:
            short = seen.short(placed.columns[0], numbers)
            if short is not None:
                words, distinct = short
                true = [word for word in distinct if self._known(placed, word)]
                if len(true) == len(distinct):
                    return None
                flags = np.zeros(len(words), dtype=bool)
                for word in true:
                    flags |= words == word
                return flags
            placed.long = True
        values = list(map(seen.cells(placed.columns, numbers.tolist()).__getitem__, numbers.tolist()))
        different = set(values)
        still = {value for value in different if self._known(placed, value)}
        if len(still) == len(different):
            return None
        if not still:
            return np.zeros(len(values), dtype=bool)
        return np.array([value in still for value in values], dtype=bool)

    def _known(self, placed: _Placed, value: Values | int) -> bool:
        """Whether the part could be true of a record with this value; a number is a short one, see `_Seen.short`."""
        answer = placed.known.get(value)
        if answer is None:
            whole = (value.to_bytes(8, "little").rstrip(b"\0"),) if isinstance(value, int) else value
            answer = self._answer(placed, value, whole)
        return answer

    def _answer(self, placed: _Placed, name: Values | int, value: Values) -> bool:
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

    def _of(self, cells: Cells, position: int, seen: "_Seen") -> list[_Placed]:
        """The parts of a condition that these columns decide, those that refute most first."""
        every = seen.placed
        if every is None:
            every = self._placed.get(cells.key)
        if every is None:
            if len(self._placed) >= _MOST_LAYOUTS:
                self._placed.clear()
                self._bytes = 0
            every = self._placed[cells.key] = list(self._place(cells))
        seen.placed = every
        mine = every[position]
        self._uses += 1
        if len(mine) > 1 and self._uses % _REVIEW == 0:
            for each in every:
                each.sort(key=lambda placed: placed.worth, reverse=True)
        return mine

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


class _Seen:
    """What was seen of one run: rules of one family ask for the same columns of the same rows."""

    def __init__(self, run: Run, text: bytes) -> None:
        self.run = run
        self.all_plain = bool(run.plain.all())
        self.placed: list[list[_Placed]] | None = None
        self.told: dict[tuple[int, bytes], Flags | None] = {}
        """What came out for a part and records."""
        self._text = text
        self._cells: dict[tuple[int, ...], dict[int, Values]] = {}
        self._short: dict[tuple[int, bytes], tuple[Words, list[int]] | None] = {}

    def cells(self, columns: tuple[int, ...], numbers: list[int]) -> dict[int, Values]:
        """Values of these columns of at least these records, by number."""
        known = self._cells.setdefault(columns, {})
        missing = [number for number in numbers if number not in known]
        if missing:
            assert self.run.values is not None  # comes together with `cells`
            known.update(zip(missing, self.run.values(columns, np.array(missing)), strict=True))
        return known

    def short(self, column: int, numbers: Offsets) -> tuple[Words, list[int]] | None:
        """Values of at most eight bytes as numbers, the first byte lowest; null where one is longer."""
        key = (column, numbers.tobytes())
        if key not in self._short:
            self._short[key] = self._words(*self.run.bounds(column, numbers))
        return self._short[key]

    def _words(self, starts: Offsets, ends: Offsets) -> tuple[Words, list[int]] | None:
        sizes = ends - starts
        last = len(self._text) - 8
        if int(sizes.max()) > 8 or int(starts.max()) > last:
            return None
        every: Words = np.ndarray((last + 1,), dtype="<u8", buffer=self._text, strides=(1,))
        words: Words = every[starts] & _MASKS[sizes]
        return words, list(set(words.tolist()))


def _together(condition: Condition) -> Iterator[Condition]:
    """What must hold together."""
    if isinstance(condition, All):
        for item in condition.items:
            yield from _together(item)
    else:
        yield condition


def _part(condition: Condition) -> _Part | None:
    """Null for what single columns cannot decide."""
    fields = _fields_of(condition)
    return None if fields is None or len(fields) > _MOST_FIELDS else _Part(condition, fields)


def _fields_of(condition: Condition) -> frozenset[str] | None:
    match condition:
        case All(items) | Any(items):
            each = [_fields_of(item) for item in items]
            known = [fields for fields in each if fields is not None]
            return frozenset().union(*known) if len(known) == len(each) else None
        case Not(item):
            return _fields_of(item)
        case Test(field, check):
            # What may come out undecided is asked of the record itself, and noted there.
            return None if field is None or isinstance(check, SameAs | Backtracking) else frozenset({field})
