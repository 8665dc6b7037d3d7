"""The same activity in every form of file that is read.  All is invented."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import orjson

from indicia.knowledge.reports.documents.opening import open_report
from indicia.knowledge.reports.mentions.lexicon import shipped_lexicon
from indicia.knowledge.reports.reading import read_report
from indicia.knowledge.stated.naming import Naming
from indicia.knowledge.stated.opening import open_stated
from indicia.model.stated import StatedFile, StatedKind
from indicia.plain import plain

NAMING = Naming()


def opened(data: bytes, name: str = "file", naming: Naming = NAMING, **more: object) -> StatedFile:
    """A file as the command opens it."""
    return open_stated(data, name, naming, **more)  # type: ignore[arg-type]  # by name


def values(file: StatedFile, kind: StatedKind = StatedKind.TECHNIQUE) -> list[str]:
    """What a file states, in its order."""
    return [item.value for item in file.stated if item.kind is kind]


def as_list(ids: Iterable[str], day: date | None = None) -> bytes:
    """One a line."""
    return "\n".join(("# what they did", "", *(f"{id}, {day}" if day else id for id in ids))).encode()


def as_csv(ids: Iterable[str], day: date | None = None) -> bytes:
    """With a head, and a note beside each."""
    rows = [f"Execution;{id};{day or ''};seen on a server" for id in ids]
    return "\r\n".join(("tactic;technique;date;note", *rows)).encode("utf-8-sig")


def as_layer(ids: Iterable[str], **more: object) -> bytes:
    """Scored entries, each under two tactics."""
    entries = [{"techniqueID": id, "tactic": tactic, "score": 1} for id in ids for tactic in ("execution", "impact")]
    return orjson.dumps({"name": "layer", "domain": "enterprise-attack", "techniques": entries, **more})


def as_reading(ids: Iterable[str], *, title: str = "A report") -> bytes:
    """What `indicia read --json` writes of a text that names them."""
    text = f"# {title}\n\nTechniques of MITRE ATT&CK that were used:\n\n" + "\n".join(f"- ({id})" for id in ids)
    report = open_report(text.encode(), "report.md")
    reading = read_report(report.text, shipped_lexicon(), report.stated)
    return reading_of([plain(reading)])


def reading_of(reports: Sequence[object]) -> bytes:
    """The outer form of it."""
    return orjson.dumps({"format": "indicia-reading/1", "names_from": [], "reports": reports, "refused": []})


def thing(kind: str, number: int, **more: object) -> dict[str, object]:
    """An object of STIX."""
    return {"type": kind, "id": f"{kind}--{number:08d}-0000-4000-8000-000000000000", "spec_version": "2.1", **more}


def pattern(number: int, id: str, **more: object) -> dict[str, object]:
    """A technique, tool or malware by its ATT&CK id."""
    kind = "attack-pattern" if id.startswith("T") else "malware"
    reference = {"source_name": "mitre-attack", "external_id": id}
    return thing(kind, number, name=f"Name of {id}", external_references=[reference], **more)


def link(
    number: int, kind: str, one: Mapping[str, object], other: Mapping[str, object], **more: object
) -> dict[str, object]:
    """A relationship."""
    return thing("relationship", number, relationship_type=kind, source_ref=one["id"], target_ref=other["id"], **more)


def bundle(objects: Iterable[Mapping[str, object]]) -> bytes:
    """All of them together."""
    return orjson.dumps({"type": "bundle", "id": "bundle--1", "objects": [*objects]})


def as_stix(ids: Iterable[str], **more: object) -> bytes:
    """A campaign that uses them."""
    campaign = thing("campaign", 1, name="Operation Example", **more)
    used = [pattern(100 + number, id) for number, id in enumerate(ids)]
    links = [link(500 + number, "uses", campaign, one) for number, one in enumerate(used)]
    return bundle([campaign, *used, *links])
