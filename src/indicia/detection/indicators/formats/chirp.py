"""CHIRP's indicator files (YAML documents): addresses, domains, registry keys; the rest is refused by name."""

from collections.abc import Iterator, Mapping, Sequence

import yaml

from indicia.detection.indicators.given import Bad, Given, Heading

_NETWORK = {"ips": "ip", "domains": "domain", "urls": "url", "hashes": "hash"}
_OTHERS = {
    "yara": "a YARA rule; give it to the content rules instead",
    "events": "an event filter; a Sigma rule says the same",
}


def read_chirp(text: str, heading: Heading) -> Iterator[Given | Bad] | None:
    """Each value of each document; null when the text is no such file."""
    try:
        documents = [item for item in yaml.safe_load_all(text) if item is not None]
    except (yaml.YAMLError, RecursionError, ValueError):
        documents = _one_by_one(text)
    if not any(isinstance(item, Mapping) and "indicator" in item for item in documents):
        return None
    return _all(documents, heading)


def _one_by_one(text: str) -> list[object]:
    """Documents by themselves: one that is no YAML leaves the others usable."""
    found: list[object] = []
    for part in ("\n" + text).split("\n---"):
        try:
            document = yaml.safe_load(part)
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            name = next((line.partition(":")[2].strip() for line in part.splitlines() if line.startswith("name:")), "")
            problem = getattr(error, "problem", None) or str(error)
            found.append(Bad(name.strip("\"'")[:80], f"document {len(found) + 1}", f"no YAML: {problem}"[:200]))
            continue
        if document is not None:
            found.append(document)
    return found


def _all(documents: Sequence[object], heading: Heading) -> Iterator[Given | Bad]:
    heading.source = "CHIRP"
    for number, document in enumerate(documents, 1):
        place = f"document {number}"
        if isinstance(document, Bad):
            yield document
            continue
        if not isinstance(document, Mapping) or not isinstance(document.get("indicator"), Mapping):
            yield Bad("", place, "no CHIRP indicator")
            continue
        name, kind = str(document.get("name", ""))[:200], str(document.get("ioc_type", ""))
        confidence = str(document.get("confidence", ""))
        if kind in _OTHERS:
            yield Bad(name, place, _OTHERS[kind])
            continue
        inner = document["indicator"]
        values = list(_values(inner, kind))
        if not values:
            yield Bad(name, place, f"the type “{kind[:40]}” is not one that is looked for")
        for value, type_name in values:
            yield Given(value, type=type_name, place=place, text=name, confidence=confidence)


def _values(inner: Mapping[object, object], kind: str) -> Iterator[tuple[str, str]]:
    for name, type_name in _NETWORK.items():
        found = inner.get(name)
        lines = found.split() if isinstance(found, str) else found if isinstance(found, list) else []
        for line in lines:
            yield str(line), type_name
    if kind == "registry" and isinstance(inner.get("registry_key"), str):
        yield str(inner["registry_key"]), "registrykey"
