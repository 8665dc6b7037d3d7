"""Which of many conditions could be true of each line of a block, told from its undecoded text.

Never says no where the condition could be true (see `literals`).  Of each condition the group of literals that is
rarest is searched for, and where that one is not rare enough the next ones as well, since a line that holds one of each
is rare where each of them is not.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from itertools import pairwise
from urllib.parse import unquote_to_bytes

import numpy as np

from indicia.detection.choosing import Choice, Positions
from indicia.detection.column_checks import Left
from indicia.detection.condition import Condition
from indicia.detection.literals import MARKS, Group, TextKind
from indicia.detection.matcher import Ids, Matcher, TooManyHits, matcher
from indicia.detection.percent_decoding import Block, Offsets, percent_decoded

COMMON = 0.6
"""Groups expected in more than this share of lines are not searched for in blocks: a hit costs more than it tells."""

RARE = 0.002
"""Share of lines that may be candidates of a condition before another of its groups is searched for."""

_NO_ROWS = np.zeros(0, dtype=np.int64)
_DECODINGS = 2
"""How often a value may be percent-encoded; readers of web logs decode as often."""


class _LineChoice(Choice):
    """As many groups of a condition as make it rare."""

    def _picked(self, groups: list[Group], cost: Callable[[bytes], float]) -> tuple[list[Group], tuple[Group, ...]]:
        price = {group: sum(map(cost, group)) for group in groups}
        ordered = sorted(price, key=lambda group: (price[group], sorted(group)))
        share, searched = price[ordered[0]], 1
        while share > RARE and searched < len(ordered) and price[ordered[searched]] <= COMMON:
            share *= price[ordered[searched]]
            searched += 1
        return ordered[:searched], tuple(ordered[searched:])


class LinePrefilter:
    """Conditions with the literals that stand for them.  Learns from what it scans; not to be shared by threads."""

    def __init__(
        self,
        conditions: Sequence[Condition],
        kind: TextKind,
        *,
        unfiltered: frozenset[int] = frozenset(),
        plain: bool = False,
    ) -> None:
        """Conditions at `unfiltered` positions are always candidates."""
        self._kind = kind
        self._plain = plain
        self._choice = _LineChoice(conditions, kind, unfiltered=unfiltered, common=COMMON)
        self._matcher = self._built()

    @property
    def always(self) -> Positions:
        """Conditions without a usable literal: they could be true of every record."""
        return self._choice.always

    @property
    def literals(self) -> tuple[bytes, ...]:
        """What is searched for now."""
        return self._choice.literals

    def _built(self) -> Matcher | None:
        literals = self._choice.literals
        return matcher(literals, MARKS[self._kind], plain=self._plain) if literals else None

    def lines(
        self, text: bytes, starts: Offsets, ends: Offsets, left: Left | None = None
    ) -> Iterator[tuple[int, Positions]]:
        """Rows of a block, ascending, of which any condition could be true, each with those conditions.

        `left` says of candidates for which of them that is still so.
        """
        choice = self._choice
        left = left or _all_of_them
        count = len(starts)
        begin = 0
        while begin < count:
            if self._matcher is None:
                if choice.always:
                    yield from self._with_always({}, begin, count, left).items()
                return
            if choice.records >= choice.review_at:
                if choice.review():
                    self._matcher = self._built()
                continue
            end = min(count, begin + choice.review_at - choice.records)
            hits = self._hits(self._matcher, _part(text, starts, ends, begin, end), left)
            choice.records += end - begin
            yield from (self._with_always(hits, begin, end, left) if choice.always else hits).items()
            begin = end

    def _with_always(self, hits: dict[int, Positions], begin: int, end: int, left: Left) -> dict[int, Positions]:
        """These candidates and those of the conditions that no literal stands for."""
        rows = np.arange(begin, end, dtype=np.int64)
        found: dict[int, list[int]] = {}
        for position in self._choice.always:
            for row in left(position, rows).tolist():
                found.setdefault(row, []).append(position)
        return {row: tuple(sorted({*hits.get(row, ()), *found.get(row, ())})) for row in sorted({*hits, *found})}

    def _hits(self, chosen: Matcher, block: Block, left: Left) -> dict[int, Positions]:
        """Rows with a hit, ascending, and the conditions that could be true of them."""
        try:
            found = [_rows(chosen, variant) for variant in self._variants(block)]
        except TooManyHits:
            return self._line_by_line(chosen, block)
        rows, numbers = found[0] if len(found) == 1 else map(np.concatenate, zip(*found, strict=True))
        return self._rows_of_each(block, rows, numbers, left)

    def _rows_of_each(self, block: Block, rows: Offsets, numbers: Ids, left: Left) -> dict[int, Positions]:
        """All conditions that share a hit: the rows with a hit of every group."""
        choice = self._choice
        first, count = int(block.rows[0]), len(block.rows)
        # One number for each pair, so that sorting once brings each literal its rows, in order and each once.
        pairs = np.sort(numbers * count + (rows - first))
        pairs = pairs[np.diff(pairs, prepend=-1) != 0]
        cuts = np.searchsorted(pairs, np.arange(len(choice.literals) + 1) * count).tolist()
        found_in = pairs % count
        rows_of: dict[int, Offsets] = {}
        asking: set[int] = set()
        for number, (begin, end) in enumerate(pairwise(cuts)):
            if begin < end:
                rows_of[number] = found_in[begin:end]
                choice.counts[number] += end - begin
                asking.update(choice.users[number])
        marked = set((found_in[cuts[-1] :] + first).tolist())
        found: dict[int, list[int]] = {}
        for position in sorted(asking):
            candidates = _rows_with_all(rows_of, choice.groups[position], count)
            for row in left(position, candidates + first).tolist() if len(candidates) else ():
                found.setdefault(row, []).append(position)
        choice.candidates += sum(map(len, found.values()))
        kept: dict[int, Positions] = {}
        for row in sorted({*found, *marked}):
            if row in marked:
                kept[row] = choice.every
                continue
            positions: Positions = tuple(found[row])
            if choice.incomplete(positions):
                positions = choice.look_again(positions, self._whole_text(block, row - first))
            if positions:
                kept[row] = positions
        return kept

    def _line_by_line(self, chosen: Matcher, block: Block) -> dict[int, Positions]:
        """Like `_hits`, in little memory whatever the text."""
        choice = self._choice
        found: dict[int, Positions] = {}
        for index, row in enumerate(block.rows.tolist()):
            hit: set[int] = set()
            for variant in self._variants(_line(block, index)):
                hit |= chosen.scan_one(variant.text)
            if hit:
                positions = self._candidates(hit)
                if positions is not choice.every:
                    positions = choice.look_again(positions, self._whole_text(block, index))
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
        choice = self._choice
        return choice.every if max(found) >= len(choice.literals) else choice.narrowed_down(found)


def _all_of_them(position: int, rows: Offsets) -> Offsets:
    del position
    return rows


def _rows_with_all(rows_of: dict[int, Offsets], groups: tuple[tuple[int, ...], ...], count: int) -> Offsets:
    """Rows, of so many, in which of every group at least one literal was found."""
    rows: Offsets | None = None
    for group in groups:
        present = [rows_of[number] for number in group if number in rows_of]
        if not present:
            return _NO_ROWS
        any_of = present[0]
        if len(present) > 1:
            held = np.zeros(count, dtype=bool)
            held[np.concatenate(present)] = True
            any_of = np.flatnonzero(held)
        rows = any_of if rows is None else np.intersect1d(rows, any_of, assume_unique=True)
    return _NO_ROWS if rows is None else rows


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
