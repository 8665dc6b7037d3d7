"""Questions about one column of a text log, answered once for each value that stands in it.

The same few pages are asked for again and again.  A condition that looks at nothing but the path of a request comes
out alike for all requests of one path, so once it was false nothing has to be decoded for it again.  Only what reads
a column by itself counts, and only values that the reader could place in the line.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from indicia.detection.choosing import Positions
from indicia.detection.condition import All, Any, Backtracking, Condition, Not, SameAs, Test
from indicia.tables.batch import Lines, Offsets, Run
from indicia.tables.schema import WEB_REQUEST

_COLUMNS = {WEB_REQUEST.name: ("cs-uri-stem", frozenset({"cs-uri-stem", "url.path"}))}
"""Of a table the column, and the fields that readers make of this column alone."""
_MOST = 20_000
"""Values remembered; then it begins anew."""
_LONGEST = 512
"""Bytes of a value that is remembered."""


class Repeated:
    """What was false of which value, for the questions of one bucket."""

    def __init__(self, table: str, conditions: Sequence[Condition]) -> None:
        self._column, fields = _COLUMNS.get(table, ("", frozenset[str]()))
        self._alike = frozenset(
            position for position, condition in enumerate(conditions) if fields and _looks_at_only(condition, fields)
        )
        self._false: dict[bytes, set[int]] = {}

    def __bool__(self) -> bool:
        """Whether there is any such question."""
        return bool(self._alike)

    def values(self, lines: Lines, rows: Sequence[int]) -> list[bytes | None]:
        """The value of each of these rows, ascending; null where it is not known where it stands."""
        found: list[bytes | None] = [None] * len(rows)
        if not lines.runs or not rows:
            return found
        wanted = np.array(rows, dtype=np.int64)
        firsts = [run.first for run in lines.runs]
        begin = 0
        while begin < len(rows):
            number = bisect_right(firsts, rows[begin]) - 1
            end = len(rows) if number + 1 == len(firsts) else int(np.searchsorted(wanted, firsts[number + 1]))
            for index, value in self._of_run(lines, lines.runs[number], wanted[begin:end] - firsts[number]):
                found[begin + index] = value
            begin = max(end, begin + 1)
        return found

    def _of_run(self, lines: Lines, run: Run, numbers: Offsets) -> Iterator[tuple[int, bytes]]:
        columns = [at for at, name in enumerate(run.names) if name.lower() == self._column]
        if len(columns) != 1:
            return
        plain = np.flatnonzero(run.plain[numbers])
        starts, ends = run.bounds(columns[0], numbers[plain])
        for index, start, end in zip(plain.tolist(), starts.tolist(), ends.tolist(), strict=True):
            if end - start <= _LONGEST:
                yield index, lines.text[start:end]

    def left(self, positions: Positions, value: bytes | None) -> Positions:
        """Those of the positions that may still be true of a record with this value."""
        known = self._false.get(value) if value is not None else None
        if not known:
            return positions
        return tuple(position for position in positions if position not in known)

    def note(self, value: bytes | None, false: Collection[int]) -> None:
        """Remember positions that were false of a record with this value."""
        mine = self._alike.intersection(false) if value is not None else None
        if not mine or value is None:
            return
        if len(self._false) >= _MOST and value not in self._false:
            self._false.clear()
        self._false.setdefault(value, set()).update(mine)


def _looks_at_only(condition: Condition, fields: frozenset[str]) -> bool:
    match condition:
        case All(items) | Any(items):
            return all(_looks_at_only(item, fields) for item in items)
        case Not(item):
            return _looks_at_only(item, fields)
        case Test(field, check):
            # What may come out undecided has to be asked again.
            return field in fields and not isinstance(check, SameAs | Backtracking)


NONE = Repeated("", ())
"""For records that have no columns of text."""
