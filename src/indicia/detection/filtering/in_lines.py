"""Which of many conditions could be true of each line of a block, told from its undecoded text.

Never says no where the condition could be true (see `literals`).  Of each condition the group of literals that is
rarest is searched for, and where that one is not rare enough the next ones as well, since a line that holds one of each
is rare where each of them is not.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

import numpy as np
from msgspec import Struct

from indicia.detection.conditions.condition import Condition
from indicia.detection.filtering.choosing import Positions
from indicia.detection.filtering.column_checks import ColumnChecks, Left, LeftOf, undecided
from indicia.detection.filtering.dull_values import DullValues, Needs
from indicia.detection.filtering.escaped import Escaped
from indicia.detection.filtering.line_choice import COMMON, JoiningChoice, LineChoice, few_texts
from indicia.detection.filtering.literals import MARKS, WEB_KINDS, TextKind
from indicia.detection.filtering.matcher import HYPERSCAN, Ids, Matcher, TooManyHits, matcher
from indicia.detection.filtering.needs import clauses
from indicia.detection.filtering.percent_decoding import Block, Offsets, percent_decoded, picked
from indicia.detection.filtering.spelling import Flags, Spelt, folded, in_folded, in_plain
from indicia.tables.batch import Lines
from indicia.wasm.sandbox import Trapped
from indicia.wasm.weblog import WebLog

_LOOKED_AT = 128
"""Lines in which it is counted what could be searched for."""
_DECODINGS = 2
"""How often a value may be percent-encoded; readers of web logs decode as often."""


class Found(Struct, frozen=True):
    """A matcher, and of each text it finds the number of the literal or mark."""

    matcher: Matcher
    numbers: Ids

    def rows(self, block: Block) -> tuple[Offsets, Ids]:
        """Row and literal of each hit that lies inside a line."""
        numbers, ends = self.matcher.scan_block(block.text)
        lines = np.searchsorted(block.starts, ends - 1, side="right") - 1
        # What ends a value at the end of a line stands behind it.
        inside = (lines >= 0) & (ends <= block.ends[lines] + 1)
        return block.rows[lines[inside]], self.numbers[numbers[inside]]

    def in_line(self, text: bytes) -> Set[int]:
        """Literals in one line."""
        return frozenset(self.numbers[list(self.matcher.scan_one(text))].tolist())


class Among(NamedTuple):
    """Rows that a compiled module told, ascending."""

    rows: Offsets
    positions: Sequence[Positions | None]
    """Of each which conditions could be true, null where it has to be searched for them."""
    numbers: Ids | None = None
    """Where rows come once for each of what was found in them, its number; then there are no positions."""


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
        chosen = LineChoice if plain or not HYPERSCAN or kind is not TextKind.WEB else JoiningChoice
        self._conditions = conditions
        self._unfiltered = unfiltered
        self._dull: DullValues | None = None
        self._few: tuple[bytes, ...] | None = None
        self._needed = needed = [clauses(condition, kind) for condition in conditions]
        self._choice = chosen(needed.__getitem__, len(needed), unfiltered=unfiltered, common=COMMON)
        self._in_folded: Found | None = None
        self._matcher: Found | None = None
        self._begun = False

    def close(self) -> None:
        """Let go of what refers to itself; nothing is to be looked for any more."""
        self._choice.close()
        self.__dict__.pop("_escaped", None)

    @property
    def always(self) -> Positions:
        """Conditions without a usable literal: they could be true of every record."""
        return self._choice.always

    @property
    def literals(self) -> tuple[bytes, ...]:
        """What is searched for now."""
        return self._choice.literals

    def _built(self) -> "Found | None":
        literals = self._choice.literals
        self._in_folded = None
        self._few = few_texts(literals, self._kind)
        if self._kind is TextKind.WEB:
            self._escaped = Escaped(self._search_folded, [*in_folded(literals)[0], *MARKS[self._kind]])
        return self._matcher_of(in_plain(literals)) if literals else None

    def _for_folded(self) -> "Found":
        """What finds the literals in folded text; little is, so in many logs it is never built."""
        if self._in_folded is None:
            self._in_folded = self._matcher_of(in_folded(self._choice.literals))
        return self._in_folded

    def _matcher_of(self, spelt: Spelt, count: int | None = None) -> "Found":
        """`count`: how many literals are spelt, if not those searched for now."""
        texts, numbers = spelt
        marks = MARKS[self._kind]
        count = len(self._choice.literals) if count is None else count
        every = np.append(numbers, count + np.arange(len(marks)))
        return Found(matcher(texts, marks, plain=self._plain), every)

    def _search_folded(self, block: Block) -> tuple[Offsets, Ids]:
        return self._for_folded().rows(_folded_block(block))

    def among(self, lines: Lines, checks: ColumnChecks) -> Among | None:
        """Rows of a batch beside which none is a candidate; null where no compiled module tells."""
        module = lines.held.held if lines.held is not None else None
        if not isinstance(module, WebLog) or lines.held is None or len(lines.runs) != 1:
            return None
        if self._kind is TextKind.WEB:
            if self._dull is None:
                self._dull = self._values(checks)
            told = self._dull.rows(lines, module)
            return None if told is None else Among(lines.held.rows(told[0]), told[1])
        if self._few is None:
            return None
        try:
            found, numbers = module.search(self._few)
            return Among(lines.held.rows(found), (), numbers)
        except Trapped:
            return None

    def _values(self, checks: ColumnChecks) -> DullValues:
        """What is remembered of values, which are searched one by one: for literals that stand in one, then."""
        choice = LineChoice(self._needed.__getitem__, len(self._needed), unfiltered=self._unfiltered, common=COMMON)
        choice.learn(self._choice)
        found = self._matcher_of(in_folded(choice.literals), len(choice.literals))

        def hits(block: Block) -> Iterator[tuple[int, int]]:
            for variant in _decodings(block):
                rows, numbers = found.rows(_folded_block(variant))
                yield from zip(rows.tolist(), numbers.tolist(), strict=True)

        return DullValues(self._conditions, Needs(choice.literals, choice.users, choice.others), hits, checks)

    def lines(
        self,
        text: bytes,
        starts: Offsets,
        ends: Offsets,
        left: LeftOf | None = None,
        plain: Flags | None = None,
        among: Callable[[], Among | None] | None = None,
    ) -> Iterator[tuple[int, Positions]]:
        """Rows of a block, ascending, of which any condition could be true, each with those conditions.

        `left` says of rows for which of the candidates among them that is still so, `plain` which lines are such as
        `in_plain` asks, `among` which lines have to be searched for what is searched for now.
        """
        told: Among | None = None
        told_for: Found | None = None
        choice = self._choice
        left = left or _all_of_them
        count = len(starts)
        begin = 0
        if count and not self._begun:
            end = min(count, _LOOKED_AT)
            choice.begin(text[starts[0] : ends[end - 1]], end)
            self._matcher = self._built()
            self._begun = True
        while begin < count:
            if self._matcher is None:
                if choice.always:
                    yield from self._with_always({}, begin, count, left).items()
                return
            if choice.records >= choice.review_at:
                end = min(count, begin + _LOOKED_AT)
                choice.look_around(text[starts[begin] : ends[end - 1]], end - begin)
                if choice.review():
                    self._matcher = self._built()
                continue
            end = min(count, begin + choice.review_at - choice.records)
            if among is not None and told_for is not self._matcher:
                told, told_for = among(), self._matcher
            if told is None:
                part = _part(text, starts, ends, begin, end)
                hits = self._hits(self._matcher, part, left, None if plain is None else plain[begin:end])
            else:
                low, high = np.searchsorted(told.rows, (begin, end)).tolist()
                rows, positions = told.rows[low:high], told.positions[low:high]
                found = {row: some for row, some in zip(rows.tolist(), positions, strict=False) if some is not None}
                if told.numbers is not None:
                    part = _part(text, starts, ends, begin, end)
                    found = self._rows_of_each(part, rows, told.numbers[low:high], left) if low < high else {}
                elif len(found) < len(rows):
                    rows = rows[[row not in found for row in rows.tolist()]]
                    found |= self._of_these(text, starts, ends, rows, left, plain)
                hits = dict(sorted(found.items()))
            choice.records += end - begin
            yield from (self._with_always(hits, begin, end, left) if choice.always else hits).items()
            begin = end

    def _of_these(
        self, text: bytes, starts: Offsets, ends: Offsets, rows: Offsets, left: LeftOf, plain: Flags | None
    ) -> dict[int, Positions]:
        """The same as `_hits` of these rows."""
        assert self._matcher is not None  # asked by the caller
        numbers = np.arange(len(rows), dtype=np.int64)
        block = picked(Block(text, starts, ends, np.arange(len(starts), dtype=np.int64)), rows)
        block = Block(block.text, block.starts, block.ends, numbers)
        found = self._hits(self._matcher, block, lambda few: left(rows[few]), None if plain is None else plain[rows])
        return {int(rows[number]): positions for number, positions in found.items()}

    def _with_always(self, hits: dict[int, Positions], begin: int, end: int, left: LeftOf) -> dict[int, Positions]:
        """These candidates and those of the conditions that no literal stands for."""
        rows = np.arange(begin, end, dtype=np.int64)
        found: dict[int, list[int]] = {}
        all_of_them, still = np.ones(len(rows), dtype=bool), left(rows)
        for position in self._choice.always:
            for row in rows[still(position, all_of_them)].tolist():
                found.setdefault(row, []).append(position)
        return {row: tuple(sorted({*hits.get(row, ()), *found.get(row, ())})) for row in sorted({*hits, *found})}

    def _hits(self, chosen: "Found", block: Block, left: LeftOf, plain: Flags | None) -> dict[int, Positions]:
        """Rows with a hit, ascending, and the conditions that could be true of them."""
        try:
            found = list(self._found(chosen, block, plain))
        except TooManyHits:
            return self._line_by_line(block)
        rows, numbers = found[0] if len(found) == 1 else map(np.concatenate, zip(*found, strict=True))
        return self._rows_of_each(block, rows, numbers, left)

    def _rows_of_each(self, block: Block, rows: Offsets, numbers: Ids, left: LeftOf) -> dict[int, Positions]:
        """All conditions that share a hit: the rows with a hit of every group."""
        choice = self._choice
        first, count = int(block.rows[0]), len(block.rows)
        # One number for each pair, so that sorting once brings each literal its rows, in order and each once.
        pairs = np.sort(numbers * count + (rows - first))
        pairs = pairs[np.diff(pairs, prepend=-1) != 0]
        which, found_in = np.divmod(pairs, count)
        cuts = np.flatnonzero(np.diff(which, prepend=-1, append=-1))
        held = np.zeros(count, dtype=bool)
        held[found_in] = True
        hit = np.flatnonzero(held)
        place = np.cumsum(held)[found_in] - 1
        with_number: dict[int, Flags] = {}
        asking: set[int] = set()
        marked: set[int] = set()
        for number, (begin, end) in zip(which[cuts[:-1]].tolist(), pairwise(cuts.tolist()), strict=True):
            if number >= len(choice.literals):
                marked.update((found_in[begin:end] + first).tolist())
                continue
            with_number[number] = flags = np.zeros(len(hit), dtype=bool)
            flags[place[begin:end]] = True
            choice.counts[number] += end - begin
            asking.update(choice.users[number])
        found: dict[int, list[int]] = {}
        hit += first
        still = left(hit) if asking else None
        candidates: dict[tuple[tuple[int, ...], ...], Flags | None] = {}
        for position in sorted(asking):
            asked = choice.groups[position]
            if asked not in candidates:
                candidates[asked] = _with_all(with_number, asked)
            flags_of = candidates[asked]
            if flags_of is not None and still is not None:
                for row in hit[still(position, flags_of)].tolist():
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

    def _line_by_line(self, block: Block) -> dict[int, Positions]:
        """Like `_hits`, in little memory whatever the text."""
        choice = self._choice
        found: dict[int, Positions] = {}
        for index, row in enumerate(block.rows.tolist()):
            hit = self._in_line(_line(block, index))
            if hit:
                positions = self._candidates(hit)
                if positions is not choice.every:
                    positions = choice.look_again(positions, self._whole_text(block, index))
                if positions:
                    found[row] = positions
        return found

    def _in_line(self, line: Block) -> Set[int]:
        """Literals in one line."""
        if self._kind not in WEB_KINDS:
            assert self._matcher is not None  # it found too much
            return self._matcher.in_line(line.text)
        found = self._for_folded()
        return frozenset().union(*(found.in_line(folded(form.text)) for form in _decodings(line)))

    def _whole_text(self, block: Block, index: int) -> bytes:
        """A line with what it says when percent-decoded; no literal spans a line end."""
        text = block.text[block.starts[index] : block.ends[index]]
        if self._kind not in WEB_KINDS or b"%" not in text:
            return text
        forms = [text]
        for _ in range(_DECODINGS):
            forms.append(unquote_to_bytes(forms[-1]))
        return b"\n".join(forms)

    def _found(self, chosen: "Found", block: Block, plain: Flags | None) -> Iterator[tuple[Offsets, Ids]]:
        """Rows and literals in the text as it stands and, of web logs, decoded once and twice."""
        if self._kind is TextKind.FREE:
            yield from map(self._search_folded, _decodings(block))
            return
        if self._kind is not TextKind.WEB:
            yield chosen.rows(block)
            return
        odd = np.arange(len(block.rows)) if plain is None else np.flatnonzero(~plain)
        if len(odd) < len(block.rows):
            yield chosen.rows(block)
            if b"%" in block.text:
                yield self._escaped.find(block)
        if len(odd):
            yield from map(self._search_folded, _decodings(picked(block, odd)))

    def _candidates(self, found: Set[int]) -> Positions:
        """Conditions of which every searched group was found in one record; all where a mark was found."""
        choice = self._choice
        return choice.every if max(found) >= len(choice.literals) else choice.narrowed_down(found)


def _all_of_them(rows: Offsets) -> Left:
    del rows
    return undecided


def _with_all(with_number: dict[int, Flags], groups: tuple[tuple[int, ...], ...]) -> Flags | None:
    """Which rows hold of every group at least one literal; null: none."""
    rows: Flags | None = None
    for group in groups:
        present = [with_number[number] for number in group if number in with_number]
        if not present:
            return None
        any_of = present[0]
        for other in present[1:]:
            any_of = any_of | other
        rows = any_of if rows is None else rows & any_of
    return rows


def _decodings(block: Block) -> Iterator[Block]:
    """The lines as they stand, and those of them that say something else once and twice decoded."""
    variant: Block | None = block
    for _ in range(_DECODINGS + 1):
        if variant:
            yield variant
            variant = percent_decoded(variant)


def _folded_block(block: Block) -> Block:
    # One byte more stands before and behind folded text.
    return Block(folded(block.text), block.starts + 1, block.ends + 1, block.rows)


def _line(block: Block, index: int) -> Block:
    """One line of a block as a block of its own."""
    start, end = int(block.starts[index]), int(block.ends[index])
    nothing = np.zeros(1, dtype=np.int64)
    return Block(block.text[start:end], nothing, nothing + (end - start), nothing)


def _part(text: bytes, starts: Offsets, ends: Offsets, begin: int, end: int) -> Block:
    """Rows `begin` to `end` of a block of lines."""
    rows = np.arange(begin, end, dtype=np.int64)
    if begin == 0 and end == len(starts):
        return Block(text, starts, ends, rows)
    first, last = int(starts[begin]), int(ends[end - 1])
    return Block(text[first:last], starts[begin:end] - first, ends[begin:end] - first, rows)
