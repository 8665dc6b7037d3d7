"""Which literals stand for each of many conditions in a search, and when to choose others.

Of each condition the group of literals that is rarest is searched for, of blocks of lines also the others that are not
too common.  The choice starts with what is expected to be rare and goes on with what turns out to be rare in the log
at hand: that changes the work, never the answer.
"""

from collections.abc import Callable, Mapping, Set
from typing import NamedTuple

from indicia.detection.filtering.literals import Group, likely_share
from indicia.detection.filtering.looking import Look, Shown, look_for
from indicia.detection.filtering.needs import Clauses, groups

Positions = tuple[int, ...]
"""Indexes into the conditions, ascending."""

REVIEWS = (128, 1024, 8192, 65536)
"""After so many records with the same literals their choice is reviewed."""
TOLERABLE = 0.02
"""Candidates per record up to which a review leaves the choice as it is."""
_NARROWED_KEPT = 1024
_WORTH_AFTER, _WORTH = 64, 0.4
"""Records after which looking for the rest of a condition is given up where it spares less than this share of them."""
NOISY = 0.5
"""Hits per record up to which a review leaves the choice as it is."""


class Chosen(NamedTuple):
    """What is searched for, and for whom."""

    always: Positions
    """Conditions without a usable literal: they could be true of every record."""
    literals: tuple[bytes, ...]
    """In ascending order."""
    searched: tuple[tuple[int, tuple[Positions, ...]], ...]
    """Conditions with the numbers of their searched literals, group by group, the rarest group first."""


NOTHING = Chosen((), (), ())


class _Rests(dict[int, Clauses]):
    """What of each condition is not searched for, worked out when it is asked for: few become candidates."""

    def __init__(self, worked_out: Callable[[int], Clauses]) -> None:
        self._worked_out = worked_out

    def __missing__(self, position: int) -> Clauses:
        found = self[position] = self._worked_out(position)
        return found


def _none_left(_: int) -> Clauses:
    return ()


class Choice:
    """The literals searched for now.  Whoever searches counts records, hits and candidates here."""

    def __init__(
        self,
        needed: Callable[[int], Clauses],
        count: int,
        *,
        unfiltered: frozenset[int],
        common: float,
        first: Chosen | None = None,
    ) -> None:
        """Of so many conditions `needed` gives the clauses; those at `unfiltered` positions are always candidates.

        Besides the rarest group of a condition those expected in at most the share `common` of the records are
        searched for too.  `first` is what was chosen before anything was known of a log, where somebody has it.
        """
        self._needed = needed
        self._unfiltered = unfiltered
        self._common = common
        self.every: Positions = tuple(range(count))
        self._known: dict[bytes, float] = {}
        self._reviews = list(REVIEWS)
        if first is None:
            self._choose()
        else:
            self._take(first, {})

    def close(self) -> None:
        """Let go of what refers to this; it is not to be used any more."""
        self._unsearched = _Rests(_none_left)

    def review(self) -> bool:
        """Choose again, knowing how rare the literals are, when too many records held one or were candidates.

        True when there are other literals; counting starts anew also where they turn out to be the same.
        """
        if not self._worth_it():
            self.review_at = self._next_review()
            return False
        before = self.literals
        for literal, count in zip(before, self.counts, strict=True):
            self._known[literal] = (count + likely_share(literal)) / (self.records + 1)
        self._choose()
        return self.literals != before

    def _alternatives(self, needed: Clauses) -> Clauses:
        """Of which clauses with a choice it is to be looked whether all that belongs to it is there."""
        del needed
        return ()

    def _may_search(self, group: Group) -> bool:
        """Whether to search for a group at all."""
        del group
        return True

    def _worth_it(self) -> bool:
        """Whether the literals searched for now cost more than others could."""
        return self.candidates > TOLERABLE * self.records or sum(self.counts) > NOISY * self.records

    def _next_review(self) -> int:
        """Number of records of the next review."""
        return self._reviews.pop(0) if self._reviews else 1 << 62

    def _choose(self) -> None:
        always = []
        searched: list[tuple[int, list[Group]]] = []
        rests: dict[int, Clauses] = {}
        for position in self.every:
            taken, rests[position] = self._parted(position)
            if taken is None:
                always.append(position)
            elif taken:
                searched.append((position, taken))
        literals = tuple(sorted({literal for _, groups in searched for group in groups for literal in group}))
        ids = {literal: number for number, literal in enumerate(literals)}
        numbered = (
            (position, tuple(tuple(sorted(ids[literal] for literal in group)) for group in groups))
            for position, groups in searched
        )
        self._take(Chosen(tuple(always), literals, tuple(numbered)), rests)

    def _parted(self, position: int) -> tuple[list[Group] | None, Clauses]:
        """Which groups of a condition to search for, and what is left of it.

        Null where none can be searched for, so that it could always be true; empty where it can never be.
        """
        needed = () if position in self._unfiltered else self._needed(position)
        found = groups(needed, self._cost if self._known else likely_share)
        if not all(found):
            return [], ()
        able: list[Group] = []
        unable: list[Group] = []
        for group in found:
            (able if self._may_search(group) else unable).append(group)
        if not able:
            return None, ()
        taken, left = self._picked(able, self._cost if self._known else likely_share)
        return taken, (*left, *unable, *self._alternatives(needed))

    def _take(self, chosen: Chosen, rests: Mapping[int, Clauses]) -> None:
        """Search for this from now on; `rests` is what is left of each condition, as far as that was worked out."""
        self.chosen = chosen
        self.always = chosen.always
        self.literals = chosen.literals
        self._unsearched = _Rests(lambda position: self._parted(position)[1])
        self._unsearched.update(rests)
        self._looks: dict[int, Look] = {}
        """The same, made when it is looked for first."""
        self._looked: dict[int, tuple[int, int]] = {}
        """How often it was looked for the rest of a condition, and how often that spared the record."""
        self.users: list[list[int]] = [[] for _ in self.literals]
        """Conditions whose rarest group holds the literal of this number."""
        for position, numbered in chosen.searched:
            for number in numbered[0]:
                self.users[number].append(position)
        self.groups = dict(chosen.searched)
        """The numbers of its searched literals, by condition."""
        self._others = {
            position: tuple(map(frozenset, numbered[1:])) for position, numbered in chosen.searched if len(numbered) > 1
        }
        """The searched groups behind the rarest one, where there are any."""
        self._narrowed: dict[frozenset[int], tuple[Positions, int]] = {}
        """Of literals found together: what is left then, and of how many conditions one of them is the rarest."""
        self.counts = [0.0] * len(self.literals)
        """Records that held each literal, or what costs as much."""
        self.candidates = 0
        self.records = 0
        self.review_at = self._next_review()

    def _cost(self, literal: bytes) -> float:
        known = self._known.get(literal)
        return likely_share(literal) if known is None else known

    def _picked(self, groups: list[Group], cost: Callable[[bytes], float]) -> tuple[list[Group], tuple[Group, ...]]:
        """Groups to search for, the rarest first, and those to look for in what the search found."""
        if len(groups) == 1:
            return groups, ()
        price = {group: sum(map(cost, group)) for group in groups}
        ordered = sorted(price, key=lambda group: (price[group], sorted(group)))
        searched = max(1, sum(price[group] <= self._common for group in ordered))
        return ordered[:searched], tuple(ordered[searched:])

    def narrowed_down(self, found: Set[int]) -> Positions:
        """Conditions of which every searched group was found in one record, with those that are always candidates."""
        for number in found:
            self.counts[number] += 1
        key = frozenset(found)
        known = self._narrowed.get(key)
        if known is None:
            positions: set[int] = set()
            for number in found:
                positions.update(self.users[number])
            others = self._others
            kept = [at for at in sorted(positions) if all(not group.isdisjoint(found) for group in others.get(at, ()))]
            known = self.with_always(kept), len(positions)
            if len(self._narrowed) >= _NARROWED_KEPT:
                self._narrowed.clear()
            self._narrowed[key] = known
        self.candidates += known[1]
        return known[0]

    def with_always(self, positions: list[int]) -> Positions:
        """These and the conditions that are always candidates."""
        return tuple(sorted((*self.always, *positions))) if self.always else tuple(positions)

    def incomplete(self, positions: Positions) -> bool:
        """Whether the search leaves anything to be looked for; what is decoded in any case is not looked at."""
        return not self.always and any(map(self._unsearched.__getitem__, positions))

    def look_again(self, positions: Positions, text: bytes) -> Positions:
        """Those of the candidates of which the groups that were not searched for show in the text as well."""
        if not self.incomplete(positions):
            return positions
        shown, looks = Shown(text), self._looks
        for position in positions:
            if position not in looks:
                looks[position] = look_for(self._unsearched[position])
        left = tuple([position for position in positions if looks[position](shown)])
        spared = not left
        for position in positions:
            if self._unsearched[position]:
                looked, refuted = self._looked.get(position, (0, 0))
                self._looked[position] = looked + 1, refuted + spared
                if looked >= _WORTH_AFTER and refuted < _WORTH * looked:
                    self._unsearched[position] = ()
                    looks[position] = look_for(())
        return left
