"""The assessment of a server in STIX: a note with the verdict, an incident, what it could have come in by, what to do.

note              abstract: the verdict; content: its sentence; refers to everything below
incident          from *exploited* on
infrastructure    addresses of an incident that got past probing, consisting of them
vulnerability     flaws that stand open
course-of-action  the steps of the eviction plan, in order
"""

import ipaddress
from collections.abc import Iterator, Mapping

from indicia.model.assessment import Assessment
from indicia.model.exposure import FlawState
from indicia.model.finding import Stage
from indicia.sharing.rest import rest
from indicia.sharing.stix.findings import Lookup
from indicia.sharing.stix.ids import own_id
from indicia.sharing.stix.making import Maker, Object, extended, identity, relationship
from indicia.sharing.tree import text, tree
from indicia.statement.canonical import Json

_STEPS = "indicia-eviction"


def host_objects(case: str, host: Assessment, maker: Maker) -> Iterator[Object]:
    """The objects of one server; the note that holds our extension is last."""
    source = tree(host)
    server = identity(host.host, "system", maker)
    made = [server]
    if host.stage >= Stage.EXPLOITED:
        incident = maker.object(
            "incident",
            own_id("incident", case, host.host),
            {"name": text(f"{host.verdict.value}: {host.host}"), "description": text(host.sentence)},
        )
        made += [incident, relationship(maker, str(incident["id"]), "related-to", str(server["id"]), {})]
        for item in _infrastructure(case, host, maker):
            made.append(item)
            if item["type"] == "infrastructure":
                made.append(relationship(maker, str(incident["id"]), "related-to", str(item["id"]), {}))
    for flaw in host.exposure.flaws if host.exposure else ():
        if flaw.state is FlawState.OPEN and flaw.cve:
            item = _flaw(text(flaw.cve), maker)
            made += [item, relationship(maker, str(server["id"]), "related-to", str(item["id"]), {})]
    for step in host.eviction:
        made.append(
            maker.object(
                "course-of-action",
                own_id("course-of-action", case, host.host, step.id),
                {
                    "name": text(step.action) or text(step.id) or "step",
                    "description": text(step.why),
                    "external_references": [
                        {"source_name": _STEPS, "external_id": text(step.id) or "step"},
                        *(
                            {"source_name": "d3fend", "external_id": text(one.id), "description": text(one.name)}
                            for one in step.countermeasures
                            if one.id and one.name
                        ),
                    ],
                },
            )
        )
    note = maker.object(
        "note",
        own_id("note", case, host.host),
        {
            "abstract": host.verdict.value,
            "content": text(host.sentence) or host.verdict.value,
            "object_refs": list(dict.fromkeys(item["id"] for item in made if item["type"] != "relationship")),
        },
    )
    by_id: dict[str, Mapping[str, Json]] = {str(item["id"]): item for item in made}
    yield from made
    yield extended(note, "host", rest(source, read_host(note, by_id.get)), {"case": case})


def read_host(note: Mapping[str, Json], lookup: Lookup) -> Object:
    """What the standard members say of a server."""
    refs = note.get("object_refs")
    items = [lookup(str(ref)) or {} for ref in (refs if isinstance(refs, list) else ())]
    steps: list[Json] = [
        {"id": _step(item), "action": item.get("name", ""), "why": item.get("description", "")}
        for item in items
        if item.get("type") == "course-of-action"
    ]
    return {
        "host": next((item.get("name", "") for item in items if item.get("type") == "identity"), ""),
        "verdict": note.get("abstract", ""),
        "sentence": note.get("content", ""),
        "eviction": steps,
    }


def _infrastructure(case: str, host: Assessment, maker: Maker) -> Iterator[Object]:
    clients = dict.fromkeys(
        client for incident in host.incidents if incident.stage >= Stage.EXPLOITED for client in incident.clients
    )
    for client in clients:
        try:
            address = ipaddress.ip_address(client)
        except ValueError:
            continue
        item = maker.object(
            "infrastructure",
            own_id("infrastructure", case, client),
            {
                "name": client,
                "description": "Address of a client in an incident that got past probing. It may be a relay, or one "
                "of the organisation's own.",
                "infrastructure_types": ["unknown"],
            },
        )
        observable = maker.observable(f"ipv{address.version}-addr", {"value": str(address)}, {})
        yield observable
        yield item
        yield relationship(maker, str(item["id"]), "consists-of", str(observable["id"]), {})


def _flaw(cve: str, maker: Maker) -> Object:
    return maker.object(
        "vulnerability",
        own_id("vulnerability", cve),
        {"name": cve, "external_references": [{"source_name": "cve", "external_id": cve}]},
        fixed=True,
    )


def _step(item: Mapping[str, Json]) -> str:
    references = item.get("external_references")
    for one in references if isinstance(references, list) else ():
        if isinstance(one, Mapping) and one.get("source_name") == _STEPS:
            return str(one.get("external_id", ""))
    return ""
