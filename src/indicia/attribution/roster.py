"""Clusters that could be named on a day, and what was known of each.

Reports from the first deed until ninety days after the last are left out: they may describe this very activity, and a
profile made from it would recognise itself.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from msgspec import Struct

from indicia.attribution.prepared import LAG_DAYS
from indicia.attribution.profiles import Claims, Profiles
from indicia.knowledge.actors.clusters import KnownActor, KnownActors
from indicia.knowledge.actors.tools import KnownTool

_SHORTEST = 5
"""Names with fewer letters and no digit are words of the language as well (`Play`, `Tick`): they are not looked for."""


class Cluster(Struct, frozen=True):
    """One cluster that could be named."""

    id: str
    """ATT&CK id, else the id of the shipped facts."""
    name: str
    actor: KnownActor | None
    """What the shipped facts say; null where they do not know it."""
    row: int
    """Row of the profiles; -1 without one."""
    names: tuple[str, ...]
    """Its name and what others call it, as far as known on the day."""


@dataclass(frozen=True)
class Roster:
    """All of them, in the order of their ids."""

    clusters: tuple[Cluster, ...]
    profiles: Profiles | None
    """What reports said of each; null without an ATT&CK bundle."""
    until: date | None
    left_out: int
    """Reports left out because they may describe this very activity."""
    sets: bool
    """Whether the shipped sets of techniques could be used: without a bundle, on or after the day of collection."""

    @property
    def profiled(self) -> int:
        """Clusters with a profile."""
        return sum(self.has_profile(cluster) for cluster in self.clusters)

    def has_profile(self, cluster: Cluster) -> bool:
        """Whether anything is known of what it does."""
        if cluster.row >= 0:
            return True
        return self.sets and cluster.actor is not None and bool(cluster.actor.techniques)

    @cached_property
    def index(self) -> dict[str, int]:
        """Id → place."""
        return {cluster.id: place for place, cluster in enumerate(self.clusters)}

    def naming(self, text: str) -> tuple[str, ...]:
        """Ids of clusters that a text names by any of their names; several where a name is claimed for several."""
        return tuple(dict.fromkeys(id for pattern, id in self._patterns if pattern.search(text)))

    def holders(self, tool: KnownTool) -> tuple[str, ...]:
        """Ids of clusters that are said to have a tool, on the day."""
        found = []
        for cluster in self.clusters:
            theirs = set()
            if self.profiles is not None and cluster.row >= 0 and tool.attack_id:
                column = self.profiles.places([tool.attack_id])
                if len(column) and self.profiles.reports[cluster.row, column[0]] > 0:
                    theirs.add(tool.attack_id)
            if cluster.actor is not None and self.facts_count:
                theirs |= {tool.attack_id} & set(cluster.actor.software)
                theirs |= {tool.name for name in cluster.actor.tools if name.lower().startswith(tool.name.lower())}
            if theirs - {""}:
                found.append(cluster.id)
        return tuple(found)

    @property
    def facts_count(self) -> bool:
        """Whether shipped facts without a day of their own may be used."""
        return self.until is None or self._collected <= self.until

    @cached_property
    def _collected(self) -> date:
        from indicia.knowledge.actors.clusters import shipped_actors

        return shipped_actors().collected

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        found = []
        for cluster in self.clusters:
            for name in cluster.names:
                if len(name) >= _SHORTEST or any(letter.isdigit() for letter in name):
                    found.append((re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE), cluster.id))
        return tuple(found)


def roster(
    shipped: KnownActors,
    claims: Claims | None,
    until: date | None,
    first: date | None,
    last: date | None,
    without: Collection[str] = (),
) -> Roster:
    """The clusters as of a day, for an activity of these days; `without`: reports that the user wants left out."""
    reports: Sequence[str] = ()
    if claims is not None and first is not None:
        end = (last or first) + timedelta(days=LAG_DAYS)
        days = claims.days(claims.uses.sources)
        reports = [name for name, day in days.items() if first <= day <= end and (until is None or day <= until)]
    profiles = claims.as_of(until, {*reports, *without}) if claims is not None else None
    known: dict[str, Cluster] = {}
    facts = until is None or shipped.collected <= until
    for actor in shipped.actors:
        if until is not None and actor.named > until:
            continue
        id = actor.attack_id or actor.id
        aliases = tuple(alias.name for alias in actor.aliases if until is None or alias.day <= until)
        known[id] = Cluster(id, actor.name, actor, -1, (actor.name, *aliases))
    if claims is not None and profiles is not None:
        for row, id in enumerate(profiles.actors):
            if not profiles.known[row]:
                continue
            name = claims.uses.names.get(id, id)
            before = known.get(id)
            names = dict.fromkeys((name, *(before.names if before else ())))
            known[id] = Cluster(id, name, before.actor if before else shipped.by_attack_id(id), row, tuple(names))
    return Roster(
        clusters=tuple(known[id] for id in sorted(known)),
        profiles=profiles,
        until=until,
        left_out=len(reports),
        sets=claims is None and facts,
    )
