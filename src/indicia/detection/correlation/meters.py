"""What a correlation measures in its window, one meter a type; each forgets what leaves the window."""

from abc import ABC, abstractmethod
from collections import OrderedDict, deque
from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Protocol

from indicia.detection.correlation.correlation import MOST, Correlation, Kind, Number
from indicia.detection.correlation.expression import holds
from indicia.detection.correlation.multiset import Multiset


class Meter(Protocol):
    """Fed with the events of one group in order of time, those of one time in order of rules."""

    cut: bool
    """Whether something had to be forgotten for want of room, so that the value is "at least"."""
    follows: bool
    """Whether it forgets what its window forgets for want of room; the others remember less and need not."""

    def add(self, time: int, part: int, values: Sequence[str]) -> None:
        """An event enters the window: position of its rule, and its values as they are compared."""

    def expire(self, before: int, gone: int) -> None:
        """Whatever is older than this left the window, so many events."""

    def value(self) -> Number:
        """What the window measures now."""

    def holds(self) -> bool:
        """Whether the condition does."""


def meter(item: Correlation) -> Meter:
    """A fresh meter for one group of a correlation."""
    match item.kind:
        case Kind.EVENT_COUNT:
            return _Events(item)
        case Kind.VALUE_COUNT:
            return _Values(item)
        case Kind.TEMPORAL:
            return _Together(item)
        case Kind.TEMPORAL_ORDERED:
            return _InOrder(item)
        case Kind.VALUE_SUM | Kind.VALUE_AVG:
            return _Sum(item)
        case Kind.VALUE_PERCENTILE | Kind.VALUE_MEDIAN:
            return _Ranked(item)


def number(text: str) -> Number:
    """The number in a member's value; the store lets nothing else through."""
    if "x" in text:
        return int(text, 16)
    return Fraction(text) if "." in text else int(text)


class _Measured(ABC):
    """What all meters share: the condition is put to the value."""

    follows = False

    def __init__(self, item: Correlation) -> None:
        self.item = item
        self.cut = False

    @abstractmethod
    def value(self) -> Number:
        """What the window measures now."""

    def holds(self) -> bool:
        return self.item.holds(self.value())


class _Events(_Measured):
    follows = True

    def __init__(self, item: Correlation) -> None:
        super().__init__(item)
        self._count = 0

    def add(self, time: int, part: int, values: Sequence[str]) -> None:
        self._count += 1

    def expire(self, before: int, gone: int) -> None:
        self._count -= gone

    def value(self) -> Number:
        return self._count


class _Values(_Measured):
    """Distinct values by the time each was seen last, so that memory follows values, not events."""

    def __init__(self, item: Correlation) -> None:
        super().__init__(item)
        self._last: OrderedDict[tuple[str, ...], int] = OrderedDict()

    def add(self, time: int, part: int, values: Sequence[str]) -> None:
        value = tuple(values)
        self._last[value] = time
        self._last.move_to_end(value)
        if len(self._last) > MOST:
            self._last.popitem(last=False)
            self.cut = True

    def expire(self, before: int, gone: int) -> None:
        while self._last and next(iter(self._last.values())) < before:
            self._last.popitem(last=False)

    def value(self) -> Number:
        return len(self._last)


class _Together(_Measured):
    """Rules by the time each was seen last."""

    def __init__(self, item: Correlation) -> None:
        super().__init__(item)
        self._last: dict[int, int] = {}

    def add(self, time: int, part: int, values: Sequence[str]) -> None:
        self._last[part] = time

    def expire(self, before: int, gone: int) -> None:
        for part in [part for part, time in self._last.items() if time < before]:
            del self._last[part]

    def value(self) -> Number:
        return len(self._last)

    def holds(self) -> bool:
        if self.item.expression is not None:
            return holds(self.item.expression, sum(1 << part for part in self._last))
        return super().holds()


class _InOrder(_Measured):
    """The most rules that can be taken in the listed order so that their events follow each other.

    For each rule and length of such a chain that ends with it, the latest time at which one can begin: the chain lies
    in the window when that does.  Events of one time follow each other either way.
    """

    def __init__(self, item: Correlation) -> None:
        super().__init__(item)
        self._starts: list[list[int | None]] = [[None] * (place + 1) for place in range(len(item.rules))]
        self._before: int | None = None

    def add(self, time: int, part: int, values: Sequence[str]) -> None:
        mine = self._starts[part]
        mine[0] = time
        for earlier in self._starts[:part]:
            for length, start in enumerate(earlier, start=1):
                known = mine[length]
                if start is not None and (known is None or start > known):
                    mine[length] = start

    def expire(self, before: int, gone: int) -> None:
        self._before = before

    def value(self) -> Number:
        most = 0
        for starts in self._starts:
            for length, start in enumerate(starts, start=1):
                if length > most and start is not None and (self._before is None or start >= self._before):
                    most = length
        return most


class _Sum(_Measured):
    follows = True

    def __init__(self, item: Correlation) -> None:
        super().__init__(item)
        self._times: deque[tuple[int, Number, int]] = deque()
        """(time, sum of its values, how many)."""
        self._sum: Number = 0
        self._count = 0

    def add(self, time: int, part: int, values: Sequence[str]) -> None:
        value = number(values[0])
        self._sum += value
        self._count += 1
        several = 1
        if self._times and self._times[-1][0] == time:
            _, others, count = self._times.pop()
            value, several = value + others, count + 1
        self._times.append((time, value, several))

    def expire(self, before: int, gone: int) -> None:
        while self._times and self._times[0][0] < before:
            _, value, count = self._times.popleft()
            self._sum -= value
            self._count -= count

    def value(self) -> Number:
        return Fraction(self._sum, self._count) if self.item.kind is Kind.VALUE_AVG else self._sum


class _Ranked(_Measured):
    """Nearest rank: the smallest value that at least so many per cent of the values do not exceed."""

    def __init__(self, item: Correlation) -> None:
        super().__init__(item)
        self._times: deque[tuple[int, Number]] = deque()
        self._values = Multiset()

    def add(self, time: int, part: int, values: Sequence[str]) -> None:
        value = number(values[0])
        self._values.add(value)
        self._times.append((time, value))
        if len(self._times) > MOST:
            self._values.remove(self._times.popleft()[1])
            self.cut = True

    def expire(self, before: int, gone: int) -> None:
        while self._times and self._times[0][0] < before:
            self._values.remove(self._times.popleft()[1])

    def value(self) -> Number:
        size = len(self._values)
        if self.item.percentile is None:
            return Fraction(self._values.at((size - 1) // 2) + self._values.at(size // 2), 2)
        return self._values.at(ceil(self.item.percentile * size / 100) - 1)
