"""STIX bundles: the indicators in them, with validity, revocation and markings."""

from collections.abc import Iterator, Mapping, Sequence

from indicia.detection.indicators.given import Bad, Given, Heading

_TLP_IDS = {
    "613f2e26-407d-48c7-9eca-b8e91df99dc9": "white",
    "34098fce-860f-48ae-8e50-ebd3cc5e41da": "green",
    "f88d31f6-486f-44da-b317-01333bde0b82": "amber",
    "5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "red",
    "94868c89-83c2-464b-929b-a1a8aa3c8487": "clear",
    "bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "green",
    "55d920b0-5e8b-4f79-9ee9-91f868d9b421": "amber",
    "939a9414-2ddd-4d32-a0cd-375ea402b003": "amber+strict",
    "e828b379-4e03-4974-9ac4-e53a884c97c1": "red",
}
"""TLP 1.0 and 2.0 markings.  Source: STIX 2.1, 7.2.1.4; FIRST TLP 2.0 marking definitions."""


def is_stix(document: object) -> bool:
    """Whether a JSON document is a bundle, an indicator, or a list of STIX objects (a TAXII envelope too)."""
    return bool(_objects(document))


def _objects(document: object) -> Sequence[Mapping[str, object]]:
    if isinstance(document, Mapping):
        if document.get("type") == "indicator" and "pattern" in document:
            return [document]
        found = document.get("objects")
        if isinstance(found, list) and (document.get("type") == "bundle" or _like_stix(found)):
            return [item for item in found if isinstance(item, Mapping)] or [document]
        return [document] if document.get("type") == "bundle" else []
    if isinstance(document, list) and _like_stix(document):
        return [item for item in document if isinstance(item, Mapping)]
    return []


def _like_stix(items: Sequence[object]) -> bool:
    return any(
        isinstance(item, Mapping) and str(item.get("id", "")).startswith(f"{item.get('type')}--") for item in items
    )


def read_stix(document: object, heading: Heading) -> Iterator[Given | Bad]:
    """Each indicator of a bundle as a pattern; revoked ones and other languages of patterns are refused by name.

    Of an object given several times the newest version counts.
    """
    yield from _no_objects(document)
    objects = _newest(_objects(document))
    markings = {_text(item, "id"): _tlp(item) for item in objects if item.get("type") == "marking-definition"}
    for item in objects:
        if item.get("type") == "report" or item.get("type") == "identity":
            name = _text(item, "name")
            if item.get("type") == "report":
                heading.title = heading.title or name
                heading.version = heading.version or _text(item, "published")[:10]
            else:
                heading.source = heading.source or name
    for item in objects:
        if item.get("type") != "indicator":
            continue
        name, ident = _text(item, "name"), _text(item, "id")
        if item.get("revoked") is True:
            yield Bad(ident, name, "revoked by its author")
            continue
        language = _text(item, "pattern_type") or "stix"
        if language != "stix":
            yield Bad(ident, name, f"its pattern is written in {language[:40]}, not in STIX")
            continue
        if not _text(item, "pattern"):
            yield Bad(ident, name, "it has no pattern")
            continue
        yield Given(
            _text(item, "pattern"),
            place=name,
            id=ident,
            text=name or _text(item, "description")[:300],
            since=_text(item, "valid_from"),
            until=_text(item, "valid_until"),
            tlp=next((tlp for tlp in (_marking(ref, markings) for ref in _refs(item)) if tlp), ""),
            confidence=str(item["confidence"]) if isinstance(item.get("confidence"), int) else "",
            link=_link(item),
            pattern=True,
        )


def _no_objects(document: object) -> Iterator[Bad]:
    found = document.get("objects") if isinstance(document, Mapping) else document
    for number, item in enumerate(found if isinstance(found, list) else (), 1):
        if not isinstance(item, Mapping):
            yield Bad(str(item)[:80], f"entry {number}", "not an object")


def _newest(objects: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    found: dict[object, Mapping[str, object]] = {}
    for number, item in enumerate(objects):
        key = _text(item, "id") or number
        if key not in found or _text(item, "modified") >= _text(found[key], "modified"):
            found[key] = item
    return list(found.values())


def _refs(item: Mapping[str, object]) -> list[str]:
    refs = item.get("object_marking_refs")
    return [str(ref) for ref in refs] if isinstance(refs, list) else []


def _marking(ref: str, markings: Mapping[str, str]) -> str:
    return markings.get(ref) or _TLP_IDS.get(ref.partition("--")[2], "")


def _tlp(item: Mapping[str, object]) -> str:
    inner = item.get("definition")
    if isinstance(inner, Mapping) and isinstance(inner.get("tlp"), str):
        return str(inner["tlp"]).lower()
    name = _text(item, "name").lower()
    return name.removeprefix("tlp:") if name.startswith("tlp:") else ""


def _link(item: Mapping[str, object]) -> str:
    refs = item.get("external_references")
    for ref in refs if isinstance(refs, list) else []:
        if isinstance(ref, Mapping) and str(ref.get("url", "")).startswith(("http://", "https://")):
            return str(ref["url"])
    return ""


def _text(document: Mapping[str, object], name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""
