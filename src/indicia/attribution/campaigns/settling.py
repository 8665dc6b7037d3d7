"""After growing: fragments of one campaign brought together, single hosts put where they fit best.

A campaign changes addresses and shells: two of its hosts may share little while both fit the campaign as a whole.
"""

from collections.abc import Iterable

import numpy as np
from msgspec import Struct

from indicia.attribution.campaigns.clustering import overlap
from indicia.attribution.campaigns.pairs import COUNTS, LEAST_BLOCKS, LINK, Pairs, Scored
from indicia.attribution.campaigns.rarity import BLOCK_OF_KIND
from indicia.attribution.campaigns.store import Columns, Ints
from indicia.attribution.traits.kinds import AGAINST, AGAINST_KINDS, APART, BLOCK_CAP, BLOCKS, KINDS

ESTABLISHED = 3
"""From so many hosts on a group has a profile that others can be held against."""
USUAL = 0.25
"""A value that so many members show counts fully, a rarer one in part: what one member brought is not the group's."""
MERGE = 2.5
"""Two groups become one when the members of each weigh so much, on average, against the profile of the other."""
SAME_SERVER = 1.6
"""What it adds, for attempts only, that the campaign reached the same server by another address."""
MARGIN = 1.5
"""A host that fits two groups goes to one of them only where that one weighs so much more."""
_SAMPLE = 16
_ROUNDS = 3


class _Profile(Struct):
    members: list[int]
    hosts: set[int]
    serious: set[int]
    """Hosts on which a member got past probing."""
    shows: dict[int, int]
    has: dict[int, int]


class Settling:
    """Labels of activities, changed in place by `settle`."""

    def __init__(self, columns: Columns, pairs: Pairs, label: Ints) -> None:
        self._columns = columns
        self._weights = pairs.weights
        self._block = BLOCK_OF_KIND[columns.kind]
        self._telling = np.array(
            [kind in AGAINST_KINDS.get(BLOCKS[BLOCK_OF_KIND[place]], ()) for place, kind in enumerate(KINDS)]
        )
        self.label = label.copy()
        self._profiles: dict[int, _Profile] = {}
        for place, one in enumerate(label.tolist()):
            self._profiles.setdefault(one, _Profile([], set(), set(), {}, {})).members.append(place)
        for profile in self._profiles.values():
            self._count(profile)

    def settle(self, scored: Scored) -> Ints:
        """Merge fragments, then place single hosts; `scored`: pairs that are linked or come near."""
        for _ in range(_ROUNDS):
            if not self._merge(scored):
                break
        self._place(scored)
        numbers: dict[int, int] = {}
        return np.array([numbers.setdefault(one, len(numbers)) for one in self.label.tolist()], dtype=np.int64)

    def _count(self, profile: _Profile) -> None:
        columns = self._columns
        profile.hosts = {int(columns.host[one]) for one in profile.members}
        profile.serious = {int(columns.host[one]) for one in profile.members if columns.serious[one]}
        if len(profile.hosts) < ESTABLISHED:
            return
        for one in profile.members:
            self._add(profile, one)

    def _add(self, profile: _Profile, one: int) -> None:
        for trait in self._traits(one):
            profile.shows[trait] = profile.shows.get(trait, 0) + 1
        for block in self._told(one):
            profile.has[block] = profile.has.get(block, 0) + 1

    def _traits(self, one: int) -> list[int]:
        found: list[int] = self._columns.trait[self._columns.start[one] : self._columns.start[one + 1]].tolist()
        return found

    def _told(self, one: int) -> set[int]:
        """Blocks whose difference counts and of which an activity shows a value."""
        return {int(self._block[trait]) for trait in self._traits(one) if self._telling[self._columns.kind[trait]]}

    def _merge(self, scored: Scored) -> bool:
        linked = scored.only(scored.linked)
        pairs = np.sort(np.stack([self.label[linked.one], self.label[linked.other]], axis=1), axis=1)
        found: list[tuple[float, int, int]] = []
        for one, other in np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0).tolist():
            mine, theirs = self._profiles[one], self._profiles[other]
            if min(len(mine.hosts), len(theirs.hosts)) >= ESTABLISHED:
                fit = min(self._fit(mine.members, theirs), self._fit(theirs.members, mine))
                fit -= APART * overlap(mine.serious, theirs.serious)
                if fit >= MERGE:
                    found.append((-round(fit, 6), one, other))
        gone: set[int] = set()
        for _, one, other in sorted(found):
            if one in gone or other in gone:
                continue
            mine, theirs = self._profiles[one], self._profiles.pop(other)
            self.label[theirs.members] = one
            mine.members += theirs.members
            mine.shows, mine.has = {}, {}
            self._count(mine)
            gone |= {one, other}
        return bool(gone)

    def _place(self, scored: Scored) -> None:
        """Activities outside established groups, each held against the groups it has a near pair with."""
        reached: dict[int, set[int]] = {}
        for one, other in zip(scored.one.tolist(), scored.other.tolist(), strict=True):
            for inside, outside in ((one, other), (other, one)):
                group = int(self.label[inside])
                if self._size(inside) >= ESTABLISHED > self._size(outside):
                    reached.setdefault(outside, set()).add(group)
        moves: list[tuple[int, int]] = []
        for one, groups in sorted(reached.items()):
            fits = sorted((self._against(one, group) for group in groups), reverse=True)
            weight, blocks, best = fits[0]
            clear = len(fits) == 1 or weight - fits[1][0] >= MARGIN
            if weight >= LINK and blocks >= LEAST_BLOCKS and clear:
                moves.append((one, -best))
        for one, group in moves:
            self.label[one] = group

    def _size(self, place: int) -> int:
        return len(self._profiles[int(self.label[place])].hosts)

    def _against(self, one: int, group: int) -> tuple[float, int, int]:
        """Weight and blocks of an activity against a group, and the group, negative: the earlier one sorts last."""
        weight, blocks = self.fits(one, self._profiles[group])
        host, serious = int(self._columns.host[one]), bool(self._columns.serious[one])
        if serious and host in self._profiles[group].serious:
            weight -= APART
        if not serious and host in self._profiles[group].hosts:
            return round(weight + SAME_SERVER, 6), blocks + 1, -group
        return round(weight, 6), blocks, -group

    def _fit(self, members: list[int], profile: _Profile) -> float:
        """Mean weight of members against a profile, over an even sample of them."""
        chosen: Iterable[int] = members
        if len(members) > _SAMPLE:
            ordered = sorted(members)
            chosen = [ordered[place] for place in np.linspace(0, len(ordered) - 1, _SAMPLE).astype(np.int64)]
        found = [self.fits(one, profile)[0] for one in chosen]
        return sum(found) / len(found)

    def fits(self, one: int, profile: _Profile) -> tuple[float, int]:
        """What an activity weighs against a profile, and how many blocks count."""
        size = len(profile.members)
        weights: dict[int, list[float]] = {}
        agree: dict[int, float] = {}
        for trait in self._traits(one):
            count = profile.shows.get(trait, 0)
            if count:
                block = int(self._block[trait])
                usual = min(1.0, count / size / USUAL)
                weights.setdefault(block, []).append(float(self._weights[trait]) * usual)
                if self._telling[self._columns.kind[trait]]:
                    agree[block] = max(agree.get(block, 0.0), usual)
        total, blocks = 0.0, 0
        for found in weights.values():
            found.sort(reverse=True)
            block_weight = min(sum(weight * 0.5**rank for rank, weight in enumerate(found[:60])), BLOCK_CAP * found[0])
            total += block_weight
            blocks += block_weight >= COUNTS
        for block in self._told(one):
            both = profile.has.get(block, 0) / size
            total -= AGAINST[BLOCKS[block]] * both * (1 - agree.get(block, 0.0))
        return total, blocks
