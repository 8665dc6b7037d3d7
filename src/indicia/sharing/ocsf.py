"""One OCSF Detection Finding (class 2004) a line, schema 1.5.0.

Source: OCSF schema, events/findings/detection_finding.json, objects/finding_info.json, objects/evidences.json.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

import orjson

from indicia.model.finding import Confidence, Finding, Presence, Stage
from indicia.sharing.absent import tell_absent
from indicia.sharing.loss import Loss
from indicia.sharing.material import Material, SharedCase
from indicia.sharing.names import technique_names
from indicia.sharing.stix.findings import key_of
from indicia.sharing.stix.ids import own_uuid
from indicia.sharing.tree import fit, tree, written
from indicia.statement.canonical import Json

SCHEMA = "1.5.0"
_CLASS = 2004
_CREATE = 1
_SEVERITIES = ("Informational", "Low", "Medium", "High", "Critical")
_CONFIDENCES = {
    Confidence.WEAK: (1, "Low", 15),
    Confidence.MODERATE: (2, "Medium", 50),
    Confidence.STRONG: (3, "High", 75),
    Confidence.CONCLUSIVE: (3, "High", 95),
}
_SCORES = {score: word.value for word, (_, _, score) in _CONFIDENCES.items()}
_RULE, _BEHAVIOUR = 1, 2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_Object = dict[str, Json]


def write_ocsf(material: Material, out: Callable[[bytes], object], loss: Loss) -> None:
    """Write the lines."""
    for case in material.cases:
        names = technique_names(case.result)
        for finding in case.findings:
            source = tree(finding)
            event = fit(_event(case, finding, source, names, material.marking.value))
            out(written(event) + b"\n")
            loss.tell("finding", source, _finding(event))
    tell_absent(material, loss, frozenset())


def again_ocsf(data: bytes) -> Iterator[tuple[str, Json]]:
    """What the lines give back: kind and tree of each finding."""
    for line in data.splitlines():
        yield "finding", _finding(orjson.loads(line))


def _event(case: SharedCase, finding: Finding, source: Json, names: Mapping[str, str], marking: str) -> _Object:
    confidence, word, score = _CONFIDENCES[finding.confidence]
    moment = finding.last or finding.seen or case.moment or _EPOCH
    suppressed = finding.suppressed
    event: _Object = {
        "activity_id": _CREATE,
        "activity_name": "Create",
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": _CLASS,
        "class_name": "Detection Finding",
        "type_uid": _CLASS * 100 + _CREATE,
        "type_name": "Detection Finding: Create",
        "time": _ms(moment),
        "severity_id": finding.severity.value + 1,
        "severity": _SEVERITIES[finding.severity.value],
        "confidence_id": confidence,
        "confidence": word,
        "confidence_score": score,
        "count": finding.count,
        "is_alert": suppressed is None,
        "message": finding.summary,
        "status_id": 3 if suppressed else 1,
        "status": "Suppressed" if suppressed else "New",
        "metadata": {
            "version": SCHEMA,
            "product": {"name": "Indicia", "vendor_name": "Indicia", "version": case.result.version},
            "uid": own_uuid("ocsf", case.digest, key_of(source)),
            "correlation_uid": case.digest,
            "labels": [marking],
        },
        "finding_info": _info(finding, own_uuid("finding", case.digest, key_of(source)), names),
        "evidences": [_evidence(one) for one in _rows(source, "exhibits")],
        "resources": [{"name": finding.host, "uid": finding.host, "type": "Server"}],
        "observables": [
            {"name": "client", "type": "IP Address", "type_id": 2, "value": client} for client in finding.clients
        ],
        "unmapped": {
            "id": finding.id,
            "stage": None if finding.stage is None else finding.stage.name.lower(),
            "presence": finding.presence.value,
            "objects": list(finding.objects),
            "tests": list(finding.tests),
            "mistakes": finding.mistakes,
        },
    }
    if suppressed is not None:
        event["status_detail"] = suppressed.reason
    if finding.next_step:
        event["remediation"] = {"desc": finding.next_step}
    if finding.seen is not None and finding.last is not None:
        event |= {"start_time": _ms(finding.seen), "end_time": _ms(finding.last)}
    return event


def _info(finding: Finding, uid: str, names: Mapping[str, str]) -> Json:
    card = finding.card
    info: _Object = {
        "uid": uid,
        "title": finding.title,
        "desc": finding.summary,
        "types": [card.kind],
        "analytic": {
            "uid": finding.detector,
            "name": card.title,
            "type_id": _BEHAVIOUR if card.kind == "analysis" else _RULE,
            "type": "Behavioral" if card.kind == "analysis" else "Rule",
        },
        "attacks": [_attack(technique, names) for technique in finding.techniques],
    }
    if finding.seen is not None:
        info["first_seen_time"] = _ms(finding.seen)
    if finding.last is not None:
        info["last_seen_time"] = _ms(finding.last)
    return info


def _attack(technique: str, names: Mapping[str, str]) -> Json:
    base, dot, _ = technique.partition(".")
    found: _Object = {"technique": {"uid": base, "name": names.get(base, base)}}
    if dot:
        found["sub_technique"] = {"uid": technique, "name": names.get(technique, technique)}
    return found


def _evidence(exhibit: Mapping[str, Json]) -> Json:
    at = exhibit["at"]
    assert isinstance(at, Mapping)
    path = str(exhibit["path"])
    return {
        "name": exhibit["source"],
        "file": {
            "name": path.replace("\\", "/").rpartition("/")[2] or path or "file",
            "path": path,
            "type_id": 1,
            "type": "Regular File",
            "hashes": [{"algorithm_id": 3, "algorithm": "SHA-256", "value": at["sha256"]}],
        },
        "data": {
            "table": exhibit["table"],
            "time": exhibit["time"],
            "offset": at["offset"],
            "length": at["length"],
            "line": at["line"],
            "record_id": at["record_id"],
            "raw": exhibit["raw"],
        },
    }


def _finding(event: Json) -> Json:
    top = _row(event)
    info, extra = _row(top.get("finding_info")), _row(top.get("unmapped"))
    analytic = _row(info.get("analytic"))
    stage = extra.get("stage")
    return {
        "detector": analytic.get("uid"),
        "title": info.get("title"),
        "summary": info.get("desc"),
        "stage": Stage[str(stage).upper()].value if stage else None,
        "severity": _whole(top.get("severity_id")) - 1,
        "confidence": _SCORES.get(_whole(top.get("confidence_score"))),
        "host": next((one.get("name") for one in _rows(event, "resources")), None),
        "seen": _time(info.get("first_seen_time")),
        "last": _time(info.get("last_seen_time")),
        "count": top.get("count"),
        "exhibits": [_exhibit(one) for one in _rows(event, "evidences")],
        "card": {"title": analytic.get("name"), "kind": next(iter(_texts(info.get("types"))), "")},
        "techniques": [
            _row(one.get("sub_technique") or one.get("technique")).get("uid") for one in _rows(info, "attacks")
        ],
        "tests": extra.get("tests"),
        "clients": [one.get("value") for one in _rows(event, "observables") if one.get("name") == "client"],
        "objects": extra.get("objects"),
        "presence": Presence(str(extra.get("presence"))).value,
        "next_step": _row(top.get("remediation")).get("desc", ""),
        "mistakes": extra.get("mistakes"),
        "id": extra.get("id"),
        "suppressed": {"reason": top.get("status_detail")} if top.get("status_id") == 3 else None,
    }


def _exhibit(evidence: Mapping[str, Json]) -> Json:
    file, data = _row(evidence.get("file")), _row(evidence.get("data"))
    at = {name: data.get(name) for name in ("offset", "length", "line", "record_id")}
    return {
        "source": evidence.get("name"),
        "path": file.get("path"),
        "at": {"sha256": next((one.get("value") for one in _rows(file, "hashes")), None), **at},
        **{name: data.get(name) for name in ("table", "time", "raw")},
    }


def _ms(moment: datetime) -> int:
    return (moment - _EPOCH) // _MILLISECOND


def _time(value: Json) -> Json:
    return (_EPOCH + value * _MILLISECOND).isoformat() if isinstance(value, int) else None


def _row(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _rows(value: Json, name: str) -> list[Mapping[str, Json]]:
    found = _row(value).get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _texts(value: Json) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _whole(value: Json) -> int:
    return value if isinstance(value, int) else 0
