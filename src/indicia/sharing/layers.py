"""Layers of the ATT&CK Navigator: their marking, and what they give back of a case."""

from collections.abc import Mapping

import orjson

from indicia.model.technique import Sight
from indicia.sharing.absent import tell_absent
from indicia.sharing.loss import Loss
from indicia.sharing.material import Material
from indicia.sharing.tree import tree
from indicia.statement.canonical import Json

_SIGHTS = {100: Sight.SEEN.value, 50: Sight.NOT_SEEN.value, 0: Sight.NOT_VISIBLE.value}


def marked(data: bytes, marking: str) -> list[Json]:
    """Layers as `report` writes them, each with its marking among the metadata."""
    layers = orjson.loads(data)
    found: list[Json] = []
    for layer in layers if isinstance(layers, list) else [layers]:
        layer["metadata"] = [{"name": "TLP", "value": marking}, *layer["metadata"]]
        found.append(layer)
    return found


def tell_layers(material: Material, layers: list[Json], loss: Loss) -> None:
    """What the layers give back of each server: which technique of which advisory was seen."""
    back: dict[str, dict[str, dict[str, Json]]] = {}
    for layer in layers:
        told = _named(layer)
        server, advisory = told.get("server", ""), told.get("advisory", "")
        sights = back.setdefault(server, {}).setdefault(advisory, {})
        cells = layer.get("techniques") if isinstance(layer, Mapping) else None
        for cell in cells if isinstance(cells, list) else ():
            if isinstance(cell, Mapping):
                for printed in _named(cell).get("printed as", "").split(", "):
                    sights.setdefault(printed, _SIGHTS.get(_whole(cell.get("score"))))
    for case in material.cases:
        for host in case.result.hosts:
            matrices: list[Json] = []
            for matrix in host.techniques:
                sights = back.get(host.host, {}).get(matrix.advisory, {})
                answers: list[Json] = [
                    {"printed": one.printed, "sight": sights[one.printed]} if one.printed in sights else {}
                    for one in matrix.answers
                ]
                matrices.append({"advisory": matrix.advisory, "answers": answers})
            got: Json = {"host": host.host, "techniques": matrices} if host.host in back else None
            loss.tell("host", tree(host), got)
        for finding in case.findings:
            loss.tell("finding", tree(finding), None)
    loss.note("findings stand in the comments of a cell, at most 20 each, as words")
    tell_absent(material, loss, frozenset({"host"}))


def _named(value: Json) -> dict[str, str]:
    metadata = value.get("metadata") if isinstance(value, Mapping) else None
    return {
        str(one.get("name")): str(one.get("value"))
        for one in (metadata if isinstance(metadata, list) else ())
        if isinstance(one, Mapping)
    }


def _whole(value: Json) -> int:
    return value if isinstance(value, int) else -1
