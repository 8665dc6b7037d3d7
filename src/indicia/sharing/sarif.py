"""SARIF 2.1.0: a result for each finding, with the bytes of every record that it shows.

What of a finding SARIF has no member for stands in `properties`, which readers of SARIF keep or pass over.
Source: OASIS, Static Analysis Results Interchange Format 2.1.0 (errata 01).
"""

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote, unquote

import orjson

from indicia.model.finding import Exhibit, Finding, Severity
from indicia.sharing.absent import tell_absent
from indicia.sharing.loss import Loss
from indicia.sharing.material import Material
from indicia.sharing.names import technique_names
from indicia.sharing.stix.findings import key_of
from indicia.sharing.stix.ids import own_uuid
from indicia.sharing.tree import fit, text, tree, written
from indicia.statement.canonical import Json

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {
    Severity.INFORMATIONAL: "note",
    Severity.LOW: "note",
    Severity.MEDIUM: "warning",
    Severity.HIGH: "error",
    Severity.CRITICAL: "error",
}
_TAXONOMY = "ATT&CK"
_KEPT = (
    *("id", "title", "stage", "severity", "confidence", "seen", "last", "presence", "next_step", "mistakes"),
    *("tests", "clients", "objects"),
)
_Object = dict[str, Json]


def write_sarif(material: Material, out: Callable[[bytes], object], loss: Loss) -> None:
    """Write the log: results first, then the rules and files that they point to."""
    out(b'{"$schema":' + written(_SCHEMA) + b',"version":"2.1.0","runs":[{"results":[')
    rules: dict[bytes, int] = {}
    files: dict[str, int] = {}
    techniques: dict[str, str] = {}
    first = True
    for case in material.cases:
        names = technique_names(case.result)
        for finding in case.findings:
            source = tree(finding)
            rule = written(_rule(finding))
            index = rules.setdefault(rule, len(rules))
            result = fit(_result(case.digest, finding, source, index, files))
            out((b"\n" if first else b",\n") + written(result))
            first = False
            techniques |= {one: names.get(one, "") for one in finding.techniques}
            loss.tell("finding", source, _finding(result, orjson.loads(rule)))
    driver = {
        "name": "Indicia",
        "version": next((case.result.version for case in material.cases), ""),
        "rules": [orjson.loads(rule) for rule in rules],
    }
    run: _Object = {
        "tool": {"driver": {name: value for name, value in driver.items() if value != ""}},
        "artifacts": [_artifact(key) for key in files],
        "taxonomies": [
            {
                "name": _TAXONOMY,
                "organization": "MITRE",
                "taxa": [
                    {"id": text(id), **({"name": text(name)} if name else {})}
                    for id, name in sorted(techniques.items())
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "properties": {"marking": material.marking.value, "cases": [case.name for case in material.cases]},
    }
    out(b"\n]," + written(run)[1:] + b"]}\n")
    tell_absent(material, loss, frozenset())


def again_sarif(data: bytes) -> Iterator[tuple[str, Json]]:
    """What the log gives back: kind and tree of each finding."""
    for run in orjson.loads(data)["runs"]:
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            yield "finding", _finding(result, rules[result["ruleIndex"]])


def _rule(finding: Finding) -> Json:
    card = finding.card
    return fit(
        {
            "id": finding.detector,
            "shortDescription": {"text": card.title or finding.detector},
            "properties": {"kind": card.kind, "id": card.id, "author": card.author, "link": card.link},
        }
    )


def _result(case: str, finding: Finding, source: Json, rule: int, files: dict[str, int]) -> _Object:
    whole = source if isinstance(source, Mapping) else {}
    result: _Object = {
        "ruleId": finding.detector,
        "ruleIndex": rule,
        "guid": own_uuid("sarif", case, key_of(source)),
        "level": _LEVELS[finding.severity],
        "message": {"text": _unlinked(finding.summary or finding.title or finding.detector)},
        "locations": [_location(exhibit, finding.host, files) for exhibit in finding.exhibits],
        "partialFingerprints": {"indiciaContent/v1": key_of(source)},
        "taxa": [{"id": technique, "toolComponent": {"name": _TAXONOMY}} for technique in finding.techniques],
        "properties": {name: whole.get(name) for name in _KEPT},
    }
    if finding.count >= 1:
        result["occurrenceCount"] = finding.count
    if finding.suppressed is not None:
        result["suppressions"] = [{"kind": "external", "justification": finding.suppressed.reason}]
    return result


def _location(exhibit: Exhibit, host: str, files: dict[str, int]) -> Json:
    uri = quote(text(exhibit.path), safe="/")
    index = files.setdefault(f"{exhibit.at.sha256} {uri}", len(files))
    region: _Object = {"byteOffset": exhibit.at.offset, "byteLength": exhibit.at.length}
    if exhibit.at.line is not None and exhibit.at.line >= 1:
        region["startLine"] = exhibit.at.line
    return {
        "physicalLocation": {"artifactLocation": {"uri": uri, "index": index}, "region": region},
        "logicalLocations": [{"name": host, "kind": "server"}],
        "properties": {"sha256": exhibit.at.sha256, "source": exhibit.source, "raw": exhibit.raw},
    }


def _artifact(key: str) -> Json:
    sha256, _, uri = key.partition(" ")
    return {"location": {"uri": uri}, "hashes": {"sha-256": sha256}}


def _finding(result: Json, rule: Json) -> Json:
    top, about = _row(result), _row(rule)
    kept, card = _row(top.get("properties")), _row(about.get("properties"))
    exhibits = []
    host: Json = ""
    for one in _rows(top.get("locations")):
        place, held = _row(one.get("physicalLocation")), _row(one.get("properties"))
        region = _row(place.get("region"))
        host = next((each.get("name") for each in _rows(one.get("logicalLocations"))), host)
        at = {
            "sha256": held.get("sha256"),
            "offset": region.get("byteOffset"),
            "length": region.get("byteLength"),
            "line": region.get("startLine"),
        }
        path = unquote(str(_row(place.get("artifactLocation")).get("uri", "")))
        exhibits.append({"path": path, "at": at, "source": held.get("source"), "raw": held.get("raw")})
    suppressions = _rows(top.get("suppressions"))
    return {
        **kept,
        "detector": top.get("ruleId"),
        "summary": _linked(str(_row(top.get("message")).get("text"))),
        "host": host,
        "count": top.get("occurrenceCount", 0),
        "exhibits": list(exhibits),
        "card": {"title": _row(about.get("shortDescription")).get("text"), **card},
        "techniques": [one.get("id") for one in _rows(top.get("taxa"))],
        "suppressed": {"reason": suppressions[0].get("justification")} if suppressions else None,
    }


def _unlinked(message: str) -> str:
    """Words of evidence must not become a link in a viewer (section 3.11.6)."""
    return message.replace("[", "\\[") if "](" in message else message


def _linked(message: str) -> str:
    return message.replace("\\[", "[") if "](" in message else message


def _row(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _rows(value: Json) -> list[Mapping[str, Json]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
