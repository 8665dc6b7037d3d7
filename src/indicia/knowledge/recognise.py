"""What a knowledge file is, found from its content: KEV, ATT&CK, D3FEND, a MISP galaxy, a model of techniques."""

import re
from datetime import date

import orjson

from indicia.errors import RulesetError
from indicia.knowledge.kept.kinds import KnowledgeKind, Recognised
from indicia.knowledge.product.kev import read_kev

_CATALOGUE = re.compile(rb'"catalogVersion"\s*:\s*"')
_IN_NAME = re.compile(r"-(\d{1,2}\.\d)\.json")
_VERSION_INFO = re.compile(rb"owl:versionInfo\s+\"([^\"\n]{1,40})\"")
_IRI_DATE = re.compile(rb"(?:dcterms:(?:modified|created|date)|release-date)\"?\s+\"(\d{4}-\d\d-\d\d)")


def recognise(data: bytes, name: str) -> Recognised | None:
    """What a file is (`data` unpacked); null when it is none of the kinds.

    Raises RulesetError for a file that begins as one and cannot be read.
    """
    head = data[:65536]
    if head.startswith(b"indicia-techniques/"):
        return _model(data, name)
    if _CATALOGUE.search(head):
        catalogue = read_kev(data, name)
        return Recognised(
            kind=KnowledgeKind.KEV,
            name="kev",
            version=catalogue.version,
            day=catalogue.released,
            faults=catalogue.faults,
        )
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json(data, name)
    if b"d3fend" in head.lower() and b"owl:Ontology" in data[: 4 * 2**20]:
        return _ontology(data)
    return None


def _model(data: bytes, name: str) -> Recognised:
    # It needs numpy and the ids of ATT&CK, which no other kind does.
    from indicia.knowledge.reports.techniques.model_file import read_model

    read_model(data, name)
    return Recognised(kind=KnowledgeKind.TECHNIQUES, name="techniques", version="", day=None)


def _json(data: bytes, name: str) -> Recognised | None:
    try:
        top = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise RulesetError(f"{name}: not readable as JSON: {error}", hint="Fetch it again.") from None
    if not isinstance(top, dict):
        return None
    if top.get("type") == "bundle":
        return _attack(top, name)
    values = top.get("values")
    if isinstance(values, list) and isinstance(top.get("type"), str) and "uuid" in top and "name" in top:
        version = top.get("version")
        # A file that holds a selection of a cluster counts as that cluster.
        return Recognised(
            kind=KnowledgeKind.MISP_GALAXY,
            name=str(top["type"])[:80],
            version=str(version) if isinstance(version, int | str) else "",
            day=None,
        )
    return None


def _attack(bundle: dict[object, object], file: str) -> Recognised | None:
    objects = bundle.get("objects")
    if not isinstance(objects, list):
        return None
    domain, newest, version, day = "", "", "", None
    techniques = 0
    for item in objects:
        if not isinstance(item, dict):
            continue
        kind = item.get("type")
        techniques += kind == "attack-pattern"
        if kind == "x-mitre-collection":
            version = str(item.get("x_mitre_version", ""))[:20]
            domain = str(item.get("name", ""))[:80]
            day = _day(item.get("modified"))
        elif kind == "attack-pattern" and not domain:
            domains = item.get("x_mitre_domains")
            domain = str(domains[0])[:80] if isinstance(domains, list) and domains else ""
        newest = max(newest, str(item.get("modified", ""))[:10])
    if not techniques or not (version or "attack" in domain.lower()):
        return None
    if not version and (found := _IN_NAME.search(file)):
        # Bundles of the older repository carry no number; that of the file's name is said to be so.
        version = f"{found.group(1)} by its name"
    return Recognised(
        kind=KnowledgeKind.ATTACK,
        name=domain.lower().replace("att&ck", "attack").replace(" ", "-") or "attack",
        version=version,
        day=day or _day(newest),
    )


def _ontology(data: bytes) -> Recognised:
    version, day = _VERSION_INFO.search(data), _IRI_DATE.search(data)
    return Recognised(
        kind=KnowledgeKind.D3FEND,
        name="d3fend",
        version=version.group(1).decode("utf-8", "replace") if version else "",
        day=_day(day.group(1).decode()) if day else None,
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
