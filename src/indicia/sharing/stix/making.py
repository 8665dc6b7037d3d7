"""Objects of STIX with what all of them have: version, id, times, producer, marking, and our extension."""

from collections.abc import Mapping
from datetime import UTC, datetime

from indicia.model.statement import Marking
from indicia.sharing.rest import Nothing
from indicia.sharing.stix.ids import FIXED, later, observable_id, own_id, stamp
from indicia.sharing.tlp import IDS
from indicia.sharing.tree import text
from indicia.statement.canonical import Json

Object = dict[str, Json]

EXTENSION = own_id("extension-definition", "1")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Maker:
    """Makes the objects of one case, attribution or statement."""

    def __init__(self, producer: str, moment: datetime | None, marking: Marking) -> None:
        """`moment`: what the objects are created at; the newest time of what they are about, never the clock's."""
        self.producer = own_id("identity", producer)
        self.moment = stamp(moment or _EPOCH)
        self.marking = marking

    def object(
        self,
        kind: str,
        id: str,
        members: Mapping[str, Json],
        *,
        marking: Marking | None = None,
        holds: Marking = Marking.CLEAR,
        fixed: bool = False,
    ) -> Object:
        """A domain object or relationship.  Empty texts and lists are left out, as the standard asks.

        `holds`: the strictest marking of what it holds or lists; the same cut for fewer readers is another version.
        `fixed`: it is the same whoever exports it, so it has no producer and no time of its own.
        """
        marking, made = marking or self.marking, FIXED if fixed else self.moment
        head: Object = {
            "type": kind,
            "spec_version": "2.1",
            "id": id,
            **({} if fixed else {"created_by_ref": self.producer}),
            "created": made,
            # The same for fewer readers is a later version of it: whoever gets both keeps that one.
            "modified": later(made, max(marking.rank, holds.rank)),
            "object_marking_refs": [IDS[marking]],
        }
        return head | {name: value for name, value in members.items() if value not in ("", [], None, {})}

    def observable(self, kind: str, contributing: Mapping[str, Json], members: Mapping[str, Json]) -> Object:
        """A cyber-observable object; `contributing` decides its id."""
        return {
            "type": kind,
            "spec_version": "2.1",
            "id": observable_id(kind, dict(contributing)),
            "object_marking_refs": [IDS[self.marking]],
            **contributing,
            **{name: value for name, value in members.items() if value not in ("", [], None, {})},
        }


def relationship(maker: Maker, source: str, kind: str, target: str, members: Mapping[str, Json]) -> Object:
    """From one object to another."""
    return maker.object(
        "relationship",
        own_id("relationship", source, kind, target),
        {"relationship_type": kind, "source_ref": source, "target_ref": target, **members},
    )


def extended(item: Object, kind: str, left: "Json | Nothing", more: Mapping[str, Json] | None = None) -> Object:
    """With what STIX has no member for, in our own extension.  A tool that does not know it passes it over."""
    # The standard wants neither null nor anything empty.
    told = {name: value for name, value in (more or {}).items() if value is not None and value not in ([], {})}
    held: Object = {"extension_type": "property-extension", "kind": kind, **told}
    if not isinstance(left, Nothing) and left not in ({}, []):
        held["rest"] = left
    return item | {"extensions": {EXTENSION: held}}


def extension_of(item: Mapping[str, Json]) -> Mapping[str, Json]:
    """Our extension of an object; empty where there is none."""
    extensions = item.get("extensions")
    found = extensions.get(EXTENSION) if isinstance(extensions, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def identity(name: str, kind: str, maker: Maker) -> Object:
    """A party, producer or server; the same name is the same identity."""
    return maker.object(
        "identity", own_id("identity", name), {"name": text(name) or "unnamed", "identity_class": kind}, fixed=True
    )


def definition() -> tuple[Object, Object]:
    """What our extension is, behind whose it is: the same in every export."""
    maker = Maker("", None, Marking.CLEAR)
    owner = maker.object(
        "identity", own_id("identity", "", "Indicia"), {"name": "Indicia", "identity_class": "system"}, fixed=True
    )
    return owner, {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": EXTENSION,
        "created_by_ref": owner["id"],
        "created": FIXED,
        "modified": FIXED,
        "object_marking_refs": [IDS[Marking.CLEAR]],
        "name": "Indicia",
        "description": "What an object of Indicia holds beyond STIX: likelihood and analytic confidence apart, places "
        "in evidence, and the rest that gives the whole object back.",
        "schema": "urn:indicia:sharing:1",
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }
