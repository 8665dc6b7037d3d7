"""Techniques: what our rules saw done.  All are of one origin: the same servers, seen by the same rules."""

from collections.abc import Iterator, Mapping, Sequence

from indicia.attribution.features.deeds import Deed
from indicia.knowledge.published.attack_versions import AttackVersions
from indicia.model.attribution import EvidenceClass, Feature
from indicia.model.finding import Confidence

BLOCK = "what was done, by our own rules"
LEAST = Confidence.MODERATE
"""A technique that only a hint speaks for is left out: a technique is seen or it is not."""


def technique_features(deeds: Sequence[Deed], versions: AttackVersions, names: Mapping[str, str]) -> Iterator[Feature]:
    """One for each technique, under its id in the version that Indicia speaks; `names` of ids, where known."""
    seen: dict[str, list[Deed]] = {}
    for deed in deeds:
        if deed.finding.confidence < LEAST:
            continue
        for printed in deed.finding.techniques:
            seen.setdefault(_spoken(printed, versions), []).append(deed)
    for id, mine in sorted(seen.items()):
        yield Feature(
            id=f"technique:{id}",
            kind=EvidenceClass.TECHNIQUE,
            value=id,
            text=f"{id} {names.get(id, '')}".strip(),
            findings=tuple(deed.id for deed in mine),
            block=BLOCK,
            reliability=max(deed.reliability for deed in mine),
        )


def _spoken(id: str, versions: AttackVersions) -> str:
    """The id today; an id of a newer or older version is followed to what took its place."""
    return next(iter(versions.brought(id)), id)
