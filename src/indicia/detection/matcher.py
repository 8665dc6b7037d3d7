"""Finding many literals in a text at once: Hyperscan where its wheel is installed, plain Python elsewhere.

Both answer the same.  Letters match in either case, ASCII only.  Besides literals a matcher takes *marks*: regular
expressions of ours that both `re` and Hyperscan read alike; they are numbered after the literals.
Source: Wang et al., "Hyperscan: A Fast Multi-pattern Regex Matcher for Modern CPUs", NSDI 2019.
"""

import re
from collections.abc import Callable, Sequence, Set
from typing import Protocol

import numpy as np
import numpy.typing as npt

try:
    import hyperscan
except ImportError:  # no wheel for this platform
    HYPERSCAN = False
else:
    HYPERSCAN = True

MOST = 1 << 19
"""Hits of a block held in memory; about 40 MB of Python integers."""

Ends = npt.NDArray[np.int64]
Ids = npt.NDArray[np.int64]


class TooManyHits(Exception):
    """A block holds more hits than the caller can bear."""


_NOTHING = frozenset[int]()


class Matcher(Protocol):
    """Literals and marks, ready to be looked for.  Not to be shared between threads."""

    def scan_block(self, text: bytes, most: int = MOST) -> tuple[Ids, Ends]:
        """Every place where one ends: its number and the offset after its last byte, in no particular order.

        Raises TooManyHits when there are more than `most`.
        """

    def scan_one(self, text: bytes) -> Set[int]:
        """Numbers of those that stand in the text."""


def matcher(literals: Sequence[bytes], marks: Sequence[bytes] = (), *, plain: bool = False) -> Matcher:
    """A matcher for these literals (lower-case ASCII) and marks; `plain` asks for the one without Hyperscan."""
    if plain or not HYPERSCAN or not (literals or marks):
        return PlainMatcher(literals, marks)
    return HyperscanMatcher(literals, marks)


class PlainMatcher:
    """Looks for one literal after the other: correct anywhere, and slow with many."""

    def __init__(self, literals: Sequence[bytes], marks: Sequence[bytes] = ()) -> None:
        self._literals = tuple(literals)
        self._marks = tuple(re.compile(mark) for mark in marks)

    def scan_block(self, text: bytes, most: int = MOST) -> tuple[Ids, Ends]:
        """See `Matcher`."""
        ids: list[int] = []
        ends: list[int] = []
        lower = text.lower()
        for number, literal in enumerate(self._literals):
            at = lower.find(literal)
            while at >= 0:
                ids.append(number)
                ends.append(at + len(literal))
                if len(ids) > most:
                    raise TooManyHits
                at = lower.find(literal, at + 1)
        for number, mark in enumerate(self._marks, len(self._literals)):
            for hit in mark.finditer(text):
                ids.append(number)
                ends.append(hit.end())
                if len(ids) > most:
                    raise TooManyHits
        return np.array(ids, dtype=np.int64), np.array(ends, dtype=np.int64)

    def scan_one(self, text: bytes) -> Set[int]:
        """See `Matcher`."""
        lower = text.lower()
        found = {number for number, literal in enumerate(self._literals) if literal in lower}
        found.update(number for number, mark in enumerate(self._marks, len(self._literals)) if mark.search(text))
        return found


class HyperscanMatcher:
    """One automaton for everything; the time hardly depends on the number of literals, but each hit calls back."""

    def __init__(self, literals: Sequence[bytes], marks: Sequence[bytes] = ()) -> None:
        # Literals go in as `\xNN` expressions: the literal mode of the wheel cuts a pattern at a NUL byte.
        self._expressions = ["".join(f"\\x{byte:02x}" for byte in literal).encode() for literal in literals]
        self._expressions.extend(marks)
        caseless, marked = hyperscan.HS_FLAG_CASELESS, hyperscan.HS_FLAG_DOTALL
        self._flags = [caseless] * len(literals) + [marked] * len(marks)
        self._block: Callable[..., None] | None = None
        self._one: Callable[..., None] | None = None
        self._found: list[int] = []

    def scan_block(self, text: bytes, most: int = MOST) -> tuple[Ids, Ends]:
        """See `Matcher`."""
        if self._block is None:
            self._block = self._compile(0)
        ids: list[int] = []
        ends: list[int] = []

        # The defaults make the two appends local names: this runs once for every hit.
        def note(  # type: ignore[no-untyped-def]  # annotations would be evaluated on each call
            number, _start, end, _flags, _context, add_id=ids.append, add_end=ends.append
        ):
            add_id(number)
            add_end(end)
            return len(ids) > most

        try:
            self._block(text, note)
        except hyperscan.ScanTerminated:
            raise TooManyHits from None
        return np.array(ids, dtype=np.int64), np.array(ends, dtype=np.int64)

    def scan_one(self, text: bytes) -> Set[int]:
        """See `Matcher`."""
        if self._one is None:
            # One report per pattern and call: right for a single record, wrong for a block of many.
            self._one = self._compile(hyperscan.HS_FLAG_SINGLEMATCH)
        self._one(text, self._note)
        if not self._found:
            return _NOTHING
        found = set(self._found)
        self._found.clear()
        return found

    def _note(self, number: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        self._found.append(number)

    def _compile(self, extra: int) -> Callable[..., None]:
        """Build the automaton and hand out its scan method, which keeps it alive."""
        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        count = len(self._expressions)
        database.compile(
            expressions=self._expressions,
            ids=list(range(count)),
            elements=count,
            flags=[flag | extra for flag in self._flags],
        )
        scan: Callable[..., None] = database.scan
        return scan
