"""Looking for single literals in the text of one record, where a search for many has found something already."""

from collections.abc import Callable
from functools import lru_cache

import re2

from indicia.detection.filtering.bound import apart, member_at
from indicia.detection.filtering.literals import WIDE, Group, number_expression
from indicia.detection.filtering.needs import Clause, Clauses
from indicia.detection.filtering.spelling import as_folded, differs, folded

_MOST_LOOKED_FOR = 12
"""Literals or alternatives from which on looking for them one by one takes longer than decoding."""
_MOST_PLACES = 16
"""Places of one literal in one text that are looked at."""


class Shown:
    """One text."""

    __slots__ = ("_folded", "lower", "text")

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.lower = text.lower()
        self._folded: bytes | None = None

    @property
    def folded(self) -> bytes:
        """A line of a web log as literals stand in it wherever values are parted."""
        if self._folded is None:
            self._folded = folded(self.text)
        return self._folded

    def in_field(self, literal: bytes, field: bytes) -> bool:
        """Whether a literal that the text holds may be part of a value of the field."""
        place = self.lower.find(literal)
        for _ in range(_MOST_PLACES):
            if member_at(self.text, place) in (None, field):
                return True
            place = self.lower.find(literal, place + 1)
            if place < 0:
                return False
        return True


Look = Callable[[Shown], bool]


def look_for(needed: Clauses) -> Look:
    """Whether a text holds what is necessary; what would take long to look for is taken for granted."""
    looks = [_clause(clause) for clause in needed if len(clause) <= _MOST_LOOKED_FOR]
    if len(looks) == 1:
        return looks[0]

    def every(shown: Shown) -> bool:
        for look in looks:  # noqa: SIM110 - a loop is faster than all() over a generator
            if not look(shown):
                return False
        return True

    return every


def _clause(clause: Clause) -> Look:
    if isinstance(clause, frozenset):
        return _any_of(clause)
    looks = [look_for(needed) for needed in clause]

    def some(shown: Shown) -> bool:
        for look in looks:  # noqa: SIM110 - as above
            if look(shown):
                return True
        return False

    return some


def _any_of(group: Group) -> Look:
    parted = [as_folded(literal) for literal in sorted(group) if literal < WIDE and differs(literal)]
    plain = [apart(literal) for literal in sorted(group) if literal < WIDE and not differs(literal)]
    signs = [literal for literal in sorted(group) if literal >= WIDE]

    def holds(shown: Shown) -> bool:
        lower = shown.lower
        for text, field in plain:
            if text in lower and (not field or shown.in_field(text, field)):
                return True
        if parted and any(map(shown.folded.__contains__, parted)):
            return True
        return any(_shows(literal, shown) for literal in signs) if signs else False

    return holds


def _shows(literal: bytes, shown: Shown) -> bool:
    return not shown.lower.isascii() if literal == WIDE else _number(literal)(shown.text) is not None


@lru_cache(maxsize=4096)
def _number(literal: bytes) -> Callable[[bytes], object]:
    # A linear-time engine takes a tenth of the time here; white space is to it what it is to everybody else.
    search: Callable[[bytes], object] = re2.compile(number_expression(literal).replace(rb"\s", rb"[\t-\r ]")).search
    return search
