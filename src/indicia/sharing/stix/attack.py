"""Techniques under ATT&CK's own ids where its bundle is kept; else under ids of ours with ATT&CK's as reference."""

from collections.abc import Iterable, Iterator, Mapping

import orjson

from indicia.errors import RulesetError
from indicia.sharing.stix.ids import own_id
from indicia.sharing.stix.making import Maker, Object
from indicia.sharing.tlp import IDS, KNOWN
from indicia.statement.canonical import Json

_STANDARD = (
    *("type", "spec_version", "id", "created_by_ref", "created", "modified", "revoked", "object_marking_refs", "name"),
    "kill_chain_phases",
)
"""What is taken over of a technique; its own members begin with `x_` and are no part of the standard."""
_SOURCE = "mitre-attack"


class AttackIds:
    """What a bundle says of techniques."""

    def __init__(self, data: bytes = b"", name: str = "") -> None:
        """Raises RulesetError for data that is no bundle."""
        self.techniques: dict[str, Object] = {}
        self._others: dict[str, Object] = {}
        if not data:
            return
        try:
            bundle = orjson.loads(data)
            objects = bundle["objects"]
        except (orjson.JSONDecodeError, TypeError, KeyError) as error:
            raise RulesetError(f"{name}: no ATT&CK bundle ({type(error).__name__})") from None
        self.take(objects if isinstance(objects, list) else ())

    def take(self, objects: Iterable[Json]) -> None:
        """More of them; the first object of a technique counts."""
        for item in objects:
            if not isinstance(item, dict):
                continue
            if item.get("type") == "attack-pattern" and (id := external_id(item)) and not item.get("revoked"):
                kept = {key: item[key] for key in _STANDARD if key in item}
                kept["external_references"] = [{"source_name": _SOURCE, "external_id": id}]
                self.techniques.setdefault(id, kept)
            elif item.get("type") in ("identity", "marking-definition") and isinstance(item.get("id"), str):
                keep = {key: value for key, value in item.items() if not key.startswith("x_")}
                self._others[item["id"]] = keep

    def pattern(self, technique: str, maker: Maker) -> Iterator[Object]:
        """The object of a technique, last; before it what it refers to."""
        known = self.techniques.get(technique)
        if known is None:
            yield ours(technique, maker)
            return
        refs = known.get("object_marking_refs")
        for id in (known.get("created_by_ref"), *(refs if isinstance(refs, list) else ())):
            if isinstance(id, str) and id in self._others:
                yield _for_readers(self._others[id], maker)
        yield _for_readers(known, maker)


def _for_readers(item: Object, maker: Maker) -> Object:
    """Terms of use say nothing about who may read that this is spoken of: the marking of the export is added."""
    refs = item.get("object_marking_refs")
    theirs = [one for one in (refs if isinstance(refs, list) else ()) if isinstance(one, str) and one not in KNOWN]
    return item | {"object_marking_refs": [*theirs, IDS[maker.marking]]}


def external_id(item: Mapping[str, Json]) -> str:
    """The ATT&CK id of an object; empty where it has none."""
    references = item.get("external_references")
    for one in references if isinstance(references, list) else ():
        if isinstance(one, Mapping) and one.get("source_name") == _SOURCE:
            found = one.get("external_id")
            return found if isinstance(found, str) else ""
    return ""


def ours(technique: str, maker: Maker) -> Object:
    """A technique of which only the id is known."""
    return maker.object(
        "attack-pattern",
        own_id("attack-pattern", technique),
        {
            "name": technique,
            "external_references": [{"source_name": _SOURCE, "external_id": technique}],
        },
        fixed=True,
    )
