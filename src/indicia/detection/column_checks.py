"""Which candidates cannot be true after all, told from single columns of a text log before a line is decoded.

A condition is taken apart into what must hold together (`All`).  A part that looks at few columns by themselves comes
out alike for all lines with the same values there, so it is decided once for each value, exactly and by the same code
as on a decoded record; a line for which any part is false is no candidate.  Mostly one status or one path is enough.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from indicia.detection.condition import All, Any, Backtracking, Condition, Fields, Not, SameAs, Test
from indicia.detection.evaluate import compile_condition
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
_REVIEW = 256
"""After so many uses the parts of a condition are put in order anew: first what refuted most."""

Values = tuple[bytes, ...]


@dataclass(slots=True)
class _Part:
    """One of several conditions that must hold together."""

    condition: Condition
    fields: frozenset[str]
    _decide: Callable[[Fields], bool] | None = None

    def decide(self, fields: Fields) -> bool:
        # Compiled when first asked: of many rules few ever have a candidate.
        if self._decide is None:
            self._decide = compile_condition(self.condition)
        return self._decide(fields)


@dataclass(slots=True)
class _Placed:
    """A part where its columns are known."""

    part: _Part
    cells: Cells
    columns: tuple[int, ...]
    known: dict[Values, bool] = field(default_factory=dict)
    asked: int = 0
    refuted: int = 0

    @property
    def worth(self) -> tuple[float, int]:
        """Share of rows refuted so far, and how little it takes to ask."""
        return self.refuted / self.asked if self.asked else 0.5, -len(self.columns)


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
        seen = _Seen()

        def left(position: int, rows: Offsets) -> Offsets:
            if not runs or not len(rows):
                return rows
            first = bisect_right(firsts, rows[0]) - 1
            last = bisect_right(firsts, rows[-1]) - 1
            if first == last:
                return self._left(position, rows, runs[first], seen)
            cuts = np.searchsorted(rows, firsts[first + 1 : last + 1])
            pieces = zip(np.split(rows, cuts), runs[first : last + 1], strict=True)
            return np.concatenate([self._left(position, mine, run, seen) for mine, run in pieces])

        return left

    def _left(self, position: int, rows: Offsets, run: Run, seen: "_Seen") -> Offsets:
        cells = run.cells
        if cells is None or not self._parts[position]:
            return rows
        kept = np.ones(len(rows), dtype=bool)
        at = np.flatnonzero(run.plain[rows - run.first])
        for placed in self._of(cells, position):
            if not len(at):
                break
            answers = self._answers(placed, seen.values(run, placed.columns, rows[at] - run.first))
            true = np.array(answers, dtype=bool)
            kept[at[~true]] = False
            placed.asked += len(at)
            at = at[true]
            placed.refuted += len(true) - len(at)
        return rows[kept]

    def _answers(self, placed: _Placed, values: list[Values]) -> list[bool]:
        """For each of these whether the part could be true of a record that has them."""
        known = placed.known
        answers = [known.get(value) for value in values]
        if None not in answers:
            return answers  # type: ignore[return-value]  # there is no null in it
        told = []
        for value, answer in zip(values, answers, strict=True):
            # The same value may have been answered since.
            found = known.get(value) if answer is None else answer
            told.append(self._answer(placed, value) if found is None else found)
        return told

    def _answer(self, placed: _Placed, value: Values) -> bool:
        fields = placed.cells.fields_of(placed.columns, value)
        answer = fields is None or placed.part.decide(fields)
        size = sum(map(len, value))
        if size <= _LONGEST:
            self._bytes += size + _EACH
            if self._bytes > _MOST_BYTES:
                self._forget()
                self._bytes = size + _EACH
            placed.known[value] = answer
        return answer

    def _forget(self) -> None:
        for every in self._placed.values():
            for each in every:
                for placed in each:
                    placed.known.clear()

    def _of(self, cells: Cells, position: int) -> list[_Placed]:
        """The parts of a condition that these columns decide, those that refute most first."""
        key = cells.key
        every = self._placed.get(key)
        if every is None:
            if len(self._placed) >= _MOST_LAYOUTS:
                self._placed.clear()
                self._bytes = 0
            every = self._placed[key] = list(self._place(cells))
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
    """Values of rows of one batch: rules of one family ask for the same ones."""

    def __init__(self) -> None:
        self._values: dict[tuple[int, tuple[int, ...], bytes], list[Values]] = {}

    def values(self, run: Run, columns: tuple[int, ...], numbers: Offsets) -> list[Values]:
        key = (run.first, columns, numbers.tobytes())
        found = self._values.get(key)
        if found is None:
            assert run.values is not None  # comes together with `cells`
            found = self._values[key] = run.values(columns, numbers)
        return found


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
