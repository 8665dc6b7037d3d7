"""Why a pair is linked, or what it lacks: its shared values with the findings behind them."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from indicia.attribution.campaigns.linking import Linked
from indicia.attribution.campaigns.pairs import COUNTS, LEAST_BLOCKS, LINK, SharedValue
from indicia.attribution.campaigns.rarity import odds_words
from indicia.attribution.campaigns.store import Store
from indicia.attribution.campaigns.wording import in_words
from indicia.attribution.traits.kinds import AGAINST, APART, BLOCK_CAP, Block
from indicia.model.campaign import CampaignLink, Place, SharedTrait

MOST_REASONS = 12


class PairReasons:
    """Takes pairs of places in the columns to links in words."""

    def __init__(self, store: Store, linked: Linked) -> None:
        self._store = store
        self._linked = linked
        self._fleet = linked.rarity.hosts

    def place(self, activity: int) -> Place:
        """An activity by name."""
        case, host, number = self._store.name(activity)
        return Place(case=case, host=host, activity=number)

    def link(self, one: int, other: int, weight: float, blocks: int) -> CampaignLink:
        """A pair with its reasons."""
        shared = self._linked.pairs.shared(one, other)
        return CampaignLink(
            one=self.place(one),
            other=self.place(other),
            weight=round(weight, 2),
            blocks=blocks,
            reasons=tuple(self._reason(item) for item in shared[:MOST_REASONS]),
            against=tuple(self._against(one, other)),
        )

    def _against(self, one: int, other: int) -> Iterator[str]:
        yield from (block.value for block in self._linked.pairs.differing(one, other))
        if self._apart(one, other):
            yield "two visitors on one server"

    def _apart(self, one: int, other: int) -> bool:
        return bool(self._linked.pairs.apart(np.array([one]), np.array([other]))[0])

    def _reason(self, item: SharedValue) -> SharedTrait:
        columns = self._linked.columns
        trait = self._store.trait(int(columns.row[item.row]))
        theirs = self._store.trait(int(columns.row[item.other_row]))
        times = [time for time in (trait.first, theirs.first) if time is not None]
        ends = [time for time in (trait.last, theirs.last) if time is not None]
        return SharedTrait(
            kind=trait.kind.value,
            value=trait.value,
            block=item.block.value,
            text=in_words(trait.kind, trait.value),
            inside=2,
            outside=max(int(self._fleet[columns.trait[item.row]]) - 2, 0),
            weight=round(item.weight, 2),
            first=min(times, default=None),
            last=max(ends, default=None),
            why_common=trait.why_common,
            findings=trait.findings,
        )

    def stands_without(self, one: int, other: int, left_out: Collection[int]) -> bool:
        """Whether a pair would still be linked if these traits said nothing."""
        linked = self._linked
        shared = linked.pairs.shared(one, other)
        against = sum(AGAINST[block] for block in linked.pairs.differing(one, other))
        against += APART * self._apart(one, other)
        weight, blocks = summed([item for item in shared if int(linked.columns.trait[item.row]) not in left_out])
        return weight - against >= LINK and blocks >= LEAST_BLOCKS


def summed(shared: Sequence[SharedValue]) -> tuple[float, int]:
    """Weight and blocks of shared values, as `Pairs` sums them."""
    by_block: dict[Block, list[float]] = {}
    for item in shared:
        by_block.setdefault(item.block, []).append(item.weight)
    total, blocks = 0.0, 0
    for weights in by_block.values():
        weights.sort(reverse=True)
        found = min(sum(weight * 0.5**rank for rank, weight in enumerate(weights[:60])), BLOCK_CAP * weights[0])
        total += found
        blocks += found >= COUNTS
    return total, blocks


def lacking(link: CampaignLink) -> str:
    """What a near pair would need to be linked."""
    needs = []
    if link.blocks < LEAST_BLOCKS:
        needs.append("a shared value of another kind" if link.blocks else "shared values of two kinds")
    if link.weight < LINK:
        needs.append(f"shared values that weigh {odds_words(LINK - link.weight)} more")
    return " and ".join(needs)
