"""Which of many conditions could be true of a record, told from its undecoded text.

Never says no where the condition could be true (see `literals`).  Of each condition the group of literals that is
rarest is searched for; in blocks of lines also the others that are not too common, since a line that holds one of each
is rare where each of them is not.  It starts with what is expected to be rare and goes on with what turns out to be
rare in the log at hand: that changes the work, never the answer.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from urllib.parse import unquote_to_bytes

import numpy as np
import numpy.typing as npt
import orjson

from indicia.detection.condition import Condition
from indicia.detection.literals import MARKS, Group, TextKind, likely_share, necessary, without_longer
from indicia.detection.matcher import Ids, Matcher, TooManyHits, matcher
from indicia.detection.percent_decoding import Block, Offsets, percent_decoded

Bits = npt.NDArray[np.bool_]
Positions = tuple[int, ...]
"""Indexes into the conditions, ascending."""

REVIEWS = (128, 1024, 8192, 65536)
"""After so many records with the same literals their choice is reviewed."""
TOLERABLE = 0.02
"""Candidates per record up to which a review leaves the choice as it is."""

NOISY = 0.5
"""Hits per record up to which a review leaves the choice as it is."""
COMMON = 0.6
"""Groups expected in more than this share of lines are not searched for in blocks: a hit costs more than it tells."""

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
        found = self._matcher.scan_one(text)
        if not found:
            return self.always
        if max(found) >= len(self._literals):
            if self._marks.scan_one(text) != _REWRITE:
                return self._every
            written = _written_anew(text)
            # What is left of such escapes now stands for control characters, which no literal spans.
            if written is None or self._marks.scan_one(written) - _REWRITE:
                return self._every
            text = written
            found = {number for number in self._matcher.scan_one(text) if number < len(self._literals)}
        return self._look_again(self._candidates(found), text)

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
        return self._rows_of_each(block, *np.concatenate(pairs).T)

    def _rows_of_each(self, block: Block, rows: Offsets, numbers: Ids) -> dict[int, Positions]:
        """All conditions at once: the rows with a hit of every group, by one bit a row and literal."""
        first, count = int(block.rows[0]), len(block.rows)
        bits: dict[int, Bits] = {}
        for number in np.unique(numbers).tolist():
            bits[number] = np.zeros(count, dtype=np.bool_)
            bits[number][rows[numbers == number] - first] = True
            if number != _MARKED:
                self._counts[number] += int(np.count_nonzero(bits[number]))
        found: dict[int, list[int]] = {}
        for position, groups in self._searched:
            for row in _rows_with_all(bits, groups):
                found.setdefault(row, []).append(position)
        self._candidates_seen += sum(map(len, found.values()))
        marked = set(np.flatnonzero(bits[_MARKED]).tolist()) if _MARKED in bits else set()
        kept: dict[int, Positions] = {}
        for row in sorted({*found, *marked}):
            if row in marked:
                kept[row + first] = self._every
                continue
            positions = self._with_always(found[row])
            if any(self._unsearched[position] for position in positions):
                positions = self._look_again(positions, self._whole_text(block, row))
            if positions:
                kept[row + first] = positions
        return kept

    def _with_always(self, positions: list[int]) -> Positions:
        return tuple(sorted((*self.always, *positions))) if self.always else tuple(positions)

    def _line_by_line(self, chosen: Matcher, block: Block) -> dict[int, Positions]:
        """Like `_hits`, in little memory whatever the text."""
        found: dict[int, Positions] = {}
        for index, row in enumerate(block.rows.tolist()):
            hit: set[int] = set()
            for variant in self._variants(_line(block, index)):
                hit |= chosen.scan_one(variant.text)
                if self._marks.scan_one(variant.text):
                    hit.add(_MARKED)
            if hit:
                positions = self._candidates(hit)
                if positions is not self._every:
                    positions = self._look_again(positions, self._whole_text(block, index))
                if positions:
                    found[row] = positions
        return found

    def _whole_text(self, block: Block, index: int) -> bytes:
        """A line with what it says when percent-decoded; no literal spans a line end."""
        text = block.text[block.starts[index] : block.ends[index]]
        if self._kind is not TextKind.WEB or b"%" not in text:
            return text
        forms = [text]
        for _ in range(_DECODINGS):
            forms.append(unquote_to_bytes(forms[-1]))
        return b"\n".join(forms)

    def _look_again(self, positions: Positions, text: bytes) -> Positions:
        """Those of the candidates of which the groups that were not searched for show in the text as well."""
        lower = text.lower()
        return tuple(position for position in positions if self._could_be(position, lower))

    def _could_be(self, position: int, lower: bytes) -> bool:
        for group in self._unsearched[position]:
            for literal in group:
                if literal in lower:
                    break
            else:
                return False
        return True

    def _variants(self, block: Block) -> Iterator[Block]:
        """The text as it stands and, of web logs, decoded once and twice."""
        yield block
        variant: Block | None = block if self._kind is TextKind.WEB else None
        for _ in range(_DECODINGS):
            variant = percent_decoded(variant) if variant else None
            if variant:
                yield variant

    def _candidates(self, found: Set[int]) -> Positions:
        """Conditions of which every searched group was found in one record; all where a mark was found."""
        if _MARKED in found:
            return self._every
        positions: set[int] = set()
        for number in found:
            self._counts[number] += 1
            positions.update(self._users[number])
        self._candidates_seen += len(positions)
        kept = [at for at in sorted(positions) if all(not group.isdisjoint(found) for group in self._others[at])]
        return self._with_always(kept)

    def _choose(self) -> None:
        """Pick the groups that are searched for, and start counting."""

        def cost(literal: bytes) -> float:
            known = self._known.get(literal)
            return likely_share(literal) if known is None else known

        always = []
        searched: list[tuple[int, list[Group]]] = []
        self._unsearched: dict[int, tuple[Group, ...]] = dict.fromkeys(self._every, ())
        for position, condition in enumerate(self._conditions):
            groups = () if position in self._unfiltered else necessary(condition, self._kind, cost)
            if not groups:
                always.append(position)
            elif all(groups):
                taken, left = self._picked([without_longer(group) for group in groups], cost)
                searched.append((position, taken))
                self._unsearched[position] = left
        self.always: Positions = tuple(always)
        """Conditions without a usable literal: they could be true of every record."""
        self._literals = tuple(sorted({literal for _, groups in searched for group in groups for literal in group}))
        ids = {literal: number for number, literal in enumerate(self._literals)}
        self._searched = tuple(
            (position, tuple(tuple(sorted(ids[literal] for literal in group)) for group in groups))
            for position, groups in searched
        )
        """Conditions with the numbers of their searched literals, group by group, the rarest group first."""
        self._users: list[list[int]] = [[] for _ in self._literals]
        for position, numbered in self._searched:
            for number in numbered[0]:
                self._users[number].append(position)
        self._others = {position: tuple(map(frozenset, numbered[1:])) for position, numbered in self._searched}
        # An event is scanned once for both; blocks are scanned for marks by themselves, as they decide by line.
        marks = MARKS[self._kind] if self._kind is TextKind.JSON else ()
        self._matcher = matcher(self._literals, marks, plain=self._plain) if self._literals else None
        self._counts = [0] * len(self._literals)
        self._candidates_seen = 0
        self._records = 0
        self._review_at = self._reviews.pop(0) if self._reviews else 1 << 62

    def _picked(self, groups: list[Group], cost: Callable[[bytes], float]) -> tuple[list[Group], tuple[Group, ...]]:
        """Groups to search for, the rarest first, and those to look for in what the search found.

        An event is scanned by itself and each literal found in it costs a call, so there the rarest group is enough.
        """
        price = {group: sum(map(cost, group)) for group in groups}
        ordered = sorted(price, key=lambda group: (price[group], sorted(group)))
        searched = 1
        if self._kind is not TextKind.JSON:
            searched = max(1, sum(price[group] <= COMMON for group in ordered))
        return ordered[:searched], tuple(ordered[searched:])

    def _review(self) -> None:
        """Choose again, knowing how rare the literals are, when too many records held one or were candidates."""
        if self._candidates_seen <= TOLERABLE * self._records and sum(self._counts) <= NOISY * self._records:
            self._review_at = self._reviews.pop(0) if self._reviews else 1 << 62
            return
        for literal, count in zip(self._literals, self._counts, strict=True):
            self._known[literal] = (count + likely_share(literal)) / (self._records + 1)
        self._choose()


def _rows_with_all(bits: dict[int, Bits], groups: tuple[tuple[int, ...], ...]) -> list[int]:
    """Rows in which of every group at least one literal was found."""
    rows: Bits | None = None
    for group in groups:
        present = [bits[number] for number in group if number in bits]
        if not present:
            return []
        any_of: Bits = present[0] if len(present) == 1 else np.logical_or.reduce(present)
        rows = any_of if rows is None else rows & any_of
    return [] if rows is None else np.flatnonzero(rows).tolist()


def _line(block: Block, index: int) -> Block:
    """One line of a block as a block of its own."""
    start, end = int(block.starts[index]), int(block.ends[index])
    nothing = np.zeros(1, dtype=np.int64)
    return Block(block.text[start:end], nothing, nothing + (end - start), nothing)


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
