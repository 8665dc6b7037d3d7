"""How literals of web logs are spelt in lines: with single bytes for what parts values and what stands for a blank.

In a plain line of a log whose columns are parted by blanks, a blank parts values and stands for nothing else, a `+`
stands for a blank, and `?` stands in a value or is what parts path and query; that holds for nearly all lines, and the
text can be searched as it is (`in_plain`).  Everywhere else, in lines that a reader had to repair, in tab-separated
ones, and once percent escapes are decoded, each may be any of them: there the text is searched `folded`, with one byte
for all of it.
"""

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from indicia.detection.conditions.condition import All, Any, Condition, Not, Test
from indicia.detection.filtering.literals import BOTH, EDGE, EDGES, JOINT, JOINTS, SEAM, SEAMS
from indicia.tables.batch import Lines, Run

Flags = npt.NDArray[np.bool_]
Spelt = tuple[list[bytes], npt.NDArray[np.int64]]
"""Texts to search for, and of each the number of the literal that it spells."""

_MOST_LAYOUTS = 16
_FOLDING = bytes(EDGE[0] if byte in EDGES + JOINTS + SEAMS else byte for byte in bytes(range(256)).lower())
FOLDED: npt.NDArray[np.uint8] = np.frombuffer(_FOLDING, dtype=np.uint8)
"""For each byte what stands for it in folded text."""


def in_plain(literals: Sequence[bytes]) -> Spelt:
    """The literals as they stand in plain lines, see `PlainLines`."""
    spelt = [literal.replace(EDGE, b" ").replace(JOINT, b"+") for literal in literals]
    found = [(number, one) for number, literal in enumerate(spelt) for one in _either(literal)]
    return [one for _, one in found], np.array([number for number, _ in found], dtype=np.int64)


def in_folded(literals: Sequence[bytes]) -> Spelt:
    """The literals as they stand in `folded` text.

    Of two that have to stand in one line either is enough, since the other may stand in the line as it is.
    """
    found = [(number, one) for number, literal in enumerate(literals) for one in literal.split(BOTH)]
    return [as_folded(one) for _, one in found], np.array([number for number, _ in found], dtype=np.int64)


def as_folded(literal: bytes) -> bytes:
    """One literal as it stands in folded text."""
    return literal.replace(JOINT, EDGE).replace(SEAM, EDGE)


def apart(literal: bytes, other: bytes) -> bool:
    """Whether none of two literals holds the other."""
    first, second = as_folded(literal), as_folded(other)
    return first not in second and second not in first


def differs(literal: bytes) -> bool:
    """Whether it stands otherwise in lines."""
    return EDGE in literal or JOINT in literal or SEAM in literal


def _either(literal: bytes) -> Iterator[bytes]:
    """Each way to write a literal in which path and query may meet."""
    if SEAM not in literal:
        yield literal
        return
    for between in (b" ", b"?"):
        yield from _either(literal.replace(SEAM, between, 1))


def folded(text: bytes) -> bytes:
    """The text in lower case with one byte for whatever `EDGE`, `JOINT` or `SEAM` stands for, and one around it."""
    return EDGE + text.translate(_FOLDING) + EDGE


class PlainLines:
    """Tells the lines in which literals stand as `in_plain` spells them."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self._fields = frozenset(field for condition in conditions for field in _fields_of(condition))
        self._inner: dict[Hashable, bool] = {}

    def of(self, lines: Lines) -> Flags:
        """Which records of the batch are such lines."""
        runs = lines.runs
        if len(runs) == 1:
            return self._in(runs[0])
        return np.concatenate([np.zeros(0, dtype=bool), *map(self._in, runs)])

    def _in(self, run: Run) -> Flags:
        if run.parted_by != b" " or run.cells is None:
            return np.zeros(len(run), dtype=bool)
        key = run.cells.key
        inner = self._inner.get(key)
        if inner is None:
            if len(self._inner) >= _MOST_LAYOUTS:
                self._inner.clear()
            # Before the first value and behind the last one something else may stand.
            columns = run.cells.columns_of(self._fields)
            inner = columns is not None and not {0, len(run.names) - 1} & set(columns)
            self._inner[key] = inner
        return run.plain if inner else np.zeros(len(run), dtype=bool)


def _fields_of(condition: Condition) -> Iterator[str]:
    match condition:
        case All(items) | Any(items):
            for item in items:
                yield from _fields_of(item)
        case Not():
            # Nothing is looked for of what must not be.
            return
        case Test(str() as field, _):
            yield field
        case _:
            return
