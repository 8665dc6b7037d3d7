"""The necessary groups of a condition, taken apart once and weighed as often as somebody asks.

Which groups stand for "any one of several" depends on how rare their literals are, and that differs between kinds of
records and is learned while a log is read.  Finding the literals is what takes time, so it is done once: `clauses`
keeps every choice open, `groups` makes the choices.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from indicia.detection.conditions.condition import All, Any, Condition, Not, Test
from indicia.detection.filtering.bound import bound, without_needless
from indicia.detection.filtering.literals import Cost, Group, TextKind, groups_of_test, likely_share

Clause: TypeAlias = "Group | tuple[Clauses, ...]"
"""A group, or of each of several alternatives its clauses: one of each is enough."""
Clauses: TypeAlias = tuple[Clause, ...]
"""All of these hold."""


def clauses(condition: Condition, kind: TextKind) -> Clauses:
    """Everything that is necessary; empty when nothing can be said.

    With one empty group no record satisfies the condition.  In events, literals are bound to their field.
    """
    match condition:
        case All(items):
            return tuple(clause for item in items for clause in clauses(item, kind))
        case Any(items):
            alternatives = []
            for item in items:
                found = clauses(item, kind)
                if not found:
                    return ()
                alternatives.append(found)
            return (_either(tuple(alternatives)),)
        case Not():
            return ()
        case Test(field, check):
            asked = tuple(groups_of_test(field, check, kind, likely_share))
            return tuple(bound(group, field) for group in asked) if kind is TextKind.JSON else asked


def groups(needed: Clauses, cost: Cost) -> tuple[Group, ...]:
    """The same as groups: of each alternative the one whose literals cost least together."""
    return tuple(clause if isinstance(clause, frozenset) else _cheapest_of_each(clause, cost) for clause in needed)


def literals_of(needed: Clauses) -> Iterator[bytes]:
    """Every literal, of all alternatives; some come again."""
    for clause in needed:
        if isinstance(clause, frozenset):
            yield from clause
        else:
            for alternative in clause:
                yield from literals_of(alternative)


def _either(alternatives: tuple[Clauses, ...]) -> Clause:
    """A group right away where there is nothing to choose."""
    union: set[bytes] = set()
    for needed in alternatives:
        (first, *others) = needed
        if others or not isinstance(first, frozenset):
            return alternatives
        union |= first
    return _shortened(frozenset(union))


def _cheapest_of_each(alternatives: tuple[Clauses, ...], cost: Cost) -> Group:
    union: set[bytes] = set()
    for needed in alternatives:
        if len(needed) == 1 and isinstance(needed[0], frozenset):
            union |= needed[0]
            continue
        best: Group | None = None
        price = 0.0
        for group in groups(needed, cost):
            asked = sum(map(cost, group))
            if best is None or asked < price or (asked == price and sorted(group) < sorted(best)):
                best, price = group, asked
        assert best is not None  # an alternative without clauses leaves no clause
        union |= best
    return _shortened(frozenset(union))


@lru_cache(maxsize=8192)
def _shortened(group: Group) -> Group:
    return without_needless(group)
