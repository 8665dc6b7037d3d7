"""Evidence to log-likelihood ratios: capped by class, once for each source of origin.

    weight(h) = Σ over classes of  capped Σ over sources of  capped Σ reliability × log LR

Imitation is weighed with what was public before the event alone: what nobody could know nobody could copy.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from indicia.attribution.features import hours, named, timing, tools, victim
from indicia.attribution.profiles import Floats
from indicia.attribution.roster import Roster
from indicia.model.attribution import EvidenceClass, Feature

CAPS: Mapping[EvidenceClass, float] = {
    EvidenceClass.MALWARE: tools.MOST,
    EvidenceClass.INFRASTRUCTURE: named.MOST,
    EvidenceClass.TIMING: timing.MOST,
    EvidenceClass.VICTIM: victim.MOST,
    EvidenceClass.HOURS: hours.MOST,
    EvidenceClass.SHELL: 3.0,
    EvidenceClass.AGENT: 2.0,
    EvidenceClass.SEPARATION: 10.0,
}
"""Most that a class may weigh, from one source and in all; starting points of the literature, not fitted."""
LISTED = (EvidenceClass.INFRASTRUCTURE, EvidenceClass.MALWARE)
"""Kinds of which one source names many: the strongest counts."""
TELLING = float(np.log(2))
"""From here on a class speaks for a cluster at all."""


class Weights(Struct, frozen=True):
    """Log-likelihood ratios against an actor nobody knows."""

    clusters: Floats
    several: float
    imitations: Floats
    """For an imitation of each cluster."""
    beyond: tuple[frozenset[str], ...]
    """For each cluster: kinds of evidence beyond techniques and tools that speak for it and that nobody could have
    copied, as they were not public; one source each."""


def shown_by(features: Sequence[Feature]) -> tuple[str, ...]:
    """Ids of the techniques and tools that are weighed together, sorted."""
    return tuple(sorted(one.value for one in features if one.kind.ordinary and one.speaks_for is None))


def weigh(features: Sequence[Feature], roster: Roster, cap: float, fitted: Floats, planted: Floats) -> Weights:
    """All evidence on every explanation; the order of the evidence plays no part.

    `fitted` and `planted`: what techniques and tools say of each cluster, and of its being imitated; `cap`: at most.
    """
    every, _ = _other(features, roster)
    copied, _ = _other([feature for feature in features if feature.copyable], roster)
    _, beyond = _other([feature for feature in features if not feature.copyable], roster)
    sums: dict[str, float] = {}
    for feature in features:
        sums[feature.block] = sums.get(feature.block, 0.0) + feature.reliability * feature.several
    most = float(np.log(CAPS[EvidenceClass.SEPARATION]))
    return Weights(
        clusters=np.clip(fitted, -cap, cap) + every,
        several=float(np.clip(sum(sums[block] for block in sorted(sums)), -most, most)),
        imitations=np.clip(planted, -cap, cap) + copied,
        beyond=beyond,
    )


def _other(features: Sequence[Feature], roster: Roster) -> tuple[Floats, tuple[frozenset[str], ...]]:
    """Everything but techniques and tools, for each cluster, and which kinds of it speak for each."""
    count = len(roster.clusters)
    sums: dict[tuple[EvidenceClass, str], Floats] = {}
    for feature in sorted(features, key=lambda one: one.id):
        for id, ratio in (feature.speaks_for or {}).items():
            if id in roster.index:
                held = sums.setdefault((feature.kind, feature.block), np.zeros(count))
                place, weight = roster.index[id], feature.reliability * ratio
                # The tenth address of one list says nothing that the first did not: its maker was right or wrong.
                held[place] = max(held[place], weight) if feature.kind in LISTED else held[place] + weight
    by_class: dict[EvidenceClass, Floats] = {}
    told: list[dict[EvidenceClass, set[str]]] = [{} for _ in range(count)]
    for (kind, block), held in sorted(sums.items(), key=lambda item: (item[0][0].value, item[0][1])):
        cap = float(np.log(CAPS.get(kind, 1.0)))
        capped = np.clip(held, -cap, cap)
        by_class[kind] = by_class.get(kind, np.zeros(count)) + capped
        for place in np.flatnonzero(capped >= TELLING).tolist():
            told[place].setdefault(kind, set()).add(block)
    total = np.zeros(count)
    for kind, held in by_class.items():
        cap = float(np.log(CAPS.get(kind, 1.0)))
        total += np.clip(held, -cap, cap)
    return total, tuple(frozenset(_independent(one)) for one in told)


def _independent(kinds: Mapping[EvidenceClass, set[str]]) -> set[str]:
    """Kinds that rest on sources of their own: two kinds from one source are one."""
    taken: set[str] = set()
    found: set[str] = set()
    for kind in sorted(kinds, key=lambda one: (len(kinds[one]), one.value)):
        free = sorted(kinds[kind] - taken)
        if free:
            taken.add(free[0])
            found.add(kind.value)
    return found
