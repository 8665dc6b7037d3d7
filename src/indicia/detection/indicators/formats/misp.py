"""MISP events: attributes, and the attributes of objects."""

from collections.abc import Iterator, Mapping, Sequence

from indicia.detection.indicators.given import Bad, Given, Heading

_HALVES = {
    "filename|md5", "filename|sha1", "filename|sha256", "malware-sample", "ip-src|port", "ip-dst|port",
    "domain|ip", "hostname|port", "regkey|value", "filename|sha512", "filename|imphash", "filename|ssdeep",
}  # fmt: skip
_TYPES = {"malware-sample": ("filename", "md5"), "uri": ("uripath", "")}
_NOT_SEEN = frozenset({"port", "value", "sha512", "imphash", "ssdeep", "sha384", "sha224"})
_TLP = "tlp:"


def is_misp(document: object) -> bool:
    """Whether a JSON document is an event, a list of events, or the answer of a MISP server."""
    return any(True for _ in _events(document))


def _events(document: object) -> Iterator[Mapping[str, object]]:
    if isinstance(document, Mapping):
        event = document.get("Event")
        if isinstance(event, Mapping) and ("Attribute" in event or "Object" in event):
            yield event
        elif isinstance(document.get("response"), list):
            yield from _events(document["response"])
        elif _is_answer(document.get("response")):
            yield document["response"]
        elif isinstance(document.get("Attribute"), list) and "info" in document:
            yield document
    elif isinstance(document, list):
        for item in document:
            if isinstance(item, Mapping) and "Event" in item:
                yield from _events(item)


def _is_answer(response: object) -> bool:
    """Whether it is what a server says when it is asked for attributes, without their events."""
    return isinstance(response, Mapping) and isinstance(response.get("Attribute"), list)


def read_misp(document: object, heading: Heading) -> Iterator[Given | Bad]:
    """Attributes of all events; those not meant for detection (`to_ids` false) come out marked by their text.

    `first_seen` and `last_seen` bound what an attribute is valid for.  An attribute that MISP does not correlate
    (`disable_correlation`) says so in its text: its author holds it for common.
    """
    for event in _events(document):
        heading.title = heading.title or _text(event, "info")
        heading.version = heading.version or _text(event, "date")
        maker = event.get("Orgc")
        if isinstance(maker, Mapping):
            heading.source = heading.source or _text(maker, "name")
        heading.tlp = heading.tlp or _tlp(event)
        yield from _no_objects(event, "Attribute", "attribute")
        yield from _no_objects(event, "Object", "object")
        for attribute in _list(event, "Attribute"):
            yield from _of_attribute(attribute, "attribute")
        for thing in _list(event, "Object"):
            if thing.get("deleted") is True:
                continue
            for attribute in _list(thing, "Attribute"):
                yield from _of_attribute(attribute, f"object {_text(thing, 'name')}, attribute", thing)


def _of_attribute(
    attribute: Mapping[str, object], where: str, thing: Mapping[str, object] | None = None
) -> Iterator[Given | Bad]:
    place = f"{where} {_text(attribute, 'uuid') or _text(attribute, 'id')}".strip()
    kind, value = _text(attribute, "type"), _text(attribute, "value")
    if attribute.get("deleted") in {True, "1"}:
        yield Bad(value, place, "deleted by its author")
        return
    notes = [_text(attribute, "comment")]
    if attribute.get("to_ids") in {False, "0"}:
        notes.append("its author does not mean it for detection (to_ids is false)")
    for warning in _list(attribute, "warnings"):
        name = _text(warning, "warninglist_name") or _text(warning, "name") or "without a name"
        notes.append(f"it stands on the warning list “{name[:80]}” of what is often taken for it wrongly")
    if attribute.get("disable_correlation") is True:
        notes.append("its author holds it for too common to correlate")
    parts = [(kind, value)]
    if kind in _HALVES:
        names = _TYPES.get(kind) or tuple(kind.split("|"))
        parts = [(name, part) for name, part in zip(names, value.split("|"), strict=False) if name not in _NOT_SEEN]
    for name, part in parts:
        yield Given(
            part,
            type=_TYPES.get(name, (name, ""))[0],
            place=place,
            text="; ".join(note for note in notes if note),
            since=_text(attribute, "first_seen") or _text(thing or {}, "first_seen"),
            until=_text(attribute, "last_seen") or _text(thing or {}, "last_seen"),
            tlp=_tlp(attribute),
        )


def _no_objects(document: Mapping[str, object], name: str, where: str) -> Iterator[Bad]:
    """What stands in a list of objects, or for one, and is none."""
    found = document.get(name)
    if isinstance(found, list):
        for number, item in enumerate(found, 1):
            if not isinstance(item, Mapping):
                yield Bad(str(item)[:80], f"{where} {number}", "not an object")
    elif found is not None:
        yield Bad(str(found)[:80], where, f"“{name}” is no list")


def _list(document: Mapping[str, object], name: str) -> Sequence[Mapping[str, object]]:
    found = document.get(name)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def _text(document: Mapping[str, object], name: str) -> str:
    value = document.get(name)
    return str(value) if isinstance(value, str | int) and value is not True and value is not False else ""


def _tlp(document: Mapping[str, object]) -> str:
    for tag in _list(document, "Tag"):
        name = _text(tag, "name").lower()
        if name.startswith(_TLP):
            return name.removeprefix(_TLP)
    return ""
