"""How well techniques and tools fit each cluster: log-likelihood ratios against an actor nobody knows.

Two ways.  With an ATT&CK bundle: measures and weights learned forward in time, with the odds that anybody is known at
all.  Without: the shipped sets, each ratio mixed with the background, because no set is whole.
"""

from collections.abc import Iterable
from typing import Protocol

import numpy as np
from msgspec import Struct

from indicia.attribution.familiarity import signs
from indicia.attribution.learning import Learned
from indicia.attribution.measures import MIX, case, measures
from indicia.attribution.profiles import Flags, Floats, Profiles
from indicia.attribution.roster import Roster
from indicia.knowledge.actors.tools import known_tools

LEARNED_CAP = float(np.log(1000))
"""Most that techniques and tools together may weigh where their weights were learned and measured."""
PLAIN_CAP = float(np.log(300))
PLAIN_DAMPING = 0.5
"""The same for sets without learned weights, and what their ratios are multiplied with, as techniques hang together.
Both were decided on the forward cases of 2018 to 2020: at this nobody was named wrongly there, at three times the cap
more than half of the names were wrong."""
SHARED_CAP = float(np.log(3))
"""Most that one tool may weigh that many use."""
_FLOOR = 1e-9
_LEAST_SHARE = 1e-4
"""Share of a cluster without a profile among all before any evidence, against one with."""


class Fit(Protocol):
    """How well a set of techniques and tools fits."""

    @property
    def cap(self) -> float:
        """Most that all of it together may weigh."""

    @property
    def shares(self) -> Floats:
        """Share of each cluster before any evidence, given that it is one of them; they add up to one."""

    def ratios(self, features: Iterable[str]) -> Floats:
        """Log-likelihood ratio of these ids for each cluster; zero where nothing is known of what it does."""

    def imitations(self, features: Iterable[str]) -> Floats:
        """Log-likelihood ratio for each cluster of somebody imitating it."""

    def typical(self, cluster: int) -> tuple[str, ...]:
        """Public techniques that speak most for a cluster, most telling first: what an imitator would plant."""

    def rate(self, feature: str) -> tuple[Floats, float]:
        """How often each cluster, and any actor, shows a feature."""


class LearnedFit(Struct, frozen=True):
    """With a bundle."""

    roster: Roster
    profiles: Profiles
    learned: Learned

    @property
    def cap(self) -> float:
        """Measured in the benchmark up to this."""
        return LEARNED_CAP

    @property
    def shares(self) -> Floats:
        """What the ranking says of a case that shows nothing."""
        return _with_others(self.roster, self._among(()))

    def ratios(self, features: Iterable[str]) -> Floats:
        """Of what the case shows, less what is said of a case that shows nothing."""
        asked = tuple(features)
        shown = case(self.profiles, asked)
        if not len(shown.shown):
            return np.zeros(len(self.roster.clusters))
        table, known = measures(shown), self.profiles.known
        if not known.any():
            return np.zeros(len(self.roster.clusters))
        among = self.learned.ranking.probabilities(table, known)
        familiar = self.learned.familiarity.probability(signs(self.learned.ranking, shown, table, known))
        gain = _logit(familiar) - _logit(self.learned.taught)
        before = self._among(())
        return np.array(
            [
                np.log((among[cluster.row] + _FLOOR) / (before[cluster.row] + _FLOOR)) + gain if cluster.row >= 0 else 0
                for cluster in self.roster.clusters
            ]
        )

    def imitations(self, features: Iterable[str]) -> Floats:
        """Learned from planted cases; where none could be planted, as well as the cluster itself fits."""
        asked = tuple(features)
        shown = case(self.profiles, asked)
        known = self.profiles.known
        if self.learned.imitation is None or not len(shown.shown) or not known.any():
            return self.ratios(asked)
        among = self.learned.imitation.ratios(self.learned.ranking, measures(shown), known)
        return np.array([among[cluster.row] if cluster.row >= 0 else 0.0 for cluster in self.roster.clusters])

    def typical(self, cluster: int) -> tuple[str, ...]:
        """By the simple ratio of the profile against all."""
        row = self.roster.clusters[cluster].row
        if row < 0:
            return ()
        has = self.profiles.reports[row] > 0
        return _typical(self.profiles.features, has, self._background, self.profiles.techniques)

    def rate(self, feature: str) -> tuple[Floats, float]:
        """Mixed with the background."""
        places = self.profiles.places([feature])
        if not len(places):
            return np.full(len(self.roster.clusters), _FLOOR), _FLOOR
        base = float(self._background[places[0]])
        rows = [cluster.row for cluster in self.roster.clusters]
        has = [row >= 0 and self.profiles.reports[row, places[0]] > 0 for row in rows]
        mixed = MIX * np.array(has, dtype=np.float64) + (1 - MIX) * base
        return np.where(np.array(rows) >= 0, mixed, base), base

    @property
    def _background(self) -> Floats:
        known = self.profiles.known
        held = (self.profiles.reports[known] > 0).sum(axis=0)
        return np.asarray((held + 0.5) / (known.sum() + 1), dtype=np.float64)

    def _among(self, features: Iterable[str]) -> Floats:
        shown = case(self.profiles, features)
        return self.learned.ranking.probabilities(measures(shown), self.profiles.known)


class PlainFit:
    """With the shipped sets, or with profiles that too few cases stand behind to learn from."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        profiles = roster.profiles
        sets = []
        for cluster in roster.clusters:
            if profiles is not None and cluster.row >= 0:
                held = np.flatnonzero(profiles.reports[cluster.row] > 0).tolist()
                sets.append({profiles.features[place] for place in held})
            elif roster.sets and cluster.actor is not None:
                sets.append({*cluster.actor.techniques, *cluster.actor.software})
            else:
                sets.append(set())
        self._features = tuple(sorted(set().union(*sets))) if sets else ()
        self._column = {name: place for place, name in enumerate(self._features)}
        self._profiled: Flags = np.array([bool(one) for one in sets], dtype=np.bool_)
        self._has: Flags = np.array([[name in one for name in self._features] for one in sets], dtype=np.bool_).reshape(
            len(sets), len(self._features)
        )
        held = self._has[self._profiled].sum(axis=0)
        self._background: Floats = (held + 0.5) / (self._profiled.sum() + 1)
        self._shared = {tool.attack_id for tool in known_tools() if tool.shared}

    @property
    def cap(self) -> float:
        """Decided on the years named above."""
        return PLAIN_CAP

    @property
    def shares(self) -> Floats:
        """All alike: nothing shipped says who is seen how often."""
        count = len(self.roster.clusters)
        return np.full(count, 1 / count) if count else np.zeros(0)

    def ratios(self, features: Iterable[str]) -> Floats:
        """The sum over features, each mixed with the background."""
        total = np.zeros(len(self.roster.clusters))
        for name in dict.fromkeys(features):
            if name in self._column:
                mixed, base = self.rate(name)
                each = np.log(mixed / base)
                total += np.minimum(each, SHARED_CAP) if name in self._shared else each
        return np.asarray(np.where(self._profiled, PLAIN_DAMPING * total, 0.0), dtype=np.float64)

    def imitations(self, features: Iterable[str]) -> Floats:
        """As well as the cluster itself: nothing tells the two apart."""
        return self.ratios(features)

    def typical(self, cluster: int) -> tuple[str, ...]:
        """By the same ratio."""
        techniques = np.array([name.startswith("T") for name in self._features], dtype=np.bool_)
        return _typical(self._features, self._has[cluster], self._background, techniques)

    def rate(self, feature: str) -> tuple[Floats, float]:
        """Mixed with the background."""
        place = self._column.get(feature)
        if place is None:
            return np.full(len(self.roster.clusters), _FLOOR), _FLOOR
        base = float(self._background[place])
        mixed = MIX * self._has[:, place] + (1 - MIX) * base
        return np.asarray(np.where(self._profiled, mixed, base), dtype=np.float64), base


def _typical(features: tuple[str, ...], has: Flags, background: Floats, techniques: Flags) -> tuple[str, ...]:
    places = np.flatnonzero(has & techniques)
    ordered = sorted(places.tolist(), key=lambda place: (background[place], features[place]))
    return tuple(features[place] for place in ordered)


def _with_others(roster: Roster, among: Floats) -> Floats:
    """Shares over all clusters: those without a profile get a little, so that they are never ruled out."""
    shares = np.array([among[one.row] if one.row >= 0 else 0.0 for one in roster.clusters])
    shares = shares + _LEAST_SHARE
    return np.asarray(shares / shares.sum(), dtype=np.float64)


def _logit(probability: float) -> float:
    inside = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(inside / (1 - inside)))
