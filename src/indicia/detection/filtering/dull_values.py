"""Lines of web logs that hold nothing but dull values, told by a compiled module that remembers them.

Of each value it is worked out once for which conditions it holds a literal that stands for them, and which conditions
it refutes in its column.  A line is passed over where each condition that one of its values asks for is refuted by
another, or where what else it needs is in none: mostly none is asked for at all.  Identifiers, of which each request
has one of its own, are taken for one where no literal could reach into them.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence, Set

import numpy as np
from msgspec import Struct

from indicia.detection.conditions.condition import Condition, SameAs
from indicia.detection.conditions.fields import tests_of
from indicia.detection.filtering.choosing import Positions
from indicia.detection.filtering.column_checks import ColumnChecks, OneValue, Part
from indicia.detection.filtering.literals import EDGE
from indicia.detection.filtering.matcher import TooManyHits
from indicia.detection.filtering.percent_decoding import Block
from indicia.detection.filtering.spelling import FOLDED, as_folded
from indicia.tables.batch import Cells, Lines, Offsets, Run
from indicia.wasm.sandbox import Trapped
from indicia.wasm.weblog import WIDEST, Asked, Reach, Unit, Value, WebLog

Hits = Callable[[Block], Iterator[tuple[int, int]]]
"""(row, number of a literal) for lines of values; numbers behind the last literal are marks."""

_DIGITS = {digit: number for number, digit in enumerate(b"0123456789abcdef")} | {ord("-"): 16}
_SMALLEST = 36
"""Bytes of an identifier; no literal is as long."""
_NUMBERS = frozenset(b"0123456789-./:") | frozenset(EDGE)
_NUMERIC = frozenset(
    "date time s-port c-port sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken".split()
)
"""Columns whose values mostly are numbers, or addresses of few kinds."""
_QUERY = "cs-uri-query"
_MANY, _TOO_MANY = 0.2, 0.5
"""New values a line from which on remembering them costs more than it spares; from the second on not even once."""
_TRIES = 4
"""How often values of a block are said anew because other conditions came to be asked for."""
_MOST_BITS = 63
_ANYTHING = 1 << _MOST_BITS
"""Stands for any condition."""
_MOST_SETS = 1 << 12
_LONG = 256
"""Longer values are not asked whether they refute anything."""
_PATIENCE = 4
"""After so many such batches nothing is remembered for a while."""
_REST, _LONGEST_REST = 64, 1024
"""So many batches; each time twice as many if nothing else came in between."""


class Needs(Struct, frozen=True):
    """What a choice of literals is."""

    literals: tuple[bytes, ...]
    users: Sequence[Sequence[int]]
    """Of each literal the conditions that could be true only where it, or another of its group, stands."""
    others: Mapping[int, Sequence[int]]
    """Of conditions that need another group as well the numbers of its literals."""


class DullValues:
    """The values of one kind of log, see above.  Not to be shared by threads."""

    def __init__(self, conditions: Sequence[Condition], needs: Needs, hits: Hits, checks: ColumnChecks) -> None:
        self._needs = needs
        self._hits = hits
        self._checks = checks
        self._fields = [_looked_at(condition) for condition in conditions]
        self._numeric = frozenset(
            position
            for literal, users in zip(needs.literals, needs.users, strict=True)
            if _NUMBERS.issuperset(as_folded(literal))
            for position in users
        )
        self._others = [
            [position for position, literals in needs.others.items() if number in literals]
            for number in range(len(needs.literals))
        ]
        """Of each literal the conditions in whose other group it is."""
        self._key: Hashable = None
        self._bits: dict[int, int] = {}
        """The bit of each condition that some value asks for; in the order of these."""
        self._positions: dict[int, Positions | None] = {}
        """Conditions by their bits."""
        self._asked: Asked | None = None
        self._parts: dict[int, list[tuple[int, Part]]] = {}
        """By column the bits of conditions, and what of them a value may refute."""
        self._single: dict[int, dict[int, list[Part]]] = {}
        """The same by condition."""
        self._many = 0
        self._resting = 0
        self._rest = _REST

    def rows(self, lines: Lines, module: WebLog) -> tuple[Offsets, list[Positions | None]] | None:
        """Lines of the block that the module holds in which something could be true, as the module numbers them, and
        which conditions: null where they have to be searched; null if all lines have to be.
        """
        (run,) = lines.runs
        cells = run.cells
        if cells is None or self._resting:
            self._resting = max(0, self._resting - 1)
            return None
        if self._key != cells.key:
            self._bits, self._positions, self._single = {}, {}, {}
        try:
            for _ in range(_TRIES):
                if module.asker is not self or self._key != cells.key:
                    self._prepare(run, cells)
                    if self._asked is not None:
                        module.ask(self, self._asked)
                if self._asked is None:
                    return None
                fresh = module.look()
                if not fresh:
                    return self._told(*module.telling(None))
                if self._tiring(len(fresh), len(lines.starts)):
                    # Values of which it was not said what they are have to be forgotten.
                    module.asker = None
                    return None
                known = len(self._bits)
                said = self._said(fresh, cells)
                if len(self._bits) == known:
                    return self._told(*module.telling(said))
                # Of what was known before nothing is known about these conditions.
                module.asker = None
        except Trapped:
            pass
        return None

    def _told(self, lines: Offsets, alive: list[int]) -> tuple[Offsets, list[Positions | None]]:
        positions = self._positions
        if len(positions) >= _MOST_SETS:
            positions.clear()
        for bits in alive:
            if bits not in positions:
                some = tuple(sorted(at for at, bit in self._bits.items() if bits >> bit & 1))
                positions[bits] = None if bits & _ANYTHING else some
        return lines, [positions[bits] for bits in alive]

    def _tiring(self, fresh: int, lines: int) -> bool:
        """Whether to stop remembering for a while, since nearly every line brings something new."""
        if fresh <= _MANY * lines:
            self._many, self._rest = 0, _REST
            return False
        self._many += 1
        if self._many <= _PATIENCE and fresh <= _TOO_MANY * lines:
            return False
        self._many, self._resting = 0, self._rest
        self._rest = min(2 * self._rest, _LONGEST_REST)
        return True

    def _prepare(self, run: Run, cells: Cells) -> None:
        """Which columns are looked at, and how."""
        self._key, self._asked = cells.key, None
        width = len(run.names)
        if width > WIDEST or any(len(literal) >= _SMALLEST for literal in self._needs.literals):
            return
        every: set[int] = set()
        apart: set[int] = set()
        for position, fields in enumerate(self._fields):
            columns = tuple(range(width)) if fields is None else cells.columns_of(fields)
            if columns is None:
                return
            every.update(columns)
            if position in self._numeric:
                apart.update(columns)
        self._parts = {}
        for position, bit in self._bits.items():
            for column, parts in self._single_of(cells, position).items():
                self._parts.setdefault(column, []).extend((bit, part) for part in parts)
        apart.update(self._parts)
        reaches = _reaches(self._needs)
        needless = sum(1 << bit for position, bit in self._bits.items() if position not in self._needs.others)
        self._asked = Asked(
            width=width,
            units=tuple(_units(run.names, every | apart, apart, guids=reaches is not None)),
            needless=needless | _ANYTHING,
            reaches=reaches or (),
            folded=FOLDED.tobytes(),
        )

    def _said(self, fresh: Sequence[Value], cells: Cells) -> bytes:
        """What is said of each of the values."""
        sizes = np.array([len(value.text) for value in fresh], dtype=np.int64)
        ends = np.cumsum(sizes + 1)
        text = b"\n".join((b"", *(value.text for value in fresh), b""))
        block = Block(text, ends - sizes, ends, np.arange(len(fresh), dtype=np.int64))
        held: dict[int, set[int]] = {}
        try:
            for row, number in self._hits(block):
                held.setdefault(row, set()).add(number)
        except TooManyHits:
            return np.array([(_ANYTHING, _ANYTHING, 0)] * len(fresh), dtype="<u8").tobytes()
        said = []
        for row, value in enumerate(fresh):
            # What zeros stand for is not known.
            one = None if value.hidden else OneValue(cells, value.column, value.text)
            asks, has = self._of_literals(value.column, one, held[row], cells) if row in held else (0, 0)
            refuted = 0
            if one is not None and len(value.text) <= _LONG:
                for bit, part in self._parts.get(value.column, ()):
                    if one.refutes(part):
                        refuted |= 1 << bit
            said.append((asks, has, refuted))
        return np.array(said, dtype="<u8").tobytes()

    def _of_literals(self, column: int, one: OneValue | None, numbers: Set[int], cells: Cells) -> tuple[int, int]:
        """Which conditions could be true because of a value with these literals, and what else of them it holds."""
        users, bits = self._needs.users, self._bits
        asks = has = 0
        asking: set[int] = set()
        for number in numbers:
            if number >= len(users):
                return _ANYTHING, _ANYTHING
            asking.update(users[number])
            for position in self._others[number]:
                if position in bits:
                    has |= 1 << bits[position]
        for position in sorted(asking):
            parts = self._single_of(cells, position).get(column, ())
            if one is not None and any(map(one.refutes, parts)):
                continue
            if position not in bits:
                if len(bits) >= _MOST_BITS:
                    return _ANYTHING, _ANYTHING
                bits[position] = len(bits)
            asks |= 1 << bits[position]
        return asks, has

    def _single_of(self, cells: Cells, position: int) -> dict[int, list[Part]]:
        found = self._single.get(position)
        if found is None:
            found = self._single[position] = self._checks.single(cells, position)
        return found


def _reaches(needs: Needs) -> tuple[Reach, ...] | None:
    """What stands beside digits in which a literal begins or ends; null where one may stand inside an identifier."""
    found: list[Reach] = []
    for literal in map(as_folded, needs.literals):
        digits = [_DIGITS.get(byte) for byte in literal]
        if None not in digits:
            return None
        begin, end = digits.index(None), len(digits) - 1 - digits[::-1].index(None)
        # It may begin with the last digits of an identifier, or end with the first ones.
        if begin:
            found.append(Reach(behind=True, digit=digits[begin - 1] or 0, beside=literal[begin:]))
        if end + 1 < len(digits):
            found.append(Reach(behind=False, digit=digits[end + 1] or 0, beside=literal[: end + 1][::-1]))
    return tuple(dict.fromkeys(found))


def _units(names: Sequence[str], columns: set[int], apart: set[int], *, guids: bool) -> Iterator[Unit]:
    """Columns that are looked at together: numbers, the query by itself, and whatever stands side by side."""
    lower = [name.lower() for name in names]
    kinds = []
    for column, name in enumerate(lower):
        if column not in columns or (name in {"date", "time"} and column < 2 and column not in apart):
            kinds.append("")
        elif name in _NUMERIC and column not in apart:
            kinds.append("number")
        else:
            kinds.append("query" if name == _QUERY else "value")
    first = 0
    while first < len(kinds):
        last = first
        while last + 1 < len(kinds) and kinds[last + 1] == kinds[first] != "query":
            last += 1
        kind = kinds[first]
        if kind:
            yield Unit(first, last, kind == "number", kind == "query" and guids)
        first = last + 1


def _looked_at(condition: Condition) -> frozenset[str] | None:
    """Fields that a condition looks at; null where it looks at all."""
    tests = list(tests_of(condition))
    fields = [test.field for test in tests if test.field is not None and not isinstance(test.check, SameAs)]
    return frozenset(fields) if len(fields) == len(tests) else None
