"""Whether the records of a host satisfy a STIX pattern of several observations.

`AND`, `FOLLOWEDBY` and `REPEATS` ask for different observations, `FOLLOWEDBY` for one that is not earlier than the
last one before it, `WITHIN` for all of them in so many seconds, `START … STOP` for all of them in a time.  An answer is
the narrowest stretches of time in which the expression holds: whatever asks for more time is satisfied by those.
That leaves out that two observations may be one and the same record; where records stand in several brackets the
choices are tried one by one.
Source: STIX 2.1, 9.5, "Observation Expressions", and 9.5.1, "Observation Expression Qualifiers".
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import Enum
from heapq import merge

from msgspec import Struct

from indicia.detection.indicators.stix.pattern import (
    Between,
    Combined,
    Observation,
    Observing,
    Pattern,
    Repeated,
    Within,
)

MOST_STEPS = 200_000
"""Choices tried before it is said that nobody knows."""

Span = tuple[float, float]
"""First and last time of the observations, seconds since 1970."""


class Answer(Enum):
    """What can be said of a pattern on a host."""

    NO = "no"
    YES = "yes"
    UNDECIDED = "undecided"
    """It holds unless one record had to stand for two observations; too many choices to try."""


class Picked(Struct, frozen=True):
    """One record that satisfies an observation."""

    number: int
    """The same for the same record, whatever the observation."""
    time: datetime | None


def holds(pattern: Pattern, picked: Sequence[Sequence[Picked]]) -> Answer:
    """`picked` are the records of each observation in order of numbers.

    A record without a time satisfies an observation, but no `FOLLOWEDBY`, `WITHIN` and `START`.
    """
    timed = [sorted({item.time.timestamp() for item in items if item.time is not None}) for items in picked]
    solver = _Solver(picked, timed)
    if not solver.possible(pattern.root):
        return Answer.NO
    numbers = [{item.number for item in items} for items in picked]
    if sum(map(len, numbers)) == len(set().union(*numbers)):
        return Answer.YES
    try:
        return Answer.YES if next(solver.choices(pattern.root, frozenset(), None), None) is not None else Answer.NO
    except (_TooMany, RecursionError):
        return Answer.UNDECIDED


class _TooMany(Exception):
    pass


class _Choice(Struct, frozen=True):
    """One way to satisfy an expression."""

    records: frozenset[int]
    first: float | None
    """Null when a record without a time is among them."""
    last: float | None


class _Solver:
    def __init__(self, picked: Sequence[Sequence[Picked]], timed: Sequence[Sequence[float]]) -> None:
        self._picked = picked
        self._timed = timed
        self._steps = 0

    def possible(self, node: Observing) -> bool:
        """Whether it holds if any record may stand for several observations."""
        return bool(self.spans(node, None)) or self._timeless(node)

    def _timeless(self, node: Observing) -> bool:
        """Whether it holds when times are not asked for; false where they are."""
        match node:
            case Observation():
                return bool(self._picked[node.number])
            case Combined("AND", left, right):
                return self.possible(left) and self.possible(right)
            case Combined("OR", left, right):
                return self.possible(left) or self.possible(right)
            case Repeated(inner, times):
                return isinstance(inner, Observation) and len(self._picked[inner.number]) >= times
        return False

    def spans(self, node: Observing, between: Span | None) -> list[Span]:
        """Narrowest spans in order of time; none holds another one."""
        match node:
            case Observation():
                return [(at, at) for at in self._timed[node.number] if between is None or between[0] <= at < between[1]]
            case Between():
                return self.spans(node.inner, _narrowed(node, between))
            case Within():
                return [span for span in self.spans(node.inner, between) if span[1] - span[0] <= node.seconds]
            case Repeated():
                times = self._times(node.inner, between)
                return _narrowest((times[at], times[at + node.times - 1]) for at in range(len(times) - node.times + 1))
            case Combined():
                left, right = self.spans(node.left, between), self.spans(node.right, between)
                if node.op == "OR":
                    return _narrowest(merge(left, right))
                return _followed(left, right) if node.op == "FOLLOWEDBY" else _both(left, right)

    def _times(self, node: Observing, between: Span | None) -> list[float]:
        """Times of all records of one observation, equal ones as often as there are records."""
        match node:
            case Observation():
                every = {item.number: item.time for item in self._picked[node.number]}
                times = sorted(time.timestamp() for time in every.values() if time is not None)
                return [at for at in times if between is None or between[0] <= at < between[1]]
            case Between():
                return self._times(node.inner, _narrowed(node, between))
            case Within():
                return self._times(node.inner, between)
        return [last for _, last in self.spans(node, between)]

    def choices(self, node: Observing, taken: frozenset[int], between: Span | None) -> Iterator[_Choice]:
        """Every way to satisfy it by records that are not taken.  Raises _TooMany."""
        match node:
            case Observation():
                for item in self._picked[node.number]:
                    self._steps += 1
                    if self._steps > MOST_STEPS:
                        raise _TooMany
                    at = item.time.timestamp() if item.time is not None else None
                    if item.number in taken:
                        continue
                    if between is None or (at is not None and between[0] <= at < between[1]):
                        yield _Choice(frozenset({item.number}), at, at)
            case Between():
                yield from self.choices(node.inner, taken, _narrowed(node, between))
            case Within():
                for choice in self.choices(node.inner, taken, between):
                    first, last = choice.first, choice.last
                    if first is not None and last is not None and last - first <= node.seconds:
                        yield choice
            case Repeated():
                yield from self._repeated(node.inner, node.times, taken, between)
            case Combined("OR", left, right):
                yield from self.choices(left, taken, between)
                yield from self.choices(right, taken, between)
            case Combined(op, left, right):
                for one in self.choices(left, taken, between):
                    for other in self.choices(right, taken | one.records, between):
                        if op == "AND" or (
                            one.last is not None and other.first is not None and one.last <= other.first
                        ):
                            yield _joined(one, other)

    def _repeated(self, node: Observing, times: int, taken: frozenset[int], between: Span | None) -> Iterator[_Choice]:
        if times == 1:
            yield from self.choices(node, taken, between)
            return
        for one in self.choices(node, taken, between):
            for rest in self._repeated(node, times - 1, taken | one.records, between):
                yield _joined(one, rest)


def _joined(one: _Choice, other: _Choice) -> _Choice:
    records = one.records | other.records
    if one.first is None or other.first is None or one.last is None or other.last is None:
        return _Choice(records, None, None)
    return _Choice(records, min(one.first, other.first), max(one.last, other.last))


def _narrowed(node: Between, between: Span | None) -> Span:
    start, stop = node.start.timestamp(), node.stop.timestamp()
    return (start, stop) if between is None else (max(start, between[0]), min(stop, between[1]))


def _narrowest(spans: Iterator[Span]) -> list[Span]:
    """The spans of which none holds another one, in order."""
    found: list[Span] = []
    # From the right: a span is needed only when it ends before every span that begins later.
    for first, last in sorted(set(spans), key=lambda span: (-span[0], span[1])):
        if not found or last < found[-1][1]:
            found.append((first, last))
    found.reverse()
    return found


def _followed(left: list[Span], right: list[Span]) -> list[Span]:
    """For each span on the left the first on the right that does not begin before it ends."""
    begins = [first for first, _ in right]
    joined = []
    for first, last in left:
        at = bisect_left(begins, last)
        if at < len(right):
            joined.append((first, right[at][1]))
    return _narrowest(iter(joined))


def _both(left: list[Span], right: list[Span]) -> list[Span]:
    """The narrowest stretches that hold a span of each side: with each span its neighbours in time."""
    joined = []
    for one, other in ((left, right), (right, left)):
        begins = [first for first, _ in other]
        ends = [last for _, last in other]
        for first, last in one:
            # The first that begins at or after this begin, and the last that ends at or before this end.
            for at in {bisect_left(begins, first), bisect_right(ends, last) - 1}:
                if 0 <= at < len(other):
                    joined.append((min(first, other[at][0]), max(last, other[at][1])))
    return _narrowest(iter(joined))
