"""The two upper levels: which organisation is behind a cluster, and at whose direction it acts.

Both rest on dated claims of others alone.  Nothing that was found on a server supports them, and no level inherits
the likelihood of the one below.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from indicia.attribution.roster import Roster
from indicia.knowledge.actors.positions import Mode, Positions, PublicClaim
from indicia.model.attribution import LevelClaim, NameClaim

_ORGANISATION = {"contractors", "agency-affiliated", "agency", "person"}
_STATE = {"territory", "harbourer", "state-sponsored", "state"}


def level_claims(
    roster: Roster, clusters: Sequence[str], positions: Positions, activities: Sequence[str], until: date | None
) -> tuple[LevelClaim, ...]:
    """Claims about these clusters, and about activities as a whole, as said up to a day."""
    found = [claim for id in clusters if id in roster.index for claim in _of_cluster(roster, id, until)]
    names = {id: roster.clusters[roster.index[id]].names for id in clusters if id in roster.index}
    for said in positions.claims:
        if until is not None and said.day > until:
            continue
        about = next((id for id, called in names.items() if _about(said, called)), "")
        if about or set(said.activities) & set(activities):
            found.append(_of_activity(said, about, positions))
    return tuple(sorted(set(found), key=lambda one: (one.cluster == "", one.cluster, one.level, one.day, one.speaker)))


def name_claims(roster: Roster, clusters: Sequence[str]) -> tuple[NameClaim, ...]:
    """Other names of these clusters, as claimed, with who disagrees."""
    found = []
    for id in clusters:
        cluster = roster.clusters[roster.index[id]] if id in roster.index else None
        others = tuple(name for name in cluster.names if name != cluster.name) if cluster else ()
        disputed = cluster.actor.conflicts if cluster and cluster.actor and roster.facts_count else ()
        if cluster is None or cluster.actor is None or not (others or disputed):
            continue
        found.append(
            NameClaim(
                cluster=id,
                names=others,
                by=cluster.actor.aliases[0].by if cluster.actor.aliases else "",
                disputed=disputed,
            )
        )
    return tuple(found)


def _of_cluster(roster: Roster, id: str, until: date | None) -> Iterator[LevelClaim]:
    actor = roster.clusters[roster.index[id]].actor
    for link in actor.links if actor is not None else ():
        if until is not None and link.day > until:
            continue
        yield LevelClaim(
            level=link.level,
            about=roster.clusters[roster.index[id]].name,
            cluster=id,
            speaker=link.by,
            claim=link.claim,
            words=link.words,
            day=link.day,
            dated=link.dated,
            disagrees=link.level == "none",
            source=link.source,
            verified=link.verified,
        )


def _about(said: PublicClaim, names: Sequence[str]) -> bool:
    """Whether a speaker names a cluster, in the claim or as its activity."""
    text = said.to.lower()
    return any(
        name.lower() in text or name.lower().replace(" ", "") in said.activities for name in names if len(name) > 4
    )


def _of_activity(said: PublicClaim, cluster: str, positions: Positions) -> LevelClaim:
    denies = said.mode is Mode.DENY or said.level == "none"
    level = "organisation" if said.level in _ORGANISATION else "state" if said.level in _STATE else said.level
    if said.level == "group":
        level = "cluster"
    return LevelClaim(
        level="none" if denies else level,
        about=", ".join(positions.activities[key] for key in said.activities),
        cluster=cluster,
        speaker=said.speaker,
        claim=f"{said.verb}: {said.to}",
        words=said.confidence,
        day=said.day,
        dated=True,
        disagrees=denies,
        source=said.source,
        verified=said.verified,
    )
