"""Which of many conditions could be true of Windows events of one kind, told from their undecoded text.

Never says no where the condition could be true (see `literals`).  Each literal found costs a call, so only the rarest
group of each condition is searched for, and the others are looked for in what the search found.  Events are searched
many at a time, put together to one text: a call costs as much as the search of an event.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from math import inf
from typing import NamedTuple

import orjson

from indicia.detection.filtering.bound import apart, member_at
from indicia.detection.filtering.choosing import Choice, Chosen, Positions
from indicia.detection.filtering.literals import MARKS, WIDE, Group, TextKind, may_be_searched, number_expression
from indicia.detection.filtering.matcher import Matcher, TooManyHits, matcher
from indicia.detection.filtering.needs import Clauses
from indicia.tables.batch import Texts
from indicia.tables.joined import Joined

_REWRITE = frozenset({0})
"""Number of the mark that asks for JSON to be written anew."""
_NO_NUMBER = 1 << 62
"""Of what is not searched for."""
_MOST, _MOST_IN_ONE = 1 << 16, 1 << 12
"""Hits in one text of many events, with more each event is looked at by itself; hits in one event, with more it does
not matter any longer where they are."""


class _EventChoice(Choice):
    """Chooses anew when the candidates it could have spared cost as much as building another automaton."""

    vain = 0
    """Hits with these literals that stood for nothing."""
    _price = 0.0
    _rate = inf
    """What an event cost when it was chosen last."""

    def _alternatives(self, needed: Clauses) -> Clauses:
        return tuple(clause for clause in needed if not isinstance(clause, frozenset))

    def _may_search(self, group: Group) -> bool:
        return _searchable(group)

    def _worth_it(self) -> bool:
        # Where every event is decoded anyway, a candidate is one decision more.
        candidate = _DECISION if self.always else _CANDIDATE
        spent = self.candidates * candidate + (sum(self.counts) + self.vain) * _HIT
        if spent < self._price:
            return False
        # What was learned pays less each time, and next to nothing where it did not help the last time.
        rate = spent / self.records
        self._price *= 2 if rate < _HELPED * self._rate else 8
        self._rate = rate
        return True

    def _next_review(self) -> int:
        if not self.records:
            self.vain = 0
            numbers = len(self.literals) - bisect_right(self.literals, WIDE)
            self._price = max(self._price, _AUTOMATON + len(self.literals) * _LITERAL + numbers * _NUMBER)
        return self.records + _EVERY


@lru_cache(maxsize=1 << 16)
def _searchable(group: Group) -> bool:
    """Whether to search for all of a group; asked of the same group for each kind of event."""
    return all(map(may_be_searched, group))


_CANDIDATE, _DECISION, _HIT = 25.0, 3.0, 0.8
_AUTOMATON, _LITERAL, _NUMBER = 10_000.0, 40.0, 5_000.0
"""Rough microseconds: to decode and decide an event, to decide on one that is decoded, to note a hit, to build an
automaton, for each literal and each number in it."""
_HELPED = 0.75
"""The share of what an event cost before that it costs at most where choosing anew has helped."""
_EVERY = 512
"""Events after which it is looked whether to choose anew."""


class EventPrefilter:
    """Conditions with the literals that stand for them.  Learns from what it scans; not to be shared by threads."""

    def __init__(
        self,
        needed: Callable[[int], Clauses],
        count: int,
        marks: Matcher,
        *,
        unfiltered: frozenset[int] = frozenset(),
        first: Chosen | None = None,
        plain: bool = False,
    ) -> None:
        """`needed`, `count` and `first` as in `Choice`; `marks` looks for `MARKS[TextKind.JSON]`."""
        self._marks = marks
        self._plain = plain
        self._choice = _EventChoice(needed, count, unfiltered=unfiltered, common=0.0, first=first)
        self.first = self._choice.chosen
        """What was chosen before anything was known of a log."""
        self._matcher = self._built()

    def close(self) -> None:
        """Let go of what refers to itself; nothing is to be looked for any more."""
        self._choice.close()

    @property
    def always(self) -> Positions:
        """Conditions without a usable literal: they could be true of every record."""
        return self._choice.always

    @property
    def literals(self) -> tuple[bytes, ...]:
        """What is searched for now."""
        return self._choice.literals

    def of_each(self, texts: Texts) -> Iterator[tuple[int, Positions]]:
        """Indexes of the events, ascending, of which any condition could be true, each with those conditions."""
        choice = self._choice
        begin = 0
        while begin < len(texts):
            if choice.records >= choice.review_at:
                self._weigh()
                if choice.review():
                    self._matcher = self._built()
            if self._matcher is None:
                if choice.always:
                    for index in range(begin, len(texts)):
                        yield index, choice.always
                return
            end = min(len(texts), begin + choice.review_at - choice.records)
            part = texts if end - begin == len(texts) else texts[begin:end]
            found = self._found(self._matcher, part)
            choice.records += end - begin
            for index in range(end - begin) if choice.always else sorted(found):
                positions = self._could_be(found[index], part, index) if index in found else choice.always
                if positions:
                    yield begin + index, positions
            begin = end

    def _built(self) -> Matcher | None:
        literals = self._choice.literals
        # Those that are text sort before all others; whoever searches for them does not see the one for wide text.
        plain = bisect_left(literals, WIDE)
        self._wide = plain if WIDE in literals[plain : plain + 1] else _NO_NUMBER
        # A text that is bound to several fields is searched for once.
        texts: dict[bytes, tuple[int, ...]] = {}
        for number, literal in enumerate(literals[:plain]):
            text, _ = apart(literal)
            texts[text] = (*texts.get(text, ()), number)
        self._texts = _Texts(sorted(texts.items()), literals)
        self._vain = [0] * len(texts)
        self._after = plain + (self._wide < _NO_NUMBER) - len(texts)
        numbers = [number_expression(literal) for literal in literals[plain:] if literal != WIDE]
        # An event is scanned once for literals and marks.
        marks = (*numbers, *MARKS[TextKind.JSON])
        return matcher(sorted(texts), marks, plain=self._plain) if literals else None

    def _weigh(self) -> None:
        """Have hits that stood for nothing count for as much as they cost, beside the candidates."""
        counts = self._choice.counts
        self._choice.vain += sum(self._vain)
        for at, hits in enumerate(self._vain):
            for number in self._texts[at].every if hits else ():
                counts[number] += hits * _HIT / _CANDIDATE / len(self._texts[at].every)
        self._vain = [0] * len(self._vain)

    def _found(self, chosen: Matcher, texts: Texts) -> dict[int, set[int]]:
        """Numbers of the literals and marks that stand in each event; events without any are left out."""
        if isinstance(texts, Joined):
            block = texts.text
        else:
            block, texts = _joined(texts)
        try:
            numbers, ends = chosen.hits(block, _MOST)
        except TooManyHits:
            each = ((index, self._in_one(chosen, data)) for index, data in enumerate(map(_bytes, texts)))
            return {index: found for index, found in each if found}
        by_event = self._by_event(block, numbers, ends, _stops(texts)) if numbers else {}
        wide = self._wide
        if wide < _NO_NUMBER and not block.isascii():
            for index in range(len(texts)):
                if not _bytes(texts[index]).isascii():
                    by_event.setdefault(index, set()).add(wide)
        return by_event

    def _by_event(self, block: bytes, numbers: list[int], ends: list[int], stops: Sequence[int]) -> dict[int, set[int]]:
        """Numbers of the literals and marks that hits stand for, by event; the loop that hits hang on."""
        by_event: dict[int, set[int]] = {}
        texts, vain, known = self._texts, self._vain, len(self._vain)
        for number, end in zip(numbers, ends, strict=True):
            if number < known:
                length, meant, of_member, every = texts[number]
                if of_member:
                    member = member_at(block, end - length)
                    meant = every if member is None else of_member.get(member, meant)
                    if not meant:
                        vain[number] += 1
                        continue
            else:
                meant = (number + self._after,)
            # What separates two events is part of no literal, so a hit ends in the event it began in.
            index = bisect_right(stops, end)
            if index in by_event:
                by_event[index].update(meant)
            else:
                by_event[index] = set(meant)
        return by_event

    def _in_one(self, chosen: Matcher, text: bytes) -> set[int]:
        """The same of one event."""
        try:
            numbers, ends = chosen.hits(text, _MOST_IN_ONE)
            found = self._by_event(text, numbers, ends, [len(text) + 1]).get(0, set())
        except TooManyHits:
            known = len(self._vain)
            every = (self._texts[n].every if n < known else (n + self._after,) for n in chosen.scan_one(text))
            found = set().union(*every)
        if self._wide < _NO_NUMBER and not text.isascii():
            found.add(self._wide)
        return found

    def _could_be(self, found: set[int], texts: Texts, index: int) -> Positions:
        """Conditions that could be true of an event in which these were found."""
        choice = self._choice
        known = len(choice.literals)
        if max(found) < known:
            positions = choice.narrowed_down(found)
            # Of most events nothing is left to be looked for in their text.
            return choice.look_again(positions, _bytes(texts[index])) if choice.incomplete(positions) else positions
        text = _bytes(texts[index])
        if self._marks.scan_one(text) != _REWRITE:
            return choice.every
        written = _written_anew(text)
        # What is left of such escapes now stands for control characters, which no literal spans.
        if written is None or self._marks.scan_one(written) - _REWRITE:
            return choice.every
        assert self._matcher is not None  # it found what is looked at here
        found = {number for number in self._in_one(self._matcher, written) if number < known}
        return choice.look_again(choice.narrowed_down(found), written)


class _Text(NamedTuple):
    """A text that is searched for, and the numbers of the literals it is found for."""

    length: int
    anywhere: Positions
    """Of the one that counts anywhere, if there is one."""
    of_member: dict[bytes, Positions]
    """Of those that count in the value of a member, by its name; the one that counts anywhere is always among them."""
    every: Positions

    @classmethod
    def of(cls, length: int, numbers: Mapping[bytes, int]) -> "_Text":
        """Of a text that is found for these literals, by the field they are bound to."""
        anywhere = (numbers[b""],) if b"" in numbers else ()
        of_member = {field: (*anywhere, number) for field, number in numbers.items() if field}
        return cls(length, anywhere, of_member, tuple(numbers.values()))


class _Texts(dict[int, _Text]):
    """The texts that are searched for, by the number a hit comes with; few are ever found."""

    def __init__(self, searched: Sequence[tuple[bytes, tuple[int, ...]]], literals: Sequence[bytes]) -> None:
        """Each with the numbers of the literals it is searched for."""
        self._searched, self._literals = searched, literals

    def __missing__(self, number: int) -> _Text:
        text, numbers = self._searched[number]
        by_field = {apart(self._literals[one])[1]: one for one in numbers}
        found = self[number] = _Text.of(len(text), by_field)
        return found


def _joined(texts: Texts) -> tuple[bytes, Texts]:
    """All events in one text, a line feed between them, and the events, of which each is as long as it is there."""
    first = texts[0] if texts else b""
    if isinstance(first, str):
        whole = "\n".join(texts)  # type: ignore[arg-type]  # all are of the type of the first
        if whole.isascii():
            return whole.encode(), texts
        texts = [str(text).encode() for text in texts]
    return b"\n".join(texts), texts  # type: ignore[arg-type]  # as above


def _stops(texts: Texts) -> Sequence[int]:
    """Where each of them ends in the text of them all, with what separates it from the next."""
    if isinstance(texts, Joined):
        return texts.stops
    return list(accumulate(map(_AND_ONE, map(len, texts))))


_AND_ONE = (1).__add__


def _bytes(text: str | bytes | memoryview) -> bytes:
    return text.encode() if isinstance(text, str) else bytes(text)


def _written_anew(text: bytes) -> bytes | None:
    """The same JSON with no more escapes than needed; null when it is not to be trusted."""
    try:
        return orjson.dumps(orjson.loads(text))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None
