"""What sharing a value says, from the fleet itself: how many show it, and whether those who do are otherwise alike.

A value that many hosts show is in use by many visitors (a scanner, a public kit, a relay) or the mark of one large
campaign.  The bearers tell: those of one campaign are alike in other respects too, more than chance makes them.
"""

import math

import numpy as np
import numpy.typing as npt

from indicia.attribution.campaigns.store import Columns, Ints
from indicia.attribution.traits.kinds import BLOCKS, FACTS, KINDS, KNOWN_CAP, Block

Floats = npt.NDArray[np.float64]

PRIOR_HOSTS = 20
"""What is expected of a kind counts as if seen on so many hosts."""
LEAST_FLEET = 32
"""Below so many hosts the size of the fleet says nothing."""
MOST_SAID = 10_000
"""Blocks are only nearly independent: a larger ratio would say more than is known."""
SAMPLE = 16
"""Bearers of a value that are compared with each other."""
ALIKE = 2
"""Bearers that share values of so many other blocks are alike altogether."""
SAME = 0.5
"""How often two activities of one campaign share a value of a block: the middle of `KindFacts.kept`."""

BLOCK_OF_KIND = np.array([BLOCKS.index(FACTS[kind].block) for kind in KINDS], dtype=np.int64)
_ASIDE = np.array([BLOCKS.index(Block.ADDRESS if block is Block.MOMENT else block) for block in BLOCKS])
_EXPECTED = np.array([FACTS[kind].expected for kind in KINDS])
_KEPT = np.array([FACTS[kind].kept for kind in KINDS])
CAP_OF_KIND = np.array([FACTS[kind].cap for kind in KINDS])


class Rarity:
    """How many hosts show each trait, and what sharing it weighs."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        owner = columns.owner()
        self.hosts = _hosts_per(columns.trait, columns.host[owner], len(columns.kind))
        """Hosts that show each trait."""
        of_block = BLOCK_OF_KIND[columns.kind[columns.trait]] if len(columns.trait) else columns.trait
        fleet = _hosts_per(of_block, columns.host[owner], len(BLOCKS))
        serious = columns.serious[owner]
        some = _hosts_per(columns.trait[serious], columns.host[owner][serious], len(columns.kind))
        some_fleet = _hosts_per(of_block[serious], columns.host[owner][serious], len(BLOCKS))
        block = BLOCK_OF_KIND[columns.kind]
        self.fleet = fleet[block]
        """Hosts that show any value of the trait's block."""
        others = np.maximum(self.hosts - 2, 0) / (_rounded(self.fleet) + PRIOR_HOSTS)
        others_serious = np.maximum(some - 2, 0) / (_rounded(some_fleet[block]) + PRIOR_HOSTS)
        self.raw = np.minimum(np.maximum(others, others_serious), 1.0)
        """Part of the other hosts that show a trait: two are left out, as the pair looked at shows it anyway."""
        self.postings = _postings(columns.trait, len(columns.kind))
        self.owner = owner

    def bearers(self, trait: int) -> Ints:
        """Activities that show a trait, in order."""
        order, start = self.postings
        return np.asarray(self.owner[order[start[trait] : start[trait + 1]]])

    def weights(self, alike: Floats) -> Floats:
        """Natural logarithm of the likelihood ratio of sharing each trait; never below zero.

        `alike`: how alike the bearers of each trait are, 0 to 1.
        """
        kind = self._columns.kind
        share = PRIOR_HOSTS / (_rounded(self.fleet) + PRIOR_HOSTS)
        rate = np.maximum(_EXPECTED[kind] * np.maximum(share, 0.25), 1e-6) + (1 - alike) * self.raw
        found: Floats = np.clip(np.log(_KEPT[kind] / rate), 0, CAP_OF_KIND[kind])
        found = np.where(self._columns.grade == 1, np.minimum(found, KNOWN_CAP), found)
        return np.where((self._columns.grade == 2) | (self.hosts < 2), 0.0, found)

    def alike(self) -> Floats:
        """How alike the bearers of each trait are in other blocks, beyond what chance would make them; 0 to 1.

        Only asked where it matters: of traits that more hosts show than expected.
        """
        found = np.zeros(len(self._columns.kind))
        asked = (self.raw > _EXPECTED[self._columns.kind] / 4) & (self._columns.grade < 2)
        for trait in np.flatnonzero(asked):
            found[trait] = self._alike(int(trait))
        return found

    def _alike(self, trait: int) -> float:
        bearers = self.bearers(trait)
        if len(bearers) > SAMPLE:
            bearers = bearers[np.linspace(0, len(bearers) - 1, SAMPLE).astype(np.int64)]
        own = BLOCK_OF_KIND[self._columns.kind[trait]]
        shown = [self._shown(int(one), int(_ASIDE[own])) for one in bearers]
        total = pairs = 0.0
        for place, (mine, my_host) in enumerate(shown):
            for theirs, their_host in shown[:place]:
                comparable = mine.keys() & theirs.keys()
                if my_host == their_host or not comparable:
                    continue
                common = sum(self._chance_free(mine[block] & theirs[block]) for block in comparable)
                total += min(1.0, common / (SAME * min(ALIKE, len(comparable))))
                pairs += 1
        return total / pairs if pairs else 0.0

    def _shown(self, activity: int, own: int) -> tuple[dict[int, set[int]], int]:
        """Traits of an activity outside a block, by block, without common ones; a visit is no news of its address."""
        columns = self._columns
        found: dict[int, set[int]] = {}
        for trait in columns.trait[columns.start[activity] : columns.start[activity + 1]].tolist():
            block = int(_ASIDE[BLOCK_OF_KIND[columns.kind[trait]]])
            if block != own and columns.grade[trait] < 2:
                found.setdefault(block, set()).add(trait)
        return found, int(columns.host[activity])

    def _chance_free(self, both: set[int]) -> float:
        """How much sharing these traits is beyond chance: what everybody shows makes nobody alike."""
        return max((1.0 - float(self.raw[trait]) for trait in both), default=0.0)

    def within(self, label: Ints) -> Floats:
        """By campaigns found: how likely two bearers of a trait are in one."""
        columns = self._columns
        count = int(label.max(initial=-1)) + 1
        traits = len(columns.kind)
        pairs = np.unique(
            np.stack([columns.trait, label[self.owner], columns.host[self.owner]], axis=1), axis=0
        )  # one line per trait, campaign and host
        keys, sizes = np.unique(pairs[:, 0] * max(count, 1) + pairs[:, 1], return_counts=True)
        of = keys // max(count, 1)
        same = np.bincount(of, weights=sizes * (sizes - 1.0), minlength=traits)
        every = np.bincount(of, weights=sizes.astype(np.float64), minlength=traits)
        found: Floats = np.divide(same, every * (every - 1), out=np.zeros(traits), where=every > 1)
        return found


def _hosts_per(what: Ints, host: Ints, count: int) -> Ints:
    """Distinct hosts of each number."""
    if not len(what):
        return np.zeros(count, dtype=np.int64)
    width = int(host.max()) + 1
    return np.bincount(np.unique(what * width + host) // width, minlength=count)


def _rounded(hosts: Ints) -> Floats:
    """The size of a fleet as the power of two below it: one more host changes nothing but at a doubling."""
    floor: Floats = 2.0 ** np.floor(np.log2(np.maximum(hosts, LEAST_FLEET)))
    return floor


def _postings(trait: Ints, count: int) -> tuple[Ints, Ints]:
    order = np.argsort(trait, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(trait, minlength=count))]).astype(np.int64)
    return order, start


def odds_words(weight: float) -> str:
    """A weight in words: how many times likelier within one campaign than between two; large ones are one."""
    ratio = math.exp(min(weight, 30))
    if ratio > MOST_SAID:
        return f"over ×{MOST_SAID:,}"
    if ratio < 9.95:
        return f"×{ratio:.1f}"
    digits: int = 10 ** (len(str(round(ratio))) - 2)
    return f"×{round(ratio / digits) * digits:,}"
