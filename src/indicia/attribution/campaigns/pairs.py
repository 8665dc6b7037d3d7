"""Pairs of activities that share something rare, and what all they share weighs."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from indicia.attribution.campaigns.rarity import BLOCK_OF_KIND, Floats, Rarity
from indicia.attribution.campaigns.store import UNKNOWN, Columns, Ints
from indicia.attribution.traits.kinds import (
    ADDRESS_DAYS,
    ADDRESS_HALF_DAYS,
    AGAINST,
    AGAINST_KINDS,
    APART,
    BLOCK_CAP,
    BLOCKS,
    KINDS,
    Block,
)
from indicia.model.trait import TraitKind

LINK = 5.0
"""Natural logarithm of the ratio from which on a pair is linked: some 150 to 1."""
NEAR = 2.5
"""From here on a pair is worth naming as what one more shared value would join."""
COUNTS = 1.0
"""A block counts as one of those a link rests on from this weight on."""
LEAST_BLOCKS = 2
RARE = 0.7
"""Only values that weigh so much bring pairs together."""
EVERY_PAIR, NEIGHBOURS = 40, 12
"""Of a value with up to so many bearers every pair is looked at, else each bearer with its nearest ones in time."""
_CHUNK = 100_000
_DAY = 86_400
_CLIENT = KINDS.index(TraitKind.CLIENT)
_AGAINST = np.array([AGAINST.get(block, 0.0) for block in BLOCKS])
_DIFFERS = np.array([kind in AGAINST_KINDS.get(BLOCKS[BLOCK_OF_KIND[place]], ()) for place, kind in enumerate(KINDS)])


class Scored(Struct, frozen=True):
    """Pairs with their weight; `one` stands before `other` in the columns."""

    one: Ints
    other: Ints
    weight: Floats
    blocks: Ints
    """How many blocks count."""

    @property
    def linked(self) -> npt.NDArray[np.bool_]:
        """Pairs that belong together: enough weight, on more than one leg."""
        return (self.weight >= LINK) & (self.blocks >= LEAST_BLOCKS)

    def only(self, which: npt.NDArray[np.bool_]) -> "Scored":
        """Some of them."""
        return Scored(self.one[which], self.other[which], self.weight[which], self.blocks[which])


class SharedValue(Struct, frozen=True):
    """One value that both activities of a pair show."""

    block: Block
    row: int
    """Row of the columns, in the first activity."""
    other_row: int
    weight: float


class Pairs:
    """Candidates and their weights, for given weights of the traits."""

    def __init__(self, columns: Columns, rarity: Rarity, weights: Floats) -> None:
        self._columns = columns
        self._rarity = rarity
        self.weights = weights
        self._has = _differing_blocks(columns)

    def candidates(self) -> tuple[Ints, Ints]:
        """Pairs that share a rare value, each once, in order."""
        width = max(len(self._columns.host), 1)
        found: list[Ints] = []
        held = 0
        order, start = self._rarity.postings
        for trait in np.flatnonzero((self.weights >= RARE) & (self._rarity.hosts >= 2)):
            rows = order[start[trait] : start[trait + 1]]
            one, other = self._of_posting(rows)
            found.append(one * width + other)
            held += len(one)
            if held > 4_000_000:
                found, held = [np.unique(np.concatenate(found))], 0
        keys = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
        return keys // width, keys % width

    def _of_posting(self, rows: Ints) -> tuple[Ints, Ints]:
        bearers = self._rarity.owner[rows]
        count = len(bearers)
        if count <= EVERY_PAIR:
            left, right = np.triu_indices(count, 1)
        else:
            bearers = bearers[np.lexsort((bearers, self._columns.first[rows]))]
            places = np.arange(count)
            left = np.concatenate([places[: count - step] for step in range(1, NEIGHBOURS + 1)])
            right = np.concatenate([places[step:] for step in range(1, NEIGHBOURS + 1)])
        one, other = bearers[left], bearers[right]
        return np.minimum(one, other), np.maximum(one, other)

    def score(self, one: Ints, other: Ints) -> Scored:
        """The weight of each pair."""
        weights, blocks = np.zeros(len(one)), np.zeros(len(one), dtype=np.int64)
        for start in range(0, len(one), _CHUNK):
            part = slice(start, start + _CHUNK)
            table = self._table(one[part], other[part])
            weights[part] = table.sum(axis=1)
            blocks[part] = (table >= COUNTS).sum(axis=1)
            weights[part] -= APART * self.apart(one[part], other[part])
        return Scored(one, other, weights, blocks)

    def apart(self, one: Ints, other: Ints) -> npt.NDArray[np.bool_]:
        """Whether both got past probing on one server: had they shared an address or a page, they were one activity."""
        host, serious = self._columns.host, self._columns.serious
        found: npt.NDArray[np.bool_] = (host[one] == host[other]) & serious[one] & serious[other]
        return found

    def itself(self) -> Floats:
        """What each activity would weigh against one that shows the same values: how much it could share."""
        columns = self._columns
        places = np.arange(len(columns.host))
        table = self._summed(
            columns.owner(), BLOCK_OF_KIND[columns.kind[columns.trait]], self.weights[columns.trait], len(places)
        )
        found: Floats = np.maximum(table.sum(axis=1), 1e-6)
        return found

    def _shared(self, one: Ints, other: Ints) -> tuple[Ints, Ints, Ints]:
        """(pair, row of the one, row of the other) for every value that both show."""
        columns = self._columns
        pair_one, row_one = _expanded(columns, one)
        pair_other, row_other = _expanded(columns, other)
        width = max(len(columns.kind), 1)
        keys = np.concatenate(
            [pair_one * width + columns.trait[row_one], pair_other * width + columns.trait[row_other]]
        )
        rows = np.concatenate([row_one, row_other])
        order = np.argsort(keys, kind="stable")
        keys, rows = keys[order], rows[order]
        twice = np.flatnonzero(keys[1:] == keys[:-1])
        return keys[twice] // width, rows[twice], rows[twice + 1]

    def _table(self, one: Ints, other: Ints) -> Floats:
        """Weight by pair and block."""
        columns = self._columns
        pair, row, other_row = self._shared(one, other)
        kind = columns.kind[columns.trait[row]]
        block = BLOCK_OF_KIND[kind]
        weight = self.weights[columns.trait[row]] * self._lasting(kind, row, other_row)
        table = self._summed(pair, block, weight, len(one))
        agree = np.zeros((len(one), len(BLOCKS)), dtype=np.bool_)
        telling = _DIFFERS[kind]
        agree[pair[telling], block[telling]] = True
        differ = self._has[one] & self._has[other] & ~agree
        found: Floats = table - differ * _AGAINST
        return found

    def _lasting(self, kind: Ints, row: Ints, other_row: Ints) -> Floats:
        """How much of an address's weight is left after the time between its two uses; 1 for other kinds."""
        first, last = self._columns.first, self._columns.last
        gap = np.maximum(first[row], first[other_row]) - np.minimum(last[row], last[other_row])
        known = (first[row] != UNKNOWN) & (first[other_row] != UNKNOWN)
        days = np.where(known, np.maximum(gap, 0) / _DAY, ADDRESS_HALF_DAYS)
        kept = np.where(days > ADDRESS_DAYS, 0.0, 0.5 ** (np.maximum(days - 1, 0) / ADDRESS_HALF_DAYS))
        found: Floats = np.where(kind == _CLIENT, kept, 1.0)
        return found

    @staticmethod
    def _summed(pair: Ints, block: Ints, weight: Floats, count: int) -> Floats:
        """Weights by pair and block: the strongest whole, each further one half of the one before, up to the cap."""
        table = np.zeros((count, len(BLOCKS)))
        if not len(pair):
            return table
        cell = pair * len(BLOCKS) + block
        order = np.lexsort((-weight, cell))
        cell, weight = cell[order], weight[order]
        begins = np.flatnonzero(np.concatenate([[True], cell[1:] != cell[:-1]]))
        rank = np.arange(len(cell)) - np.repeat(begins, np.diff(np.concatenate([begins, [len(cell)]])))
        sums = np.add.reduceat(weight * 0.5 ** np.minimum(rank, 60), begins)
        strongest = weight[begins]
        table.reshape(-1)[cell[begins]] = np.minimum(sums, BLOCK_CAP * strongest)
        return table

    def shared(self, one: int, other: int) -> list[SharedValue]:
        """What a pair shares, strongest first; values that weigh nothing last."""
        pair = np.array([one]), np.array([other])
        _, row, other_row = self._shared(*pair)
        kind = self._columns.kind[self._columns.trait[row]]
        weight = self.weights[self._columns.trait[row]] * self._lasting(kind, row, other_row)
        found = [
            SharedValue(
                BLOCKS[BLOCK_OF_KIND[kind[place]]], int(row[place]), int(other_row[place]), float(weight[place])
            )
            for place in range(len(row))
        ]
        return sorted(found, key=lambda item: (-item.weight, item.row))

    def differing(self, one: int, other: int) -> Iterator[Block]:
        """Blocks of which both show values and share none, where that speaks against one campaign."""
        table = self._table(np.array([one]), np.array([other]))[0]
        for place in np.flatnonzero(table < 0):
            yield BLOCKS[place]


def _expanded(columns: Columns, activities: Ints) -> tuple[Ints, Ints]:
    """(pair, row) of all traits of these activities."""
    begins, ends = columns.start[activities], columns.start[activities + 1]
    lengths = ends - begins
    pair = np.repeat(np.arange(len(activities)), lengths)
    offset = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(lengths) else lengths
    return pair, np.repeat(begins - offset, lengths) + np.arange(int(lengths.sum()))


def _differing_blocks(columns: Columns) -> npt.NDArray[np.bool_]:
    """Which activities show values of the kinds whose difference counts, by block."""
    found = np.zeros((len(columns.host), len(BLOCKS)), dtype=np.bool_)
    kind = columns.kind[columns.trait]
    telling = _DIFFERS[kind]
    found[columns.owner()[telling], BLOCK_OF_KIND[kind[telling]]] = True
    return found
