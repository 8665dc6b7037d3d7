"""Who it could have been, in STIX: rival explanations side by side, none of them asserted.

campaign         the activity that is asked about
intrusion-set    one for each explanation, also for the actor whom nobody has named
relationship     `attributed-to`, one for each explanation with its own confidence; likelihood and analytic
                 confidence stand apart in our extension
grouping         all of them: they belong together and exclude each other
note             the reasoning
tool, malware    what the activity used, as far as it was evidence
"""

from collections.abc import Iterator, Mapping

from indicia.knowledge.actors.clusters import shipped_actors
from indicia.knowledge.actors.likelihood import LikelihoodScale, scales
from indicia.model.attribution import Attribution, EvidenceClass, Hypothesis, HypothesisKind
from indicia.sharing.rest import rest
from indicia.sharing.stix.findings import Lookup
from indicia.sharing.stix.ids import moment_of, own_id, stamp
from indicia.sharing.stix.making import Maker, Object, extended, extension_of, relationship
from indicia.sharing.tree import content_hash, text, tree
from indicia.statement.canonical import Json


def cluster_id(hypothesis: str, scope: str) -> str:
    """The id of an explanation: of a cluster the same everywhere, of the others one for each question."""
    kinds = {kind.value for kind in HypothesisKind}
    return own_id("intrusion-set", hypothesis, scope if hypothesis in kinds else "")


def cluster(hypothesis: str, scope: str, name: str, maker: Maker) -> Object:
    """The object of an explanation.  That of a cluster is the same wherever it is spoken of, its name too."""
    id = cluster_id(hypothesis, scope)
    if hypothesis in {kind.value for kind in HypothesisKind}:
        return maker.object("intrusion-set", id, {"name": text(name) or text(hypothesis) or "unnamed"})
    known = next((one.name for one in shipped_actors().actors if one.id == hypothesis), "")
    return maker.object("intrusion-set", id, {"name": known or text(hypothesis) or "unnamed"}, fixed=True)


def attribution_objects(found: Attribution, maker: Maker) -> Iterator[Object]:
    """The objects of one answer; the grouping that holds our extension is last."""
    source = tree(found)
    scope = content_hash(source)
    activity = _activity(found, scope, maker)
    made = [activity]
    links = []
    for hypothesis in found.hypotheses:
        actor, link = _explanation(found, hypothesis, scope, str(activity["id"]), maker)
        made += [actor, link]
        links.append(link)
    for item in _tools(found, scope, maker):
        made += [item, relationship(maker, str(activity["id"]), "uses", str(item["id"]), {})]
    reasoning = maker.object(
        "note",
        own_id("note", scope),
        {
            "abstract": "Why: likelihood first, then how good its basis is",
            "content": text(f"{found.sentence}\n\n{found.confidence_sentence}"),
            "object_refs": [activity["id"], *(link["id"] for link in links)],
        },
    )
    made.append(reasoning)
    grouping = maker.object(
        "grouping",
        own_id("grouping", scope),
        {
            "name": f"Rival explanations ({found.answer.value})",
            "context": "unspecified",
            "object_refs": list(dict.fromkeys(item["id"] for item in made)),
        },
    )
    by_id: dict[str, Mapping[str, Json]] = {str(item["id"]): item for item in made}
    yield from made
    yield extended(grouping, "attribution", rest(source, read_attribution(grouping, by_id.get)))


def read_attribution(grouping: Mapping[str, Json], lookup: Lookup, *, bare: bool = False) -> Object:
    """What is said of one answer without the extension of the grouping; `bare`: without any extension."""
    refs = grouping.get("object_refs")
    items = [lookup(str(ref)) or {} for ref in (refs if isinstance(refs, list) else ())]
    activity = next((item for item in items if item.get("type") == "campaign"), {})
    reasoning = next((item for item in items if item.get("type") == "note"), {})
    sentence, _, confidence = str(reasoning.get("content", "")).partition("\n\n")
    hypotheses: list[Json] = []
    for item in items:
        if item.get("type") == "relationship" and item.get("relationship_type") == "attributed-to":
            held = {} if bare else extension_of(item)
            actor = lookup(str(item.get("target_ref"))) or {}
            left = held.get("rest")
            hypotheses.append({"name": actor.get("name", ""), **(left if isinstance(left, Mapping) else {})})
    return {
        "sentence": sentence,
        "confidence_sentence": confidence,
        "first": moment_of(str(activity["first_seen"])) if "first_seen" in activity else None,
        "last": moment_of(str(activity["last_seen"])) if "last_seen" in activity else None,
        "hypotheses": hypotheses,
    }


def _activity(found: Attribution, scope: str, maker: Maker) -> Object:
    hosts = ", ".join(found.hosts[:5]) + (f" and {len(found.hosts) - 5} more" if len(found.hosts) > 5 else "")
    return maker.object(
        "campaign",
        own_id("campaign", scope),
        {
            "name": text(f"Activity on {hosts or 'no server'}"),
            "first_seen": stamp(found.first) if found.first else None,
            "last_seen": stamp(found.last) if found.last and (not found.first or found.last >= found.first) else None,
        },
    )


def _explanation(
    found: Attribution, hypothesis: Hypothesis, scope: str, activity: str, maker: Maker
) -> tuple[Object, Object]:
    actor = cluster(hypothesis.id, scope, hypothesis.name, maker)
    prior = found.priors[0].id if found.priors else ""
    share = hypothesis.shares.get(prior, 0.0)
    link = relationship(
        maker,
        activity,
        "attributed-to",
        str(actor["id"]),
        {
            "description": f"An explanation beside its rivals: {hypothesis.word or 'no word of likelihood'}.",
            "confidence": round(100 * min(max(share, 0.0), 1.0)),
        },
    )
    scale = next((one for one in scales() if one.name == found.scale), None)
    more: Object = {
        "likelihood": {**band(scale, hypothesis.word), "share": share, "prior": prior},
        "analytic_confidence": {"word": found.confidence, "why": text(found.confidence_sentence)},
    }
    return actor, extended(link, "hypothesis", rest(tree(hypothesis), {"name": actor["name"]}), more)


def band(scale: LikelihoodScale | None, word: str) -> Object:
    """A word of likelihood with the per cent it stands for; null where the scale or the word is not known."""
    one = next((band for band in scale.bands if band.word == word), None) if scale else None
    return {
        "scale": scale.id if scale else "",
        "word": word,
        "low": one.low if one else None,
        "high": one.high if one else None,
    }


def _tools(found: Attribution, scope: str, maker: Maker) -> Iterator[Object]:
    for feature in found.features:
        if feature.kind is EvidenceClass.TOOL:
            yield maker.object(
                "tool",
                own_id("tool", scope, feature.id),
                {"name": text(feature.text) or text(feature.value) or "unnamed"},
            )
        elif feature.kind is EvidenceClass.MALWARE:
            yield maker.object(
                "malware",
                own_id("malware", scope, feature.id),
                {"name": text(feature.text) or text(feature.value) or "unnamed", "is_family": True},
            )
