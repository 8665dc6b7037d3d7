"""From linked pairs to campaigns, so that no single host in the middle chains two of them together."""

import numpy as np
from msgspec import Struct, field

from indicia.assessment.joined import Joined
from indicia.attribution.campaigns.pairs import Pairs, Scored
from indicia.attribution.campaigns.rarity import BLOCK_OF_KIND
from indicia.attribution.campaigns.store import Columns, Ints
from indicia.attribution.traits.kinds import AGAINST, AGAINST_KINDS, APART, BLOCK_CAP, BLOCKS, KINDS

JOIN = 1.8
"""Two groups become one when their members share so much on average, over all pairs of members."""
_ROUNDS = 3
_CHUNK = 100_000


class _Group(Struct):
    """Members of a group that grows, and how many of them show what."""

    members: list[int]
    shows: dict[int, int]
    """Members that show each trait which more than one host shows."""
    hosts: set[int]
    """Hosts on which a member got past probing."""
    has: dict[int, int] = field(default_factory=dict)
    """Members that show any value of the kinds of a block whose difference counts."""


def cluster(columns: Columns, pairs: Pairs, scored: Scored) -> Ints:
    """A number for each activity; equal numbers are one campaign, numbers follow the first member.

    Links are taken in order of how much of what the two could share they do share, so that those who are alike
    altogether come together before somebody who shares something with everybody.
    """
    grower = _Grower(columns, pairs)
    itself = pairs.itself()
    likeness = scored.weight / np.sqrt(itself[scored.one] * itself[scored.other])
    order = np.lexsort((scored.other, scored.one, -np.round(scored.weight, 6), -np.round(likeness, 6)))
    for _ in range(_ROUNDS):
        refused = _refused(grower, scored, order)
        if len(refused) == len(order):
            break
        order = refused
    return grower.labels()


def _refused(grower: "_Grower", scored: Scored, order: Ints) -> Ints:
    """The pairs that did not come together, in order; some at a time, as there may be millions."""
    taken = np.zeros(len(order), dtype=np.bool_)
    for start in range(0, len(order), _CHUNK):
        part = order[start : start + _CHUNK]
        for place, (one, other) in enumerate(
            zip(scored.one[part].tolist(), scored.other[part].tolist(), strict=True), start=start
        ):
            taken[place] = grower.take(one, other)
    return order[~taken]


class _Grower:
    def __init__(self, columns: Columns, pairs: Pairs) -> None:
        self._columns = columns
        self._weights = pairs.weights
        self._joined = Joined[int]()
        self._groups: dict[int, _Group] = {}
        self._block = BLOCK_OF_KIND[columns.kind]
        self._telling = {
            place for place, kind in enumerate(KINDS) if kind in AGAINST_KINDS.get(BLOCKS[BLOCK_OF_KIND[place]], ())
        }

    def take(self, one: int, other: int) -> bool:
        """Join the groups of a pair, or say that they do not belong together."""
        first, second = self._joined.root(one), self._joined.root(other)
        if first == second:
            return True
        mine, theirs = self._group(first), self._group(second)
        if len(mine.members) + len(theirs.members) > 2 and self._between(mine, theirs) < JOIN:
            return False
        if len(mine.members) < len(theirs.members):
            first, second, mine, theirs = second, first, theirs, mine
        self._joined.join(first, second)
        mine.members += theirs.members
        for trait, count in theirs.shows.items():
            mine.shows[trait] = mine.shows.get(trait, 0) + count
        for block, count in theirs.has.items():
            mine.has[block] = mine.has.get(block, 0) + count
        mine.hosts |= theirs.hosts
        del self._groups[second]
        return True

    def _group(self, place: int) -> _Group:
        group = self._groups.get(place)
        if group is None:
            columns = self._columns
            traits = columns.trait[columns.start[place] : columns.start[place + 1]]
            blocks = {int(self._block[one]) for one in traits if int(columns.kind[one]) in self._telling}
            hosts = {int(columns.host[place])} if columns.serious[place] else set()
            group = _Group([place], dict.fromkeys(traits.tolist(), 1), hosts, dict.fromkeys(blocks, 1))
            self._groups[place] = group
        return group

    def _between(self, mine: _Group, theirs: _Group) -> float:
        """What two members, one of each group, share on average."""
        pairs = len(mine.members) * len(theirs.members)
        small, large = (mine, theirs) if len(mine.shows) <= len(theirs.shows) else (theirs, mine)
        weights: dict[int, list[float]] = {}
        agree: dict[int, float] = {}
        for trait, count in small.shows.items():
            other = large.shows.get(trait)
            if other:
                block = int(self._block[trait])
                weights.setdefault(block, []).append(float(self._weights[trait]) * count * other / pairs)
                if int(self._columns.kind[trait]) in self._telling:
                    agree[block] = agree.get(block, 0.0) + count * other / pairs
        total = -APART * overlap(mine.hosts, theirs.hosts)
        for found in weights.values():
            found.sort(reverse=True)
            total += min(sum(weight * 0.5**rank for rank, weight in enumerate(found[:60])), BLOCK_CAP * found[0])
        for block, count in mine.has.items():
            both = count * theirs.has.get(block, 0) / pairs
            total -= AGAINST[BLOCKS[block]] * max(both - agree.get(block, 0.0), 0.0)
        return total

    def labels(self) -> Ints:
        count = len(self._columns.host)
        numbers: dict[int, int] = {}
        return np.array(
            [numbers.setdefault(self._joined.root(place), len(numbers)) for place in range(count)], dtype=np.int64
        )


def overlap(mine: set[int], theirs: set[int]) -> float:
    """Part of the smaller group's hosts on which the other was too, as an activity of its own."""
    small, large = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
    return sum(host in large for host in small) / len(small) if small else 0.0


def sizes(columns: Columns, label: Ints) -> Ints:
    """Distinct hosts of each label."""
    if not len(label):
        return np.zeros(0, dtype=np.int64)
    width = int(columns.host.max()) + 1
    return np.bincount(np.unique(label * width + columns.host) // width, minlength=int(label.max()) + 1)
