"""A bundle, object by object: no more of it is held than one server, one answer or one finding at a time."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from uuid import UUID

from indicia.model.statement import Marking
from indicia.sharing.loss import Loss
from indicia.sharing.material import Disclosed, Material, SharedCase
from indicia.sharing.rest import rest
from indicia.sharing.stix.attack import AttackIds
from indicia.sharing.stix.findings import finding_objects, read_finding
from indicia.sharing.stix.hosts import host_objects, read_host
from indicia.sharing.stix.hypotheses import attribution_objects, read_attribution
from indicia.sharing.stix.ids import own_id
from indicia.sharing.stix.making import Maker, Object, definition, extended, extension_of, identity
from indicia.sharing.stix.statements import (
    read_claim,
    read_position,
    read_reply,
    read_stance,
    read_statement,
    statement_objects,
)
from indicia.sharing.tlp import IDS
from indicia.sharing.tlp import definition as marking_definition
from indicia.sharing.tree import text, tree, written
from indicia.statement.canonical import Json

Write = Callable[[bytes], object]
_DEFINITIONS = {IDS[marking]: marking_definition(marking) for marking in Marking}


def write_stix(material: Material, out: Write, loss: Loss, attack: AttackIds | None = None) -> None:
    """Write the bundle.  The same material gives the same bytes."""
    writer = _Bundle(out, loss, attack or AttackIds())
    writer.write(material)


class _Bundle:
    def __init__(self, out: Write, loss: Loss, attack: AttackIds) -> None:
        self._out = out
        self._loss = loss
        self._attack = attack
        self._seen: set[bytes] = set()
        self._first = True
        self._digest = hashlib.sha256()

    def write(self, material: Material) -> None:
        self._loss.note(
            "counted as lost is what only our own extension holds: a tool that does not know it passes it over, and "
            "`indicia` gets everything back from it"
        )
        self._loss.note("signatures of statements and positions are not in STIX; send them beside it")
        self._out(b'{"type":"bundle","objects":[')
        maker = Maker(material.producer, None, material.marking)
        self._put(identity(material.producer, "organization", maker))
        for item in definition():
            self._put(item)
        for case in material.cases:
            self._case(case, Maker(material.producer, case.moment, material.marking))
        for answer in material.attributions:
            own = Maker(material.producer, answer.last, material.marking)
            made = self._all(attribution_objects(answer, own))
            by_id: dict[str, Mapping[str, Json]] = {str(item["id"]): item for item in made}
            self._loss.tell("attribution", tree(answer), read_attribution(made[-1], by_id.get, bare=True))
        for told in material.statements:
            self._statement(told, maker)
        # The id stands last: it is made from everything before it, so that nothing has to be written twice.
        self._out(b'\n],"id":' + written(own_id("bundle", self._digest.hexdigest())) + b"}\n")

    def _case(self, case: SharedCase, maker: Maker) -> None:
        servers: dict[Json, None] = {}
        used: set[str] = set()
        for finding in case.findings:
            made = self._all(finding_objects(case.digest, finding, maker, self._attack))
            by_id: dict[str, Mapping[str, Json]] = {str(item["id"]): item for item in made}
            sightings = [made[-1], *(item for item in made[:-1] if item["type"] == "sighting")]
            self._loss.tell("finding", tree(finding), read_finding(sightings, by_id.get))
            servers[made[0]["id"]] = None
            used.update(exhibit.at.sha256 for exhibit in finding.exhibits)
            for technique in finding.techniques:
                if technique not in self._attack.techniques:
                    self._loss.note(
                        "ATT&CK's own ids of techniques: no bundle of ATT&CK was at hand, or it lacks them; their "
                        "objects have ids of ours and ATT&CK's as reference"
                    )
        for host in case.result.hosts:
            made = self._all(host_objects(case.digest, host, maker))
            by_id = {str(item["id"]): item for item in made}
            self._loss.tell("host", tree(host), read_host(made[-1], by_id.get))
            servers[made[0]["id"]] = None
        self._frame(case, maker, servers, used)

    def _frame(self, case: SharedCase, maker: Maker, servers: Mapping[Json, None], used: set[str]) -> None:
        """The case as a whole: what is neither finding nor server."""
        lines = [tree(line) for line in case.result.evidence if line.evidence.sha256 in used]
        for line in case.result.evidence:
            got: Json = {"evidence": {"sha256": line.evidence.sha256}} if line.evidence.sha256 in used else None
            self._loss.tell("evidence", tree(line), got)
        faults = [tree(fault) for fault in case.result.faults]
        for fault in faults:
            self._loss.tell("fault", fault, None)
        frame = frame_of(case)
        grouping = maker.object(
            "grouping",
            own_id("grouping", case.digest, str(case.whole)),
            {
                "name": text(case.name) or "case",
                "context": "unspecified",
                "object_refs": list(servers) or [maker.producer],
            },
        )
        self._loss.tell("case", frame, {"name": grouping["name"]})
        left = rest(frame, {"name": grouping["name"]})
        more: Object = {"case": case.digest, "evidence": lines, "faults": faults}
        self._put(extended(grouping, "case", left, more))

    def _statement(self, told: Disclosed, maker: Maker) -> None:
        made = self._all(statement_objects(told, maker))
        by_id: dict[str, Mapping[str, Json]] = {str(item["id"]): item for item in made}
        read: dict[str, Callable[[Object], Json]] = {
            "claim": read_claim,
            "stance": read_stance,
            "position": lambda item: read_position(item, by_id.get),
            "reply": read_reply,
            "statement": lambda item: read_statement(item, by_id.get),
        }
        sources: dict[str, Iterator[Json]] = {
            "claim": (tree(one) for one in told.claims),
            "stance": (tree(one) for heard in told.positions for one in heard.stances),
            "position": (tree(heard.position) for heard in told.positions),
            "reply": (tree(one) for one in told.replies),
            "statement": iter([tree(told.statement)]),
        }
        for item in made:
            kind = str(extension_of(item).get("kind", ""))
            if kind in read:
                self._loss.tell(kind, next(sources[kind]), read[kind](item))

    def _all(self, items: Iterator[Object]) -> list[Object]:
        made = list(items)
        for item in made:
            self._put(item)
        return made

    def _put(self, item: Json) -> None:
        """Write an object, each id once."""
        assert isinstance(item, Mapping)
        key = UUID(str(item["id"]).partition("--")[2]).bytes
        if key in self._seen:
            return
        self._seen.add(key)
        # A definition stands before what it marks; of a marking that is not used there is no word.
        refs = item.get("object_marking_refs")
        for ref in refs if isinstance(refs, list) else ():
            if ref in _DEFINITIONS:
                self._put(_DEFINITIONS[str(ref)])
        data = written(item)
        self._digest.update(data)
        self._out(b"\n" + data if self._first else b",\n" + data)
        self._first = False


def frame_of(case: SharedCase) -> Object:
    """A result without its findings, servers, evidence and faults."""
    result = case.result
    return {
        "name": case.name,
        "format": result.format,
        "version": result.version,
        "ruleset": tree(result.ruleset),
        "exit_code": result.exit_code if case.whole else None,
        "since": tree(result.since),
        "until": tree(result.until),
        "notes": tree(result.notes),
        "whole": case.whole,
    }
