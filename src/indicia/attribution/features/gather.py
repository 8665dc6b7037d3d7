"""All evidence about who, and everything that could have been evidence and is not, with the reason."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from indicia.attribution.features.agents import agent_features
from indicia.attribution.features.deeds import Deeds
from indicia.attribution.features.hours import hour_features
from indicia.attribution.features.named import named_features
from indicia.attribution.features.separation import separation_features
from indicia.attribution.features.shells import shell_features
from indicia.attribution.features.stated import SourceFile, stated_features, stated_tools
from indicia.attribution.features.techniques import technique_features
from indicia.attribution.features.timing import timing_features
from indicia.attribution.features.tools import tool_features
from indicia.attribution.features.victim import victim_features
from indicia.attribution.roster import Roster
from indicia.knowledge.packs.pack import Pack
from indicia.knowledge.published.attack_versions import load_attack_versions
from indicia.model.attribution import EvidenceClass, Feature, NotUsed

_KINDS = tuple(EvidenceClass)


class Asked(Struct, frozen=True, kw_only=True):
    """What the user adds to the cases."""

    sector: str = ""
    country: str = ""
    private: frozenset[str] = frozenset()
    """Makers of indicator lists that were not public before the event."""
    times: tuple[datetime, ...] = ()
    """Times of acts by hand that the findings no longer hold, UTC."""


def gather(
    deeds: Deeds,
    roster: Roster,
    pack: Pack,
    asked: Asked,
    names: Mapping[str, str],
    files: Sequence[SourceFile] = (),
) -> tuple[tuple[Feature, ...], tuple[NotUsed, ...]]:
    """Evidence in a fixed order, equal pieces joined, and what was not used; `names` of techniques, where known."""
    all_of_it = [
        *technique_features(deeds.deeds, load_attack_versions(), names),
        *tool_features(deeds.deeds, roster),
        *stated_features(files, names),
        *stated_tools(files, roster, names),
        *named_features(deeds.deeds, roster, asked.private),
        *timing_features(deeds.deeds, roster, pack, files),
        *shell_features(deeds.deeds),
        *agent_features(deeds.deeds),
        *separation_features(deeds),
        *(hour_features(deeds.deeds, roster, asked.times) if deeds.deeds else ()),
        *victim_features(roster, asked.sector, asked.country, files),
    ]
    features: dict[str, Feature] = {}
    not_used: dict[NotUsed, None] = {}
    for one in all_of_it:
        if isinstance(one, NotUsed):
            not_used[one] = None
            continue
        before = features.get(one.id)
        features[one.id] = one if before is None else _both(before, one)
    if not any(feature.kind.value == "infrastructure" for feature in features.values()):
        clients = {client for deed in deeds.deeds for client in deed.finding.clients}
        if clients:
            why = "no list of indicators in the case names a cluster for them"
            not_used[NotUsed(f"{len(clients)} client addresses", why)] = None
    ordered = sorted(features.values(), key=lambda feature: (_KINDS.index(feature.kind), feature.id))
    return tuple(replace(one, findings=_by_number(one.findings)) for one in ordered), tuple(not_used)


def _both(one: Feature, other: Feature) -> Feature:
    """An equal piece from a second place; it is as sure as the surer of them, and of the origin of the first."""
    return replace(
        one,
        findings=_joined(one.findings, other.findings),
        places=_joined(one.places, other.places),
        reliability=max(one.reliability, other.reliability),
    )


def _joined(one: Collection[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _by_number(ids: Sequence[str]) -> tuple[str, ...]:
    """Ids of findings in the order of their numbers: the order in which they were read tells nothing."""
    return tuple(sorted(dict.fromkeys(ids), key=lambda id: (id.rpartition(":")[0], len(id), id)))
