"""A finding in STIX: what was observed, a sighting of what it shows, an indicator where its pattern is exact.

observed-data   times, number of records; files and addresses
sighting        description (title, then sentence), confidence, server, places in evidence as external references
indicator       the rule or value; `indicates` the techniques
"""

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from indicia.model.finding import Confidence, Finding
from indicia.sharing.exact import Exact, exact, planted_hash
from indicia.sharing.rest import rest
from indicia.sharing.stix.attack import AttackIds, external_id
from indicia.sharing.stix.ids import moment_of, own_id, stamp
from indicia.sharing.stix.making import Maker, Object, extended, identity, relationship
from indicia.sharing.tree import content_hash, text, tree
from indicia.statement.canonical import Json

_CONFIDENCE = {Confidence.WEAK: 15, Confidence.MODERATE: 50, Confidence.STRONG: 75, Confidence.CONCLUSIVE: 95}
_WORDS = {number: word.value for word, number in _CONFIDENCE.items()}
_MOST_COUNT = 999_999_999
_PLACES = "indicia-evidence"
_PATHS = {
    "md5": "file:hashes.MD5",
    "sha1": "file:hashes.'SHA-1'",
    "sha256": "file:hashes.'SHA-256'",
    "ipv4": "ipv4-addr:value",
    "net4": "ipv4-addr:value",
    "ipv6": "ipv6-addr:value",
    "net6": "ipv6-addr:value",
    "domain": "domain-name:value",
    "host": "domain-name:value",
    "url": "url:value",
    "email": "email-addr:value",
    "mutex": "mutex:name",
}

Lookup = Callable[[str], Mapping[str, Json] | None]
"""An object by its id."""


def key_of(source: Json) -> str:
    """What a finding is known by wherever it is exported to: its content without its number."""
    held = dict(source) if isinstance(source, Mapping) else {}
    held.pop("id", None)
    return content_hash(held)


def finding_objects(case: str, finding: Finding, maker: Maker, attack: AttackIds) -> Iterator[Object]:
    """The objects of a finding, what is referred to first; the sighting that holds our extension is last."""
    source = tree(finding)
    made: dict[str, Object] = {}

    def add(item: Object) -> str:
        made.setdefault(str(item["id"]), item)
        return str(item["id"])

    server = add(identity(finding.host, "system", maker))
    refs = [add(item) for item in _observables(finding, maker)]
    key = key_of(source)
    first, last = finding.seen or finding.last, finding.last or finding.seen
    observed = add(
        maker.object(
            "observed-data",
            own_id("observed-data", case, key),
            {
                "first_observed": stamp(first) if first else maker.moment,
                "last_observed": stamp(max(first, last)) if first and last else maker.moment,
                "number_observed": min(max(finding.count, 1), _MOST_COUNT),
                "object_refs": list(dict.fromkeys(refs)),
            },
        )
    )
    techniques = []
    for technique in dict.fromkeys(one for one in finding.techniques if one.strip()):
        *before, pattern = attack.pattern(text(technique), maker)
        for item in before:
            add(item)
        techniques.append(add(pattern))
    sighted = [add(item) for item in indicators(case, finding, maker)]
    for indicator in sighted:
        for technique in techniques:
            add(relationship(maker, indicator, "indicates", technique, {}))
    for number, target in enumerate([*sighted[:1], *techniques] or [server]):
        item = maker.object(
            "sighting",
            own_id("sighting", case, key, target),
            {
                "description": text(f"{finding.title}\n{finding.summary}") if number == 0 else "",
                "sighting_of_ref": target,
                "observed_data_refs": [observed],
                "where_sighted_refs": [server],
                "first_seen": stamp(finding.seen) if finding.seen else None,
                "last_seen": stamp(last) if finding.seen and last and last >= finding.seen else None,
                "count": min(max(finding.count, 0), _MOST_COUNT),
                "confidence": _CONFIDENCE[finding.confidence],
                "labels": ["suppressed"] if finding.suppressed is not None else [],
                "external_references": _places(finding) if number == 0 else [],
            },
        )
        if number == 0:
            main = item
        else:
            add(item)
    got = read_finding([main, *(each for each in made.values() if each["type"] == "sighting")], made.get)
    yield from made.values()
    yield extended(main, "finding", rest(source, got), {"case": case})


def read_finding(sightings: list[Mapping[str, Json]] | list[Object], lookup: Lookup) -> Object:
    """What the standard members say of a finding; the first sighting is the one that tells, the others in any order."""
    main = sightings[0]
    sightings = [main, *sorted(sightings[1:], key=lambda one: str(one.get("sighting_of_ref")))]
    title, _, summary = str(main.get("description", "")).partition("\n")
    target = lookup(str(main.get("sighting_of_ref"))) or {}
    observed = lookup(_first(main.get("observed_data_refs"))) or {}
    server = lookup(_first(main.get("where_sighted_refs"))) or {}
    found: Object = {
        "title": title,
        "summary": summary,
        "host": server.get("name", ""),
        "seen": moment_of(str(main["first_seen"])) if "first_seen" in main else None,
        "last": moment_of(str(main["last_seen"])) if "last_seen" in main else None,
        "count": main.get("count", 0),
        "confidence": _WORDS.get(_whole(main.get("confidence")), 0),
        "clients": _addresses(observed, lookup),
        "techniques": _techniques(sightings, lookup),
        "exhibits": _exhibits(main),
    }
    if target.get("type") == "indicator":
        found["card"] = {
            "title": target.get("name", ""),
            "kind": target.get("pattern_type") if target.get("pattern_type") != "stix" else "indicator",
            "text": target.get("pattern", "") if target.get("pattern_type") != "stix" else "",
        }
    return found


def indicators(case: str, finding: Finding, maker: Maker) -> Iterator[Object]:
    """Of its exact pattern, and of the content of a planted file."""
    found = exact(finding)
    seen = stamp(finding.seen) if finding.seen else maker.moment
    if found is not None and (pattern := _pattern(found)):
        yield maker.object(
            "indicator",
            own_id("indicator", case, found.language, found.text, finding.card.title, seen),
            {
                "name": text(finding.card.title) or text(finding.card.id) or "unnamed",
                "description": text(f"{finding.card.kind} {finding.card.id} {finding.card.link}".strip()),
                "indicator_types": ["malicious-activity"] if finding.stage else ["anomalous-activity"],
                "pattern": pattern,
                "pattern_type": "stix" if found.language == "value" else found.language,
                "valid_from": seen,
                "confidence": _CONFIDENCE[finding.confidence],
            },
        )
    if hash := planted_hash(finding):
        yield maker.object(
            "indicator",
            own_id("indicator", case, "sha256", hash, seen),
            {
                "name": "Content of a planted file",
                "description": "A file that an intruder put there and that was collected; its whole content.",
                "indicator_types": ["malicious-activity"],
                "pattern": f"[file:hashes.'SHA-256' = '{hash}']",
                "pattern_type": "stix",
                "valid_from": seen,
                "confidence": _CONFIDENCE[finding.confidence],
            },
        )


def _pattern(found: Exact) -> str:
    if found.language != "value":
        return text(found.text)
    value = text(found.text).replace("\\", "\\\\").replace("'", "\\'")
    how = "ISSUBSET" if found.sort in ("net4", "net6") else "="
    return f"[{_PATHS[found.sort]} {how} '{value}']"


def _observables(finding: Finding, maker: Maker) -> Iterator[Object]:
    for exhibit in finding.exhibits:
        name = text(PurePosixPath(exhibit.path.replace("\\", "/").rpartition("!")[2]).name)
        yield maker.observable(
            "file", {"hashes": {"SHA-256": exhibit.at.sha256}, "name": name or exhibit.at.sha256}, {}
        )
    for client in finding.clients:
        try:
            address = ipaddress.ip_address(client)
        except ValueError:
            continue
        if str(address) == client:
            yield maker.observable(f"ipv{address.version}-addr", {"value": client}, {})


def _places(finding: Finding) -> Json:
    return [
        {
            "source_name": _PLACES,
            "description": text(exhibit.path) or exhibit.at.sha256,
            "external_id": f"{exhibit.at.offset}+{exhibit.at.length}",
            "hashes": {"SHA-256": exhibit.at.sha256},
        }
        for exhibit in finding.exhibits
    ]


def _exhibits(main: Mapping[str, Json]) -> Json:
    references = main.get("external_references")
    found: list[Json] = []
    for one in references if isinstance(references, list) else ():
        if isinstance(one, Mapping) and one.get("source_name") == _PLACES and isinstance(one.get("hashes"), Mapping):
            offset, _, length = str(one.get("external_id", "")).partition("+")
            hashes = one["hashes"]
            assert isinstance(hashes, Mapping)
            at: Object = {"sha256": hashes.get("SHA-256", "")}
            if offset.isdigit() and length.isdigit():
                at |= {"offset": int(offset), "length": int(length)}
            found.append({"path": one.get("description", ""), "at": at})
    return found


def _addresses(observed: Mapping[str, Json], lookup: Lookup) -> Json:
    refs = observed.get("object_refs")
    found = (lookup(str(ref)) or {} for ref in (refs if isinstance(refs, list) else ()))
    return [item.get("value", "") for item in found if str(item.get("type")) in ("ipv4-addr", "ipv6-addr")]


def _techniques(sightings: list[Mapping[str, Json]] | list[Object], lookup: Lookup) -> Json:
    targets = (lookup(str(item.get("sighting_of_ref"))) or {} for item in sightings)
    return [external_id(item) for item in targets if item.get("type") == "attack-pattern"]


def _first(refs: Json) -> str:
    return str(refs[0]) if isinstance(refs, list) and refs else ""


def _whole(value: Json) -> int:
    return value if isinstance(value, int) else -1
