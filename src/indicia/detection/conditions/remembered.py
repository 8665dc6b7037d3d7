"""What conditions came to for values they were asked of before: records of a log mostly differ in other fields."""

from msgspec import Struct, field

from indicia.detection.conditions.condition import Condition, Fields
from indicia.detection.conditions.evaluate import View, compile_on_view
from indicia.detection.conditions.fields import deciding_fields
from indicia.detection.conditions.marking import compile_marking

_MOST_BYTES = 4 * 2**20
"""Values remembered, all conditions together; then it begins anew."""
_EACH = 300
"""Bytes that remembering values takes beside their texts."""
_LONGEST = 2048
"""Values that take more are not remembered."""
_MOST_FIELDS = 8
_TRIED, _WORTH = 64, 0.5
"""After so many records a condition of which fewer than this share came again is not remembered any more."""

_ABSENT = object()
"""A field that is not there; one that is null is."""
Key = tuple[object, ...]
Outcome = tuple[str, ...] | None
"""Fields that decided; null where the condition is false."""


class Memory(Struct):
    """Bounds what all conditions of a kind of log remember together."""

    used: int = 0
    _known: list[dict[Key, Outcome]] = field(default_factory=list)

    def of_one(self) -> dict[Key, Outcome]:
        """What one condition remembers."""
        self._known.append({})
        return self._known[-1]

    def add(self, size: int) -> None:
        """Make room for so many bytes."""
        self.used += size
        if self.used > _MOST_BYTES:
            for known in self._known:
                known.clear()
            self.used = size


class Remembered:
    """A condition that looks at few fields by themselves.  Comes to what it comes to when it is asked anew."""

    def __init__(self, condition: Condition, fields: frozenset[str], memory: Memory) -> None:
        """`fields`: all that it looks at, see `looked_at`."""
        self._decide = compile_on_view(condition)
        self._mark = compile_marking(condition)
        self._fields = tuple(sorted(fields))
        self._memory = memory
        self._known: dict[Key, Outcome] | None = memory.of_one()
        self._asked = self._again = 0
        self._last: tuple[Fields, Outcome] | None = None

    def decide(self, view: View) -> bool:
        """Whether it is true."""
        outcome = self._outcome(view)
        self._last = view, outcome
        return outcome is not None

    def mark(self, fields: Fields) -> tuple[str, ...]:
        """Fields that decided, of a record of which it is true."""
        if self._last is not None and self._last[0] is fields:
            return self._last[1] or ()
        return self._mark(fields)

    def _outcome(self, view: View) -> Outcome:
        known = self._known
        if known is None:
            return self._worked_out(view)
        get = view.fields.get
        key = tuple([get(name, _ABSENT) for name in self._fields])
        self._asked += 1
        if key in known:
            self._again += 1
            return known[key]
        found = self._worked_out(view)
        if self._asked >= _TRIED and self._again < _WORTH * self._asked:
            self._known = None
            known.clear()
        else:
            self._keep(known, key, found)
        return found

    def _keep(self, known: dict[Key, Outcome], key: Key, found: Outcome) -> None:
        size = _EACH
        for value in key:
            # Numbers and truth values may be equal and yet stand for different texts.
            if isinstance(value, str):
                size += len(value)
            elif isinstance(value, tuple):
                size += sum(map(len, value))
            elif value is not _ABSENT:
                return
        if size <= _LONGEST:
            self._memory.add(size)
            known[key] = found

    def _worked_out(self, view: View) -> Outcome:
        return self._mark(view) if self._decide(view) else None


def looked_at(condition: Condition) -> frozenset[str] | None:
    """The fields that decide a condition; null where it looks at others as well, may be undecided, or has many."""
    fields = deciding_fields(condition)
    return fields if fields and len(fields) <= _MOST_FIELDS else None
