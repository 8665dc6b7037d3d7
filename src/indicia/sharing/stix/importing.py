"""A file of STIX objects taken in whole: what is ours, what others say, and what is carried nowhere.

What is ours is written once more and held against the file.  An object that says one thing to other tools and another
to us, or that was changed on its way, is told by its id, with the members that differ.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator

import orjson

from indicia.model.imported import FORMAT, Imported, Left, Trouble
from indicia.sharing.imported import case_of, statement_of
from indicia.sharing.loss import Loss
from indicia.sharing.material import Material
from indicia.sharing.stix.again import Again, again_of
from indicia.sharing.stix.attack import AttackIds
from indicia.sharing.stix.making import Object, extension_of
from indicia.sharing.stix.opened import Opened, Placed, open_objects
from indicia.sharing.stix.others import SAYING, Others, left_of
from indicia.sharing.stix.write import write_stix
from indicia.sharing.taxii.protocol.marking import marked
from indicia.sharing.tlp import STATEMENTS, is_statement

_MOST_TROUBLES = 10_000
_SHARED = ("identity", "attack-pattern", "marking-definition", "extension-definition", "intrusion-set", "vulnerability")
"""Types whose objects are written once for all that name them, under the marking of the first; observables as well."""
_READ_BY = {
    "indicator": "`indicia scan --indicators` reads them",
    **dict.fromkeys(
        ("attack-pattern", "malware", "tool", "campaign", "intrusion-set", "threat-actor", "vulnerability"),
        "named in sentences; `indicia attribute` takes the file as one that states what was done",
    ),
    **dict.fromkeys(("marking-definition", "extension-definition", "language-content"), "read for what they mark"),
}
_STANDARD = frozenset(
    "artifact autonomous-system course-of-action directory domain-name email-addr email-message file identity incident "
    "infrastructure ipv4-addr ipv6-addr location mac-addr malware-analysis mutex network-traffic observed-data process "
    "software url user-account windows-registry-key x509-certificate".split()
)
_UNKNOWN = "no type of STIX 2.1 that is understood"


def import_stix(data: bytes, name: str) -> Imported:
    """Take a file in.  Raises ReportError for what is no file of STIX objects, or beyond the limits."""
    opened = open_objects(data, name)
    again = again_of(opened)
    ours, changed = _held_against(opened, again)
    rest = [one for one in opened.objects if one.id not in ours]
    others = Others(opened.objects)
    said = tuple(others.said(rest))
    statements = STATEMENTS | {one.id for one in opened.objects if is_statement(one.item)}
    markings = Counter(marked(one.item, statements).marking.value for one in opened.objects)
    by_id = {one.id: one.item for one in opened.objects}
    return Imported(
        format=FORMAT,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        objects=opened.number,
        producer=_producer(opened, by_id),
        cases=again.cases,
        attributions=again.answers,
        statements=again.statements,
        said=said,
        ours=len(ours),
        context=_counted(rest, known=True),
        left=(*_counted(rest, known=False), *_versions(opened), *left_of(others.left)),
        troubles=_shortened((*opened.troubles, *again.troubles, *changed)),
        markings=dict(sorted(markings.items())),
    )


def _held_against(opened: Opened, again: Again) -> tuple[set[str], list[Trouble]]:
    """Ids of what is ours, and where the file differs from what an export of it would be."""
    by_id = {one.id: one for one in opened.objects}
    attack = AttackIds()
    attack.take(one.item for one in opened.objects)
    ours, troubles, lacking = set(again.used), list[Trouble](), 0
    for material in _parts(opened, again):
        for item in _written(material, attack):
            there = by_id.get(str(item["id"]))
            if there is None:
                lacking += str(item["type"]) not in ("identity", "marking-definition", "extension-definition")
                continue
            ours.add(there.id)
            members = _unlike(there.item, item)
            if members:
                reason = f"not as an export of it would be: {', '.join(f'`{one}`' for one in members)}"
                troubles.append(Trouble(place=there.place, id=there.id, reason=reason))
    if lacking:
        reason = f"{lacking:,} objects that an export of it would hold are not there, or were changed"
        troubles.append(Trouble(place="", id="", reason=reason))
    definitions = (one.id for one in opened.objects if one.type == "marking-definition")
    return ours | (set(definitions) if ours else set()), troubles


def _parts(opened: Opened, again: Again) -> Iterator[Material]:
    """Each case, answer and statement alone, under its own marking and by its own producer."""
    names: dict[str, str] = {}
    producers: dict[str, str] = {}
    for one in opened.objects:
        if one.type == "identity" and isinstance(one.item.get("name"), str):
            names[one.id] = str(one.item["name"])
        held = extension_of(one.item)
        if held.get("kind") in ("finding", "host", "case"):
            producers.setdefault(str(held.get("case", "")), str(one.item.get("created_by_ref")))
        elif held.get("kind") == "attribution":
            producers.setdefault("answers", str(one.item.get("created_by_ref")))
    for case in again.cases:
        producer = names.get(producers.get(case.digest, ""), "")
        yield Material(cases=(case_of(case),), marking=case.marking, producer=producer)
    for answer in again.answers:
        producer = names.get(producers.get("answers", ""), "")
        yield Material(attributions=(answer.answer,), marking=answer.marking, producer=producer)
    for told in again.statements:
        statement = statement_of(told)
        if statement is not None:
            yield Material(statements=(statement,), marking=statement.statement.marking)


def _written(material: Material, attack: AttackIds) -> list[Object]:
    found: list[Object] = []

    def take(data: bytes) -> None:
        # An object a call, behind what stands between two of them.
        if data.lstrip(b",\n").startswith(b'{"type":') and not data.startswith(b'{"type":"bundle"'):
            found.append(orjson.loads(data.lstrip(b",\n")))

    write_stix(material, take, Loss(), attack)
    # The first is whoever exports, the next two are what our extension is.
    return found


def _unlike(there: Object, here: Object) -> list[str]:
    """Members in which two objects differ.  An object that many share has the marking and version of one of them."""
    shared = str(here["type"]) in _SHARED or "modified" not in here
    passed = ("object_marking_refs", "modified") if shared else ()
    names = dict.fromkeys((*here, *there))
    return [name[:60] for name in names if name not in passed and here.get(name) != there.get(name)]


def _producer(opened: Opened, by_id: dict[str, Object]) -> str:
    for kinds in (("case", "attribution", "finding", "host"), ("statement",)):
        for one in opened.objects:
            if extension_of(one.item).get("kind") in kinds and one.item.get("created_by_ref"):
                return str(by_id.get(str(one.item["created_by_ref"]), {}).get("name", ""))[:200]
    return ""


def _counted(objects: list[Placed], *, known: bool) -> tuple[Left, ...]:
    counts = Counter(one.type for one in objects if one.type not in SAYING)
    return tuple(
        Left(what=kind[:60], number=number, why=_READ_BY.get(kind, "named in sentences" if known else _UNKNOWN))
        for kind, number in sorted(counts.items())
        if (kind in _READ_BY or kind in _STANDARD) is known
    )


def _versions(opened: Opened) -> Iterator[Left]:
    if opened.older:
        yield Left(what="older versions", number=opened.older, why="of each object the latest counts")
    if opened.again:
        yield Left(what="repetitions", number=opened.again, why="there already with the same content")


def _shortened(troubles: tuple[Trouble, ...]) -> tuple[Trouble, ...]:
    if len(troubles) <= _MOST_TROUBLES:
        return troubles
    rest = len(troubles) - _MOST_TROUBLES
    return (*troubles[:_MOST_TROUBLES], Trouble(place="", id="", reason=f"and {rest:,} more"))
