"""Which of many conditions could be true of a record, told from its undecoded text.

Never says no where the condition could be true (see `literals`).  It starts with the literals that are expected to be
rare and goes on with those that turn out to be rare in the log at hand: that changes the work, never the answer.
"""

from collections.abc import Iterator, Sequence, Set

import numpy as np
import orjson

from indicia.detection.condition import Condition
from indicia.detection.literals import TextKind, anchor, likely_share
from indicia.detection.matcher import Ids, Matcher, TooManyHits, matcher
from indicia.detection.percent_decoding import Block, Offsets, percent_decoded

Positions = tuple[int, ...]
"""Indexes into the conditions, ascending."""

REVIEWS = (128, 1024, 8192, 65536)
"""After so many records with the same literals their choice is reviewed."""
TOLERABLE = 0.02
"""Candidates per record up to which a review leaves the choice as it is."""

_MARKED = -1
"""Stands for a mark among the numbers of literals."""
_REWRITE = frozenset({0})
"""Number of the mark that asks for JSON to be written anew."""
_DECODINGS = 2
"""How often a value may be percent-encoded; readers of web logs decode as often."""


class Prefilter:
    """Conditions with the literals that stand for them.  Learns from what it scans; not to be shared by threads."""

    def __init__(
        self,
        conditions: Sequence[Condition],
        kind: TextKind,
        marks: Matcher,
        *,
        unfiltered: frozenset[int] = frozenset(),
        plain: bool = False,
    ) -> None:
        """`marks` looks for `MARKS[kind]`; conditions at `unfiltered` positions are always candidates."""
        self._conditions = tuple(conditions)
        self._kind = kind
        self._marks = marks
        self._unfiltered = unfiltered
        self._plain = plain
        self._every: Positions = tuple(range(len(self._conditions)))
        self._known: dict[bytes, float] = {}
        self._reviews = list(REVIEWS)
        self._choose()

    def one(self, text: bytes) -> Positions:
        """Conditions that could be true of a single event."""
        if self._matcher is None:
            return self.always
        if self._records >= self._review_at:
            self._review()
        self._records += 1
        marked = self._marks.scan_one(text)
        if marked:
            if marked != _REWRITE:
                return self._every
            written = _written_anew(text)
            # What is left of such escapes now stands for control characters, which no literal spans.
            if written is None or self._marks.scan_one(written) - _REWRITE:
                return self._every
            text = written
        found = self._matcher.scan_one(text)
        return self._candidates(found) if found else self.always

    def lines(self, text: bytes, starts: Offsets, ends: Offsets) -> Iterator[tuple[int, Positions]]:
        """Rows of a block, ascending, of which any condition could be true, each with those conditions."""
        count = len(starts)
        begin = 0
        while begin < count:
            if self._matcher is None:
                if self.always:
                    for row in range(begin, count):
                        yield row, self.always
                return
            if self._records >= self._review_at:
                self._review()
                continue
            end = min(count, begin + self._review_at - self._records)
            hits = self._hits(self._matcher, _part(text, starts, ends, begin, end))
            self._records += end - begin
            if self.always:
                for row in range(begin, end):
                    yield row, hits.get(row, self.always)
            else:
                yield from hits.items()
            begin = end

    def _hits(self, chosen: Matcher, block: Block) -> dict[int, Positions]:
        """Rows with a hit, ascending, and the conditions that could be true of them."""
        pairs = []
        try:
            for variant in self._variants(block):
                rows, numbers = _rows(chosen, variant)
                pairs.append(np.column_stack([rows, numbers]))
                rows, _ = _rows(self._marks, variant)
                pairs.append(np.column_stack([rows, np.full_like(rows, _MARKED)]))
        except TooManyHits:
            return self._line_by_line(chosen, block)
        found: dict[int, set[int]] = {}
        for row, number in np.unique(np.concatenate(pairs), axis=0).tolist():
            found.setdefault(row, set()).add(number)
        return {row: self._candidates(numbers) for row, numbers in found.items()}

    def _line_by_line(self, chosen: Matcher, block: Block) -> dict[int, Positions]:
        """Like `_hits`, in little memory whatever the text."""
        found: dict[int, Positions] = {}
        nothing = np.zeros(1, dtype=np.int64)
        for start, end, row in zip(block.starts.tolist(), block.ends.tolist(), block.rows.tolist(), strict=True):
            line = Block(block.text[start:end], nothing, nothing + (end - start), nothing)
            numbers: set[int] = set()
            for variant in self._variants(line):
                numbers |= chosen.scan_one(variant.text)
                if self._marks.scan_one(variant.text):
                    numbers.add(_MARKED)
            if numbers:
                found[row] = self._candidates(numbers)
        return found

    def _variants(self, block: Block) -> Iterator[Block]:
        """The text as it stands and, of web logs, decoded once and twice."""
        yield block
        variant: Block | None = block if self._kind is TextKind.WEB else None
        for _ in range(_DECODINGS):
            variant = percent_decoded(variant) if variant else None
            if variant:
                yield variant

    def _candidates(self, found: Set[int]) -> Positions:
        """Conditions behind the literals that were found in a record; all where a mark was found."""
        if _MARKED in found:
            return self._every
        positions = set(self.always)
        for number in found:
            self._counts[number] += 1
            positions.update(self._users[number])
        self._candidates_seen += len(positions) - len(self.always)
        return tuple(sorted(positions))

    def _choose(self) -> None:
        """Pick the literals that stand for each condition, and start counting."""

        def cost(literal: bytes) -> float:
            known = self._known.get(literal)
            return likely_share(literal) if known is None else known

        users: dict[bytes, list[int]] = {}
        always = []
        for position, condition in enumerate(self._conditions):
            group = None if position in self._unfiltered else anchor(condition, self._kind, cost)
            if group is None:
                always.append(position)
                continue
            for literal in group:
                users.setdefault(literal, []).append(position)
        self.always: Positions = tuple(always)
        """Conditions without a usable literal: they could be true of every record."""
        self._literals = tuple(sorted(users))
        self._users = tuple(tuple(users[literal]) for literal in self._literals)
        self._matcher = matcher(self._literals, plain=self._plain) if users else None
        self._counts = [0] * len(self._literals)
        self._candidates_seen = 0
        self._records = 0
        self._review_at = self._reviews.pop(0) if self._reviews else 1 << 62

    def _review(self) -> None:
        """Choose again when too many records were candidates, now knowing how rare the present literals are."""
        if self._candidates_seen <= TOLERABLE * self._records:
            self._review_at = self._reviews.pop(0) if self._reviews else 1 << 62
            return
        for literal, count in zip(self._literals, self._counts, strict=True):
            self._known[literal] = (count + likely_share(literal)) / (self._records + 1)
        self._choose()


def _rows(chosen: Matcher, block: Block) -> tuple[Offsets, Ids]:
    """Row and number of each hit that lies inside a line."""
    numbers, ends = chosen.scan_block(block.text)
    lines = np.searchsorted(block.starts, ends - 1, side="right") - 1
    inside = (lines >= 0) & (ends <= block.ends[lines])
    return block.rows[lines[inside]], numbers[inside]


def _part(text: bytes, starts: Offsets, ends: Offsets, begin: int, end: int) -> Block:
    """Rows `begin` to `end` of a block of lines."""
    rows = np.arange(begin, end, dtype=np.int64)
    if begin == 0 and end == len(starts):
        return Block(text, starts, ends, rows)
    first, last = int(starts[begin]), int(ends[end - 1])
    return Block(text[first:last], starts[begin:end] - first, ends[begin:end] - first, rows)


def _written_anew(text: bytes) -> bytes | None:
    """The same JSON with no more escapes than needed; null when it is not to be trusted."""
    try:
        return orjson.dumps(orjson.loads(text))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None
