"""Finding many literals in a text at once: Hyperscan where its wheel is installed, Aho-Corasick elsewhere.

Both answer the same.  Letters match in either case, ASCII only.  Hyperscan also takes two literals that stand in one
line (`BOTH`).  Besides literals a matcher takes *marks*: regular
expressions of ours that both `re` and Hyperscan read alike; they are numbered after the literals.
Source: Wang et al., "Hyperscan: A Fast Multi-pattern Regex Matcher for Modern CPUs", NSDI 2019.
"""

import hashlib
import platform
import re
from collections.abc import Callable, Sequence, Set
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indicia.detection.cache import Cache
from indicia.detection.filtering.literals import BOTH

try:
    import hyperscan
except ImportError:  # no wheel for this platform
    HYPERSCAN = False
else:
    HYPERSCAN = True

MOST = 1 << 19
"""Hits of a block held in memory; about 40 MB of Python integers."""

_PIECE = 2**16

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

    def hits(self, text: bytes, most: int = MOST) -> tuple[list[int], list[int]]:
        """The same as lists, which is cheaper where little is found."""

    def scan_one(self, text: bytes) -> Set[int]:
        """Numbers of those that stand in the text."""


_WORTH_KEEPING = 64
"""Patterns from which on loading an automaton is quicker than building it."""


class _Kept:
    """Where automata that took long to build are kept, in this process."""

    cache = Cache(None)


def keep_automata(cache: Cache) -> None:
    """Have automata that took long to build kept there, in this process."""
    _Kept.cache = cache


def matcher(literals: Sequence[bytes], marks: Sequence[bytes] = (), *, plain: bool = False) -> Matcher:
    """A matcher for these literals (lower-case ASCII) and marks; `plain` asks for the one without Hyperscan."""
    if plain or not HYPERSCAN or not (literals or marks):
        return PlainMatcher(literals, marks)
    return HyperscanMatcher(literals, marks)


class PlainMatcher:
    """An Aho-Corasick automaton for the literals and `re` for the marks: correct anywhere, and half as fast."""

    def __init__(self, literals: Sequence[bytes], marks: Sequence[bytes] = ()) -> None:
        self._count = len(literals)
        self._longest = max(map(len, literals), default=1)
        self._marks = tuple(re.compile(mark) for mark in marks)
        self._automaton = None
        if literals:
            import ahocorasick_rs

            self._automaton = ahocorasick_rs.BytesAhoCorasick(list(literals))

    def scan_block(self, text: bytes, most: int = MOST) -> tuple[Ids, Ends]:
        """See `Matcher`."""
        ids, ends = self.hits(text, most)
        return np.array(ids, dtype=np.int64), np.array(ends, dtype=np.int64)

    def hits(self, text: bytes, most: int = MOST) -> tuple[list[int], list[int]]:
        """See `Matcher`."""
        ids: list[int] = []
        ends: list[int] = []
        if self._automaton is not None:
            lower = text.lower()
            # Piece by piece, so that a hostile text cannot fill the memory with hits before they are counted.
            for start in range(0, len(lower), _PIECE):
                begin = max(0, start - self._longest + 1)
                piece = lower[begin : start + _PIECE]
                for number, _, end in self._automaton.find_matches_as_indexes(piece, overlapping=True):
                    if begin + end > start:
                        ids.append(number)
                        ends.append(begin + end)
                if len(ids) > most:
                    raise TooManyHits
        for number, mark in enumerate(self._marks, self._count):
            for hit in mark.finditer(text):
                ids.append(number)
                ends.append(hit.end())
                if len(ids) > most:
                    raise TooManyHits
        return ids, ends

    def scan_one(self, text: bytes) -> Set[int]:
        """See `Matcher`."""
        found: set[int] = set()
        if self._automaton is not None:
            lower = text.lower()
            for start in range(0, len(lower), _PIECE):
                piece = lower[max(0, start - self._longest + 1) : start + _PIECE]
                found.update(
                    number for number, _, _ in self._automaton.find_matches_as_indexes(piece, overlapping=True)
                )
        found.update(number for number, mark in enumerate(self._marks, self._count) if mark.search(text))
        return found


class HyperscanMatcher:
    """One automaton for everything; the time hardly depends on the number of literals, but each hit calls back."""

    def __init__(self, literals: Sequence[bytes], marks: Sequence[bytes] = ()) -> None:
        self._literals = literals
        self._marks = marks
        self._block: Callable[..., None] | None = None
        self._one: Callable[..., None] | None = None
        self._found: list[int] = []

    def scan_block(self, text: bytes, most: int = MOST) -> tuple[Ids, Ends]:
        """See `Matcher`."""
        ids, ends = self.hits(text, most)
        return np.array(ids, dtype=np.int64), np.array(ends, dtype=np.int64)

    def hits(self, text: bytes, most: int = MOST) -> tuple[list[int], list[int]]:
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
        return ids, ends

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
        """Build the automaton, or load it if it was built before; its scan method keeps it alive."""
        # One report per pattern is asked of literals only: with several expressions the engine then misses others.
        flags = [hyperscan.HS_FLAG_CASELESS | extra] * len(self._literals)
        flags += [hyperscan.HS_FLAG_DOTALL] * len(self._marks)
        # Marks are few, but each takes as long as a hundred literals.
        name = self._name(flags) if len(flags) >= _WORTH_KEEPING or self._marks else ""
        kept = _Kept.cache.get(name) if name else None
        database = _loaded(kept) if kept is not None else None
        if database is None:
            database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
            # Literals go in as `\xNN` expressions: the literal mode of the wheel cuts a pattern at a NUL byte.
            expressions = list(map(_expression, self._literals))
            expressions += self._marks
            count = len(flags)
            database.compile(expressions=expressions, ids=list(range(count)), elements=count, flags=flags)
            if name:
                _Kept.cache.put(name, hyperscan.dumpb(database))
        scan: Callable[..., None] = database.scan
        return scan

    def _name(self, flags: list[int]) -> str:
        """Hash of all that decides the automaton: literals, marks, flags, engine and kind of machine."""
        version = str(getattr(hyperscan, "__version__", ""))
        patterns = (repr(list(self._literals)), repr(list(self._marks)), repr(flags))
        # An automaton for another processor is refused when it is loaded.
        parts = (version, platform.machine(), *patterns)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest() + ".hs"


def _expression(literal: bytes) -> bytes:
    first, both, second = literal.partition(BOTH)
    if both:
        ways = [
            _expression(one) + rb"[^\r\n]*" + _expression(other) for one, other in ((first, second), (second, first))
        ]
        for one, other in ((first, second), (second, first)):
            # The end of one may be the start of the other.
            sizes = range(1, min(len(one), len(other)))
            ways += [_expression(one + other[size:]) for size in sizes if one.endswith(other[:size])]
        return b"(?:" + b"|".join(ways) + b")"
    return "".join(f"\\x{byte:02x}" for byte in literal).encode()


def _loaded(data: bytes) -> "hyperscan.Database | None":
    """An automaton out of the cache; null when this engine does not take it (another version or processor)."""
    try:
        database = hyperscan.loadb(data, mode=hyperscan.HS_MODE_BLOCK)
        database.scratch = hyperscan.Scratch(database)
        database.scan(b"", match_event_handler=lambda *_: None)
    except hyperscan.error:
        return None
    return database
