"""An event of MISP, in the form in which instances exchange events.

Each finding is an object of its own template; what may be looked for elsewhere as it is (`exact.py`) is an attribute or
an object of MISP's own templates and alone has `to_ids`.  Techniques are tags of the galaxy.  Nobody is accused by a
galaxy tag: rival explanations are an event report.  A statement travels as the STIX bundle that holds it whole.
"""

import base64
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import orjson

from indicia.model.attribution import Attribution
from indicia.model.finding import Confidence, Finding, Presence, Severity, Stage
from indicia.sharing.absent import statement_trees, tell_absent
from indicia.sharing.exact import exact, planted_hash
from indicia.sharing.loss import Loss
from indicia.sharing.material import Disclosed, Material, SharedCase
from indicia.sharing.names import technique_names
from indicia.sharing.stix.again import read_again
from indicia.sharing.stix.findings import key_of
from indicia.sharing.stix.ids import own_id, own_uuid
from indicia.sharing.stix.making import Maker, definition, identity
from indicia.sharing.stix.statements import statement_objects
from indicia.sharing.tlp import tag
from indicia.sharing.tree import fit, text, tree, written
from indicia.statement.canonical import Json

_MOST = 65_000
"""Bytes of a value: the column of MISP's database holds 65,535."""
_TEMPLATE = own_uuid("misp-object", "indicia-finding")
_RULES = {
    "sigma": ("sigma", "aa21a3cd-ab2c-442a-9999-a5e6626591ec", "2"),
    "yara": ("yara", "b5acf82e-ecca-4868-82fe-9dbdf4d808c3", "9"),
}
_FILE = ("file", "688c46fb-5edb-40a3-8273-1af7923e2215", "25")
_TYPES = {
    "md5": ("md5", "Payload delivery"),
    "sha1": ("sha1", "Payload delivery"),
    "sha256": ("sha256", "Payload delivery"),
    "ipv4": ("ip-src", "Network activity"),
    "ipv6": ("ip-src", "Network activity"),
    "net4": ("ip-src", "Network activity"),
    "net6": ("ip-src", "Network activity"),
    "domain": ("domain", "Network activity"),
    "host": ("hostname", "Network activity"),
    "url": ("url", "Network activity"),
    "email": ("email", "Social network"),
    "mutex": ("mutex", "Artifacts dropped"),
}
_THREAT = {Stage.OPERATED: "1", Stage.IMPLANTED: "1", Stage.EXPLOITED: "2", Stage.PROBED: "3"}
_ONE = ("id", "title", "summary", "stage", "severity", "confidence", "presence", "count", "detector", "rule", "kind")
_MANY = ("techniques", "tests", "objects", "clients")
_Object = dict[str, Json]


def write_misp(material: Material, out: Callable[[bytes], object], loss: Loss) -> None:
    """Write the event: objects one by one, then what was collected on the way."""
    key = own_uuid("misp", *(case.digest for case in material.cases), *(one.sentence for one in material.attributions))
    out(b'{"Event":{"uuid":' + written(key) + b',"Object":[')
    tags: dict[str, None] = {tag(material.marking): None}
    attributes: list[_Object] = []
    known: set[str] = set()
    first, newest, furthest = True, 0, Stage.NONE
    for case in material.cases:
        names = technique_names(case.result)
        for finding in case.findings:
            source = tree(finding)
            for item in _objects(case, finding, source):
                if str(item["uuid"]) not in known:
                    known.add(str(item["uuid"]))
                    out((b"\n" if first else b",\n") + written(item))
                    first = False
                if item["name"] == "indicia-finding":
                    loss.tell("finding", source, _finding(item))
            attributes += [one for one in _exact(case, finding) if str(one["uuid"]) not in known]
            known.update(str(one["uuid"]) for one in attributes[-1:])
            tags |= {_galaxy(technique, names): None for technique in finding.techniques}
            moment = finding.last or finding.seen
            newest = max(newest, int(moment.timestamp()) if moment else 0)
            furthest = max(furthest, finding.stage or Stage.NONE)
    for told in material.statements:
        attributes.append(_attachment(told, material))
        newest = max(newest, int(told.statement.made.timestamp()))
    reports = [_report(answer) for answer in material.attributions]
    for told in material.statements:
        reports.append(_told(told))
    for answer in material.attributions:
        loss.tell("attribution", tree(answer), _attribution(_report(answer)))
    _tell_statements(material, attributes, loss)
    day = datetime.fromtimestamp(newest, UTC).date().isoformat()
    event: _Object = {
        "info": _cut(_title(material)),
        "date": day,
        "timestamp": str(newest),
        "published": False,
        "analysis": "2",
        "threat_level_id": _THREAT.get(furthest, "4"),
        "distribution": "0",
        "Orgc": {"name": text(material.producer), "uuid": own_uuid("org", material.producer)},
        "Tag": [{"name": name} for name in tags],
        "Attribute": [fit(one) for one in attributes],
        "EventReport": [fit(one) for one in reports],
    }
    out(b"\n]," + written(event)[1:] + b"}\n")
    loss.note("distribution is 0 (your organisation only): TLP is a tag, who gets the event is set in MISP")
    loss.note("rival explanations are words in a report, no objects")
    if material.statements:
        loss.note("a statement is carried as an attached STIX bundle: MISP keeps the file and does not read it")
    tell_absent(material, loss, frozenset({"attribution", "statement"}))


def again_misp(data: bytes) -> Iterator[tuple[str, Json]]:
    """What the event gives back: kind and tree of each finding, attribution and part of a statement."""
    event = orjson.loads(data)["Event"]
    for item in event["Object"]:
        if item["name"] == "indicia-finding":
            yield "finding", _finding(item)
    for report in event["EventReport"]:
        if str(report["name"]).startswith(_RIVALS):
            yield "attribution", _attribution(report)
    for attribute in event["Attribute"]:
        yield from _attached(attribute)


def _objects(case: SharedCase, finding: Finding, source: Json) -> Iterator[_Object]:
    key = key_of(source)
    found = exact(finding)
    if found is not None and found.language in _RULES:
        name, template, version = _RULES[found.language]
        uuid = own_uuid("misp-rule", case.digest, found.language, found.text, finding.card.title)
        yield _object(
            (name, template, version),
            uuid,
            [
                _attribute(uuid, name, name, found.text, "Payload installation", ids=True),
                _attribute(uuid, f"{name}-rule-name", "text", finding.card.title or finding.detector),
            ],
        )
    if planted := planted_hash(finding):
        uuid = own_uuid("misp-file", case.digest, planted)
        path = finding.exhibits[0].path.replace("\\", "/").rpartition("/")[2]
        yield _object(
            _FILE,
            uuid,
            [
                _attribute(uuid, "sha256", "sha256", planted, "Payload delivery", ids=True),
                *([_attribute(uuid, "filename", "filename", path, "Payload delivery")] if path else []),
            ],
            "file",
        )
    uuid = own_uuid("misp-finding", case.digest, key)
    item = _object(("indicia-finding", _TEMPLATE, "1"), uuid, list(_attributes(uuid, finding)))
    item["comment"] = _cut(finding.summary)
    if finding.seen is not None:
        item["first_seen"] = finding.seen.astimezone(UTC).isoformat(timespec="microseconds")
    if finding.last is not None and (finding.seen is None or finding.last >= finding.seen):
        item["last_seen"] = finding.last.astimezone(UTC).isoformat(timespec="microseconds")
    yield item


def _attributes(uuid: str, finding: Finding) -> Iterator[_Object]:
    card = finding.card
    one = {
        "id": finding.id,
        "title": finding.title,
        "summary": finding.summary,
        "stage": "" if finding.stage is None else finding.stage.name.lower(),
        "severity": finding.severity.name.lower(),
        "confidence": finding.confidence.name.lower(),
        "presence": finding.presence.value,
        "count": str(finding.count),
        "detector": finding.detector,
        "rule": card.title,
        "kind": card.kind,
    }
    for name in _ONE:
        if one[name].strip():
            yield _attribute(uuid, name, "counter" if name == "count" else "text", one[name])
    if finding.host.strip():
        yield _attribute(uuid, "host", "target-machine", finding.host, "Targeting data")
    for name, values in zip(_MANY, (finding.techniques, finding.tests, finding.objects, finding.clients), strict=True):
        for number, value in enumerate(values):
            if value.strip():
                yield _attribute(uuid, name, "text", value, number=number)
    for number, exhibit in enumerate(finding.exhibits):
        place = f"{exhibit.at.sha256} {exhibit.at.offset}+{exhibit.at.length} {exhibit.path}"
        yield _attribute(uuid, "evidence", "text", place, number=number)
    if finding.suppressed is not None and finding.suppressed.reason.strip():
        yield _attribute(uuid, "suppressed", "text", finding.suppressed.reason)


def _finding(item: Json) -> Json:
    held: dict[str, list[str]] = {}
    top = item if isinstance(item, Mapping) else {}
    attributes = top.get("Attribute")
    for one in attributes if isinstance(attributes, list) else ():
        if isinstance(one, Mapping):
            held.setdefault(str(one.get("object_relation")), []).append(str(one.get("value")))
    one_of = {name: (held.get(name) or [""])[0] for name in (*_ONE, "host", "suppressed")}
    exhibits: list[Json] = []
    for place in held.get("evidence", []):
        sha256, _, rest = place.partition(" ")
        where, _, path = rest.partition(" ")
        offset, _, length = where.partition("+")
        exhibits.append({"path": path, "at": {"sha256": sha256, "offset": int(offset), "length": int(length)}})
    return {
        **{name: one_of[name] for name in ("id", "title", "summary", "detector", "host")},
        "stage": Stage[one_of["stage"].upper()].value if one_of["stage"] else None,
        "severity": Severity[one_of["severity"].upper()].value,
        "confidence": Confidence[one_of["confidence"].upper()].value,
        "presence": Presence(one_of["presence"]).value,
        "count": int(one_of["count"]),
        "card": {"title": one_of["rule"], "kind": one_of["kind"]},
        **{name: list(held.get(name, [])) for name in _MANY},
        "exhibits": exhibits,
        "seen": _moment(top.get("first_seen")),
        "last": _moment(top.get("last_seen")),
        "suppressed": {"reason": one_of["suppressed"]} if one_of["suppressed"] else None,
    }


def _moment(value: Json) -> Json:
    return datetime.fromisoformat(value).isoformat() if isinstance(value, str) else None


def _exact(case: SharedCase, finding: Finding) -> Iterator[_Object]:
    """The value of an indicator that was sighted."""
    found = exact(finding)
    if found is not None and found.language == "value":
        kind, category = _TYPES[found.sort]
        yield {
            "uuid": own_uuid("misp-value", case.digest, found.sort, found.text),
            "type": kind,
            "category": category,
            "value": _cut(found.text),
            "to_ids": True,
            "comment": _cut(finding.title),
            "distribution": "5",
        }


def _object(template: tuple[str, str, str], uuid: str, attributes: list[_Object], category: str = "misc") -> _Object:
    name, template_uuid, version = template
    return {
        "name": name,
        "meta-category": category,
        "description": "What one detector saw, and where" if name == "indicia-finding" else name,
        "template_uuid": template_uuid,
        "template_version": version,
        "uuid": uuid,
        "distribution": "5",
        "Attribute": list(attributes),
    }


def _attribute(
    owner: str, relation: str, kind: str, value: str, category: str = "Other", *, ids: bool = False, number: int = 0
) -> _Object:
    return {
        "uuid": own_uuid("misp-attribute", owner, relation, str(number)),
        "object_relation": relation,
        "type": kind,
        "category": category,
        "value": _cut(value),
        "to_ids": ids,
        "disable_correlation": not ids,
        "distribution": "5",
    }


def _galaxy(technique: str, names: Mapping[str, str]) -> str:
    """The tag of the galaxy where the name is known, which is part of it; else a plain one."""
    name = names.get(technique, "")
    safe = text(name).replace('"', "'")
    return f'misp-galaxy:mitre-attack-pattern="{safe} - {technique}"' if name else f'attack:technique="{technique}"'


_RIVALS = "Rival explanations"


def _report(answer: Attribution) -> _Object:
    lines = [f"{one.name}: {one.word}" for one in answer.hypotheses[:20]]
    content = f"{answer.sentence}\n\n{answer.confidence_sentence}\n\n" + "\n".join(f"- {line}" for line in lines)
    return {
        "uuid": own_uuid("misp-report", answer.sentence, answer.confidence_sentence),
        "name": f"{_RIVALS} ({answer.answer.value})",
        "content": _cut(content),
        "distribution": "5",
    }


def _attribution(report: Json) -> Json:
    content = str(report.get("content", "")) if isinstance(report, Mapping) else ""
    sentence, _, rest = content.partition("\n\n")
    return {"sentence": sentence, "confidence_sentence": rest.partition("\n\n")[0]}


def _told(told: Disclosed) -> _Object:
    lines = [f"{claim.id}: {claim.sentence}" for claim in told.claims]
    for heard in told.positions:
        lines += [f"{heard.position.party} on {one.claim}: {one.stance.value}" for one in heard.stances]
    return {
        "uuid": own_uuid("misp-report", told.statement.statement, str(told.statement.version)),
        "name": _cut(told.statement.title),
        "content": _cut("\n\n".join(lines)),
        "distribution": "5",
    }


def _attachment(told: Disclosed, material: Material) -> _Object:
    """The statement whole, as the bundle that `--as stix` writes of it."""
    maker = Maker(material.producer, None, material.marking)
    head = [identity(material.producer, "organization", maker), *definition()]
    objects = {str(item["id"]): item for item in (*head, *statement_objects(told, maker))}
    held: list[Json] = list(objects.values())
    bundle = written(fit({"type": "bundle", "id": own_id("bundle", *objects), "objects": held}))
    return {
        "uuid": own_uuid("misp-bundle", told.statement.statement, str(told.statement.version)),
        "type": "attachment",
        "category": "External analysis",
        "value": "statement.stix.json",
        "data": base64.b64encode(bundle).decode("ascii"),
        "to_ids": False,
        "distribution": "5",
    }


def _attached(attribute: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
    if attribute.get("type") != "attachment":
        return
    for told in read_again(base64.b64decode(str(attribute.get("data")))).statements:
        if told.statement is not None:
            yield "statement", tree(told.statement)
        for claim in told.claims:
            yield "claim", tree(claim)
        for heard in told.positions:
            if heard.position is not None:
                yield "position", tree(heard.position)
            for stance in heard.stances:
                yield "stance", tree(stance)
        for reply in told.replies:
            yield "reply", tree(reply)


def _tell_statements(material: Material, attributes: list[_Object], loss: Loss) -> None:
    back = [pair for one in attributes for pair in _attached(one)]
    for told in material.statements:
        for kind, source in statement_trees(told):
            loss.tell(kind, source, source if (kind, source) in back else None)


def _title(material: Material) -> str:
    names = [case.name for case in material.cases] + [told.statement.title for told in material.statements]
    return "Indicia: " + (", ".join(names[:5]) or "attribution")


def _cut(value: str) -> str:
    """A text that the database takes, cut with an ellipsis."""
    safe = text(value)
    if len(safe) * 4 <= _MOST or len(safe.encode("utf-8")) <= _MOST:
        return safe
    return safe.encode("utf-8")[: _MOST - 3].decode("utf-8", "ignore") + "…"
