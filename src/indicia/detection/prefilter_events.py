"""Which of many conditions could be true of Windows events of one kind, told from their undecoded text.

Never says no where the condition could be true (see `literals`).  Each literal found costs a call, so only the rarest
group of each condition is searched for, and the others are looked for in what the search found.  Events are searched
many at a time, put together to one text: a call costs as much as the search of an event.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

import orjson

from indicia.detection.choosing import Choice, Positions
from indicia.detection.literals import MARKS, WIDE, TextKind, number_expression
from indicia.detection.matcher import Matcher, TooManyHits, matcher
from indicia.detection.needs import Clauses

Texts = Sequence[str] | Sequence[bytes]

_REWRITE = frozenset({0})
"""Number of the mark that asks for JSON to be written anew."""
_NO_NUMBER = 1 << 62
"""Of what is not searched for."""
_MOST = 1 << 16
"""Hits in one text of many events; with more each event is looked at by itself."""


class _EventChoice(Choice):
    """Chooses anew when the candidates it could have spared cost as much as building another automaton."""

    _price = 0.0

    def _alternatives(self, needed: Clauses) -> Clauses:
        return tuple(clause for clause in needed if not isinstance(clause, frozenset))

    def _worth_it(self) -> bool:
        spent = self.candidates * _CANDIDATE + sum(self.counts) * _HIT
        if spent < self._price:
            return False
        # What was learned pays less each time.
        self._price *= 2
        return True

    def _next_review(self) -> int:
        if not self.records:
            self._price = max(self._price, _AUTOMATON + len(self.literals) * _LITERAL)
        return self.records + _EVERY


_CANDIDATE, _HIT = 25.0, 0.3
_AUTOMATON, _LITERAL = 10_000.0, 60.0
"""Rough microseconds: to decode and decide an event, to note a hit, to build an automaton, for each literal in it."""
_EVERY = 512
"""Events after which it is looked whether to choose anew."""


class EventPrefilter:
    """Conditions with the literals that stand for them.  Learns from what it scans; not to be shared by threads."""

    def __init__(
        self,
        needed: Sequence[Clauses],
        marks: Matcher,
        *,
        unfiltered: frozenset[int] = frozenset(),
        known: Mapping[bytes, float] | None = None,
        plain: bool = False,
    ) -> None:
        """`needed` and `known` as in `Choice`; `marks` looks for `MARKS[TextKind.JSON]`."""
        self._marks = marks
        self._plain = plain
        self._choice = _EventChoice((), TextKind.JSON, unfiltered=unfiltered, common=0.0, known=known, needed=needed)
        self._matcher = self._built()

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
            if choice.records >= choice.review_at and choice.review():
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
                positions = self._could_be(found[index], part[index]) if index in found else choice.always
                if positions:
                    yield begin + index, positions
            begin = end

    def _built(self) -> Matcher | None:
        literals = self._choice.literals
        # Plain ones sort before all others; whoever searches them does not see this one.
        plain = bisect_left(literals, WIDE)
        self._wide = plain if WIDE in literals[plain : plain + 1] else _NO_NUMBER
        numbers = [number_expression(literal) for literal in literals[plain:] if literal != WIDE]
        # An event is scanned once for literals and marks.
        marks = (*numbers, *MARKS[TextKind.JSON])
        return matcher(literals[:plain], marks, plain=self._plain) if literals else None

    def _found(self, chosen: Matcher, texts: Texts) -> dict[int, set[int]]:
        """Numbers of the literals and marks that stand in each event; events without any are left out."""
        block, texts = _joined(texts)
        wide = self._wide
        by_event: dict[int, set[int]] = {}
        try:
            numbers, ends = chosen.hits(block, _MOST)
        except TooManyHits:
            for index, data in enumerate(map(_bytes, texts)):
                if found := self._in_one(chosen, data):
                    by_event[index] = found
            return by_event
        stops = _stops(texts) if numbers else []
        for number, end in zip(numbers, ends, strict=True):
            # What separates two events is part of no literal, so a hit ends in the event it began in.
            index = bisect_left(stops, end)
            shown = number + (number >= wide)
            if index in by_event:
                by_event[index].add(shown)
            else:
                by_event[index] = {shown}
        if wide < _NO_NUMBER and not block.isascii():
            for index in range(len(texts)):
                if not texts[index].isascii():
                    by_event.setdefault(index, set()).add(wide)
        return by_event

    def _in_one(self, chosen: Matcher, text: bytes) -> set[int]:
        """The same of one event."""
        wide = self._wide
        found = {number + (number >= wide) for number in chosen.scan_one(text)}
        if wide < _NO_NUMBER and not text.isascii():
            found.add(wide)
        return found

    def _could_be(self, found: set[int], event: str | bytes) -> Positions:
        """Conditions that could be true of an event in which these were found."""
        choice = self._choice
        known = len(choice.literals)
        if max(found) < known:
            positions = choice.narrowed_down(found)
            # Of most events nothing is left to be looked for in their text.
            return choice.look_again(positions, _bytes(event)) if choice.incomplete(positions) else positions
        text = _bytes(event)
        if self._marks.scan_one(text) != _REWRITE:
            return choice.every
        written = _written_anew(text)
        # What is left of such escapes now stands for control characters, which no literal spans.
        if written is None or self._marks.scan_one(written) - _REWRITE:
            return choice.every
        assert self._matcher is not None  # it found what is looked at here
        found = {number for number in self._in_one(self._matcher, written) if number < known}
        return choice.look_again(choice.narrowed_down(found), written)


def _joined(texts: Texts) -> tuple[bytes, Texts]:
    """All events in one text, a line feed between them, and the events, of which each is as long as it is there."""
    first = texts[0] if texts else b""
    if isinstance(first, str):
        whole = "\n".join(texts)  # type: ignore[arg-type]  # all are of the type of the first
        if whole.isascii():
            return whole.encode(), texts
        texts = [str(text).encode() for text in texts]
    return b"\n".join(texts), texts  # type: ignore[arg-type]  # as above


def _stops(texts: Texts) -> list[int]:
    """Where each of them ends in the text of them all."""
    return [end + number for number, end in enumerate(accumulate(map(len, texts)))]


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _written_anew(text: bytes) -> bytes | None:
    """The same JSON with no more escapes than needed; null when it is not to be trusted."""
    try:
        return orjson.dumps(orjson.loads(text))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None
