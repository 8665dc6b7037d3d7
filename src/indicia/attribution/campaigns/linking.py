"""All of it: from activities to which belong together, in passes.

Whether a value that many show is the mark of one large campaign or in use by many is told from its bearers in the first
pass, and from the campaigns found in the next ones.
"""

import numpy as np
from msgspec import Struct

from indicia.attribution.campaigns.clustering import cluster, sizes
from indicia.attribution.campaigns.pairs import NEAR, Pairs, Scored
from indicia.attribution.campaigns.rarity import Rarity
from indicia.attribution.campaigns.settling import Settling
from indicia.attribution.campaigns.store import Columns, Ints, Store


class Linked(Struct, frozen=True):
    """What linking found, as numbers."""

    columns: Columns
    rarity: Rarity
    pairs: Pairs
    """With the weights of the last pass."""
    scored: Scored
    """Pairs that are linked, and those that come near."""
    label: Ints
    """Campaign of each activity; an activity that is alone has a number of its own."""
    hosts: Ints
    """Hosts of each campaign."""


def link(store: Store) -> Linked:
    """Which activities belong together.  The order in which they were added does not matter."""
    columns = store.columns()
    rarity = Rarity(columns)
    alike = rarity.alike()
    label: Ints | None = None
    for _ in range(3):
        if label is not None:
            alike = np.maximum(alike, rarity.within(label))
        pairs = Pairs(columns, rarity, rarity.weights(alike))
        scored = pairs.score(*pairs.candidates())
        scored = scored.only(scored.weight >= NEAR)
        label = Settling(columns, pairs, cluster(columns, pairs, scored.only(scored.linked))).settle(scored)
    assert label is not None
    return Linked(columns, rarity, pairs, scored, label, sizes(columns, label))
