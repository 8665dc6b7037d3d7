"""Imitation: a report with techniques planted in it that are typical for another actor."""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np
from msgspec import Struct

from indicia.attribution.instances import Instance
from indicia.attribution.measures import MIX
from indicia.attribution.profiles import Claims, Floats, Profiles
from indicia.attribution.protocols import LAG_DAYS, Prepared, prepare

LEAST_TECHNIQUES = 10
"""Of a report in which something can be hidden."""


class Decoy(Struct, frozen=True):
    """A case with planted techniques."""

    prepared: Prepared
    decoy: int
    """Row of the imitated actor."""


def decoys(claims: Claims, instances: Sequence[Instance], planted: int, seed: int) -> Iterator[Decoy]:
    """Each report with ten techniques or more, and with the most typical techniques of one other actor, drawn by seed.

    The imitator knows what was known ninety days before the report, as the model does.
    """
    draw = random.Random(seed)
    for one in instances:
        if _short(one):
            continue
        found = _plant(claims, one, claims.as_of(one.day - timedelta(days=LAG_DAYS)), planted, draw)
        if found is not None:
            yield found


def plant(claims: Claims, one: Instance, profiles: Profiles, planted: int, seed: int) -> Decoy | None:
    """One report with planted techniques, against given profiles; null where nothing can be hidden in it."""
    name = f"{seed} {planted} {one.name} {' '.join(one.actors)}"
    return None if _short(one) else _plant(claims, one, profiles, planted, random.Random(name))


def _short(one: Instance) -> bool:
    return sum(item.startswith("T") for item in one.features) < LEAST_TECHNIQUES


def _plant(claims: Claims, one: Instance, profiles: Profiles, planted: int, draw: random.Random) -> Decoy | None:
    rows = [claims.actors.index(actor) for actor in one.actors]
    if not any(profiles.known[row] for row in rows):
        return None
    others = [
        row
        for row in np.flatnonzero(profiles.known).tolist()
        if row not in rows and np.count_nonzero(profiles.reports[row, profiles.techniques]) >= planted
    ]
    if not others:
        return None
    decoy = draw.choice(others)
    own = set(one.features)
    ratios = typical(profiles)
    wanted = [profiles.features[place] for place in np.argsort(-ratios[decoy], kind="stable").tolist()]
    added = [name for name in wanted if name not in own][:planted]
    return Decoy(prepare(claims, one, profiles, extra=added), decoy)


def typical(profiles: Profiles) -> Floats:
    """How much each technique speaks for each actor; tools are left out, nobody has to own one to imitate."""
    has = (profiles.reports > 0).astype(float)
    background = (has[profiles.known].sum(axis=0) + 0.5) / (profiles.known.sum() + 1)
    ratios = np.log((MIX * has + (1 - MIX) * background) / background)
    return np.where(profiles.techniques, ratios, -np.inf)
