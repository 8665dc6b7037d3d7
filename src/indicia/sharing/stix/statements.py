"""A statement in STIX: claims as notes, what they say of somebody as relationships, positions as opinions.

    report        the statement; only digest and place of the signed payload are in its extension
    note          one for each claim, each reply, and each party's position as a whole
    relationship  `attributed-to` for a claim about a cluster, an organisation or a state
    opinion       a party's stance, once on the claim (and its relationship) and once on the report, because some tools
                  keep only the latter

Signatures are not in STIX: they stay with the payload (docs/statement-formats.md).
"""

from collections.abc import Iterator, Mapping
from copy import copy
from datetime import UTC, datetime

from indicia.model.statement import (
    AttributionSupport,
    Claim,
    ClaimKind,
    Reply,
    Stance,
    Statement,
    strictest,
)
from indicia.sharing.material import Disclosed, Heard
from indicia.sharing.rest import NOTHING, rest
from indicia.sharing.stix.findings import Lookup
from indicia.sharing.stix.hypotheses import cluster
from indicia.sharing.stix.ids import later, moment_of, own_id, stamp
from indicia.sharing.stix.making import Maker, Object, extended, identity
from indicia.sharing.tlp import of_refs
from indicia.sharing.tree import text, tree
from indicia.statement.canonical import Json, canonical, digest
from indicia.statement.objects import statement_object

_OPINIONS = {
    Stance.AGREE: "strongly-agree",
    Stance.IN_PART: "agree",
    Stance.ACKNOWLEDGE: "neutral",
    Stance.ABSTAIN: "neutral",
    Stance.DISSENT: "strongly-disagree",
}
_MARK = "stance: "
_LEVELS = {ClaimKind.CLUSTER: "intrusion-set", ClaimKind.ORGANISATION: "threat-actor", ClaimKind.STATE: "threat-actor"}


def statement_objects(told: Disclosed, maker: Maker) -> Iterator[Object]:
    """The objects of a statement; the report that holds our extension is last."""
    statement = told.statement
    maker = Maker(maker.producer, statement.made, statement.marking)
    author = identity(statement.author, "organization", maker)
    maker.producer = str(author["id"])
    report_id = own_id("report", statement.alliance, statement.statement, str(statement.version))
    yield author
    refs: list[Json] = [author["id"]]
    about: dict[str, list[Json]] = {}
    activity = maker.object("campaign", own_id("campaign", report_id), {"name": text(statement.title) or "untitled"})
    if any(claim.kind.names_somebody for claim in told.claims):
        yield activity
    for claim in told.claims:
        items = list(_claim(claim, report_id, str(activity["id"]), maker))
        yield from items
        about[claim.id] = [item["id"] for item in items if item["type"] in ("note", "relationship")]
        refs += [item["id"] for item in items]
    yield from _positions(told, report_id, about, maker)
    for number, reply in enumerate(told.replies):
        yield _reply(reply, number, report_id, refs[:1], maker)
    report = maker.object(
        "report",
        report_id,
        {
            "name": text(statement.title) or "untitled",
            "report_types": ["threat-report"],
            "published": stamp(statement.made),
            "object_refs": refs,
        },
        holds=strictest(
            *(claim.effective for claim in told.claims),
            *(stance.marking for heard in told.positions for stance in heard.stances),
            *(reply.marking for reply in told.replies),
        ),
    )
    # A digest of the payload, or how many claims it has, would tell of what is kept back: only where nothing is.
    more: Object = {"whole": told.whole}
    source: Json = tree(statement)
    if told.whole:
        more["payload_digest"] = payload_digest(statement)
    else:
        source = {
            name: value
            for name, value in (source.items() if isinstance(source, Mapping) else ())
            if name in ("alliance", "statement", "version", "title", "author", "made", "marking")
        }
    lookup = {str(author["id"]): author}
    yield extended(report, "statement", rest(source, read_statement(report, lookup.get)), more)


def payload_digest(statement: Statement) -> str:
    """SHA-256 of what its author signs."""
    return digest(canonical(statement_object(statement)))


def untold_statement(got: Object) -> Object:
    """What of a statement is never told where something of it was kept back, empty."""
    policy: Json = {"agree": 0, "of": [], "claims": [], "counts": []}
    return {"previous": None, "claims": [], "root": "", "policy": policy, **got}


def untold_position(got: Object) -> Object:
    """The same of a position."""
    return {"stances": [], "digest": "", "previous": None, **got}


def read_statement(report: Mapping[str, Json], lookup: Lookup) -> Object:
    """What the standard members say of a statement."""
    author = lookup(str(report.get("created_by_ref"))) or {}
    return {
        "title": report.get("name", ""),
        "author": author.get("name", ""),
        "made": moment_of(str(report.get("published"))),
        "marking": of_refs(report.get("object_marking_refs")).value,
    }


def read_claim(note: Mapping[str, Json]) -> Object:
    """What the standard members say of a claim."""
    id, _, kind = str(note.get("abstract", "")).partition(": ")
    effective = of_refs(note.get("object_marking_refs"))
    return {"id": id, "kind": kind, "sentence": note.get("content", ""), "effective": effective.value}


def read_stance(opinion: Mapping[str, Json]) -> Object:
    """What the standard members say of a stance."""
    labels = opinion.get("labels")
    named = [str(one) for one in (labels if isinstance(labels, list) else ())]
    return {
        "claim": next((one.removeprefix("claim: ") for one in named if one.startswith("claim: ")), ""),
        "stance": next((one.removeprefix(_MARK) for one in named if one.startswith(_MARK)), ""),
        "marking": of_refs(opinion.get("object_marking_refs")).value,
    }


def read_position(note: Mapping[str, Json], lookup: Lookup) -> Object:
    """What the standard members say of a position as a whole."""
    author = lookup(str(note.get("created_by_ref"))) or {}
    return {"party": author.get("name", ""), "made": moment_of(str(note.get("created")))}


def read_reply(note: Mapping[str, Json]) -> Object:
    """What the standard members say of a reply."""
    authors = note.get("authors")
    return {
        "speaker": str(authors[0]) if isinstance(authors, list) and authors else "",
        "text": note.get("content", ""),
        "marking": of_refs(note.get("object_marking_refs")).value,
    }


def _claim(claim: Claim, report: str, activity: str, maker: Maker) -> Iterator[Object]:
    refs: list[Json] = [maker.producer]
    if claim.kind.names_somebody:
        actor, link = _somebody(claim, report, activity, maker)
        yield actor
        yield link
        refs = [link["id"]]
    note = maker.object(
        "note",
        own_id("note", report, claim.id),
        {
            "abstract": f"{text(claim.id)}: {claim.kind.value}",
            "content": text(claim.sentence) or "withdrawn",
            "object_refs": refs,
            "labels": ["claim", *(["withdrawn"] if claim.withdrawn is not None else [])],
        },
        marking=claim.effective,
    )
    yield extended(note, "claim", rest(tree(claim), read_claim(note)), {"report": report})


def _somebody(claim: Claim, report: str, activity: str, maker: Maker) -> tuple[Object, Object]:
    kind = _LEVELS[claim.kind]
    named = next((one for one in claim.support if isinstance(one, AttributionSupport)), None)
    if named is not None and kind == "intrusion-set":
        own = copy(maker)
        own.marking = claim.effective
        actor = cluster(named.explanation, named.case, named.explanation, own)
    else:
        members: Object = {"name": text(claim.sentence) or text(claim.id) or "unnamed"}
        actor = maker.object(kind, own_id(kind, report, claim.id), members, marking=claim.effective)
    likelihood = claim.likelihood
    middle = (
        (likelihood.low + likelihood.high) // 2
        if likelihood and likelihood.low is not None and likelihood.high is not None
        else None
    )
    link = maker.object(
        "relationship",
        own_id("relationship", report, claim.id),
        {
            "relationship_type": "attributed-to",
            "source_ref": activity,
            "target_ref": actor["id"],
            "description": text(claim.sentence),
            "confidence": middle,
        },
        marking=claim.effective,
    )
    more: Object = {
        "likelihood": tree(likelihood),
        "analytic_confidence": tree(claim.confidence),
        "rivals": tree(claim.rivals),
    }
    return actor, link | {"extensions": extended({}, "claim-link", NOTHING, more)["extensions"]}


def _positions(told: Disclosed, report: str, about: Mapping[str, list[Json]], maker: Maker) -> Iterator[Object]:
    for heard in told.positions:
        position = heard.position
        party = identity(position.party, "organization", maker)
        own = Maker("", position.made, maker.marking)
        own.producer = str(party["id"])
        own.moment = stamp(position.made)
        yield party
        key = (report, position.party, str(position.sequence))
        for stance in heard.stances:
            members: Object = {
                "opinion": _OPINIONS[stance.stance],
                "explanation": text("\n".join(part for part in (stance.wording, stance.reasons) if part)),
                "authors": [text(position.party) or "unnamed"],
                "labels": [f"claim: {text(stance.claim)}", f"{_MARK}{stance.stance.value}"],
            }
            refs = about.get(stance.claim) or [report]
            one = own.object(
                "opinion",
                own_id("opinion", *key, stance.claim),
                members | {"object_refs": refs},
                marking=stance.marking,
            )
            again = own.object(
                "opinion",
                own_id("opinion", *key, stance.claim, "report"),
                members | {"object_refs": [report]},
                marking=stance.marking,
            )
            yield extended(one, "stance", rest(tree(stance), read_stance(one)), {"position": own_id("note", *key)})
            yield again
        yield _position(heard, own_id("note", *key), report, party, own)


def _position(heard: Heard, id: str, report: str, party: Object, own: Maker) -> Object:
    position = heard.position
    lines = [f"Speaks as {position.role.value}."]
    for measure in position.measures:
        taken = "taken" if measure.taken else "declined"
        lines.append(f"{measure.kind.value}, {taken}: {measure.text}" + (f" ({measure.day})" if measure.day else ""))
    note = own.object(
        "note",
        id,
        {
            "abstract": text(f"Position of {position.party}"),
            "content": text("\n".join(lines)),
            "authors": [text(position.party) or "unnamed"],
            "object_refs": [report],
            "labels": ["position"],
        },
        holds=strictest(*(stance.marking for stance in heard.stances)),
    )
    source = tree(position)
    if not heard.whole and isinstance(source, Mapping):
        # The commitments would tell how many stances are kept back.
        source = {name: value for name, value in source.items() if name not in ("stances", "digest", "previous")}
    lookup = {str(party["id"]): party}
    return extended(
        note, "position", rest(source, read_position(note, lookup.get)), {"report": report, "whole": heard.whole}
    )


def _reply(reply: Reply, number: int, report: str, refs: list[Json], maker: Maker) -> Object:
    day = _day(reply.day)
    note = maker.object(
        "note",
        own_id("note", report, "reply", str(number)),
        {
            "abstract": text(f"Reply of {reply.speaker}"),
            "content": text(reply.text) or "no words",
            "authors": [text(reply.speaker) or "unnamed"],
            "object_refs": [report],
            "labels": ["reply"],
        },
        marking=reply.marking,
    )
    if day is not None:
        note |= {"created": stamp(day), "modified": later(stamp(day), reply.marking.rank)}
    return extended(note, "reply", rest(tree(reply), read_reply(note)), {"report": report})


def _day(day: str) -> datetime | None:
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC)
    except ValueError:
        return None
