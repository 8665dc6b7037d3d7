"""Imitation: a report with techniques planted in it that are typical for another actor."""

import random

import numpy as np
from msgspec import Struct

from indicia.attribution.instances import Instance
from indicia.attribution.measures import MIX
from indicia.attribution.prepared import Prepared, prepare
from indicia.attribution.profiles import Claims, Floats, Profiles

LEAST_TECHNIQUES = 10
"""Of a report in which something can be hidden."""


class Decoy(Struct, frozen=True):
    """A case with planted techniques."""

    prepared: Prepared
    decoy: int
    """Row of the imitated actor."""


def own_draw(one: Instance, planted: int, seed: int) -> random.Random:
    """Draws for one report that say the same whatever was drawn for others."""
    return random.Random(f"{seed} {planted} {one.name} {' '.join(one.actors)}")


def plant(claims: Claims, one: Instance, profiles: Profiles, planted: int, draw: random.Random) -> Decoy | None:
    """One report with planted techniques, against given profiles; null where nothing can be hidden in it."""
    if sum(item.startswith("T") for item in one.features) < LEAST_TECHNIQUES:
        return None
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
