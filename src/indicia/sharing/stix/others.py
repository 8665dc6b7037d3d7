"""What other producers say in a bundle, as sentences: relationships with their confidence, sightings, opinions, notes.

A sentence names what it is about by the names in the bundle, never deeper than a few references, so circles end.  A
producer's confidence stays its number: no likelihood and no position of ours is made of it.

Source: STIX Version 2.1, OASIS Standard, sections 4 and 5.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from indicia.model.imported import Left, Said
from indicia.model.statement import ClaimKind
from indicia.sharing.stix.making import Object
from indicia.sharing.stix.opened import Placed
from indicia.sharing.taxii.protocol.marking import marked
from indicia.sharing.tlp import STATEMENTS, is_statement
from indicia.statement.canonical import Json

_OPINIONS = {
    "strongly-disagree": "strongly disagrees with",
    "disagree": "disagrees with",
    "neutral": "neither agrees nor disagrees with",
    "agree": "agrees with",
    "strongly-agree": "strongly agrees with",
}
_VERBS = {
    "attributed-to": "is attributed to",
    "related-to": "is related to",
    "derived-from": "is derived from",
    "duplicate-of": "is the same as",
    "located-at": "is located at",
    "based-on": "is based on",
    "variant-of": "is a variant of",
    "subtechnique-of": "is a sub-technique of",
}
_ABOUT = {
    "intrusion-set": ClaimKind.CLUSTER,
    "campaign": ClaimKind.CLUSTER,
    "threat-actor": ClaimKind.ORGANISATION,
    "identity": ClaimKind.ORGANISATION,
    "location": ClaimKind.STATE,
    "attack-pattern": ClaimKind.TECHNIQUE,
    "vulnerability": ClaimKind.FLAW,
}
_NAMING = ("attributed-to", "impersonates", "controls", "owns", "authored-by")
_MEMBERS = {
    "relationship": "relationship_type source_ref target_ref description start_time stop_time",
    "sighting": "sighting_of_ref observed_data_refs where_sighted_refs first_seen last_seen count summary description",
    "report": "name description report_types published object_refs",
    "note": "abstract content authors object_refs",
    "opinion": "opinion explanation authors object_refs",
    "grouping": "name description context object_refs",
}
_COMMON = frozenset(
    "type spec_version id created_by_ref created modified revoked confidence lang object_marking_refs "
    "granular_markings".split()
)
SAYING = frozenset(_MEMBERS)
"""Types that say something."""
_WORDS = ("content", "explanation", "description")
_LONGEST = 20_000
"""Characters of an object's own words; the rest is counted as left."""
_NAME = 120
_NAMED = 5
_MOST_REFS = 1_000
_MOST_PLACES = 10
_DEEPEST = 3
_MOST_LEFT = 1_000


class Others:
    """The objects of a file that are not ours."""

    def __init__(self, objects: Sequence[Placed]) -> None:
        self._by_id: dict[str, Object] = {one.id: one.item for one in objects}
        self._places = {one.id: one.place for one in objects}
        self._statements = STATEMENTS | {one.id for one in objects if is_statement(one.item)}
        self.left: Counter[str] = Counter()
        """Members that are carried nowhere."""

    def said(self, objects: Iterable[Placed]) -> Iterator[Said]:
        """What each of those that say something says."""
        for one in objects:
            if one.type in SAYING:
                yield self._said(one)

    def _said(self, one: Placed) -> Said:
        item = one.item
        known = _COMMON | set(_MEMBERS[one.type].split())
        for name in item:
            if name not in known and len(self.left) < _MOST_LEFT:
                self.left[f"{one.type}.{name[:60]}"] += 1
        words = next((item[name] for name in _WORDS if isinstance(item.get(name), str)), "")
        words = words if isinstance(words, str) else ""
        if len(words) > _LONGEST:
            self.left[f"{one.type}: own words beyond {_LONGEST:,} characters"] += 1
        about = list(dict.fromkeys(_refs(item)))
        if len(about) > _MOST_REFS:
            self.left[f"{one.type}: references beyond {_MOST_REFS:,}"] += 1
        secrecy = marked(item, self._statements)
        return Said(
            id=one.id,
            type=one.type,
            place=one.place,
            kind=self._kind(item),
            speaker=self._speaker(item),
            made=_text(item, "modified") or _text(item, "created"),
            sentence=self._sentence(item, 0),
            words=words[:_LONGEST],
            confidence=_confidence(item),
            marking=secrecy.marking,
            said=secrecy.said,
            withdrawn=item.get("revoked") is True,
            about=tuple(about[:_MOST_REFS]),
            places=tuple(self._places[ref] for ref in about[:_MOST_PLACES] if ref in self._places),
            missing=sum(ref not in self._by_id for ref in about),
        )

    def _sentence(self, item: Object, depth: int) -> str:
        match item.get("type"):
            case "relationship":
                kind = _text(item, "relationship_type")
                verb = _VERBS.get(kind, kind.replace("-", " "))
                source, target = (self._named(_text(item, name), depth) for name in ("source_ref", "target_ref"))
                return _flat(f"{source} {verb} {target}{_period(item, 'start_time', 'stop_time')}")
            case "sighting":
                count = item.get("count")
                times = (
                    f"{count:,} times" if isinstance(count, int) and count != 1 else "once" if count else "some time"
                )
                where = self._list(item.get("where_sighted_refs"), depth)
                at = f" at {where}" if where else ""
                seen = self._named(_text(item, "sighting_of_ref"), depth)
                return _flat(f"{seen} was seen {times}{at}{_period(item, 'first_seen', 'last_seen')}")
            case "opinion":
                who = ", ".join(_texts(item.get("authors"))) or self._speaker(item) or "somebody"
                how = _OPINIONS.get(_text(item, "opinion"), f"says “{_text(item, 'opinion')}” of")
                return _flat(f"{who} {how}: {self._list(item.get('object_refs'), depth)}")
            case "grouping":
                context = _text(item, "context")
                return _flat(
                    f"{_titled(item)} belong together ({context}): {self._list(item.get('object_refs'), depth)}"
                )
            case kind:
                about = self._list(item.get("object_refs"), depth)
                return _flat(f"{kind} {_titled(item)}" + (f" about {about}" if about else ""))

    def _list(self, refs: Json, depth: int) -> str:
        ids = refs if isinstance(refs, list) else []
        named = ", ".join(self._named(id, depth) for id in _texts(ids[:_NAMED]))
        return f"{named} and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else named

    def _named(self, id: str, depth: int) -> str:
        """An object in words: its type and name; of one that says something the sentence, as long as that ends."""
        item = self._by_id.get(id)
        if item is None:
            return id[:_NAME] or "nothing"
        kind = str(item.get("type"))
        if kind in ("relationship", "sighting"):
            return f"“{self._sentence(item, depth + 1)[: 2 * _NAME]}”" if depth < _DEEPEST else id[:_NAME]
        return f"{kind} {_titled(item)}"

    def _speaker(self, item: Object) -> str:
        ref = _text(item, "created_by_ref")
        return _flat(_text(self._by_id.get(ref, {}), "name") or ref)

    def _kind(self, item: Object) -> ClaimKind:
        if item.get("type") == "sighting":
            return ClaimKind.INCIDENT
        if item.get("type") != "relationship":
            return ClaimKind.OTHER
        target = _text(item, "target_ref").partition("--")[0]
        found = _ABOUT.get(target, ClaimKind.OTHER)
        if found.names_somebody and _text(item, "relationship_type") not in _NAMING:
            return ClaimKind.OTHER
        return found


def left_of(counted: Counter[str]) -> tuple[Left, ...]:
    """Members and words that nothing carries."""
    return tuple(
        Left(what=what, number=number, why="carried nowhere: only what is said is taken")
        for what, number in sorted(counted.items())
    )


def _refs(item: Object) -> Iterator[str]:
    for name in ("source_ref", "target_ref", "sighting_of_ref"):
        if isinstance(item.get(name), str):
            yield str(item[name])
    for name in ("observed_data_refs", "where_sighted_refs", "object_refs"):
        yield from _texts(item.get(name))


def _titled(item: Mapping[str, Json]) -> str:
    for name in ("name", "abstract", "value", "path", "content", "explanation", "key", "subject", "pattern"):
        if words := _text(item, name):
            return f"“{_flat(words[: 2 * _NAME])[:_NAME]}”"
    hashes = item.get("hashes")
    for found in hashes.values() if isinstance(hashes, Mapping) else ():
        if isinstance(found, str):
            return f"“{_flat(found[:_NAME])}”"
    return str(item.get("id"))[:_NAME]


def _period(item: Mapping[str, Json], first: str, last: str) -> str:
    start, end = _text(item, first)[:30], _text(item, last)[:30]
    if start and end:
        return f", {start} to {end}"
    return f", from {start}" if start else f", until {end}" if end else ""


def _confidence(item: Mapping[str, Json]) -> int | None:
    found = item.get("confidence")
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= 100 else None


def _text(item: Mapping[str, Json], name: str) -> str:
    found = item.get(name)
    return found if isinstance(found, str) else ""


def _texts(value: Json) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _flat(text: str) -> str:
    return " ".join(text.split())
