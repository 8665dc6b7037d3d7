"""Which literals are searched for in blocks of lines: as many groups of each condition as make it rare."""

from collections.abc import Callable, Sequence

from indicia.detection.filtering.choosing import TOLERABLE, Choice
from indicia.detection.filtering.literals import BOTH, MARKS, SHORTEST_WITH_SIGN, Group, TextKind, likely_share
from indicia.detection.filtering.needs import literals_of
from indicia.detection.filtering.spelling import apart, as_folded, folded

COMMON = 0.6
"""Groups expected in more than this share of lines are not searched for in blocks: a hit costs more than it tells."""

RARE = 0.002
"""Share of lines that may be candidates of a condition before another of its groups is searched for."""

_NOISY = 0.05
"""Hits per line up to which a review leaves the choice as it is."""
_WORTH = 2
"""So many hits of another group are found in the time in which one candidate is decided by its columns."""
_FEW = 48
"""Literals that a compiled module looks for as quickly as it goes through the text."""


class LineChoice(Choice):
    """As many groups of a condition as make it rare."""

    joins = False
    """Whether two literals may be searched for as one, see `BOTH`."""

    def _picked(self, groups: list[Group], cost: Callable[[bytes], float]) -> tuple[list[Group], tuple[Group, ...]]:
        price = {group: sum(map(cost, group)) for group in groups}
        ordered = sorted(price, key=lambda group: (price[group], sorted(group)))
        share, searched = price[ordered[0]], 1
        if self.joins and share > RARE and len(ordered) > 1 and len(ordered[0]) == len(ordered[1]) == 1:
            both = BOTH.join(sorted(ordered[0] | ordered[1]))
            if apart(*both.split(BOTH)) and self._known.get(both, 0.0) <= share / 4 and price[ordered[1]] <= COMMON:
                return [frozenset({both})], tuple(ordered[2:])
        # A group that many more lines hold than are left costs more to find than it spares.
        while share > RARE and searched < len(ordered) and price[ordered[searched]] <= min(COMMON, _WORTH * share):
            share *= price[ordered[searched]]
            searched += 1
        return ordered[:searched], tuple(ordered[searched:])

    def _worth_it(self) -> bool:
        return self.candidates > TOLERABLE * self.records or sum(self.counts) > _NOISY * self.records

    def begin(self, text: bytes, lines: int) -> None:
        """Choose by what stands in the first lines of a log."""
        self._count([literal for at in self.every for literal in literals_of(self._needed(at))], text, lines)
        self._choose()

    @property
    def others(self) -> dict[int, tuple[int, ...]]:
        """Of conditions of which more than one group is searched for, the literals of the second."""
        return {position: groups[1] for position, groups in self.groups.items() if len(groups) > 1}

    def learn(self, other: "LineChoice") -> None:
        """Choose by what another choice knows."""
        self._known.update(other._known)
        self._choose()

    def look_around(self, text: bytes, lines: int) -> None:
        """Count in some lines what could be searched for instead of what too many lines hold."""
        noisy = [
            at
            for at, groups in self.chosen.searched
            if sum(map(self.counts.__getitem__, groups[0])) > RARE * self.records
        ]
        self._count([literal for at in noisy for literal in literals_of(self._needed(at))], text, lines)

    def _count(self, literals: list[bytes], text: bytes, lines: int) -> None:
        text = folded(text)
        for literal in literals:
            if literal not in self._known:
                share = text.count(as_folded(literal)) / lines
                self._known[literal] = max(min(share, 1.0), likely_share(literal) / lines)


class JoiningChoice(LineChoice):
    """The same where two literals may be searched for as one."""

    joins = True


def few_texts(literals: Sequence[bytes], kind: TextKind) -> tuple[bytes, ...] | None:
    """The texts that a compiled module searches for; null where it does not, since they are too many or too short.

    Of the marks of logs whose values are quoted the first never shows in lines that the module passes: there quotes
    stand only around whole values.
    """
    if (
        kind is not TextKind.CSV
        or len(literals) > _FEW
        or any(len(literal) < SHORTEST_WITH_SIGN for literal in literals)
    ):
        return None
    return (*literals, *MARKS[kind][1:])
